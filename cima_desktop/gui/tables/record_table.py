"""The list on the left of a page: lines with two rows of words, keyboard first, columns that give way."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.tables.columns import Column, Row
from cima_desktop.gui.tables.record_table_model import RecordTableModel
from cima_desktop.gui.tables.row_delegate import RowDelegate, row_height
from cima_desktop.gui.theme import S


class RecordTable(QTableView):
    """Shows a `RecordTableModel`; one line is chosen at a time."""

    chosen = Signal(object)
    """The row the person has moved to, or None when there is none."""
    opened = Signal(object)
    """The row on which Enter was pressed or that was clicked twice."""

    def __init__(self, columns: Sequence[Column], name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RecordTableModel(columns, self)
        self._quiet = False
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the list; the arrow keys move in it
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        self.setSortingEnabled(False)
        header.setSortIndicatorShown(False)
        header.sectionClicked.connect(self._sort)
        self.activated.connect(self._open)
        bind(self, RecordTable.setAccessibleName, name)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.rows.modelReset.connect(self._lay_out)
        self._lay_out()

    def choose(self, matches: Callable[[Row], bool]) -> bool:
        """Choose the first line whose row matches; tell whether there was one."""
        number = self.rows.find(matches)
        if number < 0:
            return False
        self.choose_line(number)
        return True

    def choose_line(self, number: int) -> None:
        """Choose a line by its number."""
        index = self.rows.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def current(self) -> Row | None:
        """Return the chosen row."""
        return self.rows.row(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.rows.retell()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "rows"):
            self._lay_out()

    def _lay_out(self) -> None:
        """Give every column its room; spare columns go when the first would get less than it needs."""
        vertical = self.verticalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(row_height())
        room = self.viewport().width()
        taken = sum(S(column.width) for column in self.rows.columns if not column.stretch)
        for number, column in reversed(list(enumerate(self.rows.columns))):
            hide = column.spare and room > 0 and room - taken < S(200)
            self.setColumnHidden(number, hide)
            taken -= S(column.width) if hide else 0
        header = self.horizontalHeader()
        for number, column in enumerate(self.rows.columns):
            if column.stretch:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(number, S(column.width))

    def _sort(self, column: int) -> None:
        header = self.horizontalHeader()
        again = header.isSortIndicatorShown() and header.sortIndicatorSection() == column
        backwards = again and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        order = Qt.SortOrder.DescendingOrder if backwards else Qt.SortOrder.AscendingOrder
        header.setSortIndicatorShown(True)
        header.setSortIndicator(column, order)
        self.rows.sort(column, order)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.row(index.row()))

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows.row(current.row()) if current.isValid() else None)
