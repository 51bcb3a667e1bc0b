"""From the blocks of a pack and what is known about a family to the boxes of a paper."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import attrs

from cima_desktop.documents import signing
from cima_desktop.documents.boxes import MUTED, Box, Columns, Framed, Marked, PageBreak, Para, Rule, Stack, para
from cima_desktop.documents.context import Context
from cima_desktop.documents.door import Span, Style
from cima_desktop.documents.grids import facing, fields, heading, table
from cima_desktop.documents.pack import Block, Item, PaperSpec
from cima_desktop.documents.voice import Voice

NUMBER_INDENT, BULLET_INDENT, BOX_INDENT, INITIALS_INDENT = 21.0, 13.0, 19.0, 50.0
BULLET = "•"
_SIGNED = {"signature", "witnesses", "notary", "initials", "interpreter"}


@attrs.define
class _Pen:
    """Writes the blocks of one paper in order."""

    spec: PaperSpec
    voice: Voice
    clause: int = 0
    noted: bool = False
    """Whether the reading copy has said that the other copy is signed."""

    def blocks(self, context: Context) -> Iterator[Box]:
        """Yield the boxes of every block that applies."""
        for each, group in _groups(self.spec.blocks):
            if not each:
                yield from self._group(group, context)
                continue
            for number, row in enumerate(context.entries(each)):
                if number and group[0].new_page:
                    yield PageBreak()
                yield from self._group(group, context.within(row))

    def _group(self, group: Sequence[Block], context: Context) -> Iterator[Box]:
        for block in group:
            if not block.when.holds(context.asked):
                continue
            boxes = list(self._block(block, context))
            if boxes and self._stays_with_signature(block, context):
                boxes[-1] = attrs.evolve(boxes[-1], keep=True)  # type: ignore[misc] # every box is an attrs class
            yield from boxes

    def _stays_with_signature(self, block: Block, context: Context) -> bool:
        """Tell whether a block must be on the page of the signing: no signature stands on a page without text."""
        if block.type not in ("signature", "interpreter", "clause", "text"):
            return False
        after = islice(self.spec.blocks, self.spec.blocks.index(block) + 1, None)
        types = list(islice((b.type for b in after if b.each or b.when.holds(context.asked)), 2))
        if block.type in ("signature", "interpreter"):
            return types[:1] in (["notary"], ["interpreter"])
        return types[:1] == ["signature"] or types == ["heading", "signature"]

    def _block(self, block: Block, context: Context) -> Iterator[Box]:
        if block.new_page and not block.each:
            yield PageBreak()
        if self.voice.reading_copy and block.type in _SIGNED:
            yield from self._reading_copy(block, context)
            return
        yield from _WRITERS[block.type](self, block, context)

    def _reading_copy(self, block: Block, context: Context) -> Iterator[Box]:
        """Show what is signed elsewhere, without a place to sign it here."""
        if block.type == "initials":
            yield from self.marks(attrs.evolve(block, type="bullets"), context)
        elif not self.noted:
            self.noted = True
            note = para(self.voice.say(signing.READING_COPY_NOTE), self.voice.looks.strong)
            yield Framed(Stack((note,)), before=14.0, stroke=0.5)

    # --- words

    def text(self, block: Block, context: Context) -> Iterator[Box]:
        """Write a paragraph without a number."""
        if self.voice.facing:
            yield attrs.evolve(facing(self.voice, block.text, context, self.voice.looks.body), before=6.0)
        else:
            yield attrs.evolve(self.voice.stack(block.text, context), before=6.0)

    def clause_block(self, block: Block, context: Context) -> Iterator[Box]:
        """Write a numbered clause, with the same number in both languages."""
        self.clause += 1
        mark = f"{self.clause}."
        if self.voice.facing:
            cells = tuple(Stack((self._numbered(block, context, lang, mark),)) for lang in self.voice.languages)
            yield Columns(cells, (1, 1), before=6.0, middle=True)
            return
        looks = self.voice.looks
        bodies: list[Para] = []
        for number, language in enumerate(self.voice.languages):
            bodies += self._titled(block, context, language, looks.muted if number else looks.body)
        yield Marked(para(mark, looks.strong), Stack(tuple(bodies)), NUMBER_INDENT * looks.scale, before=7.0)

    def _numbered(self, block: Block, context: Context, language: str, mark: str) -> Marked:
        looks = self.voice.looks
        body = Stack(tuple(self._titled(block, context, language, looks.body)))
        return Marked(para(mark, looks.strong), body, NUMBER_INDENT * looks.scale)

    def _titled(self, block: Block, context: Context, language: str, style: Style) -> list[Para]:
        paras = self.voice.paras(block.text, context, language, style)
        title = self.voice.plain(block.title.get(language), context, language) if block.title else ""
        if title and paras:
            spans = (Span(f"{title} ", self.voice.looks.strong.face), *paras[0].spans)
            paras[0] = Para(spans, paras[0].style, paras[0].before)
        return paras

    def notice(self, block: Block, context: Context) -> Iterator[Box]:
        """Write a boxed notice."""
        if self.voice.facing:
            body = Stack((facing(self.voice, block.text, context, self.voice.looks.body, middle=False),))
        else:
            body = self.voice.stack(block.text, context)
        if block.title:
            body = Stack((para(self.voice.text(block.title, context), self.voice.looks.strong, keep=True), body))
        yield Framed(body, before=11.0, stroke=0.35, fill=1.0 if self.spec.recordable else 0.965)

    # --- lists

    def marks(self, block: Block, context: Context) -> Iterator[Box]:
        """Write bullets, boxes to tick or places for initials."""
        if block.text:
            yield self._intro(block, context)
        for inner in self._items_in(block, context):
            for item in block.items:
                if item.when.holds(inner.asked):
                    yield self._item(block.type, item, inner)

    def _intro(self, block: Block, context: Context) -> Columns | Stack:
        """Return the words before a list or ruled lines, which stay with it."""
        if self.voice.facing:
            return attrs.evolve(facing(self.voice, block.text, context, self.voice.looks.body), before=7.0, keep=True)
        style = self.voice.looks.body if self.voice.law else self.voice.looks.strong
        return attrs.evolve(self.voice.stack(block.text, context, style), before=10.0, keep=True)

    def _items_in(self, block: Block, context: Context) -> list[Context]:
        if not block.repeat:
            return [context]
        return [context.within(row) for row in context.entries(block.repeat)]

    def _item(self, kind: str, item: Item, context: Context) -> Box:
        before = 8.0 if kind == "initials" else 4.0
        if self.voice.facing:
            cells = tuple(
                Stack((self._marked(kind if not n else "bullets", self._said(item, context, lang)),))
                for n, lang in enumerate(self.voice.languages)
            )
            return Columns(cells, (1, 1), before=before, middle=True)
        return attrs.evolve(self._marked(kind, self.voice.stack(item.text, context)), before=before)

    def _said(self, item: Item, context: Context, language: str) -> Stack:
        return Stack(tuple(self.voice.paras(item.text, context, language, self.voice.looks.body)))

    def _marked(self, kind: str, body: Stack) -> Marked:
        scale = self.voice.looks.scale
        if kind == "checks":
            return Marked(None, body, BOX_INDENT * scale, square=8.5 * scale)
        if kind == "initials":
            return Marked(None, body, INITIALS_INDENT * scale, line=40.0 * scale)
        return Marked(para(BULLET, self.voice.looks.body), body, BULLET_INDENT * scale)

    def lines(self, block: Block, context: Context) -> Iterator[Box]:
        """Write a label with ruled lines to write on."""
        yield self._intro(block, context)
        for number in range(block.count):
            yield Rule(space=21.0, keep=number < block.count - 1)


def _groups(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Yield neighbouring blocks that repeat over the same list together."""
    group: list[Block] = []
    for block in blocks:
        starts_over = bool(group) and block.new_page and bool(block.each)
        if group and (block.each != group[0].each or starts_over):
            yield group[0].each, group
            group = []
        group.append(block)
    if group:
        yield group[0].each, group


_WRITERS: dict[str, Callable[[_Pen, Block, Context], Iterator[Box]]] = {
    "heading": lambda pen, block, context: heading(pen.voice, block.text, context),
    "text": _Pen.text,
    "clause": _Pen.clause_block,
    "notice": _Pen.notice,
    "bullets": _Pen.marks,
    "checks": _Pen.marks,
    "initials": _Pen.marks,
    "fields": lambda pen, block, context: fields(pen.voice, block, context),
    "table": lambda pen, block, context: table(pen.voice, block, context),
    "lines": _Pen.lines,
    "signature": lambda pen, block, context: iter((signing.signature(block, context, pen.voice, pen.spec.phrases),)),
    "witnesses": lambda pen, block, context: iter((signing.witnesses(block, context, pen.voice),)),
    "interpreter": lambda pen, block, context: iter((signing.interpreter(block, context, pen.voice),)),
    "notary": lambda pen, block, context: iter((signing.certificate(block, context, pen.voice),)),
    "page": lambda _pen, _block, _context: iter((PageBreak(),)),
}


def compose(spec: PaperSpec, voice: Voice, context: Context) -> list[Box]:
    """Return everything a paper says, in order; its title is the first box."""
    looks = voice.looks
    titles = [para(spec.title.get(lang), looks.title) for lang in voice.languages]
    first: Box
    if voice.facing:
        first = Columns(tuple(Stack((t,)) for t in titles), (1, 1), keep=True)
    else:
        small = attrs.evolve(looks.heading, face=looks.body.face, color=MUTED)
        rest = [para(spec.title.get(lang), small, before=2.0) for lang in voice.languages[1:]]
        first = Stack((titles[0], *rest), keep=True)
    boxes = [first, *_Pen(spec, voice).blocks(context)]
    if looks.air != 1.0:
        boxes = [attrs.evolve(box, before=box.before * looks.air) for box in boxes]  # type: ignore[misc]
    return boxes
