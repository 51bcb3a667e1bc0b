"""The letter about unpaid wages: read on the screen, printed on purpose."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import ANYTHING, Desk
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.services.session import Session
from cima_desktop.services.workups import wages


class LetterDialog(SheetsDialog):
    """The letter of one claim."""

    def __init__(self, desk: Desk, claim: RecordId, parent: QWidget | None = None) -> None:
        self._claim = claim
        words = (
            N_("Letter about unpaid wages"),
            N_(
                "A draft in the worker’s own voice. Read it together; the worker decides whether it is sent. Let a"
                " lawyer look at it first."
            ),
        )
        super().__init__(desk, words, "wage_letter", parent)
        self.language_box.set_value("both")
        self.read()
        self.accepted.connect(lambda: desk.changed.emit(ANYTHING))

    def make(self, session: Session, language: str) -> Sheets:
        return wages.make_letter(session, self._claim, language)

    def note(self, session: Session) -> None:
        wages.begin_print(session, self._claim)


def show_letter(desk: Desk, claim: RecordId, near: QWidget) -> LetterDialog:
    """Show the letter of a claim."""
    dialog = LetterDialog(desk, claim, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
    return dialog
