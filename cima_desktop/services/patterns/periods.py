"""The time that figures are about: a month, a quarter, a year, or any days."""

from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

MONTH, QUARTER, YEAR, FREE = "month", "quarter", "year", "free"
SORTS = ((MONTH, N_("A month")), (QUARTER, N_("A quarter")), (YEAR, N_("A year")), (FREE, N_("Other days")))
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}


class PeriodError(KnownError):
    """The days are the wrong way round."""

    message = N_("The last day is before the first one.")
    remedy = N_("Choose two days in their order.")


@attrs.frozen
class Period:
    """The days from the first to the last, both included."""

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError

    @property
    def is_whole_months(self) -> bool:
        """Tell whether it begins and ends with a month: what was erased is known by months only."""
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1

    def has(self, day: object) -> bool:
        """Tell whether a day, as records keep it, is in it."""
        return isinstance(day, str) and self.first.isoformat() <= day <= self.last.isoformat()

    def has_month(self, month: str) -> bool:
        """Tell whether a month ("2026-11") is in it."""
        return f"{self.first:%Y-%m}" <= month <= f"{self.last:%Y-%m}"


def around(day: date, sort: str) -> Period:
    """Return the month, quarter or year that a day is in."""
    length = _MONTHS[sort]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(first, _months_on(first, length) - timedelta(days=1))


def beside(period: Period, sort: str, steps: int) -> Period:
    """Return the month, quarter or year so many before (negative) or after; where the calendar ends, the same one."""
    length = _MONTHS[sort]
    try:
        return around(_months_on(date(period.first.year, period.first.month, 1), steps * length), sort)
    except ValueError:
        return period


def _months_on(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
