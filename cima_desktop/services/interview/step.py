"""The one interview for the whole household: its steps in order, declared as data (E1–E4, E7, D5, D12).

A step is one thought. What it asks are fields of records declared in `model/`; the words of the question are
here, because a person at a table is asked differently from how a record is labelled.
"""

from collections.abc import Mapping
from enum import Enum

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.family import Family
from cima_desktop.model.ids import NO_ID, RecordId


class Shape(Enum):
    """How a step is shown."""

    FORM = "form"
    """Edit `fields` of one record."""
    LIST = "list"
    """Add, change and remove repeating records of `kind`."""
    PERSON = "person"
    """Choose a person, or make a new one, for the field `fields[0]` of the record."""
    CHILDREN = "children"
    CARERS = "carers"
    APART = "apart"
    REVIEW = "review"


@attrs.frozen(kw_only=True)
class Step:
    """One screen of the interview."""

    key: str
    section: str
    title: str
    why: str = ""
    shape: Shape = Shape.FORM
    kind: str = "plan"
    record: RecordId = NO_ID
    """The record that is edited; for a list, the plan it belongs to. Empty where the record is made on first answer."""
    fields: tuple[str, ...] = ()
    fixed: Mapping[str, str] = attrs.field(factory=dict)
    """Values that a record made at this step gets (its plan, its child)."""
    facts: Mapping[str, str] = attrs.field(factory=dict)
    essential: frozenset[str] = frozenset()
    """The fields a packet cannot do without; the others may stay empty."""


WHO, SAFETY, CARE, CHILD, HEALTH, FIRST_DAY, MONEY, WISHES, REVIEW = (
    N_("The family"),
    N_("Courts and safety"),
    N_("Who would care for the children"),
    N_("About each child"),
    N_("Health of the adults"),
    N_("First 24 hours"),
    N_("Money and papers"),
    N_("Wishes"),
    N_("Review"),
)
SECTIONS = (WHO, SAFETY, CARE, CHILD, HEALTH, FIRST_DAY, MONEY, WISHES, REVIEW)

NAME_FIELDS = ("given_names", "paternal_surname", "maternal_surname", "preferred_name", "name_as_on_id")
CHILD_FIELDS = (*NAME_FIELDS, "birth_date", "household", "other_household")
PERSON_BASICS = (
    *NAME_FIELDS,
    "birth_date",
    "phone",
    "language",
    "street",
    "city",
    "county",
    "state",
    "zip",
    "household",
)
CARER_FIELDS = ("rank", "relation", "relation_note", "known_since", "same_home", "other_school_district", "agreed")


def plan_step(family: Family, key: str, section: str, title: str, *fields: str, **more: object) -> Step:
    """Return a form step over fields of the plan itself."""
    base = Step(key=key, section=section, title=title, record=family.plan.id, fields=fields)
    return attrs.evolve(base, **more)  # type: ignore[arg-type]


def list_step(family: Family, kind: str, section: str, title: str, *fields: str, why: str = "") -> Step:
    """Return a step over a repeating part of the plan."""
    return Step(
        key=kind,
        section=section,
        title=title,
        why=why,
        shape=Shape.LIST,
        kind=kind,
        record=family.plan.id,
        fields=fields,
        fixed={"plan": family.plan.id},
    )


def person_step(person: RecordId, key: str, section: str, title: str, *fields: str, **more: object) -> Step:
    """Return a form step over fields of one person."""
    base = Step(key=key, section=section, title=title, kind="person", record=person, fields=fields)
    return attrs.evolve(base, **more)  # type: ignore[arg-type]
