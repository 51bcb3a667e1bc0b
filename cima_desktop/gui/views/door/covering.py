"""What stands over the whole window (unlock, first run): a card in the middle of an empty page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar, announce
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

WIDTH = 620


class Cover(QWidget):
    """The card has a title and a body; what went wrong is said at its head."""

    def __init__(self, title: Text, icon: str = "hand-heart", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "cover")
        self.card = Card()
        self.card.setMaximumWidth(S(WIDTH))
        self.card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        head = QHBoxLayout()
        head.setSpacing(S(12))
        head.addWidget(Drawing(icon, "accent", side=32))
        self.title_label = Label(title, "title", wrap=True)
        head.addWidget(self.title_label, 1)
        self.message_bar = MessageBar()
        self.card.body.addLayout(head)
        self.card.body.addWidget(self.message_bar)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(S(24), S(24), S(24), S(24))
        column.addStretch(2)
        column.addWidget(Label(N_("CIMA – family emergency plans, on this computer only"), "small"), 0, _MIDDLE)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card, 20)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroll(inner))

    def show_problem(self, error: KnownError) -> None:
        """Say what went wrong and what to do."""
        self.message_bar.show_problem(error)


class Blank(QWidget):
    """Nothing at all: what is seen while a vault is being closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "cover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words_label = Label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(Drawing("lock", "muted", side=44), 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.words_label, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self.setAccessibleName("CIMA")

    def say(self, words: Text) -> None:
        """Say what is still being done before the vault is shut for good."""
        self.words_label.set_words(words)
        announce(self, self.words_label.text())


_MIDDLE = Qt.AlignmentFlag.AlignHCenter
