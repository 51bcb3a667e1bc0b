"""Any k sheets open, k - 1 never, and a person is told which sheet and which word to look at (K03; SLIP-39 any k)."""

import itertools
import random
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.vault import shares
from cima_desktop.vault.shares import ShareCountError, ShareError, combine, known_word, read, split

SECRET = bytes(range(32))
SHEETS = [" ".join(words) for words in split(SECRET, 2, 3)]


def told(typed: Sequence[str]) -> ShareError:
    with pytest.raises(ShareError) as caught:
        combine(typed)
    return caught.value


@pytest.mark.parametrize(("threshold", "holders"), [(2, 2), (2, 3), (3, 5), (4, 4), (2, 16), (16, 16)])
def test_any_k_open_and_k_minus_one_never(threshold: int, holders: int) -> None:
    sheets = [" ".join(words) for words in split(SECRET, threshold, holders)]
    assert len(set(sheets)) == holders
    chance = random.Random(1)
    subsets = list(itertools.combinations(sheets, threshold))
    for subset in chance.sample(subsets, min(10, len(subsets))):
        assert combine(chance.sample(subset, threshold)) == SECRET
    for subset in itertools.islice(itertools.combinations(sheets, threshold - 1), 10):
        error = told(subset)
        assert f"{threshold} shares are needed; typed so far: {threshold - 1}." in error.sentence("en")
    assert combine(sheets) == SECRET  # more than are needed do no harm


@given(st.binary(min_size=32, max_size=32), st.integers(2, 5), st.integers(0, 3), st.randoms())
@settings(max_examples=15)
def test_every_secret_comes_back(secret: bytes, threshold: int, spare: int, chance: random.Random) -> None:
    sheets = [" ".join(words) for words in split(secret, threshold, threshold + spare)]
    assert combine(chance.sample(sheets, threshold)) == secret


@pytest.mark.parametrize(("threshold", "holders"), [(1, 3), (0, 0), (4, 3), (2, 17), (-1, 2), (1, 1)])
def test_numbers_that_make_no_sense_are_refused(threshold: int, holders: int) -> None:
    with pytest.raises(ShareCountError):
        split(SECRET, threshold, holders)


def test_two_splits_of_one_secret_are_two_sets() -> None:
    other = [" ".join(words) for words in split(SECRET, 2, 3)]
    error = told([SHEETS[0], other[1]])
    assert (error.share, error.wrong) == (2, ())
    assert "another set" in error.sentence("en")


def test_four_letters_any_case_accents_numbers_and_spacing_are_enough() -> None:
    def worse(sheet: str, chance: random.Random) -> str:
        out = []
        for place, word in enumerate(sheet.split(), 1):
            short = word[: chance.randint(4, len(word))]
            accented = "".join(c + chance.choice(["", "", "\u0301"]) if c in "aeiou" else c for c in short)
            out.append(f"{place}.{chance.choice([accented.upper(), accented.title(), accented])}")
        return unicodedata.normalize("NFC", chance.choice(["  ", "\n", ", ", "\t- "]).join(out))

    for seed in range(30):
        chance = random.Random(seed)
        assert combine([worse(SHEETS[2], chance), worse(SHEETS[0], chance)]) == SECRET


@pytest.mark.parametrize("typed", ["", "abc", "aca", "acadx", "zzzz", "ñandu", "1234", "academicx", "x" * 1000])
def test_what_is_no_word_of_the_list(typed: str) -> None:
    assert known_word(typed) == ""
    assert known_word("  Acád".strip()) == "academic"


@given(st.integers(0, 32), st.integers(1, 1023))
@settings(max_examples=60)
def test_any_one_wrong_word_is_named(place: int, shift: int) -> None:
    from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

    words = SHEETS[1].split()
    words[place] = WORDLIST[(WORD_INDEX_MAP[words[place]] + shift) % 1024]
    error = told([SHEETS[0], " ".join(words)])
    assert (error.share, error.wrong) == (2, (place + 1,))
    assert f"word {place + 1} " in error.sentence("en")


