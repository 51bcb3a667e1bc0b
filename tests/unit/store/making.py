"""Builders for the store's tests."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.store import Edit, Store
from cima_desktop.store.change import Body, Change, Op, Raw, make
from cima_desktop.store.signatures import Verifier, seal

NOON = 1_795_260_000.0
"""A moment in November 2026."""


@dataclass
class Hands:
    """A wall clock with hands one can turn."""

    seconds: float = NOON

    def now(self) -> float:
        self.seconds += 0.001
        return self.seconds


def add(store: Store, kind: str, /, **values: object) -> RecordId:
    """Save a new record and return its id."""
    made = new_id()
    store.save("Added", [Edit(kind, made, values)])
    return made


def person(store: Store, given: str = "María", first: str = "García", second: str = "", **values: object) -> RecordId:
    """Save a new person."""
    return add(store, "person", given_names=given, paternal_surname=first, maternal_surname=second, **values)


def edit(store: Store, record_id: RecordId, **values: object) -> None:
    """Save over what is live now."""
    store.save("Changed", [Edit(store.kind_of_id(record_id), record_id, values)])


def no_signature(_data: bytes) -> bytes:
    return bytes(64)


def sealed(made: Change, key: Ed25519PrivateKey) -> Raw:
    """Return a change signed by itself."""
    return made.raw._replace(sig=next(seal([made.raw.header], key.sign)))


def signed_by(raw: Raw, public: bytes) -> bool:
    """Tell whether a change is signed by the device with this public key."""
    return Verifier(public).holds(raw)


def change(
    *ops: Op, parents: tuple[bytes, ...] = (), hlc: int = 1, rec: bytes = bytes(16), dev: int = 1, kind: str = "person"
) -> Change:
    """Return an unsigned change, the same for the same facts."""
    body = Body(rec, bytes([dev]) * 16, hlc, parents, bytes(16), kind, ops)
    return make(body, no_signature, bytes(16))


def tell(source: Store, target: Store) -> None:
    """Carry every change of one store to another, which knows its device."""
    target.know_device(source.own_public_key(), "another laptop")
    report = target.import_changes(source.all_changes())
    assert report.refused == 0
