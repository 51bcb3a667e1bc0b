"""Excel workbooks: values alone, nothing run, nothing unpacked without end; ours are read by openpyxl."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from cima_desktop.exchange import workbooks
from cima_desktop.exchange.sheets import BrokenFileError, ForeignFileError, NoRowsError, TooManyRowsError
from cima_desktop.exchange.workbooks import (
    FIRST_SHEET,
    FORMULAS,
    MacroError,
    OldWorkbookError,
    UnsafeWorkbookError,
    is_workbook,
    read_workbook,
    write_workbook,
)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def simple() -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nombre", "Tel", "Nacimiento"])
    sheet.append(["Ana", 8285550101, datetime(1990, 3, 4)])
    return book


def changed(data: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """Return an archive with its parts changed (None takes one away) and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def test_values_are_read_as_people_write_them() -> None:
    book = simple()
    sheet = book.active
    assert sheet is not None
    sheet.append([1.5, True, date(2000, 1, 2)])
    sheet.append([])
    sheet.append([None, time(8, 30), datetime(2001, 2, 3, 4, 5)])
    read = read_workbook(saved(book))
    assert read.columns == ("Nombre", "Tel", "Nacimiento")
    assert read.rows == (
        ("Ana", "8285550101", "1990-03-04"),
        ("1.5", "True", "2000-01-02"),
        ("", "08:30:00", "2001-02-03 04:05"),
    )
    assert read.lines == (2, 3, 5)
    assert read.told == ()


def test_whole_numbers_have_no_point() -> None:
    data = changed(saved(simple()), lambda _name, old: old.replace(b"<v>8285550101</v>", b"<v>8.285550101E9</v>"))
    assert read_workbook(data).rows[0][1] == "8285550101"


def test_formulas_are_never_run_and_other_sheets_are_told_of() -> None:
    book = simple()
    sheet = book.active
    assert sheet is not None
    sheet["A3"] = '=HYPERLINK("http://example.invalid","x")'
    sheet["B3"] = "x"
    book.create_sheet("Otra")
    book.create_sheet("Oculta", 0).sheet_state = "hidden"
    read = read_workbook(saved(book))
    assert read.rows[1] == ("", "x", "")
    assert [words for words, _facts in read.told] == [FIRST_SHEET, FORMULAS]


def test_a_workbook_whose_sheets_are_all_hidden_is_read_all_the_same() -> None:
    data = changed(
        saved(simple()),
        lambda name, old: old.replace(b'state="visible"', b'state="hidden"') if name == "xl/workbook.xml" else old,
    )
    assert read_workbook(data).rows


def test_what_a_file_says_of_its_size_is_not_believed() -> None:
    data = changed(saved(simple()), lambda _name, old: old.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))
    assert len(read_workbook(data).rows) == 1


def dtd(name: str, old: bytes) -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY a "b">]>'
    return bomb + old.split(b"?>", 1)[-1] if name == "xl/workbook.xml" else old


def late_dtd(name: str, old: bytes) -> bytes:
    if name != "xl/workbook.xml":
        return old
    return b"<!--" + b" " * (1024 * 1024 - 8) + b"--><!DOCTYPE a>" + old.split(b"?>", 1)[-1]


def in_code_page(name: str, old: bytes) -> bytes:
    head = b'<?xml version="1.0" encoding="cp037"?>'
    return head + old if name == "xl/workbook.xml" else old


def wide(name: str, old: bytes) -> bytes:
    return old.decode().encode("utf-16") if name == "xl/workbook.xml" else old


@pytest.mark.parametrize("change", [dtd, late_dtd, in_code_page, wide])
def test_a_workbook_that_could_harm_is_refused(change: Callable[[str, bytes], bytes]) -> None:
    with pytest.raises(UnsafeWorkbookError):
        read_workbook(changed(saved(simple()), change))


def test_bombs_are_refused_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    big = changed(saved(simple()), lambda _n, old: old, {"xl/media/x.bin": b"0" * 3_000_000})
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 2_000_000)
    with pytest.raises(UnsafeWorkbookError):
        read_workbook(big)
    monkeypatch.setattr(workbooks, "MOST_PARTS", 3)
    with pytest.raises(UnsafeWorkbookError):
        read_workbook(saved(simple()))


def test_macros_old_files_and_other_archives_are_refused() -> None:
    with pytest.raises(MacroError):
        read_workbook(changed(saved(simple()), lambda _n, old: old, {"xl/vbaProject.bin": b"x"}))
    with pytest.raises(OldWorkbookError):
        read_workbook(b"\xd0\xcf\x11\xe0" + bytes(600))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(ForeignFileError):
        read_workbook(other.getvalue())
    assert is_workbook(other.getvalue())
    assert not is_workbook(b"Nombre")


