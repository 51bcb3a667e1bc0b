"""Until when a record is kept: its own clock, what belongs to it, what points to it, and signed papers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.declared import KINDS
from cima_desktop.model.keeping import Hold
from cima_desktop.model.papers import Document
from cima_desktop.model.people import Person
from cima_desktop.model.retention import FOLLOWS, Facts, Keep, Retention, Rule, Until, after_months, clock, stays

BEGAN = date(2026, 11, 26)
YEAR, THREE, EVER = clock(12, "a year"), clock(36, "three years"), stays("ever")
MONTHS = {"person": 12, "plan": 36}


def judge(**records: Facts) -> Retention:
    return Retention(records.get, MONTHS)


def facts(keep: Keep = YEAR, kind: str = "person", changed: date = BEGAN, **more: object) -> Facts:
    return Facts(keep=keep, kind=kind, changed=changed, **more)  # type: ignore[arg-type]


def day(until: Until | None) -> date | None:
    return until.day if until else None


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 11, 26), 36, date(2029, 11, 26)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(9999, 11, 1), 36, date.max),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_later(start: date, months: int, end: date) -> None:
    assert after_months(start, months) == end


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 240))
def test_more_months_are_never_earlier(start: date, months: int) -> None:
    assert start <= after_months(start, months) <= after_months(start, months + 1)


def test_a_record_alone_is_kept_for_the_months_of_this_vault() -> None:
    until = Retention({"a": facts()}.get, {"person": 2}).until("a")
    assert until == Until(day=date(2027, 1, 26), record="a", clock="person", since=BEGAN, months=2)
    assert day(Retention({"a": facts()}.get, {}).until("a")) == date(2027, 11, 26)  # as declared
    assert judge().until("a") is None


def test_whom_a_plan_names_is_kept_as_long_as_the_plan() -> None:
    old = date(2020, 1, 1)
    kept = judge(child=facts(changed=old, pointed_by=("plan",)), plan=facts(THREE, "plan"))
    assert kept.until("child") == Until(day=date(2029, 11, 26), record="plan", clock="plan", since=BEGAN, months=36)


def test_a_part_follows_its_whole_and_a_change_of_the_part_is_one_of_the_whole() -> None:
    old = date(2020, 1, 1)
    records = {
        "plan": facts(THREE, "plan", old, pointed_by=("paper",)),
        "paper": facts(FOLLOWS, "document", old, requires=("plan",), pointed_by=("copy",)),
        "copy": facts(FOLLOWS, "copy", BEGAN, requires=("paper",)),
    }
    kept = judge(**records)
    for name in records:
        assert day(kept.until(name)) == date(2029, 11, 26)
    assert kept.until("copy") == kept.until("plan")
    assert getattr(kept.until("paper"), "clock", "") == "plan"


def test_what_a_plan_cannot_be_without_keeps_it_fresh() -> None:
    kept = judge(
        plan=facts(THREE, "plan", date(2020, 1, 1), requires=("mother", "nobody")),
        mother=facts(pointed_by=("plan",)),
    )
    assert day(kept.until("plan")) == day(kept.until("mother")) == date(2029, 11, 26)


def test_a_signed_paper_keeps_its_plan_until_it_ends_and_then_for_the_months() -> None:
    paper = facts(FOLLOWS, "document", requires=("plan",), binds=date(2030, 6, 1))
    kept = judge(plan=facts(THREE, "plan", pointed_by=("paper",)), paper=paper)
    until = kept.until("plan")
    assert until is not None
    assert (until.day, until.since, until.binds, until.is_open) == (date(2033, 6, 1), date(2030, 6, 1), True, False)
    ended = judge(plan=facts(THREE, "plan", pointed_by=("paper",)), paper=facts(binds=date(2020, 1, 1)))
    assert day(ended.until("plan")) == date(2029, 11, 26)


def test_a_signed_paper_without_an_end_has_no_date() -> None:
    paper = facts(FOLLOWS, "document", requires=("plan",), binds=date.max)
    until = judge(plan=facts(THREE, "plan", pointed_by=("paper",)), paper=paper).until("plan")
    assert until is not None
    assert until.is_open
    assert until.binds


def test_what_stays_has_no_date_and_keeps_nothing_else() -> None:
    kept = judge(
        hold=facts(EVER, "hold"),
        note=facts(FOLLOWS, "note", requires=("school",)),
        school=facts(EVER, "organization", pointed_by=("note",)),
        mother=facts(pointed_by=("hold", "gone")),
    )
    assert [getattr(kept.until(name), "is_open", None) for name in ("hold", "note", "school")] == [True] * 3
    assert day(kept.until("mother")) == date(2027, 11, 26)


def test_a_part_whose_whole_is_in_the_bin_has_no_clock_but_its_own() -> None:
    until = judge(note=facts(FOLLOWS, "note", requires=("gone",))).until("note")
    assert until is not None
    assert until.is_open


def test_a_ring_of_records_ends() -> None:
    kept = judge(
        a=facts(FOLLOWS, "note", requires=("b",), pointed_by=("b",)),
        b=facts(FOLLOWS, "note", requires=("a",), pointed_by=("a",)),
    )
    assert getattr(kept.until("a"), "is_open", None)
    assert getattr(kept.until("b"), "is_open", None)


def test_only_a_signed_paper_binds() -> None:
    assert Person().binds_until() is None
    assert Document(state="printed", expires_on="2030-01-01").binds_until() is None
    assert Document(state="revoked").binds_until() is None
    assert Document(state="signed", expires_on="2030-01-01").binds_until() == date(2030, 1, 1)
    assert Document(state="signed").binds_until() == date.max


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_says_how_long_and_why(name: str) -> None:
    """A kind that belongs to nothing needs a clock of its own, or says that it has none."""
    keep = KINDS[name].keep
    assert keep.reason
    assert (keep.rule is Rule.CLOCK) == (keep.months > 0)
    assert (keep.rule is Rule.DAY) == ("erase_on" in {field.name for field in KINDS[name].fields})
    assert (keep.rule is Rule.FOLLOWS) <= bool(KINDS[name].needs())


def test_a_hold_is_in_force_until_it_is_released() -> None:
    assert Hold().in_force
    assert not Hold(released_on="2026-11-26").in_force
    assert Hold(about="a" * 32).target == "a" * 32


@pytest.mark.parametrize(
    "field", [f for kind in KINDS.values() for f in kind.fields if f.counted], ids=lambda f: f.name
)
def test_what_is_counted_is_a_closed_list_and_nothing_delicate(field: object) -> None:
    choices, sensitive = getattr(field, "choices", ()), getattr(field, "sensitive", True)
    assert choices
    assert not sensitive
