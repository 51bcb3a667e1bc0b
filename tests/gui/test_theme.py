import re

import pytest
import shiboken6
from PySide6.QtGui import QFontDatabase, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop import paths
from cima_desktop.gui import colours, icons, theme
from cima_desktop.gui.language import raw
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
