"""The list of whom to send, on paper: for the operator's table, when there is no power (L11)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.services.alerts import dispatch_paper
from cima_desktop.services.session import Session


class DispatchDialog(SheetsDialog):
    """Whom to send, in the order of asking; telephones only when they are ticked."""

    def __init__(self, desk: Desk, incident: RecordId, parent: QWidget | None = None) -> None:
        self._incident = incident
        self.phones_box = CheckBox(N_("With the telephones of the verifiers"))
        self.phones_box.setObjectName("dispatch_phones_box")
        words = (
            N_("Whom to send"),
            N_("For the operator’s table only. Destroy it when the incident is over."),
        )
        super().__init__(desk, words, "dispatch", parent)
        self.rows.insertWidget(self.rows.count() - 1, self.phones_box)
        self.phones_box.edited.connect(self.read)

    def make(self, session: Session, language: str) -> Sheets:
        return dispatch_paper.make(session, self._incident, language, self.phones_box.value())

    def note(self, session: Session) -> None:
        dispatch_paper.begin_print(session)


def show_dispatch_list(desk: Desk, incident: RecordId, near: QWidget) -> DispatchDialog:
    """Show the list of whom to send."""
    dialog = DispatchDialog(desk, incident, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
    return dialog
