"""Ends a helper copy that is open when its time is over: the window locks, and the door says why (S6)."""

from PySide6.QtCore import QObject, QTimer

from cima_desktop.gui.views.desk import Desk
from cima_desktop.services.session import Session

EVERY_MS = 15_000


class HelperWatch(QObject):
    """Works for one open vault; in a vault of one's own there is nothing to watch."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        desk.closing.connect(self._timer.stop)
        if desk.session.ending is not None:
            self._timer.start()

    def look(self) -> None:
        """Note how late it is, and lock when it is too late."""
        if not self._desk.is_closing:
            self._desk.ask(_is_over, self._judged)

    def _judged(self, is_over: bool) -> None:
        if is_over:
            self._timer.stop()
            self._desk.lock_wanted.emit("helper")


def _is_over(session: Session) -> bool:
    if session.ending is None:
        return False
    session.ending.note()
    return session.ending.is_over()
