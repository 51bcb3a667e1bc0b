"""What a finding stops, and how it is said."""

import pytest

from cima_desktop.model.findings import CHILD_PAPERS, Finding, Scope, Severity
from cima_desktop.model.ids import NO_ID, new_id

CHILD, OTHER = new_id(), new_id()


def finding(severity: Severity = Severity.BLOCK, child: str = "") -> Finding:
    return Finding(
        rule="r", severity=severity, message="Yes", todo="No", scopes=CHILD_PAPERS, child=CHILD if child else NO_ID
    )


@pytest.mark.parametrize("severity", [Severity.WARN, Severity.NOTE])
def test_only_a_block_stops(severity: Severity) -> None:
    assert not finding(severity).stops(Scope.CARE)
    assert finding().stops(Scope.CARE)


def test_it_stops_the_papers_of_its_scope_only() -> None:
    assert finding().stops(Scope.HEALTH)
    assert not finding().stops(Scope.MONEY)
    assert not finding().stops(Scope.PLAN)


def test_about_one_child_it_stops_that_child_and_what_is_for_all() -> None:
    about = finding(child="one")
    assert about.stops(Scope.CARE, CHILD)
    assert about.stops(Scope.CARE)
    assert not about.stops(Scope.CARE, OTHER)


def test_about_the_family_it_stops_every_child() -> None:
    assert finding().stops(Scope.CARE, CHILD)
    assert finding().stops(Scope.CARE, OTHER)


def test_it_is_said_in_the_language_that_is_asked_for() -> None:
    assert (finding().sentence("es"), finding().sentence("en")) == ("Sí", "Yes")
    assert (finding().advice("es"), finding().advice()) == ("No", "No")
