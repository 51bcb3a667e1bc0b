"""Everything that was answered, on one page, before any paper is made (D8)."""

from collections.abc import Callable, Iterable

import attrs

from cima_desktop.i18n import tr
from cima_desktop.model.display import text_of
from cima_desktop.model.family import Family
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Record, kind_of
from cima_desktop.services.interview.all_steps import steps
from cima_desktop.services.interview.progress import record_of, unknown_key
from cima_desktop.services.interview.step import SECTIONS, Shape, Step

_PARTS = {
    "medicine": "medicines",
    "emergency_contact": "contacts",
    "first_day_task": "first_day",
    "asset": "assets",
    "plan_document": "papers",
    "wish": "wishes",
}


@attrs.frozen(kw_only=True)
class ReviewRow:
    """One answer in words; `step` is where it can be changed."""

    label: str
    value: str
    step: str
    unknown: bool = False
    clash: bool = False


@attrs.frozen(kw_only=True)
class ReviewSection:
    """The answers of one step under its question; both already in the language asked for."""

    section: str
    title: str
    step: str
    rows: tuple[ReviewRow, ...]


def review(family: Family, language: str) -> tuple[ReviewSection, ...]:
    """Return every answer in `language`, step by step; a step without any answer has no rows."""
    asked = [s for s in steps(family) if s.shape is not Shape.REVIEW]
    return tuple(
        ReviewSection(
            section=tr(step.section, language),
            title=tr(step.title, language).format(**step.facts),
            step=step.key,
            rows=tuple(_rows(family, step, language)),
        )
        for section in SECTIONS
        for step in asked
        if step.section == section
    )


def rows_of(family: Family, step: Step) -> tuple[Record, ...]:
    """Return the records that a list step shows."""
    return tuple(getattr(family, _PARTS[step.kind])) if step.kind in _PARTS else ()


def _rows(family: Family, step: Step, language: str) -> Iterable[ReviewRow]:
    if step.shape is Shape.LIST:
        return [_line(family, r, step, step.fields, language) for r in rows_of(family, step)]
    if step.shape is Shape.CHILDREN:
        return [_line(family, c.person, step, ("birth_date", "household"), language) for c in family.children]
    if step.shape is Shape.CARERS:
        carers = next((c.carers for c in family.children if c.person.id == step.fixed["child"]), ())
        return [
            ReviewRow(
                label=carer.person.title(),
                value=_joined(family, carer.link, ("rank", "relation", "relation_note", "known_since"), language),
                step=step.key,
            )
            for carer in carers
        ]
    if step.shape is Shape.APART:
        names = namer(family)
        return [ReviewRow(label=names(one), value=names(other), step=step.key) for one, other in family.apart]
    return _form_rows(family, step, language)


def _form_rows(family: Family, step: Step, language: str) -> list[ReviewRow]:
    record = record_of(family, step)
    values = kind_of(record).values(record) if record else {}
    rows = []
    for name in step.fields:
        field = KINDS[step.kind].field(name)
        clash = next((c for c in family.clashes if record and c.record == record.id and c.field == name), None)
        text = " / ".join(clash.values) if clash else text_of(field, values.get(name), language, namer(family))
        unknown = not text and unknown_key(step, name) in family.plan.unknowns
        if text or unknown or name in step.essential:
            label = tr(field.label, language)
            rows.append(ReviewRow(label=label, value=text, step=step.key, unknown=unknown, clash=clash is not None))
    return rows


def _line(family: Family, record: Record, step: Step, fields: tuple[str, ...], language: str) -> ReviewRow:
    title = record.title() or text_of(
        kind_of(record).field(fields[0]), getattr(record, fields[0]), language, namer(family)
    )
    rest = fields if record.title() else fields[1:]
    return ReviewRow(label=title, value=_joined(family, record, rest, language), step=step.key)


def _joined(family: Family, record: Record, fields: tuple[str, ...], language: str) -> str:
    kind, names = kind_of(record), namer(family)
    shown = [(kind.field(f), getattr(record, f)) for f in fields]
    parts = (  # a bare "yes" says nothing in a line: the field's own words do
        tr(field.label, language) if value is True else text_of(field, value, language, names)
        for field, value in shown
        if value is not False
    )
    return " · ".join(p for p in parts if p)


def namer(family: Family) -> Callable[[str], str]:
    """Return a function from a record id to the title of the person or household it stands for."""
    titles: dict[str, str] = {r.id: r.title() for r in (*family.people, *family.households)}
    return lambda record: titles.get(RecordId(record), "")
