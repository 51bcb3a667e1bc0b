"""What stands on every page around the text: footer, draft mark, column heads, the space for the register of deeds."""

from datetime import date

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
FOOTER_TOP = 0.9 * INCH
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

_SMALL = Style(size=9.0, leading=11.5)
_BOLD = Style(face=fonts.BOLD, size=9.0, leading=11.5)
_MARK = Style(face=fonts.BOLD, size=60.0, leading=60.0, color=0.93, align="center")


@attrs.frozen(kw_only=True)
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
        return self.spec.signed and not self.approved

    @property
    def sheet(self) -> Sheet:
        """Return the printable area."""
        top = PAGE_HEIGHT - 0.7 * INCH - (HEADS if self.voice.facing else 0.0)
        first = PAGE_HEIGHT - RECORDING_SPACE - 24.0 if self.spec.recordable else PAGE_HEIGHT - 0.7 * INCH
        if self.voice.facing:
            first -= HEADS
        if self.voice.reading_copy:
            first -= 20.0
        return Sheet(SIDE, FOOTER_TOP + 10.0, PAGE_WIDTH - 2 * SIDE, first, top)

    def draw(self, canvas: Canvas, number: int, count: int) -> None:
        """Draw everything but the text on page `number` of `count`; the mark lies under the text."""
        if self.draft or self.practice:
            self._mark(canvas)
        if number == 1 and self.spec.recordable:
            self._recording(canvas)
        if self.voice.facing:
            self._column_heads(canvas, self._heads_at(number))
        if self.voice.reading_copy and number == 1:
            top = PAGE_HEIGHT - (RECORDING_SPACE + 24.0 if self.spec.recordable else 0.7 * INCH)
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

    def _footer(self, canvas: Canvas, number: int, count: int) -> None:
        y = FOOTER_TOP
        canvas.setStrokeGray(0.45)
        canvas.setLineWidth(0.4)
        canvas.line(SIDE, y, PAGE_WIDTH - SIDE, y)
        y -= 11.5
        page = self.voice.say(PAGE, page=number, pages=count)
        line(canvas, page, PAGE_WIDTH - SIDE, y, attrs.evolve(_SMALL, align="right"))
        room = PAGE_WIDTH - 2 * SIDE - width_of(page, fonts.REGULAR, 9.0) - 12.0
        bold = [words for words in (self._standing(), self._practice()) if words]
        for words, style in [
            *((b, _BOLD) for b in bold),
            *((t, _SMALL) for t in self._titles()),
            (self._version(), _SMALL),
        ]:
            y = _wrapped(canvas, words, y, room, style)
            room = PAGE_WIDTH - 2 * SIDE

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


def _wrapped(canvas: Canvas, words: str, y: float, room: float, style: Style) -> float:
    box = Para((Span(words, style.face),), style, fixed=True)
    box.draw(canvas, SIDE, y + 9.2, room)
    return y - box.height(room)
