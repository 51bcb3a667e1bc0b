"""Rules about caregivers and the papers for the care of children."""

from collections.abc import Iterator
from datetime import date

from cima_desktop.i18n import N_
from cima_desktop.model.family import ADULT_AGE, Carer, Child, Family, age_on, birthday_at, signing_day
from cima_desktop.model.fields import iso_date
from cima_desktop.model.findings import CHILD_PAPERS, Finding, Scope, Severity, worded

CARE_ONLY = frozenset({Scope.CARE})
_NO_RELATION = frozenset({"", "other"})
_STATE_NAMES = frozenset({"", "nc", "n.c.", "north carolina", "carolina del norte"})


def caregivers_named(family: Family, _today: date) -> Iterator[Finding]:
    """Every child needs a caregiver, and one who can step in (E2; the law facts advise two households)."""
    for child in family.children:
        if not child.carers:
            yield _about(
                child,
                "no-caregiver",
                Severity.BLOCK,
                N_("Nobody is named to care for {child}."),
                N_("Name a caregiver, or leave the papers for {child} for another day."),
            )
        elif len(child.carers) == 1:
            yield _about(
                child,
                "no-backup",
                Severity.WARN,
                N_("{child} has one caregiver and no backup."),
                N_("Name a second person, better in another home, in case the first cannot come."),
            )
        elif all(c.link.same_home for c in child.carers):
            yield _about(
                child,
                "one-home",
                Severity.WARN,
                N_("Everyone who would care for {child} lives in the same home."),
                N_("Think of a second person who lives somewhere else."),
            )


def caregivers_fit(family: Family, today: date) -> Iterator[Finding]:
    """A caregiver is an adult, not a parent who signs, not named twice, and not kept apart from the child."""
    for child in family.children:
        seen: set[str] = set()
        for carer in child.carers:
            yield from _who_they_are(family, child, carer, today)
            if family.lead(carer.person.id) in seen:
                yield _about(
                    child,
                    "caregiver-twice",
                    Severity.BLOCK,
                    N_("{carer} is named twice for {child}."),
                    N_("Choose a different person as backup."),
                    carer,
                )
            seen.add(family.lead(carer.person.id))
            if family.are_apart(child.person.id, carer.person.id):
                yield _about(
                    child,
                    "caregiver-apart",
                    Severity.BLOCK,
                    N_("{carer} and {child} are kept apart on purpose."),
                    N_("Choose another caregiver, or correct the mark in the record."),
                    carer,
                )


def _who_they_are(family: Family, child: Child, carer: Carer, today: date) -> Iterator[Finding]:
    age = age_on(carer.person.birth_date, signing_day(family, today))
    if age is not None and age < ADULT_AGE:
        yield _about(
            child,
            "caregiver-minor",
            Severity.BLOCK,
            N_("{carer} is not yet 18 and cannot be named to care for {child}."),
            N_("Choose an adult."),
            carer,
        )
    if family.lead(carer.person.id) in {family.lead(p.id) for p in (*family.signing_parents, child.person)}:
        yield _about(
            child,
            "caregiver-parent",
            Severity.BLOCK,
            N_("{carer} signs as the parent and cannot also be the caregiver of {child}."),
            N_("Choose someone else."),
            carer,
        )


def relation_known(family: Family, _today: date) -> Iterator[Finding]:
    """A relative or someone with a substantial relationship to the child; anyone else is for a lawyer (14-321.2)."""
    for child in family.children:
        for carer in child.carers:
            if carer.link.relation in _NO_RELATION:
                yield _about(
                    child,
                    "caregiver-stranger" if carer.link.relation else "caregiver-relation",
                    Severity.BLOCK,
                    N_("{carer} is neither family of {child} nor someone who has known the child well for a long time.")
                    if carer.link.relation
                    else N_("It is not said how {carer} is related to {child}."),
                    N_("Handing a child over to a stranger can be a crime. Ask a lawyer first.")
                    if carer.link.relation
                    else N_("Choose the relation from the list."),
                    carer,
                    lawyer=bool(carer.link.relation),
                )
            elif carer.link.relation == "substantial" and not (carer.link.relation_note and carer.link.known_since):
                yield _about(
                    child,
                    "caregiver-history",
                    Severity.BLOCK,
                    N_("{carer} is not a relative; it must be written how and since when they know {child}."),
                    N_("Fill in how they know the child and since which year."),
                    carer,
                )


