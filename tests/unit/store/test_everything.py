"""Everything a vault holds, a piece at a time: what counts and what does not, in the bin and out of it."""

from collections.abc import Callable

import pytest

from cima_desktop.model.declared import KINDS
from cima_desktop.store import Store, everything
from tests.unit.store.making import add, edit, person, tell


def test_every_change_is_handed_out_whatever_their_number(
    new_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everything, "_BATCH", 2)
    store = new_store("vault")
    people = [person(store, f"Ana {n}") for n in range(5)]
    edit(store, people[0], phone="+18285550101")
    store.delete("To the bin", [people[1]])
    handed = list(store.every_change())
    assert [raw.header for raw, _why in handed] == [raw.header for raw in store.gather(None)]
    assert {why for _raw, why in handed} == {""}
    assert store.count_everything() == (len(handed), 5)


def test_changes_that_do_not_count_are_handed_out_with_the_reason(new_store: Callable[[str], Store]) -> None:
    store = new_store("vault")
    person(store)
    row = store._db.execute("SELECT id, dev, header, sig, salt, payload FROM change").fetchone()
    with store._vault.transaction() as db:
        db.execute(
            "INSERT INTO aside (id, rec, dev, header, sig, salt, payload, bundle, why, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1, 'declined', 0)",
            (bytes(32), bytes(16), *row[1:]),
        )
    assert [why for _raw, why in store.every_change()] == ["", "declined"]
    assert store.count_everything() == (2, 1)


def test_every_record_stands_as_it_is_in_the_bin_too(
    new_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everything, "_BATCH", 2)
    store = new_store("vault")
    people = [person(store, f"Ana {n}", "Ejemplo") for n in range(3)]
    add(store, "household", name="Familia Ejemplo")
    gone = person(store, "Nadie")
    store.delete("To the bin", [people[1]])
    store.erase([gone], "asked")
    found = list(store.every_record(KINDS["person"]))
    assert [(s.record.id, s.title, s.in_bin) for s in found] == [
        (people[0], "Ana 0 Ejemplo", False),
        (people[1], "Ana 1 Ejemplo", True),
        (people[2], "Ana 2 Ejemplo", False),
    ]
    assert all(s.created <= s.changed for s in found)
    assert list(store.every_record(KINDS["plan"])) == []
    assert store.count_everything()[1] == 4


def test_disputes_and_devices_are_told(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    record = person(here)
    tell(here, there)
    edit(here, record, preferred_name="Mari")
    edit(there, record, preferred_name="Maruca")
    tell(there, here)
    assert here.disputed() == {record}
    mine, other = here.known_devices()
    assert (mine.label, other.label) == ("", "another laptop")
    assert len(mine.id) == 16
    assert len(other.public) == 32
