"""What hangs together: which records cannot be without which, who points to whom, and how old each is (A2)."""

from collections.abc import Iterable, Sequence
from datetime import date

from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Kind, Record
from cima_desktop.model.retention import Facts, Rule
from cima_desktop.store.clock import milliseconds, moment
from cima_desktop.store.core import Core
from cima_desktop.store.log import Rec
from cima_desktop.store.portions import marks
from cima_desktop.store.tables import columns, record_in, table
from cima_desktop.store.views import references


class Relating(Core):
    """The part of the store that knows how records hang together."""

    def facts_of(self, record_id: str) -> Facts | None:
        """Return what decides how long a record is kept; None when there is none or it is in the bin."""
        rec = self._log.find(record_id)
        if rec is None or rec.known is None or rec.deleted:
            return None
        changed = self._db.execute("SELECT changed FROM rec WHERE n = ?", (rec.n,)).fetchone()[0]
        record = self._record(rec, rec.known)
        needed = (str(getattr(record, name)) for name in rec.known.needs())
        return Facts(
            keep=rec.known.keep,
            kind=rec.kind,
            changed=_day(changed),
            requires=tuple(each for each in needed if each),
            pointed_by=tuple(other.id.hex() for other in self._pointing(rec.id) if not other.deleted),
            binds=record.binds_until(),
        )

    def all_facts(self) -> dict[str, Facts]:
        """Return the same for every record that is not in the bin, in a few sweeps of the file."""
        rows = self._db.execute("SELECT n, id, kind, changed FROM rec WHERE deleted = 0").fetchall()
        kinds = {n: KINDS[kind] for n, _id, kind, _changed in rows if kind in KINDS}
        ids = {n: rec_id.hex() for n, rec_id, _kind, _changed in rows}
        pointed: dict[str, list[str]] = {}
        needed: dict[int, dict[str, str]] = {}
        for target, field, n in self._db.execute("SELECT target, field, n FROM ref ORDER BY n, field, target"):
            if n in kinds:
                pointed.setdefault(target.hex(), []).append(ids[n])
                needed.setdefault(n, {})[field] = target.hex()
        binding = self._binding()
        return {
            ids[n]: Facts(
                keep=kinds[n].keep,
                kind=kind,
                changed=_day(changed),
                requires=tuple(needed[n][name] for name in kinds[n].needs() if name in needed.get(n, ())),
                pointed_by=tuple(dict.fromkeys(pointed.get(ids[n], ()))),
                binds=binding.get(ids[n]),
            )
            for n, _id, kind, changed in rows
            if n in kinds
        }

    def untouched_since(self, day: date) -> list[tuple[RecordId, str]]:
        """Return id and kind of the records with a clock of their own that were last changed before a day, by age."""
        names = [kind.name for kind in KINDS.values() if kind.keep.rule is Rule.CLOCK]
        rows = self._db.execute(
            f"SELECT id, kind, changed FROM rec WHERE deleted = 0 AND kind IN ({marks(names)})"
            " AND changed < ? ORDER BY changed, id",
            (*names, _stamp(day)),
        ).fetchall()
        return [(RecordId(i.hex()), kind) for i, kind, _changed in rows if _day(_changed) < day]

    def going_with(self, ids: Iterable[RecordId]) -> list[RecordId]:
        """Return these records and all that cannot be without them, all the way down, in the bin or not."""
        return [RecordId(rec.id.hex()) for rec in self._going_with(ids)]

    def pointing_to(self, ids: Iterable[RecordId]) -> list[RecordId]:
        """Return the other records that name one of these, in the bin or not."""
        inside = set(ids)
        found: dict[RecordId, None] = {}
        for target in sorted(inside):
            for rec in self._pointing(bytes.fromhex(target)):
                found.setdefault(RecordId(rec.id.hex()))
        return [other for other in found if other not in inside]

    def named_by(self, ids: Iterable[RecordId]) -> list[RecordId]:
        """Return the other records that these name, in the bin or not."""
        inside = set(ids)
        found: dict[RecordId, None] = {}
        for each in sorted(inside):
            rec = self._log.find(each)
            if rec is not None and rec.known is not None:
                for target, _field in references(rec.known, rec.known.values(self._record(rec, rec.known))):
                    found.setdefault(RecordId(target.hex()))
        return [other for other in found if other not in inside and self._log.find(other) is not None]

    def _going_with(self, ids: Iterable[RecordId]) -> list[Rec]:
        found: dict[int, Rec] = {}
        waiting = [rec for each in ids if (rec := self._log.find(each)) and rec.known]
        while waiting:
            rec = waiting.pop(0)
            if rec.n not in found:
                found[rec.n] = rec
                waiting += self._parts_of(rec)
        return list(found.values())

    def _parts_of(self, rec: Rec) -> list[Rec]:
        rows = self._db.execute(
            "SELECT rec.n, rec.id, rec.kind, rec.deleted, ref.field FROM ref JOIN rec USING (n)"
            " WHERE target = ? ORDER BY rec.n",
            (rec.id,),
        ).fetchall()
        return [
            Rec(n, rec_id, kind, bool(deleted))
            for n, rec_id, kind, deleted, field in rows
            if kind in KINDS and field in KINDS[kind].needs()
        ]

    def _pointing(self, target: bytes) -> list[Rec]:
        rows = self._db.execute(
            "SELECT DISTINCT rec.n, rec.id, rec.kind, rec.deleted FROM ref JOIN rec USING (n)"
            " WHERE target = ? ORDER BY rec.n",
            (target,),
        ).fetchall()
        return [Rec(n, rec_id, kind, bool(deleted)) for n, rec_id, kind, deleted in rows]

    def _record(self, rec: Rec, kind: Kind) -> Record:
        row = self._db.execute(f"SELECT {columns(kind)} FROM {table(kind)} WHERE n = ?", (rec.n,)).fetchone()
        return record_in(kind, rec.id, row)

    def _binding(self) -> dict[str, date]:
        """Return the records that have to be kept until a day, whatever their age."""
        found: dict[str, date] = {}
        for kind in KINDS.values():
            if kind.record.binds_until is Record.binds_until:
                continue
            rows: Sequence[tuple[bytes, ...]] = self._db.execute(
                f"SELECT rec.id, {columns(kind, 't.')} FROM rec JOIN {table(kind)} t ON t.n = rec.n"
                " WHERE rec.kind = ? AND rec.deleted = 0",
                (kind.name,),
            ).fetchall()
            for rec_id, *row in rows:
                day = record_in(kind, rec_id, row).binds_until()  # type: ignore[arg-type]
                if day is not None:
                    found[rec_id.hex()] = day
        return found


def _day(stamp: int) -> date:
    return moment(milliseconds(stamp)).astimezone().date()


def _stamp(day: date) -> int:
    """Return a stamp after every stamp of the day before; the day is the computer's own, so a day more is looked at."""
    return (day.toordinal() - date(1970, 1, 1).toordinal() + 1) * 86_400_000 << 16
