"""Something that can be chosen on a cover: a drawing, why one would, and its button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label


def offer(icon: str, words: Text, button: SecondaryButton) -> QHBoxLayout:
    """Return the row that offers `button`."""
    row = QHBoxLayout()
    row.setSpacing(S(14))
    row.addWidget(Drawing(icon, "accent", side=28), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(S(8))
    column.addWidget(Label(words, wrap=True))
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    row.addLayout(column, 1)
    return row
