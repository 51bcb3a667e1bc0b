"""A family about which no rule has anything to say, so that a test sees exactly what it changed."""

from datetime import date
from typing import Any

import attrs

from cima_desktop.model.family import Carer, Child, Family
from cima_desktop.model.findings import Finding
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.rules import judge
from tests import builders

TODAY = builders.TODAY


def who(name: str, birth_date: str = "1988-05-02", **facts: Any) -> Person:
    """Return a person whose ID says what the record says."""
    return Person(id=builders.rid("person", name), given_names=name, birth_date=birth_date, **facts)


def carer_of(child: Person, name: str = "Elena", rank: str = "first", **facts: Any) -> Carer:
    """Return an adult aunt as caregiver."""
    link = {"relation": "aunt_uncle", "relation_note": "", "same_home": False, **facts}
    made = builders.carer("", name, rank, **link)
    return Carer(link=attrs.evolve(made.link, child=child.id), person=who(name))


def child_of(name: str = "Sofía", birth_date: str = "2016-03-04", carers: tuple[Carer, ...] | None = None) -> Child:
    """Return a child with two caregivers in two homes."""
    person = who(name, birth_date)
    both = (carer_of(person), carer_of(person, "Jorge", "backup1")) if carers is None else carers
    return Child(person=person, carers=both)


def quiet(*, plan: dict[str, Any] | None = None, **facts: Any) -> Family:
    """Return a family that no rule stops or warns; `plan` and `facts` change it."""
    known: dict[str, Any] = {
        "parent1": who("Rosa"),
        "parent2": who("Miguel"),
        "children": (child_of("Sofía"), child_of("Diego", "2019-10-25")),
        "agent": who("Elena"),
        "successor1": who("Jorge"),
        **facts,
    }
    chosen = {"powers_withheld": "", "parent2_explanation": "", **(plan or {})}
    return Family(plan=builders.plan(**chosen), **known)


def found(family: Family, today: date = TODAY) -> dict[str, Finding]:
    """Return what the rules found, by the first word of each rule's name."""
    findings = judge(family, today)
    assert len({f.rule for f in findings}) == len(findings)
    return {f.rule: f for f in findings}


def names(family: Family, today: date = TODAY) -> set[str]:
    """Return the rules that found something, without the ids they name."""
    return {_bare(rule) for rule in found(family, today)}


def only(family: Family, today: date = TODAY) -> Finding:
    """Return the one thing that was found."""
    (finding,) = found(family, today).values()
    return finding


def _bare(rule: str) -> str:
    return ":".join(part for part in rule.split(":") if not is_record(part))


def is_record(part: str) -> bool:
    """Tell whether a part of a rule's name is the id of a record."""
    return len(part) == len(RecordId(builders.PLAN_ID))
