"""Comma separated values, as the world writes them, and as we write them: no cell of ours is ever a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cima_desktop.exchange.sheets import BrokenFileError, ForeignFileError, Sheet, Tick, Told, gather, plain
from cima_desktop.i18n import N_

_SEPARATORS = ",;\t|"
_LOOKED_AT = 60
"""Lines by which the separator is found."""
_SIGNS = ("%PDF", "{\\rtf", "<html", "<!doctype", "<?xml")
_ALLOWED = frozenset("\t\n\r\v\f\x1a")
_STARTS = frozenset("=+-@")
_QUOTE = "'"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it Excel takes UTF-8 for the code page of the machine."""

WINDOWS = N_("The file is not UTF-8. It was read as Windows-1252: check that the accents are right.")


def text_of(data: bytes) -> tuple[str, tuple[Told, ...]]:
    """Return the text in a file, whatever it was encoded in, and what should be known about that.

    Raises:
        ForeignFileError: it is no text.
        BrokenFileError: it is text that ends in the middle.
    """
    told: tuple[Told, ...] = ()
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            text = data.decode("utf-16")
        elif _is_wide(data):
            text = data.decode("utf-16-le")
        else:
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                text, told = data.decode("cp1252"), ((WINDOWS, {}),)
    except UnicodeDecodeError:
        raise BrokenFileError from None
    head = text.lstrip()[:20].lower()
    odd = any(c < " " and c not in _ALLOWED for c in text)
    if odd or any(head.startswith(sign.lower()) for sign in _SIGNS):
        raise ForeignFileError
    return text, told


def _is_wide(data: bytes) -> bool:
    """Tell whether the text is UTF-16 that does not say so: every second byte of its beginning is zero."""
    second = data[1:400:2]
    return len(second) > 2 and second.count(0) > len(second) * 0.8


def read_csv(data: bytes, tick: Tick | None = None) -> Sheet:
    """Return the table in a CSV file.

    Raises:
        ForeignFileError: one of its kinds.
    """
    text, told = text_of(data)
    skip = 0
    first = text.split("\n", 1)[0].strip("\r ").lower()
    if first.startswith("sep=") and len(first) == 5:  # what Excel writes to say what it separates with
        separator, skip = first[4], 1
    else:
        separator = _separator(text)
    return gather(_rows(text, separator, skip), told, tick)


def _rows(text: str, separator: str, skip: int) -> Iterator[tuple[int, Sequence[str]]]:
    reader = _reader(text, separator)
    line = 1
    try:
        for row in reader:
            if line > skip:
                yield line, row
            line = reader.line_num + 1
    except csv.Error:  # a quotation mark that never closes runs into the module's own limit
        raise BrokenFileError from None


def _reader(text: str, separator: str) -> Any:
    return csv.reader(io.StringIO(text.replace("\x1a", ""), newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """Return the sign that splits the first lines into the most columns, alike in most of them."""
    best, most = ",", 0
    for separator in _SEPARATORS:
        widths = []
        try:
            for row in _reader(text, separator):
                widths += [len(row)] if row else []
                if len(widths) == _LOOKED_AT:
                    break
        except csv.Error:
            continue
        score = sum(w == widths[0] for w in widths) * (widths[0] - 1) if widths else 0
        if score > most:
            best, most = separator, score
    return best


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before what could be one."""
    normal = unicodedata.normalize("NFKC", cell)
    seen = normal.lstrip("".join({c for c in normal if c.isspace() or unicodedata.category(c) in ("Cc", "Cf")}))
    starts = cell[:1] in ("\t", "\r", "\n") or seen[:1] in _STARTS or seen[:1] == "−"
    return _QUOTE + cell if starts else cell


def unsafe(cell: str) -> str:
    """Return a cell as it was before `safe`."""
    return cell[1:] if cell.startswith(_QUOTE) and safe(cell[1:]) == cell else cell


def write_csv(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a CSV file, some rows at a time: UTF-8, commas, and nothing a spreadsheet would run."""
    yield BOM.encode()
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([safe(plain(cell)) for cell in row])
        if out.tell() > 64 * 1024:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    data = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return data
