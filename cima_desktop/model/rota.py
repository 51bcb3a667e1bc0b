"""Who is on call when: shifts as stretches of time, gaps between them, the order of call, and how evenly hours fall.

Times are those of the wall clock here, as people say them. What a wall clock skips or repeats when the season's hour
changes only matters for how long something lasts: `Elapsed` answers that, by this computer's time zone unless told.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import attrs

from cima_desktop.model.fields import iso_date
from cima_desktop.model.volunteers import Shift, Volunteer

Elapsed = Callable[[datetime], float]
"""Gives the seconds since some fixed moment for a time on the wall clock."""

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_NO_ORDER = 1_000
_CLOCK = len("09:00")


@attrs.frozen(order=True)
class Stretch:
    """From when until when, on the wall clock; the end does not belong to it."""

    begin: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment lies in it."""
        return self.begin <= moment < self.end

    def meets(self, other: "Stretch") -> bool:
        """Tell whether the two have time in common."""
        return self.begin < other.end and other.begin < self.end

    def within(self, frame: "Stretch") -> "Stretch | None":
        """Return what of it lies in a frame; None when nothing does."""
        begin, end = max(self.begin, frame.begin), min(self.end, frame.end)
        return Stretch(begin, end) if begin < end else None

    def minutes(self, elapsed: Elapsed = datetime.timestamp) -> int:
        """Return how long it really lasts: the night on which the clocks change is an hour shorter or longer."""
        return max(0, round((elapsed(self.end) - elapsed(self.begin)) / 60))


@attrs.frozen(kw_only=True)
class Hours:
    """The hours of a day in which a desk is to be answered, on some days of the week (Monday is 0)."""

    days: frozenset[int]
    start: str
    end: str

    def on(self, day: date) -> Stretch | None:
        """Return those hours of a day; None on a day on which nobody is expected."""
        return stretch(day.isoformat(), self.start, self.end) if day.weekday() in self.days else None


ALWAYS = Hours(days=frozenset(range(7)), start="00:00", end="00:00")


def moment(day: str, at: str) -> datetime | None:
    """Return a kept day and time as one moment; None when one of them is missing or none."""
    try:
        return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=None) if len(at) == _CLOCK else None
    except ValueError:
        return None


def stretch(day: str, start: str, end: str) -> Stretch | None:
    """Return the hours from `start` to `end`; what ends at or before its beginning ends on the next day."""
    begin, over = moment(day, start), moment(day, end)
    if begin is None or over is None:
        return None
    return Stretch(begin, over if over > begin else over + _DAY)


def task_hours(day: str, start: str, end: str) -> Stretch | None:
    """Return the hours of a task; an hour where nobody said until when, None where nobody said from when."""
    begin = moment(day, start)
    if begin is None:
        return None
    return stretch(day, start, end) or Stretch(begin, begin + _HOUR)


def hours_of(shift: Shift) -> Stretch | None:
    """Return the hours of a shift; None when it has none that can be read."""
    return stretch(shift.on, shift.start, shift.end)


def clash(shift: Shift, others: Iterable[Shift]) -> Shift | None:
    """Return the first shift of the same volunteer, at whatever desk, that has time in common with this one."""
    mine = hours_of(shift)
    if mine is None:
        return None
    for other in others:
        theirs = hours_of(other)
        if other.id != shift.id and other.volunteer == shift.volunteer and theirs is not None and mine.meets(theirs):
            return other
    return None


def clashes(shifts: Iterable[Shift]) -> list[tuple[Shift, Shift]]:
    """Return shifts of one volunteer that have time in common, each with one that began before it."""
    timed = [(each.volunteer, hours, each.id, each) for each in shifts if (hours := hours_of(each)) is not None]
    found = []
    before: tuple[str, Stretch, Shift] | None = None
    for volunteer, hours, _id, shift in sorted(timed, key=lambda each: each[:3]):
        if before is None or before[0] != volunteer:
            before = (volunteer, hours, shift)
            continue
        if hours.meets(before[1]):
            found.append((before[2], shift))
        if hours.end > before[1].end:  # the one that lasts longest is the one others can run into
            before = (volunteer, hours, shift)
    return found


