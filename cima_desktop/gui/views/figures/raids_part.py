"""The grid of what was confirmed: counties by hours of the day, or by weeks; no map (P6)."""

from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cima_desktop.gui import theme
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.figures.period_picker import PeriodPicker
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, clock_text, day_text, ngettext
from cima_desktop.services.patterns.raids import HOURS, WEEKS, Grid, county_text, grid, incidents

_SORTS: tuple[tuple[str, Text], ...] = ((HOURS, N_("By hour of the day")), (WEEKS, N_("By week")))
_NOTE = N_(
    "Only what a trained verifier signed as confirmed. A county and an hour say where and when to be ready; they do not"
    " say what will happen."
)
Index = QModelIndex | QPersistentModelIndex
_SHARE = Qt.ItemDataRole.UserRole
_DARK = 0.55
"""From such a share of the accent on, its own text colour reads better."""
_NARROW, _WIDE = 42, 96
_MOST_HIGH = 14
"""So many counties are in sight at once; the others are reached by scrolling."""


class RaidsPart(QWidget):
    """A period, and the numbers of its counties: the darker, the more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.picker = PeriodPicker(desk.session.today())
        self.sort_chips = FilterChips(_SORTS)
        self.table = GridTable()
        self.empty_label = Label(N_("Nothing was confirmed in these days."), "muted", wrap=True)
        self.undated_label = Label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        for part in (self.picker, self.sort_chips, Label(_NOTE, "muted", wrap=True), self.table):
            column.addWidget(part)
        column.addWidget(self.empty_label)
        column.addWidget(self.undated_label)
        column.addStretch(1)
        self.table.hide()
        self.empty_label.hide()
        self.picker.chosen.connect(self.read)
        self.sort_chips.chosen.connect(lambda _key: self.read())
        desk.closing.connect(self.table.forget)

    def read(self) -> None:
        """Count anew."""
        period, sort = self.picker.period, self.sort_chips.value()
        self.desk.ask(lambda s: grid(incidents(s, period), period, sort), self._show, latest="raids")

    def _show(self, counted: Grid) -> None:
        self.table.show_grid(counted)
        show_if(self.table, bool(counted.rows))
        show_if(self.empty_label, not counted.rows)
        self.undated_label.set_words(
            lambda: ngettext(
                "Of {n} more the hour is not known.", "Of {n} more the hour is not known.", counted.undated
            ).format(n=counted.undated)
        )
        show_if(self.undated_label, counted.undated > 0)


class GridTable(QTableWidget):
    """The numbers as a table: the arrow keys go from one to the next, and each is read out with its county and time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raids_table")
        self._grid: Grid | None = None
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)  # Tab leaves the table; the arrow keys move in it
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(_Shade(self))
        self.horizontalHeader().setMinimumSectionSize(S(_NARROW))
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        bind(self, QWidget.setAccessibleName, N_("Confirmed, by county and time"))

    def show_grid(self, counted: Grid) -> None:
        """Show a grid."""
        self._grid = counted
        self._fill()

    def forget(self) -> None:
        """Show nothing."""
        self._grid = None
        self.clear()
        self.setRowCount(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        wanted = (QEvent.Type.LanguageChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if event.type() in wanted and getattr(self, "_grid", None) is not None:
            self._fill()

    def _fill(self) -> None:
        counted = self._grid
        if counted is None:
            return
        heads = [_head(counted.sort, column) for column in counted.columns]
        self.setColumnCount(len(heads))
        self.setRowCount(len(counted.rows))
        self.setHorizontalHeaderLabels(heads)
        self.setVerticalHeaderLabels([county_text(county) for county, _cells in counted.rows])
        for row, (county, cells) in enumerate(counted.rows):
            for column, n in enumerate(cells):
                self.setItem(row, column, _item(n, counted.most, f"{county_text(county)}, {heads[column]}"))
        for column in range(len(heads)):
            self.setColumnWidth(column, S(_NARROW if counted.sort == HOURS else _WIDE))
        height = self.horizontalHeader().sizeHint().height() + self.horizontalScrollBar().sizeHint().height() + S(4)
        height += sum(self.rowHeight(row) for row in range(min(len(counted.rows), _MOST_HIGH)))
        self.setFixedHeight(height)


class _Shade(QStyledItemDelegate):
    """Paints a number on its shade; the style sheet would paint over the background of an item."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = float(index.data(_SHARE) or 0.0)
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        tokens = theme.tokens()
        painter.fillRect(room, _mixed(tokens.accent, tokens.card, share))
        painter.setPen(QColor(tokens.accent_text if share > _DARK else tokens.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(index.data() or ""))
        if state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected):
            painter.setPen(QPen(QColor(tokens.focus), S(2)))
            painter.drawRect(room.adjusted(1, 1, -2, -2))


def _mixed(over: str, under: str, share: float) -> QColor:
    of, on = QColor(over), QColor(under)
    parts = ((of.red(), on.red()), (of.green(), on.green()), (of.blue(), on.blue()))
    return QColor(*(round(one * share + other * (1 - share)) for one, other in parts))


def _head(sort: str, column: str) -> str:
    """Return what stands over a column: the hour with its half of the day below, or the Monday of the week."""
    if sort == HOURS:
        return clock_text(f"{int(column):02}:00").replace(":00\N{NO-BREAK SPACE}", "\n")
    return day_text(date.fromisoformat(column))


def _item(n: int, most: int, where: str) -> QTableWidgetItem:
    """Return a cell: empty for none, and the darker the more."""
    item = QTableWidgetItem(str(n) if n else "")
    words = _("{where}: {n}").format(where=where.replace("\n", " "), n=n)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
    item.setToolTip(words)
    item.setData(_SHARE, 0.2 + 0.8 * n / most if n else 0.0)
    return item
