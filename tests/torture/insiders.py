"""Changes signed by somebody who is known and means harm, and imports of everything at once.

Every change is refused with `BadChangeError`, or is what its signer may say. Nothing crashes, takes long or much
memory, and taking the import back leaves every table exactly as it was.
"""

import gc
import hashlib
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgpack
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.store import Edit, Raw, Store
from cima_desktop.store.change import Body, Code, Op, make, payload_hash
from cima_desktop.store.device import device_id
from cima_desktop.store.signatures import seal
from tests.torture.attachments import peak_mib
from tests.torture.bundles import spoilt
from tests.torture.peers import Hands
from tests.torture.peers_in_vaults import vault_room

LARGE = 100_000
MOST_SECONDS, MOST_MIB, MOST_MIB_LARGE = 5.0, 200.0, 110.0
SECTION = 2000
KEY = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32)
DEVICE = device_id(KEY.public_key().public_bytes_raw())
STAMPS = (0, 1, 2**47, 2**63 - 1, 2**63, 2**64 - 1, 1_795_260_000_000 << 16)
ODD_TEXTS = (
    "",
    "\0",
    "\x1e",
    "x" * 5000,
    "😀\u202e",
    "' OR 1=1 --",
    '"]}',
    "2026-99-99",
    "0" * 32,
    "%s{0}",
    "\ud7ff\uffff",
)
TOLD_NOT = ("bundle", "bundle_peer", "bundle_span", "aside", "device", "vault_state", "tally")
"""Tables that remember that something came, as they should; the tally is proved by `check`."""


class Victim:
    """A vault with a little in it, and a device it trusts."""

    def __init__(self, store: Store) -> None:
        self.store = store
        store.know_device(KEY.public_key().public_bytes_raw(), "an insider")
        self.records = [secrets.token_hex(16) for _n in range(6)]
        for number, record in enumerate(self.records):
            values = {"given_names": f"Ana {number}", "city": "Marion", "aliases": ["Anita"], "phone": "828-555-0101"}
            store.save("Added", [Edit("person", RecordId(record), values)])
            store.save("Changed", [Edit("person", RecordId(record), {"city": "Sylva"})])
        self.ids = [each for (each,) in store._db.execute("SELECT id FROM change ORDER BY n")]

    def tables(self) -> dict[str, str]:
        """Return a fingerprint of every table."""
        db = self.store._db
        rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        names = [name for (name,) in rows if not name.startswith(("find_", "dial_")) and name not in TOLD_NOT]
        return {name: hashlib.sha256(repr(db.execute(f'SELECT * FROM "{name}"').fetchall()).encode()).hexdigest()
                for name in names}  # fmt: skip


def _value(chance: random.Random) -> Any:
    return chance.choice((None, True, False, 0, -1, 2**63 - 1, -(2**63), chance.choice(ODD_TEXTS), "Marion"))


def _op(chance: random.Random, victim: Victim, kind: str) -> Op:
    code = chance.choice((Code.SET, Code.SET, Code.SET, Code.REM, Code.DEL, Code.UNDEL))
    names = KINDS[kind].names if kind in KINDS else ("engine",)
    name = chance.choice((*names, "~txn", "~act", "~for", "~part", "shoe_size")) if code <= Code.REM else ""
    preds = {(chance.choice((*victim.ids, bytes(32))), chance.randrange(6)) for _n in range(chance.randrange(4))}
    return Op(code, name, _value(chance) if name else None, tuple(sorted(preds)))  # type: ignore[arg-type]


def _body(chance: random.Random, victim: Victim) -> Body:
    kind = chance.choice(("person", "person", "spaceship", *KINDS))
    parents = chance.sample(victim.ids, chance.randrange(min(4, len(victim.ids))))
    if chance.random() < 0.1:
        parents = [chance.randbytes(32) for _n in range(64)]
    ops = tuple(_op(chance, victim, kind) for _n in range(chance.choice((0, 1, 2, 5, 40, 512))))
    rec = bytes.fromhex(chance.choice(victim.records)) if chance.random() < 0.6 else chance.randbytes(16)
    return Body(rec, DEVICE, chance.choice(STAMPS), tuple(parents), chance.randbytes(16), kind, ops)


def _signed(header: bytes, salt: bytes | None, payload: bytes | None) -> Raw:
    return Raw(header, next(seal([header], KEY.sign)), salt, payload)


