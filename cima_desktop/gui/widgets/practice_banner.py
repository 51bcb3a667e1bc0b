"""The striped line that says: this is practice."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cima_desktop.gui import colours
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.i18n import N_


class PracticeBanner(QWidget):
    """Always in sight over a practice vault."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = ""
        bind(self, PracticeBanner._set_words, N_("PRACTICE: made-up families. Nothing here is real."))

    def words(self) -> str:
        """Return what it says."""
        return self._words

    def sizeHint(self) -> QSize:
        return QSize(S(300), S(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.PRACTICE_STRIPES[0]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.PRACTICE_STRIPES[1]))
        height, step = self.height(), S(28)
        for x in range(-height, self.width(), step):
            corners = [(x, height), (x + height, 0), (x + height + step / 2, 0), (x + step / 2, height)]
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(colours.PRACTICE_TEXT))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()

    def _set_words(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self.update()
