"""How the window looks: one palette and one style sheet made from the colours, and text size.

Four choices (system, light, dark, high contrast) times two modes (the real vault and practice, which has another
colour everywhere).
"""

import re
import sys
from dataclasses import dataclass, fields
from functools import cache
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop import paths
from cima_desktop.gui.colours import LIGHT, SCHEMES, Tokens, tokens_for

FAMILIES = ("Atkinson Hyperlegible Next", "Noto Sans CIMA", "Noto Emoji CIMA")
TEXT_SIZES = (100, 110, 125, 150, 175, 200)
_BASE_POINTS = 13.0 if sys.platform == "darwin" else 10.0  # a Mac counts 72 points an inch, the others 96 pixels


@dataclass
class _Look:
    """What is worn now; the one piece of state here."""

    tokens: Tokens = LIGHT
    text_size: int = 100
    fusion: bool = False


_look = _Look()
_wearers: WeakSet[QWidget] = WeakSet()


def tokens() -> Tokens:
    """Return the colours in use."""
    return _look.tokens


def text_size() -> int:
    """Return the text size in per cent."""
    return _look.text_size


def S(n: float) -> int:
    """Return a length of the 100 % design in pixels at the text size in use."""
    return round(n * _look.text_size / 100)


def points(n: float) -> float:
    """Return a font size of the 10-point design at the text size in use."""
    return n * _BASE_POINTS / 10 * _look.text_size / 100


def resolve(app: QApplication, scheme: str) -> str:
    """Return "light", "dark" or "high" for a choice; "system" asks the desktop."""
    if scheme in SCHEMES[1:]:
        return scheme
    hints = app.styleHints()
    wish = getattr(hints, "accessibility", None)  # Qt 6.10 and later know about high contrast
    if wish is not None and wish().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def program_arguments() -> list[str]:
    """Return what asks a new QApplication for the style that is drawn over: cheaper than putting it on afterwards."""
    _look.fusion = True
    return ["-style", "fusion"]


def apply(
    app: QApplication, scheme: str = "system", text_size: int = 100, practice: bool = False, sheet: bool = True
) -> None:
    """Dress the whole program; what it wears already is not put on again, since Qt then looks at every widget.

    Without `sheet`, all but the style sheet, for a window that is about to `wear` it.
    """
    load_first_fonts()
    worn, size = tokens_for(resolve(app, scheme), practice), max(100, min(200, text_size))
    wearers = [widget for widget in _wearers if shiboken6.isValid(widget)]
    if (wearers or app.styleSheet()) and (worn, size) == (_look.tokens, _look.text_size):
        return
    _look.tokens, _look.text_size = worn, size
    font = QFont(list(FAMILIES))
    font.setPointSizeF(points(10))
    app.setFont(font)
    if not _look.fusion:
        app.setStyle("Fusion")
        _look.fusion = True
    app.setPalette(_palette(_look.tokens))
    for widget in wearers:
        widget.setStyleSheet(style_sheet())
    if sheet and not wearers:
        app.setStyleSheet(style_sheet())


def wear(window: QWidget) -> None:
    """Have a window and all that stands in it wear the style sheet, instead of the whole program.

    Qt gives the program's own sheet to every widget again each time the widget, or one around it, gets a parent,
    which makes building a page three times as dear.
    """
    _wearers.add(window)
    window.setStyleSheet(style_sheet())
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.styleSheet():
        app.setStyleSheet("")


@cache
def load_first_fonts() -> tuple[str, ...]:
    """Register the font of the program's own words, which is all that a locked window shows."""
    return _register("Atkinson*.ttf")


@cache
def load_fonts() -> tuple[str, ...]:
    """Register every font that ships with the program, once; return their families."""
    return load_first_fonts() + _register("Noto*.ttf")


def _register(pattern: str) -> tuple[str, ...]:
    found: list[str] = []
    for file in sorted((paths.resources() / "fonts").glob(pattern)):
        number = QFontDatabase.addApplicationFont(str(file))
        found += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(found))


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: t.page,
        role.WindowText: t.text,
        role.Base: t.card,
        role.AlternateBase: t.page,
        role.Text: t.text,
        role.PlaceholderText: t.muted,
        role.Button: t.card,
        role.ButtonText: t.text,
        role.BrightText: t.danger,
        role.ToolTipBase: t.text,
        role.ToolTipText: t.card,
        role.Highlight: t.accent,
        role.HighlightedText: t.accent_text,
        role.Accent: t.accent,
        role.Link: t.accent,
        role.LinkVisited: t.accent_strong,
        role.Light: t.card,
        role.Midlight: t.line,
        role.Mid: t.line,
        role.Dark: t.field_line,
        role.Shadow: t.field_line,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(t.disabled))
    return palette


@cache
def _sheet_source() -> str:
    return (paths.resources() / "theme" / "style.qss").read_text(encoding="utf-8")


def style_sheet() -> str:
    """Return the style sheet of the look in use: `$role`, `S(pixels)`, `pt(points)` and `art(name)` filled in."""
    t = _look.tokens
    colours = {f.name: getattr(t, f.name) for f in fields(t) if f.name != "tones"}
    for name, tone in t.tones.items():
        colours |= {f"{name}_back": tone.back, f"{name}_fore": tone.fore, f"{name}_line": tone.line}
    folder = (paths.resources() / "theme").as_posix()
    sheet = re.sub(r"/\*.*?\*/", "", _sheet_source(), flags=re.DOTALL)
    sheet = re.sub(r"\bS\(([\d.]+)\)", lambda m: f"{S(float(m[1]))}px", sheet)
    sheet = re.sub(r"\bpt\(([\d.]+)\)", lambda m: f"{points(float(m[1])):.2f}pt", sheet)
    sheet = re.sub(r"\bart\(([\w-]+)\)", lambda m: f'url("{folder}/{m[1]}-{t.name}.svg")', sheet)
    return re.sub(r"\$(\w+)", lambda m: colours[m[1]], sheet)
