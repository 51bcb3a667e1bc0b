"""The hotline by keyboard: a report in one form, what is known beside it, and nothing typed is ever lost."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language
from cima_desktop.gui.views.linea.call_form import TIE
from cima_desktop.gui.views.linea.clock_watch import HOUR_MS, ClockWatch
from cima_desktop.gui.widgets.key_choices import KeyChoices
from cima_desktop.model.cases import Case
from cima_desktop.model.ids import new_id
from cima_desktop.model.incidents import Incident, IncidentStep
from cima_desktop.model.line import Call, Caller, Report
from cima_desktop.services import myself, short_clock
from cima_desktop.services.linea import marks
from cima_desktop.store import Edit
from tests.gui.keyboard import ENTER, focused, press, write
from tests.gui.linea_desk import CHECKPOINT, LineaDesk, Operator, kept, take
from tests.gui.program_driver import Driver

F = Qt.Key


@pytest.fixture
def operator(qtbot: QtBot, tmp_path: Path) -> Iterator[Operator]:
    """Return an operator at the page who takes a call."""
    desk = LineaDesk(qtbot, tmp_path / "vault")
    made = Operator(desk)
    made.begin()
    yield made
    desk.close()


def test_a_whole_report_by_keyboard_alone(operator: Operator) -> None:
    operator.answer(**CHECKPOINT)
    assert operator.form.rows["county"].editor.value() == "Buncombe"
    operator.press(F.Key_F6)
    operator.save()
    (report,), (call,), (incident,) = kept(operator, Report), kept(operator, Call), kept(operator, Incident)
    assert (report.agents, report.vehicles, report.activity, report.city) == (5, 2, "checkpoint", "Asheville")
    assert (report.safe, report.firsthand, report.still) == (True, True, True)
    assert (report.units, report.gear) == (frozenset({"patrol"}), frozenset({"lights"}))
    assert (report.seen_on, report.seen_at) == (call.on, call.at)
    assert call.at
    assert incident.area == "Smokey Park Hwy, Asheville"
    steps = operator.stage.ask(lambda s: s.store.children(IncidentStep, incident=incident.id))
    assert {step.step for step in steps} == {"received", "triaged"}
    assert operator.at() == "safe"  # ready for the next
    assert not operator.form.is_begun()
    assert "verificación" in operator.page.message_bar.label.text()
    assert operator.keys <= 68, operator.keys  # half a minute for somebody who types 25 words a minute


def test_enter_goes_on_and_shift_enter_begins_a_line(operator: Operator) -> None:
    operator.answer(activity="5", words="Uno")
    press(ENTER, Qt.KeyboardModifier.ShiftModifier)
    write("Dos")
    operator.press(ENTER)
    assert operator.at() == "place"
    assert operator.form.rows["words"].editor.value() == "Uno\nDos"


def test_the_number_chooses_again_takes_away_and_arrows_walk(operator: Operator) -> None:
    operator.answer(activity="3")
    activity = operator.form.rows["activity"].editor
    assert activity.value() == "traffic"
    write("3")
    assert activity.value() == ""
    write("0")
    assert activity.value() == "other"
    press(F.Key_Right)
    press(F.Key_Space)
    assert activity.value() == "checkpoint"
    operator.answer(units="19")
    assert operator.form.rows["units"].editor.value() == frozenset({"ice", "unknown"})
    assert focused().accessibleName()


def test_questions_come_only_when_they_are_asked(operator: Operator) -> None:
    rows = operator.form.rows
    assert not rows["licences_only"].isVisible()
    operator.answer(activity="1")
    assert rows["licences_only"].isVisible()
    assert not rows["phone"].isVisible()
    operator.press(F.Key_F4)
    assert rows["phone"].isVisible()
    assert operator.at() == "name"
    assert "12/" in operator.form.erase_label.text() or "dic" in operator.form.erase_label.text().lower()
    operator.press(F.Key_F8)
    assert (rows["closed_reason"].isVisible(), rows["need"].isVisible()) == (True, False)
    assert operator.at() == "closed_reason"


def test_what_is_missing_is_said_where_it_is_missing(operator: Operator) -> None:
    operator.answer(agents="5")
    operator.save()
    assert operator.problem("triage")
    operator.press(F.Key_F6)
    operator.save()
    assert (operator.at(), bool(operator.problem("activity"))) == ("activity", True)
    write("1")
    operator.save()
    assert operator.at() == "place"
    assert "nadie sabría" in operator.problem("place").lower()
    assert kept(operator, Call) == []
    operator.answer(unplaced="")
    operator.press(F.Key_Space)
    operator.press(F.Key_F8)
    write("2")
    assert operator.form.rows["unplaced"].editor.value() is True
    operator.save()
    assert [report.unplaced for report in kept(operator, Report)] == [True]


def test_a_number_that_is_none_is_kept_as_typed_and_said(operator: Operator) -> None:
    operator.answer(agents="muchos", activity="1", city="Boone")
    operator.press(F.Key_F6)
    operator.save()
    assert operator.at() == "agents"
    assert operator.problem("agents")
    assert operator.form.rows["agents"].editor.raw() == "muchos"


def test_one_key_brings_a_caller_to_consulta(operator: Operator) -> None:
    operator.press(F.Key_F7)
    assert not operator.form.rows["activity"].isVisible()  # nothing was seen: it is no report
    write("2")
    operator.save()
    assert (operator.at(), bool(operator.problem("name"))) == ("name", True)
    write("Luz")
    operator.save()
    (case,), (call,) = kept(operator, Case), kept(operator, Call)
    assert (case.need, call.case, call.matter) == ("wages", case.id, "need")
    assert operator.stage.ask(lambda s: s.store.title_of(case.person)) == "Luz"


def test_the_script_follows_the_cursor_and_the_language(operator: Operator) -> None:
    script = operator.page.new_call.script
    assert script.key() == "calm"
    operator.answer(place="")
    assert (script.key(), script.step_label.text()) == ("where", "Dónde")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    language.switch(app, "en")
    assert script.step_label.text() == "Where"


def test_an_open_incident_is_offered_while_typing_and_tied(operator: Operator) -> None:
    take(operator)
    operator.answer(**{**CHECKPOINT, "place": "Smokey Park Hwy, otra salida"})
    operator.page.new_call.look_up()
    operator.stage.settle()
    past = operator.page.new_call.past
    (line,) = past.lists["alike"].lines
    line.deeds[0].run()
    assert operator.form.rows["triage"].editor.value() == "verify"
    operator.save()
    assert len(kept(operator, Incident)) == 1
    first, second = kept(operator, Report)
    assert first.incident == second.incident != ""


def test_a_tie_is_taken_back(operator: Operator) -> None:
    take(operator)
    operator.answer(**CHECKPOINT)
    operator.page.new_call.look_up()
    operator.stage.settle()
    past = operator.page.new_call.past
    for _twice in range(2):
        past.lists["alike"].lines[0].deeds[0].run()
    operator.press(F.Key_F6)
    operator.save()
    assert len(kept(operator, Incident)) == 2


def test_a_marked_number_warns_and_the_call_is_taken(operator: Operator) -> None:
    operator.press(F.Key_F4)
    operator.answer(phone="8285550111")
    operator.press(F.Key_F8)
    write("4")
    operator.save()
    (call,) = kept(operator, Call)
    operator.stage.ask(lambda s: marks.mark(s, call.id))
    operator.press(F.Key_F4)
    operator.answer(phone="8285550111")
    operator.page.new_call.look_up()
    operator.stage.settle()
    past = operator.page.new_call.past
    assert len(past.lists["marks"].lines) == 1
    assert len(past.lists["number"].lines) == 1
    assert not past.nothing_label.isVisible()
    operator.press(F.Key_F8)
    write("1")
    operator.save()
    assert len(kept(operator, Call)) == 2


def test_somebody_who_is_here_already_is_recognized_by_the_number(operator: Operator) -> None:
    person = new_id()
    values = {"preferred_name": "Marta", "phone": "8285550163"}
    operator.stage.ask(lambda s: s.store.save("Added", [Edit("person", person, values)]))
    operator.press(F.Key_F7)
    write("8")
    operator.press(F.Key_F4)
    operator.answer(phone="8285550163")
    operator.page.new_call.look_up()
    operator.stage.settle()
    operator.page.new_call.past.lists["number"].lines[0].deeds[0].run()
    operator.save()
    assert [case.person for case in kept(operator, Case)] == [person]


def test_the_cover_and_the_lock_keep_the_call_letter_by_letter(driver: Driver) -> None:
    driver.unlock()
    operator = Operator(driver)
    operator.begin()
    operator.press(F.Key_F4)
    operator.answer(name="Luz", phone="82855501")
    press(F.Key_F9)
    assert driver.window.privacy_screen.is_up()
    write("xyz")
    press(F.Key_F9)
    assert not driver.window.privacy_screen.is_up()
    assert operator.at() == "phone"
    write("1")
    driver.lock()
    driver.unlock()
    again = Operator(driver)
    assert (again.form.rows["name"].editor.raw(), again.form.rows["phone"].editor.raw()) == ("Luz", "828555011")
    assert again.form.rows["phone"].isVisibleTo(again.form)
    call, caller = new_id(), new_id()
    edits = [Edit("call", call, {}), Edit("caller", caller, {"call": call, "erase_on": "2026-01-01"})]
    driver.ask(lambda s: s.store.save("Old", edits))
    (watch,) = driver.desk.findChildren(ClockWatch)
    watch.look()
    driver.settle()
    assert driver.ask(lambda s: s.store.all(Caller)) == []
    assert watch._timer.interval() == HOUR_MS
    again.page.new_call.throw_away()
    driver.settle()
    assert driver.ask(lambda s: s.store.drafts.get(short_clock.CALL_DRAFT)) is None


def test_the_draft_is_in_the_vault_a_second_later_and_gone_with_the_save(operator: Operator) -> None:
    operator.answer(**CHECKPOINT)
    operator.page.new_call.keep_draft()
    operator.stage.settle()
    draft = operator.stage.ask(lambda s: s.store.drafts.get(short_clock.CALL_DRAFT))
    assert draft is not None
    assert draft.fields["words"] == "Conos, paran a todos"
    operator.press(F.Key_F6)
    operator.save()
    assert operator.stage.ask(lambda s: s.store.drafts.get(short_clock.CALL_DRAFT)) is None


def test_what_was_thrown_away_is_brought_back(operator: Operator) -> None:
    operator.answer(activity="1", words="Conos")
    operator.page.new_call.throw_away()
    operator.stage.settle()
    assert not operator.form.is_begun()
    operator.page.message_bar.button.click()
    operator.stage.settle()
    assert operator.form.rows["words"].editor.raw() == "Conos"
    draft = operator.stage.ask(lambda s: s.store.drafts.get(short_clock.CALL_DRAFT))
    assert draft is not None
    operator.page.message_bar.button.click()  # once more, over what is typed: it stays as it is
    assert operator.form.rows["words"].editor.raw() == "Conos"


def test_two_keys_at_once_save_one_call(operator: Operator) -> None:
    operator.answer(**CHECKPOINT)
    operator.press(F.Key_F6)
    operator.page.new_call.save()
    operator.page.new_call.save()
    operator.stage.settle()
    assert len(kept(operator, Call)) == 1


def test_a_refusal_leaves_the_call_as_it_was_typed(operator: Operator) -> None:
    take(operator)
    (incident,) = kept(operator, Incident)
    operator.answer(**CHECKPOINT)
    operator.form.remember(TIE, incident.id)
    operator.stage.ask(lambda s: s.store.save("Over", [Edit("incident", incident.id, {"over_on": s.today()})]))
    operator.save()
    assert operator.page.message_bar.isVisible()
    assert operator.form.rows["words"].editor.raw() == "Conos, paran a todos"
    assert len(kept(operator, Call)) == 1


def test_the_line_says_what_the_clock_will_erase(operator: Operator) -> None:
    label = operator.page.status_line.clock_label
    assert "ninguna" in label.text().lower() or "nada" in label.text().lower()
    operator.press(F.Key_F4)
    operator.answer(phone="8285550111")
    operator.press(F.Key_F8)
    write("1")
    operator.save()
    assert "1" in label.text()


def test_who_is_on_call_stands_above(operator: Operator) -> None:
    volunteer, stage = new_id(), operator.stage
    shift = {"volunteer": volunteer, "desk": "linea", "on": "2026-11-21", "start": "00:00", "end": "23:59"}
    edits = [
        Edit("volunteer", volunteer, {"name": "Beto de Prueba", "active": True}),
        Edit("shift", new_id(), shift),
    ]
    assert "Beto" not in operator.page.status_line.names_chip.word()
    stage.ask(lambda s: s.store.save("Added", edits))
    stage.desk.session.now = _noon
    operator.page.shown()
    stage.settle()
    assert "Beto de Prueba" in operator.page.status_line.names_chip.word()
    assert operator.page.status_line.gap_chip.word()


def test_in_a_low_window_the_call_has_the_room(operator: Operator) -> None:
    page, past = operator.page, operator.page.new_call.past
    take(operator)
    operator.stage.ask(lambda s: myself.add_me(s, "Ana de Prueba"))
    page.shown()
    page.resize(1300, 620)
    operator.stage.settle()
    assert page.title_label.isVisible()
    assert past.isVisible()
    page.resize(700, 420)
    operator.stage.settle()
    assert not page.title_label.isVisible()
    assert not past.isVisible()  # it knows nothing yet
    operator.answer(**CHECKPOINT)
    page.new_call.look_up()
    operator.stage.settle()
    assert past.isVisible()
    page.resize(700, 340)
    page.new_call.look_up()
    operator.stage.settle()
    assert not past.isVisible()
    assert "más alta" in page.new_call.state_label.text()


def _noon() -> Any:
    return datetime(2026, 11, 26, 12, 0)


def test_the_way_back_after_a_lock_leads_to_the_part_and_the_call(operator: Operator) -> None:
    take(operator)
    stage, (call,) = operator.stage, kept(operator, Call)
    operator.page.open_of("call", call.id)
    stage.settle()
    place = operator.page.place()
    assert (place["part"], place["record"]) == ("calls", call.id)
    operator.page.begin()
    told: list[bool] = []
    operator.page.go_to(place, lambda: told.append(True))
    stage.settle()
    assert (operator.page.part(), operator.page.calls.record_id(), told) == ("calls", call.id, [True])
    operator.page.go_to({"part": "no such part"}, lambda: told.append(True))
    assert (operator.page.part(), told) == ("take", [True, True])


def test_everything_can_be_reached_and_has_a_name(operator: Operator) -> None:
    operator.form.open_caller()
    for row in operator.form.rows.values():
        assert row.editor.accessibleName()
    for choices in operator.form.findChildren(KeyChoices):
        stops = [p for p in choices.pills.values() if p.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert len(stops) == 1
        assert all(pill.accessibleName() for pill in choices.pills.values())


def test_a_choice_that_is_gone_is_kept() -> None:
    pick = KeyChoices([("a", "A"), ("b", "B")], single=True)
    pick.set_value("old")
    assert pick.value() == "old"
    pick.pills["b"].click()
    assert pick.value() == "b"
    many = KeyChoices([("a", "A")])
    many.set_value(("a", "old"))
    assert many.value() == ("a", "old")
    pick.set_read_only(True)
    assert not pick.isEnabled()
    pick.deleteLater()
    many.deleteLater()