def test_damaged_workbooks_are_refused() -> None:
    data = saved(simple())
    for cut in (10, 200, len(data) // 2, len(data) - 4):
        with pytest.raises(BrokenFileError):
            read_workbook(data[:cut])
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
        for content in (b"<a", b"", None):
            with pytest.raises(ForeignFileError):
                read_workbook(changed(data, lambda n, old, name=name, c=content: c if n == name else old))  # type: ignore[misc]
    with pytest.raises(NoRowsError):
        read_workbook(saved(Workbook()))


def test_a_workbook_without_a_sheet_is_broken() -> None:
    data = changed(
        saved(simple()),
        lambda n, old: old.split(b"<sheets>")[0] + b"<sheets/></workbook>" if n == "xl/workbook.xml" else old,
    )
    with pytest.raises(BrokenFileError):
        read_workbook(data)


def test_flipped_bytes_never_crash() -> None:
    data = saved(simple())
    for place in range(0, len(data), 37):
        try:
            read_workbook(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        except ForeignFileError:
            continue


def test_ours_is_text_alone_and_read_by_openpyxl() -> None:
    out = io.BytesIO()
    write_workbook(out, [["A", "B"], ["=1+1", "<b>&\nñ"], ["+502", ""]])
    book = load_workbook(io.BytesIO(out.getvalue()))
    (sheet,) = book.worksheets
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [["A", "B"], ["'=1+1", "<b>&\nñ"], ["'+502", ""]]
    assert {c.data_type for row in sheet.iter_rows() for c in row if c.value} == {"s"}
    assert read_workbook(out.getvalue()).columns == ("A", "B")


STRINGS = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_strings(content: bytes, name: str = "xl/sharedStrings.xml") -> bytes:
    """Return a workbook of two cells with this table of strings."""
    out = io.BytesIO()
    write_workbook(out, [["a"], ["b"]])
    told = b'<Override PartName="/' + name.encode() + b'" ContentType="' + STRINGS + b'"/></Types>'
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

    def change(part: str, old: bytes) -> bytes:
        if part.startswith("xl/worksheets/"):
            cells = b'<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
            return b"<worksheet " + main + b"><sheetData>" + cells + b"</sheetData></worksheet>"
        return old.replace(b"</Types>", told)

    return changed(out.getvalue(), change, {name: content.replace(b"<sst", b"<sst " + main, 1)})


@pytest.mark.parametrize("name", ["xl/sharedStrings.xml", "xl/strings.dat"])
def test_a_table_of_strings_is_read_and_bounded(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    two = b"<sst><si><t>Nombre</t></si><si><t>Ana</t></si></sst>"
    assert read_workbook(with_strings(two, name)).rows == (("Ana",),)
    monkeypatch.setattr(workbooks, "MOST_CELLS", 3)
    monkeypatch.setattr(workbooks, "_PIECE", 16)  # so that strings lie across pieces
    assert read_workbook(with_strings(two, name)).rows == (("Ana",),)
    for more in (b"<si/><si/>", b"<x:si><x:si/>", b"<si\n/><si />"):
        with pytest.raises(TooManyRowsError):
            read_workbook(with_strings(two.replace(b"</sst>", more + b"</sst>"), name))
    monkeypatch.setattr(workbooks, "_MARKS_OF_STRINGS", 20)
    with pytest.raises(TooManyRowsError):
        read_workbook(with_strings(two.replace(b"</t>", b"</t>" + b"<r/>" * 20, 1), name))


def test_a_part_is_judged_by_what_it_is_and_not_by_its_name() -> None:
    bad = b'<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst><si><t>Nombre</t></si><si><t>&a;</t></si></sst>'
    with pytest.raises(UnsafeWorkbookError):
        read_workbook(with_strings(bad, "xl/strings.dat"))


def test_a_picture_is_no_part_to_judge() -> None:
    data = changed(saved(simple()), lambda _name, old: old, {"xl/media/image1.png": b"\x89PNG\r\n\x1a\n\0<!DOCTYPE"})
    assert read_workbook(data).rows[0][0] == "Ana"


def test_reading_a_workbook_can_be_stopped_before_its_rows() -> None:
    heard: list[tuple[int, int]] = []

    class StopError(Exception):
        pass

    def tick(done: int, total: int) -> None:
        heard.append((done, total))
        if len(heard) == stop[0]:
            raise StopError

    data, stop = saved(simple()), [0]
    read_workbook(data, tick)
    for place in range(1, len(heard) + 1):
        heard.clear()
        stop[0] = place
        with pytest.raises(StopError):
            read_workbook(data, tick)


def test_what_no_workbook_may_hold_is_not_written() -> None:
    out = io.BytesIO()
    write_workbook(out, [["Nombre"], ["Evil\x0b\x00Name\ufffe\r\nabajo\rmás"]])
    assert read_workbook(out.getvalue()).rows == (("EvilName\nabajo\nmás",),)
