"""A text that is too long: it never gets in whole, says so, and does not keep the window waiting."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.gui.widgets.field_editor import editor_for
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.model.fields import FieldType
from cima_desktop.model.kinds import KINDS
from tests.gui.keyboard import write

LIMIT = 1000
BOOK = "Una palabra y otra.\n" * 500_000  # 10 MB


@pytest.fixture
def area(qtbot: QtBot) -> Iterator[TextArea]:
    """Return an empty box in sight, in a row with its label."""
    made = TextArea(limit=LIMIT)
    row = FieldRow("Notes", made)
    qtbot.addWidget(row)
    row.show()
    yield made
    QApplication.clipboard().clear()


def row_of(area: TextArea) -> FieldRow:
    """Return the row of a box."""
    found = area.parentWidget()
    assert isinstance(found, FieldRow)
    return found


def sizes(area: TextArea) -> list[int]:
    """Return a list that gets the length of the box each time its text changes."""
    seen: list[int] = []
    area.textChanged.connect(lambda: seen.append(area.document().characterCount() - 1))
    return seen


def test_of_a_pasted_book_only_what_fits_is_ever_laid_out(area: TextArea) -> None:
    seen = sizes(area)
    QApplication.clipboard().setText(BOOK)
    area.paste()
    assert area.value() == BOOK[:LIMIT]
    assert max(seen) <= LIMIT
    assert str(LIMIT) in row_of(area).problem_label.text()
    assert not row_of(area).problem_label.isHidden()


def test_a_paste_takes_the_place_of_what_is_chosen_and_the_next_letter_takes_the_notice_away(area: TextArea) -> None:
    area.set_value("a" * (LIMIT - 10))
    area.selectAll()
    QApplication.clipboard().setText("b" * LIMIT)
    area.paste()
    assert area.value() == "b" * LIMIT
    assert row_of(area).problem_label.isHidden()
    QApplication.clipboard().setText("c")
    area.paste()
    assert area.value() == "b" * LIMIT
    assert not row_of(area).problem_label.isHidden()
    area.textCursor().deletePreviousChar()
    assert row_of(area).problem_label.isHidden()


def test_a_drop_is_cut_like_a_paste(area: TextArea) -> None:
    seen = sizes(area)
    data = QMimeData()
    data.setText(BOOK)
    middle = QPointF(area.viewport().rect().center())
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    area.dropEvent(QDropEvent(middle, copy, data, left, none))
    assert area.value() == BOOK[:LIMIT]
    assert max(seen) <= LIMIT


def test_a_value_that_is_set_is_cut_between_letters(area: TextArea) -> None:
    area.set_value("x" + "😀" * LIMIT)
    assert area.value() == "x" + "😀" * ((LIMIT - 1) // 2)


def test_typing_stops_where_the_room_ends(area: TextArea) -> None:
    area.set_value("a" * LIMIT)
    write("b", area)
    assert area.value() == "a" * LIMIT
    assert not row_of(area).problem_label.isHidden()


def test_a_form_says_at_once_that_a_pasted_book_is_too_long(qtbot: QtBot) -> None:
    field = KINDS["plan"].field("parent2_explanation")
    editor = editor_for(field)
    row = FieldRow(field.label, editor)
    qtbot.addWidget(row)
    row.show()
    QApplication.clipboard().setText(BOOK)
    box = editor.box()
    assert isinstance(box, TextArea)
    box.paste()
    assert str(field.max_length) in row.problem_label.text()
    QApplication.clipboard().clear()


def test_every_long_field_fits_whole_into_its_box(qtbot: QtBot) -> None:
    for kind in KINDS.values():
        for field in kind.fields:
            if field.type is FieldType.REF:
                continue
            editor = editor_for(field)
            qtbot.addWidget(editor)
            box = editor.box()
            if isinstance(box, TextArea):
                words = "😀" * field.max_length
                box.set_value(words)
                assert box.value() == words
