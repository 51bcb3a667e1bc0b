"""Erasing what stood in some fields of a record, now and earlier, while the rest of the record stays.

A change is erased whole or not at all. So every change that wrote one of the fields loses its content, and what it
said of other fields is written again by a new change, which names the one it stands for: its header still says who
wrote that, and when.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.store.arriving import unpacked as unpacked_section
from cima_desktop.store.change import Change, Code, Op, Raw, Ref, read_stored
from cima_desktop.store.core import InBinError
from cima_desktop.store.drafts import packed, unpacked
from cima_desktop.store.erasing import Erasing, Gone
from cima_desktop.store.log import Rec, Save
from cima_desktop.store.merge import REMARK, state
from cima_desktop.store.plain import record_id
from cima_desktop.store.views import write_view
from cima_desktop.vault.database import Database

FOR = "~for"
"""Remark: the change, erased, whose other fields are written again here."""

_PREDS = 500


class FieldErasing(Erasing):
    """The part of the store that erases single fields."""

    def erase_fields(self, act: str, record_id: RecordId, fields: Iterable[str]) -> Touched:
        """Take everything that ever stood in these fields out of the vault; no step of undo.

        Call `finish_erasing` afterwards.

        Raises:
            NotFoundError: there is no such record.
            InBinError: it is in the bin; nothing was erased.
            KeyError: it has no such field.
        """
        rec, kind = self._known(record_id)
        names = {kind.field(name).name for name in fields}
        if rec.deleted:
            raise InBinError
        before = self._log.changes(rec.n)
        lost = [change for change in before if any(op.field in names for op in change.ops)]
        if not lost:
            return self._nothing()
        with self._writing() as db:
            self._write_again(rec, before, lost, names, act)
            ids = tuple(change.id for change in [*lost, *_lost_aside(db, rec, names)])
            db.executemany("UPDATE change SET salt = NULL, payload = NULL WHERE id = ?", [(i,) for i in ids])
            write_view(db, rec, self._log.changes(rec.n))
            _forget_half_typed(db, rec, names)
            self._sweep(db, Gone((), ids, frozenset(), self._log.actor))
        self._forget_words()
        return self._touched("", [rec])

    def _write_again(
        self, rec: Rec, before: Sequence[Change], lost: Sequence[Change], names: set[str], act: str
    ) -> None:
        """Add one change for each that is lost, with what it said of other fields and what it had replaced there."""
        made = state(before)
        live = {op.ref for ops in made.live.values() for op in ops} | {op.ref for op in made.deletes}
        heads = made.heads
        save = Save(secrets.token_hex(16), act)
        for change in lost:
            told = list(_told_again(change, live, names))
            new = self._log.write(rec, [Op(Code.SET, FOR, change.id.hex()), *told], heads, save)
            heads = (new[-1].id,)


def _lost_aside(db: Database, rec: Rec, names: set[str]) -> list[Change]:
    """Return the changes that do not count and say something of these fields: put aside, or waiting for a decision."""
    rows = db.execute("SELECT header, sig, salt, payload FROM aside WHERE rec = ?", (rec.id,)).fetchall()
    raws = [Raw(*row) for row in rows]
    for (data,) in db.execute("SELECT data FROM arrival").fetchall():
        raws += [raw for raw in unpacked_section(data) if record_id(raw) == rec.id]
    return [change for change in map(read_stored, raws) if any(op.field in names for op in change.ops)]


def _forget_half_typed(db: Database, rec: Rec, names: set[str]) -> None:
    """Take these fields out of the drafts of a record; what is half typed of its other fields stays."""
    record = rec.id.hex()
    for key, body in db.execute("SELECT key, body FROM draft").fetchall():
        draft = unpacked(body)
        left = {name: words for name, words in draft.fields.items() if name not in names}
        if left == draft.fields or (record != draft.record and record not in key):
            continue
        if left:
            db.execute("UPDATE draft SET body = ? WHERE key = ?", (packed(replace(draft, fields=left)), key))
        else:
            db.execute("DELETE FROM draft WHERE key = ?", (key,))


def _told_again(change: Change, live: set[Ref], names: set[str]) -> Iterable[Op]:
    """Yield what a change said of the fields that stay: values that still hold, and what they and others replaced."""
    replaced: dict[str, set[Ref]] = {}
    for index, op in enumerate(change.ops):
        if op.field in names or op.field.startswith(REMARK):
            continue
        own = change.ref(index)
        if op.code == Code.UNDEL:
            yield op
        elif own in live:
            yield op._replace(preds=(own,))
        if op.code in (Code.SET, Code.REM):
            replaced.setdefault(op.field, set()).update(op.preds, () if own in live else (own,))
    yield from _replacing(replaced)


def _replacing(replaced: Mapping[str, set[Ref]]) -> Iterable[Op]:
    """Yield what keeps earlier values replaced: without it they would come back to life."""
    for name, refs in replaced.items():
        ordered = sorted(refs)
        for start in range(0, len(ordered), _PREDS):
            yield Op(Code.REM, name, None, tuple(ordered[start : start + _PREDS]))
