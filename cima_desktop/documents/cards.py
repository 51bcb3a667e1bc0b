"""Cards for a wallet: two faces beside each other, a line to fold on and marks to cut along."""

from collections.abc import Sequence

import attrs

from cima_desktop.documents import fonts
from cima_desktop.documents.boxes import MUTED, Box, Canvas, Gap, Para, Stack, para
from cima_desktop.documents.context import Context
from cima_desktop.documents.door import Style
from cima_desktop.documents.pack import Block, Face, Item, PaperSpec
from cima_desktop.documents.voice import Voice, joined
from cima_desktop.i18n import N_

INCH = 72.0
WIDTH, HEIGHT = 3.375 * INCH, 2.125 * INCH
PADDING = 9.0
SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Sizes tried in turn; when not even the last fits, the card grows rather than lose a word."""
ROWS = 4
CUT_AND_FOLD = N_("Cut along the corner marks and fold on the dotted line.")


@attrs.define
class FoldedCard:
    """The two sides of one card, to be folded together."""

    faces: tuple[Stack, Stack]
    tall: float
    first: bool = True
    """Whether it is the first of a column of cards, which lie edge to edge."""
    before: float = 0.0
    keep: bool = False

    def height(self, width: float) -> float:
        """Return the height of the card."""
        return self.tall

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Never cut."""
        return None

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw both faces with their marks."""
        left = x + (width - 2 * WIDTH) / 2
        for number, face in enumerate(self.faces):
            face.draw(canvas, left + number * WIDTH + PADDING, top - PADDING, WIDTH - 2 * PADDING)
        _frame(canvas, left, top, self.tall, self.first)


def _frame(canvas: Canvas, left: float, top: float, tall: float, first: bool) -> None:
    right, bottom, mark = left + 2 * WIDTH, top - tall, 9.0
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.75)
    canvas.rect(left, bottom, 2 * WIDTH, tall)
    canvas.setStrokeGray(0.0)
    for x, outward in ((left, -1), (right, 1)):
        for y in (top, bottom):
            canvas.line(x + outward * 3, y, x + outward * (3 + mark), y)
        if first:
            canvas.line(x, top + 1.5, x, top + 6.0)  # short: the words above are near
    canvas.setDash(1, 3)
    canvas.line(left + WIDTH, top, left + WIDTH, bottom)
    canvas.setDash()


def cards(spec: PaperSpec, voice: Voice, context: Context) -> list[Box]:
    """Return the title, how to cut, and the cards of a paper: as many as a page holds."""
    looks = voice.looks
    title = para(joined([spec.title.get(lang) for lang in voice.languages]), looks.heading, keep=True)
    how = para(voice.say(CUT_AND_FOLD), attrs.evolve(looks.label, color=MUTED), before=3.0, keep=True)
    kinds = [
        folded
        for block in spec.blocks
        if block.type == "card" and block.when.holds(context.asked)
        for folded in _folded(block, voice, context)
    ]
    taken = sum(card.tall for card in kinds)
    copies = max(1, int((ROWS * HEIGHT + 1) // taken)) if kinds else 0
    column = [attrs.evolve(card, first=not n) for n, card in enumerate(kinds * copies)]
    return [Stack((title, how), keep=True), Gap(7.0), *column]


def _folded(block: Block, voice: Voice, context: Context) -> list[FoldedCard]:
    faces = [f for f in block.faces if not f.language or f.language in voice.languages]
    made = []
    for number in range(0, len(faces), 2):
        pair = faces[number : number + 2]
        made.append(_card(pair, voice, context))
    return made


def _card(pair: Sequence[Face], voice: Voice, context: Context) -> FoldedCard:
    room = WIDTH - 2 * PADDING
    stacks: list[Stack] = []
    for face in pair:
        languages = (face.language,) if face.language else voice.languages
        tried = (_face(face, attrs.evolve(voice, languages=languages), context, size) for size in SIZES)
        smallest = Stack(())
        for smallest in tried:
            if smallest.height(room) <= HEIGHT - 2 * PADDING:
                break
        stacks.append(smallest)
    stacks += [Stack(())] * (2 - len(stacks))
    tall = max(HEIGHT, *(stack.height(room) + 2 * PADDING for stack in stacks))
    return FoldedCard((stacks[0], stacks[1]), tall)


def _face(face: Face, voice: Voice, context: Context, size: float) -> Stack:
    boxes: list[Para] = []
    if face.title:
        boxes.append(para(voice.text(face.title, context), _style("title", size)))
    for item in face.lines:
        if item.when.holds(context.asked):
            boxes += _lines(item, voice, context, size)
    return Stack(tuple(boxes))


def _lines(item: Item, voice: Voice, context: Context, size: float) -> list[Para]:
    style = _style(item.style, size)
    made: list[Para] = []
    for language in voice.languages:
        paras = voice.paras(item.text, context, language, style)
        if paras:
            paras[0].before = size * 0.25
        made += paras
    return made


def _style(name: str, size: float) -> Style:
    if name == "title":
        return Style(face=fonts.BOLD, size=size + 1.5, leading=(size + 1.5) * 1.22)
    if name == "big":
        return Style(face=fonts.BOLD, size=size + 2.5, leading=(size + 2.5) * 1.2)
    if name == "small":
        return Style(size=max(size - 1.5, 6.0), leading=max(size - 1.5, 6.0) * 1.22, color=MUTED)
    return Style(size=size, leading=size * 1.25)
