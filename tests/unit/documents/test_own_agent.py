"""Nobody is named as their own agent on a paper."""

from cima_desktop.documents.loading import load
from cima_desktop.documents.paper import papers_for
from cima_desktop.model.family import Family
from cima_desktop.model.findings import Scope
from tests.unit.model.builders import quiet, who


def money_signers(family: Family) -> list[str]:
    return [p.signers[0] for p in papers_for(load(), family) if p.scope is Scope.MONEY and p.signers]


def test_each_parent_has_a_financial_paper_of_their_own() -> None:
    assert money_signers(quiet()) == [who("Rosa").id, who("Miguel").id]


def test_the_parent_who_is_the_agent_has_none() -> None:
    assert money_signers(quiet(agent=who("Miguel"))) == [who("Rosa").id]


def test_without_an_agent_there_is_none() -> None:
    assert money_signers(quiet(agent=None)) == []


def test_a_parent_alone_as_agent_is_left_to_the_rule_that_stops_it() -> None:
    assert money_signers(quiet(plan={"parent2_status": "none"}, parent2=None, agent=who("Rosa"))) == [who("Rosa").id]
