import re
from datetime import date

import pytest
import shiboken6
from PySide6.QtGui import QFontDatabase, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop import paths
from cima_desktop.gui import colours, icons, theme
from cima_desktop.gui.language import raw
from cima_desktop.gui.widgets.dates import (
    NO_CENTURY,
    NO_SUCH_DAY,
    NOT_A_DATE,
    OUT_OF_RANGE,
    TWO_WAYS,
    UnclearDateError,
    read_date,
    show_date,
    show_date_long,
)
from cima_desktop.gui.widgets.labels import Label

ALL = [(scheme, practice) for scheme in ("light", "dark", "high") for practice in (False, True)]


def test_contrast_agrees_with_the_definition() -> None:
    assert colours.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colours.contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1)
    assert colours.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("scheme", "practice"), ALL)
def test_every_declared_pair_can_be_told_apart(scheme: str, practice: bool) -> None:
    tokens = colours.tokens_for(scheme, practice)
    short = [
        (fore, back, round(colours.contrast(tokens.colour(fore), tokens.colour(back)), 2))
        for fore, back, least in colours.PAIRS
        if colours.contrast(tokens.colour(fore), tokens.colour(back)) < least
    ]
    assert short == []


@pytest.mark.parametrize(("scheme", "practice"), ALL)
def test_every_chip_and_message_can_be_read(scheme: str, practice: bool) -> None:
    tones = colours.tokens_for(scheme, practice).tones
    assert set(tones) == set(colours.TONES)
    assert [name for name, tone in tones.items() if colours.contrast(tone.fore, tone.back) < 4.5] == []
    page = colours.tokens_for(scheme, practice).page
    assert [name for name, tone in tones.items() if colours.contrast(tone.line, page) < 3.0] == []


def test_the_contrast_check_catches_a_pale_colour() -> None:
    assert colours.contrast("#AAAAAA", colours.LIGHT.card) < 3.0


def test_practice_looks_different_everywhere() -> None:
    for scheme in ("light", "dark", "high"):
        real, practice = colours.tokens_for(scheme, False), colours.tokens_for(scheme, True)
        assert real.sidebar != practice.sidebar
        assert real.accent != practice.accent
    assert all(colours.contrast(colours.PRACTICE_TEXT, stripe) >= 4.5 for stripe in colours.PRACTICE_STRIPES)


@pytest.mark.parametrize("scheme", ["light", "dark", "high"])
def test_the_sheet_has_nothing_left_to_fill_in_and_its_drawings_exist(qapp: QApplication, scheme: str) -> None:
    theme.apply(qapp, scheme, 130)
    sheet = theme.style_sheet()
    assert not re.search(r"\$\w|S\(|pt\(|art\(", sheet)
    drawings = re.findall(r'url\("([^"]+)"\)', sheet)
    assert drawings
    for drawing in drawings:
        source = (paths.resources() / "theme" / drawing.rsplit("/", 1)[-1]).read_text("utf-8")
        colour = re.search(r"#[0-9A-F]{6}", source)
        assert colour
        assert colour[0] in {theme.tokens().muted, theme.tokens().accent_text}


def test_text_size_scales_lengths_font_and_stays_in_bounds(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 150)
    assert theme.S(20) == 30
    assert qapp.font().pointSizeF() == pytest.approx(theme.points(10))
    theme.apply(qapp, "light", 900)
    assert theme.text_size() == 200
    theme.apply(qapp, "light", 10)
    assert theme.text_size() == 100


def test_the_palette_follows_the_tokens(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == colours.DARK.page
    assert theme.tokens() is colours.DARK


def test_the_fonts_cover_spanish_and_the_spellings_of_other_tongues() -> None:
    families = theme.load_fonts()
    assert set(theme.FAMILIES) <= set(families)
    atkinson, noto, emoji = (QRawFont.fromFont(QFontDatabase.font(name, "", 12)) for name in theme.FAMILIES)
    assert [c for c in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»–—“”’§·" if not atkinson.supportsCharacter(ord(c))] == []
    assert [c for c in "ʼꞌɨʉ→←↑↓✓✗☐☑☒\u0331\u200e\u200f" if not noto.supportsCharacter(ord(c))] == []
    assert emoji.supportsCharacter(0x1F600)


def test_every_icon_draws_something_in_the_colour_that_was_asked() -> None:
    for file in sorted((paths.resources() / "icons").glob("*.svg")):
        image = icons.pixmap(file.stem, "#ff0000", 24).toImage()
        drawn = {
            image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 200
        }
        assert drawn == {"#ff0000"}, file.stem


def test_an_icon_follows_the_theme_and_a_misspelt_one_fails_at_once(qapp: QApplication) -> None:
    drawn = icons.icon("check", "text")
    light = drawn.pixmap(24, 24).toImage()
    theme.apply(qapp, "dark")
    assert drawn.pixmap(24, 24).toImage() != light
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("4 mar 2026", date(2026, 3, 4)),
        ("mar 4 2026", date(2026, 3, 4)),
        ("Mar 4, 2026", date(2026, 3, 4)),
        ("4 de marzo de 2026", date(2026, 3, 4)),
        ("March 4th, 2026", date(2026, 3, 4)),
        ("2026-03-04", date(2026, 3, 4)),
        ("2026 mar 4", date(2026, 3, 4)),
        ("25/3/2026", date(2026, 3, 25)),
        ("3/25/2026", date(2026, 3, 25)),
        ("5.5.2015", date(2015, 5, 5)),
        ("1 SEPT 2020", date(2020, 9, 1)),
        ("1 setiembre 2020", date(2020, 9, 1)),
        ("29 feb 2024", date(2024, 2, 29)),
        ("  ", None),
    ],
)
def test_a_date_is_read_in_the_ways_people_write_it(typed: str, day: date | None) -> None:
    assert read_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("3/4/2026", TWO_WAYS),
        ("30 feb 2024", NO_SUCH_DAY),
        ("13/13/2026", NO_SUCH_DAY),
        ("4 mar 26", NO_CENTURY),
        ("4 mar", NOT_A_DATE),
        ("mañana", NOT_A_DATE),
        ("4 foo 2026", NOT_A_DATE),
        ("4 mar abr", NOT_A_DATE),
        ("4 mar 1750", OUT_OF_RANGE),
        ("1 " * 40, NOT_A_DATE),
    ],
)
def test_a_date_that_is_not_certain_is_refused_with_a_reason(typed: str, why: str) -> None:
    with pytest.raises(UnclearDateError) as refused:
        read_date(typed)
    assert refused.value.sentence == why


def test_what_is_shown_can_be_read_back_in_both_languages() -> None:
    for month in range(1, 13):
        day = date(2027, month, 9)
        for language in ("es", "en"):
            assert read_date(show_date(day, language)) == day
            assert read_date(show_date_long(day, language)) == day


def test_a_window_wears_the_sheet_in_the_place_of_the_program(qapp: QApplication) -> None:
    window = QWidget()
    label = Label(raw("Ana"), "title", parent=window)
    label.ensurePolished()
    dressed = label.font().pointSizeF()
    try:
        theme.wear(window)
        assert qapp.styleSheet() == ""
        label.ensurePolished()
        assert label.font().pointSizeF() == dressed
        theme.apply(qapp, "light", 200)
        assert label.font().pointSizeF() > dressed
        assert qapp.styleSheet() == ""
    finally:
        shiboken6.delete(window)
        theme.apply(qapp, "light")
    assert qapp.styleSheet() != ""
