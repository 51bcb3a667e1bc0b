"""What stands on every page around the text: footer, draft mark, column heads, the space for the register of deeds."""

from datetime import date
from functools import cached_property

import attrs

from cima_desktop.documents import fonts
from cima_desktop.documents.boxes import MUTED, Canvas, Para, line
from cima_desktop.documents.door import Span, Style, width_of
from cima_desktop.documents.flow import Sheet
from cima_desktop.documents.pack import Pack, PaperSpec
from cima_desktop.documents.slots import long_date
from cima_desktop.documents.voice import PAGE, Voice, joined
from cima_desktop.i18n import N_, tr

INCH = 72.0
PAGE_WIDTH, PAGE_HEIGHT = 8.5 * INCH, 11 * INCH
SIDE = 0.75 * INCH
RECORDING_SPACE = 3 * INCH
"""White at the top of the first page of what may be recorded (N.C.G.S. 161-14(b))."""
EDGE = 0.5 * INCH
"""White at the other edges of what may be recorded."""
TOP = 0.62 * INCH
FOOTER_LEADING = 11.5
HEADS = 23.0
"""Height of the heads of the two columns."""

DRAFT = N_("DRAFT – not reviewed by an attorney")
DRAFT_SHORT = N_("DRAFT")
PRACTICE = N_("PRACTICE – made-up people")
PRACTICE_SHORT = N_("PRACTICE")
READING_COPY = N_("Reading copy – not to be signed")
VERSION = N_("Pack {pack} {version} · law checked {checked} · made {made}")
APPROVED_BY = N_("Wording approved by {name}, bar number {bar}, {day}")
OPERATIVE, READING = N_("English – the text that is signed"), N_("Spanish – so that you understand it")
RECORDER = N_("The space above is for the register of deeds")

_SMALL = Style(size=9.0, leading=FOOTER_LEADING)
_BOLD = Style(face=fonts.BOLD, size=9.0, leading=FOOTER_LEADING)
_MARK = Style(face=fonts.BOLD, size=60.0, leading=60.0, color=0.93, align="center")


