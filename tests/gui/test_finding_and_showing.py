from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import colours, language, theme
from cima_desktop.gui.language import raw
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.offers import Command, Found
from cima_desktop.gui.widgets.page_preview import PagePreview
from cima_desktop.gui.widgets.palette import Palette
from cima_desktop.gui.widgets.search_box import SearchBox
from cima_desktop.gui.widgets.sidebar import Entry, Sidebar
from cima_desktop.gui.widgets.step_progress import StepProgress
from tests.gui.painting import painted


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
    assert colours.LIGHT.accent in painted(steps)
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
    assert colours.LIGHT.sidebar in painted(bar)


@pytest.mark.parametrize(("size", "height"), [(100, 571), (200, 719), (200, 540)])
def test_the_two_groups_of_the_sidebar_never_lie_over_one_another(
    qtbot: QtBot, qapp: QApplication, size: int, height: int
) -> None:
    theme.apply(qapp, "light", size)
    bar = Sidebar([Entry(str(n), raw("Start"), "house", bottom=n >= 5) for n in range(8)])
    qtbot.addWidget(bar)
    bar.set_rail(True)
    bar.show()
    for room in (1200, height):
        bar.resize(bar.width(), room)
        QApplication.processEvents()
        above, below = bar.findChildren(QListWidget)
        assert above.geometry().bottom() < below.geometry().top()
        assert bar.rect().contains(below.geometry())
        for part in (above, below):
            last = part.visualItemRect(part.item(part.count() - 1))
            assert part.viewport().rect().contains(last)
            assert last.height() >= theme.S(24)


def test_many_pages_scroll_where_the_window_is_low(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 200)
    bar = Sidebar([Entry(str(n), raw("Start"), "house", bottom=n >= 16) for n in range(20)])
    qtbot.addWidget(bar)
    bar.set_rail(True)
    bar.resize(bar.width(), 700)
    bar.show()
    QApplication.processEvents()
    above, below = bar.findChildren(QListWidget)
    assert above.geometry().bottom() < below.geometry().top()
    assert bar.rect().contains(below.geometry())
    assert below.viewport().rect().contains(below.visualItemRect(below.item(3)))
    for key, row in (("15", 15), ("0", 0)):
        bar.set_current(key)
        QApplication.processEvents()
        assert above.viewport().rect().contains(above.visualItemRect(above.item(row)))
    for _n in range(15):
        QTest.keyClick(above, Qt.Key.Key_Down)
    assert above.viewport().rect().contains(above.visualItemRect(above.item(15)))
    bar.resize(bar.width(), 1600)
    QApplication.processEvents()
    assert above.viewport().rect().contains(above.visualItemRect(above.item(0)))


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


def test_an_answer_that_comes_after_the_choice_finds_nobody_waiting(qtbot: QtBot) -> None:
    parent, done = QWidget(), list[str]()
    qtbot.addWidget(parent)
    waiting: list[Callable[[Sequence[Found]], object]] = []
    command = Command("p", raw("Páginas"), "house", lambda: done.append("pages"))
    box = Palette([command], lambda _words, show: waiting.append(show), parent)
    box.open()
    box.line_edit.setText("pagi")
    QTest.keyClick(box.line_edit, Qt.Key.Key_Return)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    waiting[0]([])
    assert done == ["pages"]


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


def test_more_pages_than_a_low_window_has_room_for_scroll_above_the_last_group(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, "light", 200)
    bar = Sidebar([Entry(str(n), raw("Start"), "house", bottom=n >= 16) for n in range(20)])
    qtbot.addWidget(bar)
    bar.set_rail(True)
    bar.show()
    bar.resize(bar.width(), 700)
    QApplication.processEvents()
    above, below = bar.findChildren(QListWidget)
    assert above.geometry().bottom() < below.geometry().top()
    assert bar.rect().contains(below.geometry())
    bar.set_current("15")
    QApplication.processEvents()
    assert above.viewport().rect().contains(above.visualItemRect(above.item(15)))
