"""Two records that are one person (R9): joined by one field, taken apart by the same, and nothing is ever merged."""

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import attrs

from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import SAME_AS, Person
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard, likeness
from cima_desktop.services.apart import kept_apart
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.deciding import TWO

JOIN_ACT = N_("Joined two records of one person")
PART_ACT = N_("Took two people apart again")
TAKE_ACT = N_("Wrote down for a person what was typed as a new one")
DOUBLE_ACT = N_("Put a double of a person into the bin")

_FRESH = timedelta(hours=1)


class KeptApartError(KnownError):
    """Two people who are kept apart on purpose were to be joined."""

    message = N_("These two are kept apart on purpose, so they cannot be one person.")
    remedy = N_("Nothing was changed. If the mark is wrong, take it away under Family first.")


@attrs.frozen(kw_only=True)
class Side:
    """One record about a person, as it is put beside the others."""

    id: RecordId
    title: str
    values: Mapping[str, Value]
    names: Mapping[str, str]
    """What the records are called that its references point to."""
    joined_to: RecordId
    """The record it was joined to; none for the one that leads, and for one that is not joined."""


@attrs.frozen(kw_only=True)
class Beside:
    """Records beside each other: every field that any of them has, and in which they differ."""

    sides: tuple[Side, ...]
    fields: tuple[Field, ...]
    differing: frozenset[str]
    reasons: tuple[str, ...] = ()
    """Of two that are not joined: why they may be one person, as catalogue messages."""


def join(session: Session, one: RecordId, other: RecordId) -> Touched:
    """Say that two records are one person; whoever was joined to either is of the party.

    Raises:
        KeptApartError: they are kept apart on purpose; nothing was changed.
        NotFoundError: one of them is not there, or in the bin.
    """
    return guard.save(session, JOIN_ACT, [_joining(session, one, other)])


def join_through(session: Session, n: int, one: RecordId, other: RecordId) -> None:
    """Do the same as a part of the import with this number: whoever takes the import back takes the joining back.

    Raises:
        KeptApartError, NotFoundError: as for `join`.
    """
    edit = _joining(session, one, other)
    guard.refuse(session, [edit])
    session.store.save_through(n, JOIN_ACT, [edit])


def _joining(session: Session, one: RecordId, other: RecordId) -> Edit:
    groups = [_group(session, each) for each in (one, other)]
    if kept_apart(session.store, groups[0]) & set(groups[1]):
        raise KeptApartError
    lead, behind = sorted((groups[0][0], groups[1][0]))
    values = {SAME_AS: lead} if lead != behind else {}
    return Edit("person", behind, values, settle=frozenset(values))


def part(session: Session, behind: RecordId) -> Touched:
    """Say that a record that was joined to another is about somebody else after all; they are not asked about again.

    Raises:
        NotFoundError: it is not there, or in the bin.
    """
    lead = session.store.need(Person, behind).same_as
    values = {SAME_AS: ""} if lead else {}
    touched = guard.save(session, PART_ACT, [Edit("person", behind, values, settle=frozenset(values))])
    if lead:
        session.store.answer_doubt(behind, RecordId(lead), TWO)
    return touched


def beside(session: Session, one: RecordId, other: RecordId = NO_ID) -> Beside:
    """Put every record about a person beside each other, and, if there is one, another that may be the same.

    Raises:
        NotFoundError: one of them is not there, or in the bin.
    """
    groups = [_group(session, each) for each in (one, other) if each]
    ids = dict.fromkeys(each for group in groups for each in group)
    sides = tuple(_side(session, each) for each in ids)
    kind = KINDS["person"]
    fields = [f for f in kind.fields if f.name != SAME_AS and any(s.values[f.name] != f.empty for s in sides)]
    differing = {f.name for f in fields if len({s.values[f.name] for s in sides} - {f.empty}) > 1}
    reasons = likeness.compare(sides[0].values, _side(session, other).values)[1] if other else ()
    return Beside(sides=sides, fields=tuple(fields), differing=frozenset(differing), reasons=reasons)


def take_over(session: Session, typed: Mapping[str, Value], into: RecordId, new: RecordId = NO_ID) -> Touched:
    """Write what was typed for somebody new into the record that was there already; nothing of it is lost.

    What the record has not is filled in. What it has otherwise stays, and what was typed goes into a note. If the new
    one was kept already, it goes to the bin; what stands in it counts as typed.

    Raises:
        NotFoundError: the record is not there, or in the bin.
        InvalidInputError: words stand in it that nobody decided about; nothing was changed.
    """
    kind = KINDS["person"]
    before = kind.values(session.store.need(Person, into))
    made = session.store.get(Person, new) if new else None
    words = {**(kind.values(made) if made else {}), **typed}
    told = {f: words[f.name] for f in kind.fields if words.get(f.name, f.empty) != f.empty and f.name != SAME_AS}
    fill = {f.name: _added(before[f.name], value) for f, value in told.items() if _has_room(f, before[f.name])}
    other = [(f, value) for f, value in told.items() if not _has_room(f, before[f.name]) and value != before[f.name]]
    edits = [Edit("person", into, fill)]
    if other:
        edits.append(Edit("note", new_id(), {"about": into, "words": _note(session, other)}))
    touched = guard.save(session, TAKE_ACT, edits)
    if made:
        gone = session.store.delete(DOUBLE_ACT, [new])
        touched = dataclasses.replace(gone, kinds=touched.kinds | gone.kinds, ids=touched.ids | gone.ids)
    return touched


def is_fresh(session: Session, person: RecordId) -> bool:
    """Tell whether somebody was written down here within the hour and is hardly known yet, so may be let go again."""
    started = session.store.history(person)[-1]
    is_young = abs(datetime.now(UTC) - started.when) < _FRESH
    return is_young and not started.by_import and len(session.store.refers_to(person)) <= 1


def _has_room(field: Field, before: Value) -> bool:
    return field.type.is_set or before == field.empty


def _added(before: Value, value: Value) -> Value:
    if isinstance(before, frozenset) and isinstance(value, frozenset):
        return before | value
    return value


def _note(session: Session, other: Sequence[tuple[Field, Value]]) -> str:
    lines = [f"{tr(f.label)}: {text_of(f, value, None, session.store.title_of)}" for f, value in other]
    return "\n".join([_("Typed for this person and different from the record:"), *lines])


def _group(session: Session, one: RecordId) -> tuple[RecordId, ...]:
    session.store.need(Person, one)
    return session.store.one_person(one)


def _side(session: Session, one: RecordId) -> Side:
    kind = KINDS["person"]
    person = session.store.need(Person, one)
    values = kind.values(person)
    names = {str(values[f.name]): session.store.title_of(str(values[f.name])) for f in kind.refs() if values[f.name]}
    lead = RecordId(person.same_as) if one in session.store.leading([one]) else NO_ID
    return Side(id=one, title=person.title(), values=values, names=names, joined_to=lead)
