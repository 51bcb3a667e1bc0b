"""Answers in two columns, or one where there is no room; an answer that is hidden leaves no hole."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.interview.interview_row import AnswerRow
from cima_desktop.gui.widgets.labels import show_if

_NARROW = 560


class AnswerColumns(QWidget):
    """A grid of answer rows; rows that are `wide` take both columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AnswerRow] = []
        self._placed: tuple[int, tuple[AnswerRow, ...]] = (0, ())
        self._hidden: set[AnswerRow] = set()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(S(16))
        self._grid.setVerticalSpacing(S(12))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_rows(self, rows: Iterable[AnswerRow]) -> None:
        """Lay these rows out."""
        self._rows = list(rows)
        self._arrange()

    def show_only(self, wanted: set[AnswerRow]) -> None:
        """Show these rows; the others keep what stands in them."""
        self._hidden = set(self._rows) - wanted
        for row in self._rows:
            show_if(row, row in wanted)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= S(_NARROW) else 1
        rows = tuple(row for row in self._rows if row not in self._hidden)
        if (columns, rows) == self._placed:
            return
        self._placed = (columns, rows)
        for row in self._rows:
            self._grid.removeWidget(row)
        line = place = 0
        for row in rows:
            if row.wide or columns == 1:
                line += 1 if place else 0
                self._grid.addWidget(row, line, 0, 1, columns, Qt.AlignmentFlag.AlignTop)
                line, place = line + 1, 0
            else:
                self._grid.addWidget(row, line, place, Qt.AlignmentFlag.AlignTop)
                line, place = (line + 1, 0) if place else (line, 1)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