@attrs.frozen(kw_only=True, slots=False)
class Furniture:
    """What the pages of one paper carry."""

    pack: Pack
    spec: PaperSpec
    voice: Voice
    made_on: date
    approved: str = ""
    """The line that names the attorney; empty while the wording is a draft."""
    practice: bool = False

    @property
    def draft(self) -> bool:
        """Tell whether every page must say that no attorney has reviewed this."""
        return not self.approved

    @cached_property
    def sheet(self) -> Sheet:
        """Return the printable area."""
        top = PAGE_HEIGHT - TOP - (HEADS if self.voice.facing else 0.0)
        first = PAGE_HEIGHT - RECORDING_SPACE - 24.0 if self.spec.recordable else PAGE_HEIGHT - TOP
        if self.voice.facing:
            first -= HEADS
        if self.voice.reading_copy:
            first -= 20.0
        return Sheet(SIDE, self._footer_top + 8.0, PAGE_WIDTH - 2 * SIDE, first, top)

    def draw(self, canvas: Canvas, number: int, count: int) -> None:
        """Draw everything but the text on page `number` of `count`; the mark lies under the text."""
        if (self.draft and self.spec.signed) or self.practice:  # a plan is read in a hurry; its footer says it too
            self._mark(canvas)
        if number == 1 and self.spec.recordable:
            self._recording(canvas)
        if self.voice.facing:
            self._column_heads(canvas, self._heads_at(number))
        if self.voice.reading_copy and number == 1:
            top = PAGE_HEIGHT - (RECORDING_SPACE + 24.0 if self.spec.recordable else TOP)
            line(canvas, self.voice.say(READING_COPY), SIDE, top - 11.0, _BOLD)
        self._footer(canvas, number, count)

    def _heads_at(self, number: int) -> float:
        sheet = self.sheet
        return (sheet.first_top if number == 1 else sheet.top) + HEADS

    def _mark(self, canvas: Canvas) -> None:
        words = joined([tr(PRACTICE_SHORT if self.practice else DRAFT_SHORT, lang) for lang in self.voice.languages])
        canvas.saveState()
        canvas.translate(PAGE_WIDTH / 2, 318.0)
        canvas.rotate(38)
        size = min(60.0, 60.0 * 430.0 / width_of(words, fonts.BOLD, 60.0))
        line(canvas, words, 0, 0, attrs.evolve(_MARK, size=size))
        canvas.restoreState()

    def _recording(self, canvas: Canvas) -> None:
        y = PAGE_HEIGHT - RECORDING_SPACE
        canvas.setStrokeGray(0.45)
        canvas.setLineWidth(0.5)
        canvas.line(SIDE, y - 4.0, PAGE_WIDTH - SIDE, y - 4.0)
        line(
            canvas,
            self.voice.say(RECORDER),
            PAGE_WIDTH / 2,
            y - 15.0,
            attrs.evolve(_SMALL, align="center", color=MUTED),
        )

    def _column_heads(self, canvas: Canvas, top: float) -> None:
        middle = PAGE_WIDTH / 2
        style = attrs.evolve(_BOLD, face=fonts.BOLD)
        line(canvas, tr(OPERATIVE, "en"), SIDE, top - 10.0, style)
        line(canvas, tr(READING, "es"), middle + 9.0, top - 10.0, style)
        canvas.setStrokeGray(0.0)
        canvas.setLineWidth(0.6)
        canvas.line(SIDE, top - 14.5, middle - 9.0, top - 14.5)
        canvas.line(middle + 9.0, top - 14.5, PAGE_WIDTH - SIDE, top - 14.5)

    @cached_property
    def _footer_top(self) -> float:
        """Return where the footer begins: as high as its lines need above the white edge."""
        lines = sum(len(box.lines(room)) for box, room in self._footer_lines(99, 99))
        return EDGE + lines * FOOTER_LEADING + 4.0

    def _footer_lines(self, number: int, count: int) -> list[tuple[Para, float]]:
        """Return what the footer says, each with the width it has; the first shares its line with the page number."""
        full = PAGE_WIDTH - 2 * SIDE
        beside = full - width_of(self._page(number, count), fonts.REGULAR, _SMALL.size) - 12.0
        bold = [(words, _BOLD) for words in (self._standing(), self._practice()) if words]
        small = [(words, _SMALL) for words in (*self._titles(), self._version())]
        boxes = [Para((Span(words, style.face),), style, fixed=True) for words, style in (*bold, *small)]
        return [(box, full if place else beside) for place, box in enumerate(boxes)]

    def _page(self, number: int, count: int) -> str:
        return self.voice.say(PAGE, page=number, pages=count)

    def _footer(self, canvas: Canvas, number: int, count: int) -> None:
        y = self._footer_top
        canvas.setStrokeGray(0.45)
        canvas.setLineWidth(0.4)
        canvas.line(SIDE, y, PAGE_WIDTH - SIDE, y)
        line(canvas, self._page(number, count), PAGE_WIDTH - SIDE, y - 11.5, attrs.evolve(_SMALL, align="right"))
        y -= 2.3
        for box, room in self._footer_lines(number, count):
            box.draw(canvas, SIDE, y, room)
            y -= box.height(room)

    def _titles(self) -> list[str]:
        """Return the title in the paper's languages: on one line when both fit."""
        titles = [self.spec.title.get(lang) for lang in self.voice.languages]
        together = joined(titles)
        return [together] if width_of(together, fonts.REGULAR, 9.0) < PAGE_WIDTH - 2 * SIDE else titles

    def _standing(self) -> str:
        if self.voice.reading_copy:
            return joined([self.voice.say(READING_COPY), self.voice.say(DRAFT) if self.draft else ""])
        return self.voice.say(DRAFT) if self.draft else self.approved

    def _practice(self) -> str:
        return joined([tr(PRACTICE, "es"), tr(PRACTICE, "en")]) if self.practice else ""

    def _version(self) -> str:
        language = self.voice.languages[0]
        return tr(VERSION, language).format(
            pack=self.pack.id,
            version=self.pack.version,
            checked=long_date(self.spec.law_checked_on, language),
            made=long_date(self.made_on, language),
        )
