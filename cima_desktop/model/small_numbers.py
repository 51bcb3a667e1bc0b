"""Numbers that leave the desk: 1 to 4 are not told, nor what one could subtract to find them out (P5; law facts, 8).

A number below five could point at somebody. Hiding only the small ones would not do: whoever knows the total takes
the others from it. So as many larger numbers are kept back beside them as leave at least two possible values for each
small one; and where that is not enough, nothing of the list is told.
"""

from collections.abc import Sequence
from enum import Enum

import attrs

SMALL = 5
"""The smallest number of people, cases or incidents that is told outside."""


class Hidden(Enum):
    """Why a number is not told."""

    NO = "no"
    SMALL = "small"
    """It is 1 to 4, and printed as "<5"."""
    BESIDE = "beside"
    """With it one could work out one that is small."""


@attrs.frozen
class Told:
    """A number as it may leave the desk; `value` is None when it may not."""

    value: int | None
    hidden: Hidden = Hidden.NO


@attrs.frozen(kw_only=True)
class Published:
    """A list of numbers and their total as they may leave the desk."""

    cells: tuple[Told, ...]
    total: Told


def is_small(n: int) -> bool:
    """Tell whether a number must not leave the desk."""
    return 0 < n < SMALL


def publish(counts: Sequence[int]) -> Published:
    """Return numbers that stand in one list, and their sum, as they may be told together.

    The sum is told unless it is small itself: other lists of the same people have it too. Where it would give a small
    number away whatever is kept back, none of the list is told.

    Raises:
        ValueError: one of them is negative.
    """
    if any(n < 0 for n in counts):
        raise ValueError("a count is never negative")
    total = sum(counts)
    if is_small(total):
        return Published(cells=_untold(counts), total=Told(None, Hidden.SMALL))
    hidden = {place: Hidden.SMALL for place, n in enumerate(counts) if is_small(n)}
    spare = sorted(
        (place for place in range(len(counts)) if place not in hidden), key=lambda p: (not counts[p], counts[p])
    )
    while _gives_away(counts, hidden):
        if not spare:
            return Published(cells=_untold(counts), total=Told(total))
        hidden[spare.pop(0)] = Hidden.BESIDE
    return Published(cells=_cells(counts, hidden), total=Told(total))


def _untold(counts: Sequence[int]) -> tuple[Told, ...]:
    return tuple(Told(None, Hidden.BESIDE) for _n in counts)


def _cells(counts: Sequence[int], hidden: dict[int, Hidden]) -> tuple[Told, ...]:
    return tuple(Told(None, hidden[place]) if place in hidden else Told(n) for place, n in enumerate(counts))


def _gives_away(counts: Sequence[int], hidden: dict[int, Hidden]) -> bool:
    """Tell whether the sum of what is hidden leaves a small number only one possible value."""
    small = sum(why is Hidden.SMALL for why in hidden.values())
    beside = len(hidden) - small
    left = sum(counts[place] for place in hidden)
    return small > 0 and sum(_can_be(left - value, small - 1, beside) for value in range(1, SMALL)) < 2


def _can_be(left: int, small: int, beside: int) -> bool:
    """Tell whether so many small numbers, and others that are 0 or at least five, can have this sum."""
    sums = range(small, small * (SMALL - 1) + 1)
    return any(left - each == 0 or (beside > 0 and left - each >= SMALL) for each in sums)


def publish_rows(rows: Sequence[Sequence[int]]) -> tuple[Published, ...]:
    """Return rows of numbers, of which the sum of all is told elsewhere, as they may be told together.

    The sums of the rows are a list of their own. A row whose sum may not be told is not told at all; no sum of a
    column is told.

    Raises:
        ValueError: one of them is negative.
    """
    sums = publish([sum(row) for row in rows])
    return tuple(
        publish(row) if told.value is not None else Published(cells=_untold(row), total=told)
        for row, told in zip(rows, sums.cells, strict=True)
    )
