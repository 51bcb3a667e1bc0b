"""Dates as people write them: read where they are certain, asked about where they are not."""

from datetime import date

import pytest

from cima_desktop.gui.widgets.dates import show_date, show_date_long
from cima_desktop.model.dates import (
    NO_CENTURY,
    NO_SUCH_DAY,
    NOT_A_DATE,
    OUT_OF_RANGE,
    TWO_WAYS,
    UnclearDateError,
    read_date,
)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("4 mar 2026", date(2026, 3, 4)),
        ("mar 4 2026", date(2026, 3, 4)),
        ("Mar 4, 2026", date(2026, 3, 4)),
        ("4 de marzo de 2026", date(2026, 3, 4)),
        ("March 4th, 2026", date(2026, 3, 4)),
        ("2026-03-04", date(2026, 3, 4)),
        ("2026 mar 4", date(2026, 3, 4)),
        ("25/3/2026", date(2026, 3, 25)),
        ("3/25/2026", date(2026, 3, 25)),
        ("5.5.2015", date(2015, 5, 5)),
        ("1 SEPT 2020", date(2020, 9, 1)),
        ("1 setiembre 2020", date(2020, 9, 1)),
        ("29 feb 2024", date(2024, 2, 29)),
        ("  ", None),
    ],
)
def test_a_date_is_read_in_the_ways_people_write_it(typed: str, day: date | None) -> None:
    assert read_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("3/4/2026", TWO_WAYS),
        ("30 feb 2024", NO_SUCH_DAY),
        ("13/13/2026", NO_SUCH_DAY),
        ("14/13/2026", NO_SUCH_DAY),
        ("4 mar 26", NO_CENTURY),
        ("4 mar", NOT_A_DATE),
        ("mañana", NOT_A_DATE),
        ("4 foo 2026", NOT_A_DATE),
        ("4 mar abr", NOT_A_DATE),
        ("4 mar 1750", OUT_OF_RANGE),
        ("1 " * 40, NOT_A_DATE),
    ],
)
def test_a_date_that_is_not_certain_is_refused_with_a_reason(typed: str, why: str) -> None:
    with pytest.raises(UnclearDateError) as refused:
        read_date(typed)
    assert refused.value.sentence == why


def test_what_is_shown_can_be_read_back_in_both_languages() -> None:
    for month in range(1, 13):
        day = date(2027, month, 9)
        for language in ("es", "en"):
            assert read_date(show_date(day, language)) == day
            assert read_date(show_date_long(day, language)) == day


@pytest.mark.parametrize(("order", "day"), [("day", date(2015, 4, 3)), ("month", date(2015, 3, 4))])
def test_whoever_knows_which_number_comes_first_may_say_so(order: str, day: date) -> None:
    assert read_date("3/4/2015", order) == day
    assert read_date("2015-03-04", order) == date(2015, 3, 4)
    assert read_date("25/3/2015", order) == date(2015, 3, 25)  # can only be one, whatever was said
