"""What only an attorney may change stays closed to every other way, undo and history included."""

from datetime import date
from typing import Any

import pytest

from cima_desktop.documents.loading import load
from cima_desktop.model.findings import Severity
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.papers import Reviewer
from cima_desktop.model.plans import Plan
from cima_desktop.model.work import Task
from cima_desktop.services import approvals, guard, interview, plans
from cima_desktop.services.families import import_bytes
from cima_desktop.services.guard import AttorneyOnlyError
from cima_desktop.services.interview import Step
from cima_desktop.services.session import Session, open_practice
from cima_desktop.store import CannotUndoError, Edit
from tests.unit.services.conftest import as_bytes

CODE = "codigo-de-prueba"


@pytest.fixture
def plan(session: Session, family_file: dict[str, Any]) -> RecordId:
    return import_bytes(session, as_bytes(family_file)).plan


@pytest.fixture
def attorney(session: Session) -> RecordId:
    return approvals.enroll(session, "Abogada Inventada", "00000", "NC", CODE)


def approved(session: Session) -> str:
    pack = load()
    found = approvals.approval_of(session, pack.id, pack.spec("money_poa"))
    return found.id if found else ""


def step(kind: str = "plan", **facts: Any) -> Step:
    return Step(key="x", section="", title="", kind=kind, **facts)


CLOSED = [
    {"exclusions": "Menos el carro."},
    {"powers_withheld": "No mudarse."},
    {"specific_powers": frozenset({"gifts"})},
    {"self_benefit": True},
    {"effective_mode": "event"},
]


@pytest.mark.parametrize("values", CLOSED)
def test_an_answer_cannot_fill_an_attorneys_part(session: Session, plan: RecordId, values: dict[str, Any]) -> None:
    before = session.store.need(Plan, plan)
    assert guard.closed("plan", {**values, "code_word": "mariposa"}) == values
    with pytest.raises(AttorneyOnlyError):
        interview.answer(session, step(), plan, {**values, "code_word": "mariposa"})
    assert session.store.need(Plan, plan) == before


def test_nor_empty_it_nor_stumble_over_it(session: Session, plan: RecordId, attorney: RecordId) -> None:
    values: dict[str, Any] = {"exclusions": "Menos el carro.", "effective_mode": "event"}
    approvals.fill_attorney_part(session, plan, values, attorney, CODE)
    with pytest.raises(AttorneyOnlyError):
        interview.answer(session, step(), plan, {"exclusions": ""})
    interview.answer(session, step(), plan, {**values, "code_word": "mariposa"})
    assert session.store.need(Plan, plan).code_word == "mariposa"


def test_a_person_cannot_be_put_into_an_attorneys_part(session: Session, plan: RecordId) -> None:
    someone = plans.family(session, plan).people[0].id
    people = session.store.count("person")
    with pytest.raises(AttorneyOnlyError):
        interview.set_person(session, plan, "plan", "joint_agent", someone)
    with pytest.raises(AttorneyOnlyError):
        interview.new_person(session, plan, "plan", "determiner", {"given_names": "Luz"})
    assert session.store.count("person") == people


def test_choosing_between_two_attorney_wordings_is_the_attorneys(session: Session, plan: RecordId) -> None:
    shown = session.store.snapshot(plan).seen
    for words in ("Uno.", "Dos."):
        session.store.save("x", [Edit("plan", plan, {"exclusions": words}, shown)])
    snapshot = session.store.snapshot(plan)
    now = getattr(snapshot.record, "exclusions", "")
    with pytest.raises(AttorneyOnlyError):
        guard.save(session, "x", [Edit("plan", plan, {"exclusions": now}, snapshot.seen, frozenset({"exclusions"}))])


def test_approvals_attorneys_and_answers_are_closed(session: Session, plan: RecordId, attorney: RecordId) -> None:
    plans.ask_lawyer(session, plan, "court:open_case", "¿Se puede?")
    (task,) = session.store.children(Task, about=plan)
    closed = [
        Edit("approval", new_id(), {"sort": "money_poa", "reviewer": attorney}),
        Edit("reviewer", attorney, {"code_hash": "0" * 64}),
        Edit("task", task.id, {"reviewer": attorney, "done_on": "2026-11-20"}),
        Edit("task", task.id, {"outcome": "Sí."}),
    ]
    for edit in closed:
        with pytest.raises(AttorneyOnlyError):
            guard.save(session, "x", [edit])
    guard.save(session, "x", [Edit("task", task.id, {"done_on": "2026-11-20"})])
    approvals.answer_for_lawyer(session, task.id, attorney, CODE, "Sí.")
    for values in ({"rule": "court:custody_order"}, {"about": new_id()}, {"what": "Otra"}, {"done_on": ""}):
        with pytest.raises(AttorneyOnlyError):
            guard.save(session, "x", [Edit("task", task.id, values)])
    guard.save(session, "x", [Edit("task", task.id, {"due_on": "2026-12-01", "rule": "court:open_case"})])


