"""What is known by itself among rows of which nobody knows the table: changes by their hash, devices by their key (B6).

A change names itself by the hash of its header and is signed; attachments are named by the hash of their bytes. So what
is taken over from a damaged vault is what was written, or is not taken.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgpack

from cima_desktop.store.change import BadChangeError, Raw, change_id, parse
from cima_desktop.store.core import set_meta
from cima_desktop.store.device import device_id
from cima_desktop.store.store import Store
from cima_desktop.vault.vault import Vault

Row = tuple[Any, ...]

_NO_KEY = bytes(32)
_OWN_KEYS = ("views:", "backups:mark")
"""Of `meta`: what a new vault must find out for itself."""
_OF_PEERS = (
    "card",
    "box",
    "person",
    "trust",
    "scope",
    "introduced_by",
    "checked_how",
    "checked_by",
    "checked_at",
    "have",
    "have_at",
    "revoked_at",
    "follows",
)
"""The columns a device's row has got since step 6; one written before then is shorter."""
_STATEMENT = (bytes, bytes, bytes, str, int, int, str, bytes, bytes)
"""What a revocation's row has after its numbers."""


@dataclass(frozen=True, slots=True)
class SavedChange:
    """A change, with its device's row and its number there, its stamp, when it came, and whether from a peer."""

    raw: Raw
    device: int
    seq: int
    hlc: int
    arrived: int
    imported: int


@dataclass
class Wreck:
    """Everything that was recognized."""

    changes: dict[bytes, SavedChange] = field(default_factory=dict)
    devices: dict[bytes, Row] = field(default_factory=dict)
    """By device id: public key, label, own or not, when made, and what is known of it as a peer."""
    erased: dict[bytes, Row] = field(default_factory=dict)
    drafts: dict[str, Row] = field(default_factory=dict)
    revocations: dict[bytes, Row] = field(default_factory=dict)
    """Statements that a device is not trusted any more, by their id."""
    meta: dict[str, str] = field(default_factory=dict)
    blobs: dict[int, Row] = field(default_factory=dict)
    pieces: dict[int, dict[int, bytes]] = field(default_factory=dict)
    counter: int = 0
    proved: bool = True
    """Whether every page stood under its seal, so that only who had the vault's key can have written it."""


@dataclass(frozen=True, slots=True)
class Salvage:
    """The outcome in numbers: changes taken over, of these unproved (their device's key is lost), refused (a bad
    signature) and missing; records, by kind, that miss some of theirs; attachments; records there are now, by kind.
    """

    changes: int
    unproved: int
    refused: int
    missing: int
    incomplete: dict[str, int]
    attachments: int
    attachments_lost: int
    counts: dict[str, int]


def gather(rows: Iterable[Row], proved: bool = True) -> Wreck:
    """Sort rows by what they are; with `proved` false, only what proves itself is believed."""
    wreck = Wreck(proved=proved)
    for row in rows:
        if len(row) == 13:
            _take_change(wreck, row)
        elif len(row) in (8, 8 + len(_OF_PEERS)):
            _take_device(wreck, row)
        elif len(row) == 4:
            _take_bytes(wreck, row)
        elif proved:
            _take_small(wreck, row)
    return wreck


def _take_change(wreck: Wreck, row: Row) -> None:
    raw = Raw(*row[7:11])
    if not (type(row[2]) is type(raw.header) is bytes and change_id(raw.header) == row[2]):
        return
    numbers = (row[4], row[5], row[6], row[11], row[12])
    if not all(type(n) is int for n in numbers):
        return
    known = wreck.changes.get(row[2])
    if known is None or known.raw.payload is not None:  # what was erased stays erased
        wreck.changes[row[2]] = SavedChange(raw, *numbers)


def _take_device(wreck: Wreck, row: Row) -> None:
    _rowid, _n, known, public, _secret, own, label, made, *peer = row
    if type(public) is bytes and len(public) == 32 and device_id(public) == known and type(label) is str:
        wreck.devices[known] = (public, label, int(bool(own)), int(made or 0), tuple(peer))


def _take_bytes(wreck: Wreck, row: Row) -> None:
    n, second, third, last = row
    if second is None and type(third) is bytes and len(third) == 32 and type(last) is int:
        wreck.blobs[n] = (third, last)
    elif type(second) is type(third) is int and type(last) is bytes:
        wreck.pieces.setdefault(second, {})[third] = last


def _take_small(wreck: Wreck, row: Row) -> None:
    kinds = tuple(type(cell) for cell in row)
    if kinds == (str, str):
        wreck.meta[row[0]] = row[1]
    elif kinds == (str, int, bytes):
        wreck.drafts[row[0]] = row[1:]
    elif kinds == (bytes, str, str, bytes, int) and len(row[0]) == len(row[3]) == 16:
        wreck.erased[row[0]] = row[1:]
    elif kinds[2:] == _STATEMENT and len(row[2]) == 32:
        wreck.revocations[row[2]] = row[2:]
    elif len(row) == 7 and kinds[2:6] == (bytes, int, int, str) and len(row[2]) == 16:
        wreck.counter = max(wreck.counter, row[4])


