"""A list's rows: pages of them are fetched as the person scrolls, and nothing here knows a vault."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cima_desktop.gui.language import say
from cima_desktop.gui.tables.columns import Column, Row
from cima_desktop.i18n import N_, tr

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SORT_ROLE = ROW_ROLE + 1
DETAIL_ROLE = ROW_ROLE + 2
CHIPS_ROLE = ROW_ROLE + 3

Cursor = Any
Deliver = Callable[[Sequence[Row], Cursor], None]
"""Takes a page of rows and where the next one begins (None: there are no more)."""
Source = Callable[[Cursor, Deliver], None]
"""Fetches the page that begins at a cursor (None: the first) and delivers it, now or later."""

_TOP = QModelIndex()
EMPTY = N_("empty")
"""What a screen reader says of a cell with nothing in it."""


_ASKED: dict[int, Callable[[Column, Row], Any]] = {
    _DISPLAY: lambda column, row: column.text(row),
    _SPOKEN: lambda column, row: column.words(row) or tr(EMPTY),
    _TOOLTIP: lambda column, row: column.words(row),
    ROW_ROLE: lambda _column, row: row,
    SORT_ROLE: lambda column, row: column.order(row),
    DETAIL_ROLE: lambda column, row: column.detail(row),
    CHIPS_ROLE: lambda column, row: column.chips(row),
}


class RecordTableModel(QAbstractTableModel):
    """Rows under columns. `reload` asks the source for the first page; `fetchMore` for each that follows."""

    shown = Signal()
    """The first page stands; sent after every reload, also when it is empty."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[Row] = []
        self._source: Source | None = None
        self._cursor: Cursor = None
        self._generation = 0
        self._fetching = False
        self._sorted_by: tuple[int, bool] | None = None

    def set_source(self, source: Source) -> None:
        """Take rows from another source, from its first page on."""
        self._source = source
        self.reload()

    def reload(self) -> None:
        """Ask for the first page again; what is shown stays until it has come."""
        if self._source:
            self._generation += 1
            self._fetching = True
            self._source(None, self._delivery(self._generation, first=True))

    def show(self, rows: Sequence[Row], cursor: Cursor = None) -> None:
        """Show these rows instead of the present ones."""
        self.beginResetModel()
        self._rows = list(rows)
        self._cursor = cursor
        self._arrange()
        self.endResetModel()
        self.shown.emit()

    def clear(self) -> None:
        """Forget every row and whatever is still on its way (as at a lock)."""
        self._generation += 1
        self._source = None
        self.show(())

    def row(self, number: int) -> Row | None:
        """Return what stands in a line, or None past the end."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def find(self, matches: Callable[[Row], bool]) -> int:
        """Return the first line whose row matches, or -1."""
        return next((number for number, row in enumerate(self._rows) if matches(row)), -1)

    def is_whole(self) -> bool:
        """Tell whether every page has been fetched."""
        return self._cursor is None

    def retell(self) -> None:
        """Say every word again, after a switch of language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None or not 0 <= index.column() < len(self.columns):
            return None
        column, wanted = self.columns[index.column()], int(role)
        ask = _ASKED.get(wanted)  # asked some hundred times a repaint, so one look-up by a plain number
        return ask(column, row) if ask else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if int(role) in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
                return say(self.columns[section].title)
            if int(role) == int(Qt.ItemDataRole.TextAlignmentRole):
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._cursor is not None and self._source is not None and not self._fetching

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent) and self._source:
            self._fetching = True
            self._source(self._cursor, self._delivery(self._generation, first=False))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; only a list whose pages are all here can be ordered by hand."""
        if column < 0:
            self._sorted_by = None
            return
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(old, self.row(old.row())) for old in before]
        self._arrange()
        at = {id(row): number for number, row in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(at[id(row)], old.column()) for old, row in kept])
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        if self._sorted_by and self.is_whole() and self._sorted_by[0] < len(self.columns):
            place, backwards = self._sorted_by
            self._rows.sort(key=self.columns[place].order, reverse=backwards)

    def _delivery(self, generation: int, first: bool) -> Deliver:
        def deliver(rows: Sequence[Row], cursor: Cursor) -> None:
            if generation != self._generation:
                return  # an answer to a question that has been replaced
            self._fetching = False
            if first:
                self.show(rows, cursor)
            else:
                self._append(rows, cursor)

        return deliver

    def _append(self, rows: Sequence[Row], cursor: Cursor) -> None:
        self._cursor = cursor
        if rows:
            start = len(self._rows)
            self.beginInsertRows(QModelIndex(), start, start + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()
