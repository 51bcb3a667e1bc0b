"""Extracts: what some fields of a record say, said again by this device for a purpose, and nothing else of it (Y6).

A change is signed whole, so a field cannot be left out of it. An extract is a new change without parents that repeats
the values chosen, each naming the operation it repeats. It stays in this vault's own log too, where it changes
nothing: so what either side writes later replaces it, and a record shared in part becomes no conflict.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence

from cima_desktop.model.ids import RecordId
from cima_desktop.store.change import Change, Code, Op, Raw, Ref
from cima_desktop.store.core import Core, InBinError
from cima_desktop.store.log import Rec, Save
from cima_desktop.store.merge import LiveOp, State, state
from cima_desktop.store.views import write_view

PART = "~part"
"""Remark: this change tells part of a record, for the purpose that is its value."""


class Extracts(Core):
    """The part of the store that tells parts of records."""

    def extract(self, act: str, wanted: Mapping[RecordId, Collection[str]], preset: str) -> list[Raw]:
        """Return the changes that say these fields of these records, and nothing else; empty fields say nothing.

        What was said in the same way before, and still holds, is said with the same change. No step of undo.

        Args:
            act: the catalogue message that names what is done, for the history.
            wanted: records and the names of their fields.
            preset: the purpose.

        Raises:
            NotFoundError: one of them is not here; nothing was written.
            InBinError: it is in the bin; nothing was written.
        """
        save = Save(secrets.token_hex(16), act)
        parts = [(self._there(record), frozenset(fields)) for record, fields in wanted.items()]
        ids = [[change.id for change in self._said(rec, fields, preset)] for rec, fields in parts]
        with self._writing():
            for place, (rec, fields) in enumerate(parts):
                ids[place] = ids[place] or self._say(rec, fields, preset, save)
        return [self._raw(each) for part in ids for each in part]

    def _there(self, record: RecordId) -> Rec:
        rec, _kind = self._known(record)
        if rec.deleted:
            raise InBinError
        return rec

    def _said(self, rec: Rec, fields: frozenset[str], preset: str) -> list[Change]:
        """Return the extract that already says exactly this, in one change; otherwise nothing."""
        before = self._log.changes(rec.n)
        live = {op.ref for name, ops in state(before).live.items() if name in fields for op in ops if _says(op)}
        for change in reversed(before):
            told = {change.ref(i) for i, op in enumerate(change.ops) if not op.field.startswith("~")}
            if change.note(PART) == preset and change.dev == self._log.device.id and told and told == live:
                return [change]
        return []

    def _say(self, rec: Rec, fields: frozenset[str], preset: str, save: Save) -> list[bytes]:
        before = self._log.changes(rec.n)
        made = state(before)
        ops = list(_repeated(made, fields, _told_before(before)))
        if not ops:
            return []
        new = self._log.write(rec, [Op(Code.SET, PART, preset), *ops], (), save)
        write_view(self._db, rec, [*before, *new])
        return [change.id for change in new]

    def _raw(self, change: bytes) -> Raw:
        row = self._db.execute("SELECT header, sig, salt, payload FROM change WHERE id = ?", (change,)).fetchone()
        return Raw(*row)


def _says(op: LiveOp) -> bool:
    return op.value not in ("", None)


def _told_before(changes: Sequence[Change]) -> Mapping[str, list[Ref]]:
    """Return the operations of earlier extracts by field: whoever has only those must see them replaced."""
    found: dict[str, list[Ref]] = {}
    for change in changes:
        if change.note(PART):
            for place, op in enumerate(change.ops):
                found.setdefault(op.field, []).append(change.ref(place))
    return found


def _repeated(made: State, fields: frozenset[str], told: Mapping[str, list[Ref]]) -> Iterable[Op]:
    """Yield one operation for each value that holds; several values of one field stay several."""
    for name in sorted(fields & made.live.keys()):
        live = {op.ref for op in made.live[name]}
        dead = [ref for ref in told.get(name, ()) if ref not in live]
        for op in made.live[name]:
            if _says(op):
                yield Op(Code.SET, name, op.value, tuple(sorted({op.ref, *dead})))