def take_over(vault: Vault, store: Store, wreck: Wreck) -> Salvage:
    """Put everything that was recognized into a new vault and make its views."""
    _take_devices(vault, store, wreck)
    ordered = sorted(wreck.changes.items(), key=lambda item: (item[1].hlc, item[1].seq, item[0]))
    keyless = _keyless(vault, wreck)
    report = store.import_changes([saved.raw for _id, saved in ordered], keyless)
    blobs, lost = _take_attachments(vault, wreck)
    with vault.transaction() as db:
        db.executemany(
            "UPDATE change SET arrived = ?, imported = ? WHERE id = ?",
            [(saved.arrived, saved.imported, known) for known, saved in ordered],
        )
        db.executemany(
            "INSERT OR REPLACE INTO erase (rec, kind, reason, who, at) VALUES (?, ?, ?, ?, ?)",
            [(rec, *rest) for rec, rest in wreck.erased.items()],
        )
        db.executemany(
            "INSERT OR REPLACE INTO draft (key, at, body) VALUES (?, ?, ?)",
            [(key, at, body) for key, (at, body) in wreck.drafts.items() if _is_draft(body)],
        )
        for key, value in wreck.meta.items():
            if not key.startswith(_OWN_KEYS):
                set_meta(db, key, value)
    counts = dict(vault.db.execute("SELECT kind, count(*) FROM rec GROUP BY kind ORDER BY kind").fetchall())
    return Salvage(
        changes=report.new,
        unproved=sum(n for n in keyless.values()),
        refused=report.refused,
        missing=_missing(wreck),
        incomplete=_incomplete(wreck, vault),
        attachments=blobs,
        attachments_lost=lost,
        counts=counts,
    )


def _take_devices(vault: Vault, store: Store, wreck: Wreck) -> None:
    """Put the devices, what is known of them as peers, and what was said against them into the new vault."""
    for public, label, own, made, peer in wreck.devices.values():
        known = store.know_device(public, label)
        names = ("own", "made", *_OF_PEERS[: len(peer)])
        with vault.transaction() as db:
            db.execute(
                f"UPDATE OR IGNORE device SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?",
                (own, made, *peer, known),
            )
    with vault.transaction() as db:
        db.executemany(
            "INSERT OR IGNORE INTO revocation (id, device, signer, reason, made, at, state, statement, frontier)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            wreck.revocations.values(),
        )


def _keyless(vault: Vault, wreck: Wreck) -> dict[bytes, int]:
    """Make room for the changes of devices whose row is lost, with no key; return their ids and how many each wrote.

    The seal of the pages says that the changes were written in this vault; without it, none is taken unproved.
    """
    found: dict[bytes, int] = {}
    for saved in wreck.changes.values() if wreck.proved else ():
        try:
            device = parse(saved.raw).dev
        except BadChangeError:
            continue
        if device not in wreck.devices:
            found[device] = found.get(device, 0) + 1
    with vault.transaction() as db:
        db.executemany(
            "INSERT INTO device (id, sign_pub, own, made) VALUES (?, ?, 1, 0)", [(each, _NO_KEY) for each in found]
        )
    return found


def _take_attachments(vault: Vault, wreck: Wreck) -> tuple[int, int]:
    """Take over the attachments whose bytes are all there; return how many, and how many are lost."""
    taken = 0
    for n, (wanted, size) in sorted(wreck.blobs.items()):
        pieces = [data for _i, data in sorted(wreck.pieces.get(n, {}).items())]
        digest = hashlib.sha256(b"".join(pieces)).digest()
        if digest != wanted:
            continue
        with vault.transaction() as db:
            new = db.execute("INSERT INTO blob (hash, size) VALUES (?, ?)", (wanted, size)).lastrowid
            db.executemany(
                "INSERT INTO blob_piece (blob, i, data) VALUES (?, ?, ?)", [(new, i, d) for i, d in enumerate(pieces)]
            )
        taken += 1
    return taken, len(wreck.blobs) - taken


def _is_draft(body: bytes) -> bool:
    try:
        return type(msgpack.unpackb(body, unicode_errors="surrogatepass")) is list
    except (ValueError, msgpack.UnpackException):
        return False


def _missing(wreck: Wreck) -> int:
    """Return how many changes are surely lost: each device has numbered its own without gaps."""
    highest: dict[int, int] = {}
    number: dict[int, int] = {}
    for saved in wreck.changes.values():
        highest[saved.device] = max(highest.get(saved.device, 0), saved.seq)
        number[saved.device] = number.get(saved.device, 0) + 1
    return sum(most - number[device] for device, most in highest.items())


def _incomplete(wreck: Wreck, vault: Vault) -> dict[str, int]:
    """Return the records, by kind, of which an earlier change is lost."""
    records = set()
    for saved in wreck.changes.values():
        try:
            change = parse(saved.raw)
        except BadChangeError:
            continue
        if any(parent not in wreck.changes for parent in change.parents):
            records.add(change.rec)
    found: dict[str, int] = {}
    for rec in records:
        row = vault.db.execute("SELECT kind FROM rec WHERE id = ?", (rec,)).fetchone()
        if row:
            found[row[0]] = found.get(row[0], 0) + 1
    return dict(sorted(found.items()))
