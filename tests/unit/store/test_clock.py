"""The hybrid clock never goes backwards, whatever the wall clock does (R21, property 20)."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.store.clock import DAY_MS, Clock, milliseconds, moment
from tests.unit.store.making import NOON, Hands

TEN_YEARS = 10 * 366 * 86_400


@given(st.lists(st.integers(-TEN_YEARS, TEN_YEARS), min_size=2, max_size=30))
def test_stamps_only_grow_under_jumps_of_ten_years(jumps: list[int]) -> None:  # 20
    hands = Hands()
    clock = Clock(hands.now)
    stamps = []
    for jump in jumps:
        hands.seconds = NOON + jump
        stamps.append(clock.tick())
    assert stamps == sorted(set(stamps))


def test_a_clock_before_1970_or_beyond_the_calendar_still_stamps() -> None:
    assert milliseconds(Clock(lambda: -5.0).tick()) == 0
    late = Clock(lambda: 1e15)
    assert moment(milliseconds(late.tick())).year == 6429
    stamps = [late.tick() for _ in range(70_000)]
    assert stamps[-1] == stamps[-2] < 2**63  # the last stamp there is


def test_a_peer_a_little_ahead_is_followed_and_one_far_ahead_is_not() -> None:
    clock = Clock(lambda: NOON)
    now = int(NOON * 1000)
    ahead = (now + 60_000) << 16
    assert clock.observe(ahead)
    assert clock.tick() == ahead + 1
    assert not clock.observe((now + DAY_MS + 1) << 16)
    assert clock.last == ahead + 1


def test_it_goes_on_after_what_was_stamped_before() -> None:
    clock = Clock(lambda: 0.0)
    clock.start_after(500)
    clock.start_after(7)
    assert clock.tick() == 501


def test_a_moment_is_in_utc() -> None:
    assert moment(0) == datetime(1970, 1, 1, tzinfo=UTC)
