"""What a known device can write under its own name, and what it cannot get past a person who looks."""

from collections.abc import Callable

import pytest

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.work import Note
from cima_desktop.store import Edit, Store
from cima_desktop.store.change import Body, Change, Code, Op, make
from cima_desktop.store.log import Save
from tests.unit.store.carrying import bring, carry, compared, introduce, wait
from tests.unit.store.making import add, edit, no_signature, person, sealed


def forged(store: Store, record: RecordId, kind: str, *ops: Op, before_ms: int = 0) -> Change:
    """Return a change of the store's own device, with a stamp of its choice."""
    oldest = min(change.hlc for change in store._log.changes(_number(store, record)))
    return make(
        Body(bytes.fromhex(record), store._log.device.id, oldest - before_ms, (), bytes(16), kind, ops), no_signature
    )


def _number(store: Store, record: RecordId) -> int:
    rec = store._log.find(record)
    assert rec is not None
    return rec.n


def emptying(store: Store, record: RecordId, kind: str) -> Change:
    """Return a change that takes the name away and says it is of another kind, older than all others."""
    [first] = [c for c in store._log.changes(_number(store, record)) if not c.parents]
    preds = tuple(first.ref(i) for i, op in enumerate(first.ops) if op.field == "given_names")
    return forged(store, record, kind, Op(Code.SET, "given_names", "", preds), before_ms=1)


@pytest.mark.parametrize("kind", ["task", "spaceship"])
def test_another_kind_is_said_so_and_never_taken_in(store: Store, other: Store, kind: str) -> None:
    who = person(store, "Rosa", "")
    carry(store, other)
    bad = emptying(store, who, kind)
    n, _staged = wait(other, [sealed(bad, store._log.device.key)])
    assert [row.sort for row in other.compare(n).rows] == ["mixed"]
    other.take_in(n, ())
    assert other.need(Person, who).given_names == "Rosa"
    other.redo_import(n)
    assert other.need(Person, who).given_names == "Rosa"
    assert other.check() == []


def test_whatever_brings_two_kinds_together_every_vault_shows_the_oldest(store: Store, other: Store) -> None:
    who = person(store, "Rosa", "")
    carry(store, other)
    key = store._log.device.key
    assert other.import_changes([sealed(emptying(store, who, "task"), key)]).new == 1
    assert (other.kind_of_id(who), other.check()) == ("task", [])
    ship = forged(store, who, "spaceship", Op(Code.SET, "engine", "warp"), before_ms=2)
    assert other.import_changes([sealed(ship, key)]).new == 1
    older = forged(store, who, "note", Op(Code.SET, "words", "Una nota"), before_ms=3)
    assert other.import_changes([sealed(older, key)]).new == 1
    assert (other.kind_of_id(who), other.check()) == ("note", [])


def test_a_new_record_of_two_kinds_is_not_taken_in(store: Store, other: Store) -> None:
    rec = new_id()
    key, device = store._log.device.key, store._log.device.id
    bodies = [
        Body(bytes.fromhex(rec), device, 2, (), bytes(16), "organization", (Op(Code.SET, "name", "A school"),)),
        Body(bytes.fromhex(rec), device, 1, (), bytes(16), "person", (Op(Code.SET, "given_names", "Rosa"),)),
    ]
    n, _staged = wait(other, [sealed(make(body, no_signature), key) for body in bodies])
    assert [row.sort for row in other.compare(n).rows] == ["mixed"]
    other.take_in(n, ())
    assert other.kind_of_id(rec) == ""


def test_whoever_settles_a_doubt_is_shown_to_have_changed_it(store: Store, other: Store) -> None:
    who = person(store, "Rosa", "")
    carry(store, other)
    edit(store, who, city="Marion")
    edit(other, who, city="Sylva")
    carry(store, other, other.own_have())
    carry(other, store, store.own_have())
    shown = other.need(Person, who).city
    store.save("Chosen", [Edit("person", who, {"city": shown}, settle=frozenset({"city"}))])
    n, _staged = wait(other, store.gather(other.own_have()))
    [row] = other.compare(n).rows
    assert row.sort == "changed"
    [field] = other.coming(n, who).fields
    assert {field.old, field.new} == {"Marion", "Sylva"}
    assert field.new == shown
    other.take_in(n, ())
    assert other.conflicted() == []


