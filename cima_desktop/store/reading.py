"""Reading records: one, a snapshot with what a form must remember, a parent's parts, all of a kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.model.kinds import Kind, Record, kind_of
from cima_desktop.store.change import Ref
from cima_desktop.store.clock import milliseconds, moment
from cima_desktop.store.core import Core
from cima_desktop.store.merge import LiveOp, conflicts_of, fitted, record_of, state
from cima_desktop.store.portions import marks, portions
from cima_desktop.store.tables import columns, record_in, table

R = TypeVar("R", bound=Record)

Seen = Mapping[str, tuple[Ref, ...]]
"""For each field the operations whose values were on the screen; hand it back with the save."""


@dataclass(frozen=True, slots=True)
class Version:
    """One of several values of a field, with its author."""

    value: Value
    who: str
    when: datetime
    vault: str = ""
    """Whose vault it was written in; empty for this one."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A record as a form shows it, the values it must not overwrite unseen, and what still needs a decision."""

    record: Record
    kind: Kind
    seen: Seen
    conflicts: Mapping[str, tuple[Version, ...]]
    deleted: bool
    contested: bool
    """Someone deleted it without having seen another's edit."""
    changed_at: datetime


class Reading(Core):
    """The reading part of the store."""

    def get(self, kind: type[R], record_id: RecordId | str) -> R | None:
        """Return the record, or None when there is none or it is in the bin."""
        declared = kind_of(kind)
        if not is_id(record_id):
            return None
        row = self._db.execute(
            f"SELECT rec.id, {columns(declared, 't.')} FROM rec JOIN {table(declared)} t ON t.n = rec.n"
            " WHERE rec.id = ? AND rec.kind = ? AND rec.deleted = 0",
            (bytes.fromhex(record_id), declared.name),
        ).fetchone()
        return cast(R, record_in(declared, row[0], row[1:])) if row else None

    def need(self, kind: type[R], record_id: RecordId | str) -> R:
        """Return the record.

        Raises:
            NotFoundError: there is none, or it is in the bin.
        """
        found = self.get(kind, record_id)
        if found is None:
            raise NotFoundError
        return found

    def kind_of_id(self, record_id: RecordId | str) -> str:
        """Return the kind of a record, in the bin or not; an empty string when there is none."""
        rec = self._log.find(record_id)
        return rec.kind if rec else ""

    def title_of(self, record_id: RecordId | str) -> str:
        """Return the line that names a record, in the bin or not; an empty string when there is none."""
        if not is_id(record_id):
            return ""
        row = self._db.execute("SELECT title FROM rec WHERE id = ?", (bytes.fromhex(record_id),)).fetchone()
        return str(row[0]) if row else ""

    def named(self, records: Sequence[RecordId]) -> dict[RecordId, tuple[str, str]]:
        """Return kind and naming line of many records, in the bin or not; those that are not here are left out."""
        found: dict[RecordId, tuple[str, str]] = {}
        for ids in portions([bytes.fromhex(each) for each in records]):
            rows = self._db.execute(f"SELECT id, kind, title FROM rec WHERE id IN ({marks(ids)})", ids)
            found.update((RecordId(rec.hex()), (kind, title)) for rec, kind, title in rows)
        return found

    def snapshot(self, record_id: RecordId) -> Snapshot:
        """Return the record with everything a form needs, also when it is in the bin.

        Raises:
            NotFoundError: there is no such record.
        """
        rec, kind = self._known(record_id)
        made = state(self._log.changes(rec.n))
        conflicts = {
            name: tuple(self._version(op, fitted(kind.field(name), op.value)) for op in ops)
            for name, ops in conflicts_of(kind, made).items()
        }
        return Snapshot(
            record=record_of(kind, record_id, made),
            kind=kind,
            seen={name: tuple(op.ref for op in ops) for name, ops in made.live.items()},
            conflicts=conflicts,
            deleted=made.deleted,
            contested=made.contested,
            changed_at=moment(milliseconds(made.changed)),
        )

    def _version(self, op: LiveOp, value: Value = None) -> Version:
        return Version(value, self.who(op.actor), moment(milliseconds(op.hlc)), self.vault_of(op.dev))

    def conflicted(self) -> list[tuple[RecordId, str]]:
        """Return record and field of every value that two people left different and nobody has settled."""
        rows = self._db.execute(
            "SELECT rec.id, conflict.field FROM conflict JOIN rec ON rec.n = conflict.rec"
            " WHERE conflict.kind = 'value' AND rec.deleted = 0 ORDER BY rec.n, conflict.field"
        ).fetchall()
        return [(RecordId(i.hex()), field) for i, field in rows]

    def children(self, kind: type[R], **refs: RecordId | str) -> list[R]:
        """Return the records of a kind that point to the given ones, by position and then as they were added.

        `children(Caregiver, plan=plan_id, child=child_id)`; records in the bin are left out.
        """
        declared = kind_of(kind)
        first, *others = refs.items()
        if not all(is_id(target) for target in refs.values()):
            return []
        rows = self._db.execute(
            f"SELECT rec.id, rec.created, {columns(declared, 't.')} FROM ref CROSS JOIN rec ON rec.n = ref.n"
            f" CROSS JOIN {table(declared)} t ON t.n = rec.n"
            " WHERE ref.target = ? AND ref.field = ? AND rec.kind = ? AND rec.deleted = 0",
            (bytes.fromhex(first[1]), first[0], declared.name),
        ).fetchall()
        found = [(row[1], record_in(declared, row[0], row[2:])) for row in rows]
        kept = [(made, r) for made, r in found if all(_points(getattr(r, name), target) for name, target in others)]
        kept.sort(key=lambda pair: (_position(pair[1]), pair[0], pair[1].id))
        return [cast(R, record) for _made, record in kept]

    def all(self, kind: type[R]) -> list[R]:
        """Return every record of a kind that is not in the bin, in list order."""
        declared = kind_of(kind)
        rows = self._db.execute(
            f"SELECT l.id, {columns(declared, 't.')} FROM listing l CROSS JOIN {table(declared)} t ON t.n = l.n"
            " WHERE l.kind = ? ORDER BY l.sort_key, l.n",
            (declared.name,),
        )
        return [cast(R, record_in(declared, row[0], row[1:])) for row in rows]

    def refers_to(self, record_id: RecordId | str) -> list[tuple[RecordId, str, str]]:
        """Return id, kind and field of every record that points to this one and is not in the bin."""
        if not is_id(record_id):
            return []
        rows: Sequence[Any] = self._db.execute(
            "SELECT rec.id, rec.kind, ref.field FROM ref JOIN rec USING (n) WHERE target = ? AND deleted = 0"
            " ORDER BY rec.created, rec.n, ref.field",
            (bytes.fromhex(record_id),),
        ).fetchall()
        return [(RecordId(i.hex()), kind, field) for i, kind, field in rows]

    def pointers(self, ids: Sequence[RecordId]) -> dict[RecordId, list[tuple[str, str]]]:
        """Return, for each of these records that is pointed to, kind and field of every record that does."""
        rows = self._db.execute(
            "SELECT ref.target, rec.kind, ref.field FROM ref JOIN rec USING (n)"
            f" WHERE target IN ({marks(ids)}) AND deleted = 0",
            [bytes.fromhex(each) for each in ids],
        ).fetchall()
        found: dict[RecordId, list[tuple[str, str]]] = {}
        for target, kind, field in rows:
            found.setdefault(RecordId(target.hex()), []).append((kind, field))
        return found


def _points(value: Value, target: str) -> bool:
    return target in value if isinstance(value, frozenset) else value == target


def _position(record: Record) -> int:
    position = getattr(record, "position", None)
    return position if isinstance(position, int) else 1_000_000
