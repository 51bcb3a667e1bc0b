"""Brings in the entries that come with the program, while nobody waits, and lets people’s words stand above them."""

from PySide6.QtCore import QObject, QTimer

from cima_desktop.gui.views.desk import Desk
from cima_desktop.model.errors import KnownError
from cima_desktop.model.touched import Touched
from cima_desktop.services.directory import settling, shipping
from cima_desktop.services.session import Session

PAUSE_MS = 20_000
"""After the vault was opened or something was taken in: long after anybody waits for a page."""


class Bringing(QObject):
    """Works once for each version of the entries, and after each import."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.step)
        desk.changed.connect(self._changed)
        desk.closing.connect(self._timer.stop)
        if not desk.is_for_looking:
            self._timer.start()

    def step(self) -> None:
        """Do it, unless something else is being asked of the vault."""
        if self._desk.tasks.is_idle() and not self._desk.is_closing:
            self._timer.stop()
            bring(self._desk)

    def _changed(self, touched: Touched) -> None:
        """Look again after an import, which is no save of somebody here."""
        if not touched.txn and not self._desk.is_closing and not self._desk.is_for_looking:
            self._timer.start()


def bring(desk: Desk) -> None:
    """Do now what waits; the page of the directory does when it is opened earlier."""

    def told(written: list[Touched]) -> None:
        for touched in written:
            desk.changed.emit(touched)

    desk.ask(_bring, told, _leave)


def _bring(session: Session) -> list[Touched]:
    brought = shipping.bring_in(session)
    return [*settling.settle(session), *([brought] if brought else [])]


def _leave(_error: KnownError) -> None:
    """Leave it until the next opening: a disk that is full says so where something is at stake."""
