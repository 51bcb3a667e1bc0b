"""A QR code on the screen: black on white in every theme, with the quiet edge that readers need."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S

_QUIET = 4
_SIDE = 208


class QrSquare(QWidget):
    """Shows a text as a QR code."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[bytes] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        bind(self, QWidget.setAccessibleName, name)

    def show_text(self, words: str) -> None:
        """Show this text; the empty one shows nothing."""
        import segno  # lazy: only the exchange shows one

        self._rows = [bytes(row) for row in segno.make_qr(words, error="m").matrix] if words else []
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(S(_SIDE), S(_SIDE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        side = min(self.width(), self.height()) // (len(self._rows) + 2 * _QUIET)
        left = (self.width() - side * len(self._rows)) // 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("black"))
        for down, row in enumerate(self._rows):
            for across, dark in enumerate(row):
                if dark:
                    painter.drawRect(QRectF(left + across * side, left + down * side, side, side))
        painter.end()
