"""What waits for a decision is all there, counted as it is listed, and every answer is an ordinary change."""

from collections.abc import Callable

import pytest

from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.plans import Plan
from cima_desktop.store import Store
from cima_desktop.store.deciding import DELETION, GAP, LATER, TWINS, TWO, VALUE, Question
from tests.unit.store.making import add, edit, person, tell

Make = Callable[[str], Store]


def questions(store: Store) -> list[Question]:
    found = store.questions()
    assert store.open_questions() == store.open_questions(anew=True) == len(found)
    return found


def exchange(one: Store, other: Store) -> None:
    tell(one, other)
    tell(other, one)


@pytest.fixture
def both(new_store: Make) -> tuple[Store, Store]:
    return new_store("here"), new_store("there")


def test_a_quiet_vault_has_nothing_to_decide(store: Store) -> None:
    person(store)
    assert questions(store) == []


def test_two_values_are_one_question_until_they_are_settled(both: tuple[Store, Store]) -> None:
    here, there = both
    ana = person(here, "Ana", city="Marion")
    tell(here, there)
    edit(here, ana, city="Sylva")
    edit(there, ana, city="Canton")
    exchange(here, there)
    assert questions(here) == questions(there) == [Question(VALUE, ana, "city")]
    versions = here.snapshot(ana).conflicts["city"]
    assert {(v.value, v.vault) for v in versions} == {("Sylva", ""), ("Canton", "another laptop")}
    edit(here, ana, city="Marion")
    exchange(here, there)
    assert questions(here) == questions(there) == []
    here.undo()
    assert questions(here) == [Question(VALUE, ana, "city")]


def test_a_list_can_mark_what_is_undecided(both: tuple[Store, Store]) -> None:
    here, there = both
    ana, beto = person(here, "Ana"), person(here, "Beto")
    tell(here, there)
    edit(here, ana, city="Sylva")
    edit(there, ana, city="Canton")
    exchange(here, there)
    assert here.undecided_of([ana, beto]) == {ana}
    assert here.undecided_of([]) == set()


def test_two_who_decide_differently_are_asked_again(both: tuple[Store, Store]) -> None:  # 12
    here, there = both
    ana = person(here, "Ana", city="Marion")
    tell(here, there)
    edit(here, ana, city="Sylva")
    edit(there, ana, city="Canton")
    exchange(here, there)
    edit(here, ana, city="Bryson")
    edit(there, ana, city="Murphy")
    exchange(here, there)
    for store in both:
        assert questions(store) == [Question(VALUE, ana, "city")]
        assert {v.value for v in store.snapshot(ana).conflicts["city"]} == {"Bryson", "Murphy"}


@pytest.mark.parametrize("keep", [True, False])
def test_a_deletion_that_met_an_edit_is_kept_or_carried_out(both: tuple[Store, Store], keep: bool) -> None:
    here, there = both
    ana = person(here, "Ana")
    tell(here, there)
    here.delete("Deleted", [ana])
    edit(there, ana, city="Canton")
    exchange(here, there)
    assert questions(here) == [Question(DELETION, ana)]
    contest = here.contest(ana)
    assert contest is not None
    assert (contest.deleted.vault, contest.edited.vault) == ("", "another laptop")
    assert contest.deleted.who == contest.edited.who == "Lucía Ejemplo"
    if keep:
        here.keep_after_all(ana)
    else:
        here.delete("Deleted", [ana])
    exchange(here, there)
    for store in both:
        assert questions(store) == []
        assert store.contest(ana) is None
        assert store.snapshot(ana).deleted is not keep
    here.undo()  # of keeping it: into the bin, where it can still be had; of deleting it: undecided again
    assert questions(here) == ([] if keep else [Question(DELETION, ana)])
    assert here.snapshot(ana).deleted is keep


def test_keeping_a_plan_brings_its_parts_back(both: tuple[Store, Store]) -> None:
    here, there = both
    plan = add(here, "plan", name="Familia Ejemplo", household=new_id(), parent1=new_id())
    wish = add(here, "wish", plan=plan, words="Juntos")
    tell(here, there)
    here.delete("Deleted", [plan])
    edit(there, plan, meeting_place="La plaza")
    exchange(here, there)
    assert here.snapshot(wish).deleted
    here.keep_after_all(plan)
    assert not here.snapshot(wish).deleted


