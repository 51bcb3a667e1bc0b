"""The days that follow from what is known of a home; what is not known has no day."""

from datetime import date

from cima_desktop.model.homes import FACTS, clocks
from cima_desktop.model.workups import Housing

TODAY = date(2026, 11, 21)


def test_the_days_of_a_home_at_risk_the_nearest_first() -> None:
    known = Housing(
        notice="demand",
        notice_on="2026-11-18",
        leave_by="2026-11-25",
        shutoff_on="2026-11-20",
        moved_out_on="2026-11-01",
    )
    found = clocks(known, TODAY)
    assert [(clock.key, clock.ends_on, clock.days_left) for clock in found] == [
        ("leave", date(2026, 11, 25), 4),
        ("demand", date(2026, 11, 28), 7),
        ("deposit", date(2026, 12, 1), 10),
        ("shutoff", date(2026, 11, 20), -1),
    ]


def test_only_a_demand_for_rent_starts_the_ten_days() -> None:
    assert clocks(Housing(notice="letter", notice_on="2026-11-18"), TODAY) == ()
    assert clocks(Housing(notice="demand"), TODAY) == ()


def test_every_fact_names_its_place() -> None:
    assert all(fact.words and fact.statute.startswith("N.C.G.S. 42-") and fact.sure for fact in FACTS)
