"""What arrives is checked and kept aside, and its bytes too; it counts for nothing."""

import hashlib
import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.store import BadArrivalError, Edit, Store
from cima_desktop.store.change import Body, make
from cima_desktop.store.device import device_id
from tests.unit.store.carrying import carry, content, wait
from tests.unit.store.making import no_signature, person, sealed


def waiting_of(store: Store) -> int:
    return int(store._db.execute("SELECT count(*) FROM arrival").fetchone()[0])


def test_what_arrives_counts_for_nothing_until_it_is_taken_in(store: Store, other: Store) -> None:
    who = person(store)
    before = content(other)
    n, staged = wait(other, store.gather(None))
    assert (staged.kept, staged.known, staged.refused, staged.unknown) == (1, 0, 0, 0)
    assert content(other) == before
    assert other.own_have().devices == {}
    assert other.get(Person, who) is None
    assert [note.n for note in other.arrivals()] == [n]
    other.take_in(n, ())
    assert other.need(Person, who) == store.need(Person, who)
    assert other.arrivals() == []
    assert other.bundle(n).state == "done"
    assert other.check() == []


def test_bad_changes_are_counted_by_what_is_wrong(store: Store, other: Store) -> None:
    person(store)
    good = store.all_changes()[0]
    stranger = Ed25519PrivateKey.generate()
    unknown = make(
        Body(bytes(16), device_id(stranger.public_key().public_bytes_raw()), 1, (), bytes(16), "person", ()),
        no_signature,
    )
    raws = [good, good._replace(sig=bytes(64)), good._replace(header=b"?"), sealed(unknown, stranger)]
    assert wait(other, raws)[1] == type(wait(other, [])[1])(kept=1, known=0, refused=2, unknown=1)


def test_what_is_here_already_is_not_kept_again(store: Store, other: Store) -> None:
    person(store)
    carry(store, other)
    n, staged = wait(other, store.gather(None))
    assert (staged.kept, staged.known) == (0, 1)
    assert other.compare(n).rows == ()
    other.take_in(n, ())
    assert content(other) == content(store)


def test_a_bundle_that_was_being_read_is_begun_anew(store: Store, other: Store) -> None:
    person(store)
    name = secrets.token_bytes(16)
    n = other.begin_arrival(name, sort="delta")
    other.stage(n, store.all_changes())
    assert other.begin_arrival(name, sort="delta") == n
    assert waiting_of(other) == 0
    assert other.bundle(n).state == "reading"


def test_a_bundle_not_worth_keeping_leaves_nothing(store: Store, other: Store) -> None:
    person(store)
    n, _staged = wait(other, store.gather(None), store._log.device.id)
    other.stage_piece(n, hashlib.sha256(b"abc").digest(), 0, 5, b"ab")
    other.discard_arrival(n)
    assert other.bundles() == []
    assert waiting_of(other) == 0
    assert other.bytes_kept() == 0
    with pytest.raises(NotFoundError):
        other.bundle(n)


def test_bytes_come_in_pieces_and_wait_too(store: Store, other: Store) -> None:
    data = b"0123456789" * 10
    who = person(store)
    store.save_with_bytes("Added", lambda digest, size: _attached(who, digest, size), [data])
    n, _staged = wait(other, store.gather(None))
    digest = hashlib.sha256(data).digest()
    for start in range(0, len(data), 30):
        other.stage_piece(n, digest, start, len(data), data[start : start + 30])
    assert other.drop_unreferenced() == 0
    other.take_in(n, ())
    assert b"".join(other.read_bytes(digest.hex())) == data
    assert other.check_bytes() == []
    again, _staged = wait(other, [])
    other.stage_piece(again, digest, 0, len(data), data)
    other.stage_piece(again, digest, 30, len(data), b"")
    other.drop_arrival(again)
    assert b"".join(other.read_bytes(digest.hex())) == data


def _attached(who: RecordId, digest: str, size: int) -> Edit:
    return Edit("attachment", new_id(), {"about": who, "name": "a.pdf", "digest": digest, "size": size})


@pytest.mark.parametrize(
    "pieces",
    [
        [(0, 4, b"abcd")],
        [(0, 4, b"ab"), (3, 4, b"d")],
        [(0, 4, b"ab"), (2, 5, b"cd")],
        [(0, 4, b"abcde")],
    ],
)
def test_bytes_that_are_not_what_they_say_are_refused(other: Store, pieces: list[tuple[int, int, bytes]]) -> None:
    n, _staged = wait(other, [])
    digest = hashlib.sha256(b"other").digest()
    *firsts, last = pieces
    for piece in firsts:
        other.stage_piece(n, digest, *piece)
    with pytest.raises(BadArrivalError):
        other.stage_piece(n, digest, *last)
    other.discard_arrival(n)
    assert other.bytes_kept() == 0


def test_an_empty_attachment_arrives(other: Store) -> None:
    n, _staged = wait(other, [])
    other.stage_piece(n, hashlib.sha256(b"").digest(), 0, 0, b"")
    assert other.has_bytes(hashlib.sha256(b"").hexdigest())
    other.drop_arrival(n)
    assert not other.has_bytes(hashlib.sha256(b"").hexdigest())
