"""A family file adds; it never takes caution away, never writes an attorney's part, and replaces only when told."""

from copy import deepcopy
from typing import Any

import pytest

from cima_desktop.model.findings import Severity
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Household, Person, Relationship
from cima_desktop.model.plans import Caregiver, EmergencyContact, Plan
from cima_desktop.services import approvals, interview
from cima_desktop.services.families import AnotherFamilyError, Imported, import_bytes
from cima_desktop.services.plans import family, standing
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import as_bytes, family_of_three

Document = dict[str, Any]
CODE = "codigo-de-prueba"


@pytest.fixture
def plan(session: Session, family_file: Document) -> RecordId:
    return import_bytes(session, as_bytes(family_file)).plan


def put(session: Session, kind: str, record: str, **values: object) -> None:
    session.store.save("x", [Edit(kind, RecordId(record), values)])


def bring(session: Session, document: Document, *, replace: bool = False) -> Imported:
    return import_bytes(session, as_bytes(document), replace=replace)


def changed(document: Document, **plan: object) -> Document:
    made = deepcopy(document)
    made["plan"].update(plan)
    return made


def test_what_is_empty_is_filled_and_what_is_new_comes_in(
    session: Session, plan: RecordId, family_file: Document
) -> None:
    family_file["plan"]["code_word"] = "mariposa"
    third = {"key": "c3", "given_names": "Sol", "birth_date": "2020-01-01", "caregivers": [{"person": "k1"}]}
    family_file["children"].append(third)
    family_file["contacts"].append({"name": "Tomás Prueba", "phone": "8285550103"})
    done = bring(session, family_file)
    now = family(session, plan)
    assert done.kept == ()
    assert now.plan.code_word == "mariposa"
    assert [c.person.given_names for c in now.children] == ["Ana", "Luis", "Sol"]
    assert len(now.contacts) == 2
    assert session.store.undo()
    assert len(family(session, plan).children) == 2


def test_what_somebody_wrote_is_kept_and_told(session: Session, plan: RecordId, family_file: Document) -> None:
    before = family(session, plan)
    family_file["household"]["city"] = "Marshall"
    family_file["parents"][0]["phone"] = "828-555-0109"
    family_file["children"][0]["sheet"]["allergies"] = ""
    family_file["plan"]["care_powers"] = ["daily_care", "travel"]
    done = bring(session, family_file)
    assert done.kept == (
        "household.city",
        "parents[0].phone",
        "children[0].sheet.allergies",
        "plan.care_powers",
    )
    assert not done.touched
    assert family(session, plan) == before
    assert bring(session, family_file).already


def test_told_to_it_replaces_what_is_ordinary(session: Session, plan: RecordId, family_file: Document) -> None:
    family_file["household"]["city"] = "Marshall"
    family_file["plan"]["care_powers"] = ["daily_care"]
    family_file["children"].pop()
    family_file["medicines"] = []
    assert bring(session, family_file, replace=True).kept == ()
    now = family(session, plan)
    assert (now.household.city, now.plan.care_powers) == ("Marshall", frozenset({"daily_care"}))
    assert [c.person.given_names for c in now.children] == ["Ana"]
    put(session, "household", now.household.id, city="Asheville")
    assert bring(session, family_file, replace=True).touched  # though the same file came in before
    assert family(session, plan).household.city == "Marshall"


STOPS = ["open_case", "custody_order", "protective_order", "other_parent_disagrees"]


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("told", [False, None])
@pytest.mark.parametrize("field", STOPS)
def test_a_file_never_lifts_a_stop(
    session: Session, plan: RecordId, family_file: Document, field: str, told: object, replace: bool
) -> None:
    put(session, "plan", plan, **{field: True})
    done = bring(session, changed(family_file, **{field: told, "code_word": "mariposa"}), replace=replace)
    assert f"plan.{field}" in done.kept
    assert any(f.severity is Severity.BLOCK for f in standing(session, plan).findings)
    assert session.store.need(Plan, plan).code_word == "mariposa"


