"""Which backups are kept: the newest always, few of many, none beyond thirty days, whatever the clock does (R21)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.vault.thinning import DAYS, MOST_DAYS, NEWEST_OF_A_DAY, WEEKS, Dated, kept

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

hours = st.integers(-2_000, 2_000)


@st.composite
def backups(draw: st.DrawFn) -> list[Dated[int]]:
    ages = draw(st.lists(hours, max_size=24))
    return [Dated(i, i, NOON - timedelta(hours=age)) for i, age in enumerate(ages)]


def age(backup: Dated[int]) -> int:
    return (TODAY - min(backup.made.astimezone().date(), TODAY)).days


@given(backups())
def test_the_newest_by_counter_is_always_kept(made: list[Dated[int]]) -> None:
    wanted = kept(made, TODAY)
    assert wanted <= {b.name for b in made}
    assert (max(made, key=lambda b: b.counter).name in wanted) if made else wanted == set()


@given(backups())
def test_nothing_else_is_older_than_thirty_days(made: list[Dated[int]]) -> None:
    newest = max((b.counter for b in made), default=0)
    wanted = kept(made, TODAY)
    assert all(age(b) <= MOST_DAYS for b in made if b.name in wanted and b.counter != newest)


@given(backups())
def test_few_are_kept_and_keeping_again_changes_nothing(made: list[Dated[int]]) -> None:
    wanted = kept(made, TODAY)
    assert len(wanted) <= 1 + NEWEST_OF_A_DAY + DAYS + WEEKS
    assert kept([b for b in made if b.name in wanted], TODAY) == wanted


@given(backups())
def test_every_day_of_the_last_week_that_had_one_keeps_one(made: list[Dated[int]]) -> None:
    wanted = kept(made, TODAY)
    had = {age(b) for b in made if age(b) < DAYS}
    assert had == {age(b) for b in made if b.name in wanted and age(b) < DAYS}


@given(backups(), st.integers(0, 40))
def test_another_day_later_never_loses_the_newest(made: list[Dated[int]], later: int) -> None:
    first = [b for b in made if b.name in kept(made, TODAY)]
    then = kept(first, TODAY + timedelta(later))
    assert (max(made, key=lambda b: b.counter).name in then) if made else then == set()


def daily(number: int) -> list[Dated[int]]:
    return [Dated(i, i, NOON - timedelta(days=number - 1 - i)) for i in range(number)]


def test_after_two_months_of_daily_use_a_week_of_days_and_a_month_of_weeks_are_there() -> None:
    ages = sorted(age(b) for b in daily(60) if b.name in kept(daily(60), TODAY))
    assert ages[:7] == list(range(7))
    assert 2 <= len(ages) - 7 <= WEEKS
    assert ages[-1] <= MOST_DAYS


def test_an_hourly_day_keeps_three() -> None:
    hourly = [Dated(i, i, NOON - timedelta(minutes=20 * (9 - i))) for i in range(10)]
    assert kept(hourly, TODAY) == {7, 8, 9}


def test_one_from_a_clock_that_ran_ahead_goes_like_one_of_today() -> None:
    ahead = Dated(0, 0, NOON + timedelta(days=400))
    assert kept([ahead, *(Dated(i, i, NOON) for i in range(1, 4))], TODAY) == {1, 2, 3}
    assert kept([ahead], TODAY) == {0}
