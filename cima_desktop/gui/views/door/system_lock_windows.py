"""What Windows tells a window: the session is locked, handed to another user or ended, and the computer will sleep."""

import ctypes
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

from cima_desktop.gui.views.door.system_lock import Source

POWER, SUSPEND = 0x0218, 0x4
SESSION = 0x02B1
LEAVING = frozenset({0x2, 0x4, 0x6, 0x7})
"""Console disconnected, remote session disconnected, logged off, locked."""
_THIS_SESSION = 0


def reason_of(message: int, what: int) -> str:
    """Return why a message means a lock, "" when it does not."""
    if message == POWER and what == SUSPEND:
        return "sleep"
    return "screen" if message == SESSION and what in LEAVING else ""


class _Filter(QAbstractNativeEventFilter):
    """Reads the messages of all windows before Qt does."""

    def __init__(self, source: "WindowsSource") -> None:
        super().__init__()
        self._source = source

    def nativeEventFilter(self, _kind: QByteArray | bytes | bytearray | memoryview, message: Any, /) -> Any:
        """Read one message and let it pass."""
        read = wintypes.MSG.from_address(int(message))
        reason = reason_of(read.message, read.wParam)
        if reason:
            self._source.told.emit(reason)
        return False, 0


class WindowsSource(Source):
    """Asks for the messages of the session on behalf of the main window."""

    def __init__(self, window: int, session_messages: Any = None) -> None:
        super().__init__()
        self._window = window
        self._session_messages = session_messages or _session_messages()
        self.filter = _Filter(self)

    def start(self) -> None:
        self._session_messages.WTSRegisterSessionNotification(ctypes.c_void_p(self._window), _THIS_SESSION)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self.filter)

    def stop(self) -> None:
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self.filter)
        self._session_messages.WTSUnRegisterSessionNotification(ctypes.c_void_p(self._window))


def _session_messages() -> Any:
    return ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined]  # there on Windows only, as this source is
