"""Taking in what a person accepted: batch by batch, each a transaction, so that it can be stopped and gone on with."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.store import bulk
from cima_desktop.store.arriving import forget_arrival
from cima_desktop.store.aside import DECLINED, REVOKED, TAKEN_BACK
from cima_desktop.store.bundles import DONE, TAKING
from cima_desktop.store.change import ACT, ID_BYTES, Change, Raw, change_id, read_stored, skeleton
from cima_desktop.store.clock import fits
from cima_desktop.store.comparing import Comparing, Tick, is_beyond, is_mixed
from cima_desktop.store.log import INSERT_CHANGE, Rec, Save
from cima_desktop.store.merge import state
from cima_desktop.store.plain import Plain, plain, record_id
from cima_desktop.store.righting import righting
from cima_desktop.store.views import write_view
from cima_desktop.vault.database import Database
from cima_desktop.vault.vault import roomy

Frontiers = Mapping[bytes, frozenset[bytes]]
CORRECTED = N_("Took an import back")
"""The act of a change that corrects a record after an import was taken back, or taken in again."""


class Told(NamedTuple):
    """What the row of a change needs."""

    id: bytes
    dev: bytes
    stamp: int
    raw: Raw


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
        total = self.changes_left(n)
        touched: dict[int, Rec] = {}
        done = 0
        with roomy(self._db):
            for i, raws in self._staged_raws(n):
                tick(done, total)
                with self._writing() as db:
                    for rec in self._take_section(db, n, raws, refused, frontiers):
                        touched[rec.n] = rec
                    db.execute("DELETE FROM arrival WHERE bundle = ? AND i = ?", (n, i))
                done += len(raws)
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

    def changes_left(self, n: int) -> int:
        """Return how many changes of a bundle wait."""
        sql = "SELECT coalesce(sum(size), 0) FROM arrival WHERE bundle = ?"
        return int(self._db.execute(sql, (n,)).fetchone()[0])

    def _take_section(
        self, db: Database, n: int, raws: Sequence[Raw], refused: frozenset[bytes], frontiers: Frontiers
    ) -> list[Rec]:
        grouped: dict[bytes, list[Raw]] = {}
        for raw in raws:
            grouped.setdefault(record_id(raw), []).append(raw)
        for rec in refused & grouped.keys():
            self.put_waiting_aside(db, n, [read_stored(raw) for raw in grouped.pop(rec)], DECLINED)
        special = self._special()
        here = self._numbers(list(grouped))
        alone = [rec for rec, some in grouped.items() if len(some) == 1 and rec not in here and rec not in special]
        found = {rec: one for rec in alone if (one := plain(grouped[rec][0])) and one.dev not in frontiers}
        first = self._log.last_number() + 1
        recs = self._put_plain(db, list(found.values()))
        recs += self._put_others(db, n, {r: some for r, some in grouped.items() if r not in found}, frontiers)
        note_span(db, n, first, self._log.last_number())
        self._put_right(db, [rec for rec in recs if rec.id in special])
        return recs

    def _put_right(self, db: Database, recs: Sequence[Rec]) -> None:
        """Correct records that changes left, or came back to, with changes of this vault's own."""
        save = Save(secrets.token_hex(16), CORRECTED)
        for rec in recs:
            changes = self._log.changes(rec.n)
            own = {c for (c,) in db.execute("SELECT id FROM change WHERE rec = ? AND imported = 0", (rec.n,))}
            earlier = [change for change in changes if change.id in own and change.note(ACT) == CORRECTED]
            real = [change for change in changes if change not in earlier]
            apart = self.aside_of(RecordId(rec.id.hex()), TAKEN_BACK)
            if real and (ops := righting(real, earlier, apart)):
                new = self._log.write(rec, ops, state(changes).heads, save)
                write_view(db, rec, [*changes, *new])
                self._learn(rec)

    def _special(self) -> frozenset[bytes]:
        """Return the records of which something is known that their changes do not say."""
        rows = self._db.execute("SELECT rec FROM erase UNION SELECT rec FROM aside")
        return frozenset(rec for (rec,) in rows)

    def _put_plain(self, db: Database, found: Sequence[Plain]) -> list[Rec]:
        recs = bulk.add_plain(self._log, found)
        self._write_changes(
            db,
            [(rec, Told(change_id(p.raw.header), p.dev, p.stamp, p.raw)) for rec, p in zip(recs, found, strict=True)],
        )
        return recs

    def _put_others(
        self, db: Database, n: int, grouped: Mapping[bytes, Sequence[Raw]], frontiers: Frontiers
    ) -> list[Rec]:
        recs = []
        for rec_id, raws in grouped.items():
            wanted = self._trusted(db, n, [read_stored(raw) for raw in raws], frontiers)
            if self._is_of_another_kind(rec_id, wanted):
                self.put_aside(db, n, wanted, DECLINED)
            elif wanted:
                before = self._trusted(db, n, self._declined_before(db, rec_id, wanted), frontiers)
                recs.append(self._put_record(db, rec_id, [*wanted, *before]))
        return recs

    def _is_of_another_kind(self, rec_id: bytes, changes: Sequence[Change]) -> bool:
        """Tell whether changes say that a record is another kind than it is here, or several kinds at once."""
        rec = self._log.find(rec_id.hex())
        return is_mixed(changes) or any(rec and rec.kind and c.kind and c.kind != rec.kind for c in changes)

    def _trusted(self, db: Database, n: int, changes: Sequence[Change], frontiers: Frontiers) -> Sequence[Change]:
        """Put aside what devices that are not trusted any more said later, and return the rest."""
        beyond = [change for change in changes if is_beyond(change, frontiers)]
        self.put_aside(db, n, beyond, REVOKED)
        return [change for change in changes if change not in beyond] if beyond else changes

    def _put_record(self, db: Database, rec_id: bytes, changes: Sequence[Change]) -> Rec:
        rec = self._log.find_or_add(rec_id, next((change.kind for change in changes if change.kind), ""))
        if rec.erased:  # what was erased here stays erased
            changes = [skeleton(change) for change in changes]
        self._write_changes(db, [(rec, Told(change.id, change.dev, change.hlc, change.raw)) for change in changes])
        if not rec.erased:
            write_view(db, rec, self._log.changes(rec.n))
            self._learn(rec)
        return rec

    def _declined_before(self, db: Database, rec: bytes, wanted: Sequence[Change]) -> list[Change]:
        """Whoever accepts a record accepts what she had declined of it, too: half a record is none."""
        known = {change.id for change in wanted}
        found = [c for c in self.aside_of(RecordId(rec.hex()), DECLINED, TAKEN_BACK) if c.id not in known]
        db.execute("DELETE FROM aside WHERE rec = ? AND why <> ?", (rec, REVOKED))
        return found

    def _write_changes(self, db: Database, parts: Sequence[tuple[Rec, Told]]) -> None:
        devices = dict(self._db.execute("SELECT id, n FROM device").fetchall())
        seqs = {dev: self._log.next_seq(devices[dev]) for dev in {told.dev for _rec, told in parts}}
        now = self._clock.wall_ms()
        rows = []
        for rec, told in parts:
            rows.append((told.id, rec.n, devices[told.dev], seqs[told.dev], fits(told.stamp), *told.raw, now, 1))
            seqs[told.dev] += 1
            self._clock.observe(told.stamp)
        db.executemany(INSERT_CHANGE, rows)


def note_span(db: Database, n: int, first: int, last: int) -> None:
    """Note that the changes with these numbers came with a bundle (0: none), inside a transaction that is open."""
    if n and last >= first:
        db.execute("INSERT INTO bundle_span (bundle, first, last) VALUES (?, ?, ?)", (n, first, last))
