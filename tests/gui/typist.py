"""Somebody at the window of the program who has nothing but a keyboard; every key is counted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTabBar, QWidget

from tests.gui.keyboard import CTRL, ENTER, NO_KEYS, TAB, focused, press, write
from tests.gui.program_driver import Driver

MOST = 150


class Typist:
    """Goes by Tab to what has a name, types, and presses what a person would press."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.keys = 0
        self.letters = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key and wait for what comes of it."""
        press(key, modifiers)
        self.keys += 1
        self.driver.settle()
        if QApplication.activeWindow() is None:  # a dialog closed: a window system gives the keyboard back by itself
            self.driver.window.activateWindow()
            self.driver.qtbot.waitUntil(self.driver.window.isActiveWindow)
            self.driver.settle()

    def type(self, words: str) -> None:
        """Type words."""
        write(words)
        self.letters += len(words)
        self.driver.settle()

    def to(self, name: str) -> QWidget:
        """Press Tab until something with this name has the focus: of its kind, to a screen reader, or written on it."""
        for _press in range(MOST):
            widget = focused()
            if _is_called(widget, name):
                return widget
            press(TAB)
            self.keys += 1
        raise AssertionError(f"no key leads to {name}")

    def do(self, name: str) -> None:
        """Go to a button and press it."""
        self.to(name)
        self.press(ENTER)

    def fill(self, kind: str, **typed: str) -> None:
        """Go to each field of a kind, in the order in which they stand, and type."""
        for name, words in typed.items():
            self.to(f"{kind}_{name}_edit")
            self.type(words)

    def choose(self, name: str, words: str) -> None:
        """Go to a box of choices and down in it until it shows these words."""
        box = self.to(name)
        assert isinstance(box, QComboBox)
        for _press in range(box.count()):
            if box.currentText() == words:
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"{words} cannot be chosen")

    def command(self, words: str) -> None:
        """Open the palette, type, and take the first that is found."""
        self.press(Qt.Key.Key_K, CTRL)
        self.type(words)
        self.press(ENTER)

    def part(self, title: str) -> None:
        """Open a part of the card in sight with the arrows of its bar."""
        for _press in range(MOST):
            if isinstance(focused(), QTabBar):
                break
            press(TAB)
            self.keys += 1
        bar = focused()
        assert isinstance(bar, QTabBar)
        while bar.currentIndex() and bar.tabText(bar.currentIndex()) != title:
            self.press(Qt.Key.Key_Left)
        for _press in range(bar.count()):
            if bar.tabText(bar.currentIndex()) == title:
                return
            self.press(Qt.Key.Key_Right)
        raise AssertionError(f"no part is called {title}")


def _is_called(widget: QWidget, name: str) -> bool:
    chain = []
    parent: QWidget | None = widget
    while parent is not None and not parent.isWindow():
        chain.append(parent)
        parent = parent.parentWidget()
    words = widget.text().strip() if isinstance(widget, QAbstractButton) else ""
    spoken = widget.accessibleName()
    return name in (spoken, words) or spoken.startswith(f"{name}:") or any(each.objectName() == name for each in chain)