def caregiver_places(family: Family, _today: date) -> Iterator[Finding]:
    """A caregiver in another state or school district needs that place's own form too."""
    for child in family.children:
        for carer in child.carers:
            if carer.person.state.strip().casefold() not in _STATE_NAMES:
                yield _about(
                    child,
                    "caregiver-state",
                    Severity.WARN,
                    N_("{carer} lives in {state}. Schools and clinics there may want a form of that state."),
                    N_("Get the form of that state too; this program does not make it."),
                    carer,
                    state=carer.person.state,
                )
            elif carer.link.other_school_district:
                yield _about(
                    child,
                    "caregiver-district",
                    Severity.WARN,
                    N_("{carer} lives in another school district than {child}."),
                    N_("Ask the school district for its own caregiver form."),
                    carer,
                )


def people_apart(family: Family, _today: date) -> Iterator[Finding]:
    """Where someone must not have the children, a lawyer looks first (domestic violence)."""
    children = {family.lead(c.person.id) for c in family.children}
    for one, other in dict.fromkeys(tuple(sorted(map(family.lead, pair))) for pair in family.apart):
        if one in children or other in children:
            yield Finding(
                rule=f"apart:{one}:{other}",
                severity=Severity.WARN,
                message=N_("Someone is marked as kept apart from a child of this plan."),
                todo=N_("Ask a lawyer how to protect the child. No paper prints that person’s whereabouts."),
                scopes=CHILD_PAPERS,
                record=family.plan.id,
                lawyer=True,
            )


def attorney_words(family: Family, _today: date) -> Iterator[Finding]:
    """A triggering event and limits in own words are legal drafting: an attorney approves them (84-4)."""
    plan = family.plan
    if plan.effective_mode == "event" and family.determiner is None:
        yield _own_words(
            family,
            "event-determiner",
            N_("The paper starts with an event, but nobody is named to declare that it happened."),
            "determiner",
            lawyer=False,
        )
    if plan.effective_mode == "event":
        event = worded("event-clause", f"{plan.event_text}\n{family.determiner.id if family.determiner else ''}")
        yield _own_words(family, event, N_("The paper starts only when something happens."), "effective_mode")
    if plan.powers_withheld:
        limits = worded("withheld-words", plan.powers_withheld)
        yield _own_words(family, limits, N_("Limits on the caregiver are written in own words."), "powers_withheld")


def _own_words(family: Family, rule: str, message: str, field: str, *, lawyer: bool = True) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.BLOCK,
        message=message,
        todo=N_("Only a reviewing attorney may approve this.") if lawyer else N_("Name that person."),
        scopes=CARE_ONLY,
        record=family.plan.id,
        field=field,
        lawyer=lawyer,
        source="N.C.G.S. 84-4",
    )


def care_dates(family: Family, today: date) -> Iterator[Finding]:
    """The papers end after the day they are signed, start before they end, and never outlast a childhood."""
    ends, starts = iso_date(family.plan.care_expires), iso_date(family.plan.effective_date)
    if family.plan.effective_mode == "date" and starts is None:
        yield _date_finding(
            family, "care-start", N_("The paper starts on a set date, but no date is given."), "effective_date"
        )
    if ends is None:
        return
    if ends <= signing_day(family, today) or (starts is not None and ends <= starts):
        yield _date_finding(
            family, "care-end", N_("The end date of the care papers is before they could begin."), "care_expires"
        )
    grown = [birthday_at(c.person.birth_date, ADULT_AGE) for c in family.children]
    known = [d for d in grown if d is not None]
    if known and ends > max(known):
        yield Finding(
            rule="care-outlasts",
            severity=Severity.WARN,
            message=N_("The end date lies after the youngest child turns 18; the papers end on that birthday."),
            todo=N_("Choose an earlier end date."),
            scopes=CHILD_PAPERS,
            record=family.plan.id,
            field="care_expires",
            source="N.C.G.S. 32A-32",
        )


def _date_finding(family: Family, rule: str, message: str, field: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.BLOCK,
        message=message,
        todo=N_("Correct the date."),
        scopes=CHILD_PAPERS,
        record=family.plan.id,
        field=field,
    )


def _about(
    child: Child,
    rule: str,
    severity: Severity,
    message: str,
    todo: str,
    carer: Carer | None = None,
    *,
    lawyer: bool = False,
    **facts: str,
) -> Finding:
    who = {"carer": carer.person.title()} if carer else {}
    return Finding(
        rule=":".join([rule, child.person.id, *([carer.person.id] if carer else [])]),
        severity=severity,
        message=message,
        todo=todo,
        scopes=CHILD_PAPERS,
        child=child.person.id,
        record=carer.link.id if carer else child.person.id,
        lawyer=lawyer,
        facts={"child": child.person.title(), **who, **facts},
        source="N.C.G.S. 14-321.2" if rule.startswith("caregiver-") else "",
    )


RULES = (
    caregivers_named,
    caregivers_fit,
    relation_known,
    caregiver_places,
    people_apart,
    attorney_words,
    care_dates,
)
