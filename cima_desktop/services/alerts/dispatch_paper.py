"""The list of whom to send, as PDF in memory; telephones of volunteers stand on it only when that was ticked (S8)."""

from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.i18n import N_, tr
from cima_desktop.model.display import phone_text, text_of
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incidents import Incident
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.standing import moment_of
from cima_desktop.model.volunteers import VolunteerContact
from cima_desktop.services.alerts import deeds
from cima_desktop.services.alerts.texts import moment_text
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.reads import DISPATCH
from cima_desktop.services.roster.near import Candidate
from cima_desktop.services.session import Session

_WHY = (("on_shift", N_("On call")), ("same_county", N_("Same county")), ("speaks", N_("Speaks the language")))
_JOINT = " / "


def make(session: Session, incident: RecordId, in_language: str, with_phones: bool = False) -> Sheets:
    """Return the list.

    Raises:
        NotFoundError: there is no such incident.
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    from cima_desktop.documents.dispatch_list import DispatchList, Verifier, draw  # lazy: reportlab is heavy

    refuse_in_copy(session)
    there = session.store.need(Incident, incident)
    languages = LANGUAGES_OF[in_language]
    activity = KINDS["incident"].field("activity")
    moment = moment_of(there.on, there.at)
    verifiers = [
        Verifier(
            name=each.volunteer.name,
            why=_JOINT.join(dict.fromkeys(_why(each, language) for language in languages)),
            phone=_phone(session, each) if with_phones else "",
        )
        for each in deeds.to_send(session, incident)
    ]
    told = DispatchList(
        languages=languages,
        made_on=session.today(),
        place=", ".join(part for part in (there.area, there.county) if part),
        what=_JOINT.join(dict.fromkeys(text_of(activity, there.activity, language) for language in languages)),
        since=_JOINT.join(dict.fromkeys(moment_text(moment, language) or there.on for language in languages)),
        verifiers=verifiers,
        with_phones=with_phones,
        practice=session.practice,
    )
    return draw(told)


def begin_print(session: Session) -> None:
    """Note that the list is about to be printed; call it before the first page goes out."""
    refuse_in_copy(session)
    session.store.note_deed(DISPATCH)


def _why(each: Candidate, language: str) -> str:
    known = [tr(words, language) for name, words in _WHY if getattr(each, name)]
    return ", ".join([*known, *(tr(doubt, language) for doubt in each.doubts)])


def _phone(session: Session, each: Candidate) -> str:
    found = session.store.children(VolunteerContact, volunteer=each.volunteer.id)
    return next((phone_text(contact.phone) for contact in found if contact.phone), "")
