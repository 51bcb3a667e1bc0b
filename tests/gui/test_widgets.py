from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAction, QFocusEvent, QImage, QKeyEvent, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import language, theme
from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.widgets.buttons import IconButton, PrimaryButton, look_like
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.check_list import CheckBox, CheckList, RadioList
from cima_desktop.gui.widgets.chip import Avatar, Chip, initials
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.idle import IdleWatch
from cima_desktop.gui.widgets.labels import ElidedLabel, Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.number_box import NumberBox
from cima_desktop.gui.widgets.offers import Command, Found
from cima_desktop.gui.widgets.page_preview import PagePreview
from cima_desktop.gui.widgets.palette import Palette
from cima_desktop.gui.widgets.phone_edit import PhoneEdit
from cima_desktop.gui.widgets.saved_state import SavedState
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.gui.widgets.search_box import SearchBox
from cima_desktop.gui.widgets.sidebar import Entry, Sidebar
from cima_desktop.gui.widgets.step_progress import StepProgress
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.model.errors import KnownError


def painted(widget: QWidget) -> set[str]:
    """Return the colours a widget is painted in."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_a_label_shows_markup_as_it_was_typed_and_follows_the_language(
    qtbot: QtBot, qapp: QApplication, two_tongues: None
) -> None:
    label = Label(raw("<b>Ana</b> <img src='file:///etc/passwd'>"))
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    label.set_words("Name")
    assert label.text() == "«Name»"
    language.switch(qapp, "en")
    assert label.text() == "Name"


def test_an_elided_label_keeps_its_whole_text_for_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel(raw("a very long sentence that will not fit"))
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(900, 20)
    label.grab()
    assert label.toolTip() == ""


def test_a_button_is_named_without_the_space_beside_its_icon(qtbot: QtBot) -> None:
    button = PrimaryButton(raw("Save & go"), "save")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Save & go"
    assert button.text() == " Save && go"
    small = IconButton("printer", raw("Print"))
    qtbot.addWidget(small)
    assert (small.accessibleName(), small.toolTip()) == ("Print", "Print")
    action = QAction("Other")
    action.setEnabled(False)
    look_like(button, action)
    assert (button.accessibleName(), button.isEnabled()) == ("Other", False)


def test_a_chip_says_its_word_and_hides_when_it_has_none(qtbot: QtBot) -> None:
    chip = Chip(raw("Open"), "warn")
    qtbot.addWidget(chip)
    assert (chip.accessibleName(), chip.tone()) == ("Open", "warn")
    assert theme.LIGHT.tones["warn"].back in painted(chip)
    wide = chip.sizeHint().width()
    chip.set_words(raw("Much longer than that"), "bad")
    assert chip.sizeHint().width() > wide
    assert theme.LIGHT.tones["bad"].back in painted(chip)
    chip.set_words("")
    assert chip.isHidden()


def test_initials_are_those_of_the_first_two_words(qtbot: QtBot) -> None:
    assert initials("María de los Ángeles") == "MD"
    assert initials("  ñandú ") == "Ñ"
    assert initials("(828) 555") == ""
    avatar = Avatar("Ana Ruiz")
    qtbot.addWidget(avatar)
    avatar.set_name("Juan Ibáñez")
    assert theme.LIGHT.tones["accent"].back in painted(avatar)


def test_a_flow_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, 6)
    parts = [QWidget() for _n in range(6)]
    for part in parts:
        part.setFixedSize(50, 20)
        flow.addWidget(part)
    assert flow.heightForWidth(400) == 20
    assert flow.heightForWidth(110) == 3 * 20 + 2 * 6
    holder.resize(110, 200)
    holder.show()
    flow.activate()
    assert [part.geometry().topLeft() for part in parts[:3]] == [QPoint(0, 0), QPoint(56, 0), QPoint(0, 26)]
    assert flow.sizeHint().width() > 300
    assert flow.takeAt(99) is None


def test_a_message_says_a_problem_and_its_remedy_and_follows_the_language(
    qtbot: QtBot, qapp: QApplication, two_tongues: None
) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_problem(KnownError("It is {what}.", "Do {it}.", what="late", it="x"))
    assert bar.label.text() == "«It is late.» «Do x.»"
    assert not bar.isHidden()
    language.switch(qapp, "en")
    assert bar.label.text() == "It is late. Do x."
    bar.close_button.click()
    assert bar.isHidden()


def test_the_action_of_a_message_runs_once_and_the_message_goes(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    bar.say(raw("Deleted"), "good", raw("Undo"), lambda: done.append("undone"), seconds=10)
    assert bar.accessibleName() == "Deleted"
    bar.button.click()
    bar.button.click()
    assert done == ["undone"]
    assert bar.isHidden()


def test_the_saved_state_says_when_and_why_not(qtbot: QtBot, qapp: QApplication, two_tongues: None) -> None:
    state = SavedState()
    qtbot.addWidget(state)
    state.saved(datetime(2026, 3, 4, 15, 7))
    assert state.label.text() == "«Saved 3:07\N{NO-BREAK SPACE}p.m.»"
    language.switch(qapp, "en")
    assert state.label.text() == "Saved 3:07\N{NO-BREAK SPACE}PM"
    state.saving()
    assert state.label.text() == "Saving…"
    state.not_saved("The disk is full.")
    assert state.label.text() == "Not saved: The disk is full."
    assert state.accessibleName() == state.label.text()


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


def test_a_search_is_asked_after_a_pause_or_at_once_and_never_twice(qtbot: QtBot) -> None:
    box = SearchBox(raw("Search"))
    qtbot.addWidget(box)
    asked: list[str] = []
    box.asked.connect(asked.append)
    with qtbot.waitSignal(box.asked):
        QTest.keyClicks(box, "mar")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert asked == ["mar"]
    with qtbot.waitSignal(box.down_pressed):
        QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert asked == ["mar", ""]


def test_one_filter_is_chosen_and_the_arrows_move_it(qtbot: QtBot) -> None:
    chips = FilterChips([("all", raw("All")), ("open", raw("Open"))])
    qtbot.addWidget(chips)
    assert chips.value() == "all"
    told: list[str] = []
    chips.chosen.connect(told.append)
    with qtbot.waitActive(chips):
        chips.show()
        chips.activateWindow()
    chips.set_value("open")
    assert told == []
    first, second = chips.findChildren(QPushButton)
    second.setFocus()
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert told == ["all"]
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert told == ["all", "open"]
    chips.set_choices([("open", raw("Open")), ("urgent", raw("Urgent"))])
    assert chips.value() == "open"
    chips.set_choices([("x", raw("X"))])
    assert chips.value() == "x"


def test_steps_are_counted_in_words(qtbot: QtBot, qapp: QApplication, two_tongues: None) -> None:
    steps = StepProgress()
    qtbot.addWidget(steps)
    assert steps.label.text() == ""
    steps.set_steps(["Parents", "Children"])
    steps.set_step(1)
    language.switch(qapp, "en")
    assert steps.label.text() == "Step 2 of 2: Children"
    assert theme.LIGHT.accent in painted(steps)
    steps.set_steps(["Parents"])
    assert steps.step() == 0


def test_a_preview_asks_only_for_the_pages_in_sight(qtbot: QtBot) -> None:
    preview = PagePreview()
    qtbot.addWidget(preview)
    preview.resize(400, 500)
    wanted: list[int] = []
    preview.page_wanted.connect(lambda page, _width: wanted.append(page))
    preview.show()
    preview.show_pages([(612, 792)] * 40)
    preview.grab()
    assert set(wanted) <= {0, 1}
    red = QImage(100, 130, QImage.Format.Format_RGB32)
    red.fill(0xFF0000)
    preview.set_page(0, red)
    assert "#FF0000" in painted(preview)
    QTest.keyClick(preview, Qt.Key.Key_Right)
    assert preview.current_page() == 1
    QTest.keyClick(preview, Qt.Key.Key_End)
    preview.grab()
    assert preview.current_page() in {38, 39}
    assert len(set(wanted)) < 8
    QTest.keyClick(preview, Qt.Key.Key_Home)
    assert preview.current_page() == 0
    assert preview.accessibleName() == i18n.tr("Page {n} of {total}").format(n=1, total=40)


def test_a_preview_zooms_and_forgets(qtbot: QtBot) -> None:
    preview = PagePreview()
    qtbot.addWidget(preview)
    preview.resize(400, 500)
    preview.show_pages([(612, 792)])
    preview.zoom_in()
    assert preview.zoom() > 1
    for _n in range(20):
        preview.zoom_out()
    assert preview.zoom() == 0.5
    preview.fit_width()
    assert preview.zoom() == 1
    preview.clear()
    assert preview.current_page() == -1
    preview.set_page(0, QImage(QSize(1, 1), QImage.Format.Format_RGB32))
    assert preview.grab().size() == preview.size()


def test_the_sidebar_is_walked_with_the_arrows_from_group_to_group(
    qtbot: QtBot, qapp: QApplication, two_tongues: None
) -> None:
    bar = Sidebar([Entry("a", "Start", "house"), Entry("b", "People", "users"), Entry("z", "Help", "info", True)])
    qtbot.addWidget(bar)
    bar.set_rail(False)
    bar.show()
    chosen: list[str] = []
    bar.chosen.connect(chosen.append)
    top, bottom = bar.findChildren(QListWidget)
    bar.set_current("a")
    QTest.keyClick(top, Qt.Key.Key_Down)
    QTest.keyClick(top, Qt.Key.Key_Return)
    assert chosen == ["b"]
    assert bar.current() == "a"  # only the desk says which page is open
    bar.set_current("b")
    QTest.keyClick(top, Qt.Key.Key_Down)
    assert bottom.currentRow() == 0
    QTest.keyClick(bottom, Qt.Key.Key_Space)
    assert chosen == ["b", "z"]
    role = Qt.ItemDataRole.AccessibleTextRole
    assert top.item(1).data(role) == "«People»"
    language.switch(qapp, "en")
    assert top.item(1).data(role) == "People"


def test_the_rail_keeps_the_names_for_those_who_cannot_see_icons(qtbot: QtBot) -> None:
    bar = Sidebar([Entry("a", raw("Start"), "house")])
    qtbot.addWidget(bar)
    bar.set_rail(True)
    (top, _bottom) = bar.findChildren(QListWidget)
    assert bar.width() == 64
    assert top.item(0).toolTip() == "Start"
    assert top.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Start"
    assert theme.LIGHT.sidebar in painted(bar)


def palette(qtbot: QtBot, parent: QWidget, answers: dict[str, list[Found]], done: list[str]) -> Palette:
    commands = [
        Command("p", raw("Páginas"), "house", lambda: done.append("pages")),
        Command("l", raw("Lock now"), "lock", lambda: done.append("lock"), "Ctrl+L"),
    ]
    box = Palette(commands, lambda words, show: show(answers.get(words, [])), parent)
    box.place()
    return box


def test_the_palette_finds_people_pages_and_commands_without_accents(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    done: list[str] = []
    ana = Found("users", "Ana", "Avery", lambda: done.append("ana"))
    box = palette(qtbot, parent, {"an": [ana]}, done)
    assert box.titles() == ["Páginas", "Lock now  ·  Ctrl+L"]
    box.line_edit.setText("pagi")
    assert box.titles() == ["Páginas"]
    box.line_edit.setText("an")
    assert box.titles() == ["Ana  ·  Avery"]
    QTest.keyClick(box.line_edit, Qt.Key.Key_Return)
    assert done == ["ana"]


def test_the_palette_is_used_with_the_arrows_and_an_old_answer_is_dropped(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    done: list[str] = []
    late = []
    box = Palette([], lambda words, show: late.append((words, show)), parent)
    box.line_edit.setText("a")
    box.line_edit.setText("an")
    late[0][1]([Found("users", "Old", "", lambda: None)])
    assert box.titles() == []
    late[1][1]([Found("users", "One", "", lambda: None), Found("users", "Two", "", lambda: done.append("two"))])
    QTest.keyClick(box.line_edit, Qt.Key.Key_Down)
    QTest.keyClick(box.line_edit, Qt.Key.Key_PageDown)
    QTest.keyClick(box.line_edit, Qt.Key.Key_Enter)
    assert done == ["two"]


def test_an_empty_state_says_what_why_and_one_thing_to_do(qtbot: QtBot, qapp: QApplication, two_tongues: None) -> None:
    empty = EmptyState("search", "No one matches", "Check the spelling.", "Clear filter")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.pressed):
        empty.button.click()
    language.switch(qapp, "en")
    assert (empty.line_label.text(), empty.button.accessibleName()) == ("No one matches", "Clear filter")
    empty.set_words("Nothing yet", icon="users")
    assert empty.button.isHidden()
    assert empty.explanation_label.isHidden()


def test_a_frame_shows_a_ring_while_its_view_has_the_focus(qtbot: QtBot) -> None:
    view = QListWidget()
    frame = Framed(view)
    qtbot.addWidget(frame)
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn))
    assert frame.property("ring") is True
    assert theme.LIGHT.focus in painted(frame)
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut))
    assert frame.property("ring") is False


def test_a_part_without_a_place_never_opens_a_window_by_itself(qtbot: QtBot) -> None:
    before = {window for window in QApplication.topLevelWidgets() if window.isVisible()}
    parts = [Chip(raw("Open")), Card(raw("Today")), EmptyState("search", raw("None"), raw("Why"), raw("Go"))]
    parts.append(FieldRow(raw("Name"), LineEdit(), help=raw("As on the card.")))
    assert {window for window in QApplication.topLevelWidgets() if window.isVisible()} == before
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    for part in parts:
        column.addWidget(part)
    holder.show()
    assert all(part.isVisible() for part in parts)


def test_a_card_has_a_title_a_body_and_a_footer(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    assert card.title_label.isHidden()
    card.set_title(raw("Today"))
    card.body.addWidget(QLabel("x"))
    card.add_footer().addWidget(QLabel("y"))
    assert not card.title_label.isHidden()
    assert theme.LIGHT.card in painted(card)


def test_a_scroll_brings_the_field_with_the_focus_into_sight(qtbot: QtBot) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    fields = [QLineEdit() for _n in range(30)]
    for field in fields:
        column.addWidget(field)
    scroll = Scroll(content)
    qtbot.addWidget(scroll)
    scroll.resize(300, 200)
    scroll.show()
    assert scroll.focusPolicy() == Qt.FocusPolicy.NoFocus
    scroll._follow(None, fields[-1])
    assert scroll.verticalScrollBar().value() > 0


def test_idle_time_begins_again_with_every_key(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    watch = IdleWatch(10)
    watch.start()
    assert watch.is_waiting()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert watch.eventFilter(window, key) is False
    watch.set_minutes(5)
    assert watch.is_waiting()
    watch.stop()
    watch.touch()
    assert not watch.is_waiting()


def test_idle_is_told_when_the_time_is_over(qtbot: QtBot) -> None:
    watch = IdleWatch(10)
    with qtbot.waitSignal(watch.idle):
        watch._clock.start(1)
    assert not watch.is_waiting()


def test_a_bound_text_of_a_deleted_widget_is_forgotten(qtbot: QtBot, qapp: QApplication) -> None:
    label = QLabel()
    bind(label, QLabel.setText, "Name")
    label.deleteLater()
    QApplication.sendPostedEvents(label, QEvent.Type.DeferredDelete)
    language.switch(qapp, "en")
    assert i18n.language() == "en"