@pytest.mark.parametrize("status", ["refuses", "protective_order"])
def test_nor_the_stop_of_the_other_parent(session: Session, plan: RecordId, family_file: Document, status: str) -> None:
    put(session, "plan", plan, parent2_status=status)
    family_file["plan"]["code_word"] = "mariposa"
    done = bring(session, family_file, replace=True)
    assert done.kept == ("plan.parent2_status",)
    assert session.store.need(Plan, plan).parent2_status == status


def test_told_to_it_may_make_a_plan_more_cautious(session: Session, plan: RecordId, family_file: Document) -> None:
    document = changed(family_file, open_case=True)
    assert bring(session, document).kept == ("plan.open_case",)
    assert bring(session, document, replace=True).kept == ()
    assert session.store.need(Plan, plan).open_case is True


@pytest.mark.parametrize("before", [None, False])
def test_a_file_does_not_say_that_a_message_is_safe(
    session: Session, plan: RecordId, family_file: Document, before: object
) -> None:
    parent = family(session, plan).parent1.id
    put(session, "person", parent, voicemail_ok=before)
    family_file["parents"][0]["voicemail_ok"] = True
    assert bring(session, family_file, replace=True).kept == ("parents[0].voicemail_ok",)
    assert session.store.need(Person, parent).voicemail_ok is before
    put(session, "person", parent, voicemail_ok=True)
    family_file["parents"][0]["voicemail_ok"] = False
    bring(session, family_file, replace=True)
    assert session.store.need(Person, parent).voicemail_ok is False


def test_allergies_and_doses_are_for_a_person_to_change(
    session: Session, plan: RecordId, family_file: Document
) -> None:
    family_file["children"][1]["sheet"]["allergies"] = "ninguna"
    family_file["medicines"][0]["dose"] = "20"
    done = bring(session, family_file, replace=True)
    assert done.kept == ("children[1].sheet.allergies", "medicines[0].dose")
    assert family(session, plan).children[1].sheet.allergies == "cacahuate"


def test_who_is_kept_apart_stays_apart(session: Session, family_file: Document) -> None:
    family_file["apart"] = [["c1", "k2"]]
    plan = bring(session, family_file).plan
    family_file["apart"] = [["k2", "c1"]]
    assert not bring(session, family_file).touched
    del family_file["apart"]
    bring(session, family_file, replace=True)
    assert len(family(session, plan).apart) == 1
    mark = session.store.all(Relationship)[0]
    put(session, "relationship", mark.id, relation="grandparent")
    family_file["apart"] = [["c1", "k2"]]
    assert bring(session, family_file).kept == ("apart[0]",)


ATTORNEYS: list[tuple[str, object, object]] = [
    ("exclusions", "Menos el carro.", "Todo."),
    ("powers_withheld", "No mudarse.", ""),
    ("specific_powers", frozenset({"gifts"}), []),
    ("self_benefit", None, True),
    ("joint_agent", "", "k2"),
    ("determiner", "", "k2"),
    ("effective_mode", "event", "immediate"),
    ("effective_mode", "immediate", "event"),
    ("effective_mode", "", "event"),
]


@pytest.mark.parametrize(("field", "before", "told"), ATTORNEYS)
def test_an_attorneys_part_of_a_known_plan_is_never_touched(
    session: Session, plan: RecordId, family_file: Document, field: str, before: object, told: object
) -> None:
    put(session, "plan", plan, **{field: before})
    for replace in (False, True):
        done = bring(session, changed(family_file, **{field: told, "code_word": "mariposa"}), replace=replace)
        assert f"plan.{field}" in done.kept
        assert getattr(session.store.need(Plan, plan), field) == before


@pytest.mark.parametrize(
    "parts",
    [
        {"exclusions": "Todo."},
        {"powers_withheld": "Nada."},
        {"specific_powers": ["gifts"]},
        {"self_benefit": True},
        {"joint_agent": "k2", "successor1": ""},
        {"effective_mode": "event", "event_text": "Si me detienen.", "determiner": "k2"},
    ],
)
def test_in_a_new_plan_they_stop_the_papers_until_an_attorney_answers(
    session: Session, family_file: Document, parts: dict[str, object]
) -> None:
    plan = bring(session, changed(family_file, **parts)).plan
    stops = [f for f in standing(session, plan).findings if f.severity is Severity.BLOCK]
    assert stops
    assert all(f.lawyer for f in stops)


