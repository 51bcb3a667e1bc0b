"""The fonts of the papers: registered once a process, when first needed; word widths are remembered."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import attrs

from cima_desktop import paths

REGULAR, BOLD = "Atkinson", "AtkinsonSemiBold"
"""Two weights are enough; a third would make every paper larger and slower to show."""
_NOTO, _NOTO_BOLD, _EMOJI = "NotoSans", "NotoSansBold", "NotoEmoji"
_FILES = {
    REGULAR: "AtkinsonHyperlegibleNext-Regular.ttf",
    BOLD: "AtkinsonHyperlegibleNext-SemiBold.ttf",
    _NOTO: "NotoSans-Regular.ttf",
    _NOTO_BOLD: "NotoSans-Bold.ttf",
    _EMOJI: "NotoEmoji-Regular.ttf",
}
_CHAINS = {
    REGULAR: (REGULAR, _NOTO, _EMOJI),
    BOLD: (BOLD, _NOTO_BOLD, _EMOJI),
}
REPLACEMENT = "\ufffd"
"""What is printed, visibly, for a character that none of the fonts can draw."""

_MOST_WORDS = 50_000
_FIVE_DIGITS = re.compile(r"> <([0-9A-F]{5})>")


@attrs.frozen(eq=False)
class Face:
    """One font file: what it can draw, and how wide."""

    name: str
    glyphs: frozenset[str]
    advances: dict[str, float]
    """Width of each character at size 1."""
    words: dict[str, float] = attrs.field(factory=dict)

    def width(self, word: str) -> float:
        """Return the width of a word at size 1."""
        known = self.words.get(word)
        if known is None:
            advances = self.advances
            known = sum([advances[c] for c in word])
            if len(self.words) < _MOST_WORDS:
                self.words[word] = known
        return known


@cache
def chain(name: str) -> tuple[Face, ...]:
    """Return a face and those that stand in for what it lacks."""
    return tuple(_face(part) for part in _CHAINS[name])


@cache
def _face(name: str) -> Face:
    from reportlab import rl_config  # lazy: reportlab costs more than the window may wait for
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.pdfbase.ttfonts import TTFont

    if ttfonts.makeToUnicodeCMap.__module__ != __name__:
        ttfonts.makeToUnicodeCMap = _with_surrogates(ttfonts.makeToUnicodeCMap)
    rl_config.useA85 = 0  # plain binary streams: faster and a tenth smaller
    font = TTFont(name, str(paths.resources() / "fonts" / _FILES[name]), shapable=False)
    font.splitString = _quick_split(font)
    pdfmetrics.registerFont(font)
    drawn = font.face.charToGlyph
    widths = font.face.charWidths
    advances = {chr(code): widths.get(code, font.face.defaultWidth) / 1000 for code in drawn}
    return Face(name, frozenset(advances), advances)


def _quick_split(font: Any) -> Callable[..., list[tuple[int, bytes]]]:
    """Return the font's own way from letters to bytes, but in one step where every letter has its byte already."""
    slow = font.splitString

    def split(text: str, doc: object, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        state = font.state.get(doc)
        if state is not None:
            try:
                return [(0, bytes(map(state.assignments.__getitem__, map(ord, text))))]
            except (KeyError, ValueError):  # a letter that is new to this paper, or beyond the first 256
                pass
        return slow(text, doc, encoding)  # type: ignore[no-any-return]

    return split


def _with_surrogates(make: Callable[[str, list[int]], str]) -> Callable[[str, list[int]], str]:
    """Correct reportlab's table from glyphs to letters, which writes emoji with five digits where UTF-16 is due."""

    def corrected(name: str, subset: list[int]) -> str:
        return _FIVE_DIGITS.sub(
            lambda m: f"> <{chr(int(m[1], 16)).encode('utf-16-be').hex().upper()}>", make(name, subset)
        )

    return corrected


def warm() -> None:
    """Load the library and the usual fonts, so that the first paper is made as fast as the next ones."""
    # Imported for their own sake: half of a cold paper's time.
    import babel.dates  # noqa: F401
    import pypdfium2  # noqa: F401
    from reportlab.pdfgen import canvas  # noqa: F401

    for name in (REGULAR, BOLD):
        chain(name)