def hostile(chance: random.Random, victim: Victim) -> Raw:
    """Return one change: what only an evil program writes, or bytes that were spoilt before they were signed."""
    raw = make(_body(chance, victim), lambda _header: bytes(64)).raw
    sort = chance.random()
    assert raw.salt is not None
    assert raw.payload is not None
    if sort < 0.6:
        return _signed(raw.header, raw.salt, raw.payload)
    if sort < 0.75:
        return _signed(spoilt(raw.header, chance), raw.salt, raw.payload)
    parts = msgpack.unpackb(raw.header)
    payload = spoilt(raw.payload, chance) if sort < 0.9 else msgpack.packb(_anything(chance, 5))
    parts[6] = payload_hash(raw.salt, payload)
    if sort > 0.97:
        parts[chance.randrange(7)] = _anything(chance, 8)
    return _signed(msgpack.packb(parts), raw.salt, payload)


def _anything(chance: random.Random, depth: int) -> Any:
    if depth and chance.random() < 0.6:
        return [_anything(chance, depth - 1) for _n in range(chance.randrange(5))]
    return chance.choice((1.5, {"a": 1}, msgpack.ExtType(5, b"x"), b"bytes", "person", *ODD_TEXTS[:5], None, 2**64 - 1))


def attack(victim: Victim, chance: random.Random) -> str:
    """Let the vault take in what an insider made, and take it back; say what became of it."""
    store = victim.store
    before = victim.tables()
    n = store.begin_arrival(chance.randbytes(16), sort="delta", peers=[DEVICE])
    staged = store.stage(n, [hostile(chance, victim) for _n in range(chance.choice((1, 1, 3)))])
    store.end_staging(n)
    if not staged.kept:
        store.discard_arrival(n)
        assert victim.tables() == before
        return "refused"
    rows = store.compare(n).rows
    for row in rows:
        store.coming(n, row.id)
    store.take_in(n, ())
    assert store.check() == []
    for row in rows:
        if store.kind_of_id(row.id) in KINDS:
            store.history(row.id)
            store.snapshot(row.id)
    store.undo_import(n)
    store._db.execute("DELETE FROM aside WHERE bundle = ?", (n,))
    assert victim.tables() == before
    return "taken"


def fuzz(place: Path, count: int) -> dict[str, float]:
    """Do it so many times; return figures."""
    with vault_room(place / "insiders") as room:
        victim = Victim(room.store(Hands(1_795_260_000.0)))
        ends: Counter[str] = Counter()
        longest = 0.0
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        memory = peak_mib()
        for number in range(count):
            began = time.monotonic()
            ends[attack(victim, random.Random(f"insider {number}"))] += 1
            longest = max(longest, time.monotonic() - began)
        grown = peak_mib() - memory
    assert grown < MOST_MIB
    return {**{what: float(times) for what, times in ends.items()}, "most MiB": grown, "longest ms": 1000 * longest}


def long_form(place: Path, count: int) -> dict[str, float]:
    """Do it, and fail if one of them took long."""
    figures = fuzz(place, count)
    assert figures["longest ms"] < 1000 * MOST_SECONDS
    return figures


def _people(count: int) -> Iterator[Raw]:
    """Yield new people of another device, signed in groups as a save signs them."""
    for start in range(0, count, 64):
        made = [
            make(
                Body(
                    hashlib.sha256(f"large {number}".encode()).digest()[:16], DEVICE, STAMPS[-1] + number, (),
                    bytes(16), "person",
                    (Op(Code.SET, "given_names", f"Ana {number}"), Op(Code.SET, "phone", "+18285550101")),
                ),
                lambda _header: bytes(64),
            ).raw
            for number in range(start, min(start + 64, count))
        ]  # fmt: skip
        signatures = seal([raw.header for raw in made], KEY.sign)
        yield from (raw._replace(sig=sig) for raw, sig in zip(made, signatures, strict=True))


def large_import(place: Path, count: int) -> dict[str, float]:
    """Take in very many at once; return the memory it took above the open vault."""
    with vault_room(place / "large") as room:
        store = Victim(room.store(Hands(1_795_260_000.0))).store
        n = store.begin_arrival(bytes(16), sort="delta")
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        memory = peak_mib()
        some: list[Raw] = []
        for raw in _people(count):
            some.append(raw)
            if len(some) == SECTION:
                store.stage(n, some)
                some = []
        store.stage(n, some)
        store.end_staging(n)
        staged = peak_mib() - memory
        compared = len(store.compare(n).rows)
        seen = peak_mib() - memory
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5", "ascii")
        store.take_in(n, ())
        taken = peak_mib() - memory
        assert compared == count
        assert store.count("person") == count + 6
    assert max(staged, seen, taken) < MOST_MIB_LARGE
    return {"most MiB": max(staged, seen, taken), "staging MiB": staged, "comparing MiB": seen, "taking in MiB": taken}
