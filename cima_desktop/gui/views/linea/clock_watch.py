"""Erases beside an open vault what is on the short clock (L8): a while after the opening, and every hour."""

from PySide6.QtCore import QObject, QTimer

from cima_desktop.gui.views.desk import Desk
from cima_desktop.model.errors import KnownError
from cima_desktop.services import short_clock

FIRST_MS = 5000
HOUR_MS = 3_600_000


class ClockWatch(QObject):
    """Asks whether anything is due while nobody waits for the vault; only then something is written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(FIRST_MS)
        self._timer.timeout.connect(self.look)
        desk.closing.connect(self._timer.stop)
        self._timer.start()

    def look(self) -> None:
        """Erase what is due, unless something else is being asked of the vault."""
        if self._desk.tasks.is_idle() and not self._desk.is_closing and not self._desk.is_for_looking:
            self._timer.setInterval(HOUR_MS)
            self._desk.ask(short_clock.is_anything_due, self._due)

    def _due(self, is_due: bool) -> None:
        if is_due and not self._desk.is_closing:
            self._desk.do(short_clock.sweep, failed=self._refused)

    def _refused(self, _error: KnownError) -> None:
        """Leave it for the next hour: the footer has said that the disk refused."""
