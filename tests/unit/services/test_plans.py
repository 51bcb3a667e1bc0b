"""Where a plan stands, what the interview asks, and how answers are kept."""

from typing import Any

import pytest

from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.family import Family
from cima_desktop.model.findings import Severity
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Caregiver, Plan
from cima_desktop.model.work import Task
from cima_desktop.services import agenda, approvals, interview, plans
from cima_desktop.services.chronicle import chronicle
from cima_desktop.services.families import import_bytes
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import as_bytes

Document = dict[str, Any]
CODE = "codigo-de-prueba"


@pytest.fixture
def plan(session: Session, family_file: Document) -> RecordId:
    return import_bytes(session, as_bytes(family_file)).plan


def step_of(family: Family, key: str) -> interview.Step:
    return next(s for s in interview.steps(family) if s.key == key)


def test_a_new_plan_asks_for_everything_and_is_made_by_answers(session: Session) -> None:
    plan = plans.start(session, "Familia Inventada")
    before = plans.standing(session, plan)
    assert before.stage == "started"
    assert before.percent < 20
    family = plans.family(session, plan)
    interview.answer(session, step_of(family, "parent1-name"), family.parent1.id, {"given_names": "Rosa"})
    child = interview.add_child(session, plan, {"given_names": "Sol", "birth_date": "2018-01-01"})
    family = plans.family(session, plan)
    assert family.parent1.given_names == "Rosa"
    assert [c.person.id for c in family.children] == [child]
    assert family.children[0].person.household == family.household.id
    assert plans.standing(session, plan).percent > before.percent


def test_one_undo_takes_one_answer_back(session: Session, plan: RecordId) -> None:
    interview.add_child(session, plan, {"given_names": "Sol"})
    assert len(plans.family(session, plan).children) == 3
    session.store.undo()
    assert len(plans.family(session, plan).children) == 2


def test_a_child_taken_out_keeps_its_record(session: Session, plan: RecordId) -> None:
    child = plans.family(session, plan).children[0].person
    interview.remove_child(session, plan, child.id)
    assert len(plans.family(session, plan).children) == 1
    assert session.store.get(Person, child.id) == child


def test_one_caregiver_for_all_children_takes_the_next_free_place(session: Session) -> None:
    plan = plans.start(session, "Familia Inventada")
    children = [interview.add_child(session, plan, {"given_names": n}) for n in ("Sol", "Luna")]
    who = interview.add_carer(session, plan, children, {"given_names": "Tía"}, {"relation": "aunt_uncle"})
    interview.add_carer(session, plan, [children[0]], {"given_names": "Abuela"}, {"relation": "grandparent"})
    interview.add_carer(session, plan, children, who, {"relation": "grandparent"})
    family = plans.family(session, plan)
    by_name = {
        c.person.given_names: [(k.person.given_names, k.link.rank, k.link.relation) for k in c.carers]
        for c in family.children
    }
    assert by_name["Luna"] == [("Tía", "first", "grandparent")]
    assert by_name["Sol"] == [("Tía", "first", "grandparent"), ("Abuela", "backup1", "grandparent")]


def test_not_known_yet_is_listed_and_not_missing(session: Session) -> None:
    plan = plans.start(session, "Familia Inventada")
    family = plans.family(session, plan)
    step = step_of(family, "parent1-signing")
    interview.set_unknown(session, plan, step, "birth_date", True)
    stands = plans.standing(session, plan)
    assert [(u.step, u.field) for u in stands.unknowns] == [("parent1-signing", "birth_date")]
    assert all(g.field != "birth_date" for p in stands.parts for g in p.missing)
    assert stands.percent < 100
    interview.answer(session, step, family.parent1.id, {"birth_date": "1990-01-01"})
    assert plans.standing(session, plan).unknowns == ()
    interview.set_unknown(session, plan, step, "birth_date", False)
    assert plans.family(session, plan).plan.unknowns == frozenset()


def test_a_bad_answer_is_refused_and_nothing_is_kept(session: Session, plan: RecordId) -> None:
    family = plans.family(session, plan)
    with pytest.raises(InvalidInputError):
        interview.answer(
            session,
            step_of(family, "parent1-signing"),
            family.parent1.id,
            {"birth_date": "2990-01-01", "id_kind": "us_photo"},
        )
    assert plans.family(session, plan).parent1 == family.parent1


def test_every_step_names_declared_fields_and_every_section_is_asked(session: Session, plan: RecordId) -> None:
    family = plans.family(session, plan)
    asked = interview.steps(family)
    assert len({s.key for s in asked}) == len(asked)
    assert {s.section for s in asked} == set(interview.SECTIONS)
    from cima_desktop.model.kinds import KINDS

    for step in asked:
        assert set(step.fields) <= set(KINDS[step.kind].names)
        assert step.title.format(**step.facts)


def test_the_review_shows_every_answer_in_both_languages(session: Session, plan: RecordId) -> None:
    family = plans.family(session, plan)
    spanish = {r.value for s in interview.review(family, "es") for r in s.rows}
    english = {r.value for s in interview.review(family, "en") for r in s.rows}
    assert "2 may 1990" in spanish
    assert "May 2, 1990" in english
    for text in ("cacahuate", "Siempre juntos.", "(828) 555-0101"):
        assert any(text in value for value in spanish)
    carers = next(s for s in interview.review(family, "en") if s.step.startswith("carers."))
    assert [r.label for r in carers.rows] == ["Lucía Muestra", "Tomás Prueba"]


