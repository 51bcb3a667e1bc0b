"""Text is kept in one form, and folds alike however it was typed."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cima_desktop.model.text import clean, digits, fold, sort_key

ANY = st.text(alphabet=st.characters())
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
JOINERS = "\u200d\ufe0f"


@given(ANY, st.booleans())
@example("e\u200b\u0301", False)
@example("a\r\n\r\n b ", True)
@example("\ud800", False)
@example(" \u0301", True)
def test_clean_text_is_clean_for_good(value: str, lines: bool) -> None:
    kept = clean(value, lines=lines)
    assert clean(kept, lines=lines) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept == kept.strip()
    assert not [c for c in kept if unicodedata.category(c) in HIDDEN and c not in JOINERS and c != "\n"]
    assert lines or "\n" not in kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  María   del\tMar ", "María del Mar"),
        ("Mari\u0301a", "María"),
        ("Ana\x00\x07\x1b[31m", "Ana[31m"),
        ("Ana\u202egnp.exe", "Anagnp.exe"),
        ("\ufeffAna\u200b", "Ana"),
        ("Zoë \U0001f469\u200d\U0001f467 ❤\ufe0f", "Zoë \U0001f469\u200d\U0001f467 ❤\ufe0f"),
        ("una\nlínea", "una línea"),
        ("<b>Ana</b>", "<b>Ana</b>"),
        ("\u200d", ""),
        ("\u3164 \u2800", ""),
        ("\u0301\u0302", ""),
        ("", ""),
    ],
)
def test_a_line_is_cleaned(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_lines_are_kept_where_lines_are_wanted() -> None:
    assert clean("  uno \r\n dos\rtres\n\n", lines=True) == "uno\ndos\ntres"


@given(ANY)
@example("ᾳ")
@example("Q\u00b4anjob\u1fefal")
@example("İ")
def test_folding_twice_changes_nothing(value: str) -> None:
    assert fold(fold(value)) == fold(value)


@given(ANY)
def test_folding_knows_no_case(value: str) -> None:
    assert fold(fold(value).upper()) == fold(fold(value).casefold().upper())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muñoz", "munoz"),
        ("Q’anjob’al", "Qanjobal"),
        ("K'iche'", "Kʼicheʼ"),
        ("Kꞌiche´", "kiche"),
        ("Pérez-Tzoc", "perez  TZOC"),
        ("Güera", "guera"),
    ],
)
def test_what_sounds_the_same_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_names_are_sorted_as_in_spanish() -> None:
    names = ["Ñañez", "Oso", "nz", "Núñez", "Nuñoz", "Nunez", "ábaco", "Abad"]
    assert sorted(names, key=sort_key) == ["ábaco", "Abad", "Nunez", "Núñez", "Nuñoz", "nz", "Ñañez", "Oso"]


@given(ANY)
def test_digits_are_plain_digits(value: str) -> None:
    found = digits(value)
    assert set(found) <= set("0123456789")
    assert digits(found) == found


def test_digits_of_any_script_count() -> None:
    assert digits("(828) 555-01١٢") == "8285550112"
