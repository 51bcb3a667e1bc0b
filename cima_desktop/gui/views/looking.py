"""Who looked at what is written down when nobody waits; a save or a lock that comes first takes it along."""

from PySide6.QtCore import QObject, QTimer

from cima_desktop.gui.views.desk import Desk
from cima_desktop.services import reads

QUIET_MS = 4000
"""After the last look: going through a list costs one save, not one a record."""


class Looking(QObject):
    """Works for one open vault."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.keep)
        desk.looked.connect(self._timer.start)
        desk.closing.connect(self._timer.stop)

    def is_done(self) -> bool:
        """Tell whether no look waits to be written."""
        return not self._timer.isActive()

    def keep(self) -> None:
        """Write what waits, unless something else is being asked of the vault."""
        if self._desk.tasks.is_idle() and not self._desk.is_closing:
            self._timer.stop()
            self._desk.ask(reads.keep_quietly)
