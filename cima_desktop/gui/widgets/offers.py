"""What the palette can offer: things found, pages and commands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cima_desktop.gui.language import Text
from cima_desktop.i18n import N_

SCHEME_NAMES = {
    "system": N_("Same as this computer"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "high": N_("High contrast"),
}
TEXT_STEPS = (
    (N_("Larger text"), "zoom-in", 1),
    (N_("Smaller text"), "zoom-out", -1),
    (N_("Usual text size"), "a-large-small", 0),
)


@dataclass(frozen=True)
class Found:
    """Something the palette offers: what it is called, what more is known, and how it is opened."""

    icon: str
    title: str
    detail: str
    open: Callable[[], object]


@dataclass(frozen=True)
class Command:
    """Something the window can do, or a page it can show."""

    key: str
    title: Text
    icon: str
    run: Callable[[], object]
    shortcut: str = ""


Source = Callable[[str, Callable[[Sequence[Found]], None]], object]
"""Asked with what was typed; answers, now or later, by calling back with what it found."""
