"""What is copied here is marked as private, and goes after half a minute or at a lock (V9, S08)."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.door.clipboard import ClipboardGuard
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.private_copy import HINTS, marked
from cima_desktop.gui.widgets.text_area import TextArea
from tests.gui.keyboard import CTRL, press


class Closing(QObject):
    """What the guard needs of a desk."""

    closing = Signal()


class Board(QObject):
    """A clipboard that two programs use."""

    dataChanged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.data: QMimeData | None = None
        self.is_ours = self.chose = True
        self.cleared: list[QClipboard.Mode] = []

    def put(self, words: str, ours: bool = True) -> None:
        """Copy something, as a program would that knows no marks."""
        data = QMimeData()
        data.setText(words)
        self.is_ours = ours
        self.setMimeData(data)

    def mimeData(self) -> QMimeData | None:
        return self.data

    def setMimeData(self, data: QMimeData) -> None:
        self.data = data
        self.dataChanged.emit()

    def clear(self, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
        self.cleared.append(mode)
        if mode == QClipboard.Mode.Clipboard:
            self.data = None
            self.dataChanged.emit()

    def ownsClipboard(self) -> bool:
        return self.is_ours

    def ownsSelection(self) -> bool:
        return self.chose


@pytest.fixture
def watched(qapp: QApplication) -> tuple[ClipboardGuard, Board, Closing]:
    """Return a guard, its clipboard, and its desk."""
    desk, board = Closing(), Board()
    return ClipboardGuard(desk, board), board, desk  # type: ignore[arg-type]


Watched = tuple[ClipboardGuard, Board, Closing]


def forms(data: QMimeData | None) -> dict[str, bytes]:
    """Return what lies in the clipboard, by form."""
    assert data is not None
    return {form: bytes(data.data(form).data()) for form in data.formats() if form != "text/plain"}


def test_what_a_menu_copied_is_marked_and_taken_out_after_thirty_seconds(watched: Watched) -> None:
    guard, board, _desk = watched
    board.put("828-555-0143")
    assert board.data is not None
    assert board.data.text() == "828-555-0143"
    assert forms(board.data) == HINTS
    assert guard.clock.isActive()
    assert guard.clock.interval() == 30_000
    guard.clock.timeout.emit()
    assert board.data is None


def test_a_second_copy_begins_the_half_minute_again(watched: Watched) -> None:
    guard, board, _desk = watched
    board.put("Ana")
    guard.clock.stop()
    board.put("Beto")
    assert guard.clock.isActive()


def test_what_another_program_copied_since_stays(watched: Watched) -> None:
    guard, board, desk = watched
    board.put("Ana")
    board.put("a recipe", ours=False)
    assert not guard.clock.isActive()
    assert forms(board.data) == {}
    guard.clock.timeout.emit()
    desk.closing.emit()
    assert board.data is not None
    assert board.data.text() == "a recipe"


def test_the_lock_takes_it_out_at_once_with_what_the_mouse_had_chosen(watched: Watched) -> None:
    guard, board, desk = watched
    board.put("Ana")
    desk.closing.emit()
    assert board.data is None
    assert board.cleared == [QClipboard.Mode.Clipboard, QClipboard.Mode.Selection]
    assert not guard.clock.isActive()


def test_pictures_and_nothing_are_left_alone(watched: Watched) -> None:
    guard, board, _desk = watched
    board.put("")
    board.setMimeData(QMimeData())
    assert not guard.clock.isActive()


@pytest.mark.parametrize("make", [LineEdit, TextArea])
@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_X])
def test_the_fields_copy_with_the_marks_from_the_beginning(
    qtbot: QtBot, make: Callable[[], LineEdit | TextArea], key: Qt.Key
) -> None:
    field = make()
    qtbot.addWidget(field)
    show(qtbot, field)
    field.set_value("Ana Ejemplo")
    told: list[str] = []
    field.edited.connect(lambda: told.append(field.value()))
    field.selectAll()
    press(key, CTRL)
    data = QApplication.clipboard().mimeData()
    assert data.text() == "Ana Ejemplo"
    assert forms(data) == HINTS
    left = "" if key == Qt.Key.Key_X else "Ana Ejemplo"
    assert field.value() == left
    assert told == ([""] if key == Qt.Key.Key_X else [])
    press(Qt.Key.Key_Z, CTRL)
    assert field.value() == "Ana Ejemplo"
    QApplication.clipboard().clear()


def test_a_field_for_reading_is_copied_from_and_a_passphrase_is_not(qtbot: QtBot) -> None:
    field = LineEdit()
    qtbot.addWidget(field)
    show(qtbot, field)
    field.set_value("Ana")
    field.set_read_only(True)
    field.selectAll()
    press(Qt.Key.Key_X, CTRL)
    assert field.value() == "Ana"
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "Ana"
    QApplication.clipboard().clear()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.selectAll()
    press(Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == ""


def show(qtbot: QtBot, field: QWidget) -> None:
    """Show a field with the cursor in it."""
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.setFocus()


def test_marked_words_are_read_as_plain_text(qapp: QApplication) -> None:
    assert marked("Ñandú").text() == "Ñandú"
