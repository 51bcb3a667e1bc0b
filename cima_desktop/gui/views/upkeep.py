"""What keeps the search quick, done while nobody waits: its words are read in, and its index is put in order."""

from PySide6.QtCore import QObject, QTimer

from cima_desktop.gui.views.desk import Desk
from cima_desktop.model.errors import KnownError
from cima_desktop.services.session import Session

PAUSE_MS = 1500
"""After the last save, and between two steps; each takes a few hundredths of a second."""


class Upkeep(QObject):
    """Works for one open vault, after it was opened and after each save."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.step)
        desk.saved.connect(self._timer.start)
        desk.closing.connect(self._timer.stop)
        self._timer.start()

    def is_done(self) -> bool:
        """Tell whether there is nothing to do until the next save."""
        return not self._timer.isActive()

    def step(self) -> None:
        """Do one step, unless something else is being asked of the vault."""
        if self._desk.tasks.is_idle() and not self._desk.is_closing:
            self._desk.ask(_keep_up, self._stepped, self._refused)

    def _stepped(self, more: bool) -> None:
        if not more:
            self._timer.stop()

    def _refused(self, _error: KnownError) -> None:
        """Leave it until the next save: a disk that is full says so where something is at stake."""
        self._timer.stop()


def _keep_up(session: Session) -> bool:
    session.store.warm()
    return session.store.merge_step()