def test_two_values_of_one_answer_are_both_shown(session: Session, plan: RecordId) -> None:
    parent = plans.family(session, plan).parent1
    shown = session.store.snapshot(parent.id).seen
    session.store.save("x", [Edit("person", parent.id, {"phone": "8285550111"}, shown)])
    session.store.save("x", [Edit("person", parent.id, {"phone": "8285550112"}, shown)])
    rows = [r for s in interview.review(plans.family(session, plan), "en") for r in s.rows if r.clash]
    assert len(rows) == 1
    assert "(828) 555-0111" in rows[0].value
    assert "(828) 555-0112" in rows[0].value


def test_a_question_for_a_lawyer_is_kept_once_and_only_a_code_answers_it(session: Session, plan: RecordId) -> None:
    session.store.save("x", [Edit("plan", plan, {"open_case": True})])
    stop = next(f for f in plans.standing(session, plan).findings if f.severity is Severity.BLOCK)
    for _ in range(2):
        plans.ask_lawyer(session, plan, stop.rule, stop.sentence("en"))
    (task,) = session.store.children(Task, about=plan)
    attorney = approvals.enroll(session, "Abogada Inventada", "00000", "NC", CODE)
    with pytest.raises(approvals.WrongCodeError):
        approvals.answer_for_lawyer(session, task.id, attorney, "otro codigo", "Puede seguir.")
    with pytest.raises(InvalidInputError):
        approvals.answer_for_lawyer(session, task.id, attorney, CODE, "  ")
    assert any(f.rule == stop.rule for f in plans.standing(session, plan).findings)
    approvals.answer_for_lawyer(session, task.id, attorney, CODE, "Puede seguir.")
    assert all(f.rule != stop.rule for f in plans.standing(session, plan).findings)


def test_done_by_a_volunteer_answers_no_stop(session: Session, plan: RecordId) -> None:
    session.store.save("x", [Edit("plan", plan, {"open_case": True})])
    stop = next(f for f in plans.standing(session, plan).findings if f.severity is Severity.BLOCK)
    plans.ask_lawyer(session, plan, stop.rule, "¿Se puede?")
    (task,) = session.store.children(Task, about=plan)
    session.store.save("x", [Edit("task", task.id, {"done_on": "2026-11-20"})])
    assert any(f.rule == stop.rule for f in plans.standing(session, plan).findings)


def test_attorney_only_fields_need_the_code(session: Session, plan: RecordId) -> None:
    attorney = approvals.enroll(session, "Abogada Inventada", "00000", "NC", CODE)
    with pytest.raises(approvals.WrongCodeError):
        approvals.fill_attorney_part(session, plan, {"exclusions": "x"}, attorney, "no es el código")
    approvals.fill_attorney_part(session, plan, {"exclusions": "Sin bienes raíces."}, attorney, CODE)
    assert session.store.need(Plan, plan).exclusions == "Sin bienes raíces."


@pytest.mark.parametrize(("name", "bar", "code"), [("", "1", CODE), ("A", " ", CODE), ("A", "1", "corto")])
def test_an_attorney_without_name_number_or_code_is_refused(session: Session, name: str, bar: str, code: str) -> None:
    with pytest.raises(InvalidInputError):
        approvals.enroll(session, name, bar, "NC", code)
    assert approvals.reviewers(session) == []


def test_people_kept_apart_block_a_caregiver(session: Session, plan: RecordId) -> None:
    family = plans.family(session, plan)
    child, carer = family.children[0].person, family.children[0].carers[0].person
    for _ in range(2):
        interview.keep_apart(session, child.id, carer.id)
    assert [set(pair) for pair in plans.family(session, plan).apart] == [{child.id, carer.id}]
    stops = [f.rule for f in plans.standing(session, plan).findings if f.severity is Severity.BLOCK]
    assert f"caregiver-apart:{child.id}:{carer.id}" in stops


def test_the_agenda_says_what_needs_doing(session: Session, plan: RecordId) -> None:
    plans.start(session, "Apenas empezado")
    session.store.save("x", [Edit("task", new_id(), {"about": plan, "what": "Llamar", "due_on": "2026-11-01"})])
    today = agenda.agenda(session)
    assert (today.plans_in_progress, today.tasks_open, today.tasks_late) == (2, 1, 1)
    assert today.items[0].title == "Llamar"
    assert today.items[0].tone == "danger"
    assert {i.title for i in today.items if i.kind == "plan"} == {"Familia Ejemplo", "Apenas empezado"}
    assert [r.name for r in plans.overview(session)] == ["Apenas empezado", "Familia Ejemplo"]


def test_history_is_told_in_words_with_author(session: Session, plan: RecordId) -> None:
    parent = plans.family(session, plan).parent1
    session.store.save(interview.answers.ANSWER_ACT, [Edit("person", parent.id, {"language": "mam"})])
    newest = chronicle(session, parent.id, "es")[0]
    assert newest.who == "Prueba"
    assert newest.changes[0][1:] == ("Español", "Mam")
    assert chronicle(session, parent.id, "en")[0].changes == (("Preferred language", "Spanish", "Mam"),)


def test_a_deleted_plan_comes_back_with_its_parts(session: Session, plan: RecordId) -> None:
    session.store.delete("x", [plan])
    assert session.store.children(Caregiver, plan=plan) == []
    session.store.restore([plan])
    assert len(plans.family(session, plan).children[0].carers) == 2


def test_a_list_row_without_a_record_is_made(session: Session, plan: RecordId) -> None:
    family = plans.family(session, plan)
    step = step_of(family, "wish")
    interview.answer(session, step, NO_ID, {"topic": "contact", "words": "Llamar cada domingo."})
    assert [getattr(w, "words", "") for w in interview.rows_of(plans.family(session, plan), step)] == [
        "Siempre juntos.",
        "Llamar cada domingo.",
    ]
