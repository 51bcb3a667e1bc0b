"""The list of calls: newest first, filtered, found; reports are tied from it, callers erased, numbers marked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cima_desktop.model.line import Call, Caller, NumberMark, Report
from tests.gui.keyboard import write
from tests.gui.linea_desk import LineaDesk, Operator, kept, take

F = Qt.Key


@pytest.fixture
def operator(qtbot: QtBot, tmp_path: Path) -> Iterator[Operator]:
    """Return an operator at the page who takes a call."""
    desk = LineaDesk(qtbot, tmp_path / "vault")
    made = Operator(desk)
    made.begin()
    yield made
    desk.close()


def test_calls_are_listed_newest_first_filtered_found_and_opened(operator: Operator) -> None:
    take(operator)
    take(operator, F.Key_F8, place="Patton Ave")
    stage, page = operator.stage, operator.page
    page.show_part("calls")
    stage.settle()
    rows = page.calls.table.rows
    assert rows.rowCount() == 2
    page.calls.filter_chips.set_value("closed")
    page.calls.reload()
    stage.settle()
    assert rows.rowCount() == 1
    page.calls.filter_chips.set_value("all")
    page.calls.search_box.setText("smokey")
    page.calls.reload()
    stage.settle()
    assert rows.rowCount() == 1
    (report, _other) = sorted(kept(operator, Report), key=lambda each: each.place, reverse=True)
    page.open_of("report", report.id)
    stage.settle()
    assert page.calls.card.tab() == "report"
    assert page.calls.card.report_tab.form.values()["place"] == "Smokey Park Hwy"
    assert len(page.calls.card.report_tab.incidents_list.lines) == 1


def test_a_report_is_tied_from_the_list(operator: Operator) -> None:
    take(operator)
    take(operator)
    stage, page = operator.stage, operator.page
    first, second = kept(operator, Report)
    page.open_of("report", second.id)
    stage.settle()
    own, other = page.calls.card.report_tab.incidents_list.lines
    assert own.chips
    other.deeds[0].run()
    stage.settle()
    assert operator.stage.ask(lambda s: s.store.need(Report, second.id)).incident == first.incident


def test_a_caller_is_erased_at_once_and_a_hoax_marked(operator: Operator) -> None:
    operator.press(F.Key_F4)
    operator.answer(phone="8285550111")
    operator.press(F.Key_F8)
    write("4")
    operator.save()
    (call,) = kept(operator, Call)
    stage, page = operator.stage, operator.page
    operator.page.open_of("call", call.id)
    page.calls.open_part("caller")
    stage.settle()
    tab = page.calls.card.caller_tab
    mark, erase = tab.callers_list.lines[0].deeds
    mark.run()
    stage.settle()
    assert [each.hoaxes for each in kept(operator, NumberMark)] == [1]
    erase.run()
    stage.settle()
    assert kept(operator, Caller) == []
    assert tab.none_label.isVisible()
    page.show_part("marks")
    stage.settle()
    (line,) = page.marks.marks_list.lines
    line.deeds[0].run()
    stage.settle()
    assert page.marks.marks_list.lines == ()
