"""Says in the footer that a legal hold is in force, and makes up for an erasing that could not be finished."""

from PySide6.QtCore import QObject, QTimer

from cima_desktop.gui.views.desk import Desk
from cima_desktop.model.keeping import Hold
from cima_desktop.model.touched import Touched
from cima_desktop.services import erasing, holds

PAUSE_MS = 4000
"""After the vault was opened; rewriting the file waits until nobody asks anything of it."""


class HoldWatch(QObject):
    """Asks for the holds when the vault is opened and whenever one is placed or released."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.finish)
        desk.changed.connect(self._changed)
        desk.closing.connect(self._timer.stop)
        self._timer.start()
        self._ask()

    def finish(self) -> None:
        """Finish what an earlier erasing left, once, when nothing else is being asked."""
        if self._desk.tasks.is_idle() and not self._desk.is_closing:
            self._timer.stop()
            self._desk.ask(erasing.finish)

    def _ask(self) -> None:
        self._desk.ask(holds.in_force, self._tell, latest="hold_watch")

    def _tell(self, found: list[Hold]) -> None:
        self._desk.held.emit(len(found))

    def _changed(self, touched: Touched) -> None:
        if not self._desk.is_closing and (not touched.kinds or "hold" in touched.kinds):
            self._ask()
