"""Money, hours and times of the day: read as people write them, kept as whole numbers, shown so that they read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.display import text_of, typed_of
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import MOST_HOURS, MOST_MONEY, Field, FieldType

MONEY = Field(label="x", type=FieldType.MONEY, low=0, high=MOST_MONEY)
HOURS = Field(label="x", type=FieldType.HOURS, low=0, high=MOST_HOURS)
TIME = Field(label="x", type=FieldType.TIME, max_length=5)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("1250", 125_000), ("$1,250.50", 125_050), ("0.5", 50), ("40 $", 4_000), (" 12.05 ", 1_205), (99, 99)],
)
def test_money_is_read_as_dollars(typed: object, cents: int) -> None:
    assert cleaned(MONEY, typed) == cents


@pytest.mark.parametrize(
    "typed", ["1.250,50", "12.345", "-5", "mucho", "1,25", "9" * 13, 1.5, True, MOST_MONEY + 1, -1]
)
def test_what_is_no_amount_is_refused(typed: object) -> None:
    with pytest.raises(InvalidInputError):
        cleaned(MONEY, typed)


@pytest.mark.parametrize(
    ("typed", "minutes"), [("7.5", 450), ("7,25", 435), ("7:30", 450), ("40", 2400), ("8 h", 480), (61, 61)]
)
def test_hours_are_read_in_either_way(typed: object, minutes: int) -> None:
    assert cleaned(HOURS, typed) == minutes


@pytest.mark.parametrize("typed", ["7:60", "-1", "siete", "7.123", "9" * 7, True, 1.5, -1, "999999"])
def test_what_is_no_length_is_refused(typed: object) -> None:
    with pytest.raises(InvalidInputError):
        cleaned(HOURS, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(("9", "09:00"), ("930", "09:30"), ("9:30", "09:30"), ("21:30", "21:30"), ("2130", "21:30")),
        *(("9:30 pm", "21:30"), ("9 p.m.", "21:00"), ("12 am", "00:00"), ("12:15 p. m.", "12:15"), ("0:05", "00:05")),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert cleaned(TIME, typed) == kept


@pytest.mark.parametrize("typed", ["24:00", "13 pm", "0 am", "9:60", "noon", "9:3", 930, "1:2:3"])
def test_what_is_no_time_is_refused(typed: object) -> None:
    with pytest.raises(InvalidInputError):
        cleaned(TIME, typed)


@given(st.integers(0, MOST_MONEY))
def test_an_amount_reads_back(cents: int) -> None:
    assert cleaned(MONEY, typed_of(MONEY, cents)) == cents
    assert cleaned(MONEY, text_of(MONEY, cents, "es")) == cents
    assert cleaned(MONEY, text_of(MONEY, cents, "en")) == cents


@given(st.integers(0, MOST_HOURS))
def test_a_length_reads_back(minutes: int) -> None:
    assert cleaned(HOURS, typed_of(HOURS, minutes)) == minutes


def test_amounts_and_times_in_words() -> None:
    assert text_of(MONEY, 125_050, "es") == text_of(MONEY, 125_050, "en") == "$1,250.50"
    assert text_of(HOURS, 450) == "7:30\N{NO-BREAK SPACE}h"
    assert text_of(HOURS, 7200) == "120\N{NO-BREAK SPACE}h"
    assert text_of(HOURS, 5) == "0:05\N{NO-BREAK SPACE}h"
    assert text_of(TIME, "21:30", "es") == "9:30\N{NO-BREAK SPACE}p.m."
    assert text_of(TIME, "25:99") == "25:99"
    assert typed_of(TIME, "21:30") == "21:30"
    assert typed_of(MONEY, None) == ""
    assert typed_of(Field(label="x", type=FieldType.NUMBER), 7) == "7"