def in_order(shifts: Iterable[Shift]) -> list[Shift]:
    """Return shifts in the order in which they are called: by number, without one last, then who began first."""
    return sorted(shifts, key=lambda each: (each.order or _NO_ORDER, each.on, each.start, each.id))


def covering(shifts: Iterable[Shift], when: datetime) -> list[Shift]:
    """Return who is on call at a moment, in order of call."""
    return in_order(each for each in shifts if (found := hours_of(each)) is not None and found.holds(when))


def gaps(
    covered: Iterable[Stretch], frame: Stretch, wanted: Hours = ALWAYS, elapsed: Elapsed = datetime.timestamp
) -> list[Stretch]:
    """Return when nobody is there within a frame although somebody is wanted; neighbours are one gap.

    An hour that the clocks skip is no gap.
    """
    taken = sorted(covered)
    found: list[Stretch] = []
    for hours in _wanted(frame, wanted):
        for gap in _holes(taken, hours):
            if found and found[-1].end == gap.begin:
                found[-1] = Stretch(found[-1].begin, gap.end)
            else:
                found.append(gap)
    return [gap for gap in found if gap.minutes(elapsed)]


def _wanted(frame: Stretch, wanted: Hours) -> list[Stretch]:
    """Return the hours of a frame in which somebody is wanted, those of the night before it too."""
    days = range((frame.end.date() - frame.begin.date()).days + 2)
    first = frame.begin.date() - _DAY
    hours = [found for n in days if (found := wanted.on(first + n * _DAY)) is not None]
    return [inside for each in hours if (inside := each.within(frame)) is not None]


def _holes(taken: Sequence[Stretch], hours: Stretch) -> list[Stretch]:
    """Return what of some hours is not taken; `taken` is sorted."""
    found, at = [], hours.begin
    for each in taken:
        if each.begin >= hours.end:
            break
        if each.begin > at:
            found.append(Stretch(at, each.begin))
        at = max(at, each.end)
    if at < hours.end:
        found.append(Stretch(at, hours.end))
    return found


def minutes_of(shifts: Iterable[Shift], frame: Stretch, elapsed: Elapsed = datetime.timestamp) -> Mapping[str, int]:
    """Return for each volunteer how many minutes of a frame they are on call; who is on two shifts counts twice."""
    found: dict[str, int] = {}
    for shift in shifts:
        hours = hours_of(shift)
        inside = hours.within(frame) if hours is not None else None
        if inside is not None:
            found[shift.volunteer] = found.get(shift.volunteer, 0) + inside.minutes(elapsed)
    return found


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def rests(volunteer: Volunteer, day: date) -> bool:
    """Tell whether somebody rests on a day; a rest without an end goes on until they write one."""
    begin, end = iso_date(volunteer.rests_from), iso_date(volunteer.rests_until)
    if begin is None and end is None:
        return False
    return (begin is None or begin <= day) and (end is None or day <= end)


def helps(volunteer: Volunteer, day: date) -> bool:
    """Tell whether somebody can be asked on a day: they help at present, and they do not rest."""
    return volunteer.active is not False and not rests(volunteer, day)


def moved(shifts: Sequence[Shift], shift: str, by: int) -> dict[str, int]:
    """Return the new order of call by shift when one is moved up (-1) or down (1); only what changes.

    `shifts` are on call together. Empty when it stands at that end already, or is not among them.
    """
    order = [each.id for each in in_order(shifts)]
    place = next((n for n, each in enumerate(order) if each == shift), -1)
    target = place + by
    if place < 0 or not 0 <= target < len(order):
        return {}
    order.insert(target, order.pop(place))
    before: Collection[tuple[str, int | None]] = {(each.id, each.order) for each in shifts}
    return {each: n for n, each in enumerate(order, 1) if (each, n) not in before}
