"""Papers of our own that no pack describes: boxes laid out on pages, with the day and the page at the foot."""

import io
from collections.abc import Sequence
from datetime import date

import attrs

from cima_desktop.documents import fonts, joining
from cima_desktop.documents.boxes import Box, Canvas, line
from cima_desktop.documents.door import Style
from cima_desktop.documents.flow import Placed, Sheet, paginate
from cima_desktop.documents.furniture import DRAFT, EDGE, PAGE_HEIGHT, PAGE_WIDTH, PRACTICE, SIDE, TOP
from cima_desktop.documents.slots import long_date
from cima_desktop.documents.voice import PAGE, Voice, joined
from cima_desktop.i18n import N_, tr

MADE = N_("Made on {day}")
LANGUAGES_OF = {"both": ("es", "en"), "es": ("es",), "en": ("en",)}
"""The languages of a paper by what is chosen for it, the leading one first."""
_SMALL = Style(size=9.0, leading=11.5)


@attrs.frozen(kw_only=True)
class Sheets:
    """A finished paper, in memory only."""

    pdf: bytes = attrs.field(repr=False)
    pages: int


@attrs.frozen
class Made:
    """What stands at the foot of each page and in the file: title, languages, day, and whether it is practice or a
    draft that no attorney has read.
    """

    title: str
    languages: tuple[str, ...]
    made_on: date
    practice: bool = False
    draft: bool = False


def lay_out(boxes: Sequence[Box], voice: Voice, made: Made) -> Sheets:
    """Make the pages."""
    from reportlab.pdfgen.canvas import Canvas as Pages  # lazy: see fonts.warm

    sheet = Sheet(SIDE, EDGE + 32.0, PAGE_WIDTH - 2 * SIDE, PAGE_HEIGHT - TOP, PAGE_HEIGHT - TOP)
    pages = paginate(boxes, sheet)
    buffer = io.BytesIO()
    fonts.chain(fonts.REGULAR)
    canvas = Pages(
        buffer,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        invariant=1,
        pageCompression=1,
        lang=made.languages[0],
        initialFontName=fonts.REGULAR,
    )
    joining.facts(canvas, tr(made.title, made.languages[0]))
    for number, page in enumerate(pages, start=1):
        _draw_page(canvas, page, sheet)
        _footer(canvas, made, voice, (number, len(pages)))
        canvas.showPage()
    canvas.save()
    return Sheets(pdf=buffer.getvalue(), pages=len(pages))


def _draw_page(canvas: Canvas, page: Sequence[Placed], sheet: Sheet) -> None:
    for placed in page:
        placed.box.draw(canvas, sheet.left, placed.top, sheet.width)


def _footer(canvas: Canvas, made: Made, voice: Voice, place: tuple[int, int]) -> None:
    y = EDGE + 14.0
    canvas.setStrokeGray(0.45)
    canvas.setLineWidth(0.4)
    canvas.line(SIDE, y + 12.0, PAGE_WIDTH - SIDE, y + 12.0)
    line(canvas, voice.say(PAGE, page=place[0], pages=place[1]), PAGE_WIDTH - SIDE, y, _right())
    told = joined([tr(MADE, lang).format(day=long_date(made.made_on, lang)) for lang in made.languages])
    line(canvas, told, SIDE, y, _SMALL)
    warned = [message for message, is_so in ((PRACTICE, made.practice), (DRAFT, made.draft)) if is_so]
    for number, message in enumerate(warned, start=1):
        line(canvas, joined([tr(message, lang) for lang in made.languages]), SIDE, y - 12.0 * number, _SMALL)


def _right() -> Style:
    return attrs.evolve(_SMALL, align="right")
