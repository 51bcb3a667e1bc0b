"""How far an interview has come, step by step."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui import theme
from cima_desktop.gui.language import Text, say
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import _


class _Segments(QWidget):
    """A row of bars: those behind are filled, the one underway is filled and taller, those ahead are hollow."""

    def __init__(self) -> None:
        super().__init__()
        self.total, self.at = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(S(200), S(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.total:
            return
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = min(S(4), self.width() / (self.total * 3))
        width = (self.width() - gap * (self.total - 1)) / self.total
        for step in range(self.total):
            height = S(8) if step == self.at else S(5)
            rect = QRectF(step * (width + gap), (self.height() - height) / 2, width, height)
            filled = step <= self.at
            painter.setPen(Qt.PenStyle.NoPen if filled else QColor(colours.field_line))
            painter.setBrush(QColor(colours.accent if filled else colours.card))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
        painter.end()


class StepProgress(QWidget):
    """Says "Step 3 of 12: Children" over a bar with one segment a step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Text] = []
        self._segments = _Segments()
        self.label = Label("", "label")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S(6))
        layout.addWidget(self.label)
        layout.addWidget(self._segments)

    def set_steps(self, steps: Sequence[Text]) -> None:
        """Show these steps; the place among them is kept."""
        self._steps = list(steps)
        self.set_step(min(self.step(), max(0, len(steps) - 1)))

    def step(self) -> int:
        """Return the step underway, from 0."""
        return self._segments.at

    def set_step(self, step: int) -> None:
        """Go to a step, from 0."""
        self._segments.total, self._segments.at = len(self._steps), step
        self._segments.update()
        self.label.set_words(self._sentence)
        self.setAccessibleName(self.label.text())

    def _sentence(self) -> str:
        if not self._steps:
            return ""
        step = self.step()
        return _("Step {n} of {total}: {step}").format(n=step + 1, total=len(self._steps), step=say(self._steps[step]))
