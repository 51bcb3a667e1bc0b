"""The words of a fingerprint: both lists, reading them back, and saying which is wrong."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.exchange import words
from cima_desktop.exchange.words import NoQrTextError, WordsError
from cima_desktop.i18n import LANGUAGES

VECTORS = Path(__file__).parents[2] / "vectors" / "cards"
PRINT = bytes(range(32))
FRIGHTENING = re.compile(
    r"polic|carcel|front|migra|visado|deport[^e]|juez|jurado|arma[^r]|muert|sangre|guerra|bomb[^e]|droga|miedo|odio|arrest"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_has_1024_words_that_are_told_apart_by_four_letters(language: str) -> None:
    listed = words.word_list(language)
    assert len(listed.words) == len(listed.by_prefix) == 1024
    assert list(listed.words) == sorted(listed.words)
    assert all(re.fullmatch(r"[a-z]{4,10}", word) for word in listed.words)


def test_no_spanish_word_sounds_like_another_or_frightens() -> None:
    listed = words.word_list("es").words
    assert [word for word in listed if FRIGHTENING.match(word)] == []
    sounds = [heard(word) for word in listed]
    assert len(set(sounds)) == len(sounds)


def heard(word: str) -> str:
    """Return a word as it sounds in Latin America."""
    for letters, sound in (("ch", "1"), ("ll", "y"), ("qu", "k"), ("gue", "Ge"), ("gui", "Gi")):
        word = word.replace(letters, sound)
    word = re.sub("c(?=[ei])", "s", word)
    word = re.sub("g(?=[ei])", "j", word)
    return word.translate(str.maketrans("zvcG", "sbkg", "h"))


@settings(max_examples=60)
@given(fingerprint=st.binary(min_size=32, max_size=32), language=st.sampled_from(LANGUAGES))
def test_what_is_said_is_what_is_heard(fingerprint: bytes, language: str) -> None:
    said = words.words_of(fingerprint, language)
    assert len(said) == 13
    assert words.differing(" ".join(said), fingerprint) == ()
    assert words.differing(", ".join(word[:4].upper() for word in said), fingerprint) == ()
    other = bytes([fingerprint[0] ^ 0x80]) + fingerprint[1:]
    assert words.differing(" ".join(said), other) == (1,)
    last = fingerprint[:16] + bytes([fingerprint[16] ^ 0x40]) + fingerprint[17:]  # the 130th bit
    assert words.differing(" ".join(said), last) == (13,)
    beyond = fingerprint[:16] + bytes([fingerprint[16] ^ 0x20]) + fingerprint[17:]
    assert words.differing(" ".join(said), beyond) == ()
    assert not words.is_same(words.qr_text(fingerprint), beyond)


def test_numbers_accents_and_lines_do_not_matter() -> None:
    said = words.words_of(PRINT, "es")
    written = "\n".join(f"{place}. {word.capitalize()}" for place, word in enumerate(said, 1))
    assert words.differing(written.replace("a", "á"), PRINT) == ()


def test_what_cannot_be_thirteen_words() -> None:
    said = list(words.words_of(PRINT, "en"))
    for typed, count in (("", 0), (" ".join(said[:12]), 12), (" ".join([*said, said[0]]), 14), ("1 2 3", 0)):
        with pytest.raises(WordsError) as error:
            words.differing(typed, PRINT)
        assert str(count) in error.value.sentence("en")
    said[3], said[8] = "xyzzy", said[8][:3]
    with pytest.raises(WordsError) as error:
        words.differing(" ".join(said), PRINT)
    assert error.value.wrong == (4, 9)
    assert "4, 9" in error.value.sentence("es")
    with pytest.raises(WordsError):
        words.differing("palabra " * 100_000, PRINT)
    with pytest.raises(WordsError):
        words.differing(" ".join([*said[:6], *words.words_of(PRINT, "es")[6:]]), PRINT)


def test_the_words_of_another_card_differ_in_their_places() -> None:
    said = " ".join(words.words_of(bytes(32), "es"))
    assert len(words.differing(said, PRINT)) >= 12


def test_the_text_of_a_qr_code() -> None:
    read = words.qr_text(PRINT)
    assert len(read) == 58
    assert re.fullmatch(r"CIMA1:[A-Z2-7]{52}", read)
    assert words.is_same(f" {read.lower()[:20]}\n{read.lower()[20:]} ", PRINT)
    assert not words.is_same(words.qr_text(bytes(32)), PRINT)
    for typed in ("", "https://example.org", read[:-1], read + "A", "CIMA2" + read[5:], "x" * 100_000):
        with pytest.raises(NoQrTextError):
            words.is_same(typed, PRINT)


def test_a_qr_code_is_small_enough_to_be_read_from_paper() -> None:
    import segno

    assert segno.make_qr(words.qr_text(PRINT), error="m").version == 3


def test_the_samples_are_the_same_for_ever() -> None:
    for each in json.loads((VECTORS / "words.json").read_text(encoding="utf-8")):
        fingerprint = bytes.fromhex(each["fingerprint"])
        for language in LANGUAGES:
            assert " ".join(words.words_of(fingerprint, language)) == each[language]
        assert words.qr_text(fingerprint) == each["qr"]
