"""The people one exchanges with: whose cards are here, and how far each of them is trusted."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_

_STORY = (
    N_("1. Save your card and give it to the other person. It holds no records and no secret."),
    N_("2. Take in the other person’s card, and compare the words together, best in person."),
    N_("3. From then on you can hand each other files that only you two can open."),
)


class PeersPart(QWidget):
    """Cards, words, and whom one trusts."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        for words in _STORY:
            column.addWidget(Label(words, wrap=True))
        column.addStretch(1)