def test_what_two_people_see_differently_is_not_for_a_file_to_decide(
    session: Session, plan: RecordId, family_file: Document
) -> None:
    parent = family(session, plan).parent1.id
    shown = session.store.snapshot(parent).seen
    for phone in ("8285550111", "8285550112"):
        session.store.save("x", [Edit("person", parent, {"phone": phone}, shown)])
    family_file["parents"][0]["preferred_name"] = "Mari"
    assert bring(session, family_file, replace=True).kept == ("parents[0].phone",)
    assert len(session.store.snapshot(parent).conflicts["phone"]) == 2


def test_what_a_person_deleted_stays_deleted(session: Session, plan: RecordId, family_file: Document) -> None:
    carer = family(session, plan).children[0].carers[1]
    session.store.delete("x", [carer.link.id])
    interview.remove_child(session, plan, family(session, plan).children[1].person.id)
    put(session, "plan", plan, successor1="")
    session.store.delete("x", [carer.person.id])
    done = bring(session, changed(family_file, code_word="mariposa"))
    assert set(done.kept) == {"people[1]", "children[0].caregivers[1]", "plan.successor1", "children"}
    now = family(session, plan)
    assert [c.person.given_names for c in now.children] == ["Ana"]
    assert len(now.children[0].carers) == 1
    assert session.store.get(Caregiver, carer.link.id) is None


def another() -> Document:
    document = family_of_three()
    document["household"]["name"] = "Familia Distinta"
    document["parents"][0].update(given_names="Rosa", paternal_surname="Distinta", maternal_surname="")
    return document


@pytest.mark.parametrize("gone", [False, True])
def test_another_family_under_the_same_name_is_refused(session: Session, plan: RecordId, gone: bool) -> None:
    if gone:
        session.store.delete("x", [plan])
    changes = len(session.store.all_changes())
    with pytest.raises(AnotherFamilyError) as caught:
        bring(session, another())
    assert caught.value.sentence("es") != caught.value.sentence("en")
    assert len(session.store.all_changes()) == changes
    assert bring(session, another(), replace=True).touched
    assert family(session, plan).household.name == "Familia Distinta"


def test_one_name_may_change(session: Session, plan: RecordId) -> None:
    one, other = family_of_three(), family_of_three()
    one["household"]["name"] = "Familia Distinta"
    other["parents"][0]["given_names"] = "Rosa"
    assert "household.name" in bring(session, one).kept
    assert "parents[0].given_names" in bring(session, other).kept
    assert session.store.need(Household, family(session, plan).household.id).name == "Familia Ejemplo"


def test_a_key_and_a_place_are_never_the_same(session: Session, family_file: Document) -> None:
    family_file["contacts"] = [{"key": "1", "name": "Con clave"}, {"name": "Sin clave"}]
    plan = bring(session, family_file).plan
    assert {c.name for c in session.store.children(EmergencyContact, plan=plan)} == {"Con clave", "Sin clave"}


def test_keys_do_not_run_into_each_other(session: Session, family_file: Document) -> None:
    for key in ("a", "b/c", "a/b", "c", "main"):
        family_file["people"].append({"key": key, "given_names": f"Persona {key}"})
    family_file["apart"] = [["a", "b/c"], ["a/b", "c"]]
    family_file["plan"]["accounting_recipient"] = "main"
    plan = bring(session, family_file).plan
    assert len(session.store.all(Relationship)) == 2
    recipient = family(session, plan).accounting_recipient
    assert recipient is not None
    assert recipient.given_names == "Persona main"


def test_the_attorneys_words_survive_an_import(session: Session, plan: RecordId, family_file: Document) -> None:
    attorney = approvals.enroll(session, "Abogada Inventada", "00000", "NC", CODE)
    approvals.fill_attorney_part(session, plan, {"powers_withheld": "No mudarse."}, attorney, CODE)
    bring(session, changed(family_file, powers_withheld=""), replace=True)
    assert session.store.need(Plan, plan).powers_withheld == "No mudarse."
