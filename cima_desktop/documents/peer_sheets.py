"""Papers of the exchange: the words of one's own card to be compared, and what another vault held (Y3, Y13).

Neither opens anything. The second names families, so it is kept and destroyed like every other list of names.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from cima_desktop.documents import fonts, joining
from cima_desktop.documents.boxes import Box, Columns, Stack, line, para
from cima_desktop.documents.door import Style
from cima_desktop.documents.flow import Sheet, paginate
from cima_desktop.documents.furniture import EDGE, PAGE_HEIGHT, PAGE_WIDTH, TOP
from cima_desktop.documents.sheet_parts import (
    FACT,
    SECOND,
    SIDE,
    SMALL,
    TEXT,
    WIDTH,
    both,
    drawn,
    square,
    titles,
    word_grid,
)
from cima_desktop.i18n import LANGUAGES, N_, day_text, language, tr

_CARD = N_("Words to compare, for exchanging records")
_WHOSE = N_("Card of")
_WORDS = {"es": N_("The thirteen words in Spanish"), "en": N_("The thirteen words in English")}
_HOW = N_(
    "Read the words aloud to the person who has this card. They must be the same on the other computer, in either"
    " language. If one differs, exchange nothing with that card."
)
_OPENS = N_("These words open nothing and are no secret. They say which card is the right one.")
_QR = N_("The same as a QR code: a telephone shows it as a text, without internet.")
_HELD = N_("What the other vault held")
_MADE = N_("Made on {day}")
_PAGE = N_("Page {page} of {pages}")
_COLUMNS = 3


def card_sheet(name: str, words: Mapping[str, Sequence[str]], qr: str, day: date) -> bytes:
    """Return the sheet with the words of a card in both languages, and its QR code, as PDF."""
    made = " · ".join(tr(_MADE, each).format(day=day_text(day, each)) for each in LANGUAGES)
    boxes: list[Box] = [
        *titles(_CARD),
        para(f"{both(_WHOSE)}: {name}", FACT, before=4.0),
        para(made, FACT),
    ]
    for each in LANGUAGES:
        boxes += [para(tr(_WORDS[each], each), SECOND, before=14.0), word_grid(words[each], _COLUMNS)]
    said = [para(tr(told, each), TEXT, before=6.0) for each in LANGUAGES for told in (_HOW, _OPENS)]
    picture = Stack((square(qr), para(both(_QR, joint="\n"), SMALL, before=5.0)))
    boxes.append(Columns((Stack(tuple(said)), picture), (72, 28), gutter=22.0, before=18.0))
    return drawn([Stack(tuple(boxes))])


@attrs.frozen
class Group:
    """Records of one kind: what they are, and their names."""

    title: str
    names: Sequence[str]


def held_sheets(whose: str, told: str, groups: Sequence[Group], day: date) -> bytes:
    """Return the list of what another vault held, as PDF in the screen's language: names by kind, and nothing more."""
    from reportlab.pdfgen.canvas import Canvas as Pages  # lazy: see fonts.warm

    heading = Style(face=fonts.BOLD, size=12.0, leading=16.0)
    boxes: list[Box] = [
        para(tr(_HELD), Style(face=fonts.BOLD, size=17.0, leading=22.0), keep=True),
        para(whose, heading, before=4.0, keep=True),
        para(told, TEXT, before=6.0),
    ]
    for group in groups:
        boxes.append(para(f"{group.title} ({len(group.names)})", heading, before=14.0, keep=True))
        boxes += [para(name, TEXT, before=2.5) for name in group.names]
    sheet = Sheet(SIDE, EDGE + 32.0, WIDTH, PAGE_HEIGHT - TOP, PAGE_HEIGHT - TOP)
    pages = paginate(boxes, sheet)
    buffer = io.BytesIO()
    for face in (fonts.REGULAR, fonts.BOLD):
        fonts.chain(face)
    size = (PAGE_WIDTH, PAGE_HEIGHT)
    canvas = Pages(buffer, pagesize=size, invariant=1, lang=language(), initialFontName=fonts.REGULAR)
    joining.facts(canvas, tr(_HELD))
    for number, page in enumerate(pages, start=1):
        for placed in page:
            placed.box.draw(canvas, sheet.left, placed.top, sheet.width)
        line(canvas, tr(_MADE).format(day=day_text(day)), SIDE, EDGE + 14.0, SMALL)
        numbered = tr(_PAGE).format(page=number, pages=len(pages))
        line(canvas, numbered, PAGE_WIDTH - SIDE, EDGE + 14.0, attrs.evolve(SMALL, align="right"))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
