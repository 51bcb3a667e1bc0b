"""What unpaid work comes to: whole cents, nothing counted twice, nothing added up that is in doubt."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.clocks import Clock
from cima_desktop.model.wages import LONGEST, Reckoning, clocks, reckon
from cima_desktop.model.workups import WageClaim, WagePeriod
from tests.builders import rid

TODAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 2)


def claim(**facts: Any) -> WageClaim:
    return WageClaim(**{"employer": "Techos Inventados", "rate": 1500, "rate_unit": "hour", **facts})


def period(start: str = "2026-11-02", end: str = "2026-11-06", hours: int | None = 2400, **facts: Any) -> WagePeriod:
    return WagePeriod(id=rid("period", start, end), start=start, end=end, hours=hours, **facts)


def keys(found: Reckoning) -> list[str]:
    return [trouble.key for trouble in found.troubles]


def test_hours_times_rate_less_what_was_paid() -> None:
    found = reckon(claim(), [period(paid=20000)])
    line = found.lines[0]
    assert (line.rate, line.earned, line.paid, line.owed) == (1500, 60000, 20000, 40000)
    assert (found.unpaid, found.owed, found.may_add, keys(found)) == (40000, 40000, 40000, [])


@pytest.mark.parametrize(("minutes", "rate", "cents"), [(1, 1500, 25), (1, 1530, 26), (7, 999, 117), (0, 1500, 0)])
def test_half_a_cent_goes_up(minutes: int, rate: int, cents: int) -> None:
    assert reckon(claim(rate=rate), [period(hours=minutes)]).owed == cents


@pytest.mark.parametrize("unit", ["day", "week", "job"])
def test_days_weeks_and_jobs_are_counted_as_such(unit: str) -> None:
    found = reckon(claim(rate=12000, rate_unit=unit), [period(hours=None, units=3)])
    assert found.owed == 36000


def test_a_time_may_have_a_rate_of_its_own() -> None:
    first, second = period(), period("2026-11-09", "2026-11-13", rate=2000)
    assert reckon(claim(), [second, first]).owed == 60000 + 80000
    assert [line.period.id for line in reckon(claim(), [second, first]).lines] == [first.id, second.id]


@pytest.mark.parametrize(
    ("facts", "times", "key"),
    [
        ({"rate": None}, {}, "rate"),
        ({"rate_unit": ""}, {}, "unit"),
        ({}, {"hours": None}, "hours"),
        ({"rate_unit": "day"}, {}, "units"),
        ({}, {"start": ""}, "days"),
        ({}, {"end": "2026-11-01"}, "days"),
        ({}, {"end": "2028-11-06"}, "long"),
        ({}, {"end": "2026-11-02", "hours": 24 * 60 + 1}, "too_many"),
    ],
)
def test_what_is_missing_or_cannot_be_stops_the_sum(facts: dict[str, Any], times: dict[str, Any], key: str) -> None:
    found = reckon(claim(**facts), [period(**times)])
    assert key in [trouble.key for trouble in found.stops]
    assert (found.unpaid, found.owed, found.may_add) == (None, None, None)


def test_no_time_of_work_is_no_sum() -> None:
    found = reckon(claim(), [])
    assert (keys(found), found.owed) == (["nothing"], None)


def test_two_times_that_share_a_day_are_named_and_nothing_is_added_up() -> None:
    long, short, after = (
        period("2026-11-01", "2026-11-10"),
        period("2026-11-02", "2026-11-03"),
        period("2026-11-10", "2026-11-12"),
    )
    found = reckon(claim(), [after, short, long])
    pairs = [trouble.periods for trouble in found.troubles if trouble.key == "overlap"]
    assert pairs == [(long.id, short.id), (long.id, after.id)]
    assert found.owed is None
    assert reckon(claim(), [long, period("2026-11-11", "2026-11-12")]).owed is not None


def test_times_without_proper_days_share_none() -> None:
    assert "overlap" not in keys(reckon(claim(), [period(), period("2026-11-03", "")]))


def test_what_was_paid_too_much_is_taken_off_and_said() -> None:
    found = reckon(claim(), [period(paid=70000), period("2026-11-09", "2026-11-13")])
    assert (keys(found), found.owed) == (["overpaid"], 50000)
    assert reckon(claim(), [period(paid=70000)]).owed == 0


def test_what_came_back_since_is_taken_off() -> None:
    found = reckon(claim(recovered=45000), [period()])
    assert (found.unpaid, found.recovered, found.owed) == (60000, 45000, 15000)
    assert reckon(claim(recovered=99999), [period()]).owed == 0


def test_more_than_forty_hours_in_a_week_is_pointed_out_and_stops_nothing() -> None:
    found = reckon(claim(), [period(hours=2401)])
    assert [(t.key, t.week, t.stops) for t in found.troubles] == [("overtime", MONDAY, False)]
    assert found.owed == 60025


def test_the_hours_of_a_week_are_added_over_all_its_times() -> None:
    days = [period(day, day, hours=600) for day in ("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05")]
    assert keys(reckon(claim(), days)) == []
    found = reckon(claim(), [*days, period("2026-11-08", "2026-11-08", hours=60)])
    assert [len(t.periods) for t in found.troubles] == [5]
    assert keys(reckon(claim(), [*days, period("2026-11-09", "2026-11-09", hours=60)])) == []


def named(found: tuple[Clock, ...]) -> dict[str, Clock]:
    return {clock.key: clock for clock in found}


def test_the_clocks_of_a_claim() -> None:
    facts = {"last_day": "2026-11-06", "retaliation_on": "2026-11-10", "answer_by": "2026-12-01"}
    found = named(clocks(claim(letter_sent_on="2026-11-20", **facts), [period(due_on="2026-11-13")], TODAY))
    assert {key: (c.ends_on, c.days_left, c.sure) for key, c in found.items()} == {
        "due": (date(2026, 11, 13), -8, True),
        "agency": (date(2027, 11, 13), 357, True),
        "court": (date(2028, 11, 13), 723, False),
        "final": (date(2026, 11, 13), -8, True),
        "punished": (date(2027, 5, 9), 169, False),
        "answer": (date(2026, 12, 1), 10, True),
    }
    assert found["agency"].statute == "NC DOL"
    assert found["answer"].starts_on == date(2026, 11, 20)
    assert found["due"].is_over
    assert not found["court"].is_over


def test_the_nearest_clock_that_runs_comes_first_and_what_ran_out_last() -> None:
    found = clocks(claim(answer_by="2026-12-01"), [period(due_on="2026-11-13")], TODAY)
    assert [clock.key for clock in found] == ["answer", "agency", "court", "due"]


def test_a_clock_without_its_day_has_no_end() -> None:
    found = named(clocks(claim(last_day="2026-11-06"), [period()], TODAY))
    assert (found["final"].ends_on, found["final"].days_left, found["final"].is_over) == (None, None, False)
    assert found["agency"].starts_on == date(2026, 11, 6)
    order = [clock.key for clock in clocks(claim(last_day="2026-11-06"), [period()], TODAY)]
    assert order == ["agency", "court", "final", "due"]


def test_whoever_still_works_there_waits_for_no_last_pay_and_without_times_nothing_runs() -> None:
    assert clocks(claim(last_day="2026-11-06", still_works=True), [], TODAY) == ()
    assert clocks(claim(), [period("", "")], TODAY) == ()


def test_the_clock_is_of_the_oldest_payday_whose_year_has_not_run_out() -> None:
    old, newer = period("2025-01-06", "2025-01-10"), period("2026-06-01", "2026-06-05")
    found = named(clocks(claim(), [newer, old], TODAY))
    assert (found["agency"].starts_on, found["court"].starts_on) == (date(2026, 6, 5), date(2025, 1, 10))
    assert named(clocks(claim(), [old], TODAY))["agency"].is_over


@st.composite
def _times(draw: st.DrawFn) -> list[WagePeriod]:
    """Make weeks that do not touch each other."""
    made = []
    for number in draw(st.lists(st.integers(0, 200), unique=True, max_size=8)):
        start = MONDAY - timedelta(days=7 * number)
        end = start + timedelta(days=draw(st.integers(0, 6)))
        hours = draw(st.integers(0, 24 * 60))
        paid = draw(st.none() | st.integers(0, 500_000))
        made.append(period(start.isoformat(), end.isoformat(), hours, paid=paid))
    return made


@given(times=_times(), rate=st.integers(0, 100_000), recovered=st.none() | st.integers(0, 1_000_000))
def test_the_sum_is_that_of_its_lines_whatever_their_order(
    times: list[WagePeriod], rate: int, recovered: int | None
) -> None:
    asked = claim(rate=rate, recovered=recovered)
    found = reckon(asked, times)
    assert found == reckon(asked, reversed(times))
    if times:
        owed = sum(line.owed for line in found.lines if line.owed is not None)
        assert found.owed == max(0, max(0, owed) - (recovered or 0))
        assert all(
            line.earned is not None and abs(line.earned * 60 - rate * (line.period.hours or 0)) <= 30
            for line in found.lines
        )


@given(
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), min_size=2, max_size=8, unique_by=lambda s: s[0])
)
def test_the_sum_is_refused_exactly_when_two_times_share_a_day(spans: list[tuple[int, int]]) -> None:
    days = [{first + n for n in range(length + 1)} for first, length in spans]
    shares = any(days[a] & days[b] for a in range(len(days)) for b in range(a))
    times = [
        period((MONDAY + timedelta(days=a)).isoformat(), (MONDAY + timedelta(days=a + n)).isoformat(), 60)
        for a, n in spans
    ]
    assert (reckon(claim(), times).owed is None) is shares


@given(start=st.text(max_size=12), end=st.text(max_size=12), due=st.text(max_size=12))
def test_days_that_are_none_break_nothing(start: str, end: str, due: str) -> None:
    odd = period(start, end, due_on=due)
    assert reckon(claim(), [odd]).owed is None
    clocks(claim(last_day=start, answer_by=end), [odd], TODAY)


def test_a_year_is_the_longest_time() -> None:
    end = (MONDAY + timedelta(days=LONGEST - 1)).isoformat()
    assert keys(reckon(claim(), [period(end=end)])) == []
