"""A table as another program wrote it: names of columns and rows of text, bounded, with nothing made of it yet."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

MOST_BYTES = 32 * 1024 * 1024
"""The largest file that is read."""
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_CELLS = 1_000_000
MOST_LINES = 1_100_000
"""Empty lines between rows are no rows, but nobody waits for more of them than Excel has."""
MOST_IN_CELL = 32_767
"""What Excel itself holds in one cell."""

_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Tick = Callable[[int, int], object]
Told = tuple[str, Mapping[str, object]]
"""Something a person should know about how the file was read: a catalogue message and its facts."""


class ForeignFileError(KnownError):
    """A file of another program cannot be read; nothing was taken from it."""

    message = N_("This file cannot be read as a table.")
    remedy = N_("Nothing was added. Save it again as CSV (UTF-8), as an Excel workbook (.xlsx) or as vCard (.vcf).")


class BrokenFileError(ForeignFileError):
    """The file begins as one of a known sort, and its content does not follow."""

    message = N_("This file is damaged or not complete.")
    remedy = N_("Nothing was added. Save it again in the program it comes from, and copy it again.")


class NoRowsError(ForeignFileError):
    """There is nothing in the file."""

    message = N_("There is nothing in this file below the names of its columns.")
    remedy = N_("Nothing was added. Choose the file that has the rows.")


class TooManyRowsError(ForeignFileError):
    """The file has more than is taken in at once."""

    message = N_("This file is too long: at most {rows} rows, {columns} columns and {cells} cells are read at once.")
    remedy = N_("Nothing was added. Split it into several files, and leave out columns nobody needs.")

    def __init__(self) -> None:
        super().__init__(rows=f"{MOST_ROWS:,}", columns=MOST_COLUMNS, cells=f"{MOST_CELLS:,}")


class CellTooLongError(ForeignFileError):
    """One cell holds more than any cell should."""

    message = N_("A cell in line {line} has too much text.")
    remedy = N_("Nothing was added. Look at that line: a quotation mark may be missing there.")


@attrs.frozen(kw_only=True)
class Sheet:
    """What a file holds. Every row has as many cells as there are columns; `lines` says where each stood."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    told: tuple[Told, ...] = ()


def plain(text: str) -> str:
    """Return a text as our files have it: lines end in one way, and there are no characters that steer a machine.

    Another vault can have sent any; in a vCard a stray one begins a line, and a workbook with one cannot be opened.
    """
    return _STEERING.sub("", _LINE_ENDS.sub("\n", text))


def gather(rows: Iterable[tuple[int, Sequence[str]]], told: Sequence[Told] = (), tick: Tick | None = None) -> Sheet:
    """Return the sheet made of these rows, the first of which names the columns; empty rows and columns fall away.

    Args:
        rows: each with the number of its line in the file.
        told: what is to be known about how the file was read.
        tick: told now and then how many rows there were.

    Raises:
        NoRowsError: there are none.
        TooManyRowsError: there are too many.
        CellTooLongError: one cell holds too much.
    """
    header: Sequence[str] | None = None
    kept: list[tuple[int, Sequence[str]]] = []
    cells = width = 0
    for line, row in rows:
        if tick and len(kept) % 500 == 0:
            tick(len(kept), 0)
        if any(len(cell) > MOST_IN_CELL for cell in row):
            raise CellTooLongError(line=line)
        if line > MOST_LINES:
            raise TooManyRowsError
        filled = max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)
        if not filled:
            continue
        if header is None:
            header = row
        else:
            kept.append((line, row))
        cells += filled
        width = max(width, filled)
        if len(kept) > MOST_ROWS or width > MOST_COLUMNS or cells > MOST_CELLS:
            raise TooManyRowsError
    if header is None or not kept:
        raise NoRowsError
    return _squared(header, kept, width, tuple(told))


def _squared(
    header: Sequence[str], kept: Sequence[tuple[int, Sequence[str]]], width: int, told: tuple[Told, ...]
) -> Sheet:
    names = [" ".join(_cell(header, place).split()) for place in range(width)]
    used = [place for place in range(width) if names[place] or any(_cell(row, place) for _line, row in kept)]
    return Sheet(
        columns=tuple(names[place] for place in used),
        rows=tuple(tuple(_cell(row, place) for place in used) for _line, row in kept),
        lines=tuple(line for line, _row in kept),
        told=told,
    )


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
