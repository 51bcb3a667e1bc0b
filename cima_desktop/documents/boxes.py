"""The parts a page is built from: each knows its height, can be drawn, and can be cut where a page ends."""

from collections.abc import Sequence
from typing import Any, Protocol

import attrs

from cima_desktop.documents.door import Line, Span, Style, width_of, wrap, wrap_fixed

Canvas = Any
"""A reportlab canvas (the library ships no types)."""

MUTED = 0.35
"""Grey of labels: dark enough for every eye and copier."""
HAIRLINE = 0.75
SMALL_FRAME = 260.0
"""A frame lower than this moves to the next page rather than being cut."""


class Box(Protocol):
    """Something that takes up height in a column."""

    @property
    def before(self) -> float:
        """Return the space wanted above."""

    @property
    def keep(self) -> bool:
        """Tell whether the next box must begin on the same page."""

    def height(self, width: float) -> float:
        """Return the height at this width."""

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Return a part that fits into `room` and the rest, or None when nothing of it fits."""

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw it with its upper left corner at (x, top)."""


@attrs.define
class Para:
    """A paragraph."""

    spans: tuple[Span, ...]
    style: Style
    before: float = 0.0
    keep: bool = False
    fixed: bool = False
    """Whether the words are the pack's alone, so that their layout may be kept."""
    _lines: tuple[Line, ...] | None = None
    _width: float = -1.0

    def lines(self, width: float) -> tuple[Line, ...]:
        """Return the lines at this width."""
        if self._lines is None or self._width not in (width, 0.0):
            laid_out = wrap_fixed if self.fixed else wrap
            self._lines, self._width = laid_out(self.spans, self.style, width), width
        return self._lines

    def widest_word(self) -> float:
        """Return the width of the longest word, which no column should be narrower than."""
        words = (
            width_of(word, span.face, self.style.size)
            for span in self.spans
            for word in span.text.replace("\n", " ").split(" ")
        )
        return max(words, default=0.0)

    def height(self, width: float) -> float:
        """Return the height at this width."""
        return len(self.lines(width)) * self.style.leading

    def split(self, width: float, room: float) -> "tuple[Para, Para] | None":
        """Cut between lines; never leaves one line alone, and never cuts fewer than four."""
        lines = self.lines(width)
        fits = min(int((room + 0.01) // self.style.leading), len(lines) - 2)
        if len(lines) < 4 or fits < 2:
            return None
        head = Para(self.spans, self.style, self.before, False, self.fixed, lines[:fits], 0.0)
        return head, Para(self.spans, self.style, 0.0, self.keep, self.fixed, lines[fits:], 0.0)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the lines."""
        style = self.style
        text = canvas.beginText(x, top - _baseline(style))
        text.setFillGray(style.color)
        text.setFont(style.face, style.size, style.leading)
        last = style.face
        for number, line in enumerate(self.lines(width)):
            if style.align == "center":
                middle = x + (width - line.width * style.size) / 2
                text.setTextOrigin(middle, top - _baseline(style) - number * style.leading)
            for place, (face, words) in enumerate(line.runs, start=1):
                if face != last:
                    text.setFont(face, style.size, style.leading)
                    last = face
                if place == len(line.runs):
                    text.textLine(words)  # the next line begins below where this one began
                else:
                    text.textOut(words)
            if not line.runs:
                text.textLine("")
        canvas.drawText(text)


def _baseline(style: Style) -> float:
    """Return how far below the top of a line its letters stand."""
    return (style.leading - style.size) / 2 + style.size * 0.78


def para(text: str | Sequence[Span], style: Style, *, before: float = 0.0, keep: bool = False) -> Para:
    """Return a paragraph of plain words, or of spans in several weights."""
    spans = (Span(text, style.face),) if isinstance(text, str) else tuple(text)
    return Para(spans, style, before, keep)


def line(canvas: Canvas, text: str, x: float, y: float, style: Style) -> None:
    """Draw one line of the paper's furniture (nothing personal) with its letters standing on `y`."""
    drawn = wrap_fixed((Span(text, style.face),), style, 1e9)[0]
    shift = {"right": drawn.width * style.size, "center": drawn.width * style.size / 2}.get(style.align, 0.0)
    made = canvas.beginText(x - shift, y)
    made.setFillGray(style.color)
    for face, words in drawn.runs:
        made.setFont(face, style.size)
        made.textOut(words)
    canvas.drawText(made)


@attrs.define
class Gap:
    """Empty height."""

    size: float
    before: float = 0.0
    keep: bool = True

    def height(self, width: float) -> float:
        """Return the height."""
        return self.size

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Never cut."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw nothing."""


@attrs.define
class Rule:
    """A line across, or a line to write on with its label below."""

    label: Para | None = None
    space: float = 22.0
    weight: float = HAIRLINE
    share: float = 1.0
    before: float = 0.0
    keep: bool = False
    gray: float = 0.0

    def height(self, width: float) -> float:
        """Return the height with room to write above the line."""
        return self.space + (self.label.height(width * self.share) + 1.5 if self.label else 0.0)

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Never cut."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the line and its label."""
        y = top - self.space
        canvas.setLineWidth(self.weight)
        canvas.setStrokeGray(self.gray)
        canvas.line(x, y, x + width * self.share, y)
        if self.label:
            self.label.draw(canvas, x, y - 1.5, width * self.share)


@attrs.define
class Stack:
    """Boxes under each other."""

    boxes: tuple[Box, ...]
    before: float = 0.0
    keep: bool = False
    _measured: dict[float, float] = attrs.field(init=False, factory=dict)

    def height(self, width: float) -> float:
        """Return the height of all boxes with the space between them."""
        known = self._measured.get(width)
        if known is None:
            known = sum([b.height(width) + (b.before if n else 0.0) for n, b in enumerate(self.boxes)])
            self._measured[width] = known
        return known

    def split(self, width: float, room: float) -> "tuple[Stack, Stack] | None":
        """Cut between boxes, or inside the one that crosses the edge."""
        used = 0.0
        for number, box in enumerate(self.boxes):
            gap = box.before if number else 0.0
            need = box.height(width)
            if used + gap + need > room + 0.01:
                cut = box.split(width, room - used - gap)
                return self._cut(number, cut)
            used += gap + need
        return None

    def _cut(self, number: int, cut: "tuple[Box, Box] | None") -> "tuple[Stack, Stack] | None":
        head, tail = list(self.boxes[:number]), list(self.boxes[number:])
        if cut:
            head.append(cut[0])
            tail[0] = cut[1]
        while head and not cut and head[-1].keep:  # what must stay with the next box goes along with it
            tail.insert(0, head.pop())
        if not head:
            return None
        return Stack(tuple(head), self.before), Stack(tuple(tail), 0.0, self.keep)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the boxes downwards."""
        for number, box in enumerate(self.boxes):
            top -= box.before if number else 0.0
            box.draw(canvas, x, top, width)
            top -= box.height(width)


@attrs.define
class Marked:
    """A number, bullet or empty square with text hanging beside it."""

    mark: Para | None
    body: Stack
    indent: float
    square: float = 0.0
    """Side of an empty square to tick instead of a mark."""
    line: float = 0.0
    """Length of an empty line for handwritten initials instead of a mark."""
    before: float = 0.0
    keep: bool = False

    def height(self, width: float) -> float:
        """Return the height of the text."""
        return self.body.height(width - self.indent)

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Cut the text; the mark stays with its beginning."""
        cut = self.body.split(width - self.indent, room)
        if cut is None:
            return None
        head = attrs.evolve(self, body=cut[0], keep=False)
        return head, Marked(None, cut[1], self.indent, before=0.0, keep=self.keep)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the mark and the text."""
        if self.mark:
            self.mark.draw(canvas, x, top, self.indent)
        canvas.setLineWidth(HAIRLINE)
        canvas.setStrokeGray(0)
        if self.square:
            canvas.rect(x + 1, top - self.square - 2.5, self.square, self.square)
        if self.line:
            canvas.line(x, top - 11.5, x + self.line, top - 11.5)
        self.body.draw(canvas, x + self.indent, top, width - self.indent)


@attrs.define
class Columns:
    """Boxes beside each other; cut at the same height, so that both languages stay level."""

    cells: tuple[Stack, ...]
    shares: tuple[float, ...]
    gutter: float = 18.0
    before: float = 0.0
    keep: bool = False
    fill: float = 1.0
    """Grey behind the row; 1 is none."""
    rule_below: float = -1.0
    """Grey of a line under the row; negative is none."""
    middle: bool = False
    """Whether a fine line runs between the columns."""
    padding: float = 0.0

    def _widths(self, width: float) -> list[float]:
        room = width - self.gutter * (len(self.cells) - 1) - 2 * self.padding
        return [room * share / sum(self.shares) for share in self.shares]

    def height(self, width: float) -> float:
        """Return the height of the tallest column."""
        tallest = max(cell.height(w) for cell, w in zip(self.cells, self._widths(width), strict=True))
        return tallest + 2 * self.padding

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Cut every column that does not fit; each of them must leave something on this page."""
        heads, tails = [], []
        inner = room - 2 * self.padding
        for cell, w in zip(self.cells, self._widths(width), strict=True):
            if cell.height(w) <= inner + 0.01:
                heads.append(cell)
                tails.append(Stack(()))
                continue
            cut = cell.split(w, inner)
            if cut is None:
                return None
            heads.append(cut[0])
            tails.append(cut[1])
        head = attrs.evolve(self, cells=tuple(heads), keep=False)
        return head, attrs.evolve(self, cells=tuple(tails), before=0.0)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the columns, and what parts them."""
        height = self.height(width)
        if self.fill < 1.0:
            canvas.setFillGray(self.fill)
            canvas.rect(x, top - height, width, height, stroke=0, fill=1)
        if self.rule_below >= 0:
            canvas.setStrokeGray(self.rule_below)
            canvas.setLineWidth(0.5)
            canvas.line(x, top - height, x + width, top - height)
        left = x + self.padding
        for number, (cell, w) in enumerate(zip(self.cells, self._widths(width), strict=True)):
            cell.draw(canvas, left, top - self.padding, w)
            left += w + self.gutter
            if self.middle and number < len(self.cells) - 1:
                canvas.setStrokeGray(0.75)
                canvas.setLineWidth(0.4)
                canvas.line(left - self.gutter / 2, top + self.before, left - self.gutter / 2, top - height)


@attrs.define
class Framed:
    """A box around others: notices, certificates."""

    body: Stack
    padding: float = 8.0
    before: float = 0.0
    keep: bool = False
    stroke: float = 0.0
    fill: float = 1.0
    whole: bool = False
    """Whether it must not be cut."""
    part: str = ""
    """What it is in a signing: `signature`, `interpreter` or `certificate`."""

    def height(self, width: float) -> float:
        """Return the height with the frame."""
        return self.body.height(width - 2 * self.padding) + 2 * self.padding

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Cut the content and frame both parts, if it is too tall to go to the next page as a whole."""
        if self.whole or self.height(width) < SMALL_FRAME:
            return None
        cut = self.body.split(width - 2 * self.padding, room - 2 * self.padding)
        if cut is None:
            return None
        return attrs.evolve(self, body=cut[0], keep=False), attrs.evolve(self, body=cut[1], before=0.0)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the frame and the content."""
        height = self.height(width)
        canvas.setLineWidth(0.6)
        canvas.setStrokeGray(self.stroke)
        canvas.setFillGray(self.fill)
        canvas.roundRect(x, top - height, width, height, 4, stroke=1, fill=int(self.fill < 1.0))
        self.body.draw(canvas, x + self.padding, top - self.padding, width - 2 * self.padding)


@attrs.define
class PageBreak:
    """Whatever follows begins a new page."""

    before: float = 0.0
    keep: bool = False

    def height(self, width: float) -> float:
        """Return no height."""
        return 0.0

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Never cut."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw nothing."""
