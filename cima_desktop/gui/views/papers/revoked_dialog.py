"""Records the day of a revocation, once its paper is signed (D14)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.i18n import N_
from cima_desktop.model.papers import Document
from cima_desktop.services import signings


class RevokedDialog(PlainDialog):
    """Asks for the day on which a paper was revoked."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Record a revocation"),
            N_("Everyone who holds a copy must still be told, best in writing."),
            N_("Keep it"),
            parent,
        )
        self._desk, self._document = desk, document
        self.day_edit = DateEdit(allow_future=False)
        self.day_row = self.add_row(N_("Revoked on"), self.day_edit)

    def finish(self) -> None:
        day, document = self.day_edit.value(), self._document.id
        if not self.day_row.check() or day is None:
            self.say(N_("Write the day on which the revocation was signed."))
            return
        self._desk.do(
            lambda session: signings.record_revoked(session, document, day),
            lambda _touched: self.accept(),
            self.show_problem,
        )


def open_revoked(desk: Desk, document: Document, parent: QWidget) -> RevokedDialog:
    """Open the dialog that records the day of a revocation."""
    dialog = RevokedDialog(desk, document, parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
