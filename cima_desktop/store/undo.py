"""Undo and redo: new changes that put back the earlier values, superseding nothing but the step's own.

A step is undone exactly or not at all. Redo is the undo of an undo: both call `Reversal`.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.touched import Touched
from cima_desktop.store import trail
from cima_desktop.store.change import Change, Code, Op, Raw, Ref, read_stored
from cima_desktop.store.core import Core
from cima_desktop.store.log import Rec, Save
from cima_desktop.store.merge import REMARK, State, state
from cima_desktop.store.views import write_view
from cima_desktop.vault.database import Database

_UNDO, _REDO = N_("Undone"), N_("Done again")


class CannotUndoError(KnownError):
    """The same was changed since, here or at a peer, so the step cannot be taken back without losing that."""

    message = N_("This step can no longer be undone, because the same was changed again since then.")
    remedy = N_("Nothing was changed. Open the history of the record to go back to an earlier version.")


class CannotRedoError(KnownError):
    """The same was changed since the step was undone."""

    message = N_("This step can no longer be done again, because the same was changed since then.")
    remedy = N_("Nothing was changed. Make the change again by hand.")


class _LaterWorkError(Exception):
    """Reversing would destroy what was done later."""


class Undo(Core):
    """The undo part of the store."""

    def undo_act(self) -> str:
        """Return the message that names what undo would take back, or an empty string."""
        step = trail.next_to_undo(self._db)
        return step.act if step else ""

    def redo_act(self) -> str:
        """Return the message that names what redo would do again, or an empty string."""
        step = trail.next_to_redo(self._db)
        return step.act if step else ""

    def undo(self) -> Touched | None:
        """Take the newest step back; None when there is none.

        Raises:
            CannotUndoError: the step is passed over from now on.
        """
        step = trail.next_to_undo(self._db)
        if step is None:
            return None
        try:
            return self._turn(step, trail.UNDONE, _UNDO)
        except _LaterWorkError:
            self._lose(step)
            raise CannotUndoError from None

    def redo(self) -> Touched | None:
        """Do the step that was last taken back again; None when there is none.

        Raises:
            CannotRedoError: the step is passed over from now on.
        """
        step = trail.next_to_redo(self._db)
        if step is None:
            return None
        try:
            return self._turn(step, trail.DONE, _REDO)
        except _LaterWorkError:
            self._lose(step)
            raise CannotRedoError from None

    def _lose(self, step: trail.Step) -> None:
        with self._writing() as db:
            trail.lose(db, step)

    def _turn(self, step: trail.Step, turned: int, act: str) -> Touched:
        save = Save(secrets.token_hex(16), act)
        with self._writing() as db:
            first = self._log.last_number() + 1
            recs = [self._reverse(rec, changes, step.last, save) for rec, changes in _parts(db, step)]
            trail.turn(db, step, turned, (first, self._log.last_number()))
        return self._touched(save.txn, recs)

    def _reverse(self, rec: Rec, changes: Sequence[Change], last: int, save: Save) -> Rec:
        before = self._log.changes(rec.n)
        made = state(before)
        reversal = Reversal(self._db, made, {c.id: c for c in before}, last)
        for change in reversed(changes):
            reversal.take_back(change)
        new = self._log.write(rec, reversal.ops, made.heads, save)
        places = iter(c.ref(i) for c in new for i, op in enumerate(c.ops) if not op.field.startswith(REMARK))
        for originals, place in zip(reversal.replaced, places, strict=True):
            for original in originals:
                trail.stand_in(self._db, original, place)
        write_view(self._db, rec, [*before, *new])
        return rec


def _parts(db: Database, step: trail.Step) -> list[tuple[Rec, list[Change]]]:
    """Return the step's changes by record, in the order they were made."""
    rows = db.execute(
        "SELECT rec.n, rec.id, rec.kind, rec.deleted, header, sig, salt, payload"
        " FROM change JOIN rec ON rec.n = change.rec WHERE change.n BETWEEN ? AND ? ORDER BY change.n",
        (step.first, step.last),
    ).fetchall()
    found: dict[int, tuple[Rec, list[Change]]] = {}
    for n, rec_id, kind, deleted, *raw in rows:
        part = found.setdefault(n, (Rec(n, rec_id, kind, bool(deleted)), []))
        part[1].append(read_stored(Raw(*raw)))
    return list(found.values())


@dataclass
class Reversal:
    """The operations that take changes of one record back, and which earlier operation each one stands for.

    `last` is the number of the step's last change: what is newer and still live is later work.
    """

    db: Database
    made: State
    known: dict[bytes, Change]
    last: int
    ops: list[Op] = field(default_factory=list)
    replaced: list[tuple[Ref, ...]] = field(default_factory=list)

    def take_back(self, change: Change) -> None:
        """Add what undoes one change.

        Raises:
            _LaterWorkError: something of it was replaced since.
        """
        if not change.parents:
            self._unmake()
            return
        for index, op in reversed(list(enumerate(change.ops))):
            if op.field.startswith(REMARK):
                continue
            here = trail.current(self.db, change.ref(index))
            if op.code == Code.SET:
                self._unset(op, here)
            elif op.code == Code.REM:
                self._add(Op(Code.SET, op.field, op.value), op.preds)
            elif op.code == Code.DEL:
                self._must_live(here, self.made.deletes)
                self._add(Op(Code.UNDEL, "", None, (here,)), ())
            else:
                self._must_be_last()
                self._add(Op(Code.DEL, "", None), op.preds)

    def _add(self, op: Op, stands_for: tuple[Ref, ...]) -> None:
        self.ops.append(op)
        self.replaced.append(stands_for)

    def _unset(self, op: Op, here: Ref) -> None:
        self._must_live(here, self.made.live.get(op.field, ()))
        earlier = [(ref, self._value(ref)) for ref in op.preds]
        if not op.preds:  # it was not put over anything, so nothing takes its place
            self._add(Op(Code.REM, op.field, op.value, (here,)), ())
        for ref, value in earlier:
            self._add(Op(Code.SET, op.field, value, (here,)), (ref,))

    def _value(self, ref: Ref) -> str | int | bool | None:
        change = self.known.get(ref.change)
        if change is None or not change.ops:  # the import it came with was taken back since, or its content erased
            raise _LaterWorkError
        return change.ops[ref.place].value

    def _must_live(self, here: Ref, live: Iterable[tuple[object, ...]]) -> None:
        if all(op[0] != here for op in live):
            raise _LaterWorkError

    def _unmake(self) -> None:
        self._must_be_last()
        self._add(Op(Code.DEL, "", None), ())

    def _must_be_last(self) -> None:
        """Make sure that deleting the record would hide nobody's later work."""
        for ops in self.made.live.values():
            for op in ops:
                later = op.value not in ("", None) and self._number(op.ref) > self.last
                if later and not trail.is_stand_in(self.db, op.ref):
                    raise _LaterWorkError

    def _number(self, ref: Ref) -> int:
        return int(self.db.execute("SELECT n FROM change WHERE id = ?", (ref.change,)).fetchone()[0])
