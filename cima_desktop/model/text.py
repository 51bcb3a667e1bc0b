"""Text as it is kept: one Unicode form, no hidden characters, and a folded shape for finding and sorting."""

import unicodedata
from collections.abc import Callable

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛ʼʻˈʾʿꞌ`´ʹ′＇"), None)
_LATIN = "\u024f"
"""Up to here, letters have their accents with them: each can be folded by itself, whatever stands beside it."""
_AFTER = "\uffff"
"""Sorts after every letter."""
_KEEP_CONTROLS = frozenset("\n\t")
_JOINERS = frozenset("\u200d\ufe0f")
"""Zero-width joiner and emoji presentation: invisible, but part of how an emoji is written."""

_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters that count as letters or signs and show nothing."""


def clean(value: str, *, lines: bool = False) -> str:
    """Return `value` in NFC without control, surrogate or bidirectional-override characters, trimmed.

    Args:
        value: what was typed, pasted or read.
        lines: keep line breaks; otherwise every run of white space becomes one space.
    """
    if value.isascii() and value.isprintable():  # most of what is ever cleaned, and nothing of it is left out
        return " ".join(value.split())
    unix = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in unix if _is_kept(c))
    normal = unicodedata.normalize("NFC", kept)
    if not any(map(_is_seen, normal)):
        return ""
    if not lines:
        return " ".join(normal.split())
    return "\n".join(" ".join(line.split()) for line in normal.split("\n")).strip()


def _is_seen(character: str) -> bool:
    """Tell whether a character leaves a mark on paper by itself; a name of blanks and joiners is no name."""
    if character.isspace() or character in _JOINERS or character in _BLANKS:
        return False
    return unicodedata.category(character) not in {"Mn", "Me"}


def _is_kept(character: str) -> bool:
    if character in _KEEP_CONTROLS or character in _JOINERS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def fold(value: str) -> str:
    """Return `value` as it is searched: lower case, no accents, no apostrophes, hyphens as spaces.

    "Q’anjob’al" and "Qanjobal" fold alike, and so do "Muñoz" and "munoz".
    """
    if value and max(value) <= _LATIN:
        return " ".join(value.translate(_FOLDED).split())
    return " ".join(_letters(_bare(value.translate(_APOSTROPHES))).split())


def _letters(bare: str, also: str = "") -> str:
    return "".join(c if c.isalnum() or c == also else " " for c in bare if not unicodedata.combining(c))


def _bare(value: str) -> str:
    """Return `value` in lower case with its accents split off, so that doing it again changes nothing."""
    once = unicodedata.normalize("NFKD", value).casefold()
    return unicodedata.normalize("NFKD", once).translate(_APOSTROPHES)


def sort_key(value: str) -> str:
    """Return the key that puts names in Spanish order: accents ignored, ñ after n."""
    if value and max(value) <= _LATIN:
        return " ".join(value.translate(_SORTED).split())
    return " ".join(_sorted(value).split())


def _sorted(value: str) -> str:
    marked = unicodedata.normalize("NFC", value.translate(_APOSTROPHES)).casefold().replace("ñ", f"n{_AFTER}")
    return _letters(unicodedata.normalize("NFKD", marked).translate(_APOSTROPHES), _AFTER)


class _Table(dict[int, str]):
    """What becomes of one character, worked out when it is first met."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change

    def __missing__(self, code: int) -> str:
        self[code] = self._change(chr(code))
        return self[code]


_FOLDED = _Table(lambda c: _letters(_bare(c.translate(_APOSTROPHES))))
_SORTED = _Table(_sorted)


def digits(value: str) -> str:
    """Return only the decimal digits of `value`, for comparing telephone numbers."""
    if value.isascii():
        return "".join(filter(str.isdigit, value))
    return "".join(str(unicodedata.digit(c)) for c in value if c.isdigit() and unicodedata.digit(c, None) is not None)
