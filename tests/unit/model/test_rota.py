"""Shifts over midnight, gaps, order of call, hours that fall on each: whatever people write."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.model import rota
from cima_desktop.model.rota import ALWAYS, Hours, Stretch
from cima_desktop.model.volunteers import Shift, Volunteer
from tests.builders import rid

THURSDAY = date(2026, 11, 26)
FRAME = Stretch(datetime(2026, 11, 26), datetime(2026, 11, 27))
HERE = ZoneInfo("America/New_York")


def here(moment: datetime) -> float:
    """Return seconds as the clocks of North Carolina count them."""
    return moment.replace(tzinfo=HERE).timestamp()


def shift(start: str, end: str, *, on: str = "2026-11-26", who: str = "ana", **facts: object) -> Shift:
    """Return a shift at the hotline."""
    known = {"desk": "linea", "id": rid("shift", who, on, start, end), **facts}
    return Shift(volunteer=rid(who), on=on, start=start, end=end, **known)  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026."""
    return datetime(2026, 11, day, hour, minute)


stretches = st.builds(
    lambda start, length: Stretch(
        FRAME.begin + timedelta(minutes=start), FRAME.begin + timedelta(minutes=start + length)
    ),
    st.integers(-120, 400).map(lambda n: n * 5),
    st.integers(1, 180).map(lambda n: n * 5),
)


@pytest.mark.parametrize(
    ("start", "end", "minutes"), [("09:00", "17:00", 480), ("22:00", "06:00", 480), ("08:00", "08:00", 1440)]
)
def test_what_ends_at_or_before_its_beginning_ends_the_next_day(start: str, end: str, minutes: int) -> None:
    found = rota.hours_of(shift(start, end))

    assert found is not None
    assert found.minutes(here) == minutes


@pytest.mark.parametrize(
    ("on", "start", "end"),
    [
        ("", "09:00", "10:00"),
        ("x", "09:00", "10:00"),
        ("2026-11-26", "", "10:00"),
        ("2026-11-26", "9", "25:00"),
    ],
)
def test_what_cannot_be_read_has_no_hours(on: str, start: str, end: str) -> None:
    broken = shift(start, end, on=on)

    assert rota.hours_of(broken) is None
    assert rota.clash(broken, [shift("09:00", "10:00")]) is None
    assert rota.clash(shift("09:00", "10:00"), [broken]) is None
    assert rota.covering([broken], at(26, 9)) == []
    assert rota.minutes_of([broken], FRAME) == {}


def test_a_task_lasts_an_hour_where_nobody_said_until_when() -> None:
    assert rota.task_hours("2026-11-26", "09:00", "") == Stretch(at(26, 9), at(26, 10))
    assert rota.task_hours("2026-11-26", "09:00", "11:30") == Stretch(at(26, 9), at(26, 11, 30))
    assert rota.task_hours("2026-11-26", "", "11:30") is None


def test_one_volunteer_is_not_on_two_shifts_at_once_at_any_desk_or_over_midnight() -> None:
    night = shift("22:00", "06:00", on="2026-11-25")
    early = shift("05:00", "07:00", desk="verifiers")
    after = shift("06:00", "07:00")
    other = shift("05:00", "07:00", who="beto")

    assert rota.clash(early, [night, after]) == night
    assert rota.clash(after, [night, other]) is None
    assert rota.clash(night, [night]) is None
    assert rota.clashes([night, early, other]) == [(night, early)]
    assert rota.clashes([night, after, other]) == []


def test_a_long_shift_runs_into_each_short_one_inside_it() -> None:
    long, first, second = shift("00:00", "00:00"), shift("01:00", "02:00"), shift("03:00", "04:00")
    broken = shift("", "04:00")

    assert rota.clashes([second, broken, long, first]) == [(long, first), (long, second)]
    assert rota.clashes([shift("00:00", "05:00"), shift("04:00", "09:00", desk="consulta"), second]) == [
        (shift("00:00", "05:00"), second),
        (shift("00:00", "05:00"), shift("04:00", "09:00", desk="consulta")),
    ]


@given(st.lists(st.tuples(st.integers(0, 22), st.integers(1, 9)), max_size=10))
def test_clashes_are_found_where_two_shifts_meet_and_nowhere_else(hours: list[tuple[int, int]]) -> None:
    shifts = [shift(f"{a:02}:00", f"{(a + b) % 24:02}:00", id=rid(n)) for n, (a, b) in enumerate(hours)]
    in_some = {each.id for each in shifts if rota.clash(each, shifts)}

    assert {each.id for pair in rota.clashes(shifts) for each in pair} <= in_some
    assert bool(rota.clashes(shifts)) == bool(in_some)
    marked = {pair[1].id for pair in rota.clashes(shifts)} | {pair[0].id for pair in rota.clashes(shifts)}
    assert marked == in_some


def test_the_order_of_call_is_the_number_then_who_began_first() -> None:
    first, second = shift("08:00", "12:00", order=1), shift("07:00", "12:00", who="beto", order=2)
    none, later = shift("06:00", "12:00", who="carla"), shift("09:00", "12:00", who="dario")

    assert rota.in_order([later, none, second, first]) == [first, second, none, later]
    assert rota.covering([later, none, second, first], at(26, 8, 30)) == [first, second, none]
    assert rota.covering([first], at(26, 12)) == []


