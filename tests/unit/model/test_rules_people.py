"""Nobody is left out of a paper silently, and an attorney's answer covers exactly what was asked."""

from typing import Any

import pytest

from cima_desktop.model.family import Missing
from cima_desktop.model.findings import CHILD_PAPERS, SIGNED_PAPERS, Scope, Severity
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from tests.unit.model.builders import carer_of, child_of, found, only, quiet, who

SOFIA_ID = child_of("Sofía").person.id
MONEY, CARE = frozenset({Scope.MONEY}), frozenset({Scope.CARE})
ROLES = [
    ("parent1", SIGNED_PAPERS, "the parent"),
    ("parent2", SIGNED_PAPERS, "the other parent"),
    ("children", CHILD_PAPERS, "a child"),
    ("agent", MONEY, "the agent"),
    ("successor1", MONEY, "the first successor"),
    ("successor2", MONEY, "the second successor"),
    ("joint_agent", MONEY, "the co-agent"),
    ("accounting_recipient", MONEY, "who may ask for accounts"),
    ("determiner", CARE, "who declares that the event happened"),
    ("household", SIGNED_PAPERS, "household"),
]


@pytest.mark.parametrize(("role", "scopes", "words"), ROLES)
def test_who_is_gone_stops_the_papers_concerned(role: str, scopes: frozenset[Scope], words: str) -> None:
    finding = only(quiet(missing=(Missing(role=role),)))
    assert (finding.rule, finding.severity, finding.scopes) == (f"missing:{role}", Severity.BLOCK, scopes)
    assert words in finding.sentence("en")
    assert not finding.lawyer


def test_every_person_a_plan_can_name_has_words() -> None:
    named = {f.name for f in KINDS["plan"].refs()}
    assert named <= {role for role, _, _ in ROLES}


def test_a_caregiver_who_is_gone_stops_that_childs_papers_once() -> None:
    twice = tuple(Missing(role="person", child=SOFIA_ID) for _ in range(2))
    finding = only(quiet(missing=twice))
    assert (finding.child, finding.scopes) == (SOFIA_ID, CHILD_PAPERS)
    assert finding.sentence("en") == "A person of this plan is in the bin: a caregiver."


@pytest.mark.parametrize("role", ["parent1", "parent2"])
def test_a_parent_without_a_name_signs_nothing(role: str) -> None:
    nameless: dict[str, Any] = {role: Person(id=who("x").id, birth_date="1988-05-02")}
    finding = only(quiet(**nameless))
    assert finding.rule == f"parent-nameless:{role}"
    assert (finding.severity, finding.scopes) == (Severity.BLOCK, SIGNED_PAPERS)


def test_a_parent_who_is_gone_is_told_once() -> None:
    family = quiet(parent1=Person(birth_date="1988-05-02"), missing=(Missing(role="parent1"),))
    assert only(family).rule == "missing:parent1"


def event(words: str, name: str) -> str:
    family = quiet(plan={"effective_mode": "event", "event_text": words}, determiner=who(name))
    return next(rule for rule in found(family) if rule.startswith("event-clause:"))


def test_an_answer_about_an_event_covers_its_words_and_who_declares_it() -> None:
    assert event("Si me detienen.", "Tomás") == event("Si me detienen.", "Tomás")
    assert len({event("Si me detienen.", "Tomás"), event("Si me voy.", "Tomás"), event("Si me detienen.", "Ana")}) == 3


def together(agent: str, other: str) -> str:
    family = quiet(agent=who(agent), joint_agent=who(other), successor1=who("Jorge"))
    return next(rule for rule in found(family) if rule.startswith("joint-agent:"))


def test_an_answer_about_two_agents_covers_this_pair() -> None:
    assert len({together("Elena", "Tomás"), together("Elena", "Ana"), together("Luz", "Tomás")}) == 3


def test_the_name_of_every_rule_fits_into_a_question() -> None:
    stranger = carer_of(child_of().person, relation="other")
    rules = found(quiet(children=(child_of(carers=(stranger,)),)))
    longest = max(len(rule) for rule in rules)
    assert longest <= KINDS["task"].field("rule").max_length
