"""Where the pages of a document stand below one another: worked out once a layout, then only looked up."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """Where a page stands, in pixels of the whole column."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Return the last row of pixels."""
        return self.top + self.height - 1


class Spacing(NamedTuple):
    """What is left free: above the first page, beside and between pages; and how narrow a page may get."""

    above: int
    beside: int
    least: int


class PageColumn:
    """The pages of one layout."""

    def __init__(self, sizes: Sequence[tuple[float, float]], view_width: int, zoom: float, spacing: Spacing) -> None:
        beside = spacing.beside
        self.page_width = max(spacing.least, round((view_width - 2 * beside) * zoom))
        self.width = self.page_width + 2 * beside
        left = max(beside, (view_width - self.page_width) // 2)
        top = spacing.above
        self.places: list[Place] = []
        for width, height in sizes:
            self.places.append(Place(left, top, self.page_width, round(self.page_width * height / width)))
            top += self.places[-1].height + beside
        self.height = top if self.places else 0
        self._tops = [place.top for place in self.places]
        self._bottoms = [place.bottom for place in self.places]

    def seen(self, top: int, bottom: int) -> range:
        """Return the pages of which something lies between two heights."""
        return range(bisect_left(self._bottoms, top), bisect_right(self._tops, bottom))
