"""Every window of ours is kept out of pictures of the screen, where the system can (S20)."""

import logging

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.door.capture import (
    BLACK,
    LEFT_OUT,
    NONE,
    Capture,
    exclude_here,
    mac_exclude,
    windows_exclude,
)


class Screen:
    """Notes which native windows were kept out, and how."""

    def __init__(self, knows: frozenset[int] = frozenset({NONE, BLACK, LEFT_OUT})) -> None:
        self.knows = knows
        self.now: dict[int, int] = {}
        self.asked: list[int] = []

    def set_affinity(self, window: int, how: int) -> int:
        """Answer as `SetWindowDisplayAffinity` does."""
        self.asked.append(how)
        if how in self.knows:
            self.now[window] = how
        return int(how in self.knows)


def watching(qapp: QApplication, screen: Screen) -> Capture:
    return Capture(qapp, windows_exclude(screen.set_affinity))


def test_every_window_dialog_and_menu_is_kept_out(qtbot: QtBot, qapp: QApplication) -> None:
    screen = Screen()
    capture = watching(qapp, screen)
    window = QWidget()
    QVBoxLayout(window).addWidget(QLabel("Ana"))
    dialog, menu = QDialog(window), QMenu(window)
    menu.addAction("Ana")
    for each in (window, dialog, menu):
        qtbot.addWidget(each)
        each.show()
    ours = {int(each.winId()) for each in (window, dialog, menu)}
    assert screen.now == dict.fromkeys(ours, LEFT_OUT)
    screen.now.clear()
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.WinIdChange))  # another native window took its place
    assert screen.now == {int(dialog.winId()): LEFT_OUT}
    capture.allow()
    assert {screen.now[each] for each in ours} == {NONE}
    window.hide()
    window.show()
    assert screen.now[int(window.winId())] == NONE
    capture.forbid()
    assert {screen.now[int(each.winId())] for each in (window, dialog, menu)} == {LEFT_OUT}
    qapp.removeEventFilter(capture)


def test_an_older_windows_blackens_the_window(qtbot: QtBot, qapp: QApplication) -> None:
    screen = Screen(frozenset({NONE, BLACK}))
    capture = watching(qapp, screen)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    assert screen.now == {int(window.winId()): BLACK}
    qapp.removeEventFilter(capture)


def test_a_system_that_refuses_is_noted_once(
    qtbot: QtBot, qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    capture = watching(qapp, Screen(frozenset()))
    with caplog.at_level(logging.WARNING, "cima"):
        for _time in range(2):
            window = QWidget()
            qtbot.addWidget(window)
            window.show()
    assert [record.name for record in caplog.records] == ["cima.capture"]
    qapp.removeEventFilter(capture)


def test_the_numbers_are_those_of_windows() -> None:
    assert (NONE, BLACK, LEFT_OUT) == (0, 1, 17)


def test_macos_is_asked_for_the_window_of_the_view() -> None:
    sent: list[tuple[object, ...]] = []

    def send(target: int, name: int, *more: int) -> int:
        sent.append((target, name, *more))
        return {1: 70}.get(target, 0)

    exclude = mac_exclude(send, {b"window": 5, b"setSharingType:": 6}.__getitem__)
    assert exclude(1, True)
    assert exclude(1, False)
    assert sent == [(1, 5), (70, 6, 0), (1, 5), (70, 6, 1)]
    assert not exclude(2, True)  # no window yet


def test_linux_cannot(qapp: QApplication) -> None:
    assert exclude_here() is None
