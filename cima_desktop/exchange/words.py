"""A fingerprint as people compare it: thirteen words in Spanish or English, or a QR code (docs/formats/identity.md)."""

import base64
import hmac
import re
from collections.abc import Sequence
from functools import cache

import attrs

from cima_desktop import paths
from cima_desktop.i18n import N_
from cima_desktop.model import text
from cima_desktop.model.errors import KnownError

COUNT = 13
FINGERPRINT_BYTES = 32

_BITS = 10
_LIST_SIZE = 2**_BITS
_PREFIX = 4
_MOST_TYPED = 4000
_ANOTHER_LETTER = re.compile(r"[^a-z]+")
_QR = "CIMA1:"


class WordsError(KnownError):
    """What was typed cannot be thirteen words; `wrong` are the places (from 1) of those that are on no list."""

    message = N_("Thirteen words are needed; words typed: {count}.")
    remedy = N_("Look again, and correct it. The first four letters of each word are enough.")

    def __init__(self, message: str = "", *, count: int = 0, wrong: tuple[int, ...] = ()) -> None:
        self.wrong = wrong
        super().__init__(message, count=count, numbers=", ".join(map(str, wrong)))


class NoQrTextError(KnownError):
    """What was given is not what the QR code of a card says."""

    message = N_("This is not the text of a card’s QR code.")
    remedy = N_("Read the code with the telephone again and give the whole text; it begins with CIMA1.")


_UNKNOWN = N_("These words are not on the list of words: {numbers}.")


@attrs.frozen
class WordList:
    """The words of one language, in the order of their numbers."""

    words: tuple[str, ...]
    by_prefix: dict[str, int]

    def number(self, typed: str) -> int | None:
        """Return the number of the word that was meant; its first four letters are enough."""
        found = self.by_prefix.get(typed[:_PREFIX])
        return found if found is not None and self.words[found].startswith(typed) else None


@cache
def word_list(language: str) -> WordList:
    """Return the list of a language, "es" or "en"."""
    if language == "en":
        from shamir_mnemonic.wordlist import WORDLIST  # lazy: only comparing needs it

        words = tuple(WORDLIST)
    else:
        words = tuple((paths.resources() / "wordlists" / "peers_es.txt").read_text(encoding="ascii").split())
    return WordList(words, {word[:_PREFIX]: place for place, word in enumerate(words)})


def words_of(fingerprint: bytes, language: str) -> tuple[str, ...]:
    """Return the thirteen words of a fingerprint."""
    bits = int.from_bytes(fingerprint, "big") >> (FINGERPRINT_BYTES * 8 - COUNT * _BITS)
    listed = word_list(language).words
    return tuple(listed[bits >> _BITS * place & _LIST_SIZE - 1] for place in reversed(range(COUNT)))


def differing(typed: str, fingerprint: bytes) -> tuple[int, ...]:
    """Return the places (from 1) at which the words that were typed are others than those of a fingerprint.

    Raises:
        WordsError: they are not thirteen words of one language's list.
    """
    found = [word for word in _ANOTHER_LETTER.split(text.fold(typed[:_MOST_TYPED])) if word]
    language, numbers = _best(found)
    unknown = tuple(place for place, number in enumerate(numbers, 1) if number is None)
    if len(found) != COUNT:
        raise WordsError(count=len(found))
    if unknown:
        raise WordsError(_UNKNOWN, count=len(found), wrong=unknown)
    right = words_of(fingerprint, language)
    listed = word_list(language).words
    return tuple(place for place in range(1, COUNT + 1) if listed[numbers[place - 1] or 0] != right[place - 1])


def qr_text(fingerprint: bytes) -> str:
    """Return what the QR code of a fingerprint says."""
    return _QR + base64.b32encode(fingerprint).decode("ascii").rstrip("=")


def is_same(read: str, fingerprint: bytes) -> bool:
    """Tell whether a text that a telephone read from a QR code is that of a fingerprint.

    Raises:
        NoQrTextError: it is no such text.
    """
    bare = "".join(read[:_MOST_TYPED].split()).upper()
    if len(bare) != len(qr_text(fingerprint)) or not bare.startswith(_QR):
        raise NoQrTextError
    return hmac.compare_digest(bare.encode(), qr_text(fingerprint).encode())


def _best(found: Sequence[str]) -> tuple[str, list[int | None]]:
    """Return the language in which most of the words are known, and their numbers in it."""
    tried = [(language, [word_list(language).number(word) for word in found]) for language in ("es", "en")]
    return min(tried, key=lambda each: each[1].count(None))
