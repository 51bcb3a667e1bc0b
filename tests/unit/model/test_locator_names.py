"""Names and numbers for a search: the shapes an agency may hold, and what is refused (law facts, 6.1 and 6.2)."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.locator_names import (
    MOST,
    ANumberError,
    ReceiptNumberError,
    SearchName,
    SocialNumberError,
    a_number_text,
    read_a_number,
    search_names,
)
from tests.builders import AWKWARD_NAMES

_TYPED = re.compile(r"[A-Z]+(?:[ -][A-Z]+)*")


def pairs(given_names: str, paternal: str, maternal: str = "") -> list[tuple[str, str]]:
    return [(name.first, name.last) for name in search_names(given_names, paternal, maternal)]


def test_both_surnames_in_both_orders_and_one_alone() -> None:
    found = pairs("Rosa", "Núñez", "Ávila")
    assert found[0] == ("ROSA", "NUNEZ-AVILA")
    lasts = [last for _first, last in found]
    assert lasts[:4] == ["NUNEZ-AVILA", "NUNEZ AVILA", "NUNEZ", "AVILA"]
    assert {"AVILA-NUNEZ", "AVILA NUNEZ", "NUNEZAVILA"} <= set(lasts)


def test_compound_given_names_whole_first_alone_and_joined() -> None:
    firsts = list(dict.fromkeys(first for first, _last in pairs("María José", "Tzoc")))
    assert firsts == ["MARIA JOSE", "MARIA", "MARIAJOSE", "JOSE"]


def test_particles_stay_go_and_grow_together() -> None:
    lasts = {last for _first, last in pairs("Ana", "de la Cruz")}
    assert lasts == {"DE LA CRUZ", "CRUZ", "DELACRUZ"}
    assert ("MARIA ANGELES", "CRUZ") in pairs("María de los Ángeles", "Cruz")


def test_two_surnames_in_one_field_are_two() -> None:
    assert pairs("Ana", "López Hernández")[:2] == pairs("Ana", "López", "Hernández")[:2]
    assert {("ANA", "PEREZ-TZOC"), ("ANA", "PEREZ TZOC"), ("ANA", "PEREZ")} <= set(pairs("Ana", "Pérez-Tzoc"))


def test_the_first_of_a_double_surname_is_tried_beside_a_second_one() -> None:
    assert ("ANA", "PEREZ") in pairs("Ana", "Pérez Tzoc", "Ruiz")


def test_apostrophes_of_mayan_names_fall_away() -> None:
    assert pairs("Lucía", "Tzʼutujil")[0] == ("LUCIA", "TZUTUJIL")
    assert pairs("Ana", "Q’anjob’al")[0] == ("ANA", "QANJOBAL")


def test_letters_that_are_no_others_with_an_accent() -> None:
    assert pairs("Łucja", "Strauß")[0] == ("LUCJA", "STRAUSS")


def test_one_name_alone() -> None:
    assert pairs("", "López") == [("", "LOPEZ")]
    assert pairs("Ana", "", "Ruiz") == [("ANA", "RUIZ")]
    assert pairs("Ana", "de la")[0] == ("ANA", "DE LA")
    assert pairs("Ana", "", "") == []
    assert pairs("", "رضا") == []


@given(st.sampled_from([*AWKWARD_NAMES, "", " ", "de", "O’Higgins-Peña"]) | st.text(max_size=60), st.text(max_size=40))
def test_whatever_the_name_every_shape_can_be_typed_and_none_comes_twice(given_names: str, surname: str) -> None:
    found = search_names(given_names, surname, given_names)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    for name in found:
        assert _TYPED.fullmatch(name.last)
        assert not name.first or _TYPED.fullmatch(name.first)


@given(st.integers(1, 999_999_999), st.sampled_from(["{}", "A{}", "a# {}", "A-{}", " A.{} "]))
def test_every_way_to_write_the_number_is_read_alike(number: int, shape: str) -> None:
    digits = str(number).zfill(7)
    assert read_a_number(shape.format(digits)) == str(number).zfill(9)


@given(st.text(max_size=30))
def test_what_is_read_has_nine_digits_or_is_refused(typed: str) -> None:
    with suppress(ANumberError):
        assert re.fullmatch(r"\d{9}", read_a_number(typed), re.ASCII)


def test_groups_and_wide_digits() -> None:
    assert read_a_number("A 012 345 678") == "012345678"
    assert read_a_number("A012–345–678") == "012345678"
    assert read_a_number("Ａ１２３４５６７８") == "012345678"
    assert a_number_text("012345678") == "A 012 345 678"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("000000000", ANumberError),
        ("A0000000", ANumberError),
        ("123456", ANumberError),
        ("1234567890", ANumberError),
        ("", ANumberError),
        ("B12345678", ANumberError),
        ("٠١٢٣٤٥٦٧٨", ANumberError),
        ("9" * 100_000, ANumberError),
        ("123-45-6789", SocialNumberError),
        ("123 45 6789", SocialNumberError),
        ("EAC2112345678", ReceiptNumberError),
        ("ioe-09-123-45678", ReceiptNumberError),
    ],
)
def test_other_numbers_are_refused_by_name(typed: str, error: type[ANumberError]) -> None:
    with pytest.raises(ANumberError) as refused:
        read_a_number(typed)
    assert type(refused.value) is error
    assert typed == "" or typed not in str(refused.value)
    assert typed == "" or typed not in repr(refused.value)


def test_a_name_for_a_search_is_a_value() -> None:
    assert SearchName("ANA", "RUIZ") == SearchName("ANA", "RUIZ")
