"""A place made coarse for sharing: the road without its number, and the town (L7)."""

import csv
import re
from functools import cache

from cima_desktop import paths
from cima_desktop.model.text import fold

_BREAK = re.compile(
    r"[,;\n#]|\b(?:apt|apto|apartment|apartamento|unit|unidad|lot|lote|suite|ste|trlr|box|depto)\b", re.I
)
"""Where the part of an address begins that says which door it is."""
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th|ª|º)\.?", re.I)
_NUMBER = re.compile(r"\d{1,3}")
_ROAD = re.compile(
    r"(?:st|street|ave|avenue|rd|road|hwy|highway|route|us|nc|i|sr|exit|calle|avenida|carretera|autopista|salida)\.?",
    re.I,
)
_HIGHWAY = re.compile(r"(?:us|nc|i|sr)-\d{1,3}", re.I)
_LEAST_LETTERS = 3


def roughly(street: str, town: str) -> str:
    """Return what can be said of where somebody lives without saying at which door; empty when there is nothing.

    A road that is itself called by a number ("5th Avenue", "US 70") keeps it, as the number beside the road's word.
    """
    road = _road(street)
    return ", ".join(part for part in (road, " ".join(town.split())) if part)


def _road(street: str) -> str:
    words = _BREAK.split(street, maxsplit=1)[0].split()
    kept = [word for place, word in enumerate(words) if _may_stay(words, place)]
    road = " ".join(kept)
    has_number = any(c.isdigit() for c in road)  # one that may stay is the road's own, as in "US 25"
    return road if has_number or sum(c.isalpha() for c in road) >= _LEAST_LETTERS else ""


def _may_stay(words: list[str], place: int) -> bool:
    """Tell whether a word says nothing of the door: it has no digit, or is the road's own number."""
    word = words[place]
    if not any(c.isdigit() for c in word) or _HIGHWAY.fullmatch(word):
        return True
    if _ORDINAL.fullmatch(word):
        return place + 1 < len(words) and bool(_ROAD.fullmatch(words[place + 1]))
    before = words[:place]
    while before and before[0][0].isdigit():
        before = before[1:]
    return (
        bool(before)
        and all(_ROAD.fullmatch(other) or _HIGHWAY.fullmatch(other) for other in before)
        and bool(_NUMBER.fullmatch(word))
    )


@cache
def counties(state: str = "nc") -> tuple[str, ...]:
    """Return the names of a state's counties, in order ("Buncombe", not "Buncombe County")."""
    file = paths.resources() / "counties" / f"us-{state}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(row[1].removesuffix(" County") for row in csv.reader(lines) if len(row) > 1)


def known_county(typed: str) -> str:
    """Return the county of the state that was meant, however it is spelled; empty when it is none of them."""
    return _by_fold().get(fold(typed).removesuffix(" county").removeprefix("condado de "), "")


@cache
def _by_fold() -> dict[str, str]:
    return {fold(name): name for name in counties()}
