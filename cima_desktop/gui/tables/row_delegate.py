"""How a line of a list is painted: a name over a quieter line, chips with a word in them, a bar at what is chosen."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cima_desktop.gui import theme
from cima_desktop.gui.tables.record_table_model import CHIPS_ROLE, DETAIL_ROLE
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.chip import chip_size, paint_chip


@dataclass(frozen=True)
class _Face:
    """A font and its measures."""

    font: QFont
    metrics: QFontMetrics


@cache
def _faces(_text_size: int) -> tuple[_Face, _Face, _Face]:
    """Return the usual, the strong and the small face of a text size: a repaint asks for them forty times."""
    plain, strong, small = (QFont(QApplication.font()) for _ in range(3))
    strong.setWeight(QFont.Weight.DemiBold)
    small.setPointSizeF(theme.points(9))
    return _Face(plain, QFontMetrics(plain)), _Face(strong, QFontMetrics(strong)), _Face(small, QFontMetrics(small))


@cache
def _colour(name: str) -> QColor:
    return QColor(name)


_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def row_height() -> int:
    """Return the height of a line with two rows of words."""
    metrics = QFontMetrics(QApplication.font())
    return max(S(49), metrics.height() * 2 + S(12))


class RowDelegate(QStyledItemDelegate):
    """Paints cells by their roles; words are always plain text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(S(80), row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setClipRect(option.rect)
        self._ground(painter, option, index.column() == 0)
        room = option.rect.adjusted(S(12), 0, -S(8), -1)
        chips = index.data(CHIPS_ROLE) or ()
        words, detail = index.data() or "", index.data(DETAIL_ROLE) or ""
        if chips:
            self._chips(painter, room, chips)
        elif detail:
            self._two_lines(painter, room, words, detail)
        else:
            self._line(painter, room, words, _faces(theme.text_size())[0], theme.tokens().text)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, first: bool) -> None:
        look = theme.tokens()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        place = option.rect
        painter.fillRect(place, _colour(look.selection if chosen else look.card))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), _colour(look.line))
        if chosen and first:
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), _colour(look.accent))

    def _two_lines(self, painter: QPainter, room: QRect, words: str, detail: str) -> None:
        _plain, strong, small = _faces(theme.text_size())
        upper, lower = strong.metrics.height(), small.metrics.height()
        top = room.top() + max(0, (room.height() - upper - lower) // 2)
        self._line(painter, QRect(room.left(), top, room.width(), upper), words, strong, theme.tokens().text)
        below = QRect(room.left(), top + upper, room.width(), lower)
        self._line(painter, below, detail, small, theme.tokens().muted)

    def _line(self, painter: QPainter, room: QRect, words: str, face: _Face, colour: str) -> None:
        painter.setFont(face.font)
        painter.setPen(_colour(colour))
        one = words.replace("\n", " ")
        painter.drawText(room, _MIDDLE, face.metrics.elidedText(one, Qt.TextElideMode.ElideRight, room.width()))

    def _chips(self, painter: QPainter, room: QRect, chips: list[tuple[str, str]]) -> None:
        left = room.left()
        for word, tone in chips:
            width = room.right() - left
            if width < S(30):
                break
            paint_chip(painter, QPointF(left, room.center().y()), word, tone, width)
            left += chip_size(word).width() + S(4)
