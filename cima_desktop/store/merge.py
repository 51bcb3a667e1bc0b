"""What a record is, as a function of the set of its changes. No clock, no disk, no database.

The whole rule: live operations = all operations − those that another operation of the same field of the same
record names as seen. Order, duplicates and delivery make no difference, and no clock can hide a value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cima_desktop.model.fields import Field, FieldType, Merge, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Kind, Record
from cima_desktop.store.change import Change, Code, Ref, Scalar

_GIVING = (int(Code.SET), int(Code.DEL))
"""What can be live: a value, or (without a field) a deletion."""
REMARK = "~"
PART = "~part"
"""Remark: this change tells part of a record, for the purpose that is its value."""
"""Fields beginning so are about the save (its transaction, its wording), not about the record."""

BESIDE = " / "
"""Stands between the values of a field that counts with all of them."""


class LiveOp(NamedTuple):
    """An operation that nothing has replaced."""

    ref: Ref
    value: Scalar
    hlc: int
    dev: bytes
    actor: bytes


@dataclass(frozen=True, slots=True)
class State:
    """A record made of its changes. Live values are newest first; what is "newest" only decides what is shown."""

    kind: str
    live: Mapping[str, tuple[LiveOp, ...]]
    deletes: tuple[LiveOp, ...]
    """Deletions that nobody has taken back."""
    deleted: bool
    contested: bool
    """Deleted by someone who had not seen an edit: the record stays visible and says so."""
    heads: tuple[bytes, ...]
    """The changes no other change has seen."""
    incomplete: bool
    """Some earlier change has not arrived yet."""
    created: int
    changed: int


def state(changes: Iterable[Change]) -> State:
    """Return the state of one record; `changes` may come in any order and more than once."""
    known = {change.id: change for change in changes}
    ordered = sorted(known.values(), key=lambda c: (c.hlc, c.id), reverse=True)
    gone = _replaced(ordered)
    live: dict[str, list[LiveOp]] = {}
    for change in ordered:
        for index, (code, field, value, _preds) in enumerate(change.ops):
            if code in _GIVING and field[:1] != REMARK and (field, (change.id, index)) not in gone:
                found = LiveOp(Ref(change.id, index), value, change.hlc, change.dev, change.actor)
                live.setdefault(field, []).append(found)
    deletes = live.pop("", [])
    unseen = bool(deletes) and _has_unseen(known, {d.ref.change for d in deletes})
    parents = {parent for change in ordered for parent in change.parents}
    return State(
        kind=next((c.kind for c in reversed(ordered) if c.kind), ""),
        live={field: tuple(ops) for field, ops in live.items()},
        deletes=tuple(deletes),
        deleted=bool(deletes) and not unseen,
        contested=unseen,
        heads=tuple(sorted(known.keys() - parents)),
        incomplete=not parents <= known.keys(),
        created=ordered[-1].hlc if ordered else 0,
        changed=ordered[0].hlc if ordered else 0,
    )


def _replaced(changes: Iterable[Change]) -> set[tuple[str, tuple[bytes, int]]]:
    """Return field and name of every operation that a later one has seen; another field's or record's count not."""
    return {(op.field, pred) for change in changes for op in change.ops for pred in op.preds}


def _has_unseen(known: Mapping[bytes, Change], deletes: set[bytes]) -> bool:
    """Tell whether a change of content exists that none of the deleting changes had seen."""
    seen = ancestors(known, deletes)
    return any(_has_content(change) for change in known.values() if change.id not in seen)


def _has_content(change: Change) -> bool:
    ops = [op for op in change.ops if not op.field.startswith(REMARK)]
    if change.note(PART) and all(op.preds for op in ops):
        return False  # an extract: it says again what was said before
    return any(op.code != Code.DEL for op in ops)


def ancestors(known: Mapping[bytes, Change], of: Iterable[bytes]) -> set[bytes]:
    """Return the ids in `of` and of everything their authors had seen, as far as it is known."""
    found: set[bytes] = set()
    waiting = list(of)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            if change := known.get(one):
                waiting.extend(change.parents)
    return found


def value_of(field: Field, live: Sequence[LiveOp]) -> Value:
    """Return the value the program shows and acts on.

    With several live values that is the newest; until a person decides, it is for `Merge.SAFETY` the declaration's
    cautious value, if one is declared, and for `Merge.ALL` all of them, the newest first.
    """
    if not live:
        return field.empty
    if field.type.is_set:
        return frozenset(op.value for op in live if isinstance(op.value, str) and op.value)
    if field.merge is Merge.SAFETY and field.cautious is not None and len(distinct(field, live)) > 1:
        return field.cautious
    if field.merge is Merge.ALL:
        words = [str(fitted(field, op.value)) for op in distinct(field, live)]
        return BESIDE.join(word for word in words if word)
    return fitted(field, live[0].value)


def distinct(field: Field, live: Sequence[LiveOp]) -> tuple[LiveOp, ...]:
    """Return one live operation for each different value of a register, newest first; a set has none to choose from."""
    if field.type.is_set:
        return ()
    found: dict[Value, LiveOp] = {}
    for op in live:
        found.setdefault(fitted(field, op.value), op)
    return tuple(found.values())


def fitted(field: Field, value: Scalar) -> Value:
    """Return `value` in the field's own type; what a peer put there that cannot be (text in a number) is empty."""
    if field.type is FieldType.FLAG:
        return value if isinstance(value, bool) else None
    if field.type.is_whole:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    return value if isinstance(value, str) else ""


def record_of(kind: Kind, record_id: RecordId, made: State) -> Record:
    """Return the record as the program shows it and acts on it; fields only a newer program knows are left out."""
    known = kind.by_name
    return kind.build(record_id, {n: value_of(known[n], ops) for n, ops in made.live.items() if n in known})


def conflicts_of(kind: Kind, made: State) -> dict[str, tuple[LiveOp, ...]]:
    """Return the fields with more than one live value, and those values."""
    doubtful = {name for name, ops in made.live.items() if len(ops) > 1}
    found = {f.name: distinct(f, made.live[f.name]) for f in kind.fields if f.name in doubtful} if doubtful else {}
    return {name: ops for name, ops in found.items() if len(ops) > 1}
