"""CSV of the world in, and ours out: what is no table is refused, and no cell of ours is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.exchange.csv_files import WINDOWS, read_csv, safe, text_of, unsafe, write_csv
from cima_desktop.exchange.sheets import (
    MOST_IN_CELL,
    MOST_LINES,
    MOST_ROWS,
    BrokenFileError,
    CellTooLongError,
    ForeignFileError,
    NoRowsError,
    TooManyRowsError,
    gather,
)

PLAIN = "Nombre,Teléfono\r\nAna Ejemplo,828-555-0101\r\n"


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "|").encode(),
        b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace("\r\n", "\r").encode(),
        PLAIN.encode() + b"\x1a",
        b"\r\n,,\r\n" + PLAIN.encode() + b"\n\n,,,\n",
    ],
)
def test_a_table_is_read_however_it_was_written(data: bytes) -> None:
    sheet = read_csv(data)
    assert sheet.columns == ("Nombre", "Teléfono")
    assert sheet.rows == (("Ana Ejemplo", "828-555-0101"),)
    assert sheet.told == ()


def test_what_is_not_utf8_is_read_as_windows_and_told() -> None:
    sheet = read_csv(PLAIN.encode("cp1252"))
    assert sheet.columns[1] == "Teléfono"
    assert sheet.told == ((WINDOWS, {}),)


def test_quotes_line_ends_inside_cells_and_mixed_ends_keep_their_lines() -> None:
    sheet = read_csv(b'A,B\n"x\ny, ""z""",1\r\n\r\nq,2\rlast,3')
    assert sheet.rows == (('x\ny, "z"', "1"), ("q", "2"), ("last", "3"))
    assert sheet.lines == (2, 5, 6)


def test_names_may_be_twice_missing_or_written_from_right_to_left() -> None:
    sheet = read_csv("A,A,,اسم,unused\n1,2,3,علي\n4\n,,,,\n".encode())
    assert sheet.columns == ("A", "A", "", "اسم", "unused")
    assert sheet.rows == (("1", "2", "3", "علي", ""), ("4", "", "", "", ""))


def test_one_column_is_a_table_too() -> None:
    assert read_csv(b"Nombre\nAna\nBeto\n").rows == (("Ana",), ("Beto",))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NoRowsError),
        (b"\n\n , ,\n", NoRowsError),
        (b"A,B\n", NoRowsError),
        (b"%PDF-1.7\n1 0 obj", ForeignFileError),
        (b"{\\rtf1 hello}", ForeignFileError),
        (b"<!DOCTYPE html><html></html>", ForeignFileError),
        (b"A,B\n1,\x002\n", ForeignFileError),
        (b"\x89PNG\r\n\x1a\n\x01\x02", ForeignFileError),
        (b"\xff\xfeA\x00,", BrokenFileError),
        (b"A\n\x81\x8d", BrokenFileError),
        (b'A,B\n"' + b"x" * 200_000, BrokenFileError),
        (b"A\n" + b"x" * (MOST_IN_CELL + 1), CellTooLongError),
        (b"A\n" + b"x\n" * (MOST_ROWS + 1), TooManyRowsError),
        (b"A\n" + b"," * 300 + b"x", TooManyRowsError),
        (b"A\n" + (b"x," * 150 + b"\n") * 7000, TooManyRowsError),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, error: type[ForeignFileError]) -> None:
    with pytest.raises(error) as refused:
        read_csv(data)
    assert type(refused.value) is error
    assert refused.value.sentence()
    assert refused.value.advice()
    assert str(refused.value) == error.__name__


def test_lines_without_end_are_no_table() -> None:
    with pytest.raises(TooManyRowsError):
        gather([(1, ["A"]), (MOST_LINES + 1, ["x"])])


def test_a_long_table_tells_how_far_it_is() -> None:
    told: list[int] = []
    read_csv(b"A\n" + b"x\n" * 1001, lambda done, _total: told.append(done))
    assert told[-1] == 1000


@given(st.binary(max_size=400))
def test_no_bytes_do_harm(data: bytes) -> None:
    try:
        sheet = read_csv(data)
    except ForeignFileError:
        return
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "−", " =", "\u200b=", "\u00a0+"]
)
def test_no_cell_is_a_formula(start: str) -> None:
    kept = safe(f"{start}HYPERLINK(1)")
    assert kept.startswith("'")
    assert unsafe(kept) == f"{start}HYPERLINK(1)"


@pytest.mark.parametrize("cell", ["", "Ana", "(828) 555-0101", "'quoted'", "4-5", "a=b", "’"])
def test_ordinary_cells_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell
    assert unsafe(cell) == cell


def test_ours_is_read_by_others_and_by_us() -> None:
    rows = [["Nombre", "Nota"], ["Ana, “la Güera”", "=1+1\nfin"], ["Ñ" * 70_000, "ok"]]
    data = b"".join(write_csv(rows))
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        rows[0],
        [rows[1][0], "'=1+1\nfin"],
        rows[2],
    ]
    assert b"".join(write_csv(iter(()))) == b"\xef\xbb\xbf"
    assert text_of(data)[1] == ()


def test_control_characters_are_not_written() -> None:
    data = b"".join(write_csv([["Nombre"], ["Evil\x0b\x00Name\r\nabajo\rmás\x7f\x9b"]]))
    assert read_csv(data).rows == (("EvilName\nabajo\nmás",),)
