"""Notices that nobody has touched the keyboard or the mouse for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

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


class IdleWatch(QObject):
    """Tells `idle` after so many minutes without input in any window of the program.

    It listens to the native windows, which get every key once, rather than to all events of all widgets.
    """

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.idle)
        self.set_minutes(minutes)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen)

    def set_minutes(self, minutes: int) -> None:
        """Wait another number of minutes."""
        running = self._clock.isActive()
        self._clock.setInterval(minutes * 60_000)
        if running:
            self._clock.start()

    def start(self) -> None:
        """Begin to wait."""
        self._listen(QGuiApplication.focusWindow())
        self._clock.start()

    def stop(self) -> None:
        """Wait no longer, as while the window is locked."""
        self._clock.stop()

    def is_waiting(self) -> bool:
        """Return whether it is counting."""
        return self._clock.isActive()

    def touch(self) -> None:
        """Begin the wait again."""
        if self._clock.isActive():
            self._clock.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self.touch()
        return False

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
