"""A kind is declared once; a field added to it is there everywhere by that one line."""

from collections.abc import Iterator

import attrs
import pytest

from cima_desktop.model import fields as f
from cima_desktop.model import ids, kinds
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.declared import KINDS, papers, people, plans, work
from cima_desktop.model.display import text_of
from cima_desktop.model.kinds import Record, children_of, kind, kind_of
from cima_desktop.model.touched import Touched
from tests.unit.model.builders import TODAY


def test_the_kinds_are_these() -> None:
    assert set(KINDS) == {
        *("household", "person", "relationship", "organization", "plan", "child_sheet", "adult_sheet", "caregiver"),
        *("emergency_contact", "medicine", "first_day_task", "plan_document", "asset", "wish"),
        *("document", "signing", "copy", "reviewer", "approval", "note", "task", "hold"),
        *("attachment", "saved_copy", "consent", "referral"),
        *("case", "case_turn", "visit", "contact", "private_note", "hand_off", "hand_off_item", "worklist_item"),
        *("appointment", "housing", "wage_claim", "wage_period", "money_need", "accompaniment"),
        *("call", "caller", "number_mark", "report", "incident", "incident_step", "verification", "alert", "release"),
        *("volunteer", "volunteer_contact", "training", "shift", "swap_request", "assignment"),
        *("detention", "told", "locator_check", "locator_card", "attorney", "attorney_feedback"),
        *("pattern", "pattern_case"),
    }


@pytest.fixture
def _scratch() -> Iterator[None]:
    before = dict(kinds.KINDS)
    yield
    kinds.KINDS.clear()
    kinds.KINDS.update(before)


@pytest.mark.usefixtures("_scratch")
def test_a_field_is_added_by_one_line() -> None:
    @kind("bicycle", label="Vehicle", plural="Vehicles", icon="bike")
    @attrs.frozen(kw_only=True)
    class Bicycle(Record):
        owner: str = f.ref("Person", "person")
        bell: bool | None = f.flag("Yes")

    declared = kind_of(Bicycle)
    assert declared is KINDS["bicycle"]
    assert declared.names == ("owner", "bell")
    bell = declared.field("bell")
    assert (bell.name, bell.label, bell.type) == ("bell", "Yes", f.FieldType.FLAG)
    record = declared.build(ids.new_id(), {"bell": cleaned(bell, True), "horn": True})
    assert declared.values(record) == {"owner": "", "bell": True}
    assert text_of(bell, declared.values(record)["bell"], "es") == "Sí"
    assert (record.title(), record.sort_name()) == ("", "")
    assert kind_of(record) is declared


def test_what_was_never_declared_has_no_kind() -> None:
    @attrs.frozen(kw_only=True)
    class Unknown(Record):
        pass

    with pytest.raises(KeyError):
        kind_of(Unknown)
    with pytest.raises(KeyError):
        KINDS["person"].field("shoe_size")


def test_a_plan_has_its_repeating_parts() -> None:
    assert {k.name for k in children_of("plan")} == {
        *("child_sheet", "adult_sheet", "caregiver", "emergency_contact", "medicine"),
        *("first_day_task", "plan_document", "asset", "wish"),
    }
    assert {k.name for k in children_of("document")} == {"signing", "copy"}
    assert {r.name for r in KINDS["caregiver"].refs()} == {"plan", "child", "person"}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_record_without_answers_has_a_title_and_an_order(name: str) -> None:
    record = KINDS[name].build(ids.NO_ID, {})
    assert record.title() == record.sort_name() == ""
    assert KINDS[name].values(record) == {field.name: field.empty for field in KINDS[name].fields}


@pytest.mark.parametrize(
    ("record", "title"),
    [
        (people.Household(name="Familia López"), "Familia López"),
        (people.Organization(name="Escuela"), "Escuela"),
        (plans.Plan(name="Plan López"), "Plan López"),
        (papers.Document(name="Poder"), "Poder"),
        (papers.Reviewer(name="Lic. Torres"), "Lic. Torres"),
        (work.Note(words="Uno\ndos"), "Uno"),
    ],
)
def test_records_are_named(record: Record, title: str) -> None:
    assert record.title() == record.sort_name() == title


ROSA = people.Person(given_names="Rosa", paternal_surname="López", maternal_surname="Hernández", suffix="II")


def test_a_person_is_called_as_they_wish_and_printed_as_on_the_id() -> None:
    assert ROSA.title() == ROSA.full_name() == ROSA.legal_name() == "Rosa López Hernández II"
    assert ROSA.sort_name() == "López Hernández Rosa"
    chayo = attrs.evolve(ROSA, preferred_name="Chayo", name_as_on_id="ROSA LÓPEZ")
    assert (chayo.title(), chayo.legal_name()) == ("Chayo", "ROSA LÓPEZ")
    only_id = people.Person(name_as_on_id="ROSA LÓPEZ")
    assert (only_id.title(), only_id.sort_name()) == ("ROSA LÓPEZ", "ROSA LÓPEZ")
    assert people.Person(preferred_name="Chayo").legal_name() == "Chayo"


def test_an_attorney_is_named_with_the_bar() -> None:
    assert papers.Reviewer(bar_state="NC", bar_number="12345").bar() == "NC 12345"
    assert papers.Reviewer(bar_number="12345").bar() == "12345"


def test_an_approval_has_a_day() -> None:
    assert papers.Approval(approved_on="2026-11-21").day() == TODAY
    assert papers.Approval().day() is None


def test_ids_are_random_or_the_same_for_the_same_words() -> None:
    assert ids.is_id(ids.new_id())
    assert ids.new_id() != ids.new_id()
    assert ids.derived_id("a", "b") == ids.derived_id("a", "b") != ids.derived_id("ab")
    assert ids.is_id(ids.derived_id("\ud800"))
    assert not ids.is_id("")


def test_a_save_that_changed_nothing_is_empty() -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert not Touched("", frozenset(), frozenset(), now)
    assert Touched("a", frozenset({"person"}), frozenset({ids.new_id()}), now)


def test_tasks_are_listed_by_the_day_they_are_due_and_done_ones_last() -> None:
    tasks = [
        work.Task(what="Tres"),
        work.Task(what="Dos", due_on="2026-12-24"),
        work.Task(what="Uno", due_on="2026-11-30"),
        work.Task(what="Cero", due_on="2026-11-01", done_on="2026-11-02"),
    ]
    assert [t.title() for t in sorted(tasks, key=lambda t: t.sort_name())] == ["Uno", "Dos", "Tres", "Cero"]
