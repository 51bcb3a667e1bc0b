"""The one door through which words become ink: cleaned, capped, cut into runs each font can draw, and wrapped.

Nothing here reads markup. Words are drawn glyph by glyph on a canvas, so `<img src=…>` in a name is thirteen
letters and no file is opened, and the time for a text grows with its length alone.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import attrs

from cima_desktop.documents import fonts
from cima_desktop.documents.errors import TooLongError
from cima_desktop.documents.fonts import Face

MOST_CHARACTERS = 200_000
"""More than a hundred pages: no paper holds that; refused before any work."""

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = {"\t": " ", "\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\v": "\n", "\f": "\n"}
_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Variation selectors choose a look that our fonts have only one of."""

BREAK_AFTER = "-/–—.@_,;:"


def cleaned(text: str) -> str:
    """Return text as it is printed: NFC, plain line breaks, no controls, no directional marks.

    Raises:
        TooLongError: no paper could hold it.
    """
    if len(text) > MOST_CHARACTERS:
        raise TooLongError(length=len(text), most=MOST_CHARACTERS)
    if text.isprintable() and (text.isascii() or _is_clean(text)):
        return text
    for old, new in _SPACES.items():
        text = text.replace(old, new)
    kept = [c for c in text if c == "\n" or (unicodedata.category(c) not in _DROPPED and c not in _VARIANTS)]
    return unicodedata.normalize("NFC", "".join(kept))


def _is_clean(text: str) -> bool:
    """Tell whether printable text is in the right form already, as nearly all text is."""
    return _VARIANTS.isdisjoint(text) and unicodedata.is_normalized("NFC", text)


@attrs.frozen
class Span:
    """Words in one weight."""

    text: str
    face: str = fonts.REGULAR


@attrs.frozen
class Style:
    """How a paragraph looks; sizes in points."""

    face: str = fonts.REGULAR
    size: float = 10.0
    leading: float = 13.5
    color: float = 0.0
    """0 is black, 1 is white."""
    align: str = "left"
    bold: str = fonts.BOLD


Run = tuple[Face, str]
Word = tuple[tuple[Run, ...], float]
"""Runs without a space between them, and their width at size 1."""


@attrs.frozen
class Line:
    """One line of a paragraph, ready to be drawn."""

    runs: tuple[tuple[str, str], ...]
    width: float


def runs(text: str, face: str) -> tuple[Run, ...]:
    """Cut text into stretches that one font can draw; what none can is replaced by a visible sign."""
    faces = fonts.chain(face)
    first = faces[0]
    if first.glyphs.issuperset(text):
        return ((first, text),)
    found: list[Run] = []
    for character in text:
        chosen = next((f for f in faces if character in f.glyphs), None)
        drawn = character if chosen else fonts.REPLACEMENT
        chosen = chosen or next(f for f in faces if fonts.REPLACEMENT in f.glyphs)
        if found and found[-1][0] is chosen:
            found[-1] = (chosen, found[-1][1] + drawn)
        else:
            found.append((chosen, drawn))
    return tuple(found)


def width_of(text: str, face: str, size: float) -> float:
    """Return the width of one line of text."""
    return sum(f.width(part) for f, part in runs(cleaned(text), face)) * size


def wrap(spans: tuple[Span, ...], style: Style, width: float) -> tuple[Line, ...]:
    """Break spans into lines no wider than `width`; a word that is too long for a line is cut."""
    lines: list[Line] = []
    for words in _paragraph_words(spans):
        _fill(lines, words, width / style.size, style)
    return tuple(lines)


wrap_fixed = lru_cache(maxsize=4096)(wrap)
"""The same for words of a pack in which no value stands: laid out once a process. Nothing about people is kept."""


def _paragraph_words(spans: Sequence[Span]) -> list[list[Word]]:
    """Return the words of each line the writer broke."""
    found: list[list[Word]] = [[]]
    glued = False  # whether the next stretch continues the last word
    for span in spans:
        for number, row in enumerate(cleaned(span.text).split("\n")):
            if number:
                found.append([])
                glued = False
            glued = _add_words(found[-1], row, span.face, glued)
    return found


def _add_words(words: list[Word], row: str, face: str, glued: bool) -> bool:
    for number, part in enumerate(row.split(" ")):
        if number:
            glued = False
        if not part:
            continue
        word = _word(part, face)
        if glued and words:
            words[-1] = (words[-1][0] + word[0], words[-1][1] + word[1])
        else:
            words.append(word)
        glued = True
    return glued


def _word(part: str, face: str) -> Word:
    cut = runs(part, face)
    if len(cut) == 1:
        return cut, cut[0][0].width(cut[0][1])
    return cut, sum(f.width(text) for f, text in cut)


def _fill(lines: list[Line], words: list[Word], room: float, style: Style) -> None:
    """Put words on lines, as many as fit on each."""
    base = fonts.chain(style.face)[0]
    usual = base.advances[" "]
    row: list[Word] = []
    used = 0.0
    for whole in words:
        for word in _fitting(whole, room) if whole[1] > room else (whole,):
            plain = not row or word[0][0][0] is base
            space = usual if plain else _space(row[-1], word, base).advances[" "]
            needed = used + space + word[1] if row else word[1]
            if row and needed > room:
                lines.append(_line(row, used, base))
                row, used = [word], word[1]
            else:
                row.append(word)
                used = needed
    lines.append(_line(row, used, base))


def _fitting(word: Word, room: float) -> list[Word]:
    """Cut a word that is wider than a line, after a hyphen or the like where there is one."""
    pieces: list[Word] = []
    piece: list[tuple[Face, str]] = []
    used, stop = 0.0, 0
    for face, text in word[0]:
        for character in text:
            advance = face.advances[character]
            if piece and used + advance > room:
                keep = stop if stop > len(piece) // 2 else len(piece)
                pieces.append(_joined(piece[:keep]))
                piece, stop = piece[keep:], 0
                used = sum(f.advances[c] for f, c in piece)
            piece.append((face, character))
            used += advance
            if character in BREAK_AFTER:
                stop = len(piece)
    pieces.append(_joined(piece))
    return pieces


def _joined(characters: list[tuple[Face, str]]) -> Word:
    merged: list[Run] = []
    for face, character in characters:
        if merged and merged[-1][0] is face:
            merged[-1] = (face, merged[-1][1] + character)
        else:
            merged.append((face, character))
    return tuple(merged), sum(face.width(text) for face, text in merged)


def _space(before: Word, after: Word, base: Face) -> Face:
    """Return the face that draws the space between two words: theirs if they share one that has it."""
    last, following = before[0][-1][0], after[0][0][0]
    return last if last is following and " " in last.glyphs else base


def _line(words: list[Word], width: float, base: Face) -> Line:
    faces = {face for cut, _width in words for face, _text in cut}
    if len(faces) == 1 and " " in next(iter(faces)).glyphs:
        text = " ".join(["".join([part for _face, part in cut]) for cut, _width in words])
        return Line(((faces.pop().name, text),), width)
    merged: list[tuple[str, str]] = []
    for number, word in enumerate(words):
        if number:
            _append(merged, _space(words[number - 1], word, base).name, " ")
        for face, text in word[0]:
            _append(merged, face.name, text)
    return Line(tuple(merged), width)


def _append(merged: list[tuple[str, str]], name: str, text: str) -> None:
    if merged and merged[-1][0] == name:
        merged[-1] = (name, merged[-1][1] + text)
    else:
        merged.append((name, text))
