"""The interview: what stops, what is not known yet, what is half-typed, and what only an attorney may open."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import language
from cima_desktop.gui.views.interview.interview_body import FormBody
from cima_desktop.gui.views.interview.interview_lawyer import AnswerDialog, AskDialog, CodeDialog
from cima_desktop.gui.views.interview.interview_review import ReviewBody
from cima_desktop.model.findings import Severity
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Plan
from cima_desktop.model.work import Task
from cima_desktop.services import approvals, interview, plans
from tests.gui.keyboard import CTRL, ENTER, press, write
from tests.gui.plan_desk import PlanDesk, add_children, new_session, onward, open_at, opened_session, standing

CODE = "solo-la-abogada"


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
    pd.crash()
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
