"""A part that was drawn in ui/: set up from its form, and told again at a switch of language."""

from typing import Protocol

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.theme import S


class Drawn(Protocol):
    """What uic writes for a form."""

    def setupUi(self, widget: QWidget) -> None:
        """Make the widgets."""

    def retranslateUi(self, widget: QWidget) -> None:
        """Say every word."""


class FormWidget(QWidget):
    """Call `draw` with the form in the constructor."""

    _drawn: Drawn | None = None

    def draw(self, drawn: Drawn) -> None:
        """Make the widgets of the form; lengths grow with the text size."""
        drawn.setupUi(self)
        self._drawn = drawn
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(S(8))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._drawn is not None:
            self._drawn.retranslateUi(self)
