"""Two records that are one person: one leads, both stay, and whatever takes the leading one away frees the other."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.store import Edit, Store
from tests.unit.store.carrying import bring, carry, introduce
from tests.unit.store.making import edit, person, tell


def pair(store: Store) -> tuple[RecordId, RecordId]:
    """Save two people; return the one with the smaller id first."""
    first, second = sorted((person(store, "María", "López"), person(store, "Maria", "Lopes")))
    return first, second


def join(store: Store, lead: RecordId, other: RecordId) -> None:
    edit(store, other, same_as=lead)


def listed(store: Store) -> list[RecordId]:
    rows = store.page("person").rows
    assert store.count("person") == len(rows)
    assert store.check() == []
    return sorted(row.id for row in rows)


def test_the_list_shows_the_leading_record_and_the_search_finds_it_by_any(store: Store) -> None:
    lead, other = pair(store)
    join(store, lead, other)
    assert listed(store) == [lead]
    assert [hit.id for hit in store.search("lopes")] == [lead]
    assert [hit.id for hit in store.search("maria")] == [lead]
    assert store.one_person(lead) == store.one_person(other) == (lead, other)
    assert store.leading([lead, other]) == {other: lead}
    assert store.behind([lead]) == {lead: (lead, other)}
    store.undo()
    assert listed(store) == [lead, other]
    assert store.one_person(lead) == (lead,)


def test_a_hit_by_the_other_record_is_told_as_the_leading_one(store: Store) -> None:
    lead, other = pair(store)
    edit(store, other, aliases={"Chabela"})
    join(store, lead, other)
    (hit,) = store.search("chabela")
    assert (hit.id, hit.title) == (lead, store.title_of(lead))
    assert [row.id for row in store.lines("person", [lead, other])] == [lead]


def test_both_can_be_read_edited_and_pointed_to(store: Store) -> None:
    lead, other = pair(store)
    join(store, lead, other)
    edit(store, other, city="Sylva")
    assert store.snapshot(other).kind.values(store.snapshot(other).record)["city"] == "Sylva"
    assert listed(store) == [lead]


def test_what_takes_the_leading_record_away_brings_the_other_back(store: Store) -> None:
    lead, other = pair(store)
    join(store, lead, other)
    store.delete("Deleted", [lead])
    assert listed(store) == [other]
    store.restore([lead])
    assert listed(store) == [lead]
    store.delete("Deleted", [other])
    assert listed(store) == [lead]
    store.restore([other])
    assert listed(store) == [lead]
    store.erase([lead], "asked")
    assert listed(store) == [other]


def test_the_one_behind_can_be_erased(store: Store) -> None:
    lead, other = pair(store)
    join(store, lead, other)
    store.erase([other], "asked")
    assert listed(store) == [lead]
    assert store.one_person(lead) == (lead,)


def test_three_records_have_one_leader(store: Store) -> None:
    first, second, third = sorted(person(store, name) for name in ("Ana", "Anna", "Hanna"))
    join(store, second, third)
    join(store, first, second)
    assert listed(store) == [first]
    assert store.leading([first, second, third]) == {second: first, third: first}
    assert store.one_person(third) == (first, second, third)
    store.delete("Deleted", [second])
    assert listed(store) == [first, third]


@pytest.mark.parametrize("target", ["larger", "itself", "nothing", "a household"])
def test_a_reference_that_cannot_be_is_not_followed(store: Store, target: str) -> None:
    """A peer may write anything; a circle, a stranger or another kind hides nobody."""
    lead, other = pair(store)
    home = RecordId("0" * 31 + "1")
    store.save("Added", [Edit("household", home, {"name": "Casa"})])
    wanted = {"larger": other, "itself": lead, "nothing": RecordId("0" * 32), "a household": home}[target]
    join(store, wanted, lead)
    assert listed(store) == [lead, other]
    assert store.one_person(lead) == (lead,)


def test_many_at_once_are_listed_as_one_by_one(store: Store) -> None:
    lead, other, third = sorted(new_id() for _ in range(3))
    edits = [
        Edit("person", third, {"given_names": "C", "same_as": lead}),
        Edit("person", other, {"given_names": "B", "same_as": lead}),
        Edit("household", new_id(), {"name": "Casa"}),
    ]
    assert store.save_many("Many", edits) == 3
    assert listed(store) == sorted([other, third])
    assert store.save_many("Many", [Edit("person", lead, {"given_names": "A"}), Edit("note", new_id(), {})]) == 2
    assert listed(store) == [lead]
    store.rebuild()
    assert listed(store) == [lead]


def test_two_who_join_apart_write_the_same(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    lead, other = pair(here)
    tell(here, there)
    join(here, lead, other)
    join(there, lead, other)
    tell(here, there)
    tell(there, here)
    for store in (here, there):
        assert listed(store) == [lead]
        assert store.conflicted() == []


def test_a_join_that_arrives_before_its_leader_waits_for_it(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    lead, other = pair(here)
    join(here, lead, other)
    there.know_device(here.own_public_key(), "another laptop")
    there.import_changes(here.all_changes(other))
    assert listed(there) == [other]
    there.import_changes(here.all_changes(lead))
    assert listed(there) == [lead]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("jubrx"), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12))
def test_lists_are_true_after_any_history_of_joins(store: Store, steps: list[tuple[str, int, int]]) -> None:  # 19
    people = sorted(person(store, name) for name in ("Ana", "Beto", "Caro", "Dora", "Eva"))
    for what, i, j in steps:
        one, other = people[min(i, j)], people[max(i, j)]
        if what == "b":
            store.delete("Deleted", [one])
        elif what == "r":
            store.restore([one])
        elif what == "x":
            store.undo()
        elif store.facts_of(other) is not None:
            edit(store, other, same_as=one if what == "j" else "")
    assert store.check() == []
    leads = {row.id for row in store.page("person", limit=1000).rows}
    there = [each for each in people if store.facts_of(each) is not None]
    groups = [store.one_person(each) for each in there]
    assert {group[0] for group in groups} == leads & set(people)
    assert sorted(one for group in set(groups) for one in group) == there


@pytest.mark.parametrize("first", ["both", "lead", "other"])
def test_a_file_brings_a_join_and_it_is_taken_back_with_it(new_store: Callable[[str], Store], first: str) -> None:
    here, there = new_store("here"), new_store("there")
    lead, other = pair(here)
    join(here, lead, other)
    introduce(here, there)
    parts = {"both": [[lead, other]], "lead": [[lead], [other]], "other": [[other], [lead]]}[first]
    carried = [carry(here, there, records=part) for part in parts]
    assert listed(there) == [lead]
    there.undo_import(carried[-1])  # which leaves a record to which one from another file points
    assert listed(there) == ([] if first == "both" else [lead])


def test_declining_the_leading_record_leaves_the_other_in_the_list(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    lead, other = pair(here)
    join(here, lead, other)
    introduce(here, there)
    bring(there, here.gather(None, [lead, other]), declined=[lead])
    assert listed(there) == [other]
