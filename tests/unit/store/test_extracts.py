"""Parts of records for a purpose, and the register of what left and came."""

from collections.abc import Callable

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Person
from cima_desktop.store import InBinError, Store
from tests.unit.store.carrying import bring, carry, content
from tests.unit.store.making import edit, person


def test_an_extract_says_its_fields_and_nothing_else(store: Store, other: Store) -> None:
    who = person(store, "Ana", "García", city="Marion", street="1 Secret Road", aliases=["Anita"])
    before = store.need(Person, who)
    raws = store.extract("Shared with a host family", {who: ["given_names", "city", "suffix"]}, "host")
    assert len(raws) == 1
    joined = b"".join(part or b"" for raw in raws for part in raw)
    assert all(word not in joined for word in (b"Secret", b"Garc", b"Anita"))
    assert store.need(Person, who) == before
    assert store.conflicted() == []
    assert store.history(who)[0].what == "edited"
    bring(other, raws)
    assert other.need(Person, who) == Person(id=who, given_names="Ana", city="Marion")
    assert store.extract("Shared with a host family", {who: ["given_names", "city"]}, "host") == raws
    assert store.extract("Shared with a host family", {who: ["suffix"]}, "host") == []


def test_what_either_side_writes_later_replaces_it(store: Store, other: Store) -> None:
    who = person(store, "Ana", "", city="Marion")
    bring(other, store.extract("Shared", {who: ["given_names", "city"]}, "host"))
    edit(store, who, city="Sylva")
    store.extract("Shared", {who: ["given_names", "city"]}, "lawyer")
    again = store.extract("Shared", {who: ["given_names", "city"]}, "host")
    bring(other, again)
    assert (other.need(Person, who).city, other.conflicted()) == ("Sylva", [])
    edit(other, who, city="Canton")
    carry(other, store)
    assert (store.need(Person, who).city, store.conflicted()) == ("Canton", [])
    carry(store, other)
    assert content(other)["changes"] == content(store)["changes"]
    assert (other.need(Person, who).city, other.conflicted()) == ("Canton", [])


def test_both_values_of_a_field_in_doubt_go_along(
    store: Store, other: Store, new_store: Callable[[str], Store]
) -> None:
    who = person(store, "Ana", "")
    carry(store, other)
    edit(store, who, city="Marion")
    edit(other, who, city="Sylva")
    carry(other, store, store.own_have())
    third = new_store("third")
    third.know_device(store.own_public_key(), "a")
    bring(third, store.extract("Shared", {who: ["city"]}, "lawyer"))
    assert {v.value for v in third.snapshot(who).conflicts["city"]} == {"Marion", "Sylva"}


def test_nothing_in_the_bin_is_told_of(store: Store) -> None:
    who = person(store)
    store.delete("Deleted", [who])
    with pytest.raises(InBinError):
        store.extract("Shared", {who: ["city"]}, "host")
    with pytest.raises(NotFoundError):
        store.extract("Shared", {new_id(): ["city"]}, "host")


def test_the_register_knows_what_went_to_whom(store: Store, other: Store) -> None:
    ana, berta, carla = (person(store, name, "") for name in ("Ana", "Berta", "Carla"))
    device = other._log.device.id
    facts = {"changes": 3}
    n = store.note_bundle(
        "out",
        b"a" * 16,
        sort="chosen",
        made_ms=5,
        purpose="lawyer",
        reason="Audiencia",
        peers=[device, device, bytes(16)],
        records={ana: ["given_names", "city"], berta: ()},
        facts=facts,
    )
    note = store.bundle(n)
    assert (note.way, note.sort, note.purpose, note.reason, note.peers) == (
        "out",
        "chosen",
        "lawyer",
        "Audiencia",
        (device,),
    )
    assert (note.facts, note.who, note.made.year) == (facts, "Lucía Ejemplo", 1970)
    assert store.bundle_records(n) == {ana: ("given_names", "city"), berta: ()}
    assert store.records_of_peer(device) == sorted([ana, berta])
    assert [each.n for each in store.bundles_about(berta)] == [n]
    assert store.bundles_about(carla) == []
    person(other, "Dora", "")
    m = carry(other, store, None)
    assert [each.n for each in store.bundles()] == [m, n]
    assert [each.n for each in store.bundles("out")] == [n]
    assert [each.n for each in store.bundles(before=m)] == [n]
    assert len(store.records_of_peer(device)) == 3
    assert store.bundle_known("out", b"a" * 16) is not None
    assert store.bundle_known("in", b"a" * 16) is None
    store.set_bundle(n, facts={"size": 1})
    assert store.bundle(n).facts == {"changes": 3, "size": 1}
    assert [each.n for each in store.bundles_about(store.records_of_peer(device)[0])] != []
    with pytest.raises(NotFoundError):
        store.set_bundle(99, state="x")


def test_plain_records_are_shown_as_the_whole_merge_shows_them(store: Store, other: Store) -> None:
    """What takes the fast road comes to the same as on the long one."""
    for i in range(20):
        person(
            store,
            f"Ñandú {i}",
            "O’Brien",
            phone=f"828555{i:04d}",
            interpreter=bool(i % 2),
            aliases=["Nan"] if i % 3 else [],
        )
    carry(store, other)
    names = "rec.id, created, changed, deleted, rec.title, subtitle, rec.sort_key, name, sound, word, digits, cols"
    shown = f"SELECT {names} FROM rec JOIN listing USING (n) ORDER BY rec.id"
    assert store._db.execute(shown).fetchall() == other._db.execute(shown).fetchall()
    assert store.all(Person) == other.all(Person)
    assert other.check() == []
