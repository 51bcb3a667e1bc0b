"""What is not written down here, found in what somebody typed: numbers that never are, and words with a safer wording.

What is not collected cannot be seized or stolen (law facts, section 8). Three kinds of number are kept in no field at
all: A-numbers, Social Security numbers and receipt numbers. Words that tell somebody's status, or how they came, are
pointed out with a wording that serves as well; a person may keep theirs, and that is noted without the words.

Pure functions, quick on any length: every pattern looks a bounded way ahead.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Field, FieldType, Search
from cima_desktop.model.guarding_patterns import DIGITS, NUMBERS, SIGNS, WORDS


class Matter(Enum):
    """What was seen. The values are permanent: they stand in the vault's register."""

    A_NUMBER = "a_number"
    SSN = "ssn"
    RECEIPT = "receipt"
    STATUS = "status"
    ENTRY = "entry"

    @property
    def is_never_kept(self) -> bool:
        """Tell whether no field keeps it, whoever asks."""
        return self in (Matter.A_NUMBER, Matter.SSN, Matter.RECEIPT)

    @property
    def label(self) -> str:
        """Return what it is called, as a catalogue message."""
        return _LABELS[self]

    @property
    def why(self) -> str:
        """Return why it is not written down, as a catalogue message."""
        return _WHY[self]


_LABELS = {
    Matter.A_NUMBER: N_("An A-number"),
    Matter.SSN: N_("A Social Security number or ITIN"),
    Matter.RECEIPT: N_("An immigration receipt number"),
    Matter.STATUS: N_("Words about immigration status"),
    Matter.ENTRY: N_("Words about how or when somebody came"),
}
_NUMBER_WHY = N_("That number stays with the family, on their own paper. What is not here cannot be taken from here.")
_WHY = {
    Matter.A_NUMBER: _NUMBER_WHY,
    Matter.SSN: _NUMBER_WHY,
    Matter.RECEIPT: _NUMBER_WHY,
    Matter.STATUS: N_("We never note status. Whoever takes this computer could use it against the family."),
    Matter.ENTRY: N_("We never note how or when somebody came. It could be used against them."),
}
_MASK = "•"


@attrs.frozen
class Sighting:
    """A stretch of a text that does not belong here, and what could stand in its place."""

    start: int
    end: int
    matter: Matter
    safer: str
    """A catalogue message."""
    language: str = ""
    """The language of the words; empty for numbers, which have none."""

    def replacement(self) -> str:
        """Return the safer wording in the language of the words (of the screen, for a number)."""
        return tr(self.safer, self.language or None)


class KeptOnPurpose(str):
    """A text whose words a person has been told about and keeps; the mark ends where the text is cleaned."""

    __slots__ = ()


class NeverKeptError(InvalidInputError):
    """A number was typed that no field keeps."""

    message = N_("{what} is not kept here.")
    remedy = N_("Take it out and let the family keep it on their own paper. The rest of what you typed is still there.")

    def __init__(self, matter: Matter, *, path: str = "") -> None:
        self.matter = matter
        super().__init__(path=path)

    def sentence(self, language: str | None = None) -> str:
        """Return what was seen."""
        return tr(self.message, language).format(what=tr(self.matter.label, language))


class UndecidedWordsError(InvalidInputError):
    """Words about status or entry were typed, and nobody has said yet whether they stay."""

    message = N_("This is not saved yet, because it has words that we do not note.")
    remedy = N_("Take the safer wording, change it yourself, or keep it anyway.")


