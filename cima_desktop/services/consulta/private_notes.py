"""Notes that never leave this vault (C10): a kind of its own, of which no preset names a field."""

from cima_desktop.i18n import N_
from cima_desktop.model.cases import PrivateNote
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

PRIVATE_ACT = N_("Added a note that stays here")


def add(session: Session, about: RecordId, words: str) -> Touched:
    """Add a note about a record.

    Raises:
        InvalidInputError: the words cannot be kept.
    """
    values = {"about": about, "words": words, "written_on": session.today().isoformat()}
    return guard.save(session, PRIVATE_ACT, [Edit("private_note", new_id(), values)])


def of(session: Session, about: RecordId) -> list[PrivateNote]:
    """Return the notes about a record, the newest first."""
    return sorted(session.store.children(PrivateNote, about=about), key=lambda note: note.written_on, reverse=True)
