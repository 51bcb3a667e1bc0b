"""The colours, by what each is for: three schemes, and practice's own for each.

Every pair of colours that carries meaning is declared in `PAIRS`, so its contrast can be tested.
"""

from dataclasses import dataclass, replace

SCHEMES = ("system", "light", "dark", "high")
TONES = ("accent", "info", "good", "warn", "bad", "neutral")


@dataclass(frozen=True)
class Tone:
    """The background, text and border of a chip or message."""

    back: str
    fore: str
    line: str


@dataclass(frozen=True)
class Tokens:
    """Every colour of a scheme by what it is for."""

    name: str
    page: str
    card: str
    line: str
    field_line: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_strong: str
    accent_text: str
    accent_soft: str
    selection: str
    focus: str
    danger: str
    danger_text: str
    scroll: str
    sidebar: str
    sidebar_text: str
    sidebar_muted: str
    sidebar_selected: str
    sidebar_logo: str
    sidebar_focus: str
    tones: dict[str, Tone]

    def colour(self, role: str) -> str:
        """Return the colour of a role: a field's name, or "tone:warn" for a tone's text."""
        if role.startswith("tone:"):
            return self.tones[role.removeprefix("tone:")].fore
        value = getattr(self, role)
        if not isinstance(value, str):
            raise TypeError(role)
        return value


def _tones(**colours: tuple[str, str, str]) -> dict[str, Tone]:
    return {name: Tone(*triple) for name, triple in colours.items()}


LIGHT = Tokens(
    name="light",
    page="#F4F6F8",
    card="#FFFFFF",
    line="#D9DFE6",
    field_line="#7B8794",
    text="#18202B",
    muted="#556070",
    disabled="#646F7C",
    accent="#0B6A66",
    accent_strong="#084F4C",
    accent_text="#FFFFFF",
    accent_soft="#DDF0EE",
    selection="#E4F1F0",
    focus="#0B6A66",
    danger="#A3211B",
    danger_text="#FFFFFF",
    scroll="#808B98",
    sidebar="#0F3537",
    sidebar_text="#F1F7F6",
    sidebar_muted="#A9C6C4",
    sidebar_selected="#1F5757",
    sidebar_logo="#8FE3D6",
    sidebar_focus="#8FE3D6",
    tones=_tones(
        accent=("#DDF0EE", "#0A5652", "#0A5652"),
        info=("#E4EFFC", "#1D4F91", "#1D4F91"),
        good=("#E3F5E6", "#1B6630", "#1B6630"),
        warn=("#FFF0D2", "#754704", "#8A5406"),
        bad=("#FDE6E4", "#A3211B", "#A3211B"),
        neutral=("#E9EDF1", "#44505D", "#44505D"),
    ),
)

DARK = Tokens(
    name="dark",
    page="#111519",
    card="#1B2027",
    line="#323A44",
    field_line="#7D8997",
    text="#F0F3F6",
    muted="#AAB4C0",
    disabled="#8D98A5",
    accent="#5CC8BF",
    accent_strong="#83DAD2",
    accent_text="#06201F",
    accent_soft="#1E3F3D",
    selection="#1D3735",
    focus="#5CC8BF",
    danger="#FF9D95",
    danger_text="#2B0504",
    scroll="#74808E",
    sidebar="#0C1114",
    sidebar_text="#EDF2F3",
    sidebar_muted="#A3B1B6",
    sidebar_selected="#1C3A39",
    sidebar_logo="#7FE0D5",
    sidebar_focus="#7FE0D5",
    tones=_tones(
        accent=("#143C39", "#8BE3D9", "#8BE3D9"),
        info=("#15325A", "#9CC6FA", "#9CC6FA"),
        good=("#173520", "#7FDA98", "#7FDA98"),
        warn=("#3E2C0E", "#F5C469", "#F5C469"),
        bad=("#4A1C1B", "#FFA69F", "#FFA69F"),
        neutral=("#2B323B", "#C6CFD9", "#C6CFD9"),
    ),
)

