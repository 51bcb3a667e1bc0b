"""What a damaged vault still holds is recognized by itself; what was erased stays so, nothing forged is taken (B6)."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from cima_desktop.model.people import Person
from cima_desktop.store import Draft, NewCard, NewRevocation, Store, Trust
from cima_desktop.store.salvaging import Row, Salvage, gather, take_over
from cima_desktop.vault.carve import pages_of, rows
from tests.unit.store.making import edit, person

NewStore = Callable[[str], Store]


def put_blob(store: Store, data: bytes, pieces: int = 3) -> None:
    with store._writing() as db:
        digest = hashlib.sha256(data).digest()
        n = db.execute("INSERT INTO blob (hash, size) VALUES (?, ?)", (digest, len(data))).lastrowid
        step = -(-len(data) // pieces)
        for i in range(pieces):
            db.execute(
                "INSERT INTO blob_piece (blob, i, data) VALUES (?, ?, ?)", (n, i, data[i * step : (i + 1) * step])
            )


@pytest.fixture
def old(store: Store) -> Store:
    """Return a store with people, a draft longer than a page, an attachment, a tombstone and a note of its own."""
    ana = person(store, "Ana")
    person(store, "Leo")
    for city in ("Canton", "Sylva", "Marshall"):
        edit(store, ana, city=city)
    store.drafts.put("person:x", Draft("people", fields={"given_names": "Eva " * 4000}))
    put_blob(store, bytes(range(256)) * 100)
    store.meta_set("policy", "kept")
    with store._writing() as db:
        db.execute("INSERT INTO erase VALUES (?, 'person', 'asked', ?, 5)", (b"r" * 16, b"w" * 16))
    return store


def carved(store: Store) -> list[Row]:
    path, key = store._vault.path, store._vault.held_key
    with path.open("rb") as file:
        return list(rows(pages_of(file, path.stat().st_size, key)))


def salvaged(new: Store, found: list[Row], proved: bool = True) -> Salvage:
    return take_over(new._vault, new, gather(found, proved))


@pytest.fixture
def found(old: Store) -> list[Row]:
    return carved(old)


def test_everything_comes_over(old: Store, found: list[Row], new_store: NewStore) -> None:
    new = new_store("new")
    outcome = salvaged(new, found)
    assert (outcome.changes, outcome.unproved, outcome.refused, outcome.missing) == (5, 0, 0, 0)
    assert (outcome.attachments, outcome.attachments_lost, outcome.incomplete) == (1, 0, {})
    assert outcome.counts == {"person": 2}
    assert new.all(Person) == old.all(Person)
    assert new.drafts.get("person:x") == old.drafts.get("person:x")
    assert new.meta_get("policy") == "kept"
    assert gather(found).counter == old._vault.save_counter
    assert new.check() == []
    when = "SELECT id, arrived, imported, seq FROM change ORDER BY id"
    assert new._db.execute(when).fetchall() == old._db.execute(when).fetchall()
    assert new._db.execute("SELECT * FROM erase").fetchall() == old._db.execute("SELECT * FROM erase").fetchall()


def test_nobody_is_trusted_again_by_a_salvage(store: Store, new_store: NewStore) -> None:
    peer = store.keep_card(NewCard(card=b"card", public=b"p" * 32, box="age1", person="Rosa", label=""), Trust.SEEN)
    told = NewRevocation(
        id=b"i" * 32,
        device=peer.id,
        signer=b"s" * 16,
        reason="lost",
        made_ms=5,
        statement=b"said",
        frontier=frozenset({b"f" * 16, b"g" * 16}),
    )
    store.revoke([told])
    new = new_store("new")
    salvaged(new, carved(store))
    assert new.revoked_frontiers() == store.revoked_frontiers() == {peer.id: told.frontier}
    assert new.peers() == store.peers()
    assert new.revocations() == store.revocations()


def changes_in(found: list[Row]) -> list[Row]:
    return [row for row in found if len(row) == 13]


def test_what_is_missing_is_counted(old: Store, found: list[Row], new_store: NewStore) -> None:
    lost = sorted(changes_in(found), key=lambda row: row[5])[2]
    outcome = salvaged(new_store("new"), [row for row in found if row != lost])
    assert (outcome.changes, outcome.missing, outcome.incomplete) == (4, 1, {"person": 1})


def test_a_device_whose_key_is_lost_does_not_take_its_records_along(
    old: Store, found: list[Row], new_store: NewStore
) -> None:
    keyless = [row for row in found if not (len(row) == 21 and isinstance(row[3], bytes))]
    outcome = salvaged(new_store("new"), keyless)
    assert (outcome.changes, outcome.unproved) == (5, 5)
    assert salvaged(new_store("unsealed"), keyless, proved=False).changes == 0


def test_without_the_seal_of_the_pages_only_what_proves_itself_is_taken(
    old: Store, found: list[Row], new_store: NewStore
) -> None:
    new = new_store("new")
    outcome = salvaged(new, found, proved=False)
    assert (outcome.changes, outcome.attachments) == (5, 1)
    assert new.drafts.all() == {}
    assert new.meta_get("policy") == ""


def test_what_was_erased_stays_erased(old: Store, found: list[Row], new_store: NewStore) -> None:
    change = changes_in(found)[0]
    erased = (*change[:9], None, None, *change[11:])
    for both in ([erased, change], [change, erased]):
        wreck = gather([*(row for row in found if row != change), *both])
        assert wreck.changes[change[2]].raw.payload is None
    assert salvaged(new_store("new"), [*(row for row in found if row != change), erased]).changes == 5


def altered(row: Row, at: int, value: Any) -> Row:
    return (*row[:at], value, *row[at + 1 :])


@pytest.mark.parametrize(
    ("at", "value"), [(2, b"x" * 32), (2, None), (7, "no bytes"), (5, None), (8, bytes(64)), (10, b"?")]
)
def test_a_change_that_is_none_is_not_taken(
    old: Store, found: list[Row], new_store: NewStore, at: int, value: Any
) -> None:
    change = changes_in(found)[0]
    outcome = salvaged(new_store("new"), [altered(row, at, value) if row == change else row for row in found])
    assert outcome.changes == 4


def test_a_bad_change_of_a_keyless_device_is_not_taken_either(
    old: Store, found: list[Row], new_store: NewStore
) -> None:
    change = changes_in(found)[0]
    keyless = [row for row in found if not (len(row) == 21 and isinstance(row[3], bytes))]
    outcome = salvaged(new_store("new"), [altered(row, 10, b"?") if row == change else row for row in keyless])
    assert (outcome.changes, outcome.refused) == (4, 1)


def test_a_device_that_is_none_is_not_taken(found: list[Row]) -> None:
    device = next(row for row in found if len(row) == 21 and isinstance(row[3], bytes))
    for at, value in ((2, b"x" * 16), (3, None), (6, None)):
        assert gather([altered(device, at, value)]).devices == {}


def test_an_attachment_that_lacks_a_piece_is_lost(old: Store, found: list[Row], new_store: NewStore) -> None:
    piece = next(row for row in found if len(row) == 4 and type(row[1]) is int and isinstance(row[3], bytes))
    outcome = salvaged(new_store("new"), [row for row in found if row != piece])
    assert (outcome.attachments, outcome.attachments_lost) == (0, 1)


def test_rows_of_other_shapes_are_left(found: list[Row], new_store: NewStore) -> None:
    odd: list[Row] = [(), (1,), (1, 2, 3, 4), ("a", 1, b"\xc1"), ("b", 1, b"\x01"), (1, 2, 3, 4, 5), (1,) * 7]
    new = new_store("new")
    outcome = salvaged(new, odd)
    assert (outcome.changes, outcome.counts, new.drafts.all()) == (0, {}, {})


def test_a_refused_change_alone_leaves_no_record(old: Store, found: list[Row], new_store: NewStore) -> None:
    later = max(changes_in(found), key=lambda row: row[5])
    devices = [row for row in found if len(row) == 21]
    outcome = salvaged(new_store("new"), [*devices, altered(later, 8, bytes(64))])
    assert (outcome.refused, outcome.incomplete, outcome.counts) == (1, {}, {})
