"""The interview: what stops, what is not known yet, what is half-typed, and what only an attorney may open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import language
from cima_desktop.gui.views.interview_body import FormBody
from cima_desktop.gui.views.interview_family import CarersBody, ChildrenBody
from cima_desktop.gui.views.interview_lawyer import AnswerDialog, AskDialog, CodeDialog
from cima_desktop.gui.views.interview_review import ReviewBody
from cima_desktop.gui.views.interview_rows import RowsBody
from cima_desktop.model.findings import Severity
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Household, Person
from cima_desktop.model.plans import Plan
from cima_desktop.model.work import Task
from cima_desktop.services import approvals, interview, plans
from cima_desktop.services.plans import Standing
from tests.gui.keyboard import CTRL, ENTER, press, write
from tests.gui.plan_desk import PlanDesk, new_session, opened_session

CODE = "solo-la-abogada"


@pytest.fixture
def pd(qtbot: QtBot, tmp_path: Path) -> Iterator[PlanDesk]:
    """Return a plans page with one plan begun."""
    desk = PlanDesk(qtbot, lambda: new_session(tmp_path / "vault"))
    desk.ask(lambda session: plans.start(session, "Familia Ejemplo"))
    yield desk
    desk.close()


def standing(pd: PlanDesk) -> Standing:
    plan = pd.plan_id()
    return pd.ask(lambda session: plans.standing(session, plan))


def add_children(pd: PlanDesk, *names: str) -> list[RecordId]:
    plan = pd.plan_id()
    values = [{"given_names": n, "paternal_surname": "Ejemplo", "birth_date": "2015-03-04"} for n in names]
    return [pd.ask(lambda session, v=v: interview.add_child(session, plan, v)) for v in values]  # type: ignore[misc]


def open_at(pd: PlanDesk, step: str) -> None:
    pd.page.show_interview(pd.plan_id(), step)
    pd.settle()
    assert pd.key == step


def onward(pd: PlanDesk) -> None:
    pd.page.interview.next()
    pd.settle()


def dialog_of(kind: type[CodeDialog] | type[AskDialog]) -> CodeDialog | AskDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def enroll(pd: PlanDesk) -> None:
    pd.ask(lambda session: approvals.enroll(session, "Lic. Inventada", "12345", "NC", CODE))


def test_an_answer_that_stops_is_told_and_a_lawyer_is_asked_once(pd: PlanDesk) -> None:
    open_at(pd, "courts")
    press(Qt.Key.Key_1)  # yes: there is an open case
    onward(pd)
    stop = pd.page.interview.stop
    assert stop is not None
    assert [c.finding.rule for c in stop.findings.cards] == ["court:open_case"]
    ask = stop.findings.cards[0].first_button()
    assert ask is not None
    assert ask.hasFocus()
    press(ENTER)
    pd.settle()
    tasks = pd.ask(lambda session: session.store.all(Task))
    assert [(t.rule, t.done_on) for t in tasks] == [("court:open_case", "")]
    onward(pd)
    assert pd.key == "apart"
    assert pd.page.interview.stop is None


def test_the_stop_can_be_taken_back_by_changing_the_answer(pd: PlanDesk) -> None:
    open_at(pd, "courts")
    press(Qt.Key.Key_1)
    onward(pd)
    assert pd.page.interview.stop is not None
    pd.page.interview.stop.change_button.click()
    pd.settle()
    assert pd.key == "courts"
    press(Qt.Key.Key_2)
    onward(pd)
    assert pd.key == "apart"
    assert not [f for f in standing(pd).findings if f.rule == "court:open_case"]


def test_what_is_not_known_yet_is_listed_and_goes_away_when_answered(pd: PlanDesk) -> None:
    open_at(pd, "parent1-signing")
    press(Qt.Key.Key_D, CTRL)
    pd.settle()
    assert [g.field for g in standing(pd).unknowns] == ["birth_date"]
    write("2 mayo 1990")
    pd.body.flush()
    pd.settle()
    assert standing(pd).unknowns == ()
    assert pd.plan().unknowns == frozenset()


def test_not_known_yet_shows_on_the_plan_with_a_way_to_the_question(pd: PlanDesk) -> None:
    open_at(pd, "parent1-signing")
    press(Qt.Key.Key_D, CTRL)
    pd.settle()
    pd.page.show_overview()
    pd.settle()
    lines = pd.page.plan_detail.unknown_list.lines
    assert len(lines) == 1
    lines[0].deeds[0].run()
    pd.settle()
    assert pd.key == "parent1-signing"


def test_a_lock_in_the_middle_of_a_word_brings_back_the_text_and_the_cursor(qtbot: QtBot, tmp_path: Path) -> None:
    pd = PlanDesk(qtbot, lambda: new_session(tmp_path / "vault"))
    pd.ask(lambda session: plans.start(session, "Familia Ejemplo"))
    open_at(pd, "parent1-signing")
    write("3 de marzp")  # half a date, with a slip
    press(Qt.Key.Key_Left, times=4)
    place = pd.page.place()
    pd.close()
    again = PlanDesk(qtbot, lambda: opened_session(tmp_path / "vault"))
    ready: list[bool] = []
    again.page.go_to(place, lambda: ready.append(True))
    again.settle()
    assert ready == [True]
    assert again.key == "parent1-signing"
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    assert (box.text(), box.cursorPosition()) == ("3 de marzp", 6)
    again.close()


def test_a_crash_loses_nothing_that_stood_for_a_second(qtbot: QtBot, tmp_path: Path) -> None:
    pd = PlanDesk(qtbot, lambda: new_session(tmp_path / "vault"))
    pd.ask(lambda session: plans.start(session, "Familia Ejemplo"))
    open_at(pd, "parent1-contact")
    write("828 555")
    body = pd.body
    assert isinstance(body, FormBody)
    body.form.draft_due.emit()  # what the clock does
    pd.settle()
    pd.tasks.run(pd.session.close)  # no leave, no flush: the process is gone
    pd.tasks.shutdown()
    again = PlanDesk(qtbot, lambda: opened_session(tmp_path / "vault"))
    again.page.show_interview(again.plan_id())  # where it stopped
    again.settle()
    assert again.key == "parent1-contact"
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    assert (box.text(), box.cursorPosition()) == ("828 555", 7)
    again.close()


def test_a_switch_of_language_in_the_middle_of_an_answer_keeps_it(pd: PlanDesk, qapp: QApplication) -> None:
    open_at(pd, "parent1-name")
    title = pd.page.interview.title_label.text()
    write("María")
    language.switch(qapp, "en")
    pd.settle()
    assert i18n.language() == "en"
    assert pd.page.interview.title_label.text() != title
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    assert box.text() == "María"
    write(" José")
    assert box.text() == "María José"
    onward(pd)
    assert pd.ask(lambda session: session.store.all(Person))[0].given_names == "María José"


def test_an_answer_that_cannot_be_kept_holds_the_person_back_with_the_reason(pd: PlanDesk) -> None:
    open_at(pd, "parent1-signing")
    write("31 feb 1990")
    onward(pd)
    assert pd.key == "parent1-signing"
    body = pd.body
    assert isinstance(body, FormBody)
    row = body.form.rows["birth_date"]
    assert not row.problem_label.isHidden()
    assert row.problem_label.text()
    assert pd.ask(lambda session: session.store.all(Person))[0].birth_date == ""


def test_another_step_can_be_gone_to_and_the_half_typed_answer_waits(pd: PlanDesk) -> None:
    open_at(pd, "parent1-signing")
    write("31 feb 1990")
    pd.page.interview.jump("helpers")
    pd.settle()
    assert pd.key == "helpers"
    pd.page.interview.jump("parent1-signing")
    pd.settle()
    box = QApplication.focusWidget()
    assert isinstance(box, QLineEdit)
    assert box.text() == "31 feb 1990"


def test_volunteers_cannot_write_what_only_an_attorney_may(pd: PlanDesk) -> None:
    enroll(pd)
    open_at(pd, "money-attorney")
    body = pd.body
    assert isinstance(body, FormBody)
    editor = body.form.rows["exclusions"].editor
    assert not any(row.can_answer() for row in body.form.rows.values())
    write("mis propias palabras", editor.box())
    assert editor.raw() == ""
    body.form.rows["exclusions"].unlock_wanted.emit()
    pd.settle()
    dialog = dialog_of(CodeDialog)
    assert isinstance(dialog, CodeDialog)
    write("no es el código", dialog.code_edit)
    dialog.finish()
    pd.settle()
    assert not dialog.error_label.isHidden()
    dialog.code_edit.clear()
    write(CODE, dialog.code_edit)
    dialog.finish()
    pd.settle()
    write("Solo para gastos de los hijos.", editor.box())
    body.flush()
    pd.settle()
    assert pd.plan().exclusions == "Solo para gastos de los hijos."
    stops = [f.rule for f in standing(pd).findings if f.severity is Severity.BLOCK]
    assert any(rule.startswith("exclusions") for rule in stops)  # and still an attorney has to approve it


def test_the_lock_of_attorney_parts_closes_again_with_the_screen(pd: PlanDesk) -> None:
    enroll(pd)
    open_at(pd, "money-attorney")
    body = pd.body
    assert isinstance(body, FormBody)
    reviewer = pd.ask(approvals.reviewers)[0]
    body.attorney = (reviewer.id, CODE)
    body.set_open(True)
    assert body.form.rows["specific_powers"].editor.inner.isEnabled()
    open_at(pd, "asset")
    open_at(pd, "money-attorney")
    body = pd.body
    assert isinstance(body, FormBody)
    assert not body.form.rows["specific_powers"].editor.inner.isEnabled()


def test_starting_by_an_event_is_for_attorneys(pd: PlanDesk) -> None:
    add_children(pd, "Ana")
    open_at(pd, "care-dates")
    press(Qt.Key.Key_3)
    body = pd.body
    assert isinstance(body, FormBody)
    assert body.form.rows["effective_mode"].editor.value() == ""


def test_a_question_to_a_lawyer_from_any_screen_and_the_attorneys_answer(pd: PlanDesk) -> None:
    enroll(pd)
    open_at(pd, "household")
    pd.page.interview.lawyer_button.click()
    dialog = dialog_of(AskDialog)
    assert isinstance(dialog, AskDialog)
    write("¿Y si cambiamos de estado?", dialog.question_edit)
    dialog.finish()
    pd.settle()
    pd.page.show_overview()
    pd.settle()
    lines = pd.page.plan_detail.question_list.lines
    assert len(lines) == 1
    lines[0].deeds[0].run()
    pd.settle()
    answer = dialog_of(AnswerDialog)
    assert isinstance(answer, AnswerDialog)
    write(CODE, answer.code_edit)
    write("Vuelvan a verme antes.", answer.outcome_edit)
    answer.finish()
    pd.settle()
    task = pd.ask(lambda session: session.store.all(Task))[0]
    assert task.outcome == "Vuelvan a verme antes."
    assert task.done_on


def test_children_can_be_added_changed_and_taken_out(pd: PlanDesk) -> None:
    open_at(pd, "children")
    body = pd.body
    assert isinstance(body, ChildrenBody)
    write("Ana")
    body.finish_entry()
    pd.settle()
    write("Beto")
    body.finish_entry()
    pd.settle()
    assert body.list.count() == 2
    body.edit(body.records()[0])
    pd.settle()
    body.form.rows["paternal_surname"].editor.setFocus()
    write("Ejemplo")
    body.flush()
    pd.settle()
    names = [c.person.full_name() for c in standing(pd).family.children]
    assert sorted(names) == ["Ana Ejemplo", "Beto"]
    body.list.setCurrentRow(0)
    QTest.keyClick(body.list, Qt.Key.Key_Delete)
    pd.settle()
    assert len(standing(pd).family.children) == 1
    pd.desk.do(lambda session: session.store.undo())
    pd.settle()
    assert len(standing(pd).family.children) == 2
    assert body.list.count() == 2


def test_twelve_children_in_two_homes(pd: PlanDesk) -> None:
    children = add_children(pd, *(f"Niña {n}" for n in range(12)))
    home = pd.ask(lambda session: session.store.all(Household))[0].id
    open_at(pd, "children")
    body = pd.body
    assert isinstance(body, ChildrenBody)
    assert body.list.count() == 12
    body.edit(children[0])
    pd.settle()
    assert body.form.rows["household"].editor.value() == home
    other = body.form.rows["other_household"].editor
    other.setFocus()
    write("Casa de la abuela")
    pd.qtbot.wait(150)
    pd.settle()
    press(Qt.Key.Key_Up)
    press(ENTER)
    pd.settle()
    body.flush()
    pd.settle()
    first = next(c.person for c in standing(pd).family.children if c.person.id == children[0])
    assert pd.ask(lambda session: session.store.title_of(first.other_household)) == "Casa de la abuela"
    assert len([s for s in pd.page.interview.course.steps if s.key.startswith("carers.")]) == 12


def test_the_same_caregiver_for_all_children_or_for_one(pd: PlanDesk) -> None:
    one, two = add_children(pd, "Ana", "Beto")
    open_at(pd, f"carers.{one}")
    body = pd.body
    assert isinstance(body, CarersBody)
    body.same_box.click()
    assert not body.same_box.isChecked()
    write("Lucía Prueba")
    pd.qtbot.wait(150)
    pd.settle()
    press(ENTER)
    pd.settle()
    body.form.rows["relation"].editor.set_raw("aunt_uncle")
    body.keeper.save()
    pd.settle()
    carers = {c.person.id: len(c.carers) for c in standing(pd).family.children}
    assert carers == {one: 1, two: 0}
    body.edit(body.records()[0])
    pd.settle()
    body.same_box.click()
    pd.settle()
    carers = {c.person.id: len(c.carers) for c in standing(pd).family.children}
    assert carers == {one: 1, two: 1}


def test_a_caregiver_who_is_no_relative_stops_and_says_why(pd: PlanDesk) -> None:
    (child,) = add_children(pd, "Ana")
    open_at(pd, f"carers.{child}")
    write("Persona Extraña")
    pd.qtbot.wait(150)
    pd.settle()
    press(ENTER)
    pd.settle()
    body = pd.body
    assert isinstance(body, CarersBody)
    body.form.rows["relation"].editor.set_raw("other")
    onward(pd)
    stop = pd.page.interview.stop
    assert stop is not None
    assert [c.finding.rule.split(":")[0] for c in stop.findings.cards] == ["caregiver-stranger"]


def test_people_kept_apart_can_be_marked_and_the_mark_taken_away(pd: PlanDesk) -> None:
    (child,) = add_children(pd, "Ana")
    open_at(pd, "apart")
    body = pd.body
    assert isinstance(body, RowsBody)
    for name, words in (("person", "Ana"), ("other", "Fulano Inventado")):
        body.form.rows[name].editor.setFocus()
        write(words)
        pd.qtbot.wait(150)
        pd.settle()
        press(ENTER)
        pd.settle()
    body.finish_entry()
    pd.settle()
    ((one, _other),) = standing(pd).family.apart
    assert one == child
    body.list.setCurrentRow(0)
    QTest.keyClick(body.list, Qt.Key.Key_Delete)
    pd.settle()
    assert standing(pd).family.apart == ()


def test_the_review_leads_to_each_answer_and_says_what_is_missing(pd: PlanDesk) -> None:
    open_at(pd, "review")
    body = pd.body
    assert isinstance(body, ReviewBody)
    change = body.findChild(QPushButton, "change.helpers")
    assert change is not None
    change.click()
    pd.settle()
    assert pd.key == "helpers"


def test_the_interview_goes_on_where_it_stopped(pd: PlanDesk) -> None:
    open_at(pd, "helpers")
    pd.page.interview.close_interview()
    pd.settle()
    assert pd.page.rooms.currentIndex() == 0
    pd.page.plan_detail.interview_button.click()
    pd.settle()
    assert pd.key == "helpers"
    assert pd.plan().step == "helpers"


def test_a_name_with_markup_is_shown_as_typed(pd: PlanDesk) -> None:
    plan = pd.ask(lambda session: session.store.all(Plan))[0]
    name = '<b>Ana</b> <img src="file:///etc/passwd">'
    parent = RecordId(plan.parent1)
    step = interview.Step(key="person", section="", title="", kind="person", record=parent)
    pd.ask(lambda session: interview.answer(session, step, parent, {"given_names": name}))
    open_at(pd, "parent1-contact")
    assert name in pd.page.interview.title_label.text()
