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
from cima_desktop.store.merge import PART, REMARK, LiveOp, State, state
from cima_desktop.store.views import write_view

_PREDS = 500


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
        made = state(before)
        live = {op.ref for name in fields for op in made.live.get(name, ()) if _says(op)}
        gone = {
            ref for op in repeated(made, fields, before, self._log.device.id) if op.code == Code.REM for ref in op.preds
        }
        for change in reversed(before):
            told = {change.ref(i) for i, op in enumerate(change.ops) if op.code == Code.SET and not _is_remark(op)}
            replaced = {ref for op in change.ops for ref in op.preds}
            is_mine = change.note(PART) == preset and change.dev == self._log.device.id
            if is_mine and (told or replaced) and told == live and gone <= replaced:
                return [change]
        return []

    def _say(self, rec: Rec, fields: frozenset[str], preset: str, save: Save) -> list[bytes]:
        before = self._log.changes(rec.n)
        ops = list(repeated(state(before), fields, before, self._log.device.id))
        if not ops:
            return []
        new = self._log.write(rec, ops, (), save, [Op(Code.SET, PART, preset)])
        write_view(self._db, rec, [*before, *new])
        return [change.id for change in new]

    def _raw(self, change: bytes) -> Raw:
        row = self._db.execute("SELECT header, sig, salt, payload FROM change WHERE id = ?", (change,)).fetchone()
        return Raw(*row)


def repeated(made: State, fields: Collection[str], changes: Sequence[Change], mine: bytes) -> Iterable[Op]:
    """Yield one operation for each value that holds; several values of one field stay several.

    Whoever has only extracts must see replaced what earlier ones told, and what others wrote and was replaced here:
    what replaced it stays here. A field that was told before and is empty now is taken away.

    Args:
        made: the record.
        fields: the names of its fields.
        changes: all it is made of.
        mine: the device that signs here.
    """
    for name in sorted(fields):
        live = made.live.get(name, ())
        said = [op for op in live if _says(op)]
        yield from (Op(Code.SET, name, op.value, (op.ref,)) for op in said)
        if said or any(_told(change, name) for change in changes):
            dead = sorted(_known_elsewhere(name, changes, mine) - {op.ref for op in live})
            for start in range(0, len(dead), _PREDS):
                yield Op(Code.REM, name, None, tuple(dead[start : start + _PREDS]))


def _known_elsewhere(name: str, changes: Sequence[Change], mine: bytes) -> set[Ref]:
    """Return the operations of a field that a vault without the whole record may have."""
    some = [change for change in changes if change.dev != mine or _told(change, name)]
    return {c.ref(i) for c in some for i, op in enumerate(c.ops) if op.field == name and op.code == Code.SET}


def _says(op: LiveOp) -> bool:
    return op.value not in ("", None)


def _is_remark(op: Op) -> bool:
    return op.field.startswith(REMARK)


def _told(change: Change, name: str) -> bool:
    """Tell whether a change is an extract that says a field."""
    return bool(change.note(PART)) and any(op.field == name and op.code == Code.SET for op in change.ops)