def sightings(text: str, *, words: bool = True) -> list[Sighting]:
    """Return what does not belong here, in order and without overlap; with `words=False` the numbers alone."""
    may_be_number = DIGITS.search(text) is not None
    if not (words or may_be_number):
        return []
    plain, places = _plain(text)
    found = list(_numbers(plain)) if may_be_number else []
    if words:
        found += _words(plain)
    kept: list[Sighting] = []
    for one in sorted(found, key=lambda s: (s.start, -s.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.matter.is_never_kept and not kept[-1].matter.is_never_kept:
            kept[-1] = one
    return [attrs.evolve(s, start=places[s.start], end=places[s.end - 1] + 1) for s in kept]


def key_of(text: str, sighting: Sighting) -> tuple[str, str]:
    """Return what makes two sightings the same: the matter, and the words whatever their case."""
    return sighting.matter.value, text[sighting.start : sighting.end].casefold()


def masked(text: str) -> str:
    """Return `text` with the digits of every number that is never kept as dots, everything else in its place."""
    while found := sightings(text, words=False):  # a name may fit a later number once the first is dots
        letters = list(text)
        for one in found:
            letters[one.start : one.end] = [_MASK if c.isdecimal() else c for c in letters[one.start : one.end]]
        text = "".join(letters)
    return text


def refuse_numbers(text: str, path: str) -> None:
    """Raise when a text holds a number that no field keeps.

    Raises:
        NeverKeptError: it does; the error names the field and not the number.
    """
    found = sightings(text, words=False)
    if found:
        raise NeverKeptError(found[0].matter, path=path)


def is_guarded(field: Field) -> bool:
    """Tell whether words about status and entry are pointed out in a field; numbers are refused in every one.

    Left alone are names (somebody may be called so), what only an attorney writes, and what is known of bodies rather
    than of families: that an office takes asylum cases is what one wants to know of it.
    """
    if field.type not in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.WORDS):
        return False
    return field.kind not in _PUBLIC_KINDS and field.search is not Search.NAME and not field.attorney_only


_PUBLIC_KINDS = frozenset({"organization", "reviewer", "approval", "document"})


def undecided(text: str, before: Iterable[str] = ()) -> list[Sighting]:
    """Return the words in `text` that nobody has decided about: neither kept on purpose nor there before."""
    if isinstance(text, KeptOnPurpose):
        return []
    return new_words(text, before)


def new_words(text: str, before: Iterable[str] = ()) -> list[Sighting]:
    """Return the words about status or entry that none of the texts `before` had."""
    found = [s for s in sightings(text) if not s.matter.is_never_kept]
    if not found:
        return []
    known = {key_of(old, s) for old in before for s in sightings(old)}
    return [s for s in found if key_of(text, s) not in known]


def _numbers(plain: str) -> Iterator[Sighting]:
    for name, pattern in NUMBERS:
        for match in pattern.finditer(plain):
            yield Sighting(*match.span(), Matter(name), _FAMILY_KEEPS)


_FAMILY_KEEPS = N_("(the family keeps that number)")


def _words(plain: str) -> Iterator[Sighting]:
    lower = plain.lower()
    if SIGNS.search(lower) is None:
        return
    for row in WORDS:
        if not any(sign in lower for sign in row.signs):
            continue
        for match in row.pattern.finditer(plain):
            yield Sighting(*match.span(), Matter(row.matter), row.safer, row.language)


def _plain(text: str) -> tuple[str, range | list[int]]:
    """Return `text` in plain letters and digits, with the place in `text` that each of its characters comes from.

    Accents and what cannot be seen are left out, wide letters and foreign digits become ordinary ones, and every kind
    of space, dash and apostrophe becomes one.
    """
    if text.isascii():
        return text.translate(_SPACES), range(len(text))
    shapes = [_shape(character) for character in text]
    places = [place for place, shape in enumerate(shapes) for _letter in shape]
    return "".join(shapes), places


_SPACES = {ord(c): " " for c in "\t\n\r\v\f"}
_SIGNS = {"’": "'", "‘": "'", "ʼ": "'", "´": "'"}


@lru_cache(maxsize=2048)
def _shape(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if unicodedata.category(character) == "Pd":
        return "-"
    parts = []
    for part in unicodedata.normalize("NFKD", character):
        if part.isdecimal():
            parts.append(str(unicodedata.decimal(part)))
        elif part.isspace():
            parts.append(" ")
        elif unicodedata.category(part) not in _UNSEEN:
            parts.append(part)
    return "".join(parts)


_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})
