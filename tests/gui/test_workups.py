"""The work-ups of a case in the window: only those it needs, the hearing first, sums that wait, the next date made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language
from cima_desktop.gui.views.cases.going_tab import GoingTab
from cima_desktop.gui.views.cases.housing_tab import HousingTab
from cima_desktop.gui.views.cases.letter_dialog import LetterDialog
from cima_desktop.gui.views.cases.money_tab import MoneyTab
from cima_desktop.gui.views.cases.wages_tab import WagesTab
from cima_desktop.gui.views.cases.workup_tab import WorkupTab
from cima_desktop.model.ids import RecordId
from cima_desktop.model.workups import Accompaniment, Appointment, Housing, WageClaim, WagePeriod
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.workups import wages
from tests.gui.program_driver import Driver
from tests.gui.workup_desk import LUZ, WorkupDesk, titles


@pytest.fixture
def wd(qtbot: QtBot, tmp_path: Path) -> Iterator[WorkupDesk]:
    """Return a vault with one case, without the window around it."""
    made = WorkupDesk(qtbot, tmp_path / "vault")
    yield made
    made.close()


def test_wages_from_the_first_word_to_the_sum(wd: WorkupDesk) -> None:
    tab: WagesTab = wd.tab("wage_claim")
    assert not tab.empty_label.isHidden()
    wd.press(tab.begin_button)
    assert tab.form.editor("employer").isAncestorOf(QApplication.focusWidget() or QWidget())
    wd.fill(tab.form, employer="Techos Inventados", rate="15", rate_unit="hour")
    tab.form.save()
    wd.settle()
    assert titles(tab.troubles_list) == ["Todavía no se ha anotado ningún tiempo de trabajo."]
    assert tab.sum_label.isHidden()
    assert not tab.letter_button.isEnabled()
    wd.press(tab.period_button)
    assert tab.period_form.rows["units"].isHidden()
    wd.fill(tab.period_form, start=wd.day(-20), end=wd.day(-16), hours="40", paid="200")
    wd.press(tab.period_form.do_button)
    assert tab.period_form.isHidden()
    assert tab.sum_label.text() == "$400.00"
    assert "95-25.22" in tab.may_add_label.text()
    assert tab.letter_button.isEnabled()
    assert any("Departamento de Trabajo de NC" in title for title in titles(tab.clocks_list))


def with_claim(wd: WorkupDesk) -> RecordId:
    claim = wd.add("wage_claim", case=wd.case, employer="Techos Inventados", rate=1500, rate_unit="hour")
    wd.add("wage_period", wage_claim=claim, hours=2400, start=wd.day(-20), end=wd.day(-16))
    return claim


def test_hours_that_overlap_are_named_until_somebody_settles_them(wd: WorkupDesk) -> None:
    claim = with_claim(wd)
    twice = wd.add("wage_period", wage_claim=claim, start=wd.day(-16), end=wd.day(-15), hours=600)
    tab: WagesTab = wd.tab("wage_claim")
    assert any("comparten al menos un día" in title for title in titles(tab.troubles_list))
    assert tab.sum_label.isHidden()
    assert not tab.letter_button.isEnabled()
    period = wd.ask(lambda s: s.store.need(WagePeriod, twice))
    tab.open_period(period)
    wd.settle()
    wd.fill(tab.period_form, start=wd.day(-15))
    wd.press(tab.period_form.do_button)
    assert tab.sum_label.text() == "$750.00"
    tab.periods_list.lines[1].deeds[1].run()
    wd.settle()
    assert tab.sum_label.text() == "$600.00"


def test_a_time_that_cannot_be_is_said_beside_its_field(wd: WorkupDesk) -> None:
    with_claim(wd)
    tab: WagesTab = wd.tab("wage_claim")
    wd.press(tab.period_button)
    wd.fill(tab.period_form, start="ayer no", end=wd.day(-10), hours="mucho")
    wd.press(tab.period_form.do_button)
    assert not tab.period_form.isHidden()
    assert wd.ask(lambda s: s.store.count("wage_period")) == 1
    wd.press(tab.period_form.leave_button)
    assert tab.period_form.isHidden()


def test_the_letter_is_looked_at_printed_and_counted(wd: WorkupDesk, tmp_path: Path) -> None:
    claim = with_claim(wd)
    tab: WagesTab = wd.tab("wage_claim")
    wd.press(tab.letter_button)
    (dialog,) = tab.findChildren(LetterDialog)
    assert dialog.language_box.value() == "both"
    assert dialog.done_button.isEnabled()
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    dialog.printer_of = lambda: printer
    dialog.finish()
    for _round in range(4):
        wd.settle()
    assert len(wd.ask(lambda s: wages.prints(s, claim))) == 1
    assert tab.prints_label.text().startswith("Se imprimió 1 vez")


def test_of_several_claims_one_is_shown_at_a_time(wd: WorkupDesk) -> None:
    with_claim(wd)
    wd.add("wage_claim", case=wd.case, employer="Otra Empresa")
    tab: WagesTab = wd.tab("wage_claim")
    assert titles(tab.records_list) == ["Techos Inventados", "Otra Empresa"]
    tab.records_list.lines[1].deeds[0].run()
    wd.settle()
    assert tab.form.values()["employer"] == "Otra Empresa"
    tab.form.editor("employer").set_raw("Otra Empresa SA")
    tab.form.editor("employer").changed.emit()
    tab.choose(next(iter(tab.views)))
    wd.settle()
    kept = wd.ask(lambda s: [c.employer for c in s.store.all(WageClaim)])
    assert set(kept) == {"Techos Inventados", "Otra Empresa SA"}


def test_the_hearing_is_asked_first_and_a_day_in_the_past_is_said(wd: WorkupDesk) -> None:
    tab: HousingTab = wd.tab("housing")
    assert not tab.no_hearing.isHidden()
    wd.press(tab.hearing_button)
    wd.fill(tab.hearing_form, on=wd.day(-1), at="9:30")
    wd.press(tab.hearing_form.do_button)
    bar = tab.hearing_form.message_bar
    assert "ya pasó" in bar.label.text()
    assert wd.ask(lambda s: s.store.count("appointment")) == 0
    wd.press(bar.button)
    (kept,) = wd.ask(lambda s: s.store.all(Appointment))
    assert (kept.sort, kept.about, kept.on, kept.at) == ("hearing", wd.case, wd.day(-1), "09:30")
    assert tab.hearing_form.isHidden()
    assert tab.no_hearing.isHidden()
    tab.hearing_list.lines[0].deeds[0].run()
    wd.settle()
    wd.fill(tab.hearing_form, on=wd.day(5))
    wd.press(tab.hearing_form.do_button)
    (kept,) = wd.ask(lambda s: s.store.all(Appointment))
    assert kept.on == wd.day(5)
    tab.hearing_list.lines[0].deeds[1].run()
    wd.settle()
    assert wd.went == [("appointment", kept.id)]


def test_the_home_is_begun_and_its_days_are_counted(wd: WorkupDesk) -> None:
    tab: HousingTab = wd.tab("housing")
    assert len(tab.facts_list.lines) == 4
    assert tab.clocks_label.isHidden()
    wd.press(tab.begin_button)
    assert tab.begin_button.isHidden()
    wd.fill(tab.form, notice="demand", notice_on=wd.day(-3), landlord="Rentas Inventadas")
    tab.form.save()
    wd.settle()
    (home,) = wd.ask(lambda s: s.store.all(Housing))
    assert (home.case, home.landlord) == (wd.case, "Rentas Inventadas")
    assert titles(tab.clocks_list) == ["Diez días después de que cobraron la renta"]


def test_bills_stand_in_the_order_of_their_days(wd: WorkupDesk) -> None:
    wd.add("money_need", case=wd.case, purpose="food", due_on=wd.day(9))
    wd.add("money_need", case=wd.case, purpose="rent", due_on=wd.day(3), short=65000, payee="Rentas")
    tab: MoneyTab = wd.tab("money_need")
    assert titles(tab.records_list) == ["Renta", "Comida"]
    assert "$650.00 · Rentas" in language.say(tab.records_list.lines[0].detail)


def test_company_for_an_appointment_that_is_there(wd: WorkupDesk) -> None:
    hearing = wd.add("appointment", sort="hearing", about=wd.case, what="Salarios", on=wd.day(4))
    tab: GoingTab = wd.tab("accompaniment")
    tab.free_list.lines[0].deeds[0].run()
    wd.settle()
    (going,) = wd.ask(lambda s: s.store.all(Accompaniment))
    assert (going.case, going.appointment) == (wd.case, hearing)
    assert tab.free_list.lines == ()
    assert tab.assigned_list.about == going.id
    assert "0 acompañan" in tab.cap_label.text()
    assert not tab.plan_button.isEnabled()
    plan = wd.add("plan", name="Familia Inventada", parent1=wd.person)
    tab.read()
    wd.settle()
    wd.press(tab.plan_button)
    assert wd.went == [("plan", plan)]


def test_a_new_appointment_with_company_in_one_go(wd: WorkupDesk) -> None:
    tab: GoingTab = wd.tab("accompaniment")
    wd.press(tab.begin_button)
    wd.fill(tab.appointment_form, sort="ice_checkin", what="Presentación", unknown="yes")
    wd.press(tab.appointment_form.do_button)
    wd.press(tab.appointment_form.message_bar.button)
    (going,) = wd.ask(lambda s: s.store.all(Accompaniment))
    kept = wd.ask(lambda s: s.store.need(Appointment, going.appointment))
    assert (kept.sort, kept.unknown, kept.about) == ("ice_checkin", True, wd.case)


def test_the_outcome_asks_for_the_next_date_and_makes_it(wd: WorkupDesk) -> None:
    hearing = wd.add("appointment", sort="hearing", about=wd.case, what="Salarios", on=wd.day(0))
    going = wd.add("accompaniment", case=wd.case, appointment=hearing)
    tab: GoingTab = wd.tab("accompaniment")
    wd.press(tab.outcome_button)
    form = tab.outcome_form
    assert {name for name, row in form.rows.items() if row.isHidden()} == {"on", "at", "ask_on"}
    wd.fill(form, outcome="postponed", report="Faltó un papel.")
    wd.press(form.do_button)
    assert wd.ask(lambda s: s.store.need(Accompaniment, going)).outcome == ""
    wd.fill(form, next="known")
    assert {name for name, row in form.rows.items() if row.isHidden()} == {"ask_on"}
    wd.fill(form, on=wd.day(21), at="10:00")
    wd.press(form.do_button)
    kept = wd.ask(lambda s: s.store.need(Accompaniment, going))
    after = wd.ask(lambda s: s.store.need(Appointment, kept.next_appointment))
    assert (kept.outcome, after.on, after.at) == ("postponed", wd.day(21), "10:00")
    assert form.isHidden()
    assert tab.outcome_button.isHidden()
    assert len(tab.outcome_list.lines) == 2
    assert titles(tab.outcome_list)[1].startswith("Próxima fecha")


def test_every_control_of_the_work_ups_has_a_name(wd: WorkupDesk) -> None:
    claim = with_claim(wd)
    assert claim
    for kind in ("housing", "money_need", "accompaniment"):
        wd.add(kind, case=wd.case)
    for key in ("housing", "wage_claim", "money_need", "accompaniment"):
        tab: WorkupTab = wd.tab(key)
        for form in tab.deed_forms:
            form.show()
        named = [w for w in tab.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
        assert named
        assert [w.objectName() for w in named if not w.accessibleName() and not getattr(w, "text", str)()] == []


def test_the_tabs_speak_both_languages_while_they_stand(wd: WorkupDesk, qapp: QApplication) -> None:
    with_claim(wd)
    tab: WagesTab = wd.tab("wage_claim")
    language.switch(qapp, "en")
    assert tab.sum_words.text() == "owed for work that was not paid"
    assert tab.letter_button.text().strip() == "Letter to the employer…"


def test_on_its_card_a_work_up_is_in_sight_where_it_is_needed_and_keeps_what_is_typed_at_a_lock(opened: Driver) -> None:
    case = opened.ask(lambda s: open_case(s, Intake(need="housing", person_values=LUZ))).case
    opened.desk.open("case", case)
    opened.settle()
    card = opened.page("cases").card
    workups = ("housing", "wage_claim", "money_need", "accompaniment")
    assert [key for key in workups if card.tabs.isTabVisible(card.keys.index(key))] == ["housing"]
    card.open_tab("housing")
    opened.settle()
    tab: HousingTab = card.tabs.currentWidget()
    tab.begin_button.click()
    opened.settle()
    tab.form.editor("landlord").set_raw("Rentas Inventadas")
    tab.form.editor("landlord").changed.emit()
    opened.lock()
    opened.unlock()
    assert [home.landlord for home in opened.ask(lambda s: s.store.all(Housing))] == ["Rentas Inventadas"]
