"""The hand-off sheet as PDF in memory; that it was printed is noted."""

from cima_desktop.documents.hand_off import Line, Sheet, draw
from cima_desktop.documents.sheets import LANGUAGES_OF, Sheets
from cima_desktop.i18n import N_, tr
from cima_desktop.model.cases import Case, Visit
from cima_desktop.model.display import phone_text
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.workups import Appointment
from cima_desktop.services.consulta.handing_off import told
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.reads import HAND_OFF
from cima_desktop.services.session import Session


def make(session: Session, hand_off: RecordId, in_language: str, *, phones: bool = False) -> Sheets:
    """Make the sheet.

    Args:
        session: the open vault.
        hand_off: which one.
        in_language: "both", "es" or "en".
        phones: whether telephone numbers stand on it; never without somebody asking for it.

    Raises:
        NotFoundError: there is no such hand-off.
        HelperCopyReadOnlyError: this is a helper copy; nothing leaves it.
    """
    refuse_in_copy(session)
    found = told(session, hand_off)
    note = found.hand_off
    lines = [
        Line(
            title=matter.title or tr(N_("(no name)")),
            words=matter.words,
            phone=_phone(session, matter.about) if phones else "",
        )
        for matter in found.matters
    ]
    sheet = Sheet(
        by=found.by,
        on=(iso_date(note.on), note.at),
        words=note.words,
        lines=lines,
        read_by=found.read_by,
        read_on=iso_date(note.read_on),
        made_on=session.today(),
        practice=session.practice,
    )
    return draw(sheet, LANGUAGES_OF[in_language])


def begin_print(session: Session, hand_off: RecordId) -> None:
    """Note that the sheet is about to be printed; call it before the first page goes out."""
    refuse_in_copy(session)
    session.store.note_deed(HAND_OFF, hand_off)


def _phone(session: Session, about: RecordId) -> str:
    """Return the number of the person a matter is about."""
    found = session.store.get(Case, about) or session.store.get(Visit, about) or session.store.get(Appointment, about)
    person = session.store.get(Person, found.person if found is not None else about)
    return phone_text(person.phone) if person is not None else ""
