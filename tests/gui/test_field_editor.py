"""One editor for each kind of field: what is typed, what is kept, what a draft gives back, and what is wrong."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cima_desktop.gui.widgets.field_editor import FieldEditor, ReferenceEditor, editor_for
from cima_desktop.gui.widgets.record_picker import Match
from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.ids import derived_id
from tests.gui.keyboard import write

ROSA = Match(id=derived_id("rosa"), title="Rosa Ficticia", detail="(828) 555-0101")
ANA = Match(id=derived_id("ana"), title="Ana Inventada")


class Book:
    """People that a test knows; answers come at once."""

    def __init__(self) -> None:
        self.people = [ROSA, ANA]

    def find(self, kind: str, words: str, then: Callable[[Sequence[Match]], object]) -> None:
        then([p for p in self.people if words.lower() in p.title.lower()] if kind == "person" else [])

    def name(self, kind: str, record_id: str, then: Callable[[str], object]) -> None:
        then(next((p.title for p in self.people if p.id == record_id), ""))

    def add(self, kind: str, words: str, then: Callable[[Match], object]) -> None:
        self.people.append(Match(id=derived_id(kind, words), title=words))
        then(self.people[-1])


def field_of(kind: str, name: str) -> Field:
    return KINDS[kind].field(name)


def make(qtbot: QtBot, field: Field, roomy: bool = False) -> FieldEditor:
    editor = editor_for(field, references=Book(), roomy=roomy)
    editor.resize(500, 500)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.isActiveWindow)
    return editor


SAMPLES: list[tuple[str, str, Value]] = [
    ("person", "given_names", "María de los Ángeles"),
    ("child_sheet", "allergies", "Cacahuate:\nse hincha"),
    ("person", "birth_date", "2015-03-04"),
    ("person", "voicemail_ok", False),
    ("person", "voicemail_ok", True),
    ("caregiver", "known_since", 2011),
    ("housing", "rent", 125_050),
    ("wage_period", "hours", 450),
    ("call", "at", "21:30"),
    ("person", "phone", "+18285550119"),
    ("caregiver", "rank", "backup1"),
    ("plan", "money_subjects", frozenset({"banks", "taxes"})),
    ("person", "aliases", frozenset({"Mari", "Q’anjob’al"})),
    ("plan", "agent", ROSA.id),
]


@pytest.mark.parametrize("roomy", [True, False])
@pytest.mark.parametrize(("kind", "name", "value"), SAMPLES)
def test_a_kept_value_comes_back_as_it_was(qtbot: QtBot, kind: str, name: str, value: Value, roomy: bool) -> None:
    editor = make(qtbot, field_of(kind, name), roomy)
    editor.set_value(value)
    assert editor.value() == value
    assert editor.error() is None
    assert not editor.is_blank()


@pytest.mark.parametrize(("kind", "name", "value"), SAMPLES)
def test_a_draft_gives_back_the_same_value(qtbot: QtBot, kind: str, name: str, value: Value) -> None:
    first, second = make(qtbot, field_of(kind, name)), make(qtbot, field_of(kind, name))
    first.set_value(value)
    second.set_raw(first.raw())
    assert second.value() == value


def test_every_declared_field_has_an_editor_that_starts_empty(qtbot: QtBot) -> None:
    for kind in KINDS.values():
        for field in kind.fields:
            editor = editor_for(field, references=Book())
            qtbot.addWidget(editor)
            assert editor.is_blank()
            assert editor.value() == field.empty


def test_all_field_types_are_covered_by_the_samples() -> None:
    assert {field_of(kind, name).type for kind, name, _value in SAMPLES} == set(FieldType)


@pytest.mark.parametrize(
    ("kind", "name", "typed"),
    [("person", "birth_date", "3 de marzp"), ("person", "phone", "555"), ("caregiver", "known_since", "hace años")],
)
def test_half_typed_text_is_said_to_be_wrong_and_kept_for_a_draft(
    qtbot: QtBot, kind: str, name: str, typed: str
) -> None:
    editor = make(qtbot, field_of(kind, name))
    box = editor.box()
    assert box is not None
    write(typed, box)
    assert editor.error() is not None
    assert editor.raw() == typed
    editor.set_cursor_position(2)
    assert editor.cursor_position() == 2


def test_too_much_text_is_said_to_be_too_long_and_not_cut(qtbot: QtBot) -> None:
    editor = make(qtbot, field_of("person", "given_names"))
    editor.set_raw("x" * 201)
    error = editor.error()
    assert error is not None
    assert "200" in error.sentence("en")


def picker(qtbot: QtBot) -> ReferenceEditor:
    editor = make(qtbot, field_of("plan", "agent"))
    assert isinstance(editor, ReferenceEditor)
    return editor


def test_a_person_is_found_while_typing_and_taken_with_enter(qtbot: QtBot) -> None:
    editor = picker(qtbot)
    with qtbot.waitSignal(editor.changed):
        write("ros", editor.inner.box)
    qtbot.waitUntil(lambda: editor.inner.list.isVisible() and editor.inner.list.count() == 2)
    assert "(828) 555-0101" in editor.inner.list.item(0).text()
    QTest.keyClick(editor.inner.box, Qt.Key.Key_Return)
    assert editor.value() == ROSA.id
    assert editor.inner.text() == "Rosa Ficticia"
    assert not editor.inner.list.isVisible()


def test_a_new_person_can_be_made_from_the_last_row(qtbot: QtBot) -> None:
    editor = picker(qtbot)
    write("Beto Nuevo", editor.inner.box)
    qtbot.waitUntil(editor.inner.list.isVisible)
    QTest.keyClick(editor.inner.box, Qt.Key.Key_Up)
    QTest.keyClick(editor.inner.box, Qt.Key.Key_Return)
    assert editor.value() == derived_id("person", "Beto Nuevo")


def test_a_name_that_stands_for_nobody_is_an_error_and_a_draft_keeps_it(qtbot: QtBot) -> None:
    editor = picker(qtbot)
    write("ros", editor.inner.box)
    qtbot.waitUntil(editor.inner.list.isVisible)
    QTest.keyClick(editor.inner.box, Qt.Key.Key_Escape)
    assert editor.error() is not None
    other = picker(qtbot)
    other.set_raw(editor.raw())
    assert other.inner.text() == "ros"
    assert other.inner.value() == ""


def test_down_opens_the_likely_people_without_typing(qtbot: QtBot) -> None:
    editor = picker(qtbot)
    QTest.keyClick(editor.inner.box, Qt.Key.Key_Down)
    assert editor.inner.list.isVisible()
    assert editor.inner.list.count() == 2


def test_yes_and_no_by_number_keys(qtbot: QtBot) -> None:
    editor = make(qtbot, field_of("plan", "open_case"))
    assert editor.value() is None
    QTest.keyClick(editor.inner, Qt.Key.Key_2)
    assert editor.value() is False


def test_a_kept_telephone_is_shown_as_it_is_written_here_and_one_from_abroad_with_its_plus(qtbot: QtBot) -> None:
    editor = make(qtbot, field_of("person", "phone"))
    for kept, shown in (("+18285550101", "(828) 555-0101"), ("+50255550123", "+50255550123"), ("", "")):
        editor.set_value(kept)
        assert editor.raw() == shown
        assert (editor.value() or "") == kept