def test_a_part_under_a_deleted_whole_stays_reachable(both: tuple[Store, Store]) -> None:  # 13
    here, there = both
    home, parent = add(here, "household", name="Casa"), person(here, "Ana")
    plan = add(here, "plan", name="Familia Ejemplo", household=home, parent1=parent)
    tell(here, there)
    here.delete("Deleted", [plan])
    contact = add(there, "emergency_contact", plan=plan, name="Tomás Ejemplo")
    exchange(here, there)
    assert questions(here) == [Question(GAP, contact, "plan", plan)]
    assert [hit.id for hit in here.search("tomas")] == [contact]
    here.restore([plan])
    assert questions(here) == []
    assert here.need(Plan, plan).name == "Familia Ejemplo"


def test_a_plan_that_names_someone_in_the_bin_asks_about_it(store: Store) -> None:
    home, parent, child = add(store, "household", name="Casa"), person(store, "Ana"), person(store, "Niña")
    plan = add(store, "plan", name="Familia", household=home, parent1=parent, children={child}, agent=child)
    assert questions(store) == []
    store.delete("Deleted", [child])
    assert questions(store) == [Question(GAP, plan, "agent", child), Question(GAP, plan, "children", child)]
    add(store, "note", about=child, words="una nota suelta no pregunta")
    assert len(questions(store)) == 2


def test_what_never_came_is_found_when_it_is_looked_for(both: tuple[Store, Store]) -> None:
    here, there = both
    home, parent = add(here, "household", name="Casa"), person(here, "Ana")
    plan = add(here, "plan", name="Familia", household=home, parent1=parent)
    there.know_device(here.own_public_key(), "another laptop")
    assert there.open_questions() == 0
    for record in (plan, home):
        there.import_changes(here.all_changes(record))
    assert there.open_questions() == 0  # the cheap count knows nothing of it yet
    assert there.open_questions(anew=True) == 1
    assert questions(there) == [Question(GAP, plan, "parent1", parent)]
    there.import_changes(here.all_changes(parent))
    assert questions(there) == []


def test_what_was_erased_leaves_no_gap_and_no_doubt(store: Store) -> None:
    one, other = person(store, "Ana"), person(store, "Anna")
    store.answer_doubt(one, other, LATER)
    store.erase([other], "asked")
    assert questions(store) == []
    assert store.doubts(one) == {}


def test_doubles_wait_until_somebody_answers(store: Store) -> None:
    one, other = sorted((person(store, "Ana"), person(store, "Anna")))
    store.answer_doubt(other, one, LATER)
    assert questions(store) == [Question(TWINS, one, "", other)]
    assert store.doubts(one) == {other: LATER}
    assert store.doubts(other) == {one: LATER}
    store.delete("Deleted", [one])
    assert questions(store) == []
    store.restore([one])
    store.answer_doubt(one, other, TWO)
    assert questions(store) == []
    assert store.doubts(one) == {other: TWO}
    store.answer_doubt(one, other, LATER)
    edit(store, other, same_as=one)
    assert questions(store) == []
    store.undo()
    assert questions(store) == [Question(TWINS, one, "", other)]


def test_a_pair_that_is_one_by_way_of_a_third_is_not_asked_about(store: Store) -> None:
    first, second, third = sorted(person(store, name) for name in ("Ana", "Anna", "Hanna"))
    store.answer_doubt(second, third, LATER)
    edit(store, second, same_as=first)
    assert len(questions(store)) == 1
    edit(store, third, same_as=first)
    assert questions(store) == []


def test_a_doubt_is_worth_a_backup(store: Store) -> None:
    from cima_desktop.store.proof import content_mark

    one, other = person(store, "Ana"), person(store, "Anna")
    before = content_mark(store._db)
    store.answer_doubt(one, other, LATER)
    assert content_mark(store._db) != before


def test_a_question_names_no_other_record_by_itself() -> None:
    assert Question(VALUE, RecordId("0" * 32), "city").other == NO_ID
