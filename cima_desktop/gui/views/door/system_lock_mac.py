"""What macOS knows of its session: whether the screen is locked. It tells nobody who does not ask, so it is asked."""

import ctypes
from collections.abc import Callable

from PySide6.QtCore import QTimer

from cima_desktop.gui.views.door.system_lock import Source

_TICK_MS = 1000
_UTF8 = 0x08000100
_FRAMEWORKS = "/System/Library/Frameworks/"


class MacSource(Source):
    """Asks once a second; tells when it has become locked."""

    def __init__(self, is_locked: Callable[[], bool] | None = None) -> None:
        super().__init__()
        self._is_locked = is_locked or session_is_locked
        self._was_locked = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        self._was_locked = self._is_locked()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def tick(self) -> None:
        """Ask once."""
        before, self._was_locked = self._was_locked, self._is_locked()
        if self._was_locked and not before:
            self.told.emit("screen")


def session_is_locked() -> bool:
    """Return the flag `CGSSessionScreenIsLocked` of the session; False where there is no session to ask."""
    graphics = ctypes.CDLL(_FRAMEWORKS + "CoreGraphics.framework/CoreGraphics")
    core = ctypes.CDLL(_FRAMEWORKS + "CoreFoundation.framework/CoreFoundation")
    pointer = ctypes.c_void_p
    graphics.CGSessionCopyCurrentDictionary.restype = pointer
    core.CFStringCreateWithCString.argtypes = [pointer, ctypes.c_char_p, ctypes.c_uint32]
    core.CFStringCreateWithCString.restype = pointer
    core.CFDictionaryGetValue.argtypes = [pointer, pointer]
    core.CFDictionaryGetValue.restype = pointer
    core.CFBooleanGetValue.argtypes = [pointer]
    core.CFBooleanGetValue.restype = ctypes.c_ubyte
    core.CFRelease.argtypes = [pointer]
    session = graphics.CGSessionCopyCurrentDictionary()
    if not session:
        return False
    key = core.CFStringCreateWithCString(None, b"CGSSessionScreenIsLocked", _UTF8)
    value = core.CFDictionaryGetValue(session, key)
    is_locked = bool(value and core.CFBooleanGetValue(value))
    core.CFRelease(key)
    core.CFRelease(session)
    return is_locked
