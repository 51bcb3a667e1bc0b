"""How hard a passphrase is to guess, for people who think in Spanish, and a way to get a good one.

Works offline with zxcvbn, fed with the word lists under resources/wordlists and whatever the caller knows of the
person (names, organisation). The passphrase never leaves this module's arguments.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cima_desktop import paths
from cima_desktop.i18n import N_

FEWEST_SIGNS = 14
FEWEST_WORDS = 5
GOOD_SCORE = 3
_LISTS = ("es_common.txt", "local.txt")
_MOST_SIGNS = 72
"""zxcvbn's own limit; what lies behind it can only make a passphrase harder."""

_FILLERS = re.compile(r"\b(de|del|la|las|los|el|y|en|mi|con|por|que|un|una|the|of|and|my|in|is|es|son|soy)\b")

_TOO_SHORT = N_("Make it longer: at least 14 letters and numbers, or five words.")
_COMMON = N_("This uses names, words or dates that are easy to guess. Add words that have nothing to do with you.")
_REPEATS = N_("Repeated or neighbouring keys are easy to guess. Use several unrelated words.")
_GOOD = N_("This is a good passphrase. Write it down once and keep the paper in a safe place.")
_VERY_GOOD = N_("This is a very good passphrase. Write it down once and keep the paper in a safe place.")


@dataclass(frozen=True, slots=True)
class Strength:
    """The judgement: `score` 0 to 4, whether it may be used, and a catalogue message that says what to do."""

    score: int
    acceptable: bool
    hint: str


def fold(text: str) -> str:
    """Return `text` in lower case without accents ("Muñeca" gives "muneca")."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()


@cache
def _words() -> tuple[str, ...]:
    found: list[str] = []
    for name in _LISTS:
        lines = (paths.resources() / "wordlists" / name).read_text(encoding="utf-8").splitlines()
        found += [line for line in lines if line and not line.startswith("#")]
    return tuple(dict.fromkeys(found))


def judge(passphrase: str, about: Sequence[str] = ()) -> Strength:
    """Return how hard `passphrase` is to guess; `about` are words an acquaintance would try (names, places).

    Judged as typed and again without accents and without the digits and signs at its end, because those are the
    first things a guesser tries; the lower score counts. A megabyte takes no longer than a line.
    """
    head = passphrase[:_MOST_SIGNS]
    known = [*(fold(word)[:_MOST_SIGNS] for word in about[:50]), *_words()]
    plain = fold(head)
    bare = re.sub(r"[\W\d_]+$", "", plain)
    score = min(_score(form, known) for form in {plain, bare, bare.replace(" ", "")})
    if _only_known_words(plain, known):
        score = min(score, GOOD_SCORE - 1)
    long_enough = len(head.strip()) >= FEWEST_SIGNS or len(_distinct_words(plain)) >= FEWEST_WORDS
    acceptable = long_enough and score >= GOOD_SCORE
    return Strength(score, acceptable, _hint(plain, score, long_enough))


def _score(form: str, known: list[str]) -> int:
    from zxcvbn import zxcvbn  # lazy: its word lists take a tenth of a second to load

    return int(zxcvbn(form, user_inputs=known)["score"]) if form else 0


def _only_known_words(plain: str, known: list[str]) -> bool:
    """Say whether little is left once up to four listed words, and digits and signs, are taken out.

    zxcvbn gives every space between two such words the worth of a random sign.
    """
    listed = "|".join(sorted((re.escape(word) for word in known if len(word) > 2), key=len, reverse=True))
    rest, words = re.subn(listed, "", _FILLERS.sub(" ", plain))
    return words < FEWEST_WORDS and len(re.sub(r"[\W\d_]+", "", rest)) <= 3


def _distinct_words(plain: str) -> set[str]:
    return {word for word in re.split(r"[\W_]+", plain) if len(word) > 1}


def _hint(plain: str, score: int, long_enough: bool) -> str:
    if score >= GOOD_SCORE and long_enough:
        return _VERY_GOOD if score > GOOD_SCORE else _GOOD
    if not long_enough:
        return _TOO_SHORT
    return _REPEATS if len(set(plain)) <= 6 else _COMMON


_SOUNDS = {
    # Consonants and vowels that are read and written the same way by most speakers of the language.
    "es": (("b", "ch", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t"), ("a", "e", "i", "o", "u")),
    "en": (("b", "d", "f", "k", "l", "m", "n", "p", "r", "s", "t", "v"), ("a", "e", "i", "o", "u")),
}
_CONFUSING = frozenset({"ge", "gi"})
SUGGESTED_WORDS = 6
_SYLLABLES = 2


def suggest_words(language: str) -> str:
    """Return a random passphrase of six made-up words of two syllables, easy to say and write ("lumo chade …").

    About 58 syllables are possible at each of twelve places: more than 70 bits.
    """
    choices = syllables(language)
    words = ("".join(secrets.choice(choices) for _ in range(_SYLLABLES)) for _ in range(SUGGESTED_WORDS))
    return " ".join(words)


def syllables(language: str) -> list[str]:
    """Return the syllables suggestions are made of, each distinct in sound and spelling."""
    consonants, vowels = _SOUNDS[language]
    return [c + v for c in consonants for v in vowels if c + v not in _CONFUSING]
