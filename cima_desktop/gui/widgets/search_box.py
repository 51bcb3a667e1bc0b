"""A box to search or filter by typing."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import Text, bind

_PAUSE_MS = 90


class SearchBox(QLineEdit):
    """Tells what was typed after a short pause, at once on Enter, and hands the arrow down to the list below."""

    asked = Signal(str)
    down_pressed = Signal()

    def __init__(self, placeholder: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(200)
        self.setClearButtonEnabled(True)
        self._glass = QAction(icons.icon("search", "muted"), "", self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        bind(self, QLineEdit.setPlaceholderText, placeholder)
        bind(self, QLineEdit.setAccessibleName, placeholder)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._last = ""
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self._ask()
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._ask()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self._pause.stop()
        if self.text() != self._last:
            self._last = self.text()
            self.asked.emit(self._last)
