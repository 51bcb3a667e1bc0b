"""F9 covers everything of ours and touches nothing beneath (V7)."""

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from cima_desktop.gui.views.door.covering import Blank
from cima_desktop.gui.views.door.privacy_screen import Veil
from cima_desktop.gui.views.door.unlock import UnlockView
from tests.gui.keyboard import CTRL, focused, press, write
from tests.gui.program_driver import Driver

F9, ESC, L = Qt.Key.Key_F9, Qt.Key.Key_Escape, Qt.Key.Key_L


def real_press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the window system would: at the window, which looks for shortcuts first."""
    QTest.keyClick(widget.window().windowHandle(), key, modifiers)


def veils() -> list[Veil]:
    """Return the covers that are in sight."""
    return [w for w in QApplication.allWidgets() if isinstance(w, Veil) and w.isVisible()]


@pytest.fixture
def writing(opened: Driver) -> Driver:
    """Return a program with half a name, a word of it chosen, and the cursor there."""
    page = opened.people()
    page.begin()
    box = page.card.form.editor("given_names").box()
    assert isinstance(box, QLineEdit)
    box.setFocus()
    write("Ana María", box)
    box.setSelection(4, 5)
    return opened


def chosen(driver: Driver) -> tuple[str, str, int]:
    """Return the text of the field, what is chosen in it, and where the cursor is."""
    box = driver.people().card.form.editor("given_names").box()
    assert isinstance(box, QLineEdit)
    assert focused() is box
    return box.text(), box.selectedText(), box.cursorPosition()


@pytest.mark.parametrize("key", [F9, ESC])
def test_the_form_beneath_is_as_it_was(writing: Driver, key: Qt.Key) -> None:
    before = chosen(writing)
    real_press(writing.window, F9)
    assert [veil.geometry() for veil in veils()] == [writing.window.rect()]
    assert writing.window.windowTitle() == "CIMA"
    real_press(writing.window, key)
    assert veils() == []
    assert chosen(writing) == before


def test_no_key_and_no_click_reaches_the_form(writing: Driver) -> None:
    before = chosen(writing)
    real_press(writing.window, F9)
    box = focused()
    write("secreto", box)
    press(Qt.Key.Key_Delete)
    real_press(writing.window, Qt.Key.Key_Backspace)
    real_press(writing.window, Qt.Key.Key_2, CTRL)
    real_press(writing.window, Qt.Key.Key_K, CTRL)
    QApplication.sendEvent(box, _composed("ñ"))
    spot = box.mapTo(writing.window, QPoint(4, 4))
    QTest.mouseClick(writing.window.windowHandle(), Qt.MouseButton.LeftButton, pos=spot)
    assert writing.window.desk.current_key() == "people"
    assert writing.window.commands.palette is None
    real_press(writing.window, F9)
    assert chosen(writing) == before


def _composed(words: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(words)
    return event


def test_it_grows_with_the_window(writing: Driver) -> None:
    real_press(writing.window, F9)
    writing.window.resize(1500, 900)
    assert veils()[0].geometry() == writing.window.rect()
    real_press(writing.window, F9)


def test_a_dialog_is_covered_too_and_comes_back_with_its_cursor(writing: Driver) -> None:
    dialog, box = QDialog(writing.window), QPlainTextEdit("Ana y Beto")
    QVBoxLayout(dialog).addWidget(box)
    dialog.open()
    QApplication.processEvents()
    box.setFocus()
    cursor = box.textCursor()
    cursor.setPosition(3)
    box.setTextCursor(cursor)
    real_press(dialog, F9)  # no shortcut of the window behind reaches it here
    assert {veil.parentWidget() for veil in veils()} == {writing.window, dialog}
    real_press(dialog, Qt.Key.Key_A)
    real_press(dialog, ESC)
    assert dialog.isVisible()
    assert veils() == []
    assert (box.toPlainText(), box.textCursor().position()) == ("Ana y Beto", 3)
    dialog.close()


def test_a_dialog_that_opens_later_is_covered_and_a_menu_is_closed(writing: Driver) -> None:
    menu = QMenu(writing.window)
    menu.addAction("Ana")
    menu.popup(QPoint(0, 0))
    real_press(writing.window, F9)  # the menu has the keys, and no shortcut works
    assert not menu.isVisible()
    late = QDialog(writing.window)
    late.open()
    assert late in {veil.parentWidget() for veil in veils()}
    menu.popup(QPoint(0, 0))
    assert not menu.isVisible()
    late.close()
    real_press(writing.window, F9)


def test_a_dialog_that_ends_beneath_its_cover_does_not_keep_the_rest_covered(writing: Driver) -> None:
    before = chosen(writing)
    dialog = QDialog(writing.window)
    dialog.open()
    writing.window.privacy_screen.cover()
    shiboken6.delete(dialog)
    writing.window.privacy_screen.lift()
    assert veils() == []
    focused().window().activateWindow()
    assert chosen(writing) == before


def test_ctrl_l_locks_from_there_and_nothing_of_the_cover_stays(writing: Driver) -> None:
    real_press(writing.window, F9)
    real_press(writing.window, L, CTRL)
    assert isinstance(writing.cover(), Blank)
    assert veils() == []
    writing.settle()
    assert isinstance(writing.cover(), UnlockView)
    real_press(writing.window, F9)  # a locked door needs no cover
    assert veils() == []


def test_the_time_until_the_lock_goes_on_beneath(writing: Driver) -> None:
    real_press(writing.window, F9)
    writing.program.watch.away.emit("idle")
    writing.settle()
    assert isinstance(writing.cover(), UnlockView)
    assert veils() == []


def test_it_says_that_it_is_no_lock_and_has_buttons_that_leave_the_cursor(writing: Driver) -> None:
    before = chosen(writing)
    real_press(writing.window, F9)
    words = " ".join(label.text() for label in veils()[0].findChildren(QWidget) if hasattr(label, "text"))
    assert "Esto no es un bloqueo" in words
    button = veils()[0].findChild(QWidget, "show_again_button")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert veils() == []
    assert chosen(writing) == before


def test_ctrl_l_locks_over_a_dialog_that_no_shortcut_reaches(writing: Driver) -> None:
    class Stubborn(QDialog):
        def closeEvent(self, event: QEvent) -> None:
            event.ignore()

    dialog = Stubborn(writing.window)
    dialog.setModal(True)
    dialog.open()
    QApplication.processEvents()
    real_press(dialog, L, CTRL)
    assert isinstance(writing.cover(), Blank)
    writing.settle()
    assert writing.program.desk is None
