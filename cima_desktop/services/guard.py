"""What only a reviewing attorney may change, and the one door through which every other change goes (84-4; D10).

Closed are the attorney-only fields of a plan, choices that amount to drafting, approvals, the attorneys themselves,
and a question an attorney has answered. `approvals` opens them with the attorney's code.
"""

from collections.abc import Iterable, Mapping, Sequence

from cima_desktop.i18n import N_
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

ATTORNEY_CHOICES: Mapping[str, frozenset[str]] = {"effective_mode": frozenset({"event"})}
"""Fields of a plan that anyone may answer, except with one of these values."""
CLOSED_KINDS = frozenset({"approval", "reviewer", "hold"})
"""Kinds of which no record is changed by a form: each has services of its own."""
_ANSWER = frozenset({"reviewer", "outcome"})
_QUESTION = frozenset({"about", "what", "rule", "done_on"})


class AttorneyOnlyError(KnownError):
    """A part that only a reviewing attorney may change was to be changed without one."""

    message = N_("Only a reviewing attorney can change this part.")
    remedy = N_("Nothing was changed. Let the attorney open it with their code.")


def is_closed(kind: str, name: str, value: Value, before: Value) -> bool:
    """Tell whether putting `value` in the place of `before` is for an attorney alone."""
    if value == before:
        return False
    field = KINDS[kind].field(name)
    chosen = value in ATTORNEY_CHOICES.get(name, frozenset()) if kind == "plan" else False
    return kind in CLOSED_KINDS or field.attorney_only or chosen or (kind == "task" and name in _ANSWER)


def is_for_attorney(field: Field, value: Value) -> bool:
    """Tell whether writing this into a field, or out of it, is for an attorney alone."""
    return field.attorney_only or (
        field.kind not in CLOSED_KINDS and is_closed(field.kind, field.name, value, field.empty)
    )


def closed(kind: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return those of the values that only an attorney may fill in."""
    return {
        name: value
        for name, value in values.items()
        if KINDS[kind].field(name).attorney_only
        or (kind == "plan" and value in ATTORNEY_CHOICES.get(name, frozenset()))
    }


def save(session: Session, act: str, edits: Sequence[Edit]) -> Touched:
    """Save as the store does, after making sure that no attorney-only part changes.

    Raises:
        AttorneyOnlyError: one would; nothing was saved.
        InvalidInputError: a value cannot be kept; nothing was saved.
    """
    refuse(session, edits)
    return session.store.save(act, edits)


def go_back(session: Session, record: RecordId, change_id: str) -> Touched:
    """Give a record the values it had after a change of its history.

    Raises:
        AttorneyOnlyError: that would bring back or take away what only an attorney may; nothing was changed.
        NotFoundError: the record has no such change.
    """
    kind = session.store.kind_of_id(record)
    refuse(session, [Edit(kind, record, session.store.version(record, change_id))])
    return session.store.restore_version(record, change_id)


def refuse(session: Session, edits: Iterable[Edit]) -> None:
    """Raise when one of the edits would change an attorney-only part.

    Raises:
        AttorneyOnlyError: one would.
        InvalidInputError: a value cannot be kept.
    """
    for edit in edits:
        if any(_changes(session, edit)):
            raise AttorneyOnlyError


def _changes(session: Session, edit: Edit) -> Iterable[bool]:
    kind, today = KINDS[edit.kind], session.store.today()
    known = session.store.snapshot(edit.id) if session.store.kind_of_id(edit.id) else None
    before = kind.values(known.record) if known else {f.name: f.empty for f in kind.fields}
    answered = edit.kind == "task" and bool(before["reviewer"])
    for name, raw in edit.values.items():
        value = cleaned(kind.field(name), raw, today=today)
        yield is_closed(edit.kind, name, value, before[name])
        yield answered and name in _QUESTION and value != before[name]
        # Choosing one of two attorneys' wordings is the attorney's choice too.
        yield known is not None and name in known.conflicts and name in edit.settle and kind.field(name).attorney_only
