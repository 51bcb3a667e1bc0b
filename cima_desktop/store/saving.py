"""Saving: only what differs is written, and only what the person had before their eyes is replaced."""

import itertools
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.guarding import KeptOnPurpose, UndecidedWordsError, is_guarded, new_words
from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.model.touched import Touched
from cima_desktop.store import bulk, register, trail
from cima_desktop.store.change import Change, Code, Op, Ref
from cima_desktop.store.core import Core, ErasedError, InBinError
from cima_desktop.store.log import Rec, Save
from cima_desktop.store.merge import LiveOp, State, distinct, state, value_of
from cima_desktop.store.reading import Seen
from cima_desktop.store.views import write_view
from cima_desktop.vault.database import Database

_BATCH = 2000
_EMPTY = state(())


@dataclass(frozen=True, slots=True)
class Edit:
    """What should become of one record.

    `values` are the fields as they should be, raw or cleaned; fields that do not differ are not written. `seen`
    comes from the snapshot the form was filled from: only those operations are replaced, so a value that arrived
    in the meantime stays beside the new one. None means: whatever is there now. `settle` names fields in which a
    person has chosen one of several values, which is written even if it is the one already shown.
    """

    kind: str
    id: RecordId
    values: Mapping[str, object]
    seen: Seen | None = None
    settle: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pending:
    """One record's part of a save, worked out and not yet written."""

    id: bytes
    kind: str
    ops: tuple[Op, ...]
    before: Sequence[Change]
    heads: tuple[bytes, ...]
    kept_words: tuple[str, ...] = ()
    """Where words stay that the person had been told about, as `field:matter`."""


class Saving(Core):
    """The writing part of the store."""

    def save(self, act: str, edits: Sequence[Edit], *, undoable: bool = True) -> Touched:
        """Write what differs, in one transaction that is one step of undo; a save without a difference writes nothing.

        Args:
            act: the catalogue message that names what is done, for the history and for undo.
            edits: the records as they should be; an id that is not there yet is a new record.
            undoable: False for an act that happened in the world or behind a code. It stays in the history and makes
                no step of undo; an earlier step that wrote the same can no longer be taken back.

        Raises:
            InvalidInputError: a value cannot be kept, or words that nobody decided about; nothing was written.
            InBinError: a record was deleted in the meantime; nothing was written.
            ErasedError: a record was erased; nothing was written.
            VaultError: the disk refused; nothing was written.
        """
        pending = [p for edit in joined(edits) if (p := self._pending(edit))]
        return self._commit(act, pending, undoable=undoable)

    def save_many(self, act: str, edits: Iterable[Edit]) -> int:
        """Write many records in transactions of 2,000 (one step of undo each); return how many were written.

        New records go a fast road: their words enter the search index in one sweep a transaction.
        """
        written = 0
        for batch in batches(edits):
            pending = [p for edit in joined(batch) if (p := self._pending(edit))]
            if len(pending) == 1:
                written += len(self._commit(act, pending).ids)
            elif pending:
                written += self._commit_bulk(act, pending)
        return written

    def _pending(self, edit: Edit) -> Pending | None:
        kind = KINDS[edit.kind]
        if not is_id(edit.id):
            raise ValueError("not a record id")
        rec = self._log.find(edit.id)
        before: list[Change] = []
        made = _EMPTY
        if rec:
            if rec.erased:
                raise ErasedError
            if rec.deleted:
                raise InBinError
            if rec.kind != edit.kind:
                raise ValueError(f"the record is a {rec.kind}, not a {edit.kind}")
            before = self._log.changes(rec.n)
            made = state(before)
        ops = tuple(self._ops(kind, edit, made, before))
        if rec and not ops:
            return None
        return Pending(bytes.fromhex(edit.id), edit.kind, ops, before, made.heads, _kept_words(kind, edit, before))

    def _ops(self, kind: Kind, edit: Edit, made: State, before: Sequence[Change]) -> Iterable[Op]:
        today = self.today()
        for name, raw in edit.values.items():
            field = kind.field(name)
            value = cleaned(field, raw, today=today)
            live = made.live.get(name, ())
            shown = live if edit.seen is None else _shown(before, name, edit.seen.get(name, ()))
            if field.type.is_set:
                yield from set_ops(field, value, live, shown)
            elif name in edit.settle or differs(field, value, live, shown):
                yield Op(Code.SET, name, _scalar(value), refs_of(shown))

    def _commit(self, act: str, pending: Sequence[Pending], *, undoable: bool = True) -> Touched:
        if not pending:
            return self._nothing()
        save = Save(secrets.token_hex(16), act)
        with self._writing() as db:
            recs = self._write_step(db, save, pending, undoable=undoable)
        return self._touched(save.txn, recs)

    def _write_step(self, db: Database, save: Save, pending: Sequence[Pending], *, undoable: bool) -> list[Rec]:
        """Write what is pending inside a transaction that is open."""
        first = self._log.last_number() + 1
        recs = [self._write(part, save) for part in pending]
        if undoable:
            trail.push(db, save.act, self._clock.wall_ms(), (first, self._log.last_number()))
        return recs

    def _write(self, part: Pending, save: Save) -> Rec:
        rec = self._log.find_or_add(part.id, part.kind)
        new = self._log.write(rec, part.ops, part.heads, save)
        write_view(self._db, rec, [*part.before, *new])
        self._learn(rec)
        self._note_kept_words(part)
        return rec

    def _note_kept_words(self, part: Pending) -> None:
        for place in part.kept_words:
            deed = (register.KEPT_WORDS, part.id, f"{part.kind}.{place}")
            register.note(self._db, self._clock.wall_ms(), self._log.actor, deed)

    def _commit_bulk(self, act: str, pending: Sequence[Pending]) -> int:
        with self._writing() as db:
            numbers = self._write_bulk(Save(secrets.token_hex(16), act), pending)
            trail.push(db, act, self._clock.wall_ms(), numbers)
        self._forget_words()
        return len(pending)

    def _write_bulk(self, save: Save, pending: Sequence[Pending]) -> tuple[int, int]:
        """Write what is pending inside a transaction that is open; return the numbers of the first and last change."""
        first = self._log.last_number() + 1
        fresh = [part for part in pending if not part.before]
        for part in pending:
            if part.before:
                self._write(part, save)
        bulk.add_new(self._log, [(p.id, p.kind, p.ops) for p in fresh], save)
        for part in fresh:
            self._note_kept_words(part)
        return first, self._log.last_number()


