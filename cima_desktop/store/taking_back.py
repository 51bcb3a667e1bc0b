"""Taking an import back, on any later day, without touching what was done since (Y9).

What came with it goes aside and counts no more; it can be taken in again. A change that was made here since may have
replaced a value of the import, which in turn had replaced an older one: the older one must not come back to life, so
an ordinary change says that it stays replaced (`righting`). What later work stands on is left where it is, and named.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import attrs

from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.store.arriving import forget_arrival
from cima_desktop.store.aside import DECLINED, TAKEN_BACK
from cima_desktop.store.bundles import DONE, TAKING, UNDONE
from cima_desktop.store.change import Change, Raw, read_stored
from cima_desktop.store.log import Rec, Save
from cima_desktop.store.merge import state
from cima_desktop.store.saving import Edit, batches, joined
from cima_desktop.store.taking import Taking, note_span
from cima_desktop.vault.database import Database
from cima_desktop.vault.vault import roomy


@attrs.frozen(kw_only=True)
class UndoPreview:
    """What taking an import back would do: the records that lose something, and those that stay for later work."""

    records: tuple[RecordId, ...]
    kept_for_later_work: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One record's part of an import: its row, what came, and what else there is."""

    rec: Rec
    came: Sequence[Change]
    others: Sequence[Change]
    is_new: bool
    """Whether the record was not here before."""


class TakingBack(Taking):
    """The part of the store that takes imports back."""

    def undo_preview(self, n: int) -> UndoPreview:
        """Say what `undo_import` would do; nothing is written."""
        parts = self._came_with(n)
        kept = self._needed(parts)
        going = [part.rec for part in parts if part.rec.id not in kept]
        return UndoPreview(records=_ids(going), kept_for_later_work=tuple(RecordId(rec.hex()) for rec in sorted(kept)))

    def undo_import(self, n: int) -> Touched:
        """Take an import back, whole but for records that later work stands on; in one transaction."""
        parts = self._came_with(n)
        kept = self._needed(parts)
        going = [part for part in parts if part.rec.id not in kept]
        with self._writing() as db:
            for part in going:
                self._take_back(db, n, part)
            for _i, waiting in self._staged(n):  # it was stopped half-way
                self.put_waiting_aside(db, n, waiting, TAKEN_BACK)
            forget_arrival(db, n)
            db.execute("DELETE FROM bundle_span WHERE bundle = ?", (n,))
            self._note_left(db, n, [part for part in parts if part.rec.id in kept])
            db.execute("UPDATE bundle SET state = ? WHERE n = ?", (UNDONE, n))
        self._forget_words()
        return self._touched("", [part.rec for part in going]) if going else self._nothing()

    def redo_import(self, n: int) -> Touched:
        """Take in after all what had been declined of a bundle, or was taken back."""
        rows = self._db.execute(
            "SELECT header, sig, salt, payload FROM aside WHERE bundle = ? AND why IN (?, ?) ORDER BY n",
            (n, DECLINED, TAKEN_BACK),
        ).fetchall()
        grouped: dict[bytes, list[Raw]] = {}
        for row in rows:
            raw = Raw(*row)
            grouped.setdefault(read_stored(raw).rec, []).append(raw)
        with self._writing() as db:
            first = self._log.last_number() + 1
            recs = self._put_others(db, n, grouped, self.revoked_frontiers())
            note_span(db, n, first, self._log.last_number())
            self._put_right(db, recs)
            db.execute("UPDATE bundle SET state = ? WHERE n = ?", (DONE, n))
        self._forget_words()
        return self._touched("", recs) if recs else self._nothing()

    def save_through(self, n: int, act: str, edits: Iterable[Edit]) -> int:
        """Write many records as `save_many` does, as come by the file with this number: `undo_import` takes them back.

        No step of undo.
        """
        written = 0
        with roomy(self._db):
            for batch in batches(edits):
                pending = [p for edit in joined(batch) if (p := self._pending(edit))]
                with self._writing() as db:
                    note_span(db, n, *self._write_bulk(Save(secrets.token_hex(16), act), pending))
                written += len(pending)
        self._forget_words()
        return written

    def _came_with(self, n: int) -> list[_Part]:
        """Return what came with a bundle and still counts, by record."""
        rows = self._db.execute(
            "SELECT DISTINCT rec.n, rec.id, rec.kind, rec.deleted FROM bundle_span"
            " JOIN change ON change.n BETWEEN first AND last JOIN rec ON rec.n = change.rec"
            " WHERE bundle = ? ORDER BY rec.n",
            (n,),
        ).fetchall()
        parts = [self._part(n, Rec(row[0], row[1], row[2], bool(row[3]))) for row in rows]
        return [part for part in parts if part.came]

    def _part(self, n: int, rec: Rec) -> _Part:
        came = {
            each
            for (each,) in self._db.execute(
                "SELECT change.id FROM bundle_span JOIN change ON change.n BETWEEN first AND last"
                " WHERE bundle = ? AND change.rec = ? AND NOT EXISTS (SELECT 1 FROM bundle_span other"
                " JOIN bundle ON bundle.n = other.bundle WHERE other.bundle <> ? AND state IN (?, ?)"
                " AND change.n BETWEEN other.first AND other.last)",
                (n, rec.n, n, DONE, TAKING),
            )
        }
        changes = self._log.changes(rec.n)
        others = [change for change in changes if change.id not in came]
        return _Part(rec, [c for c in changes if c.id in came], others, is_new=changes[0].id in came)

    def _needed(self, parts: Sequence[_Part]) -> frozenset[bytes]:
        """Return the records that came into being with the import and that later work stands on.

        That is: they were worked on since, something written since points to them, or such a record cannot be
        without them.
        """
        born = {part.rec.id: part for part in parts if part.is_new}
        came = {change.id for part in parts for change in part.came}
        needed = {rec for rec, part in born.items() if part.others or self._is_pointed_at(part.rec, came)}
        waiting = list(needed)
        while waiting:
            part = born[waiting.pop()]
            for target in self._required_by(part.rec):
                if target in born and target not in needed:
                    needed.add(target)
                    waiting.append(target)
        return frozenset(needed)

    def _is_pointed_at(self, rec: Rec, came: Collection[bytes]) -> bool:
        """Tell whether anything points to a record that did not come with this import."""
        rows = self._db.execute("SELECT n, field FROM ref WHERE target = ?", (rec.id,)).fetchall()
        for n, field in rows:
            live = state(self._log.changes(n)).live.get(field, ())
            if any(op.value == rec.id.hex() and op.ref.change not in came for op in live):
                return True
        return False

    def _required_by(self, rec: Rec) -> list[bytes]:
        names = rec.known.needs() if rec.known else ()
        rows = self._db.execute("SELECT target, field FROM ref WHERE n = ?", (rec.n,)).fetchall()
        return [target for target, field in rows if field in names]

    def _take_back(self, db: Database, n: int, part: _Part) -> None:
        self._put_right(db, self._move_out(db, [change.id for change in part.came], TAKEN_BACK, n))

    def _note_left(self, db: Database, n: int, parts: Sequence[_Part]) -> None:
        """Note again, one by one, what of an import still counts."""
        for part in parts:
            for change in part.came:
                number = db.execute("SELECT n FROM change WHERE id = ?", (change.id,)).fetchone()[0]
                note_span(db, n, number, number)


def _ids(recs: Iterable[Rec]) -> tuple[RecordId, ...]:
    return tuple(RecordId(rec.id.hex()) for rec in recs)
