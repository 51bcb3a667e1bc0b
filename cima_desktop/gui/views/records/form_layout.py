"""Two columns of rows that become one where there is no room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import Label

NARROW = 430


def group_heading(text: Text) -> Label:
    """Return the heading above a group of rows."""
    return Label(text, "section")


class FormColumns(QWidget):
    """A grid of rows; rows that are `wide` take both columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(S(16))
        self._grid.setVerticalSpacing(S(12))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)

    def add(self, row: QWidget) -> None:
        """Add a row below the others."""
        self._rows.append(row)
        row.setParent(self)
        self._columns = 0
        self._arrange(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if event.size().width() >= S(NARROW) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for row in self._rows:
            self._grid.removeWidget(row)
        line, place = 0, 0
        for row in self._rows:
            if columns == 1 or getattr(row, "wide", False):
                line, place = line + (1 if place else 0), 0
                self._grid.addWidget(row, line, 0, 1, columns, Qt.AlignmentFlag.AlignTop)
                line += 1
                continue
            self._grid.addWidget(row, line, place, Qt.AlignmentFlag.AlignTop)
            line, place = (line + 1, 0) if place else (line, 1)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
