"""Keeps every window of ours out of pictures and recordings of the screen, where the system obeys (S20).

Windows obeys since its version 2004 and blackens the window before that; macOS asks its own recorders; on Linux no
program can. Nothing keeps out a camera, nor a program with an administrator's rights.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop import log

Exclude = Callable[[int, bool], bool]
"""Takes a native window out of what is captured (True) or puts it back; tells whether the system took it."""
NONE, BLACK, LEFT_OUT = 0x0, 0x1, 0x11
"""WDA_NONE, WDA_MONITOR and WDA_EXCLUDEFROMCAPTURE of SetWindowDisplayAffinity."""
_WINDOW_EVENTS = frozenset({QEvent.Type.Show, QEvent.Type.WinIdChange})


class Capture(QObject):
    """Looks at each window when it is shown or gets another native one."""

    def __init__(self, app: QApplication, exclude: Exclude) -> None:
        super().__init__(app)
        self._exclude = exclude
        self._is_allowed = self._is_noted = False
        app.installEventFilter(self)

    def allow(self) -> None:
        """Let the windows be seen by others, as when somebody helps over the screen."""
        self._set(True)

    def forbid(self) -> None:
        """Keep the windows out again."""
        self._set(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WINDOW_EVENTS and isinstance(watched, QWidget) and watched.isWindow():
            self._apply(watched)
        return False

    def _set(self, allowed: bool) -> None:
        self._is_allowed = allowed
        for window in QApplication.topLevelWidgets():
            self._apply(window)

    def _apply(self, window: QWidget) -> None:
        if not window.internalWinId():
            return
        if not self._exclude(int(window.winId()), not self._is_allowed) and not self._is_noted:
            self._is_noted = True
            log.logger("capture").warning("The system does not keep the window out of pictures of the screen.")


def windows_exclude(set_affinity: Callable[[int, int], int]) -> Exclude:
    """Return how Windows keeps a window out, given its `SetWindowDisplayAffinity`."""

    def exclude(window: int, hidden: bool) -> bool:
        if not hidden:
            return bool(set_affinity(window, NONE))
        return bool(set_affinity(window, LEFT_OUT) or set_affinity(window, BLACK))

    return exclude


def mac_exclude(send: Callable[..., int], selector: Callable[[bytes], int]) -> Exclude:
    """Return how macOS keeps a window out (its `NSWindow.sharingType`), given `objc_msgSend` and `sel_registerName`."""

    def exclude(view: int, hidden: bool) -> bool:
        window = send(view, selector(b"window"))
        if not window:
            return False
        send(window, selector(b"setSharingType:"), 0 if hidden else 1)
        return True

    return exclude


def exclude_here() -> Exclude | None:
    """Return how this system keeps a window out; None where it cannot."""
    if sys.platform == "win32":
        import ctypes  # lazy: only these two systems can

        affinity = ctypes.WinDLL("user32", use_last_error=True).SetWindowDisplayAffinity
        affinity.argtypes, affinity.restype = [ctypes.c_void_p, ctypes.c_uint32], ctypes.c_int
        return windows_exclude(affinity)
    if sys.platform == "darwin" and QApplication.platformName() == "cocoa":
        import ctypes

        objc = ctypes.CDLL("/usr/lib/libobjc.A.dylib")
        objc.sel_registerName.argtypes, objc.sel_registerName.restype = [ctypes.c_char_p], ctypes.c_void_p
        plain = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", objc))
        with_number = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(("objc_msgSend", objc))

        def send(target: int, name: int, *number: int) -> int:
            return int((with_number if number else plain)(target, name, *number) or 0)

        return mac_exclude(send, objc.sel_registerName)
    return None
