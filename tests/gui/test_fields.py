from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
)
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language
from cima_desktop.gui.language import raw
from cima_desktop.gui.widgets.check_list import CheckBox, CheckList, RadioList
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.number_box import NumberBox
from cima_desktop.gui.widgets.phone_edit import PhoneEdit
from cima_desktop.gui.widgets.text_area import TextArea


def test_only_a_person_edits_a_field(qtbot: QtBot) -> None:
    edits: list[str] = []
    fields: list[tuple[Any, Any, Any]] = [
        (LineEdit(), "Ana", "Eva"),
        (TextArea(), "one", "two"),
        (DateEdit(), date(2026, 3, 4), date(2027, 1, 2)),
        (PhoneEdit(), "+18285550100", "+18285550101"),
        (ChoiceBox([("a", raw("A")), ("b", raw("B"))]), "a", "b"),
        (CheckList([("a", raw("A")), ("b", raw("B"))]), ("a",), ("a", "b")),
        (RadioList([("a", raw("A")), ("b", raw("B"))]), "a", "b"),
        (CheckBox(raw("A")), True, False),
        (NumberBox(1, 60), 10, 20),
    ]
    for field, first, second in fields:
        qtbot.addWidget(field)
        field.edited.connect(lambda field=field: edits.append(type(field).__name__))
        for value in (first, second):
            field.set_value(value)
            assert field.value() == value
            assert not field.problem()
        field.set_read_only(True)
        field.set_read_only(False)
    assert edits == []


def test_typing_tells_once_a_letter(qtbot: QtBot) -> None:
    for field in (LineEdit(), TextArea()):
        qtbot.addWidget(field)
        with qtbot.waitSignals([field.edited] * 2):
            QTest.keyClicks(field, "ab")
        assert field.value() == "ab"


def test_a_number_stays_in_its_bounds(qtbot: QtBot) -> None:
    box = NumberBox(1, 60)
    qtbot.addWidget(box)
    box.set_value(99)
    assert box.value() == 60
    with qtbot.waitSignal(box.edited):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.value() == 59


def test_tab_leaves_a_text_area_and_too_much_text_is_refused(qtbot: QtBot) -> None:
    area = TextArea(limit=5)
    qtbot.addWidget(area)
    assert area.tabChangesFocus()
    QTest.keyClicks(area, "12345678")
    assert area.value() == "12345"
    area.moveCursor(QTextCursor.MoveOperation.Start)
    area.insertPlainText("abc")
    assert area.value() == "12345"


def test_a_date_tidies_itself_when_it_is_left_and_speaks_both_languages(qtbot: QtBot, qapp: QApplication) -> None:
    edit = DateEdit()
    qtbot.addWidget(edit)
    QTest.keyClicks(edit, "march 4 2026")
    assert edit.value() == date(2026, 3, 4)
    QApplication.sendEvent(edit, QFocusEvent(QEvent.Type.FocusOut))
    assert edit.text() == "4 mar 2026"
    language.switch(qapp, "en")
    assert edit.text() == "Mar 4, 2026"
    edit.set_value(None)
    assert edit.text() == ""
    assert edit.value() is None


def test_an_unclear_date_stays_as_typed_and_says_why(qtbot: QtBot) -> None:
    edit = DateEdit(allow_future=False, today=lambda: date(2026, 1, 1))
    qtbot.addWidget(edit)
    QTest.keyClicks(edit, "3/4/2026")
    QApplication.sendEvent(edit, QFocusEvent(QEvent.Type.FocusOut))
    assert edit.text() == "3/4/2026"
    assert edit.value() is None
    assert edit.problem()
    edit.set_value(date(2026, 1, 2))
    assert edit.problem() == "This date is in the future."
    past = DateEdit(allow_past=False, today=lambda: date(2026, 1, 1))
    qtbot.addWidget(past)
    past.set_value(date(2025, 1, 2))
    assert past.problem() == "This date is in the past."


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # the display without a screen has no popups
def test_a_day_can_be_picked_by_keyboard(qtbot: QtBot) -> None:
    edit = DateEdit(today=lambda: date(2026, 5, 6))
    qtbot.addWidget(edit)
    edit.show()
    QTest.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = edit.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    with qtbot.waitSignal(edit.edited):
        calendar.activated.emit(calendar.selectedDate().addDays(1))
    assert edit.value() == date(2026, 5, 7)


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("US", "(828) 555-0100", "+18285550100"),
        ("US", "828.555.0100", "+18285550100"),
        ("GT", "5555 0123", "+50255550123"),
        ("US", "+502 5555 0123", "+50255550123"),
        ("ZZ", "+44 20 7946 0000", "+442079460000"),
        ("US", "555", ""),
        ("ZZ", "20 7946 0000", ""),
        ("US", "letters", ""),
        ("US", "", ""),
    ],
)
def test_a_phone_is_kept_in_one_form_whatever_was_typed(qtbot: QtBot, country: str, typed: str, kept: str) -> None:
    phone = PhoneEdit()
    qtbot.addWidget(phone)
    phone.country_box.set_value(country)
    with qtbot.waitSignal(phone.edited, raising=False, timeout=0):
        QTest.keyClicks(phone.number_edit, typed)
    assert phone.value() == kept
    assert bool(phone.problem()) == (bool(typed) and not kept)
    phone.number_edit.editingFinished.emit()
    assert phone.value() == kept


