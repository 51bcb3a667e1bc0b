"""Every bundle that was decided about, newest first: what became of it, and the way back, on any day (Y9)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.arrival_lines import arrival_line
from cima_desktop.gui.views.exchange.undo_dialog import UndoDialog
from cima_desktop.gui.views.records.rows_list import Deed, RowsList
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.touched import Touched
from cima_desktop.services import arriving, arriving_taking
from cima_desktop.services.arriving import Arrival
from cima_desktop.services.backups import NoBackupFirstError
from cima_desktop.store.bundles import DONE

STEP = 5


class ArrivalsPart(QWidget):
    """Lines with what can be done about each; more are shown when they are wanted."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._shown = STEP
        self.message_bar = MessageBar()
        self.arrivals_list = RowsList()
        self.empty_label = Label(N_("Nothing yet."), "muted", wrap=True)
        self.more_button = QuietButton(N_("Show earlier ones"), "chevron-down")
        self.more_button.setObjectName("arrivals_more_button")
        self.more_button.clicked.connect(self._show_more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        for part in (self.message_bar, self.arrivals_list, self.empty_label):
            column.addWidget(part)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.more_button.hide()
        desk.changed.connect(self._changed)
        desk.closing.connect(lambda: self.arrivals_list.show_lines(()))

    def read(self) -> None:
        """Read what arrived."""
        most = self._shown + 1
        self.desk.ask(lambda session: arriving.decided(session, limit=most), self._show, latest="arrivals")

    def _show(self, found: list[Arrival]) -> None:
        self.arrivals_list.show_lines([arrival_line(each, *self._deeds(each)) for each in found[: self._shown]])
        self.empty_label.setVisible(not found)
        self.more_button.setVisible(len(found) > self._shown)

    def _show_more(self) -> None:
        self._shown += STEP
        self.read()

    def _deeds(self, arrival: Arrival) -> list[Deed]:
        state = arrival.note.state
        deeds, is_in = [], state == DONE
        if arriving_taking.can_redo(arrival.note):
            words = N_("Take in what was declined") if is_in else N_("Take in after all")
            deeds.append(Deed(words=words, run=lambda: self._redo(arrival), icon="redo-2", small=is_in))
        if is_in:
            deeds.append(Deed(words=N_("Undo this import…"), run=lambda: self._undo(arrival), icon="undo-2"))
        return deeds

    def _undo(self, arrival: Arrival) -> None:
        dialog = UndoDialog(self.desk, arrival.note.n, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.undone.connect(self._undone)
        dialog.open()

    def _undone(self) -> None:
        self.message_bar.say(N_("The import was undone. It can be taken in again."), "good", seconds=8)
        self.read()

    def _redo(self, arrival: Arrival, backup: bool = True) -> None:
        self.desk.do(
            lambda session: arriving_taking.redo(session, arrival.note.n, backup=backup),
            lambda _touched: self._redone(),
            lambda error: self._refused(arrival, error),
        )

    def _redone(self) -> None:
        self.desk.backups_changed.emit()
        self.message_bar.say(N_("It was taken in."), "good", seconds=8)
        self.read()

    def _refused(self, arrival: Arrival, error: KnownError) -> None:
        if isinstance(error, NoBackupFirstError):
            go_on = N_("Go on without a backup")
            self.message_bar.show_problem(error, "warn", go_on, lambda: self._redo(arrival, backup=False))
        else:
            self.message_bar.show_problem(error)

    def _changed(self, _touched: Touched) -> None:
        if self.isVisible() and not self.desk.is_closing:
            self.read()
