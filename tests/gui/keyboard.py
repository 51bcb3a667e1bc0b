"""A keyboard for the tests: types any letter (Qt's own stops at ASCII) into whatever has the focus."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

NO_KEYS = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
TAB = Qt.Key.Key_Tab


def focused() -> QWidget:
    """Return the widget that has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def write(words: str, widget: QWidget | None = None) -> None:
    """Type words, letter by letter."""
    for letter in words:
        target = widget or focused()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, NO_KEYS, letter))


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS, times: int = 1) -> None:
    """Press a key in whatever has the focus."""
    for _time in range(times):
        QTest.keyClick(focused(), key, modifiers)
