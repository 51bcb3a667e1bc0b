"""The page for whoever answers the telephone: looked at from memory, printed on purpose, noted first (E5)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.services.detention import sheet
from cima_desktop.services.session import Session


class DetentionSheetDialog(SheetsDialog):
    """The page about one detention."""

    def __init__(self, desk: Desk, detention: RecordId, parent: QWidget | None = None) -> None:
        self._detention = detention
        words = (
            N_("The page for the telephone"),
            N_("For whoever answers calls about this. It carries no password, and nothing typed for a search."),
        )
        super().__init__(desk, words, "detention_sheet", parent)

    def make(self, session: Session, language: str) -> Sheets:
        return sheet.make(session, self._detention, language)

    def note(self, session: Session) -> None:
        sheet.begin_print(session, self._detention)


def show_sheet(desk: Desk, detention: RecordId, near: QWidget) -> DetentionSheetDialog:
    """Show the page about a detention."""
    dialog = DetentionSheetDialog(desk, detention, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
    return dialog
