"""What makes a record say the right thing after changes left it, or came back (Y9). No clock, no disk, no database.

Right is: as if what was put aside had never come; only what later work replaced stays replaced, even where it stood
on a value that is gone now. Whatever this writes is written for that and for nothing else, so when imports are taken
back one after the other, or taken in again, it is worked out anew each time and the earlier corrections give way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cima_desktop.store.change import Change, Code, Op, Ref
from cima_desktop.store.merge import LiveOp, State, state
from cima_desktop.store.saving import refs_of


def righting(real: Sequence[Change], earlier: Sequence[Change], apart: Sequence[Change]) -> list[Op]:
    """Return the operations that make a record right; none when it is.

    Args:
        real: its changes that count, but for corrections.
        earlier: corrections made before; they count.
        apart: what was taken back of it; it counts no more.
    """
    now, right = state([*real, *earlier]), _right(real, earlier, apart)
    names = sorted(now.live.keys() | right.live.keys())
    ops = [op for name in names for op in _field(name, now.live.get(name, ()), right.live.get(name, ()))]
    if right.deleted and (ops or not now.deleted):
        ops.append(Op(Code.DEL, "", None))
    elif not right.deleted and (wrong := refs_of(op for op in now.deletes if op not in right.deletes)):
        ops.append(Op(Code.UNDEL, "", None, wrong))
    return ops


def _right(real: Sequence[Change], earlier: Sequence[Change], apart: Sequence[Change]) -> State:
    """Return the state a record should be in."""
    through = {change.id: change for change in [*earlier, *apart]}
    whole = [_with_all_it_replaced(change, through) for change in real]
    # What is apart has no content here; it only tells which deletion had seen what.
    return state([*whole, *(replace(change, kind="", ops=()) for change in through.values())])


def _with_all_it_replaced(change: Change, through: Mapping[bytes, Change]) -> Change:
    ops = tuple(op._replace(preds=tuple(_through(op, through))) if op.preds else op for op in change.ops)
    return replace(change, ops=ops)


def _through(op: Op, through: Mapping[bytes, Change]) -> Iterable[Ref]:
    """Return what an operation replaced, and what that had replaced where it is not part of the record any more."""
    found, waiting = set(op.preds), list(op.preds)
    while waiting:
        ref = waiting.pop()
        ops = through[ref.change].ops if ref.change in through else ()
        if ref.place < len(ops) and ops[ref.place].field == op.field:
            new = set(ops[ref.place].preds) - found
            found |= new
            waiting += new
    return found


def _field(name: str, now: Sequence[LiveOp], right: Sequence[LiveOp]) -> Iterable[Op]:
    """Yield what makes one field say its right values and no others."""
    says, should = {_key(op) for op in now}, {_key(op) for op in right}
    wrong = refs_of(op for op in now if _key(op) not in should)
    missing = {_key(op): op for op in right if _key(op) not in says}
    for op in missing.values():
        yield Op(Code.SET, name, op.value, tuple(sorted({op.ref, *wrong})))
    if wrong and not missing:
        yield Op(Code.REM, name, None, wrong)


def _key(op: LiveOp) -> tuple[type, object]:
    return type(op.value), op.value
