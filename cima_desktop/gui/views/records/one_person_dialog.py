"""Everything held about one person, for her to read and correct (A6)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.services import one_person
from cima_desktop.services.session import Session


class OnePersonDialog(SheetsDialog):
    """The paper about one person."""

    def __init__(self, desk: Desk, person: RecordId, parent: QWidget | None = None) -> None:
        self._person = person
        words = (
            N_("Everything we hold about this person"),
            N_("For this person to read and correct. Print it only when they ask for it, and give it to nobody else."),
        )
        super().__init__(desk, words, "one_person", parent)

    def make(self, session: Session, language: str) -> Sheets:
        return one_person.make(session, self._person, language)

    def note(self, session: Session) -> None:
        one_person.begin_print(session, self._person)


def show_one_person(desk: Desk, person: RecordId, near: QWidget) -> OnePersonDialog:
    """Show everything held about a person."""
    dialog = OnePersonDialog(desk, person, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
    return dialog
