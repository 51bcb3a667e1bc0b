"""The agenda page: lists moved through by letters and arrows, a day in the past that is said, whose appointments."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language
from cima_desktop.gui.views.agenda.agenda import AgendaPage
from cima_desktop.model.workups import Appointment
from tests.gui import keyboard
from tests.gui.plan_desk import TODAY
from tests.gui.program_driver import Driver
from tests.gui.workup_desk import WorkupDesk


@pytest.fixture
def wd(qtbot: QtBot, tmp_path: Path) -> Iterator[WorkupDesk]:
    """Return a vault with a case and a few appointments around a Saturday."""
    made = WorkupDesk(qtbot, tmp_path / "vault")
    about = {"about": made.case, "person": made.person}
    made.add("appointment", sort="hearing", what="Desalojo", on=made.day(0), at="09:30", **about)
    made.add("appointment", sort="clinic", what="Vacunas", on=made.day(-2), **about)
    made.add("appointment", sort="school", what="Escuela", on=made.day(3), confirmed=True, **about)
    made.add("appointment", sort="ice_checkin", what="Presentación", unknown=True, ask_on=made.day(5), **about)
    yield made
    made.close()


@pytest.fixture
def page(wd: WorkupDesk) -> AgendaPage:
    shown = AgendaPage(wd.desk)
    wd.show(shown)
    shown.shown()
    wd.settle()
    return shown


def whats(page: AgendaPage) -> list[str]:
    rows = page.table.rows
    return [row.what for number in range(rows.rowCount()) if (row := rows.row(number)) is not None]


def test_the_week_is_shown_with_its_first_appointment_open(page: AgendaPage) -> None:
    assert whats(page) == ["Vacunas", "Desalojo"]
    assert page.bar.span_label.text() == "16 nov 2026 – 22 nov 2026"
    assert page.count_label.text() == "2 citas"
    assert page.card.head.name_label.text() == "Vacunas"
    assert page.card.form.values()["what"] == "Vacunas"


def test_letters_and_arrows_move_while_the_list_has_the_focus(wd: WorkupDesk, page: AgendaPage) -> None:
    page.table.setFocus()

    def press(key: Qt.Key) -> list[str]:
        keyboard.press(key)
        wd.settle()
        return whats(page)

    assert press(Qt.Key.Key_D) == ["Desalojo"]
    assert press(Qt.Key.Key_Left) == []
    assert page.left_stack.currentWidget() is page._empty_card
    assert press(Qt.Key.Key_T) == ["Desalojo"]
    assert press(Qt.Key.Key_W) == ["Vacunas", "Desalojo"]
    assert press(Qt.Key.Key_Right) == ["Escuela"]
    assert press(Qt.Key.Key_M) == ["Vacunas", "Desalojo", "Escuela"]
    assert page.bar.weeks_label.text() == "16–22: 2 citas · 23–29: 1 cita"
    press(Qt.Key.Key_Right)
    assert page.bar.span_label.text() == "1 dic 2026 – 31 dic 2026"
    assert press(Qt.Key.Key_T) == ["Vacunas", "Desalojo", "Escuela"]


def test_letters_typed_elsewhere_are_letters(wd: WorkupDesk, page: AgendaPage) -> None:
    page.search_box.setFocus()
    QTest.keyClicks(page.search_box, "dm")
    wd.settle()
    assert page.search_box.text() == "dm"
    assert page.filter_chips.value() == "week"


def test_those_without_a_date_and_those_nobody_told_the_end_of(wd: WorkupDesk, page: AgendaPage) -> None:
    page.show_view("unknown")
    wd.settle()
    assert whats(page) == ["Presentación"]
    assert page.bar.back_button.isHidden()
    page.turn(1)
    assert page.day == TODAY
    page.show_view("untold")
    wd.settle()
    assert whats(page) == ["Vacunas"]
    wd.fill(page.card.form, result="held")
    page.card.form.save()
    wd.settle()
    assert whats(page) == []
    page.go_home()
    wd.settle()
    assert page.filter_chips.value() == "week"


def test_a_day_in_the_past_is_said_while_it_is_typed_and_kept(wd: WorkupDesk, page: AgendaPage) -> None:
    page.begin()
    wd.settle()
    wd.fill(page.card.form, sort="hearing", what="Audiencia", on=wd.day(-1))
    wd.settle()
    assert page.card.caution_bar.isVisibleTo(page)
    assert "ya pasó" in page.card.caution_bar.label.text()
    page.card.form.save()
    wd.settle()
    assert wd.day(-1) in {each.on for each in wd.ask(lambda s: s.store.all(Appointment))}
    wd.fill(page.card.form, on=wd.day(2))
    wd.settle()
    assert not page.card.caution_bar.isVisibleTo(page)


def test_one_of_us_can_be_chosen(wd: WorkupDesk, page: AgendaPage) -> None:
    ana = wd.add("volunteer", name="Ana de Práctica")
    wd.add("appointment", sort="office", what="Con Ana", on=wd.day(0), navigator=ana)
    page.shown()
    wd.settle()
    page.bar.navigator_box.set_value(ana)
    page.bar.navigator_box.edited.emit()
    wd.settle()
    assert whats(page) == ["Con Ana"]


def test_searching_goes_by_name_and_by_words(wd: WorkupDesk, page: AgendaPage) -> None:
    page.search_box.setText("presentacion")
    page.reload()
    wd.settle()
    assert whats(page) == ["Presentación"]


def test_a_record_is_shown_among_the_days_around_it(wd: WorkupDesk, page: AgendaPage) -> None:
    found = {each.what: each.id for each in wd.ask(lambda s: s.store.all(Appointment))}
    page.open_record(found["Escuela"])
    wd.settle()
    assert (whats(page), page.card.record_id()) == (["Escuela"], found["Escuela"])
    page.open_record(found["Presentación"])
    wd.settle()
    assert (page.filter_chips.value(), page.card.record_id()) == ("unknown", found["Presentación"])
    page.open_record("f" * 32)
    wd.settle()
    page.open_record(found["Desalojo"])
    wd.settle()
    assert page.filter_chips.value() == "week"


def test_the_ways_to_the_case_and_the_person(wd: WorkupDesk, page: AgendaPage) -> None:
    page.card.case_button.click()
    page.card.person_button.click()
    assert wd.went == [("case", wd.case), ("person", wd.person)]
    page.wipe()
    wd.settle()
    assert page.card.case_button.isHidden()


def test_the_page_speaks_both_languages_while_it_stands(page: AgendaPage, qapp: QApplication) -> None:
    language.switch(qapp, "en")
    assert page.bar.span_label.text() == "Nov 16, 2026 – Nov 22, 2026"
    assert page.card.case_button.text().strip() == "Open the case"


def test_the_first_page_leads_to_an_appointment(opened: Driver) -> None:
    made = opened.add("appointment", sort="office", what="Hoy", on=opened.ask(lambda s: s.today()).isoformat())
    start = opened.page("start")
    (line,) = [line for line in start.todo_list.lines if line.icon == "calendar-days"]
    line.deeds[0].run()
    opened.settle()
    assert opened.page("agenda").card.record_id() == made
