"""The meter knows what people here choose, and the suggestions pass it."""

import math
import re

import pytest

from cima_desktop import paths
from cima_desktop.vault import strength
from cima_desktop.vault.strength import fold, judge, suggest_words, syllables


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "hermosa",
        "Hermosa2024!",
        "Contraseña segura 2024",
        "virgen de guadalupe 1531",
        "VirgenDeGuadalupe1531!",
        "Chivas de corazón 1906!!",
        "familia dios amor",
        "Buncombe Henderson 828",
        "Compañeros Inmigrantes 2025",
        "teamomuchoteamomucho",
        "aaaaaaaaaaaaaaaaaaaa",
        "123456789012345678",
        "qwertyuiopasdfghjkl",
        "enero febrero marzo 2025!",
    ],
)
def test_what_people_choose_first_is_not_enough(weak: str) -> None:
    found = judge(weak)
    assert not found.acceptable
    assert found.hint


@pytest.mark.parametrize(
    "good", ["tejado lluvia silla verde camion", "el burro canta 7 boleros en el tejado", "vK9#pQ2xLm!7zRwt"]
)
def test_unrelated_words_and_random_signs_are_enough(good: str) -> None:
    assert judge(good).acceptable


def test_what_is_short_is_told_to_grow() -> None:
    found = judge("vK9#pQ2x")
    assert (found.acceptable, found.hint) == (False, strength._TOO_SHORT)


def test_digits_at_the_end_and_accents_add_nothing() -> None:
    assert judge("corazon").score == judge("Corazón1985!!").score


def test_what_is_known_of_the_person_counts() -> None:
    name = "Xochiquétzal Tzompantzi"
    assert judge(name).score > judge(name, ["Xochiquétzal", "Tzompantzi"]).score
    assert not judge(name, ["Xochiquétzal", "Tzompantzi"]).acceptable


@pytest.mark.parametrize("huge", ["x" * 10**6, "p4$$w0rd@1l0v3" * 80_000, "\0" * 10**6, "ñ🙂\ud800" * 300_000])
def test_a_megabyte_gets_an_answer(huge: str) -> None:
    assert judge(huge).score in range(5)


@pytest.mark.parametrize("language", ["es", "en"])
def test_suggestions_are_strong_and_sayable(language: str) -> None:
    assert 12 * math.log2(len(syllables(language))) > 60
    assert len(set(syllables(language))) == len(syllables(language))
    made = {suggest_words(language) for _ in range(40)}
    assert len(made) == 40
    for words in made:
        assert re.fullmatch(r"[a-z]{4,6}( [a-z]{4,6}){5}", words)
        assert judge(words).acceptable


@pytest.mark.parametrize("name", ["es_common.txt", "local.txt"])
def test_word_lists_are_folded_and_distinct(name: str) -> None:
    lines = (paths.resources() / "wordlists" / name).read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert len(words) == len(set(words)) > 200
    assert [word for word in words if word != fold(word) or not word.strip()] == []


def test_the_list_of_counties_is_whole() -> None:
    text = (paths.resources() / "wordlists" / "local.txt").read_text(encoding="utf-8")
    assert {"buncombe", "henderson", "madison", "newhanover", "yancey"} <= set(text.split())
