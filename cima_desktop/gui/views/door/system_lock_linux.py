"""What a Linux desktop tells over its buses: logind's sleep and session lock, and the screen savers."""

import os
import string
from typing import Any

from PySide6.QtCore import SLOT, Slot

from cima_desktop.gui.views.door.system_lock import Source

LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")
_PLAIN = frozenset(string.ascii_letters + string.digits)


def session_path(session: str) -> str:
    """Return the bus path of a login session, "" (any) where it is not known which is ours."""
    if not session:
        return ""
    safe = [
        letter if letter in _PLAIN and not (place == 0 and letter.isdigit()) else f"_{ord(letter):02x}"
        for place, letter in enumerate(session)
    ]
    return f"{LOGIN_PATH}/session/{''.join(safe)}"


class LinuxSource(Source):
    """Listens on the system's bus and on the desktop's; holds sleep back until the vault is shut."""

    def __init__(self, system: Any = None, desktop: Any = None) -> None:
        super().__init__()
        self._buses = (system, desktop)
        self._hold: Any = None

    def start(self) -> None:
        from PySide6.QtDBus import QDBusConnection  # lazy: a locked window is painted without it

        system: Any = self._buses[0] or QDBusConnection.systemBus()
        desktop: Any = self._buses[1] or QDBusConnection.sessionBus()
        session = session_path(os.environ.get("XDG_SESSION_ID", ""))
        asleep, locked, active = SLOT("_asleep(bool)"), SLOT("_locked()"), SLOT("_active(bool)")
        if system.isConnected():
            system.connect(LOGIN, LOGIN_PATH, f"{LOGIN}.Manager", "PrepareForSleep", self, asleep)
            system.connect(LOGIN, session, f"{LOGIN}.Session", "Lock", self, locked)
            self._hold = _hold_sleep(system)
        if desktop.isConnected():
            for saver in SAVERS:
                desktop.connect("", "", saver, "ActiveChanged", self, active)

    def stop(self) -> None:
        self._hold = None  # the descriptor in it is closed, and the computer may sleep

    @Slot(bool)
    def _asleep(self, begins: bool) -> None:
        if begins:
            self.told.emit("sleep")

    @Slot()
    def _locked(self) -> None:
        self.told.emit("screen")

    @Slot(bool)
    def _active(self, is_active: bool) -> None:
        if is_active:
            self.told.emit("screen")


def _hold_sleep(system: Any) -> Any:
    """Ask for a moment before each sleep, without waiting for the answer; whoever drops what is returned lets go."""
    from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher  # lazy, as above

    call = QDBusMessage.createMethodCall(LOGIN, LOGIN_PATH, f"{LOGIN}.Manager", "Inhibit")
    call.setArguments(["sleep", "CIMA", "Locks the vault", "delay"])
    return QDBusPendingCallWatcher(system.asyncCall(call))
