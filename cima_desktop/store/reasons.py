"""Why a record was found: the field in which the word stands, or how the word differs from what is there."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Search
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.store.sound import sounds
from cima_desktop.store.views import PART, searched

SOUNDS_ALIKE = N_("Sounds alike")
ONE_LETTER = N_("One letter is different")

TAILS = (10, 8, 7)
"""When a number with its country prefix is unknown, its last ten, eight or seven digits are tried."""


class Found(NamedTuple):
    """What a search reads of each record it finds."""

    n: int
    id: bytes
    kind: str
    title: str
    subtitle: str
    sort_key: str
    name: str
    word: str
    digits: str


def tails(number: str) -> Iterator[str]:
    """Yield a number's digits, and then its ends without what may be a country prefix."""
    yield number
    yield from (number[-most:] for most in TAILS if len(number) > most)


def reason(row: Found, words: Sequence[str], number: str) -> str:
    """Return the catalogue message that says why `row` was found.

    Args:
        row: the record.
        words: what was typed, folded; empty when it was a telephone number.
        number: all digits that were typed.
    """
    kind = KINDS[row.kind]
    first = "" if words else _phone(kind, row, number)
    for word in words:
        place = _place(kind, row, word) or (_phone(kind, row, word) if word.isdecimal() else "")
        if not place:
            return SOUNDS_ALIKE if _sounds_like(row, word) else ONE_LETTER
        first = first or place
    return first


def _sounds_like(row: Found, word: str) -> bool:
    keys = frozenset(sounds(word))
    return any(keys & frozenset(sounds(other)) for other in row.name.replace(PART, " ").split())


def _place(kind: Kind, row: Found, word: str) -> str:
    """Return the label of the first field in which a word begins with `word`."""
    for how, text in ((Search.NAME, row.name), (Search.WORD, row.word)):
        for field, part in zip(searched(kind, how), text.split(PART), strict=False):
            if f" {word}" in f" {part}":
                return field.label
    return ""


def _phone(kind: Kind, row: Found, number: str) -> str:
    """Return the label of the first telephone in which the digits stand."""
    phones = list(zip(searched(kind, Search.PHONE), row.digits.split(PART), strict=False))
    return next((field.label for tail in tails(number) for field, part in phones if tail in part), "")