def batches(edits: Iterable[Edit]) -> Iterable[tuple[Edit, ...]]:
    """Yield edits in the portions that are one transaction each."""
    waiting = iter(edits)
    while batch := tuple(itertools.islice(waiting, _BATCH)):
        yield batch


def joined(edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits with those of one record made into one; the later value of a field counts."""
    found: dict[str, Edit] = {}
    for edit in edits:
        first = found.get(edit.id)
        if first is None:
            found[edit.id] = edit
            continue
        seen = None if first.seen is None or edit.seen is None else {**first.seen, **edit.seen}
        values = {**first.values, **edit.values}
        found[edit.id] = Edit(edit.kind, edit.id, values, seen, first.settle | edit.settle)
    return list(found.values())


def _kept_words(kind: Kind, edit: Edit, before: Sequence[Change]) -> tuple[str, ...]:
    """Return where an edit has words about status or entry that a person keeps on purpose.

    Words that the field had at any time before are no news: going back in history asks nothing.

    Raises:
        UndecidedWordsError: somebody would bring such words in without having decided to.
    """
    found: set[str] = set()
    for name, raw in edit.values.items():
        texts = [raw] if isinstance(raw, str) else raw if isinstance(raw, list | tuple | set | frozenset) else []
        if not is_guarded(kind.field(name)):
            continue
        had = [op.value for c in before for op in c.ops if op.field == name and isinstance(op.value, str)]
        for words in texts:
            new = new_words(words, had) if isinstance(words, str) else []
            if new and not isinstance(words, KeptOnPurpose):
                raise UndecidedWordsError(path=name)
            found |= {f"{name}:{sighting.matter.value}" for sighting in new}
    return tuple(sorted(found))


def _shown(changes: Sequence[Change], field: str, seen: Sequence[Ref]) -> tuple[LiveOp, ...]:
    """Return the operations a form displayed, newest first, whether or not they are live still."""
    wanted = {Ref(*ref) for ref in seen}
    found = [
        LiveOp(change.ref(i), op.value, change.hlc, change.dev, change.actor)
        for change in changes
        for i, op in enumerate(change.ops)
        if op.field == field and op.code == Code.SET and change.ref(i) in wanted
    ]
    return tuple(sorted(found, key=lambda op: (op.hlc, op.ref), reverse=True))


def differs(field: Field, value: Value, live: Sequence[LiveOp], shown: Sequence[LiveOp]) -> bool:
    """Tell whether a register needs writing: the person changed what was shown, and it is not so already."""
    if value == value_of(field, shown):
        return False
    now = distinct(field, live)
    already = value == value_of(field, live) and len(now) <= 1
    return not already


def set_ops(field: Field, value: Value, live: Sequence[LiveOp], shown: Sequence[LiveOp]) -> Iterable[Op]:
    """Yield what turns the members that were shown into the wanted ones, leaving others' additions alone."""
    wanted = value if isinstance(value, frozenset) else frozenset()
    had, now = _members(field, shown), _members(field, live)
    for member in sorted(wanted - had - now):
        yield Op(Code.SET, field.name, member)
    for member in sorted(had - wanted):
        yield Op(Code.REM, field.name, member, refs_of([op for op in shown if op.value == member]))


def _members(field: Field, ops: Sequence[LiveOp]) -> frozenset[str]:
    value = value_of(field, ops)
    return value if isinstance(value, frozenset) else frozenset()


def refs_of(ops: Iterable[LiveOp]) -> tuple[Ref, ...]:
    """Return the names of operations in the order a change keeps them."""
    return tuple(sorted(op.ref for op in ops))


def _scalar(value: Value) -> Any:
    return value
