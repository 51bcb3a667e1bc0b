"""Rules about the financial power of attorney (N.C.G.S. chapter 32C)."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from cima_desktop.i18n import N_
from cima_desktop.model.family import ADULT_AGE, Family, age_on, signing_day
from cima_desktop.model.fields import iso_date
from cima_desktop.model.findings import Finding, Scope, Severity, worded
from cima_desktop.model.people import Person

MONEY_ONLY = frozenset({Scope.MONEY})
_ROLES = ("agent", "successor1", "successor2", "joint_agent")


def _named(family: Family) -> list[tuple[str, Person]]:
    return [(role, person) for role in _ROLES if (person := getattr(family, role)) is not None]


def agents_fit(family: Family, today: date) -> Iterator[Finding]:
    """Agent and successors are adults, different people, and not the person who signs."""
    named = _named(family)
    signing = {family.lead(p.id) for p in family.signing_parents}
    for role, person in named:
        age = age_on(person.birth_date, signing_day(family, today))
        if age is not None and age < ADULT_AGE:
            yield _finding(
                family,
                f"agent-minor:{role}",
                N_("{name} is not yet 18 and cannot handle money for someone."),
                role,
                person,
            )
        if family.lead(person.id) in signing and (role != "agent" or len(signing) == 1):
            yield _finding(
                family,
                f"agent-principal:{role}",
                N_("{name} cannot be the agent in their own power of attorney."),
                role,
                person,
            )
    for (_, one), (role, other) in combinations(named, 2):
        if family.is_one(one.id, other.id):
            yield _finding(
                family, f"agent-twice:{role}", N_("{name} is named twice for money and property."), role, other
            )
    recipient, agent = family.accounting_recipient, family.agent
    if recipient is not None and agent is not None and family.is_one(recipient.id, agent.id):
        yield _finding(
            family,
            "agent-accounts",
            N_("{name} cannot be the one who asks for accounts and the one who gives them."),
            "accounting_recipient",
            recipient,
        )


def agent_signs(family: Family, _today: date) -> Iterator[Finding]:
    """A parent who is the other parent's agent has no paper of their own, since nobody is their own agent."""
    agent, signing = family.agent, {family.lead(p.id) for p in family.signing_parents}
    if agent is not None and len(signing) > 1 and family.lead(agent.id) in signing:
        yield Finding(
            rule="agent-signs",
            severity=Severity.WARN,
            message=N_("{name} is the agent, so no financial power of attorney is made for {name}."),
            todo=N_("If {name} wants one too, start another plan that names someone else."),
            scopes=MONEY_ONLY,
            record=family.plan.id,
            field="agent",
            facts={"name": agent.title()},
        )


def agent_named(family: Family, _today: date) -> Iterator[Finding]:
    """No agent, no paper; no successor, a weak paper: it ends if the only agent cannot act (32C-1-110)."""
    if family.agent is None:
        yield Finding(
            rule="no-agent",
            severity=Severity.BLOCK,
            message=N_("Nobody is named to handle money and property."),
            todo=N_("Name someone, or leave the financial paper out."),
            scopes=MONEY_ONLY,
            record=family.plan.id,
            field="agent",
        )
    elif family.successor1 is None:
        yield Finding(
            rule="no-successor",
            severity=Severity.WARN,
            message=N_("No successor is named. If {name} cannot act, the paper ends."),
            todo=N_("Name a second person, better in another home."),
            scopes=MONEY_ONLY,
            record=family.plan.id,
            field="successor1",
            facts={"name": family.agent.title()},
            source="N.C.G.S. 32C-1-110",
        )
    elif family.agent.household and family.agent.household == family.successor1.household:
        yield Finding(
            rule="successor-home",
            severity=Severity.WARN,
            message=N_("The agent and the first successor live in the same home."),
            todo=N_("Think of a successor who lives somewhere else."),
            scopes=MONEY_ONLY,
            record=family.plan.id,
            field="successor1",
        )


def subjects_chosen(family: Family, _today: date) -> Iterator[Finding]:
    """The family says what the agent may handle; initials are always written by hand."""
    if family.agent is not None and not family.plan.money_subjects:
        yield Finding(
            rule="no-subjects",
            severity=Severity.BLOCK,
            message=N_("It is not said what the agent may handle."),
            todo=N_("Let the person who signs choose at least one subject."),
            scopes=MONEY_ONLY,
            record=family.plan.id,
            field="money_subjects",
        )


def attorney_parts(family: Family, _today: date) -> Iterator[Finding]:
    """Special powers, own provisions and co-agents are legal drafting: an attorney approves them (84-4).

    An answer about two agents together covers this pair and no other.
    """
    plan = family.plan
    parts = (
        ("specific-powers", plan.specific_powers, N_("Special powers are chosen."), "specific_powers"),
        (
            "self-benefit",
            "yes" if plan.self_benefit else "",
            N_("Special powers may benefit the agent."),
            "self_benefit",
        ),
        ("exclusions", plan.exclusions, N_("Additional provisions are written in own words."), "exclusions"),
        (
            "joint-agent",
            _pair(family),
            N_("Two agents are to act together."),
            "joint_agent",
        ),
    )
    for rule, words, message, field in parts:
        if words:
            yield Finding(
                rule=worded(rule, words),
                severity=Severity.BLOCK,
                message=message,
                todo=N_("Only a reviewing attorney may approve this."),
                scopes=MONEY_ONLY,
                record=plan.id,
                field=field,
                lawyer=True,
                source="N.C.G.S. 84-4",
            )


def _pair(family: Family) -> str:
    """Return the words that stand for two agents together, or nothing when there is one."""
    if family.joint_agent is None:
        return ""
    return f"{family.agent.id if family.agent else ''}\n{family.joint_agent.id}"


def money_dates(family: Family, today: date) -> Iterator[Finding]:
    """An end date lies after the signing."""
    ends = iso_date(family.plan.money_expires)
    if ends is not None and ends <= signing_day(family, today):
        yield Finding(
            rule="money-end",
            severity=Severity.BLOCK,
            message=N_("The financial power of attorney would end before it could be signed."),
            todo=N_("Correct the date."),
            scopes=MONEY_ONLY,
            record=family.plan.id,
            field="money_expires",
        )


def vehicles(family: Family, _today: date) -> Iterator[Finding]:
    """The motor vehicle office has its own form for one vehicle."""
    if any(a.sort == "vehicle" for a in family.assets):
        yield Finding(
            rule="vehicle-form",
            severity=Severity.NOTE,
            message=N_("The family has a vehicle. The motor vehicle office may want its own form."),
            todo=N_("Ask for its limited power of attorney form for that vehicle."),
            scopes=MONEY_ONLY,
            record=family.plan.id,
        )


def _finding(family: Family, rule: str, message: str, field: str, person: Person) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.BLOCK,
        message=message,
        todo=N_("Choose a different person."),
        scopes=MONEY_ONLY,
        record=family.plan.id,
        field=field,
        facts={"name": person.title()},
    )


RULES = (agent_named, agents_fit, agent_signs, subjects_chosen, attorney_parts, money_dates, vehicles)
