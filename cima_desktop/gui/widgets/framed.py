"""A frame around a list or table, with the focus ring drawn where it cannot break at a scroll bar."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import restyle


class Framed(QFrame):
    """Puts a frameless view into a rounded card that shows a ring while the view has the focus."""

    def __init__(self, view: QAbstractScrollArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setProperty("ring", False)
        view.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(S(5), S(3), S(3), S(5))
        layout.addWidget(view)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.setProperty("ring", event.type() == QEvent.Type.FocusIn)
            restyle(self)
        return super().eventFilter(watched, event)
