"""A table whose head is repeated on every page it reaches."""

import attrs

from cima_desktop.documents.boxes import Box, Canvas, Columns


@attrs.define
class Table:
    """A head and rows; cut between rows, or inside one that alone is taller than what is left."""

    head: Columns
    rows: tuple[Columns, ...]
    spare: int = 0
    """How many of the last rows are empty, to be filled by hand; they give way at the end of a page."""
    before: float = 0.0
    keep: bool = False

    def height(self, width: float) -> float:
        """Return the height of the head and all rows."""
        return self.head.height(width) + sum(row.height(width) for row in self.rows)

    def fitted(self, width: float, room: float) -> "Table":
        """Return the table without the empty rows for which there is no room here."""
        table = self
        while table.spare and len(table.rows) > 1 and table.height(width) > room:
            table = attrs.evolve(table, rows=table.rows[:-1], spare=table.spare - 1)
        return table if table.height(width) <= room else self

    def split(self, width: float, room: float) -> "tuple[Box, Box] | None":
        """Cut after the last row that fits; a long row is cut too, so that nothing is ever lost."""
        used = self.head.height(width)
        for number, row in enumerate(self.rows):
            need = row.height(width)
            if used + need > room + 0.01:
                return self._cut(number, row.split(width, room - used))
            used += need
        return None

    def _cut(self, number: int, cut: "tuple[Box, Box] | None") -> "tuple[Table, Table] | None":
        head, tail = list(self.rows[:number]), list(self.rows[number:])
        if cut and isinstance(cut[0], Columns) and isinstance(cut[1], Columns):
            head.append(cut[0])
            tail[0] = cut[1]
        if not head:
            return None
        return attrs.evolve(self, rows=tuple(head), keep=False), attrs.evolve(self, rows=tuple(tail), before=0.0)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the head and the rows."""
        for row in (self.head, *self.rows):
            row.draw(canvas, x, top, width)
            top -= row.height(width)
