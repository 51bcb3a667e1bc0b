"""Bars beside their words and numbers: drawn, read out as one description, in the colours that are worn."""

from collections.abc import Sequence

import attrs
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionFocusRect, QWidget

from cima_desktop.gui import theme
from cima_desktop.gui.language import Text, bind, say
from cima_desktop.gui.theme import S

_ROW, _GAP = 26, 8
_WORDS = 0.44
"""The share of the width that the words have."""


@attrs.frozen(kw_only=True)
class Bar:
    """One bar: its words, its length, and the number as it is written after it."""

    words: Text
    n: int
    told: Text


class BarChart(QWidget):
    """Shows bars under each other; Tab reaches it, and a screen reader reads every number."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bind(self, QWidget.setAccessibleName, name)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars instead of the present ones."""
        self.bars = tuple(bars)
        bind(self, QWidget.setAccessibleDescription, self._read_out)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(S(420), len(self.bars) * self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(S(240), len(self.bars) * self._height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self.updateGeometry()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.n for bar in self.bars), default=0) or 1
        for number, bar in enumerate(self.bars):
            self._paint_bar(painter, bar, number * self._height(), bar.n / most)
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: Bar, top: int, share: float) -> None:
        height, words = self._height(), round(self.width() * _WORDS)
        metrics, told = self.fontMetrics(), say(bar.told)
        painter.setPen(QColor(theme.tokens().text))
        middle = Qt.AlignmentFlag.AlignVCenter
        room = QRectF(0, top, words - S(_GAP), height)
        painter.drawText(
            room, middle, metrics.elidedText(say(bar.words), Qt.TextElideMode.ElideRight, int(room.width()))
        )
        longest = self.width() - words - metrics.horizontalAdvance(told) - S(2 * _GAP)
        length = max(0.0, longest * share)
        painter.fillRect(QRectF(words, top + height * 0.2, length, height * 0.6), QColor(theme.tokens().accent))
        painter.drawText(QRectF(words + length + S(_GAP), top, self.width(), height), middle, told)

    def _height(self) -> int:
        return max(S(_ROW), self.fontMetrics().height() + S(6))

    def _read_out(self) -> str:
        return "; ".join(f"{say(bar.words)}: {say(bar.told)}" for bar in self.bars)
