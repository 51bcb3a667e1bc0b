"""What the program brought in never stands against what a person did (ADR 0035).

Two vaults bring in the same entry apart. When the records meet, a value that one person changed stands beside the
value that the other program brought, and a deletion beside a change its author had not seen. Neither is a question
for anybody: the person’s word counts.
"""

from collections.abc import Iterator, Mapping, Sequence

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.services.directory import shipping
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.change import ACT, Change, Code, read_stored
from cima_desktop.store.merge import State, ancestors, distinct, fitted, state

SETTLE_ACT = N_("Let what a person wrote stand")
_DELETE_ACT = N_("Let it stay deleted, as a person wished")


def settle(session: Session) -> list[Touched]:
    """Settle every entry of the program’s that met itself; return what was written."""
    if session.store.is_read_only:
        return []
    settled: list[Touched] = []
    for each in shipping.shipment().entries:
        changes = [read_stored(raw) for raw in session.store.all_changes(each.id)]
        if sum(_is_ours(change) for change in changes) > 1:
            settled += _settle(session, each, changes)
    return settled


def _settle(session: Session, shipped: shipping.Shipped, changes: Sequence[Change]) -> list[Touched]:
    record = shipped.id
    made = state(changes)
    if made.deleted:
        return []
    if made.contested and not _was_edited(made, changes):
        return [session.store.delete(_DELETE_ACT, [record], undoable=False)]
    values = dict(_standing(made, changes, shipping.kept_values(session, shipped)))
    if not values:
        return []
    edit = Edit("organization", record, values, settle=frozenset(values))
    return [session.store.save(SETTLE_ACT, [edit], undoable=False)]


def _is_ours(change: Change) -> bool:
    return change.note(ACT) == shipping.BRING_ACT


def _was_edited(made: State, changes: Sequence[Change]) -> bool:
    """Tell whether a person changed what somebody else deleted unseen."""
    seen = ancestors({change.id: change for change in changes}, {op.ref.change for op in made.deletes})
    unseen = [change for change in changes if change.id not in seen and not _is_ours(change)]
    return any(op.code != Code.DEL and not op.field.startswith("~") for change in unseen for op in change.ops)


def _standing(made: State, changes: Sequence[Change], shipped: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """Yield the fields in which a person’s word has to be put above the program’s, with the value that counts.

    Of what two versions of the program brought, this one’s counts. What two people wrote is left to people.
    """
    ours = {change.id for change in changes if _is_ours(change)}
    for field in KINDS["organization"].fields:
        live = made.live.get(field.name, ())
        theirs = [op for op in live if op.ref.change not in ours]
        if field.type.is_set:
            again = {str(op.value) for op in live} - {str(op.value) for op in theirs}
            left = {str(op.value) for op in live} - (again & _taken(field, changes, ours))
            if len(left) < len({op.value for op in live}):
                yield field.name, frozenset(left)
            continue
        said = {fitted(field, op.value) for op in theirs or live}
        known = shipped.get(field.name, field.empty)
        if len(distinct(field, live)) > 1 and (len(said) == 1 or (not theirs and known in said)):
            yield field.name, known if not theirs else said.pop()


def _taken(field: Field, changes: Sequence[Change], ours: set[bytes]) -> set[str]:
    """Return the members that a person took out of what the program brought."""
    return {
        str(op.value)
        for change in changes
        for op in change.ops
        if op.code == Code.REM and op.field == field.name and any(pred.change in ours for pred in op.preds)
    }
