"""How far an interview has come: what is answered, what is missing, what the family does not know yet (E6, D12)."""

from collections.abc import Mapping

import attrs

from cima_desktop.model.family import Carer, Family
from cima_desktop.model.fields import Field, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Record, kind_of
from cima_desktop.services.interview.all_steps import steps
from cima_desktop.services.interview.step import SECTIONS, Shape, Step


@attrs.frozen(kw_only=True)
class Gap:
    """One answer that is not there: the step that asks for it, and the field's label (a catalogue message)."""

    step: str
    field: str
    label: str
    title: str
    facts: Mapping[str, str]


Unknown = Gap
"""A gap the family marked as "I don't know yet"."""


@attrs.frozen(kw_only=True)
class Part:
    """One section of the interview: how many needed answers are there, and which are missing."""

    section: str
    done: int
    total: int
    missing: tuple[Gap, ...]


def unknown_key(step: Step, field: str) -> str:
    """Return the mark that `Plan.unknowns` holds for a field of a step."""
    return f"{step.key}/{field}"


def record_of(family: Family, step: Step) -> Record | None:
    """Return the record that a form or person step edits, or None while it does not exist yet."""
    return next((r for r in _records(family) if r.id == step.record), None) if step.record else None


def _records(family: Family) -> tuple[Record, ...]:
    return (
        family.plan,
        family.household,
        *family.people,
        *(c.sheet for c in family.children),
        *family.adult_sheets,
    )


def value_of(family: Family, step: Step, field: str) -> Value:
    """Return what is answered in a field of a step, empty when nothing is."""
    if step.shape is Shape.CHILDREN:
        return family.plan.children
    if step.shape is Shape.CARERS:
        return frozenset(c.link.id for c in _carers(family, RecordId(step.fixed["child"])))
    record = record_of(family, step)
    if record is None:
        return KINDS[step.kind].field(field).empty
    return kind_of(record).values(record)[field]


def _carers(family: Family, child: RecordId) -> tuple[Carer, ...]:
    return next((c.carers for c in family.children if c.person.id == child), ())


def gaps(family: Family, step: Step) -> tuple[Gap, ...]:
    """Return the needed answers of a step that are neither given nor marked as not known yet."""
    return tuple(_gap(step, f) for f in sorted(step.essential) if not _settled(family, step, f))


def _settled(family: Family, step: Step, field: str) -> bool:
    return _answered(family, step, field) or unknown_key(step, field) in family.plan.unknowns


def _answered(family: Family, step: Step, field: str) -> bool:
    value = value_of(family, step, field)
    return value is not None and value not in ("", frozenset())


def _gap(step: Step, field: str) -> Gap:
    declared = _declaration(step, field)
    return Gap(
        step=step.key, field=field, label=declared.label if declared else step.title, title=step.title, facts=step.facts
    )


def _declaration(step: Step, field: str) -> Field | None:
    names = {f.name: f for f in KINDS[step.kind].fields}
    return names.get(field)


def parts(family: Family) -> tuple[Part, ...]:
    """Return every section that asks for something needed; an answer not known yet is listed and not counted."""
    asked = steps(family)
    found = []
    for section in SECTIONS:
        here = [(s, f) for s in asked if s.section == section for f in s.essential]
        if here:
            done = sum(_answered(family, s, f) for s, f in here)
            missing = tuple(g for s in asked if s.section == section for g in gaps(family, s))
            found.append(Part(section=section, done=done, total=len(here), missing=missing))
    return tuple(found)


def unknowns(family: Family) -> tuple[Unknown, ...]:
    """Return what the family marked as not known yet and has not answered since."""
    return tuple(
        _gap(step, field)
        for step in steps(family)
        for field in step.fields or tuple(step.essential)
        if unknown_key(step, field) in family.plan.unknowns and not _answered(family, step, field)
    )
