"""Year-end numbers that survive the names (P4): what is there and what was erased, added up, without anybody in it."""

from collections import Counter
from collections.abc import Mapping

import attrs

from cima_desktop.model.kinds import KINDS
from cima_desktop.services.session import Session
from cima_desktop.store import Figure

SHOWN = ("person", "household", "plan", "document")
"""The kinds whose numbers are shown, in this order."""

SMALL = 5
"""A number of answers below this is not shown: it could point at somebody."""


@attrs.frozen(kw_only=True)
class Answer:
    """How often one answer of a closed list was given in a year, among records that are there or were."""

    kind: str
    field: str
    value: str
    n: int

    @property
    def is_small(self) -> bool:
        """Tell whether the number is too small to be shown."""
        return self.n < SMALL


@attrs.frozen(kw_only=True)
class Year:
    """One year: for each kind how many were begun in it, how many of those were erased since, and closed answers."""

    year: str
    begun: Mapping[str, int]
    erased: Mapping[str, int]
    answers: tuple[Answer, ...]


def years(session: Session) -> list[Year]:
    """Return the numbers of each year, the newest first."""
    gone, there = session.store.figures(), session.store.living_figures()
    begun, erased = _by_year([*gone, *there]), _by_year(gone)
    found = sorted({year for year, _kind in begun}, reverse=True)
    return [
        Year(
            year=year,
            begun={kind: begun[year, kind] for kind in SHOWN},
            erased={kind: erased[year, kind] for kind in SHOWN},
            answers=tuple(_answers([*gone, *there], year)),
        )
        for year in found
    ]


def _answers(both: list[Figure], year: str) -> list[Answer]:
    """Return how often each answer of the counted closed lists was given in a year, in declared order."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for figure in both:
        if figure.field and figure.month.startswith(year):
            counts[figure.kind, figure.field, figure.value] += figure.n
    return [
        Answer(kind=kind.name, field=field.name, value=choice.value, n=counts[key])
        for kind in KINDS.values()
        for field in kind.fields
        if field.counted
        for choice in field.choices
        if (key := (kind.name, field.name, choice.value)) in counts
    ]


def _by_year(figures: list[Figure]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for figure in figures:
        if not figure.field and figure.kind in SHOWN:
            counts[figure.month[:4], figure.kind] += figure.n
    return counts
