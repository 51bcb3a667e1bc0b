"""What the papers of keys and cards are made of: titles in both languages, numbered words, a QR code, single pages."""

import io
from collections.abc import Sequence

import attrs

from cima_desktop.documents import fonts, joining
from cima_desktop.documents.boxes import MUTED, Box, Canvas, Columns, Rule, Stack, para
from cima_desktop.documents.door import Style
from cima_desktop.documents.furniture import INCH, PAGE_HEIGHT, PAGE_WIDTH
from cima_desktop.i18n import LANGUAGES, tr

SIDE = 0.7 * INCH
WIDTH = PAGE_WIDTH - 2 * SIDE
FACT = Style(size=11.5, leading=16.0)
TEXT = Style(size=10.0, leading=13.0)
SMALL = Style(size=9.0, leading=12.0, color=MUTED)
SECOND = Style(face=fonts.BOLD, size=14.0, leading=19.0, color=MUTED)

_TITLE = Style(face=fonts.BOLD, size=19.0, leading=24.0)
_WORD = Style(face=fonts.BOLD, size=13.5, leading=19.5)
_NUMBER = Style(size=10.0, leading=19.5, color=MUTED)
_QR_SIZE = 1.75 * INCH


@attrs.define
class _Square:
    """A QR code, drawn as rectangles."""

    rows: Sequence[Sequence[int]]
    before: float = 0.0
    keep: bool = False

    def height(self, width: float) -> float:
        """Return the height."""
        return _QR_SIZE

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Never cut."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the dark squares, a row of neighbours at once."""
        side = _QR_SIZE / len(self.rows)
        canvas.setFillGray(0.0)
        for down, row in enumerate(self.rows):
            begin = None
            for across, dark in enumerate([*row, 0]):
                if dark and begin is None:
                    begin = across
                elif not dark and begin is not None:
                    canvas.rect(x + begin * side, top - (down + 1) * side, (across - begin) * side, side, 0, 1)
                    begin = None


def titles(title: str, **facts: object) -> list[Box]:
    """Return a title in each language."""
    first, second = (tr(title, language).format(**facts) for language in LANGUAGES)
    return [para(first, _TITLE), para(second, SECOND), Rule(space=7.0, weight=1.2)]


def both(message: str, joint: str = " · ") -> str:
    """Return a message in each language."""
    return joint.join(tr(message, language) for language in LANGUAGES)


def word_grid(words: Sequence[str], columns: int) -> Box:
    """Return words in numbered columns, read downwards."""
    deep = -(-len(words) // columns)
    cells: list[Stack] = []
    for column in range(columns):
        part = range(column * deep, min((column + 1) * deep, len(words)))
        numbers = Stack(tuple(para(str(place + 1), _NUMBER) for place in part))
        shown = Stack(tuple(para(words[place], _WORD) for place in part))
        cells.append(Stack((Columns((numbers, shown), (16, 84), gutter=4.0),)))
    return Columns(tuple(cells), (1,) * columns, gutter=10.0, before=14.0)


def square(words: str) -> _Square:
    """Return the QR code of a text that may be read in capitals."""
    import segno  # lazy: only these sheets have one

    # Capitals are a smaller alphabet, so the squares are larger and easier to read.
    return _Square([list(row) for row in segno.make_qr(words.upper(), error="m").matrix])


def drawn(pages: Sequence[Stack]) -> bytes:
    """Return a PDF with a page for each stack."""
    from reportlab.pdfgen.canvas import Canvas as Made  # lazy: see fonts.warm

    buffer = io.BytesIO()
    for face in (fonts.REGULAR, fonts.BOLD):
        fonts.chain(face)
    canvas = Made(
        buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, lang=LANGUAGES[0], initialFontName=fonts.REGULAR
    )
    joining.facts(canvas, "CIMA")
    for page in pages:
        page.draw(canvas, SIDE, PAGE_HEIGHT - SIDE, WIDTH)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
