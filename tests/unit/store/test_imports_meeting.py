"""Imports that meet something else: another import, an erasure, a revocation, undo, an attachment that is there."""

import hashlib
import secrets
from collections.abc import Callable

import pytest

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.work import Note
from cima_desktop.store import BadArrivalError, CannotUndoError, Edit, Store
from cima_desktop.store.change import Body, Code, Op, Raw, make
from tests.unit.store.carrying import bring, carry, content, introduce, wait
from tests.unit.store.making import NOON, Hands, add, edit, no_signature, person, sealed

DATA = b"0123456789" * 10
DIGEST = hashlib.sha256(DATA).digest()


def with_contents(store: Store, table: str) -> int:
    return int(store._db.execute(f"SELECT count(*) FROM {table} WHERE payload IS NOT NULL").fetchone()[0])


def attached(store: Store) -> None:
    """Save a person with a file."""
    who = person(store)
    store.save_with_bytes(
        "Added",
        lambda digest, size: Edit(
            "attachment", new_id(), {"about": who, "name": "a.pdf", "digest": digest, "size": size}
        ),
        [DATA],
    )


def waiting_with_bytes(target: Store, source: Store) -> int:
    n, _staged = wait(target, source.gather(None))
    target.stage_piece(n, DIGEST, 0, len(DATA), DATA)
    return n


def forged(store: Store, rec: RecordId, kind: str, stamp: int, *ops: Op) -> Raw:
    """Return a change that a device signs though its own program would not make it."""
    store.own_public_key()
    device = store._log.device
    body = Body(bytes.fromhex(rec), device.id, stamp, (), bytes(16), kind, ops)
    return sealed(make(body, no_signature), device.key)


def test_imports_are_taken_back_in_any_order(store: Store, other: Store) -> None:
    who = person(other, "Ana", "", city="Canton")
    carry(other, store)
    edit(store, who, city="Marion", other_languages=["mam"])
    first = carry(store, other, other.own_have())
    edit(store, who, city="Sylva", other_languages=["es"])
    second = carry(store, other, other.own_have())
    other.undo_import(first)
    assert other.need(Person, who).city == "Sylva"
    other.undo_import(second)
    assert (other.need(Person, who).city, other.need(Person, who).other_languages) == ("Canton", frozenset())
    other.redo_import(first)
    other.redo_import(second)
    assert other.need(Person, who).city == "Sylva"
    assert other.need(Person, who).other_languages == {"es"}
    assert other.conflicted() == []
    assert other.check() == []


def test_what_was_written_over_a_correction_stays(store: Store, other: Store) -> None:
    who = person(other, "Ana", "", city="Canton")
    carry(other, store)
    edit(store, who, city="Marion")
    first = carry(store, other, other.own_have())
    edit(store, who, city="Sylva")
    second = carry(store, other, other.own_have())
    other.undo_import(first)
    other.undo_import(second)
    edit(other, who, city="Brevard")
    other.redo_import(first)
    other.redo_import(second)
    assert {v.value for v in other.snapshot(who).conflicts["city"]} == {"Brevard", "Sylva"}  # neither knew the other
    other.undo_import(second)
    other.undo_import(first)
    assert (other.need(Person, who).city, other.conflicted()) == ("Brevard", [])


def test_a_record_that_comes_again_after_it_was_taken_back_is_right(store: Store, other: Store) -> None:
    who = person(other, "Ana", "", city="Canton")
    carry(other, store)
    edit(store, who, city="Marion")
    first = carry(store, other, other.own_have())
    edit(store, who, city="Sylva")
    second = carry(store, other, other.own_have())
    other.undo_import(first)
    other.undo_import(second)
    edit(store, who, county="Burke")
    carry(store, other, other.own_have())
    assert (other.need(Person, who).city, other.need(Person, who).county) == ("Sylva", "Burke")
    assert other.conflicted() == []


