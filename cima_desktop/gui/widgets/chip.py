"""Small tinted pills: a state is always a word in one, never a colour alone."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from cima_desktop.gui import theme
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.widgets.labels import show_if


def chip_font() -> QFont:
    """Return the font of a chip's word."""
    font = QFont(QApplication.font())
    font.setPointSizeF(theme.points(9))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def chip_size(word: str) -> QSize:
    """Return how much room a chip takes."""
    metrics = QFontMetrics(chip_font())
    return QSize(metrics.horizontalAdvance(word) + theme.S(24), max(metrics.height() + theme.S(4), theme.S(20)))


def paint_chip(painter: QPainter, left_middle: QPointF, word: str, tone: str, width: int = 0) -> None:
    """Paint a chip whose left edge's middle is given, for delegates; cut with … when wider than `width`."""
    size = chip_size(word)
    if width and size.width() > width:
        word = QFontMetrics(chip_font()).elidedText(word, Qt.TextElideMode.ElideRight, max(0, width - theme.S(24)))
        size = chip_size(word)
    colours = theme.tokens().tones[tone]
    rect = QRectF(left_middle.x(), left_middle.y() - size.height() / 2, size.width(), size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lined = theme.tokens().name == "high"
    painter.setPen(QPen(QColor(colours.line), 1) if lined else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.back))
    half = 0.5 if lined else 0.0
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), size.height() / 2, size.height() / 2)
    painter.setFont(chip_font())
    painter.setPen(QColor(colours.fore))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()


class Chip(QWidget):
    """A pill with a word in one of the tones of the theme."""

    def __init__(self, text: Text, tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._word = ""
        self._tone = tone
        self.set_words(text, tone)

    def set_words(self, text: Text, tone: str | None = None) -> None:
        """Show another word, perhaps in another tone."""
        self._tone = tone or self._tone
        bind(self, Chip._set_word, text)

    def word(self) -> str:
        """Return the word that is shown."""
        return self._word

    def tone(self) -> str:
        """Return the tone it is shown in."""
        return self._tone

    def _set_word(self, word: str) -> None:
        self._word = word
        self.setAccessibleName(word)
        show_if(self, bool(word))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._word)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QPointF(0, self.height() / 2), self._word, self._tone, self.width())
        painter.end()


def initials(name: str) -> str:
    """Return the first letters of the first two words of a name."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()


def paint_avatar(painter: QPainter, rect: QRect, name: str) -> None:
    """Paint a person's initials in a circle."""
    colours = theme.tokens().tones["accent"]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.line), 1) if theme.tokens().name == "high" else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.back))
    painter.drawEllipse(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
    font = QFont(QApplication.font())
    font.setWeight(QFont.Weight.DemiBold)
    font.setPointSizeF(theme.points(12))
    painter.setFont(font)
    painter.setPen(QColor(colours.fore))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class Avatar(QWidget):
    """A person's initials in a circle; decoration, so a screen reader passes over it."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name = name

    def set_name(self, name: str) -> None:
        """Show another person's initials."""
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.S(48), theme.S(48))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = min(self.width(), self.height())
        circle = QRect(0, 0, side, side)
        circle.moveCenter(self.rect().center())
        paint_avatar(painter, circle, self._name)
        painter.end()