HIGH = Tokens(
    name="high",
    page="#FFFFFF",
    card="#FFFFFF",
    line="#000000",
    field_line="#000000",
    text="#000000",
    muted="#1C1C1C",
    disabled="#454545",
    accent="#00403D",
    accent_strong="#000000",
    accent_text="#FFFFFF",
    accent_soft="#D5F4F1",
    selection="#D5F4F1",
    focus="#0033B8",
    danger="#8A0000",
    danger_text="#FFFFFF",
    scroll="#000000",
    sidebar="#000000",
    sidebar_text="#FFFFFF",
    sidebar_muted="#FFFFFF",
    sidebar_selected="#00403D",
    sidebar_logo="#8FF5E8",
    sidebar_focus="#FFFFFF",
    tones=_tones(
        accent=("#FFFFFF", "#00302E", "#00302E"),
        info=("#FFFFFF", "#00295C", "#00295C"),
        good=("#FFFFFF", "#00391A", "#00391A"),
        warn=("#FFFFFF", "#4A2A00", "#4A2A00"),
        bad=("#FFFFFF", "#7A0000", "#7A0000"),
        neutral=("#FFFFFF", "#000000", "#000000"),
    ),
)

_PRACTICE: dict[str, dict[str, str]] = {
    "light": {
        "accent": "#6A3BA6",
        "accent_strong": "#4F2A80",
        "accent_soft": "#ECE4F8",
        "selection": "#F0EAFA",
        "focus": "#6A3BA6",
        "sidebar": "#38235C",
        "sidebar_selected": "#583C8C",
        "sidebar_muted": "#CDBFE6",
        "sidebar_logo": "#FFC46B",
        "sidebar_focus": "#FFC46B",
    },
    "dark": {
        "accent": "#C7AEF5",
        "accent_strong": "#DCCBFB",
        "accent_text": "#1E0F38",
        "accent_soft": "#3A2B57",
        "selection": "#33284A",
        "focus": "#C7AEF5",
        "sidebar": "#1D1233",
        "sidebar_selected": "#3F2A66",
        "sidebar_muted": "#C3B5DC",
        "sidebar_logo": "#FFC46B",
        "sidebar_focus": "#FFC46B",
    },
    "high": {
        "accent": "#3C0F78",
        "accent_soft": "#EBDCFF",
        "selection": "#EBDCFF",
        "sidebar": "#260050",
        "sidebar_selected": "#5A1FA8",
        "sidebar_logo": "#FFC46B",
    },
}

PRACTICE_STRIPES = ("#FFC46B", "#F7B44D")
"""The two oranges of the practice banner; its words are `PRACTICE_TEXT`."""
PRACTICE_TEXT = "#2B1600"

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((fore, back, 4.5) for fore in ("text", "muted", "accent", "disabled", "danger") for back in ("page", "card")),
    *(("text", back, 4.5) for back in ("selection", "accent_soft")),
    ("muted", "selection", 4.5),
    ("accent_strong", "accent_soft", 4.5),
    ("accent_text", "accent", 4.5),
    ("accent_text", "accent_strong", 4.5),
    ("danger_text", "danger", 4.5),
    ("sidebar_text", "sidebar", 4.5),
    ("sidebar_muted", "sidebar", 4.5),
    ("sidebar_text", "sidebar_selected", 4.5),
    *((part, back, 3.0) for part in ("field_line", "focus", "scroll") for back in ("page", "card")),
    ("focus", "selection", 3.0),
    ("sidebar_logo", "sidebar", 3.0),
    ("sidebar_focus", "sidebar", 3.0),
)
"""Every pair of roles that meets on the screen: foreground, background, least ratio (WCAG 2.2 1.4.3 and 1.4.11)."""


def contrast(a: str, b: str) -> float:
    """Return the WCAG contrast ratio of two "#rrggbb" colours, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens_for(scheme: str, practice: bool) -> Tokens:
    """Return the colours of "light", "dark" or "high", in practice's own colours where asked."""
    base = {"light": LIGHT, "dark": DARK, "high": HIGH}[scheme]
    if not practice:
        return base
    worn = replace(base, **_PRACTICE[scheme])  # type: ignore[arg-type]  # only colours, never `tones`
    accent = Tone(worn.accent_soft, worn.accent_strong, worn.accent_strong)
    return replace(worn, tones=base.tones | {"accent": accent})
