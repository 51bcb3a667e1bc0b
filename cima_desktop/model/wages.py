"""What work that was not paid comes to, and by when something can be done about it (C13; law facts, section 10).

Pure arithmetic in whole cents and minutes. It refuses to add up what is in doubt: a letter that asks for too much
harms the worker more than one that waits for an answer. N.C.G.S. 95-25.6, 95-25.7, 95-25.22; NC Department of Labor.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.clocks import Clock, in_order, running
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.retention import after_months
from cima_desktop.model.workups import WageClaim, WagePeriod

HOURLY = "hour"
LONGEST = 366
"""Days; a longer time than a year is a slip of the finger, and belongs to several paydays in any case."""
WEEKLY_LIMIT = 40 * 60
"""Minutes a week; what is beyond may be overtime, which is for the U.S. Department of Labor."""
PAY_STATUTE, FINAL_STATUTE, CLAIM_STATUTE = "N.C.G.S. 95-25.6", "N.C.G.S. 95-25.7", "N.C.G.S. 95-25.22"
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@attrs.frozen(kw_only=True)
class Trouble:
    """Something that is in doubt: which times it is about, and a sentence for it (a catalogue message)."""

    key: str
    words: str
    periods: tuple[RecordId, ...] = ()
    stops: bool = True
    """Whether nothing is added up until somebody has settled it."""
    week: date | None = None


@attrs.frozen(kw_only=True)
class PeriodLine:
    """One time of work; `earned` and `owed` are None where they cannot be worked out."""

    period: WagePeriod
    rate: int | None
    earned: int | None
    paid: int
    owed: int | None
    """Less than nothing where more was paid than was earned."""


@attrs.frozen(kw_only=True)
class Reckoning:
    """What a claim comes to."""

    lines: tuple[PeriodLine, ...]
    troubles: tuple[Trouble, ...]
    unpaid: int | None
    """Earned and not paid; None while something stops the sum."""
    recovered: int
    owed: int | None
    """What is still owed today, never less than nothing."""

    @property
    def may_add(self) -> int | None:
        """Return what the statute also allows a court to add: as much again (N.C.G.S. 95-25.22(a1))."""
        return self.owed

    @property
    def stops(self) -> tuple[Trouble, ...]:
        """Return what keeps it from being added up."""
        return tuple(trouble for trouble in self.troubles if trouble.stops)


RATE = N_("The rate of pay is missing for this time.")
UNIT = N_("It is not said whether the rate is for an hour, a day, a week or the whole job.")
HOURS = N_("The hours are missing for this time.")
UNITS = N_("How many days, weeks or jobs is missing for this time.")
DAYS = N_("The days of this time are missing, or it ends before it begins.")
LONG = N_("This time is longer than a year. Write one line for each payday.")
TOO_MANY = N_("There are more hours than these days have.")
OVERLAP = N_("These two times share at least one day, so the same hours might be counted twice. Nothing is added up.")
OVERPAID = N_("More was paid than was earned in this time; the rest is taken off what is owed.")
OVERTIME = N_(
    "More than 40 hours in one week: overtime is not for the NC Department of Labor but for the U.S. Department of"
    " Labor, 866-487-9243. What it adds to the pay is not in this sum."
)
NOTHING = N_("No time of work is written down yet.")


def reckon(claim: WageClaim, periods: Iterable[WagePeriod]) -> Reckoning:
    """Return what a claim comes to, and everything that is in doubt about it."""
    ordered = sorted(periods, key=lambda each: (each.start, each.end, each.id))
    lines = tuple(_line(claim, each) for each in ordered)
    troubles = [*_doubts(claim, lines), *_overlaps(ordered), *_long_weeks(ordered)]
    if not ordered:
        troubles.append(Trouble(key="nothing", words=NOTHING))
    stopped = any(trouble.stops for trouble in troubles)
    unpaid = None if stopped else max(0, sum(line.owed or 0 for line in lines))
    recovered = claim.recovered or 0
    owed = None if unpaid is None else max(0, unpaid - recovered)
    return Reckoning(lines=lines, troubles=tuple(troubles), unpaid=unpaid, recovered=recovered, owed=owed)


def _line(claim: WageClaim, period: WagePeriod) -> PeriodLine:
    rate = claim.rate if period.rate is None else period.rate
    paid = period.paid or 0
    earned = _earned(claim.rate_unit, rate, period)
    owed = None if earned is None else earned - paid
    return PeriodLine(period=period, rate=rate, earned=earned, paid=paid, owed=owed)


def _earned(unit: str, rate: int | None, period: WagePeriod) -> int | None:
    """Return whole cents, half a cent upwards; None where something is missing."""
    if rate is None or not unit:
        return None
    if unit == HOURLY:
        return None if period.hours is None else (period.hours * rate + 30) // 60
    return None if period.units is None else period.units * rate


def _doubts(claim: WageClaim, lines: Sequence[PeriodLine]) -> Iterable[Trouble]:
    if lines and not claim.rate_unit:
        yield Trouble(key="unit", words=UNIT)
    for line in lines:
        one = (line.period.id,)
        if line.rate is None:
            yield Trouble(key="rate", words=RATE, periods=one)
        if claim.rate_unit == HOURLY and line.period.hours is None:
            yield Trouble(key="hours", words=HOURS, periods=one)
        if claim.rate_unit not in ("", HOURLY) and line.period.units is None:
            yield Trouble(key="units", words=UNITS, periods=one)
        yield from _doubts_of_days(line.period)
        if line.owed is not None and line.owed < 0:
            yield Trouble(key="overpaid", words=OVERPAID, periods=one, stops=False)


def _doubts_of_days(period: WagePeriod) -> Iterable[Trouble]:
    span = _span(period)
    if span is None:
        yield Trouble(key="days", words=DAYS, periods=(period.id,))
    elif _days(span) > LONGEST:
        yield Trouble(key="long", words=LONG, periods=(period.id,))
    elif (period.hours or 0) > _days(span) * 24 * 60:
        yield Trouble(key="too_many", words=TOO_MANY, periods=(period.id,))


def _span(period: WagePeriod) -> tuple[date, date] | None:
    """Return the first and the last day of a time; None where it has no proper ends."""
    start, end = iso_date(period.start), iso_date(period.end)
    return None if start is None or end is None or end < start else (start, end)


def _days(span: tuple[date, date]) -> int:
    """Return how many days a time has, both ends counted."""
    return (span[1] - span[0]).days + 1


def _overlaps(ordered: Sequence[WagePeriod]) -> Iterable[Trouble]:
    """Yield each time that begins before an earlier one has ended, with that one."""
    last: WagePeriod | None = None
    for period in ordered:
        if _span(period) is None:
            continue
        if last is not None and period.start <= last.end:
            yield Trouble(key="overlap", words=OVERLAP, periods=(last.id, period.id))
        if last is None or period.end > last.end:
            last = period


def _long_weeks(ordered: Sequence[WagePeriod]) -> Iterable[Trouble]:
    """Yield the weeks, from Monday, in which more than 40 hours were worked if each time is spread over its days."""
    minutes: dict[date, float] = defaultdict(float)
    found: dict[date, list[RecordId]] = defaultdict(list)
    for period in ordered:
        span = _span(period)
        if span is None or _days(span) > LONGEST or not period.hours:
            continue
        start, end = span
        monday = start - _DAY * start.weekday()
        while monday <= end:
            shared = (min(end, monday + 6 * _DAY) - max(start, monday)).days + 1
            minutes[monday] += period.hours * shared / _days(span)
            found[monday].append(period.id)
            monday += _WEEK
    for monday in sorted(minutes):
        if minutes[monday] > WEEKLY_LIMIT:
            yield Trouble(key="overtime", words=OVERTIME, periods=tuple(found[monday]), stops=False, week=monday)


DUE = N_("The oldest pay was due on its regular payday")
FINAL = N_("The last pay is due on the next regular payday")
AGENCY = N_("The NC Department of Labor takes wages that were due within one year")
COURT = N_("A court takes wages that were due within two years")
PUNISHED = N_("A complaint about being punished for asking: 180 days")
ANSWER = N_("The answer that the letter asks for")
YEAR, TWO_YEARS, PUNISHED_DAYS = 12, 24, timedelta(days=180)


def clocks(claim: WageClaim, periods: Iterable[WagePeriod], today: date) -> tuple[Clock, ...]:
    """Return the deadlines of a claim, the nearest first.

    A time without a payday counts from its last day, which is earlier, so that no clock promises too much. Where
    several paydays were missed, the clock is that of the oldest whose time has not run out.
    """
    dues = sorted(due for each in periods if (due := iso_date(each.due_on) or iso_date(each.end)) is not None)
    found: list[Clock] = []
    if dues:
        found.append(running("due", DUE, PAY_STATUTE, starts_on=dues[0], ends_on=dues[0], today=today))
        found.append(_limit("agency", AGENCY, "NC DOL", dues, YEAR, today, sure=True))
        found.append(_limit("court", COURT, "N.C.G.S. 95-25.22(f)", dues, TWO_YEARS, today, sure=False))
    last_day = iso_date(claim.last_day)
    if last_day is not None and not claim.still_works:
        after = next((due for each in periods if (due := iso_date(each.due_on)) and due >= last_day), None)
        found.append(running("final", FINAL, FINAL_STATUTE, starts_on=last_day, ends_on=after, today=today))
    hit = iso_date(claim.retaliation_on)
    if hit is not None:
        ends = hit + PUNISHED_DAYS
        statute = "N.C.G.S. 95-241, 95-242"
        found.append(running("punished", PUNISHED, statute, starts_on=hit, ends_on=ends, today=today, sure=False))
    answer = iso_date(claim.answer_by)
    if answer is not None:
        sent = iso_date(claim.letter_sent_on)
        found.append(running("answer", ANSWER, "", starts_on=sent, ends_on=answer, today=today))
    return in_order(found)


def _limit(key: str, name: str, statute: str, dues: Sequence[date], months: int, today: date, *, sure: bool) -> Clock:
    counted = next((due for due in dues if after_months(due, months) >= today), dues[-1])
    ends = after_months(counted, months)
    return running(key, name, statute, starts_on=counted, ends_on=ends, today=today, sure=sure)