def test_an_approval_that_was_withdrawn_stays_so(session: Session, attorney: RecordId) -> None:
    approvals.approve(session, "money_poa", attorney, CODE)
    approval = RecordId(approved(session))
    approvals.withdraw(session, approval, attorney, CODE)
    assert session.store.undo() is None
    first = session.store.history(approval)[-1].change_id
    with pytest.raises(AttorneyOnlyError):
        guard.go_back(session, approval, first)
    assert approved(session) == ""
    assert len(session.store.history(approval)) == 2
    assert [r.id for r in session.store.all(Reviewer)] == [attorney]


def test_undo_passes_over_what_an_attorney_wrote(session: Session, plan: RecordId, attorney: RecordId) -> None:
    interview.answer(session, step(), plan, {"code_word": "mariposa"})
    approvals.fill_attorney_part(session, plan, {"exclusions": "Menos el carro."}, attorney, CODE)
    session.store.undo()
    now = session.store.need(Plan, plan)
    assert (now.code_word, now.exclusions) == ("", "Menos el carro.")
    with pytest.raises(CannotUndoError):  # the import that made the plan
        session.store.undo()


def test_an_attorneys_answer_is_not_undone(session: Session, plan: RecordId, attorney: RecordId) -> None:
    session.store.save("x", [Edit("plan", plan, {"open_case": True})])
    plans.ask_lawyer(session, plan, "court:open_case", "¿Se puede?")
    (task,) = session.store.children(Task, about=plan)
    approvals.answer_for_lawyer(session, task.id, attorney, CODE, "Sí.")
    with pytest.raises(CannotUndoError):  # the question
        session.store.undo()
    assert all(f.severity is not Severity.BLOCK for f in plans.standing(session, plan).findings)


def test_going_back_is_open_where_nothing_closed_changes(session: Session, plan: RecordId, attorney: RecordId) -> None:
    first = session.store.history(plan)[0].change_id
    interview.answer(session, step(), plan, {"code_word": "mariposa"})
    guard.go_back(session, plan, first)
    assert session.store.need(Plan, plan).code_word == ""
    approvals.fill_attorney_part(session, plan, {"exclusions": "Menos el carro."}, attorney, CODE)
    with pytest.raises(AttorneyOnlyError):
        guard.go_back(session, plan, first)
    assert session.store.need(Plan, plan).exclusions == "Menos el carro."


def test_a_new_record_is_open(session: Session, plan: RecordId) -> None:
    interview.answer(session, step("wish", fixed={"plan": plan}), NO_ID, {"topic": "contact", "words": "Llamar."})
    assert len(plans.family(session, plan).wishes) == 2


@pytest.mark.parametrize(("day", "holds"), [("2026-11-21", True), ("2025-11-21", True), ("2025-11-20", False)])
def test_an_approval_holds_for_a_year(session: Session, attorney: RecordId, day: str, holds: bool) -> None:
    assert bool(_with_approval(session, attorney, day)) is holds


def test_an_approval_from_a_day_to_come_does_not_hold(session: Session, attorney: RecordId) -> None:
    session.today = lambda: date(2026, 11, 20)
    assert not _with_approval(session, attorney, "2026-11-21")


def _with_approval(session: Session, attorney: RecordId, day: str) -> str:
    pack = load()
    values = {"pack": pack.id, "sort": "money_poa", "wording_hash": pack.spec("money_poa").wording_hash}
    session.store.save("x", [Edit("approval", new_id(), {**values, "reviewer": attorney, "approved_on": day})])
    return approved(session)


def test_today_is_the_stores(session: Session) -> None:
    assert Session(session.vault).today() == session.store.today()


def test_a_question_with_very_long_names_can_be_asked(session: Session, plan: RecordId) -> None:
    rule = f"caregiver-stranger:{'a' * 32}:{'b' * 32}"
    for _ in range(2):
        plans.ask_lawyer(session, plan, rule, "¿" + "x" * 700 + "?")
    (task,) = session.store.children(Task, about=plan)
    assert task.rule == rule


def test_a_practice_vault_that_was_left_half_made_is_finished(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from cima_desktop.services import practice

    def killed(_session: Session) -> int:
        raise KeyboardInterrupt

    whole = practice.fill
    monkeypatch.setattr(practice, "fill", killed)
    with pytest.raises(KeyboardInterrupt):
        open_practice(tmp_path / "practice")
    monkeypatch.setattr(practice, "fill", whole)
    with open_practice(tmp_path / "practice") as session:
        families = session.store.count("plan")
        session.store.delete("x", [session.store.all(Plan)[0].id])
    assert families > 1
    with open_practice(tmp_path / "practice") as again:  # what a person removed stays removed
        assert again.store.count("plan") == families - 1
