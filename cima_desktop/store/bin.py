"""The bin: what was deleted, with its parts, and how it comes back. Nothing is ever taken out of the log."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import children_of
from cima_desktop.model.touched import Touched
from cima_desktop.store import trail
from cima_desktop.store.change import TXN, Code, Op
from cima_desktop.store.clock import milliseconds, moment
from cima_desktop.store.core import Core
from cima_desktop.store.log import Rec, Save
from cima_desktop.store.merge import state
from cima_desktop.store.saving import refs_of
from cima_desktop.store.views import write_view

_RESTORED = N_("Taken out of the bin")


@dataclass(frozen=True, slots=True)
class BinEntry:
    """Something in the bin; `parts` counts the repeating parts that went with it."""

    id: RecordId
    kind: str
    title: str
    when: datetime
    who: str
    parts: int


class Bin(Core):
    """The deleting part of the store."""

    def delete(self, act: str, ids: Iterable[RecordId], *, undoable: bool = True) -> Touched:
        """Put records and their repeating parts into the bin, in one step; ids that are there already are skipped.

        With `undoable=False` the deletion makes no step of undo; the bin still gives the records back.

        Raises:
            NotFoundError: one of them is not in this vault; nothing was deleted.
        """
        recs: dict[int, Rec] = {}
        for record_id in ids:
            rec, _kind = self._known(record_id)
            if not rec.deleted:
                self._gather(rec, recs)
        return self._mark(act, list(recs.values()), Code.DEL, undoable=undoable)

    def restore(self, ids: Iterable[RecordId]) -> Touched:
        """Take records out of the bin, with the parts that went in together with them.

        Raises:
            NotFoundError: one of them is not in this vault; nothing was restored.
        """
        recs: dict[int, Rec] = {}
        for record_id in ids:
            rec, _kind = self._known(record_id)
            if rec.deleted:
                recs[rec.n] = rec
                for part in self._deleted_with(rec):
                    recs[part.n] = part
        return self._mark(_RESTORED, list(recs.values()), Code.UNDEL)

    def bin(self) -> list[BinEntry]:
        """Return what is in the bin, newest first; parts that went with their whole are only counted."""
        rows = self._db.execute("SELECT n, id, kind, title FROM rec WHERE deleted = 1").fetchall()
        recs = [(Rec(n, rec_id, kind, True), title) for n, rec_id, kind, title in rows]
        parts = {rec.n: self._deleted_with(rec) for rec, _title in recs}
        inside = {part.n for found in parts.values() for part in found}
        entries = [self._entry(rec, title, len(parts[rec.n])) for rec, title in recs if rec.n not in inside]
        return sorted(entries, key=lambda e: (e.when, e.id), reverse=True)

    def binned(self, kind: str) -> list[RecordId]:
        """Return every record of a kind that is in the bin, those that went with their whole among them."""
        rows = self._db.execute("SELECT id FROM rec WHERE kind = ? AND deleted = 1 ORDER BY n", (kind,))
        return [RecordId(record.hex()) for (record,) in rows]

    def _entry(self, rec: Rec, title: str, parts: int) -> BinEntry:
        newest = state(self._log.changes(rec.n)).deletes[0]
        when = moment(milliseconds(newest.hlc))
        return BinEntry(RecordId(rec.id.hex()), rec.kind, title, when, self.who(newest.actor), parts)

    def _gather(self, rec: Rec, found: dict[int, Rec]) -> None:
        """Add a record and, all the way down, the parts of it that are not in the bin."""
        if rec.n in found:
            return
        found[rec.n] = rec
        for part in self._parts(rec):
            if not part.deleted:
                self._gather(part, found)

    def _parts(self, rec: Rec) -> list[Rec]:
        found: list[Rec] = []
        for kind in children_of(rec.kind):
            rows = self._db.execute(
                "SELECT rec.n, rec.id, rec.kind, rec.deleted FROM ref JOIN rec USING (n)"
                " WHERE target = ? AND field = ? AND kind = ? ORDER BY rec.n",
                (rec.id, kind.parent, kind.name),
            )
            found.extend(Rec(n, rec_id, name, bool(deleted)) for n, rec_id, name, deleted in rows)
        return found

    def _deleted_with(self, rec: Rec) -> list[Rec]:
        """Return the parts, all the way down, that went into the bin in the same save as `rec`."""
        txns = self._deleting(rec)
        found: list[Rec] = []
        for part in self._parts(rec):
            if part.deleted and self._deleting(part) & txns:
                found += [part, *self._deleted_with(part)]
        return found

    def _deleting(self, rec: Rec) -> frozenset[str]:
        """Return the saves whose deletion of `rec` still holds."""
        changes = self._log.changes(rec.n)
        deleting = {op.ref.change for op in state(changes).deletes}
        return frozenset(change.note(TXN) for change in changes if change.id in deleting)

    def _mark(self, act: str, recs: Sequence[Rec], code: Code, *, undoable: bool = True) -> Touched:
        if not recs:
            return self._nothing()
        save = Save(secrets.token_hex(16), act)
        with self._writing() as db:
            first = self._log.last_number() + 1
            for rec in recs:
                before = self._log.changes(rec.n)
                made = state(before)
                preds = refs_of(made.deletes) if code is Code.UNDEL else ()
                new = self._log.write(rec, [Op(code, "", None, preds)], made.heads, save)
                write_view(db, rec, [*before, *new])
            if undoable:
                trail.push(db, act, self._clock.wall_ms(), (first, self._log.last_number()))
        return self._touched(save.txn, recs)
