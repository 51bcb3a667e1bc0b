"""Notices that nobody is there: no key and no mouse for a while, or a computer that has slept."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from cima_desktop.settings import Settings

JUMP_SECONDS = 60.0
"""A second that took this long was spent asleep."""
_TICK_MS = 1000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_PAINT = frozenset({QEvent.Type.Expose, QEvent.Type.UpdateRequest, QEvent.Type.WindowActivate})


class LockWatch(QObject):
    """Tells `away` with the reason, "idle" or "sleep". It looks at the wall clock, which goes on during sleep.

    The clock is looked at before any key, click or paint of the program's windows is handled, so that after eight
    hours of sleep nothing is shown and no key arrives before the lock.
    """

    away = Signal(str)

    def __init__(
        self, settings: Settings, clock: Callable[[], float] = time.time, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._settings = settings
        self._running = False
        self._touched = self._ticked = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen)

    def start(self) -> None:
        """Begin to watch."""
        self._touched = self._ticked = self._clock()
        self._running = True
        self._timer.start()
        for window in QGuiApplication.topLevelWindows():
            self._listen(window)

    def stop(self) -> None:
        """Watch no longer, as while the vault is locked."""
        self._running = False
        self._timer.stop()

    def touch(self) -> None:
        """Take note that somebody is there."""
        self._touched = self._clock()

    def tick(self) -> bool:
        """Look at the clock; return whether nobody is there."""
        now, before = self._clock(), self._ticked
        self._ticked = now
        if not self._running:
            return False
        if now - before > JUMP_SECONDS:
            return self._tell("sleep")
        self._touched = min(self._touched, now)  # where the clock was set back, count again
        if now - self._touched >= self._settings.lock_minutes * 60:
            return self._tell("idle")
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._running and (kind in _INPUT or kind in _PAINT):
            if self.tick():
                return kind in _INPUT
            if kind in _INPUT:
                self.touch()
        return False

    def _tell(self, reason: str) -> bool:
        self.stop()
        self.away.emit(reason)
        return True

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