def test_somebody_is_moved_up_and_down_among_those_on_call_together() -> None:
    ana, beto, carla = (shift("08:00", "12:00", who=who, order=n) for n, who in enumerate(("ana", "beto", "carla"), 1))

    assert rota.moved([ana, beto, carla], carla.id, -1) == {carla.id: 2, beto.id: 3}
    assert rota.moved([ana, beto, carla], ana.id, 1) == {beto.id: 1, ana.id: 2}
    assert rota.moved([ana, beto, carla], ana.id, -1) == {}
    assert rota.moved([ana, beto, carla], carla.id, 1) == {}
    assert rota.moved([ana], rid("nobody"), 1) == {}


def test_an_empty_day_is_one_gap_and_a_night_covers_two_days() -> None:
    night = rota.hours_of(shift("22:00", "06:00", on="2026-11-25"))
    assert night is not None

    assert rota.gaps([], FRAME) == [FRAME]
    assert rota.gaps([night], FRAME) == [Stretch(at(26, 6), at(27, 0))]
    assert rota.gaps([], Stretch(at(26, 10), at(29, 10))) == [Stretch(at(26, 10), at(29, 10))]


def test_only_the_hours_in_which_a_desk_is_open_can_be_gaps() -> None:
    office = Hours(days=frozenset({3, 4}), start="09:00", end="17:00")
    week = Stretch(at(26, 12), at(30, 12))

    assert rota.gaps([], week, office) == [Stretch(at(26, 12), at(26, 17)), Stretch(at(27, 9), at(27, 17))]
    assert rota.gaps([Stretch(at(26, 8), at(28, 8))], week, office) == []


def test_open_hours_over_midnight_count_for_the_night_that_has_begun() -> None:
    nights = Hours(days=frozenset({2}), start="20:00", end="04:00")

    assert rota.gaps([], FRAME, nights) == [Stretch(at(26, 0), at(26, 4))]


def test_the_hour_the_clocks_skip_is_no_gap_and_the_hour_they_repeat_is_work() -> None:
    spring, autumn = "2026-03-08", "2026-11-01"
    early, late = rota.stretch(spring, "00:00", "02:00"), rota.stretch(spring, "03:00", "00:00")
    assert early is not None
    assert late is not None
    day = Stretch(datetime(2026, 3, 8), datetime(2026, 3, 9))

    assert rota.gaps([early, late], day, ALWAYS, here) == []
    assert rota.minutes_of([shift("22:00", "06:00", on="2026-03-07")], Stretch(at(1, 0), at(2, 0))) == {}
    short = Stretch(datetime(2026, 3, 1), datetime(2026, 3, 31))
    long = Stretch(datetime(2026, 10, 1), datetime(2026, 11, 30))
    assert rota.minutes_of([shift("22:00", "06:00", on="2026-03-07")], short, here) == {rid("ana"): 420}
    assert rota.minutes_of([shift("00:00", "06:00", on=autumn)], long, here) == {rid("ana"): 420}


def test_hours_of_a_frame_are_counted_for_each() -> None:
    shifts = [shift("22:00", "06:00"), shift("10:00", "12:00"), shift("08:00", "09:00", who="beto")]

    assert rota.minutes_of(shifts, FRAME) == {rid("ana"): 240, rid("beto"): 60}


@settings(max_examples=40)
@given(st.lists(stretches, max_size=8))
def test_gaps_and_shifts_fill_a_day_and_never_meet(covered: list[Stretch]) -> None:
    found = rota.gaps(covered, FRAME)
    inside = [part for each in covered if (part := each.within(FRAME)) is not None]

    assert not any(gap.meets(each) for gap in found for each in covered)
    assert all(a.end < b.begin for a, b in pairwise(found))
    marks = {FRAME.begin + timedelta(minutes=n) for n in range(0, 24 * 60, 5)}
    free = {mark for mark in marks if any(gap.holds(mark) for gap in found)}
    taken = {mark for mark in marks if any(each.holds(mark) for each in inside)}
    assert free | taken == marks
    assert not free & taken


@given(st.lists(st.sampled_from("abcde"), unique=True, min_size=1), st.data())
def test_whoever_is_moved_changes_places_with_a_neighbor(names: list[str], data: st.DataObject) -> None:
    shifts = [shift("08:00", "12:00", who=name, order=data.draw(st.none() | st.integers(1, 20))) for name in names]
    chosen = data.draw(st.sampled_from(shifts))
    before = [each.id for each in rota.in_order(shifts)]
    numbers = rota.moved(shifts, chosen.id, -1)
    after = [each.id for each in sorted(shifts, key=lambda s: numbers.get(s.id, s.order or 0))] if numbers else before
    place = before.index(chosen.id)

    assert after.index(chosen.id) == max(0, place - 1)
    assert sorted(after) == sorted(before)


@pytest.mark.parametrize(
    ("begin", "end", "resting"),
    [
        ("", "", False),
        ("2026-11-26", "", True),
        ("2026-11-27", "", False),
        ("", "2026-11-26", True),
        ("", "2026-11-25", False),
        ("2026-11-20", "2026-11-30", True),
    ],
)
def test_who_rests_is_not_asked(begin: str, end: str, resting: bool) -> None:
    volunteer = Volunteer(name="Ana de Práctica", rests_from=begin, rests_until=end)

    assert rota.rests(volunteer, THURSDAY) is resting
    assert rota.helps(volunteer, THURSDAY) is not resting


def test_who_left_is_not_asked_and_a_week_begins_on_monday() -> None:
    assert not rota.helps(Volunteer(name="Beto de Práctica", active=False), THURSDAY)
    assert rota.week_of(THURSDAY) == date(2026, 11, 23)
    assert rota.week_of(date(2026, 11, 23)) == date(2026, 11, 23)