def test_a_step_over_an_import_that_was_taken_back_is_refused_not_a_crash(store: Store, other: Store) -> None:
    who = person(store, "Ana", "", city="Canton")
    carry(store, other)
    edit(store, who, city="Marion")
    n = carry(store, other, other.own_have())
    edit(other, who, city="Sylva")
    other.undo_import(n)
    with pytest.raises(CannotUndoError):
        other.undo()
    assert other.need(Person, who).city == "Sylva"


def test_what_was_declined_of_a_device_that_is_revoked_since_stays_out(
    store: Store, other: Store, new_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    third = new_store("third")
    introduce(store, other, third)
    who = person(store, "Ana", "")
    carry(store, other)
    carry(store, third)
    edit(third, who, city="Marion")
    bring(other, third.gather(other.own_have()), declined=[who])
    monkeypatch.setattr(Store, "revoked_frontiers", lambda _self: {third._log.device.id: frozenset()})
    edit(store, who, county="Burke")
    carry(store, other, other.own_have())
    assert (other.need(Person, who).city, other.need(Person, who).county) == ("", "Burke")
    assert [why for (why,) in other._db.execute("SELECT why FROM aside")] == ["revoked"]


def test_what_was_erased_does_not_even_wait_with_its_content(store: Store, other: Store) -> None:
    who, stays = person(store, "Ana", "Perdida"), person(store, "Berta", "")
    carry(store, other)
    other.erase([who], "asked")
    edit(store, who, city="Marion")
    edit(store, stays, city="Marion")
    n, _staged = wait(other, store.gather(other.own_have()))
    assert sum(raw.payload is not None for _i, raws in other._staged_raws(n) for raw in raws) == 1
    other.drop_arrival(n)
    assert with_contents(other, "aside") == 1


def test_a_field_erased_while_its_change_was_aside_does_not_come_again(store: Store, other: Store) -> None:
    who = person(store)
    carry(store, other)
    edit(store, who, street="1 Secret Road")
    bring(other, store.gather(other.own_have()), declined=[who])
    edit(other, who, street="2 Known Road")
    other.erase_fields("Erased", who, ["street"])
    bring(other, store.gather(other.own_have()))
    assert other.need(Person, who).street == ""
    assert all(b"Road" not in (raw.payload or b"") for raw in other.all_changes())


def test_what_counts_already_is_not_put_aside_by_a_second_bundle(store: Store, other: Store) -> None:
    people = [person(store, name, "") for name in ("Ana", "Berta")]
    first, second, third = (wait(other, store.gather(None))[0] for _ in range(3))
    other.take_in(first, ())
    other.take_in(second, people)
    other.drop_arrival(third)
    assert other._db.execute("SELECT count(*) FROM aside").fetchone()[0] == 0
    assert len(other.all(Person)) == 2


def test_one_bundle_does_not_take_the_bytes_of_another(store: Store, other: Store) -> None:
    attached(store)
    first, second = waiting_with_bytes(other, store), waiting_with_bytes(other, store)
    other.drop_arrival(first)
    other.take_in(second, ())
    assert other.check_bytes() == []
    assert b"".join(other.read_bytes(DIGEST.hex())) == DATA


def test_half_of_the_bytes_from_a_bundle_that_was_broken_off_are_no_hindrance(store: Store, other: Store) -> None:
    attached(store)
    half = other.begin_arrival(secrets.token_bytes(16), sort="delta")
    other.stage_piece(half, DIGEST, 0, len(DATA), DATA[:50])
    n, _staged = wait(other, store.gather(None))
    for start in (0, 60):
        other.stage_piece(n, DIGEST, start, len(DATA), DATA[start : start + 60])
    other.take_in(n, ())
    other.discard_arrival(half)
    assert other.check_bytes() == []
    assert b"".join(other.read_bytes(DIGEST.hex())) == DATA


def test_bytes_that_begin_in_the_middle_are_refused(other: Store) -> None:
    n, _staged = wait(other, [])
    with pytest.raises(BadArrivalError):
        other.stage_piece(n, DIGEST, 50, len(DATA), DATA[50:])
    assert other.bytes_kept() == 0


def test_what_is_taken_in_again_has_its_bytes(store: Store, other: Store) -> None:
    attached(store)
    n = waiting_with_bytes(other, store)
    other.take_in(n, ())
    other.undo_import(n)
    other.drop_unreferenced()
    other.redo_import(n)
    assert other.check_bytes() == []
    other.erase([each.id for each in other.all(Person)], "asked")
    assert other.bytes_kept() == 0


def test_the_kind_of_a_record_stays_what_it_is_here(store: Store, other: Store) -> None:
    rec = new_id()
    later = forged(store, rec, "person", int(NOON * 1000) << 16, Op(Code.SET, "given_names", "Ana"))
    older = forged(store, rec, "note", 1, Op(Code.SET, "words", "Una nota"))
    first = bring(other, [later])
    second = bring(other, [older])
    assert other.kind_of_id(rec) == "person"
    assert other.check() == []
    other.undo_import(first)
    assert other.kind_of_id(rec) == ""
    other.redo_import(second)
    assert other.kind_of_id(rec) == "note"
    other.redo_import(first)
    assert other.kind_of_id(rec) == "note"
    assert other.check() == []


def test_own_older_changes_that_come_back_do_not_set_the_clock_back(store: Store, other: Store, hands: Hands) -> None:
    who = person(store)
    carry(store, other)
    hands.seconds += 10 * 366 * 86_400
    edit(store, who, city="Marion")
    newest = store._clock.last
    hands.seconds -= 10 * 366 * 86_400
    old = [raw for raw in other.all_changes() if raw.header in {mine.header for mine in store.all_changes()}]
    store._db.execute("DELETE FROM change WHERE n = 1")
    bring(store, old)
    again = Store(store._vault, hands.now)
    assert again._clock.last == newest


def test_two_who_decide_differently_are_a_conflict_again(store: Store, other: Store) -> None:  # 12
    who = person(store, "Ana", "")
    carry(store, other)
    edit(store, who, city="Marion")
    edit(other, who, city="Sylva")
    carry(store, other, other.own_have())
    carry(other, store, store.own_have())
    edit(store, who, city="Canton")
    edit(other, who, city="Brevard")
    carry(store, other, other.own_have())
    carry(other, store, store.own_have())
    for one in (store, other):
        assert {v.value for v in one.snapshot(who).conflicts["city"]} == {"Canton", "Brevard"}
    assert content(store) == content(other)


def test_what_is_about_somebody_who_was_deleted_meanwhile_is_still_reached(store: Store, other: Store) -> None:  # 13
    who = person(store, "Ana", "")
    carry(store, other)
    store.delete("Deleted", [who])
    note = add(other, "note", about=who, words="Llamar mañana")
    carry(store, other, other.own_have())
    carry(other, store, store.own_have())
    for one in (store, other):
        assert one.get(Person, who) is None
        assert one.need(Note, note).about == who
        assert [hit.id for hit in one.search("llamar")] == [note]
        one.restore([who])
        assert one.children(Note, about=who)


def test_the_dry_run_says_what_comes_along_and_what_does_not(
    store: Store, other: Store, new_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    third = new_store("third")
    introduce(store, other, third)
    who = person(store, "Ana", "")
    carry(store, other)
    carry(store, third)
    edit(store, who, city="Marion")
    edit(third, who, phone="828-555-0101")
    bring(other, store.gather(other.own_have()), declined=[who])
    edit(store, who, county="Burke")
    monkeypatch.setattr(Store, "revoked_frontiers", lambda _self: {third._log.device.id: frozenset()})
    raws = [raw for raw in [*store.gather(None), *third.gather(None)] if b"county" in (raw.payload or b"")]
    raws += [raw for raw in third.gather(other.own_have()) if raw not in raws]
    n, _staged = wait(other, raws)
    promised = other.coming(n, who).after
    assert isinstance(promised, Person)
    assert (promised.city, promised.county, promised.phone) == ("Marion", "Burke", "")
    other.take_in(n, ())
    assert other.need(Person, who) == promised
