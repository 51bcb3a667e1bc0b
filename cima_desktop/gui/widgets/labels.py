"""Words on the window."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S


class Label(QLabel):
    """A text in one of the window's styles; always plain text, so a name with `<b>` in it is shown as typed."""

    def __init__(self, text: Text = "", kind: str = "", wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if kind:
            self.setProperty("kind", kind)
        self.set_words(text)

    def set_words(self, text: Text) -> None:
        """Show another text."""
        bind(self, QLabel.setText, text)


class ElidedLabel(Label):
    """A text on one line that ends in … where there is no room for all of it; the tooltip has the whole."""

    def minimumSizeHint(self) -> QSize:
        return QSize(min(super().minimumSizeHint().width(), S(40)), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        self.setToolTip("" if words == self.text() else self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), words)
        painter.end()


class Rule(QFrame):
    """A hairline between two things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rule")


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again after a property it looks at has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def show_if(widget: QWidget, wanted: bool) -> None:
    """Show or hide a part; one that has no place yet is never shown by itself, as that would open a window."""
    if wanted and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(wanted)
