"""Locks with the computer: when its screen is locked or it goes to sleep, where the system tells (V5).

Each system has a source of its own that tells `told` with the reason, "screen" or "sleep". One that has nothing to say,
such as a desktop without a bus, is silent; the watch over the clock stays in any case.
"""

import sys

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from cima_desktop.gui.views.desk import Desk

LINGER_MS = 4000
"""How long sleep may be held back while the process ends: less than the five seconds logind grants."""


class Source(QObject):
    """What a system tells; stopped when the vault is shut."""

    told = Signal(str)

    def start(self) -> None:
        """Begin to listen."""

    def stop(self) -> None:
        """Listen no longer."""


class SystemLock(QObject):
    """Asks for a lock when the system locks."""

    def __init__(self, desk: Desk, source: Source | None = None) -> None:
        super().__init__(desk)
        self._source = source or source_here()
        self._source.setParent(QApplication.instance())  # it may hold sleep back until this process has ended
        self._source.told.connect(desk.lock_wanted)
        desk.closing.connect(self._end)
        self._source.start()

    def _end(self) -> None:
        source = self._source
        source.told.disconnect()
        QTimer.singleShot(LINGER_MS, source, source.stop)
        QTimer.singleShot(LINGER_MS, source, source.deleteLater)


def source_here() -> Source:
    """Return the source of this system."""
    if sys.platform == "win32":
        from cima_desktop.gui.views.door.system_lock_windows import (
            WindowsSource,
        )  # lazy: each system needs only its own

        window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow)), None)
        return WindowsSource(int(window.winId()) if window else 0)
    if sys.platform == "darwin":
        from cima_desktop.gui.views.door.system_lock_mac import MacSource

        return MacSource()
    from cima_desktop.gui.views.door.system_lock_linux import LinuxSource

    return LinuxSource()
