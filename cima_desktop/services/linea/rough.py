"""What two places have in common: the same road, the same town, the same county."""

from collections.abc import Mapping

from cima_desktop.i18n import N_
from cima_desktop.model.places import roughly
from cima_desktop.model.text import fold

SAME_ROAD = N_("same road or place")
SAME_TOWN = N_("same town")
SAME_COUNTY = N_("same county")
_COUNTY = (" county", " condado")
_LEAST = 4
"""Shorter names of roads say too little to be found inside others."""


def same_place(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Return what two places (fields `place` or `area`, `city`, `county`) share, as messages; nothing when nothing.

    A road counts only where the towns do not speak against it: every town has a Main Street.
    """
    towns, counties = (_pair(one, other, name) for name in ("city", "county"))
    roads = (road(one), road(other))
    apart = all(towns) and towns[0] != towns[1]
    found = []
    if all(roads) and not apart and (roads[0] in roads[1] or roads[1] in roads[0]):
        found.append(SAME_ROAD)
    if all(towns) and not apart:
        found.append(SAME_TOWN)
    elif all(counties) and counties[0] == counties[1]:
        found.append(SAME_COUNTY)
    return found


def road(values: Mapping[str, object]) -> str:
    """Return the road or landmark of a place as it is compared; empty when it is too short to say anything."""
    words = str(values.get("area") or values.get("place") or "")
    found = fold(roughly(words, ""))
    return found if len(found) >= _LEAST else ""


def _pair(one: Mapping[str, object], other: Mapping[str, object], name: str) -> tuple[str, str]:
    return _plain(str(one.get(name) or "")), _plain(str(other.get(name) or ""))


def _plain(name: str) -> str:
    folded = fold(name)
    for word in _COUNTY:
        folded = folded.removesuffix(word)
    return folded
