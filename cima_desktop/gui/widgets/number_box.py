"""A whole number between two bounds."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S


class NumberBox(QSpinBox):
    """Typed, or changed with the arrow keys; `edited` is told when the person changed it."""

    edited = Signal()

    def __init__(self, least: int, most: int, step: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._tell)
        self._fit()

    def set_value(self, value: int) -> None:
        """Show a number without telling anybody."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def problem(self) -> Text:
        """Return what is wrong with it, "" when nothing."""
        return ""

    def set_read_only(self, read_only: bool) -> None:
        """Make it for reading only."""
        self.setReadOnly(read_only)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        self.lineEdit().setTextMargins(S(8), 0, 0, 0)  # the style sheet's padding does not reach into it
        self.updateGeometry()

    def _tell(self, _value: int) -> None:
        self.edited.emit()
