"""What is not written down is pointed out while it is typed, in the window, and nothing typed is lost (A1)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui.widgets.field_editor import editor_for
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import AT_ONCE, GuardLine, guarded
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.model.declared import KINDS
from cima_desktop.model.guarding import KeptOnPurpose, NeverKeptError, UndecidedWordsError
from cima_desktop.model.work import Note
from cima_desktop.store.register import KEPT_WORDS
from tests.gui.program_driver import Driver


@pytest.fixture
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    made = Driver(qtbot, tmp_path / "vault")
    made.unlock()
    yield made
    made.finish()


def row(qtbot: QtBot, box: QWidget) -> FieldRow:
    made = FieldRow("Note", box)
    qtbot.addWidget(made)
    made.show()
    return made


BOXES = [LineEdit, TextArea]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("make", BOXES)
def test_words_are_pointed_out_with_a_safer_wording_that_undo_takes_back(qtbot: QtBot, make: Any) -> None:
    box = make()
    line = guarded(box)
    held = row(qtbot, box)
    assert held.editor is box
    held.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "Her cousin is undocumented and likes tea")
    assert line.isVisible()
    assert "undocumented" in line.label.text()
    assert "never note status" in line.label.text()
    before = box.cursorPosition() if isinstance(box, QLineEdit) else box.textCursor().position()
    qtbot.keyClick(box, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert box.value() == "Her cousin is immigrant and likes tea"
    after = box.cursorPosition() if isinstance(box, QLineEdit) else box.textCursor().position()
    assert before - after == len("undocumented") - len("immigrant")
    assert line.isHidden()
    assert not line.blocks()
    box.undo()
    assert "undocumented" in box.value()
    assert line.isVisible()


@pytest.mark.usefixtures("english")
def test_the_cursor_stays_in_its_place_before_inside_and_behind(qtbot: QtBot) -> None:
    for at, wanted in ((3, 3), (14, 14), (21, 18)):
        box = QPlainTextEdit("😀 A undocumented man")
        line = GuardLine(box)
        qtbot.addWidget(box)
        cursor = box.textCursor()
        cursor.setPosition(at)
        box.setTextCursor(cursor)
        line.look()
        line.take_safer()
        assert box.toPlainText() == "😀 A immigrant man"
        assert box.textCursor().position() == wanted


@pytest.mark.usefixtures("english")
def test_a_number_comes_first_and_cannot_be_kept(qtbot: QtBot) -> None:
    box = TextArea()
    line = guarded(box)
    held = row(qtbot, box)
    assert held.editor is box
    qtbot.keyClicks(box, "Undocumented, A# 012-345-678")
    assert "A-number" in line.label.text()
    assert not line.keep_button.isVisible()
    line.keep()
    assert line.blocks()
    line.take_safer()
    assert "Undocumented" in line.label.text()
    assert line.keep_button.isVisible()
    line.keep()
    assert not line.blocks()
    assert isinstance(line.marked(box.value()), KeptOnPurpose)
    qtbot.keyClicks(box, " and again: TPS")
    assert line.blocks()


def test_the_words_follow_a_switch_of_language_and_the_safer_wording_the_text(qtbot: QtBot) -> None:
    box = LineEdit()
    line = guarded(box)
    held = row(qtbot, box)
    assert held.editor is box
    i18n.use("en")
    box.setText("El señor es indocumentado")
    assert "inmigrante" in line.safer_button.text()
    assert "Words about" in line.label.text()
    i18n.use("es")
    line.look()
    assert "Palabras sobre" in line.label.text()


def test_a_long_text_is_looked_through_after_a_pause_and_before_it_is_kept(qtbot: QtBot) -> None:
    box = TextArea()
    line = guarded(box)
    held = row(qtbot, box)
    assert held.editor is box
    box.setPlainText("x " * AT_ONCE + "TPS")
    assert line.isHidden()
    assert line.blocks()
    qtbot.waitUntil(line.isVisible)


def test_what_is_kept_already_is_not_nagged_about(qtbot: QtBot) -> None:
    editor = editor_for(KINDS["child_sheet"].field("routine"))
    qtbot.addWidget(editor)
    editor.set_value("Tiene TPS.")
    assert editor.guard is not None
    assert not editor.guard.blocks()
    assert editor.value() == "Tiene TPS."
    editor.set_raw("Tiene TPS. Y DACA.")
    with pytest.raises(UndecidedWordsError):
        editor.value()
    editor.guard.keep()
    assert isinstance(editor.value(), KeptOnPurpose)
    editor.set_raw("A012345678")
    with pytest.raises(NeverKeptError):
        editor.value()


def test_each_member_of_a_set_is_marked(qtbot: QtBot) -> None:
    editor = editor_for(KINDS["plan"].field("left_out"))
    qtbot.addWidget(editor)
    editor.set_value(frozenset({"uno"}))
    editor.set_raw("uno\nsin visa")
    assert editor.problem() != ""
    assert editor.guard is not None
    editor.guard.keep()
    value = editor.value()
    assert isinstance(value, frozenset)
    assert all(isinstance(member, KeptOnPurpose) for member in value)


def test_names_and_bodies_are_left_alone_and_numbers_are_not(qtbot: QtBot) -> None:
    for kind, name in (("organization", "note"), ("person", "paternal_surname")):
        editor = editor_for(KINDS[kind].field(name))
        qtbot.addWidget(editor)
        editor.set_raw("Asilo TPS DACA")
        assert editor.error() is None
        editor.set_raw("A012345678")
        assert isinstance(editor.error(), NeverKeptError)
    assert editor_for(KINDS["person"].field("birth_date")).guard is None


def test_a_note_waits_until_it_is_decided_and_then_the_register_knows(driver: Driver) -> None:
    rosa = driver.add(given_names="Rosa", paternal_surname="Prueba")
    page = driver.people()
    page.open_record(rosa)
    driver.settle()
    page.card.open_tab("notes")
    tab = page.card.notes_tab
    tab.note_edit.setPlainText("Ella tiene TPS.")
    tab.keep_button.click()
    driver.settle()
    assert driver.ask(lambda s: s.store.children(Note, about=rosa)) == []
    tab.note_edit.guard_line.keep_button.click()
    tab.keep_button.click()
    driver.settle()
    assert [n.words for n in driver.ask(lambda s: s.store.children(Note, about=rosa))] == ["Ella tiene TPS."]
    assert [d.detail for d in driver.ask(lambda s: s.store.deeds(KEPT_WORDS))] == ["note.words:status"]
    tab.task_edit.setText("Buscar su A012345678")
    tab.task_button.click()
    driver.settle()
    assert tab.task_edit.text() != ""


def test_a_number_survives_a_lock_as_dots_and_the_rest_as_it_was(driver: Driver) -> None:
    rosa = driver.add(given_names="Rosa", paternal_surname="Prueba")
    page = driver.people()
    page.open_record(rosa)
    driver.settle()
    editor = page.card.form.editor("role")
    box = editor.box()
    assert isinstance(box, QLineEdit)
    driver.qtbot.keyClicks(box, "Coro, A012345678")
    page.card.form.save()
    driver.settle()
    assert page.card.form.rows["role"].problem_label.text() != ""
    driver.lock()
    driver.unlock()
    page = driver.people()
    page.open_record(rosa)
    driver.settle()
    assert page.card.form.editor("role").raw() == "Coro, A•••••••••"
