"""The door: cleaned, capped, drawable, wrapped; nothing lost, nothing read as markup, in time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.documents import fonts
from cima_desktop.documents.boxes import Columns, Marked, Para, Stack, para
from cima_desktop.documents.door import MOST_CHARACTERS, Line, Span, Style, cleaned, runs, width_of, wrap
from cima_desktop.documents.errors import TooLongError
from tests.pdf_text import printed

BODY = Style()
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=300)


def _words(lines: tuple[Line, ...]) -> str:
    return "".join("".join(text for _face, text in line.runs) for line in lines)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("plain", "plain"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("tab\there", "tab here"),
        ("nul\x00bell\x07", "nulbell"),
        ("\u202eright\u202c\u200f to left", "right to left"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301", "é"),
        ("\U0001f600\ufe0f", "\U0001f600"),
        ("private\ue000", "private"),
    ],
)
def test_what_is_printed_is_clean(raw: str, kept: str) -> None:
    assert cleaned(raw) == kept


def test_a_book_is_refused_in_words() -> None:
    with pytest.raises(TooLongError) as caught:
        cleaned("x" * (MOST_CHARACTERS + 1))
    assert "200001" in caught.value.sentence("en")


def test_a_megabyte_is_refused_or_laid_out_within_two_seconds() -> None:
    start = time.process_time()
    with pytest.raises(TooLongError):
        wrap((Span("word " * 200_000),), BODY, 250.0)
    lines = wrap((Span("palabra más " * (MOST_CHARACTERS // 12)),), BODY, 250.0)
    assert time.process_time() - start < 2.0
    assert len(lines) > 3000


@given(ANYTHING, st.floats(20, 600))
def test_wrapping_loses_no_letter_and_exceeds_no_line(text: str, width: float) -> None:
    lines = wrap((Span(text),), BODY, width)
    assert _words(lines).replace(" ", "") == printed(text).replace("\n", "").replace(" ", "")
    widest = max(width_of(c, fonts.REGULAR, 10.0) for c in [*text, "x"])
    assert all(line.width * 10.0 <= max(width, widest) + 0.01 for line in lines)


@given(ANYTHING)
def test_every_run_is_drawn_by_a_font_that_has_its_glyphs(text: str) -> None:
    for face, part in runs(cleaned(text), fonts.REGULAR):
        assert face.glyphs.issuperset(part)


def test_maya_apostrophes_and_emoji_come_from_other_fonts() -> None:
    assert [(face.name, part) for face, part in runs("Kʼicheʼ", fonts.REGULAR)] == [
        ("Atkinson", "K"),
        ("NotoSans", "ʼ"),
        ("Atkinson", "iche"),
        ("NotoSans", "ʼ"),
    ]
    assert [face.name for face, _part in runs("😀", fonts.BOLD)] == ["NotoEmoji"]
    assert runs("رض", fonts.REGULAR)[0][1] == fonts.REPLACEMENT * 2


def test_spaces_between_emoji_are_drawn_by_a_font_that_has_them() -> None:
    (line,) = wrap((Span("😀 😀 ok"),), BODY, 500.0)
    faces = {face.name: face for face in fonts.chain(fonts.REGULAR)}
    assert all(faces[name].glyphs.issuperset(text) for name, text in line.runs)
    assert "".join(text for _name, text in line.runs) == "😀 😀 ok"


def test_words_in_two_weights_stay_one_word() -> None:
    spans = (Span("a", fonts.REGULAR), Span("b c", fonts.BOLD), Span("d", fonts.REGULAR))
    (line,) = wrap(spans, BODY, 500.0)
    assert "".join(text for _face, text in line.runs) == "ab cd"


def test_a_long_word_breaks_after_a_hyphen_where_it_can() -> None:
    lines = wrap((Span("maria-de-los-angeles-xochiquetzal@correo-muy-largo.example"),), BODY, 150.0)
    assert len(lines) > 1
    assert all(_words((line,))[-1] in "-@." for line in lines[:-1])


def _box(lines: int) -> Para:
    return para("\n".join(f"line {n}" for n in range(lines)), BODY)


@pytest.mark.parametrize("room", [0.0, 10.0, 13.6, 30.0, 60.0, 100.0])
def test_a_cut_paragraph_keeps_every_line(room: float) -> None:
    whole = _box(9)
    cut = whole.split(300.0, room)
    if cut is None:
        assert room < 2 * BODY.leading
        return
    head, tail = cut
    assert head.lines(300.0) + tail.lines(300.0) == whole.lines(300.0)
    assert head.height(300.0) <= room + 0.01
    assert min(len(head.lines(300.0)), len(tail.lines(300.0))) >= 2


def test_columns_are_cut_at_one_height() -> None:
    row = Columns((Stack((_box(9),)), Stack((Marked(None, Stack((_box(4), _box(8))), 20.0),))), (1, 1))
    cut = row.split(500.0, 80.0)
    assert cut is not None
    head, tail = cut
    assert head.height(500.0) <= 80.0
    assert isinstance(head, Columns)
    assert isinstance(tail, Columns)
    assert tail.height(500.0) > 0
    assert row.split(500.0, 5.0) is None