def test_a_guatemalan_number_without_plus_is_not_taken_for_an_american_one(qtbot: QtBot) -> None:
    phone = PhoneEdit()
    qtbot.addWidget(phone)
    QTest.keyClicks(phone.number_edit, "5555 0123")
    assert phone.value() == "+155550123" or phone.problem()
    phone.country_box.set_value("GT")
    assert phone.value() == "+50255550123"


def test_a_plus_brings_its_country_along(qtbot: QtBot, qapp: QApplication) -> None:
    phone = PhoneEdit()
    qtbot.addWidget(phone)
    phone.set_value("+50255550123")
    assert phone.country_box.value() == "GT"
    assert "502" not in phone.typed()
    phone.set_value("+442079460000")
    assert phone.country_box.value() == "ZZ"
    assert phone.value() == "+442079460000"
    language.switch(qapp, "en")
    assert phone.country_box.value() == "ZZ"
    phone.setAccessibleName("Phone")
    phone.setAccessibleDescription("Home")
    assert phone.number_edit.accessibleName() == "Phone"


def test_a_choice_keeps_a_key_it_does_not_know_and_ignores_the_wheel(qtbot: QtBot, qapp: QApplication) -> None:
    box = ChoiceBox([("a", "Light"), ("b", "Dark")], empty="Other country")
    qtbot.addWidget(box)
    assert box.value() == ""
    box.set_value("zz")
    language.switch(qapp, "en")
    assert box.value() == "zz"
    assert [box.itemText(n) for n in range(3)] == ["Other country", "Light", "Dark"]
    box.set_choices([("a", "Light"), ("zz", "Dark")])
    assert box.value() == "zz"
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.value() == "zz"
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == "a"


def test_ticks_keep_their_order_and_unknown_keys(qtbot: QtBot) -> None:
    ticks = CheckList([("a", raw("A")), ("b", raw("B")), ("c", raw("C"))], columns=2)
    qtbot.addWidget(ticks)
    ticks.set_value(("c", "old", "a"))
    assert ticks.value() == ("a", "c", "old")
    with qtbot.waitSignal(ticks.edited):
        ticks.boxes["b"].click()
    assert ticks.value() == ("a", "b", "c", "old")
    ticks.set_choices([("b", raw("B"))])
    assert set(ticks.value()) == {"a", "b", "c", "old"}


def test_number_keys_choose_a_circle(qtbot: QtBot) -> None:
    circles = RadioList([("a", raw("A")), ("b", raw("B"))])
    qtbot.addWidget(circles)
    assert circles.value() == ""
    with qtbot.waitSignal(circles.edited):
        QTest.keyClick(circles.buttons["a"], Qt.Key.Key_2)
    assert circles.value() == "b"
    circles.set_value("")
    assert circles.value() == ""


def test_a_row_names_its_field_and_marks_what_is_wrong(qtbot: QtBot, qapp: QApplication, two_tongues: None) -> None:
    edit = DateEdit()
    row = FieldRow("Birth date", edit, help="As on the certificate.")
    qtbot.addWidget(row)
    assert edit.accessibleName() == "«Birth date»"
    assert edit.accessibleDescription() == "«As on the certificate.»"
    assert row.label.buddy() is edit
    edit.setText("3/4/2026")
    assert not row.check()
    assert edit.property("wrong") is True
    assert row.problem_label.text() in edit.accessibleDescription()
    with qtbot.waitSignal(row.edited):
        QTest.keyClicks(edit, "0")
    assert row.problem_label.isHidden()
    language.switch(qapp, "en")
    assert row.label.text() == "Birth date"
    row.set_label("Day of birth")
    assert edit.accessibleName() == "Day of birth"


def test_a_tick_box_needs_no_second_label(qtbot: QtBot) -> None:
    row = FieldRow(raw("x"), CheckBox(raw("I agree")))
    qtbot.addWidget(row)
    assert row.label.isHidden()
    assert row.check()
