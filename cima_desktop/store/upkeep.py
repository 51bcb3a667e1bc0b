"""Looking after the views: making them again from the log, proving them, and tidying the index when idle."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.model.touched import Touched
from cima_desktop.store import device as devices
from cima_desktop.store import proof
from cima_desktop.store.change import BadChangeError, Change, Raw, parse, skeleton
from cima_desktop.store.core import Core, set_meta
from cima_desktop.store.log import Rec
from cima_desktop.store.merge import state
from cima_desktop.store.same import stands_behind
from cima_desktop.store.signatures import Verifier
from cima_desktop.store.tables import columns, row_of, table
from cima_desktop.store.views import VERSION, Card, view, write_view
from cima_desktop.vault.database import Database

_BATCH = 2000
_MADE_BY = "views:"
_MERGE_PAGES = 200
_NOBODY = Verifier(b"")


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of taking changes in: how many were new, known already, and refused."""

    new: int
    known: int
    refused: int
    touched: Touched


def shape(kind: Kind) -> str:
    """Return a fingerprint of everything in a declaration that decides what the views hold."""
    facts = [
        (f.name, f.type.value, f.merge.value, f.search.value, f.listed, f.sensitive, repr(f.cautious))
        for f in kind.fields
    ]
    return hashlib.sha256(repr((VERSION, kind.parent, facts)).encode()).hexdigest()[:16]


