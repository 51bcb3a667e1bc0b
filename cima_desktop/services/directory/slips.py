"""What is handed to somebody on paper: a slip with where to find help, and the blank interview for a lawyer (X5).

On a slip stands what is for her: how to reach them, what to bring, that they may ask for an ID or have guards at the
door, and how old all of it is. That they pass information on is not on it: one of us says that to her, in person,
before she is given the slip. Red flags of lawyers are never on it, nor a lawyer who did not agree to be listed.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import attrs

from cima_desktop.documents.interview_sheet import Interview
from cima_desktop.documents.interview_sheet import draw as draw_interview
from cima_desktop.documents.one_person import Fact
from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.documents.slip import Place, Slip, draw
from cima_desktop.documents.slots import long_date
from cima_desktop.i18n import N_, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Field, FieldType, iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS, Record, kind_of
from cima_desktop.model.people import Organization, Person
from cima_desktop.services.directory import attorneys, shipping
from cima_desktop.services.directory.finding import is_stale
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.reads import SLIP
from cima_desktop.services.session import Session

MOST_PLACES = 12
"""How many organizations one slip names: a longer list helps nobody to begin."""
_PLACE = (
    "services",
    "street",
    "phone",
    "other_phone",
    "website",
    "hours",
    "languages",
    "cost",
    "how_to",
    "bring",
)
_LAWYER = ("own_languages", "areas", "phone", "consult_fee", "accepting")
_ADDRESS = N_("Address")
_ASKS_ID = N_("They may ask you for an ID.")
_GUARDS = N_("There may be guards or police at the door.")
_FRESH = N_("We asked them on {day}.")
_OLD = N_("We last asked them on {day}. Call first: this may have changed.")
_NEVER = N_("We have not asked them ourselves yet. Call first: this may have changed.")
_LEGAL = frozenset({"legal", "immigration"})
_NOT_ASKED = frozenset(
    {
        "organization",
        "bar_checked_on",
        "discipline",
        "red_flags",
        "interviewed_by",
        "interviewed_on",
        "next_check_on",
        "note",
    }
)
"""Fields of a lawyer that are not asked of the lawyer."""


@attrs.frozen(kw_only=True)
class Request:
    """Which organizations, and for whom: from that person come the language and the size of the letters."""

    organizations: tuple[RecordId, ...]
    person: RecordId = NO_ID


def language_for(session: Session, person: RecordId) -> str:
    """Return the language of a slip for somebody: hers where the papers speak it, else both; empty for nobody."""
    found = session.store.get(Person, person)
    if found is None or not found.language:
        return ""
    return found.language if found.language in LANGUAGES_OF else "both"


def warnings(session: Session, organization: RecordId) -> list[str]:
    """Return what one of us tells her before she gets the slip, as messages or as somebody wrote it."""
    found = session.store.get(Organization, organization)
    if found is None:
        return []
    told = [N_("They may pass information to agencies.")] if found.reports == "yes" else []
    return [*told, *([found.safety] if found.safety else [])]


def make(session: Session, wanted: Request, in_language: str) -> Sheets:
    """Make a slip, in memory.

    Args:
        session: the open vault.
        wanted: what is on it.
        in_language: "both", "es" or "en".

    Raises:
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    refuse_in_copy(session)
    languages = LANGUAGES_OF[in_language]
    found = [session.store.get(Organization, each) for each in wanted.organizations[:MOST_PLACES]]
    there = [each for each in found if each is not None]
    person = session.store.get(Person, wanted.person)
    places = [_place(session, each, languages) for each in there]
    return draw(
        Slip(
            languages=languages,
            made_on=session.today(),
            places=places,
            first_talk=any(_has_lawyers(each, place) for each, place in zip(there, places, strict=True)),
            large=person is not None and bool(person.read_aloud),
            practice=session.practice,
        )
    )


def begin_print(session: Session, wanted: Request) -> None:
    """Note that a slip is about to be printed."""
    refuse_in_copy(session)
    session.store.note_deed(SLIP, wanted.person or next(iter(wanted.organizations), NO_ID))


def interview(session: Session, organization: RecordId, in_language: str) -> Sheets:
    """Make the blank interview for a lawyer of an organization, in memory.

    Raises:
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    refuse_in_copy(session)
    questions = [field for field in KINDS["attorney"].fields if field.name not in _NOT_ASKED]
    return draw_interview(
        Interview(
            languages=LANGUAGES_OF[in_language],
            made_on=session.today(),
            firm=session.store.title_of(organization),
            questions=questions,
            practice=session.practice,
        )
    )


def _has_lawyers(entry: Organization, place: Place) -> bool:
    return bool(place.lawyers) or bool(entry.services & _LEGAL)


def _place(session: Session, entry: Organization, languages: Sequence[str]) -> Place:
    named = [each for each in attorneys.lawyers(session, entry.id) if attorneys.may_be_named(each.attorney)]
    return Place(
        name=entry.name,
        facts=list(_facts(entry, _PLACE, languages)),
        remarks=list(_remarks(entry, languages, session.today())),
        lawyers=[(each.attorney.name, list(_facts(each.attorney, _LAWYER, languages))) for each in named],
    )


def _facts(record: Record, names: Sequence[str], languages: Sequence[str]) -> Iterator[Fact]:
    for name in names:
        field = kind_of(type(record)).field(name)
        said = [_said(record, field, language) for language in languages]
        if any(said):
            label = _ADDRESS if name == "street" else field.label
            yield Fact([tr(label, language) for language in languages], said)


def _said(record: Record, field: Field, language: str) -> str:
    value = getattr(record, field.name)
    if isinstance(record, Organization):
        if field.name == "street":
            return ", ".join(part for part in (record.street, record.city) if part)
        if field.type is FieldType.LONG_TEXT:
            return shipping.words_in(record, field.name, language)
        if field.name == "cost" and value == "unknown":
            return ""
    return text_of(field, value, language)


def _remarks(entry: Organization, languages: Sequence[str], today: date) -> Iterator[Sequence[str]]:
    if entry.asks_id == "yes":
        yield _each(lambda language: tr(_ASKS_ID, language), languages)
    if entry.guards == "yes":
        yield _each(lambda language: tr(_GUARDS, language), languages)
    day = iso_date(entry.checked_on)
    if day is None:
        yield _each(lambda language: tr(_NEVER, language), languages)
        return
    message = _OLD if is_stale(entry.checked_on, today) else _FRESH
    yield _each(lambda language: tr(message, language).format(day=long_date(day, language)), languages)


def _each(say: Callable[[str], str], languages: Sequence[str]) -> Sequence[str]:
    return [say(language) for language in languages]
