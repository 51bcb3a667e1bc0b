"""Whatever is typed, pasted or imported is either kept in one shape or refused with a sentence."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.declared import KINDS
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Field, FieldType, Value

TODAY = date(2026, 11, 21)
PERSON, PLAN, CAREGIVER = (KINDS[name] for name in ("person", "plan", "caregiver"))
EVERY_FIELD = [pytest.param(f, id=f"{k.name}.{f.name}") for k in KINDS.values() for f in k.fields]
SAMPLES = st.one_of(
    st.text(alphabet=st.characters()),
    st.text(alphabet="0123456789 +-()./:"),
    st.dates().map(date.isoformat),
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.datetimes() | st.binary(),
    st.lists(st.text() | st.integers()),
    st.dictionaries(st.text(), st.text()),
    st.frozensets(st.text()),
)


def kept(field: Field, value: object) -> Value:
    return cleaned(field, value, today=TODAY)


def refused(field: Field, value: object, **facts: Any) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        cleaned(field, value, today=TODAY, **facts)
    assert caught.value.sentence("es") != caught.value.sentence("en")
    assert "{" not in caught.value.sentence("es") + caught.value.advice("es")
    return caught.value


def one_of_each() -> list[Field]:
    """Return a declared field of every shape."""
    found: dict[FieldType, Field] = {}
    for kind in KINDS.values():
        for field in kind.fields:
            found.setdefault(field.type, field)
    return list(found.values())


@given(st.sampled_from(one_of_each()), SAMPLES)
def test_a_value_is_kept_for_good_or_refused_in_words(field: Field, value: object) -> None:
    with suppress(InvalidInputError):  # nothing else may come out of it
        once = kept(field, value)
        assert kept(field, once) == once


def test_every_shape_was_tried() -> None:
    assert {f.type for f in one_of_each()} == set(FieldType)


@pytest.mark.parametrize("field", EVERY_FIELD)
def test_nothing_is_nothing_in_every_field(field: Field) -> None:
    for nothing in (None, "", "   ", "\t\n"):
        assert kept(field, nothing) == field.empty


@pytest.mark.parametrize("field", EVERY_FIELD)
def test_a_book_fits_in_no_field(field: Field) -> None:
    """Ten megabytes of text are refused at once, before anything is done to them."""
    refused(field, "x" * 10_000_000)


@pytest.mark.parametrize("field", EVERY_FIELD)
def test_control_characters_are_in_no_field(field: Field) -> None:
    with suppress(InvalidInputError):
        assert kept(field, "\x00\x1b\u202e") == field.empty


def test_text_has_a_longest_length() -> None:
    name = PERSON.field("given_names")
    assert kept(name, "ñ" * name.max_length) == "ñ" * name.max_length
    assert kept(name, " " * 200 + "Ana") == "Ana"
    too_long = refused(name, "ñ" * (name.max_length + 1))
    assert str(name.max_length) in too_long.sentence("es")


def test_names_that_look_like_markup_are_kept_as_they_are() -> None:
    name = PERSON.field("given_names")
    assert kept(name, '<img src="file:///etc/passwd">') == '<img src="file:///etc/passwd">'


def test_an_error_names_the_place_and_holds_no_value_in_its_text() -> None:
    error = refused(PERSON.field("birth_date"), "ayer", path="people[2].birth_date")
    assert error.path == "people[2].birth_date"
    assert "ayer" not in str(error)
    assert refused(PERSON.field("birth_date"), "ayer").path == "birth_date"


BIRTH, EXPIRES = PERSON.field("birth_date"), PLAN.field("care_expires")


@pytest.mark.parametrize("value", ["2015-03-04", " 2015-03-04 ", date(2015, 3, 4), datetime(2015, 3, 4, 9, tzinfo=UTC)])
def test_dates_are_kept_as_iso(value: object) -> None:
    assert kept(BIRTH, value) == "2015-03-04"


@pytest.mark.parametrize("value", ["04/03/2015", "2015-02-29", "hoy", 20150304, True])
def test_what_is_no_date_is_refused(value: object) -> None:
    refused(BIRTH, value)


@pytest.mark.parametrize("value", ["1850-01-01", "1905-12-31", "2026-11-22", "2126-01-01", "9999-12-31"])
def test_nobody_was_born_then(value: str) -> None:
    refused(BIRTH, value)


@pytest.mark.parametrize("value", ["1906-01-01", "2026-11-21"])
def test_the_oldest_and_the_youngest_are_let_in(value: str) -> None:
    assert kept(BIRTH, value) == value


def test_plans_may_lie_in_the_future_but_not_in_another_age() -> None:
    assert kept(EXPIRES, "2036-11-21") == "2036-11-21"
    refused(EXPIRES, "2127-01-01")
    refused(EXPIRES, "1899-12-31")


def test_the_machines_own_day_counts_when_none_is_given() -> None:
    assert cleaned(BIRTH, date.today()) == date.today().isoformat()


SINCE = CAREGIVER.field("known_since")


@pytest.mark.parametrize(("value", "number"), [("2016", 2016), (" 2016 ", 2016), (2016, 2016), ("+2016", 2016)])
def test_whole_numbers(value: object, number: int) -> None:
    assert kept(SINCE, value) == number


@pytest.mark.parametrize("value", ["--5", "5-", "2016.0", 2016.0, True, "1939", 2101, "9" * 40, "dos mil"])
def test_what_is_no_such_number_is_refused(value: object) -> None:
    refused(SINCE, value)


def test_a_number_without_bounds_is_kept() -> None:
    assert kept(attrs.evolve(SINCE, low=None, high=None), "-7") == -7


PHONE = PERSON.field("phone")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("(828) 555-0101", "+18285550101"),
        ("828.555.0101", "+18285550101"),
        ("1 828 555 0101", "+18285550101"),
        ("+1 828 555 0101", "+18285550101"),
        ("+502 5555 0101", "+50255550101"),
        ("502 5555 0101", "+50255550101"),
        ("555-0101", "5550101"),
        ("+18285550101", "+18285550101"),
    ],
)
def test_telephones_are_kept_in_one_form(typed: str, number: str) -> None:
    assert kept(PHONE, typed) == number
    assert kept(PHONE, number) == number


@pytest.mark.parametrize("typed", ["911", "1" * 16, "828 555 0101 ext 5", "llamar tarde", "-", 8285550101])
def test_what_is_no_telephone_is_refused(typed: object) -> None:
    refused(PHONE, typed)


def test_yes_and_no_are_no_words() -> None:
    flag = PERSON.field("interpreter")
    assert (kept(flag, True), kept(flag, False), kept(flag, None)) == (True, False, None)
    refused(flag, "sí")
    refused(flag, 1)


def test_a_choice_is_on_its_list() -> None:
    assert kept(PERSON.field("language"), "mam") == "mam"
    error = refused(PERSON.field("language"), "klingon")
    assert "mam" in error.advice("es")
    refused(PERSON.field("language"), 3)


def test_sets_are_cleaned_one_by_one() -> None:
    assert kept(PERSON.field("aliases"), [" Chayo ", "Chayo", "", "La\tGüera"]) == frozenset({"Chayo", "La Güera"})
    assert kept(PERSON.field("other_languages"), ("mam", "es")) == frozenset({"mam", "es"})
    assert refused(PERSON.field("other_languages"), ["mam", "klingon"]).path == "other_languages[1]"
    refused(PERSON.field("aliases"), "Chayo")
    refused(PERSON.field("aliases"), {"a": "b"})
    refused(PERSON.field("aliases"), [None])


def test_references_are_ids() -> None:
    assert kept(PERSON.field("household"), "0" * 32) == "0" * 32
    for wrong in ("Familia López", "0" * 31, "G" * 32, 7):
        refused(PERSON.field("household"), wrong)
