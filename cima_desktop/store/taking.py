"""Taking in what a person accepted: batch by batch, each a transaction, so that it can be stopped and gone on with."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.store import bulk
from cima_desktop.store.arriving import forget_arrival
from cima_desktop.store.aside import DECLINED, REVOKED, TAKEN_BACK
from cima_desktop.store.bundles import DONE, TAKING, note_records
from cima_desktop.store.change import ID_BYTES, Change, Raw, read_stored, skeleton
from cima_desktop.store.clock import fits
from cima_desktop.store.comparing import Comparing, Tick, is_beyond
from cima_desktop.store.log import INSERT_CHANGE, Rec
from cima_desktop.store.merge import State, conflicts_of, state
from cima_desktop.store.views import write_view
from cima_desktop.vault.database import Database

Frontiers = Mapping[bytes, frozenset[bytes]]


class Taking(Comparing):
    """The part of the store that takes in."""

    def take_in(
        self,
        n: int,
        declined: Collection[RecordId] | None = None,
        tick: Tick = lambda _done, _total: None,
    ) -> Touched:
        """Take in what waits of a bundle, but for the records that were declined; those changes go aside.

        What `tick` raises stops between two batches. Called again, with no `declined`, it goes on with what had been
        decided. No step of undo: `undo_import` takes it back, on any later day.

        Args:
            n: its number in the register.
            declined: records of which nothing is taken; None goes on with an earlier decision.
            tick: told how many changes are in, and of how many.
        """
        refused = self._decided(n, declined)
        frontiers = self.revoked_frontiers()
        total = self._waiting(n)
        touched: dict[int, Rec] = {}
        left = total
        for i, changes in self._staged(n):
            tick(total - left, total)
            with self._writing() as db:
                for rec in self._take_section(db, n, changes, refused, frontiers):
                    touched[rec.n] = rec
                db.execute("DELETE FROM arrival WHERE bundle = ? AND i = ?", (n, i))
            left -= len(changes)
        with self._vault.transaction() as db:
            forget_arrival(db, n)
            db.execute("UPDATE bundle SET state = ? WHERE n = ?", (DONE, n))
        self.drop_unreferenced()
        self._forget_words()
        return self._touched("", list(touched.values())) if touched else self._nothing()

    def _decided(self, n: int, declined: Collection[RecordId] | None) -> frozenset[bytes]:
        """Return what is declined, and remember it: whatever happens now, it can be gone on with."""
        if declined is None:
            kept = self._db.execute("SELECT decision FROM bundle WHERE n = ?", (n,)).fetchone()[0] or b""
            return frozenset(kept[i : i + ID_BYTES] for i in range(0, len(kept), ID_BYTES))
        refused = frozenset(bytes.fromhex(record) for record in declined)
        with self._vault.transaction() as db:
            facts = (TAKING, b"".join(sorted(refused)), n)
            db.execute("UPDATE bundle SET state = ?, decision = ? WHERE n = ?", facts)
        return refused

    def _waiting(self, n: int) -> int:
        sql = "SELECT coalesce(sum(size), 0) FROM arrival WHERE bundle = ?"
        return int(self._db.execute(sql, (n,)).fetchone()[0])

    def _take_section(
        self, db: Database, n: int, changes: Sequence[Change], refused: frozenset[bytes], frontiers: Frontiers
    ) -> list[Rec]:
        wanted: dict[bytes, list[Change]] = {}
        for change in changes:
            if change.rec in refused:
                self.put_aside(db, n, [change], DECLINED)
            elif is_beyond(change, frontiers):
                self.put_aside(db, n, [change], REVOKED)
            else:
                wanted.setdefault(change.rec, []).append(change)
        self._add_declined_before(db, wanted)
        note_records(db, n, {RecordId(rec.hex()): () for rec in wanted})
        return self._put_in(db, n, wanted)

    def _add_declined_before(self, db: Database, wanted: Mapping[bytes, list[Change]]) -> None:
        """Whoever accepts a record accepts what she had declined of it, too: half a record is none."""
        if not db.execute("SELECT 1 FROM aside LIMIT 1").fetchone():
            return
        for rec, changes in wanted.items():
            known = {change.id for change in changes}
            changes += [c for c in self.aside_of(RecordId(rec.hex()), DECLINED, TAKEN_BACK) if c.id not in known]
            db.execute("DELETE FROM aside WHERE rec = ? AND why <> ?", (rec, REVOKED))

    def _put_in(self, db: Database, n: int, wanted: Mapping[bytes, list[Change]]) -> list[Rec]:
        """Write changes and the views of their records, and note that they came with this bundle."""
        numbers = self._numbers(list(wanted))
        made = {rec: state(changes) for rec, changes in wanted.items() if rec not in numbers}
        plain = [(rec, one) for rec, one in made.items() if _is_plain(one) and not self._log.is_erased(rec)]
        first = self._log.last_number() + 1
        fresh = {rec.id: rec for rec in bulk.add_arrived(self._log, plain)}
        recs = [
            fresh.get(rec) or self._log.find_or_add(rec, next((c.kind for c in changes if c.kind), ""))
            for rec, changes in wanted.items()
        ]
        self._write_changes(db, [(rec, wanted[rec.id]) for rec in recs])
        note_span(db, n, first, self._log.last_number())
        for rec in recs:
            if rec.id not in fresh and not rec.erased:
                write_view(db, rec, self._log.changes(rec.n))
                self._learn(rec)
        return recs

    def _write_changes(self, db: Database, parts: Iterable[tuple[Rec, Sequence[Change]]]) -> None:
        devices = dict(self._db.execute("SELECT id, n FROM device").fetchall())
        seqs: dict[int, int] = {}
        now = self._clock.wall_ms()
        rows = []
        for rec, changes in parts:
            for change in changes:
                dev = devices[change.dev]
                seqs[dev] = seqs[dev] + 1 if dev in seqs else self._log.next_seq(dev)
                raw: Raw = skeleton(change).raw if rec.erased else change.raw  # what was erased here stays erased
                rows.append((change.id, rec.n, dev, seqs[dev], fits(change.hlc), *raw, now, 1))
                self._clock.observe(change.hlc)
        db.executemany(INSERT_CHANGE, rows)


def note_span(db: Database, n: int, first: int, last: int) -> None:
    """Note that the changes with these numbers came with a bundle, inside a transaction that is open."""
    if last >= first:
        db.execute("INSERT INTO bundle_span (bundle, first, last) VALUES (?, ?, ?)", (n, first, last))


def came_with(db: Database, n: int) -> list[Change]:
    """Return the changes that came with a bundle and count."""
    rows = db.execute(
        "SELECT header, sig, salt, payload FROM bundle_span JOIN change ON change.n BETWEEN first AND last"
        " WHERE bundle = ? ORDER BY change.n",
        (n,),
    ).fetchall()
    return [read_stored(Raw(*row)) for row in rows]


def _is_plain(made: State) -> bool:
    """Tell whether a new record can take the fast road: of a known kind, not in the bin, and nothing in doubt."""
    kind = KINDS.get(made.kind)
    return kind is not None and not made.deletes and not conflicts_of(kind, made)
