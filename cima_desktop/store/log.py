"""The change log in the vault: adding to it, and reading one record's part of it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.store import device as devices
from cima_desktop.store.change import (
    ACT,
    MAX_PARENTS,
    NO_ACTOR,
    SIG_BYTES,
    TXN,
    Body,
    Change,
    Code,
    Op,
    Raw,
    change_id,
    make,
    read_stored,
)
from cima_desktop.store.clock import Clock, fits
from cima_desktop.store.signatures import seal
from cima_desktop.vault.database import Database

_CHUNK_OPS = 480
_CHUNK_PREDS = 1000
_CHUNK_TEXT = 200_000
"""Characters; at most four bytes each, so a change stays well below its bound of one MiB."""


class Rec(NamedTuple):
    """A record's row: its number, its kind, and whether it is in the bin."""

    n: int
    id: bytes
    kind: str
    deleted: bool

    @property
    def known(self) -> Kind | None:
        """The declaration, or None for a kind only a newer program knows."""
        return KINDS.get(self.kind)

    @property
    def erased(self) -> bool:
        """Whether its content was erased: what is left of it has no kind."""
        return not self.kind


@dataclass(frozen=True, slots=True)
class Save:
    """What the changes of one save share."""

    txn: str
    act: str


class ChangeLog:
    """Reads and writes `device`, `rec` and `change`; every write happens inside a transaction of the vault."""

    def __init__(self, db: Database, clock: Clock, actor: str = "") -> None:
        self.db = db
        self.clock = clock
        self.actor = bytes.fromhex(actor) if is_id(actor) else NO_ACTOR
        self._device: devices.Device | None = None
        self._unsealed: list[bytes] = []
        self.set_clock()

    @property
    def device(self) -> devices.Device:
        """The device that signs here; made when the first change is."""
        if self._device is None:
            self._device = devices.own_device(self.db) or devices.new_device(self.db, self.clock.wall_ms())
        return self._device

    def renew_device(self) -> bytes:
        """Sign as a new device from now on; return its id."""
        self._device = devices.new_device(self.db, self.clock.wall_ms())
        return self._device.id

    def forget_device(self) -> None:
        """Look the signing device up again when it is next needed, and sign nothing of a save that was taken back.

        Not now: the disk has just failed, and what is said about that must not be lost to a second failure.
        """
        self._device = None
        self._unsealed = []

    def find(self, record_id: RecordId | str) -> Rec | None:
        """Return the row of a record, in the bin or not."""
        if not is_id(record_id):
            return None
        row = self.db.execute(
            "SELECT n, id, kind, deleted FROM rec WHERE id = ?", (bytes.fromhex(record_id),)
        ).fetchone()
        return Rec(row[0], row[1], row[2], bool(row[3])) if row else None

    def find_or_add(self, rec: bytes, kind: str) -> Rec:
        """Return the row of a record, made now if there is none.

        One whose first known change had lost its content learns its kind from the first that still has it; a record
        that was erased here never does.
        """
        found = self.find(rec.hex())
        if found and found.erased and kind and not self.is_erased(rec):
            self.db.execute("UPDATE rec SET kind = ? WHERE n = ?", (kind, found.n))
            return found._replace(kind=kind)
        if found:
            return found
        # Not in the bin and not in any list yet: -1 until its view is written.
        added = self.db.execute("INSERT INTO rec (id, kind, deleted) VALUES (?, ?, -1)", (rec, kind)).lastrowid
        return Rec(int(added or 0), rec, kind, False)

    def is_erased(self, rec: bytes) -> bool:
        """Tell whether a record was erased in this vault."""
        return self.db.execute("SELECT 1 FROM erase WHERE rec = ?", (rec,)).fetchone() is not None

    def changes(self, n: int) -> list[Change]:
        """Return every change of the record with row `n`, in order of arrival."""
        rows = self.db.execute("SELECT header, sig, salt, payload FROM change WHERE rec = ? ORDER BY n", (n,))
        return [read_stored(Raw(*row)) for row in rows]

    def write(
        self, rec: Rec, ops: Sequence[Op], parents: tuple[bytes, ...], save: Save, more: Sequence[Op] = ()
    ) -> list[Change]:
        """Add one record's part of a save: one change, or a chain of them when there is very much.

        `more` are remarks that each of them shall carry.
        """
        made: list[Change] = []
        parents = parents[:MAX_PARENTS]
        for piece in pieces(ops):
            remarks = (Op(Code.SET, TXN, save.txn), Op(Code.SET, ACT, save.act), *more)
            change = self.sign(rec.id, rec.kind, (*remarks, *piece), parents)
            self.add(rec.n, self.device.n, [change])
            made.append(change)
            parents = (change.id,)
        return made

    def sign(self, rec: bytes, kind: str, ops: tuple[Op, ...], parents: tuple[bytes, ...]) -> Change:
        """Return a change that is not in the log yet; `seal` signs it, together with the others of its transaction."""
        body = Body(rec, self.device.id, self.clock.tick(), parents, self.actor, kind, ops)
        change = make(body, _not_yet)
        self._unsealed.append(change.raw.header)
        return change

    def seal(self) -> None:
        """Sign what was written in the transaction that is open; called at its end."""
        if self._unsealed:
            signatures = seal(self._unsealed, self.device.key.sign)
            rows = [(sig, change_id(header)) for sig, header in zip(signatures, self._unsealed, strict=True)]
            self.db.executemany("UPDATE change SET sig = ? WHERE id = ?", rows)
            self._unsealed = []

    def add(self, n: int, dev: int, changes: Sequence[Change], *, imported: bool = False) -> int:
        """Add changes of the record with row `n`; return how many were not there before."""
        seq = self.next_seq(dev)
        now = self.clock.wall_ms()
        added = 0
        for change in changes:
            row = (change.id, n, dev, seq + added, fits(change.hlc), *change.raw, now, int(imported))
            added += self.db.execute(INSERT_CHANGE, row).rowcount
        return added

    def next_seq(self, dev: int) -> int:
        """Return the number after a device's last change here."""
        return int(self.db.execute("SELECT coalesce(max(seq), 0) + 1 FROM change WHERE dev = ?", (dev,)).fetchone()[0])

    def last_number(self) -> int:
        """Return the number of the newest change."""
        return int(self.db.execute("SELECT coalesce(max(n), 0) FROM change").fetchone()[0])

    def set_clock(self) -> None:
        """Start the clock after everything that was stamped here, and after what peers stamped credibly."""
        newest = "(SELECT hlc FROM change WHERE dev = device.n {} ORDER BY seq DESC LIMIT 1)"
        written = newest.format("AND imported = 0")  # what came back later from elsewhere may be older
        rows = self.db.execute(f"SELECT own, {newest.format('')}, {written} FROM device").fetchall()
        for own, *stamps in rows:
            for stamp in filter(None, stamps):
                self.clock.start_after(stamp) if own else self.clock.observe(stamp)


INSERT_CHANGE = (
    "INSERT OR IGNORE INTO change (id, rec, dev, seq, hlc, header, sig, salt, payload, arrived, imported)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _not_yet(_header: bytes) -> bytes:
    """Return what stands in a change until its transaction is sealed."""
    return bytes(SIG_BYTES)


def pieces(ops: Sequence[Op]) -> list[tuple[Op, ...]]:
    """Split operations so that each piece fits into one change; no operations are one empty piece."""
    pieces: list[list[Op]] = [[]]
    preds = text = 0
    for op in ops:
        size = len(op.value) if isinstance(op.value, str) else 0
        full = len(pieces[-1]) == _CHUNK_OPS or preds + len(op.preds) > _CHUNK_PREDS or text + size > _CHUNK_TEXT
        if full:
            pieces.append([])
            preds = text = 0
        pieces[-1].append(op)
        preds += len(op.preds)
        text += size
    return [tuple(piece) for piece in pieces]
