"""The texts of a pack, read once: literal words, **bold** words and {placeholders}. Values never pass through here."""

import re
from functools import lru_cache

import attrs

_PART = re.compile(r"(\*\*)|\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


class TemplateError(ValueError):
    """The text has a stray brace or a placeholder that is no name."""


@attrs.frozen
class Piece:
    """A stretch of a text: words as they stand, or the name of a value."""

    text: str
    bold: bool = False
    placeholder: bool = False


Pieces = tuple[Piece, ...]


@lru_cache(maxsize=4096)
def paragraphs(text: str) -> tuple[Pieces, ...]:
    """Return the paragraphs of a pack text; a blank line parts them, a single line break is a space.

    Raises:
        TemplateError: a brace stands alone, or a placeholder is no name.
    """
    parts = re.split(r"\n\s*\n", text.strip())
    return tuple(pieces for pieces in (_pieces(" ".join(part.split())) for part in parts) if pieces)


def _pieces(text: str) -> Pieces:
    found: list[Piece] = []
    bold, at = False, 0
    for match in _PART.finditer(text):
        _literal(found, text[at : match.start()], bold)
        at = match.end()
        if match[1]:
            bold = not bold
        elif _NAME.fullmatch(match[2]):
            found.append(Piece(match[2], bold, placeholder=True))
        else:
            raise TemplateError(match[0])
    _literal(found, text[at:], bold)
    if bold:
        raise TemplateError("**")
    return tuple(found)


def _literal(found: list[Piece], words: str, bold: bool) -> None:
    if "{" in words or "}" in words:
        raise TemplateError(words)
    if words:
        found.append(Piece(words, bold))


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names of the values a pack text asks for."""
    return tuple(p.text for pieces in paragraphs(text) for p in pieces if p.placeholder)
