"""Rules that stop nothing: words that only one language has, and papers that another office makes."""

import re
from collections.abc import Iterator
from datetime import date

from cima_desktop.i18n import N_
from cima_desktop.model.family import Family, age_on, signing_day
from cima_desktop.model.findings import SIGNED_PAPERS, Finding, Scope, Severity
from cima_desktop.model.kinds import Record, kind_of
from cima_desktop.model.people import Household, Person

CARE_ONLY = frozenset({Scope.CARE})
PASSPORT_BY_BOTH = 16
"""Below this age both parents consent to a U.S. passport (22 CFR 51.28)."""

_HERE = frozenset({"nc", "n.c.", "north carolina", "carolina del norte"})
_ZIP = re.compile(r"[0-9]{5}(-?[0-9]{4})?")


def own_words(family: Family, _today: date) -> Iterator[Finding]:
    """Words typed by the family stand on a legal paper in one language only; an attorney reads them (32C-1-119)."""
    if family.plan.parent2_explanation:
        yield _own_words(family.plan, "parent2_explanation")
    noted = next((c.link for child in family.children for c in child.carers if c.link.relation_note), None)
    if noted is not None:
        yield _own_words(noted, "relation_note")


def _own_words(record: Record, field: str) -> Finding:
    return Finding(
        rule=f"own-words:{field}",
        severity=Severity.WARN,
        message=N_("A paper prints words of the family’s own, in one language only: “{what}”."),
        todo=N_("Keep them few and plain, and show them to the reviewing attorney."),
        scopes=CARE_ONLY,
        record=record.id,
        field=field,
        lawyer=True,
        labels={"what": kind_of(record).field(field).label},
        source="N.C.G.S. 32C-1-119",
    )


def illness(family: Family, _today: date) -> Iterator[Finding]:
    """A parent who is seriously ill may want a standby guardian, which only an attorney prepares (35A-1370)."""
    for sheet in family.adult_sheets:
        parent = next((p for p in family.parents if family.is_one(p.id, sheet.person)), None)
        if parent is not None and sheet.conditions:
            yield Finding(
                rule=f"illness:{parent.id}",
                severity=Severity.NOTE,
                message=N_("Health conditions of {name} are written down."),
                todo=N_("If an illness is serious, ask a lawyer about naming a standby guardian."),
                scopes=CARE_ONLY,
                record=parent.id,
                lawyer=True,
                facts={"name": parent.title()},
                source="N.C.G.S. 35A-1370",
            )


def passports(family: Family, today: date) -> Iterator[Finding]:
    """For a child under 16 both parents consent to a U.S. passport, which is hard once one of them is away."""
    missing = {p.person for p in family.papers if p.sort == "us_passport" and p.have == "no"}
    for child in family.children:
        age = age_on(child.person.birth_date, signing_day(family, today))
        if child.person.id in missing and age is not None and age < PASSPORT_BY_BOTH:
            yield Finding(
                rule=f"passport:{child.person.id}",
                severity=Severity.NOTE,
                message=N_("The checklist says that {child} has no U.S. passport yet."),
                todo=N_("If {child} can have one, apply now: under 16, both parents must consent."),
                scopes=frozenset({Scope.PLAN}),
                child=child.person.id,
                record=child.person.id,
                facts={"child": child.person.title()},
                source="22 CFR 51.28",
            )


def zip_codes(family: Family, _today: date) -> Iterator[Finding]:
    """A ZIP code of this state has five digits or nine."""
    addressed: tuple[Household | Person, ...] = (family.household, *family.parents, *family.people)
    for record in {r.id: r for r in addressed}.values():
        if record.state.strip().casefold() in _HERE and record.zip and not _ZIP.fullmatch(record.zip):
            yield Finding(
                rule=f"zip:{record.id}",
                severity=Severity.WARN,
                message=N_("The ZIP code of {name} cannot be right: {zip}."),
                todo=N_("A ZIP code has five digits, or nine."),
                scopes=SIGNED_PAPERS,
                record=record.id,
                field="zip",
                facts={"name": record.title(), "zip": record.zip},
            )


RULES = (own_words, illness, passports, zip_codes)
