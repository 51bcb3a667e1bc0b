"""From boxes to pages: fills one column after the other and cuts only where a box may be cut."""

from collections.abc import Callable, Sequence

import attrs

from cima_desktop.documents.boxes import Box, PageBreak
from cima_desktop.documents.errors import CancelledError
from cima_desktop.documents.tables import Table


@attrs.frozen
class Placed:
    """A box at its place on a page."""

    box: Box
    top: float


@attrs.frozen
class Sheet:
    """The printable area of a page, in points from the lower left corner."""

    left: float
    bottom: float
    width: float
    first_top: float
    top: float


@attrs.define
class _Flow:
    sheet: Sheet
    cancelled: Callable[[], bool]
    pages: list[list[Placed]] = attrs.Factory(list)
    y: float = 0.0

    def new_page(self) -> None:
        if self.cancelled():
            raise CancelledError
        self.pages.append([])
        self.y = self.sheet.first_top if len(self.pages) == 1 else self.sheet.top

    @property
    def empty(self) -> bool:
        return not self.pages[-1]

    def room(self, box: Box) -> float:
        return self.y - self.sheet.bottom - (0.0 if self.empty else box.before)

    def put(self, box: Box) -> None:
        if not self.empty:
            self.y -= box.before
        self.pages[-1].append(Placed(box, self.y))
        self.y -= box.height(self.sheet.width)

    def add(self, box: Box) -> None:
        """Place one box, cutting it over as many pages as it needs."""
        width = self.sheet.width
        if isinstance(box, Table):
            box = box.fitted(width, self.room(box))
        while box.height(width) > self.room(box) + 0.01:
            cut = box.split(width, self.room(box))
            if cut is None and self.empty:
                break  # taller than a page and cannot be cut: shown as far as it goes rather than lost
            if cut is not None:
                self.put(cut[0])
                box = cut[1]
            self.new_page()
        self.put(box)

    def begins(self, group: Sequence[Box]) -> bool:
        """Tell whether a group (all but the last must stay with the next) can begin on this page."""
        width = self.sheet.width
        room = self.y - self.sheet.bottom
        for number, box in enumerate(group):
            room -= 0.0 if self.empty and not number else box.before
            need = box.height(width)
            if need > room + 0.01:
                return number == len(group) - 1 and box.split(width, room) is not None
            room -= need
        return True


def paginate(boxes: Sequence[Box], sheet: Sheet, cancelled: Callable[[], bool] = lambda: False) -> list[list[Placed]]:
    """Return the pages; headings stay with what follows, and rows of a table repeat its head.

    Raises:
        CancelledError: `cancelled` said so between two pages.
    """
    flow = _Flow(sheet, cancelled)
    flow.new_page()
    number = 0
    while number < len(boxes):
        group = [boxes[number]]
        while group[-1].keep and number + len(group) < len(boxes):
            group.append(boxes[number + len(group)])
        number += len(group)
        if isinstance(group[0], PageBreak):
            if not flow.empty:
                flow.new_page()
            continue
        if not flow.empty and not flow.begins(group):
            flow.new_page()
        for box in group:
            flow.add(box)
    return flow.pages
