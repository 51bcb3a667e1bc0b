"""Dates as people write them, in both languages; what could be two dates is never guessed."""

import re
import unicodedata
from datetime import date

from cima_desktop.i18n import N_

SHORT = {
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
LONG = {
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_MONTHS = {
    name.casefold(): number
    for names in (*SHORT.values(), *LONG.values(), ("set", "setiembre"))
    for number, name in enumerate(names, 1)
    if not name.startswith("set")
} | {"set": 9, "setiembre": 9, "sep": 9, "sept": 9}
_FILLERS = {"de", "del", "of", "the", "el", "dia", "on"}
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)


class UnclearDateError(ValueError):
    """What was typed is not one certain date; `sentence` is the message for the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__("unclear date")
        self.sentence = sentence


NOT_A_DATE = N_("This is not a date yet. Type it with the month’s name, such as 4 Mar 2026.")
TWO_WAYS = N_("This could be two different dates. Write the month’s name, such as 4 Mar 2026.")
NO_CENTURY = N_("Write the year with four digits.")
NO_SUCH_DAY = N_("That day does not exist. Check the day and the month.")
OUT_OF_RANGE = N_("Check the year.")


def read_date(typed: str, order: str = "") -> date | None:
    """Return the date that was typed in any of the usual ways of both languages, None when nothing was.

    Args:
        typed: the words.
        order: which number comes first where both could be the month: "day", "month", or not known.

    Raises:
        UnclearDateError: it is no date, or could be two.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", typed) if not unicodedata.combining(c)).casefold()
    parts = [part for part in re.findall(r"\d+|[a-z]+", plain) if part not in _FILLERS]
    parts = [part for part in parts if part not in {"st", "nd", "rd", "th", "ro"}]
    if not parts:
        return None
    if len(parts) != 3 or len(plain) > 60:
        raise UnclearDateError(NOT_A_DATE)
    named = [part for part in parts if not part.isdigit()]
    if len(named) == 1:
        return _with_name(parts, named[0])
    if named:
        raise UnclearDateError(NOT_A_DATE)
    return _with_numbers(parts, order)


def _with_name(parts: list[str], name: str) -> date:
    month = _MONTHS.get(name)
    if month is None:
        raise UnclearDateError(NOT_A_DATE)
    numbers = [part for part in parts if part != name]
    if len(numbers[0]) == 4:  # 2026 mar 4
        numbers.reverse()
    return _make(numbers[1], month, int(numbers[0]))


def _with_numbers(parts: list[str], order: str) -> date:
    if len(parts[0]) == 4:  # 2026-03-04
        return _make(parts[0], int(parts[1]), int(parts[2]))
    first, second = int(parts[0]), int(parts[1])
    if first > 12 >= second:  # 25/3/2026 can only be day first
        return _make(parts[2], second, first)
    if second > 12 >= first or first == second:  # 3/25/2026 can only be month first
        return _make(parts[2], first, second)
    if max(first, second) > 12:
        raise UnclearDateError(NO_SUCH_DAY)
    if not order:
        raise UnclearDateError(TWO_WAYS)
    return _make(parts[2], *((second, first) if order == "day" else (first, second)))


def _make(year: str, month: int, day: int) -> date:
    if len(year) != 4:
        raise UnclearDateError(NO_CENTURY)
    try:
        made = date(int(year), month, day)
    except ValueError:
        raise UnclearDateError(NO_SUCH_DAY) from None
    if not _EARLIEST <= made <= _LATEST:
        raise UnclearDateError(OUT_OF_RANGE)
    return made
