"""A plan with everything that belongs to it, gathered once: what rules judge and documents print."""

from collections.abc import Mapping
from datetime import date

import attrs

from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.people import Household, Person
from cima_desktop.model.plans import (
    AdultSheet,
    Asset,
    Caregiver,
    ChildSheet,
    EmergencyContact,
    FirstDayTask,
    Medicine,
    Plan,
    PlanDocument,
    Wish,
)
from cima_desktop.model.work import Task

ADULT_AGE = 18
SIGNING_STATUSES = frozenset({"signs", "abroad_signs_separately"})
_RANKS = {"first": 0, "backup1": 1, "backup2": 2}


@attrs.frozen(kw_only=True)
class Carer:
    """One caregiver of one child, with the person behind it."""

    link: Caregiver
    person: Person


@attrs.frozen(kw_only=True)
class Child:
    """One child of the plan with what is known for the caregiver."""

    person: Person
    sheet: ChildSheet = attrs.field(factory=ChildSheet)
    carers: tuple[Carer, ...] = ()
    """In order: first choice, first backup, second backup."""

    @property
    def first_carer(self) -> Carer | None:
        """Return the caregiver of first choice, if one is named."""
        return self.carers[0] if self.carers else None


@attrs.frozen(kw_only=True)
class Clash:
    """A field on which two people wrote different things; papers print both until someone decides."""

    record: RecordId
    field: str
    values: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Missing:
    """A person or household the plan names who is not there: in the bin, or of another vault."""

    role: str
    """The field that names them: "agent", "parent1", "children", "person" (a caregiver), "household"."""
    child: RecordId = NO_ID
    """The child whose caregiver it is."""
    record: RecordId = NO_ID
    """The record that names them."""


@attrs.frozen(kw_only=True)
class Family:
    """Everything a plan's papers are made from. A value: no vault, no clock."""

    plan: Plan
    household: Household = attrs.field(factory=Household)
    parent1: Person = attrs.field(factory=Person)
    parent2: Person | None = None
    children: tuple[Child, ...] = ()
    adult_sheets: tuple[AdultSheet, ...] = ()
    contacts: tuple[EmergencyContact, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    first_day: tuple[FirstDayTask, ...] = ()
    papers: tuple[PlanDocument, ...] = ()
    assets: tuple[Asset, ...] = ()
    wishes: tuple[Wish, ...] = ()
    agent: Person | None = None
    successor1: Person | None = None
    successor2: Person | None = None
    joint_agent: Person | None = None
    accounting_recipient: Person | None = None
    determiner: Person | None = None
    people: tuple[Person, ...] = ()
    """Everyone any part of the plan refers to, each once."""
    households: tuple[Household, ...] = ()
    apart: tuple[tuple[RecordId, RecordId], ...] = ()
    """Pairs of people who are kept apart on purpose (H6); each of them by every record about them."""
    leads: Mapping[RecordId, RecordId] = attrs.field(factory=dict)
    """Of people with more than one record (R9) the record that leads, for each of the others."""
    answered: tuple[Task, ...] = ()
    """Questions to a lawyer that a reviewing attorney has answered; each names the rule it answers."""
    clashes: tuple[Clash, ...] = ()
    missing: tuple[Missing, ...] = ()
    """Whom the plan names and who is not there; a paper must not leave them out silently."""

    @property
    def signing_parents(self) -> tuple[Person, ...]:
        """Return the parents who sign, the first one first."""
        if self.parent2 is not None and self.plan.parent2_status in SIGNING_STATUSES:
            return (self.parent1, self.parent2)
        return (self.parent1,)

    @property
    def parents(self) -> tuple[Person, ...]:
        """Return every known parent."""
        return (self.parent1,) if self.parent2 is None else (self.parent1, self.parent2)

    def person(self, record_id: str) -> Person | None:
        """Return the person with this id, or None when nobody in the plan has it."""
        return next((p for p in self.people if p.id == record_id), None)

    def lead(self, record_id: str) -> RecordId:
        """Return the record that stands for a person."""
        one = RecordId(record_id)
        return self.leads.get(one, one)

    def is_one(self, one: str, other: str) -> bool:
        """Tell whether two records are about one person; ask it instead of comparing their ids."""
        return self.lead(one) == self.lead(other)

    def home_of(self, person: Person) -> Household:
        """Return the household a person lives in; the family's own when nothing else is known."""
        return next((h for h in self.households if h.id == person.household), self.household)

    def address_of(self, person: Person) -> tuple[str, str, str, str, str]:
        """Return street, city, state, ZIP and county: the person's own, else those of their household."""
        if person.street or person.city:
            return person.street, person.city, person.state, person.zip, person.county
        home = self.home_of(person) if person.household or person in self.parents else Household()
        return home.street, home.city, home.state, home.zip, home.county or person.county

    def medicines_of(self, person: Person) -> tuple[Medicine, ...]:
        """Return the medicines a person takes."""
        return tuple(m for m in self.medicines if self.is_one(m.person, person.id))

    def are_apart(self, one: RecordId, other: RecordId) -> bool:
        """Tell whether two people are kept apart on purpose."""
        return (one, other) in self.apart or (other, one) in self.apart


def signing_day(family: Family, today: date) -> date:
    """Return the day by which ages are judged: the planned signing day, never earlier than today."""
    planned = iso_date(family.plan.signing_day)
    return max(planned, today) if planned else today


def carers_in_order(carers: list[Carer]) -> tuple[Carer, ...]:
    """Return caregivers by rank, unranked ones last."""
    return tuple(sorted(carers, key=lambda c: _RANKS.get(c.link.rank, len(_RANKS))))


def age_on(birth_date: str, day: date) -> int | None:
    """Return the age in whole years on `day`, or None when the birth date is not known.

    Somebody born on 29 February turns a year older on 1 March of a common year.
    """
    born = iso_date(birth_date)
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday_at(birth_date: str, age: int) -> date | None:
    """Return the day somebody reaches `age`, or None when the birth date is not known or the calendar ends first."""
    born = iso_date(birth_date)
    if born is None or born.year + age > date.max.year:
        return None
    try:
        return born.replace(year=born.year + age)
    except ValueError:  # 29 February in a common year
        return date(born.year + age, 3, 1)
