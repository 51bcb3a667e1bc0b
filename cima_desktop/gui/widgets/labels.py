"""Words on the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from cima_desktop.gui.language import Text, bind


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
