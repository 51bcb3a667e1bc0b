"""Excel workbooks (.xlsx): values are read and nothing in them is run; ours are written without a temporary file."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import count
from typing import Any, BinaryIO

from cima_desktop.exchange.csv_files import safe
from cima_desktop.exchange.sheets import (
    MOST_CELLS,
    BrokenFileError,
    ForeignFileError,
    Sheet,
    Tick,
    Told,
    TooManyRowsError,
    gather,
    plain,
)
from cima_desktop.i18n import N_

MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 2_000
_PIECE = 1024 * 1024
_LAP = 64
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_STRING = re.compile(rb"<(?:[^\s<>/]{1,40}:)?si[\s/>]")
_MARKS_OF_STRINGS = 8 * MOST_CELLS
"""Of a table of strings, each of which the library makes an object of before any row is seen."""
_BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_OLD = b"\xd0\xcf\x11\xe0"

_STRANGE = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, SyntaxError, TypeError, ValueError),
    *(RuntimeError, zipfile.BadZipFile, zlib.error),
)
"""What the libraries say of a file that is not as they expect (a ParseError is a SyntaxError)."""

FIRST_SHEET = N_("The workbook has several sheets. Only “{name}” is read; save another one as a file of its own.")
FORMULAS = N_("There are formulas in this file. They are not run: what counts is the result that was saved with them.")


class OldWorkbookError(ForeignFileError):
    """An .xls, or a workbook behind a password."""

    message = N_("This is an Excel file of the old kind (.xls), or one with a password.")
    remedy = N_("Nothing was added. Open it in Excel or LibreOffice and save it as .xlsx without a password.")


class MacroError(ForeignFileError):
    """The workbook carries a program."""

    message = N_("This workbook has macros, which are small programs.")
    remedy = N_("Nothing was added. Save it as an ordinary workbook (.xlsx), or as CSV (UTF-8).")


class UnsafeWorkbookError(ForeignFileError):
    """The workbook is built to harm who opens it: it unpacks without end, or names entities."""

    message = N_("This workbook is not built as an ordinary one, and could harm this computer.")
    remedy = N_("Nothing was added. Ask where it comes from. A table saved as CSV (UTF-8) has no such dangers.")


def is_workbook(data: bytes) -> bool:
    """Tell whether bytes begin as a workbook does."""
    return data[:4] in (b"PK\x03\x04", _OLD)


def read_workbook(data: bytes, tick: Tick | None = None) -> Sheet:
    """Return the first sheet that is in sight.

    Raises:
        ForeignFileError: one of its kinds.
    """
    if data[:4] == _OLD:
        raise OldWorkbookError
    has_formulas = _judge(_Heard(data, tick))
    from openpyxl import load_workbook  # lazy: 190 ms that only reading a workbook needs

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it does not know of styles and pictures is nothing to us
            book = load_workbook(_Heard(data, tick), read_only=True, data_only=True, keep_links=False)
            try:
                return gather(*_read(book, has_formulas), tick)
            finally:
                book.close()
    except ForeignFileError:
        raise
    except _STRANGE:
        raise BrokenFileError from None


def _read(book: Any, has_formulas: bool) -> tuple[Iterator[tuple[int, Sequence[str]]], list[Told]]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    told: list[Told] = [(FIRST_SHEET, {"name": sheets[0].title[:60]})] if len(book.worksheets) > 1 else []
    told += [(FORMULAS, {})] if has_formulas else []
    sheets[0].reset_dimensions()  # what the file says of its own size need not be true
    rows = sheets[0].iter_rows(values_only=True)
    return ((line, tuple(map(_text, row))) for line, row in zip(count(1), rows, strict=False)), told


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class _Heard(io.BytesIO):
    """Bytes of which somebody hears that they are being read, and can stop that: the library itself never asks."""

    def __init__(self, data: bytes, tick: Tick | None) -> None:
        super().__init__(data)
        self._tick = tick

    def read(self, size: int | None = -1, /) -> bytes:
        if self._tick:
            self._tick(0, 0)
        return super().read(size)


def _judge(data: BinaryIO) -> bool:
    """Look at every part before a library does; return whether there are formulas.

    Raises:
        MacroError: there is a program in it.
        UnsafeWorkbookError: it unpacks to too much, or declares what no workbook declares.
        TooManyRowsError: it has more strings than there could be cells.
        BrokenFileError: it is no whole archive of a workbook.
    """
    try:
        with zipfile.ZipFile(data) as archive:
            parts = archive.infolist()
            names = [part.filename.lower() for part in parts]
            if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
                raise MacroError
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnsafeWorkbookError
            if not any(name.startswith("xl/") for name in names):
                raise ForeignFileError
            # No part gives more than it declares: the library stops there, and its checksum is wrong then.
            return any([_judge_part(archive, part) for part in parts])
    except _STRANGE:
        raise BrokenFileError from None


def _judge_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    found, before, strings, marks = False, b"", 0, 0
    with archive.open(part) as source:
        piece = source.read(_PIECE)
        if not _is_read_as_xml(part.filename, piece):
            return False
        if not _is_plain(piece):
            raise UnsafeWorkbookError
        while piece:
            seen = before + piece
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise UnsafeWorkbookError
            found = found or b"<f>" in seen or b"<f " in seen
            strings += sum(match.end() > len(before) for match in _STRING.finditer(seen))
            marks += piece.count(b"<")
            if strings > MOST_CELLS or (strings and marks > _MARKS_OF_STRINGS):
                raise TooManyRowsError
            before, piece = piece[-_LAP:], source.read(_PIECE)
    return found


def _is_read_as_xml(name: str, head: bytes) -> bool:
    """Tell whether a library would read a part as XML: what it is called does not decide that."""
    return name.lower().endswith((".xml", ".rels")) or head.lstrip(_BLANK)[:1] == b"<"


def _is_plain(head: bytes) -> bool:
    """Tell whether a part is written in letters that hide nothing: UTF-8 or ASCII, as every workbook is."""
    declared = _DECLARED.search(head[:400])
    named = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    return named and b"\0" not in head[:_PIECE]


_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml."
_FIXED = {
    "[Content_Types].xml": _HEAD
    + b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    + b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + b'<Override PartName="/xl/workbook.xml" ContentType="'
    + _TYPE
    + b'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="'
    + _TYPE
    + b'worksheet+xml"/></Types>',
    "_rels/.rels": _HEAD
    + b"<Relationships "
    + _LINKS
    + b'><Relationship Id="r1" Target="xl/workbook.xml" Type="'
    + _OFFICE
    + b'/officeDocument"/></Relationships>',
    "xl/workbook.xml": _HEAD
    + b"<workbook "
    + _MAIN
    + b' xmlns:r="'
    + _OFFICE
    + b'"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _HEAD
    + b"<Relationships "
    + _LINKS
    + b'><Relationship Id="r1" Target="worksheets/sheet1.xml" Type="'
    + _OFFICE
    + b'/worksheet"/></Relationships>',
}
"""Everything of a workbook but its one sheet; the library that reads them writes through a temporary file."""


def write_workbook(out: BinaryIO, rows: Iterable[Sequence[str]]) -> None:
    """Write a workbook of one sheet in which every cell is text."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _FIXED.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_HEAD + b"<worksheet " + _MAIN + b"><sheetData>")
            for row in rows:
                sheet.write(("<row>" + "".join(map(_cell, row)) + "</row>").encode())
            sheet.write(b"</sheetData></worksheet>")


def _cell(text: str) -> str:
    from xml.sax.saxutils import escape  # lazy: only a workbook needs it

    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(safe(plain(text)))}</t></is></c>'
