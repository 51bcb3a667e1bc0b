"""The dry run: what would become of each record, and what is odd about what came."""

from collections.abc import Callable

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Person
from cima_desktop.store import Store
from cima_desktop.store.change import Code, Op
from cima_desktop.store.log import Save
from tests.unit.store.carrying import carry, compared, content, wait
from tests.unit.store.making import Hands, edit, person

_SAVE = Save("0" * 32, "Changed")


def sorts(target: Store, source: Store) -> dict[str, str]:
    rows = compared(target, source.gather(target.own_have())).rows
    return {row.title: row.sort for row in rows}


def test_the_dry_run_says_what_would_become_of_each_record(store: Store, other: Store) -> None:
    names = ("Ana", "Berta", "Carla", "Dora", "Elsa")
    ana, berta, carla, dora, _elsa = (person(store, name, "") for name in names)
    carry(store, other)
    edit(store, ana, city="Marion")
    edit(store, berta, city="Marion")
    edit(other, berta, city="Sylva")
    store.delete("Deleted", [carla])
    store.extract("Shared", {dora: ["given_names"]}, "lawyer")
    person(store, "Flor", "")
    before = content(other)
    assert sorts(other, store) == {
        "Ana": "changed",
        "Berta": "conflict",
        "Carla": "deleted",
        "Dora": "same",
        "Flor": "new",
    }
    assert content(other) == before
    carry(store, other)
    store.restore([carla])
    assert sorts(other, store) == {"Carla": "restored"}


def test_a_record_in_full(store: Store, other: Store) -> None:
    who = person(store, "Ana", "García", other_languages=["mam", "es"], phone="828-555-0119")
    carry(store, other)
    edit(store, who, city="Marion", other_languages=["es", "quc"])
    edit(store, who, phone="828-555-0120")
    edit(other, who, phone="828-555-0121")
    n, _staged = wait(other, store.gather(other.own_have()))
    other.learn_names(store.author_names())
    found = other.coming(n, who)
    assert found.row.sort == "conflict"
    assert isinstance(found.before, Person)
    assert isinstance(found.after, Person)
    assert (found.before.city, found.after.city) == ("", "Marion")
    told = {(f.name, f.sort): (f.old, f.new) for f in found.fields}
    assert told[("city", "set")] == ("", "Marion")
    assert told[("other_languages", "added")] == (None, "quc")
    assert told[("other_languages", "removed")] == ("mam", None)
    assert told[("phone", "conflict")] == ("+18285550121", "+18285550120")
    assert {f.who for f in found.fields} == {"Lucía Ejemplo"}
    assert {f.device for f in found.fields} == {store._log.device.id}
    with pytest.raises(NotFoundError):
        other.coming(n, new_id())


def test_a_field_that_is_emptied_is_shown_with_who_emptied_it(store: Store, other: Store) -> None:
    who = person(store)
    carry(store, other)
    edit(store, who, city="Marion")
    carry(store, other)
    store.undo()
    n, _staged = wait(other, store.gather(other.own_have()))
    [field] = other.coming(n, who).fields
    assert (field.name, field.old, field.new) == ("city", "Marion", "")


def test_a_new_record_in_full_and_one_in_the_bin_from_the_start(store: Store, other: Store) -> None:
    who, gone = person(store, "Ana", ""), person(store, "Berta", "")
    store.delete("Deleted", [gone])
    n, _staged = wait(other, store.gather(None))
    assert other.coming(n, who).before is None
    assert other.coming(n, gone).deleted
    assert {row.title: row.sort for row in other.compare(n).rows} == {"Ana": "new", "Berta": "same"}


def test_what_only_a_newer_program_knows_is_said_so_and_kept(store: Store, other: Store) -> None:
    who = person(store)
    carry(store, other)
    rec = store._log.find(who)
    assert rec is not None
    with store._writing():
        log = store._log
        log.write(rec, (Op(Code.SET, "shoe_size", 42),), (), _SAVE)
        ship = log.find_or_add(bytes.fromhex(new_id()), "spaceship")
        log.write(ship, (Op(Code.SET, "engine", "warp"),), (), _SAVE)
    n, _staged = wait(other, store.gather(other.own_have()))
    rows = {row.kind: row for row in other.compare(n).rows}
    assert rows["spaceship"].sort == "newer"
    assert rows["person"].odd == {"newer"}
    assert other.coming(n, who).unknown == ("shoe_size",)
    full = other.coming(n, rows["spaceship"].id)
    assert (full.after, full.fields) == (None, ())
    other.take_in(n, ())
    assert content(other)["changes"] == content(store)["changes"]
    assert other.check() == []
    other.undo_import(n)
    assert other.kind_of_id(rows["spaceship"].id) == ""
    other.redo_import(n)
    assert content(other)["changes"] == content(store)["changes"]


def test_clocks_that_stood_wrong_parts_and_gaps_are_odd(
    store: Store, other: Store, hands: Hands, new_store: Callable[[str], Store]
) -> None:
    ahead = new_store("ahead")
    other.know_device(ahead.own_public_key(), "a clock ahead")
    early = person(store, "Ana", "")
    carry(store, other)
    hands.seconds += 10 * 365 * 86400
    late = person(ahead, "Berta", "")
    edit(ahead, late, city="Marion")
    hands.seconds -= 10 * 365 * 86400
    rows = compared(other, ahead.gather(None)).rows
    assert {(row.title, tuple(sorted(row.odd))) for row in rows} == {("Berta", ("clock",))}
    hands.seconds -= 20 * 365 * 86400
    past = new_store("past")
    other.know_device(past.own_public_key(), "a clock behind")
    person(past, "Carla", "")
    assert compared(other, past.gather(None)).rows[0].odd == {"clock"}
    hands.seconds += 20 * 365 * 86400
    edit(store, early, city="Marion")
    edit(store, early, city="Sylva")
    newest = store.all_changes(early)[-1]
    assert compared(other, [newest]).rows[0].odd == {"history"}
    part = store.extract("Shared", {early: ["given_names"]}, "host")
    assert "part" in compared(other, part).rows[0].odd


def test_a_mass_change_and_many_deletions_are_odd(store: Store, other: Store) -> None:
    people = [person(store, f"Ana {i}", "") for i in range(30)]
    carry(store, other)
    for each in people[:24]:
        edit(store, each, city="Marion")
    assert compared(other, store.gather(other.own_have())).odd == frozenset()
    edit(store, people[24], city="Marion")
    assert compared(other, store.gather(other.own_have())).odd == {"mass"}
    carry(store, other)
    store.delete("Deleted", people[:4])
    assert compared(other, store.gather(other.own_have())).odd == frozenset()
    store.delete("Deleted", people[4:5])
    found = compared(other, store.gather(other.own_have()))
    assert found.odd == {"mass"}
    assert found.counts == {"deleted": 5}


def test_a_record_whose_changes_are_in_several_sections_is_one_row(store: Store, other: Store) -> None:
    who = person(store)
    person(store, "Ana")
    for city in ("Marion", "Sylva", "Canton"):
        edit(store, who, city=city)
    heard: list[tuple[int, int]] = []
    n, _staged = wait(other, store.gather(None), size=1)
    found = other.compare(n, lambda done, total: heard.append((done, total)))
    assert [row.changes for row in found.rows if row.id == who] == [4]
    assert len(found.rows) == 2
    assert heard[-1][1] == 2
    other.take_in(n, ())
    assert content(other) == content(store)