@given(st.lists(st.integers(0, 32), min_size=2, max_size=2, unique=True), st.randoms())
@settings(max_examples=60)
def test_two_wrong_words_are_never_called_one(places: list[int], chance: random.Random) -> None:
    from shamir_mnemonic.wordlist import WORDLIST

    words = SHEETS[1].split()
    for place in places:
        words[place] = chance.choice([word for word in WORDLIST if word != words[place]])
    error = told([" ".join(words), SHEETS[0]])
    assert (error.share, error.wrong) == (1, ())


def test_two_words_that_changed_places_are_noticed() -> None:
    words = SHEETS[0].split()
    words[4], words[5] = words[5], words[4]
    assert "wrong order" in told([" ".join(words), SHEETS[1]]).sentence("en")


def test_words_that_are_not_on_the_list_are_numbered() -> None:
    words = SHEETS[0].split()
    words[1], words[30] = "gato", "perro"
    error = told([SHEETS[1], " ".join(words)])
    assert (error.share, error.wrong) == (2, (2, 31))
    assert "2, 31" in error.sentence("es")


@pytest.mark.parametrize(
    "typed", ["", "hola", "una frase que no es nada", SHEETS[0][:-8], SHEETS[0] + " envy", "x" * 500_000, "\0\ud800"]
)
def test_a_sheet_that_is_too_short_too_long_or_something_else(typed: str) -> None:
    error = told([typed, SHEETS[1]])
    assert error.share == 1
    assert error.sentence("es") != error.sentence("en")


def test_the_same_sheet_twice_is_named() -> None:
    error = told([SHEETS[0], SHEETS[0].upper()])
    assert error.share == 2
    assert "1 and 2" in error.sentence("en")


def test_too_few_or_none() -> None:
    assert "2 shares are needed; typed so far: 1." in told(SHEETS[:1]).sentence("en")
    assert "2 shares are needed; typed so far: 0." in told([]).sentence("en")


def test_sheets_of_other_programs_are_not_ours() -> None:
    from shamir_mnemonic import generate_mnemonics

    groups = generate_mnemonics(2, [(2, 3), (2, 2)], SECRET, iteration_exponent=0)
    short = generate_mnemonics(1, [(2, 3)], SECRET[:16])[0]
    slow = generate_mnemonics(1, [(2, 3)], SECRET, iteration_exponent=1)[0]
    single = generate_mnemonics(1, [(1, 1)], SECRET, iteration_exponent=0)[0]
    plain = generate_mnemonics(1, [(2, 3)], SECRET, extendable=False, iteration_exponent=0)[0]
    for foreign in (groups[0][0], slow[0], single[0], short[0], plain[0]):
        assert told([foreign, SHEETS[0]]).share == 1


def test_forged_sheets_of_one_set_are_noticed_when_they_are_put_together() -> None:
    from shamir_mnemonic import Share

    true = Share.from_mnemonic(SHEETS[0])
    forged = Share(**{**true.__dict__, "index": 1, "value": bytes(32)})
    assert "do not belong together" in told([SHEETS[0], forged.mnemonic()]).sentence("en")
    worse = Share(**{**true.__dict__, "group_threshold": 2})  # more groups needed than there are
    assert told([worse.mnemonic(), SHEETS[0]]).share == 1


def test_a_sheet_knows_its_number_and_its_set() -> None:
    first, third = read(SHEETS[0]), read(SHEETS[2])
    assert (first.number, third.number) == (1, 3)
    assert first.set_id == third.set_id
    assert first.threshold == 2
    assert " ".join(third.words) == SHEETS[2]
    assert len(first.words) == shares.WORDS


@given(st.lists(st.text(max_size=100), max_size=5))
@settings(max_examples=30)
def test_nothing_that_is_typed_is_more_than_refused(typed: list[str]) -> None:
    told(typed)
