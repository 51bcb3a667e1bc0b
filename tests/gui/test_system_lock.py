"""The vault locks with the computer, where the system tells (V5)."""

import ctypes
from ctypes import wintypes
from typing import Any

import pytest
from PySide6.QtCore import Q_ARG, QByteArray, QMetaObject, Qt
from PySide6.QtWidgets import QApplication

from cima_desktop.gui.views.door.system_lock import Source, SystemLock, source_here
from cima_desktop.gui.views.door.system_lock_linux import SAVERS, LinuxSource, session_path
from cima_desktop.gui.views.door.system_lock_mac import MacSource
from cima_desktop.gui.views.door.system_lock_windows import POWER, SESSION, SUSPEND, WindowsSource, reason_of
from cima_desktop.gui.views.door.unlock import REASONS
from tests.gui.program_driver import Driver


class Fake(Source):
    """A system that a test plays."""

    def __init__(self) -> None:
        super().__init__()
        self.started = self.stopped = 0

    def start(self) -> None:
        self.started += 1

    def stop(self) -> None:
        self.stopped += 1


@pytest.mark.parametrize("reason", ["screen", "sleep"])
def test_a_system_that_locks_locks_the_vault_and_the_door_says_so(opened: Driver, reason: str) -> None:
    source = Fake()
    SystemLock(opened.desk, source)
    assert source.started == 1
    source.told.emit(reason)
    opened.settle()
    assert opened.program.desk is None
    bar = opened.door().message_bar
    assert not bar.isHidden()
    assert REASONS[reason]
    source.told.emit(reason)  # nobody listens any more


class Bus:
    """A bus to which everything can be connected."""

    def __init__(self, there: bool = True) -> None:
        self.there = there
        self.heard: dict[tuple[str, str, str], tuple[Any, str]] = {}
        self.calls: list[str] = []

    def isConnected(self) -> bool:
        return self.there

    def connect(self, _service: str, path: str, interface: str, name: str, receiver: Any, slot: str) -> bool:
        self.heard[path, interface, name] = (receiver, slot)
        return True

    def asyncCall(self, message: Any) -> Any:
        from PySide6.QtDBus import QDBusPendingCall

        self.calls.append(f"{message.member()} {' '.join(message.arguments())}")
        return QDBusPendingCall.fromCompletedCall(message.createReply([]))

    def send(self, path: str, interface: str, name: str, *values: bool) -> None:
        """Send a signal over the bus."""
        receiver, slot = self.heard[path, interface, name]
        method = slot[1:].split("(")[0]
        arguments = [Q_ARG(bool, value) for value in values]
        assert QMetaObject.invokeMethod(receiver, method, Qt.ConnectionType.DirectConnection, *arguments)


LOGIN = "/org/freedesktop/login1"
MANAGER, SESSIONS = "org.freedesktop.login1.Manager", "org.freedesktop.login1.Session"


@pytest.fixture
def linux(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> tuple[LinuxSource, Bus, Bus, list[str]]:
    """Return a source, its two buses, and what it tells."""
    monkeypatch.setenv("XDG_SESSION_ID", "2")
    system, desktop, told = Bus(), Bus(), list[str]()
    source = LinuxSource(system, desktop)
    source.told.connect(told.append)
    source.start()
    return source, system, desktop, told


Linux = tuple[LinuxSource, Bus, Bus, list[str]]


def test_logind_tells_of_sleep_and_waits_a_moment_for_the_lock(linux: Linux) -> None:
    source, system, _desktop, told = linux
    assert system.calls == ["Inhibit sleep CIMA Locks the vault delay"]
    system.send(LOGIN, MANAGER, "PrepareForSleep", False)  # it has just woken up: the clock tells that
    assert told == []
    system.send(LOGIN, MANAGER, "PrepareForSleep", True)
    assert told == ["sleep"]
    source.stop()
    assert source._hold is None


def test_logind_tells_of_our_own_session_only(linux: Linux) -> None:
    _source, system, _desktop, told = linux
    system.send(f"{LOGIN}/session/_32", SESSIONS, "Lock")
    assert told == ["screen"]


def test_each_screen_saver_is_heard(linux: Linux) -> None:
    _source, _system, desktop, told = linux
    for saver in SAVERS:
        desktop.send("", saver, "ActiveChanged", False)
    assert told == []
    for saver in SAVERS:
        desktop.send("", saver, "ActiveChanged", True)
    assert told == ["screen"] * len(SAVERS)


def test_a_missing_bus_is_silent(qapp: QApplication) -> None:
    system, desktop = Bus(False), Bus(False)
    source = LinuxSource(system, desktop)
    source.start()
    assert (system.heard, system.calls, desktop.heard) == ({}, [], {})
    source.stop()


@pytest.mark.parametrize(
    ("session", "path"),
    [("", ""), ("2", "/session/_32"), ("c1", "/session/c1"), ("a-1", "/session/a_2d1"), ("12", "/session/_312")],
)
def test_the_path_of_a_session(session: str, path: str) -> None:
    assert session_path(session) == (LOGIN + path if path else "")


def test_this_computer_has_a_source(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    source = source_here()
    assert isinstance(source, LinuxSource)
    source.start()
    source.stop()


@pytest.mark.parametrize(
    ("message", "what", "reason"),
    [
        (POWER, SUSPEND, "sleep"),
        (POWER, 0x12, ""),
        (SESSION, 0x7, "screen"),
        (SESSION, 0x8, ""),
        (SESSION, 0x2, "screen"),
        (SESSION, 0x6, "screen"),
        (0x0100, 0x7, ""),
    ],
)
def test_what_windows_says(message: int, what: int, reason: str) -> None:
    assert reason_of(message, what) == reason


class Sessions:
    """What Windows has for sessions."""

    def __init__(self) -> None:
        self.said: list[tuple[str, int | None]] = []

    def WTSRegisterSessionNotification(self, window: ctypes.c_void_p, _which: int) -> int:
        self.said.append(("register", window.value))
        return 1

    def WTSUnRegisterSessionNotification(self, window: ctypes.c_void_p) -> int:
        self.said.append(("unregister", window.value))
        return 1


def test_windows_is_asked_on_behalf_of_the_window_and_its_messages_pass(qapp: QApplication) -> None:
    sessions, told = Sessions(), list[str]()
    source = WindowsSource(77, sessions)
    source.told.connect(told.append)
    source.start()
    message = wintypes.MSG()
    message.message, message.wParam = SESSION, 0x7
    for kind in (message.message, 0x0100):
        message.message = kind
        assert source.filter.nativeEventFilter(QByteArray(b"windows_generic_MSG"), ctypes.addressof(message)) == (
            False,
            0,
        )
    source.stop()
    assert told == ["screen"]
    assert sessions.said == [("register", 77), ("unregister", 77)]


def test_macos_is_asked_each_second_and_tells_once(qapp: QApplication) -> None:
    answers = iter([True, True, False, True, True])
    told: list[str] = []
    source = MacSource(lambda: next(answers))
    source.told.connect(told.append)
    source.start()  # locked already: somebody opened the vault from afar
    for _second in range(4):
        source.tick()
    assert told == ["screen"]
    source.stop()
