"""Two vaults side by side: what is only here, only there, newer, or changed apart."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.store import Store, proof
from cima_desktop.store.outline import Line, Outline, by_kind, compare, outline
from tests.unit.store.making import edit, person, tell

NewStore = Callable[[str], Store]

ids = st.sets(st.integers(1, 6), min_size=1)


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    records = draw(st.dictionaries(st.integers(1, 8), ids, max_size=8))
    return {
        bytes([rec]) * 16: Line("person", f"P{rec}", False, b"".join(bytes([i]) * 32 for i in sorted(changes)))
        for rec, changes in records.items()
    }


@given(outlines(), outlines())
def test_every_record_is_told_once_and_the_two_sides_mirror(here: Outline, there: Outline) -> None:
    found, turned = compare(here, there), compare(there, here)
    assert sum(len(part) for part in found.parts()) + found.same == len(here.keys() | there.keys())
    assert (found.only_here, found.only_there) == (turned.only_there, turned.only_here)
    assert (found.newer_here, found.newer_there) == (turned.newer_there, turned.newer_here)
    assert len(found.apart) == len(turned.apart)
    assert bool(found) == (here != there)


def test_of_real_vaults(new_store: NewStore) -> None:
    here, there = new_store("here"), new_store("there")
    first, second = person(here, "Ana"), person(here, "Leo")
    tell(here, there)
    assert not compare(outline(here._db), outline(there._db))
    edit(here, first, city="Canton")
    edit(there, second, city="Sylva")
    person(here, "Eva")
    here.delete("Deleted", [first])
    found = compare(outline(here._db), outline(there._db))
    assert [len(part) for part in found.parts()] == [1, 0, 1, 1, 0]
    assert found.newer_here[0].in_bin
    tell(there, here)
    edit(there, first, city="Marshall")
    found = compare(outline(here._db), outline(there._db))
    assert [line.title for line in found.apart] == ["Ana García"]
    assert by_kind([*found.apart, *found.only_here]) == {"person": 2}


def test_records_are_counted_and_the_first_day_is_known(store: Store) -> None:
    assert proof.counts(store._db) == ()
    assert proof.first_day(store._db) is None
    gone = person(store)
    person(store)
    store.delete("Deleted", [gone])
    assert proof.counts(store._db) == (("person", 2),)
    assert proof.first_day(store._db) is not None


def test_what_is_wrong_with_a_copy_is_found(store: Store) -> None:
    person(store)
    db = store._db
    assert proof.copy_faults(db) == []
    db.execute("UPDATE tally SET n = 7")
    db.execute("UPDATE find_data SET block = x'00' WHERE id > 1")
    db.execute("INSERT INTO rec (id, kind) VALUES (?, 'person')", (bytes(16),))
    assert proof.copy_faults(db) == [
        "the index find differs from the records",
        "the number of records in a list is wrong",
        "a record has no change in the log",
    ]
