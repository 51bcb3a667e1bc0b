"""A list in which lines are ticked: a box at the left of each, with the mouse there or Space anywhere on the line."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.tables.columns import Column, Row
from cima_desktop.gui.tables.record_table import RecordTable
from cima_desktop.gui.tables.record_table_model import ROW_ROLE
from cima_desktop.gui.tables.row_delegate import RowDelegate
from cima_desktop.gui.theme import S
from cima_desktop.i18n import N_, _

Ticks = Callable[[Row], "bool | None"]
"""Whether a line is ticked; None when a part of it is."""
_WIDTH = 76


def _spoken(state: bool | None) -> str:
    if state is None:
        return _("partly ticked")
    return _("ticked") if state else _("not ticked")


class _TickDelegate(RowDelegate):
    """Paints the first column as a box; a line that cannot be ticked has none."""

    def __init__(self, ticks: Ticks, can_tick: Callable[[Row], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._ticks, self._can_tick = ticks, can_tick

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if index.column():
            super().paint(painter, option, index)
            return
        painter.save()
        self._ground(painter, option, True)
        row = index.data(ROW_ROLE)
        if self._can_tick(row):
            self._box(painter, option, self._ticks(row))
        painter.restore()

    def _box(self, painter: QPainter, option: QStyleOptionViewItem, state: bool | None) -> None:
        box, side, middle = QStyleOptionViewItem(option), S(18), option.rect.center()
        box.rect = QRect(middle.x() - side // 2, middle.y() - side // 2, side, side)
        flag = QStyle.StateFlag.State_NoChange if state is None else QStyle.StateFlag.State_Off
        box.state = QStyle.StateFlag.State_Enabled | (QStyle.StateFlag.State_On if state else flag)
        table = option.widget
        table.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, table)


class TickTable(RecordTable):
    """Shows rows of which each can be ticked; whoever made it keeps the ticks."""

    toggled = Signal(object)
    """The row whose tick the person wants the other way round."""

    def __init__(
        self,
        columns: Sequence[Column],
        name: Text,
        ticks: Ticks,
        can_tick: Callable[[Row], bool] = lambda _row: True,
        parent: QWidget | None = None,
    ) -> None:
        def spoken(row: Row) -> str:
            return _spoken(ticks(row)) if can_tick(row) else ""

        super().__init__([Column(key="tick", title=N_("Tick"), text=spoken, width=_WIDTH), *columns], name, parent)
        self._can_tick = can_tick
        self.setItemDelegate(_TickDelegate(ticks, can_tick, self))

    def retell_ticks(self) -> None:
        """Paint every box again."""
        self.rows.retell()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.current() is not None:
            self._toggle(self.current())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index.column() == 0:
            self._toggle(self.rows.row(index.row()))
        super().mouseReleaseEvent(event)

    def _toggle(self, row: Row) -> None:
        if self._can_tick(row):
            self.toggled.emit(row)
