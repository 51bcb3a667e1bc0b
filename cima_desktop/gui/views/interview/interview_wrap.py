"""Lines of a list that take as many rows as their words need."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QListView, QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from cima_desktop.gui.theme import S

_ROOM = 10_000


class WrapDelegate(QStyledItemDelegate):
    """Measures an item by its whole text at the width there is; Qt's own measure forgets the style's margins."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        if not isinstance(view, QListView):
            return super().sizeHint(option, index)
        font = index.data(Qt.ItemDataRole.FontRole)
        metrics = QFontMetrics(font if isinstance(font, QFont) else view.font())
        width = view.viewport().width() - view.iconSize().width() - S(34)
        flags = Qt.TextFlag.TextWordWrap.value
        text = metrics.boundingRect(QRect(0, 0, max(width, S(80)), _ROOM), flags, str(index.data()))
        return QSize(S(80), max(text.height(), view.iconSize().height()) + S(14))


def wrap_lines(view: QListWidget, icon: int = 16) -> None:
    """Have a list show every word of its items."""
    view.setWordWrap(True)
    view.setTextElideMode(Qt.TextElideMode.ElideNone)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setIconSize(QSize(S(icon), S(icon)))
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setItemDelegate(WrapDelegate(view))
