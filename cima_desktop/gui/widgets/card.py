"""White boxes on the grey page."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import Label, Rule, show_if


class Card(QFrame):
    """A framed area: an optional title with room for buttons, a body, an optional footer."""

    def __init__(self, title: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self.header = QHBoxLayout()
        self.header.setSpacing(S(8))
        self.title_label = Label(title, "section")
        show_if(self.title_label, bool(title))
        self.header.addWidget(self.title_label)
        self.header.addStretch(1)
        inner = QVBoxLayout()
        inner.setContentsMargins(S(16), S(14), S(16), S(16))
        inner.setSpacing(S(10))
        inner.addLayout(self.header)
        self.body = QVBoxLayout()
        self.body.setSpacing(S(10))
        inner.addLayout(self.body, 1)
        self._outer.addLayout(inner, 1)

    def set_title(self, title: Text) -> None:
        """Show another title."""
        self.title_label.set_words(title)
        show_if(self.title_label, bool(title))

    def add_footer(self) -> QHBoxLayout:
        """Return the layout of the footer, below a hairline; `footer_part` is all of it."""
        self.footer_part = QWidget()
        column = QVBoxLayout(self.footer_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule())
        footer = QHBoxLayout()
        footer.setContentsMargins(S(20), S(10), S(20), S(10))
        footer.setSpacing(S(6))
        column.addLayout(footer)
        self._outer.addWidget(self.footer_part)
        return footer
