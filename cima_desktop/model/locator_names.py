"""What somebody types to find a detained person: names in the shapes an agency may hold, and the number that is read,
shown and never kept (law facts, 6.1 and 6.2).

Pure functions. The locator looks for exactly what is typed, so a name that was written down in another order, with one
surname or without its particles is another name to it. The likeliest shapes come first.
"""

import re
import unicodedata
from itertools import product

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.text import fold

MOST = 24
"""More than these nobody tries."""
_PARTICLES = frozenset({"de", "del", "la", "las", "los", "el", "y", "e", "da", "das", "do", "dos", "van", "von", "san"})
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
"""Letters that are no other letter with an accent."""


@attrs.frozen
class SearchName:
    """First and last name as they are typed into a search: capitals without accents."""

    first: str
    last: str


def search_names(given: str, paternal: str, maternal: str) -> tuple[SearchName, ...]:
    """Return the shapes in which an agency may hold a name, the likeliest first; nothing without any surname."""
    firsts, lasts = _firsts(_plain(given)), _lasts(_plain(paternal), _plain(maternal))
    ranked = sorted(product(enumerate(lasts), enumerate(firsts)), key=lambda pair: pair[0][0] + 2 * pair[1][0])
    return tuple(SearchName(first, last) for (_i, last), (_j, first) in ranked)[:MOST]


def _plain(name: str) -> str:
    """Return a name in capitals, without accents and signs: what a form in English takes."""
    words = fold(name).translate(_LETTERS).split()
    typed = ("".join(c for c in word if "a" <= c <= "z") for word in words)
    return " ".join(word for word in typed if word).upper()


def _firsts(given: str) -> list[str]:
    words = given.split()
    bare = _without_particles(given)
    return _each(given, words[0] if words else "", bare, given.replace(" ", ""), *bare.split()[1:]) or [""]


def _lasts(paternal: str, maternal: str) -> list[str]:
    """Return surnames in every order and joint, then without their particles, then the first of a double one."""
    units = _units(paternal)
    if not maternal and len(units) > 1:  # both were written into one field
        paternal, maternal = units[0], " ".join(units[1:])
    first, second = (paternal, maternal) if paternal else (maternal, "")
    if not first:
        return []
    bare = (_without_particles(first), _without_particles(second))
    return _each(*_joined(first, second), *_joined(*bare), first.replace(" ", ""), _units(first)[0])


def _joined(first: str, second: str) -> list[str]:
    if not second:
        return [first]
    both = [f"{first}-{second}", f"{first} {second}", first, second]
    return [*both, f"{second}-{first}", f"{second} {first}", f"{first}{second}".replace(" ", "")]


def _units(surname: str) -> list[str]:
    """Return the surnames in a field, each with the particles before it: "DE LA CRUZ", "LOPEZ"."""
    found: list[str] = []
    before: list[str] = []
    for word in surname.split():
        before.append(word)
        if word.lower() not in _PARTICLES:
            found.append(" ".join(before))
            before = []
    return [*found, " ".join(before)] if before else found


def _without_particles(name: str) -> str:
    """Return a name without its particles; of one that is nothing else, all of it."""
    return " ".join(word for word in name.split() if word.lower() not in _PARTICLES) or name


def _each(*names: str) -> list[str]:
    return [name for name in dict.fromkeys(names) if name]


class ANumberError(KnownError):
    """What was typed is no A-number."""

    message = N_("This is no A-number: it has a letter A and 7, 8 or 9 digits.")
    remedy = N_("Read it again from the paper. Without the number, search with names and country.")


class SocialNumberError(ANumberError):
    """It has the form of a Social Security number."""

    message = N_("This looks like a Social Security number. The search never asks for that one.")


class ReceiptNumberError(ANumberError):
    """It is the number of an application, not of a person."""

    message = N_("This is a receipt number: three letters and ten digits. The search does not take it.")


_SOCIAL = re.compile(r"\d{3}([-. ])\d{2}\1\d{4}", re.ASCII)
_RECEIPT = re.compile(r"[A-Z]{3}\d{10}", re.ASCII)
_NUMBER = re.compile(r"A?(\d{7,9})", re.ASCII)
_SIGNS = re.compile(r"[\s#.\-\u2010-\u2015]")


def read_a_number(text: str) -> str:
    """Return the nine digits of an A-number for a search; it is kept nowhere.

    Raises:
        SocialNumberError, ReceiptNumberError: it is another number.
        ANumberError: it is none.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    bare = _SIGNS.sub("", typed).upper()
    if _SOCIAL.fullmatch(typed):
        raise SocialNumberError
    if _RECEIPT.fullmatch(bare):
        raise ReceiptNumberError
    found = _NUMBER.fullmatch(bare)
    if found is None or not found[1].strip("0"):
        raise ANumberError
    return found[1].zfill(9)


def a_number_text(digits: str) -> str:
    """Return nine digits as they stand on papers: "A 012 345 678"."""
    return f"A {digits[:3]} {digits[3:6]} {digits[6:]}"