def test_a_doubt_may_be_settled_by_emptying_the_field(store: Store, other: Store) -> None:
    who = person(store, "Rosa", "")
    carry(store, other)
    edit(store, who, city="Marion")
    edit(other, who, city="Sylva")
    carry(store, other, other.own_have())
    carry(other, store, store.own_have())
    rec = store._log.find(who)
    assert rec is not None
    live = store.snapshot(who).seen["city"]
    with store._writing():
        store._log.write(rec, (Op(Code.REM, "city", None, tuple(sorted(live))),), (), Save("0" * 32, "Emptied"))
    n, _staged = wait(other, store.gather(other.own_have()))
    assert {field.old for field in other.coming(n, who).fields} == {"Marion", "Sylva"}


def test_saying_the_same_again_changes_nothing(store: Store, other: Store) -> None:
    who = person(store, "Rosa", "", city="Marion")
    carry(store, other)
    store.extract("Shared", {who: ["city"]}, "lawyer")
    assert [row.sort for row in compared(other, store.gather(other.own_have())).rows] == ["same"]


def test_a_deletion_elsewhere_is_not_in_doubt_because_part_was_told(store: Store, other: Store) -> None:
    who = person(store, "Rosa", "", city="Marion")
    carry(store, other)
    store.extract("Shared", {who: ["city"]}, "lawyer")
    other.delete("Deleted", [who])
    n, _staged = wait(store, other.gather(store.own_have()))
    assert [row.sort for row in store.compare(n).rows] == ["deleted"]
    store.take_in(n, ())
    assert [entry.id for entry in store.bin()] == [who]


def test_what_two_bundles_brought_stays_until_both_are_taken_back(
    store: Store, other: Store, new_store: Callable[[str], Store]
) -> None:
    third = new_store("third")
    introduce(store, other, third)
    rosa, luz = person(store, "Rosa", ""), person(store, "Luz", "")
    carry(store, third)
    first = carry(store, other)
    second = bring(other, [*third.gather(None), *other.gather(None)])
    assert set(other.bundle_records(second)) == {rosa, luz}
    other.undo_import(first)
    assert other.need(Person, rosa).given_names == "Rosa"
    refused, _staged = wait(other, third.gather(None))
    other.drop_arrival(refused)
    discarded, _staged = wait(other, third.gather(None, [luz]))
    other.discard_arrival(discarded)
    other.undo_import(second)
    assert other.all(Person) == []
    other.redo_import(second)
    assert len(other.all(Person)) == 2


def test_own_work_that_comes_back_is_nobodys_import(store: Store, other: Store) -> None:
    mine = person(other, "Mía", "")
    carry(other, store)
    n = bring(other, store.gather(None))
    other.undo_import(n)
    assert other.need(Person, mine).given_names == "Mía"


def test_erasing_reaches_what_hangs_on_her_and_does_not_count(store: Store, other: Store) -> None:
    rosa, luz = person(store, "Rosa", "Perdida"), person(store, "Luz", "")
    carry(store, other)
    declined = add(store, "note", about=rosa, words="Secreto declinado")
    link = add(store, "relationship", person=luz, other=rosa, relation="sibling")
    bring(other, store.gather(other.own_have()), declined=[declined, link])
    add(store, "note", about=link, words="Secreto de la relación")
    add(store, "note", about=rosa, words="Secreto que espera")
    kept = add(store, "note", about=luz, words="Nota de Luz")
    n, _staged = wait(other, store.gather(other.own_have()))
    beside, _staged = wait(other, store.gather(other.own_have(), [kept]))
    other.erase([rosa], "asked")
    other.take_in(beside, ())
    rows = [payload for (payload,) in other._db.execute("SELECT payload FROM aside WHERE payload IS NOT NULL")]
    rows += [raw.payload for _i, some in other._staged_raws(n) for raw in some if raw.payload is not None]
    assert b"Secreto" not in b"".join(rows)
    other.take_in(n, ())
    assert other.need(Note, kept).words == "Nota de Luz"
    assert [note.words for note in other.all(Note) if note.words] == ["Nota de Luz"]


def test_a_number_that_is_free_again_is_claimed_by_no_bundle_that_waits(
    store: Store, other: Store, new_store: Callable[[str], Store]
) -> None:
    third = new_store("third")
    introduce(store, other, third)
    person(store, "Rosa", "")
    carry(store, third)
    first = carry(store, other)
    luz = person(third, "Luz", "")
    waiting, _staged = wait(other, third.gather(None))  # brings Rosa again, and Luz
    other.undo_import(first)
    mine = person(other, "Mía", "")  # takes the number that Rosa's change had
    other.take_in(waiting, ())
    assert {p.id for p in other.all(Person)} == {mine, luz}
    other.undo_import(waiting)
    assert [p.id for p in other.all(Person)] == [mine]
