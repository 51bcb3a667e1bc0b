from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import colours, language
from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.views.records.detail_head import NameLabel
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import IconButton, PrimaryButton, look_like
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.check_list import CheckList
from cima_desktop.gui.widgets.chip import Avatar, Chip, initials
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import ElidedLabel, Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.saved_state import SavedState
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.model.errors import KnownError
from tests.gui.painting import painted


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
    assert colours.LIGHT.tones["warn"].back in painted(chip)
    wide = chip.sizeHint().width()
    chip.set_words(raw("Much longer than that"), "bad")
    assert chip.sizeHint().width() > wide
    assert colours.LIGHT.tones["bad"].back in painted(chip)
    chip.set_words("")
    assert chip.isHidden()


def test_initials_are_those_of_the_first_two_words(qtbot: QtBot) -> None:
    assert initials("María de los Ángeles") == "MD"
    assert initials("  ñandú ") == "Ñ"
    assert initials("(828) 555") == ""
    avatar = Avatar("Ana Ruiz")
    qtbot.addWidget(avatar)
    avatar.set_name("Juan Ibáñez")
    assert colours.LIGHT.tones["accent"].back in painted(avatar)


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
    assert colours.LIGHT.focus in painted(frame)
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
    assert colours.LIGHT.card in painted(card)


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


def test_a_bound_text_of_a_deleted_widget_is_forgotten(qtbot: QtBot, qapp: QApplication) -> None:
    label = QLabel()
    bind(label, QLabel.setText, "Name")
    label.deleteLater()
    QApplication.sendPostedEvents(label, QEvent.Type.DeferredDelete)
    language.switch(qapp, "en")
    assert i18n.language() == "en"


def test_in_a_flow_what_is_lower_stands_in_the_middle_of_its_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, 6)
    for height in (20, 40, 30):
        part = QWidget()
        part.setFixedSize(50, height)
        flow.addWidget(part)
    holder.resize(110, 200)
    holder.show()
    flow.activate()
    assert [flow.itemAt(n).geometry().topLeft() for n in range(3)] == [  # type: ignore[union-attr]
        QPoint(0, 10),
        QPoint(56, 0),
        QPoint(0, 46),
    ]
    assert flow.heightForWidth(110) == 40 + 6 + 30


def test_tab_finds_the_buttons_of_a_list_where_they_stand(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    before, shown, after = QPushButton("before"), RowsList(), QPushButton("after")
    for part in (before, shown, after):
        column.addWidget(part)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    deeds = [Deed(words=raw(word), run=lambda: None) for word in ("one", "two")]
    shown.show_lines([Line(title=raw("A"), deeds=deeds), Line(title=raw("B"), deeds=deeds[:1])])
    qtbot.waitUntil(lambda: all(row.isVisible() for row in shown.rows()))
    before.setFocus()
    found = []
    for _step in range(4):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        found.append((QApplication.focusWidget() or page).accessibleName() or "after")
    assert found == ["one: A", "two: A", "one: B", "after"]


def test_a_choice_says_more_below_it_in_words_that_may_be_long(qtbot: QtBot) -> None:
    ticks = CheckList([("a", raw("Toño")), ("b", raw("Luz"))], details={"a": raw("Llamar a la corte " * 20)})
    qtbot.addWidget(ticks)
    ticks.resize(300, ticks.sizeHint().height())
    assert ticks.minimumSizeHint().width() < 300
    assert ticks.boxes["a"].accessibleDescription().startswith("Llamar")
    ticks.set_choices([("b", raw("Luz"))])
    assert list(ticks.boxes) == ["b"]


def test_a_name_gives_back_the_lines_it_no_longer_needs(qtbot: QtBot) -> None:
    label = NameLabel()
    qtbot.addWidget(label)
    label.resize(60, 200)
    label.setText("Luz Inventada Práctica")
    high = label.minimumHeight()
    label.resize(600, 200)
    label.show()
    assert label.minimumHeight() < high / 2
