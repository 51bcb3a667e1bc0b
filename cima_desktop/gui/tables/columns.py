"""Columns of a list: what stands in a cell, made from a kind's declaration or said one by one."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from cima_desktop.gui.language import Text
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import Field, FieldType
from cima_desktop.model.kinds import Kind
from cima_desktop.model.text import sort_key

Row = Any
"""What a list shows a line of: a record or a small value with attributes. The model never looks inside."""
Chips = Sequence[tuple[str, str]]


def _nothing(_row: Row) -> str:
    return ""


def _no_chips(_row: Row) -> Chips:
    return ()


@attrs.frozen(kw_only=True)
class Column:
    """One column: `text` is the cell's words, `detail` a second, quieter line, `chips` words with a tone."""

    key: str
    title: Text
    text: Callable[[Row], str] = _nothing
    detail: Callable[[Row], str] = _nothing
    chips: Callable[[Row], Chips] = _no_chips
    sort: Callable[[Row], Any] | None = None
    """The value lists are ordered by; the folded text when none is given."""
    width: int = 120
    stretch: bool = False
    spare: bool = False
    """Whether the column gives way when the list is narrow."""

    def words(self, row: Row) -> str:
        """Return everything the cell says, for a screen reader and for sorting."""
        parts = [self.text(row), self.detail(row), *(word for word, _tone in self.chips(row))]
        return ", ".join(part for part in parts if part)

    def order(self, row: Row) -> Any:
        """Return what the row is ordered by in this column."""
        return self.sort(row) if self.sort else sort_key(self.words(row))


def listed(kind: Kind) -> tuple[Column, ...]:
    """Return the columns that a kind's declaration asks for (`listed`), the first of them taking the spare room."""
    fields = [field for field in kind.fields if field.listed]
    return tuple(_column(field, first=place == 0) for place, field in enumerate(fields))


def _column(field: Field, first: bool) -> Column:
    def words(row: Row) -> str:
        return text_of(field, getattr(row, field.name))

    def order(row: Row) -> Any:
        value = getattr(row, field.name)
        if field.type.is_whole:
            return (value is None, value or 0)
        if field.type in (FieldType.DATE, FieldType.TIME):
            return str(value)
        return sort_key(words(row))

    return Column(key=field.name, title=field.label, text=words, sort=order, stretch=first, spare=not first)