class Upkeep(Core):
    """The part of the store that keeps its tables true to the log."""

    def bring_up_to_date(self) -> None:
        """Make the views anew of the kinds whose declaration, or this program's way of viewing, has changed."""
        stale = [kind for kind in KINDS.values() if self.meta_get(_MADE_BY + kind.name) != shape(kind)]
        if not stale:
            return
        with self._writing() as db:
            for kind in stale:
                self._rebuild_kind(db, kind)
                set_meta(db, _MADE_BY + kind.name, shape(kind))

    def rebuild(self) -> int:
        """Make every view anew from the log; return how many records there are."""
        with self._writing() as db:
            return sum(self._rebuild_kind(db, kind) for kind in KINDS.values())

    def _rebuild_kind(self, db: Database, kind: Kind) -> int:
        numbers = db.execute("SELECT n, id FROM rec WHERE kind = ? ORDER BY n", (kind.name,)).fetchall()
        for n, rec_id in numbers:
            write_view(db, Rec(n, rec_id, kind.name, False), self._log.changes(n))
        self._forget_words()
        return len(numbers)

    def check(self) -> list[str]:
        """Return what is wrong with the views, as sentences for the log without any values; empty when all is well."""
        faults = list(proof.index_faults(self._db))
        for n, rec_id, name in self._db.execute("SELECT n, id, kind FROM rec ORDER BY n").fetchall():
            kind = KINDS.get(name)
            if kind and not self._is_true(Rec(n, rec_id, name, False), kind):
                faults.append(f"record {rec_id.hex()} differs from its changes")
        return faults + list(proof.tally_faults(self._db))

    def _is_true(self, rec: Rec, kind: Kind) -> bool:
        made = state(self._log.changes(rec.n))
        wanted = view(kind, rec.id, made)
        row = self._db.execute(f"SELECT {columns(kind)} FROM {table(kind)} WHERE n = ?", (rec.n,)).fetchone()
        card = self._db.execute(f"SELECT deleted, {', '.join(Card._fields)} FROM rec WHERE n = ?", (rec.n,)).fetchone()
        listed = self._db.execute(
            "SELECT title, cols FROM listing WHERE kind = ? AND sort_key = ? AND n = ?",
            (kind.name, wanted.card.sort_key, rec.n),
        ).fetchone()
        is_hidden = made.deleted or stands_behind(self._db, rec.id, wanted.values)
        refs = self._db.execute("SELECT target, field FROM ref WHERE n = ?", (rec.n,)).fetchall() if row else []
        conflicts = self._db.execute("SELECT field, kind FROM conflict WHERE rec = ?", (rec.n,)).fetchall()
        return (
            made.kind == rec.kind
            and row == row_of(kind, wanted.values)
            and card == (int(made.deleted), *wanted.card)
            and listed == (None if is_hidden else (wanted.card.title, wanted.cols))
            and set(refs) == wanted.refs
            and set(conflicts) == wanted.conflicts
        )

    def merge_step(self) -> bool:
        """Tidy a little of the search index, in an idle moment; True while there is more to do."""
        with self._vault.transaction() as db:
            before = db.total_changes
            for index in ("find", "dial"):
                db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (_MERGE_PAGES,))
            return db.total_changes - before > 2

    def know_device(self, public: bytes, label: str) -> bytes:
        """Accept a device's changes from now on; return its id."""
        with self._writing() as db:
            return devices.know(db, public, label, self._clock.wall_ms())

    def begin_new_device(self) -> bytes:
        """Sign as a new device from now on: after a backup was restored, when two copies of a vault may live."""
        with self._writing():
            return self._log.renew_device()

    def own_public_key(self) -> bytes:
        """Return the public key of the device that signs here, making one in a new vault."""
        if devices.own_device(self._db) is None:
            self.begin_new_device()
        return self._log.device.key.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Return the signature of the device that signs here; `data` begins with a domain of its own."""
        self.own_public_key()
        return self._log.device.key.sign(data)

    def signers_of(self, records: Iterable[RecordId]) -> list[bytes]:
        """Return the public keys of the devices that signed any change of these records."""
        found: dict[int, bytes] = {}
        for record in records:
            rows = self._db.execute(
                "SELECT DISTINCT device.n, sign_pub FROM change JOIN rec ON rec.n = change.rec"
                " JOIN device ON device.n = change.dev WHERE rec.id = ?",
                (bytes.fromhex(record),),
            )
            found.update(dict(rows.fetchall()))
        return [found[n] for n in sorted(found)]

    def all_changes(self, record_id: RecordId | None = None) -> list[Raw]:
        """Return the bytes of every change, or of one record's, as they arrived."""
        where, facts = ("", ()) if record_id is None else ("WHERE rec.id = ?", (bytes.fromhex(record_id),))
        rows = self._db.execute(
            f"SELECT header, sig, salt, payload FROM change JOIN rec ON rec.n = change.rec {where} ORDER BY change.n",
            facts,
        )
        return [Raw(*row) for row in rows]

    def import_changes(self, raw: Iterable[Raw], unproved: Collection[bytes] = ()) -> Report:
        """Take in changes from elsewhere: those of known devices with a good signature; twice changes nothing.

        `unproved` are ids of devices whose public key is lost, in a salvage: theirs are taken without that proof.
        """
        report = _Count()
        recs: dict[int, Rec] = {}
        for batch in _batches(raw):
            accepted = list(self._accepted(batch, report, unproved))
            if not accepted:
                continue
            with self._writing():
                for rec in self._take_in(accepted, report):
                    recs[rec.n] = rec
        touched = self._touched("", list(recs.values())) if recs else self._nothing()
        return Report(report.new, report.known, report.refused, touched)

    def _accepted(
        self, batch: Sequence[Raw], report: "_Count", unproved: Collection[bytes]
    ) -> Iterator[tuple[int, Change]]:
        known = self._db.execute("SELECT id, n, sign_pub FROM device")
        keys = {device: (n, Verifier(public)) for device, n, public in known}
        for raw in batch:
            try:
                change = parse(raw)
            except BadChangeError:
                report.refused += 1
                continue
            n, verifier = keys.get(change.dev, (0, _NOBODY))
            if n and (change.dev in unproved or verifier.holds(raw)):
                yield n, change
            else:
                report.refused += 1

    def _take_in(self, accepted: Sequence[tuple[int, Change]], report: "_Count") -> list[Rec]:
        recs: dict[int, Rec] = {}
        for dev, change in accepted:
            rec = self._log.find_or_add(change.rec, change.kind)
            kept = skeleton(change) if rec.erased else change  # what was erased here stays erased
            added = self._log.add(rec.n, dev, [kept], imported=True)
            report.new += added
            report.known += 1 - added
            if added:
                self._clock.observe(change.hlc)
                recs[rec.n] = rec
        for rec in recs.values():
            if not rec.erased:
                write_view(self._db, rec, self._log.changes(rec.n))
                self._learn(rec)
        return list(recs.values())


@dataclass
class _Count:
    new: int = 0
    known: int = 0
    refused: int = 0


def _batches(items: Iterable[Raw]) -> Iterator[list[Raw]]:
    batch: list[Raw] = []
    for item in items:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch
