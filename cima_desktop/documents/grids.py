"""Headings, texts in two columns, labels with values, and tables."""

from collections.abc import Iterator, Sequence

import attrs

from cima_desktop.documents.boxes import Box, Columns, Gap, Para, Rule, Stack, para
from cima_desktop.documents.context import Context
from cima_desktop.documents.door import Style
from cima_desktop.documents.pack import Block, Row, Text
from cima_desktop.documents.tables import Table
from cima_desktop.documents.voice import UNKNOWN, Voice, known

TABLE_GUTTER, TABLE_PADDING = 8.0, 4.0
TEXT_WIDTH, WIDE_WORD = 504.0, 90.0
_KEPT_FIELDS = 3
"""So many fields after the first stay together, so that a person's name is not parted from the address."""


def heading(voice: Voice, text: Text, context: Context) -> Iterator[Box]:
    """Write a heading."""
    looks = voice.looks
    if voice.facing:
        yield attrs.evolve(facing(voice, text, context, looks.heading), before=12.0, keep=True)
    else:
        stack = voice.stack(text, context, looks.heading)
        yield attrs.evolve(stack, before=14.0 if voice.law else 17.0, keep=True)
        if not voice.law:
            yield Rule(space=3.0, weight=0.9, keep=True, gray=0.0)


def facing(voice: Voice, text: Text, context: Context, style: Style, *, middle: bool = True) -> Columns:
    """Return a text in both languages beside each other."""
    cells = tuple(Stack(tuple(voice.paras(text, context, lang, style))) for lang in voice.languages)
    return Columns(cells, (1,) * len(cells), middle=middle)


def fields(voice: Voice, block: Block, context: Context) -> Iterator[Box]:
    """Write labels with their values; what is not known is left out, or gets a line to write on."""
    rows = [row for row in block.rows if row.when.holds(context.asked)]
    rows = [row for row in rows if row.blank or voice.value(row.value, context)]
    if block.text and rows:
        yield from heading(voice, block.text, context)
    for number, row in enumerate(rows):
        box = _facing_field(voice, row, context) if voice.facing else _field(voice, row, context)
        yield attrs.evolve(box, before=2.0 if number else 8.0, keep=number < min(len(rows) - 1, _KEPT_FIELDS))


def _facing_field(voice: Voice, row: Row, context: Context) -> Columns:
    cells = []
    for language in voice.languages:
        label = para(row.label.get(language), voice.looks.label, before=1.5)
        value = known(row.value, context, language)
        shown: Box = para(value, voice.looks.strong) if value else Rule(space=12.0)
        pair = Columns((Stack((Gap(1.5), label)), Stack((shown,))), (34, 66), gutter=6.0)
        cells.append(Stack((pair,)))
    return Columns(tuple(cells), (1, 1), middle=True)


def _field(voice: Voice, row: Row, context: Context) -> Columns:
    looks = voice.looks
    label = para(voice.text(row.label, context), looks.label)
    value = voice.value(row.value, context)
    shown: Box = para(value, looks.strong) if value else Rule(space=12.0)
    below = 0.85 if value else -1.0
    return Columns((Stack((label,)), Stack((shown,))), (32, 68), gutter=12.0, rule_below=below, padding=2.0)


def table(voice: Voice, block: Block, context: Context) -> Iterator[Box]:
    """Write a table, with empty rows to fill by hand if the pack asks for them."""
    entries = [context.within(row) for row in context.entries(block.repeat)] if block.repeat else []
    if block.text and (entries or block.empty):
        yield from heading(voice, block.text, context)
    if not entries and not block.spare:
        if block.empty:
            yield attrs.evolve(voice.stack(block.empty, context), before=6.0)
        return
    heads = tuple(_head_cell(voice, column, context) for column in block.columns)
    cells = [tuple(_cell(voice, column, inner) for column in block.columns) for inner in entries]
    shares = _shares(block, heads, cells)
    head = Columns(heads, shares, gutter=TABLE_GUTTER, fill=0.93, padding=TABLE_PADDING, keep=True)
    rows = [Columns(row, shares, TABLE_GUTTER, rule_below=0.7, padding=TABLE_PADDING) for row in cells]
    spare = [_spare_row(voice, shares) for _ in range(block.spare)]
    yield Table(head, (*rows, *spare), spare=len(spare), before=8.0)


def _head_cell(voice: Voice, column: Row, context: Context) -> Stack:
    looks = voice.looks
    styles = (looks.head, *(attrs.evolve(looks.label) for _ in voice.languages[1:]))
    said = [voice.plain(column.label.get(lang), context, lang) for lang in voice.languages]
    words = list(dict.fromkeys(said))
    return Stack(tuple(para(text, style) for text, style in zip(words, styles, strict=False)))


def _cell(voice: Voice, column: Row, context: Context) -> Stack:
    said = list(dict.fromkeys(known(column.value, context, lang) for lang in voice.languages))
    boxes = [para(words or UNKNOWN, voice.looks.body) for words in said[:1]]
    boxes += [para(words, voice.looks.muted) for words in said[1:] if words]
    return Stack(tuple(boxes))


def _spare_row(voice: Voice, shares: tuple[float, ...]) -> Columns:
    cells = tuple(Stack((para(" ", voice.looks.body),)) for _ in shares)
    return Columns(cells, shares, TABLE_GUTTER, rule_below=0.5, padding=5.0)


def _shares(block: Block, heads: Sequence[Stack], rows: Sequence[Sequence[Stack]]) -> tuple[float, ...]:
    """Return the columns' widths: as the pack says, but none narrower than a word of its head or a telephone."""
    room = TEXT_WIDTH - 2 * TABLE_PADDING - TABLE_GUTTER * (len(heads) - 1)
    least = [_widest(head, room) for head in heads]
    wanted = [max(own, *(_widest(row[n], WIDE_WORD) for row in rows)) if rows else own for n, own in enumerate(least)]
    if sum(wanted) < room:
        least = wanted
    wide = [float(column.width) for column in block.columns]
    for _turn in heads:
        narrow = [n for n, w in enumerate(wide) if w * room / sum(wide) < least[n] - 0.01]
        if not narrow:
            break
        spare = max(room - sum(least[n] for n in narrow), 1.0)
        others = sum(w for n, w in enumerate(wide) if n not in narrow) or 1.0
        wide = [least[n] if n in narrow else w * spare / others for n, w in enumerate(wide)]
    return tuple(wide)


def _widest(stack: Stack, most: float) -> float:
    return min(max((box.widest_word() for box in stack.boxes if isinstance(box, Para)), default=0.0) + 1.0, most)
