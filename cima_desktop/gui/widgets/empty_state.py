"""What stands where there is nothing yet: an icon, a line, an explanation and one thing to do."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cima_desktop.gui import icons, theme
from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import PrimaryButton
from cima_desktop.gui.widgets.labels import Label, show_if


class Drawing(QWidget):
    """An icon on its own, in a colour of the theme."""

    def __init__(self, icon: str, role: str = "muted", side: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._role, self._side = icon, role, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, role: str = "") -> None:
        """Show another icon, perhaps in another colour."""
        self._icon, self._role = icon, role or self._role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(S(self._side), S(self._side))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self.rect(), self._icon, theme.tokens().colour(self._role))
        painter.end()


class EmptyState(QWidget):
    """Fills its place, in the middle."""

    pressed = Signal()

    def __init__(
        self, icon: str, line: Text, explanation: Text = "", button: Text = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.drawing = Drawing(icon)
        self.line_label = Label("", "section", wrap=True)
        self.explanation_label = Label("", "muted", wrap=True)
        self.button = PrimaryButton("")
        self.button.clicked.connect(self.pressed)
        layout = QVBoxLayout(self)
        layout.setSpacing(S(8))
        layout.addStretch(2)
        layout.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.line_label, self.explanation_label):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(S(4))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.set_words(line, explanation, button)

    def set_words(self, line: Text, explanation: Text = "", button: Text = "", icon: str = "") -> None:
        """Say something else."""
        if icon:
            self.drawing.set_icon(icon)
        self.line_label.set_words(line)
        self.explanation_label.set_words(explanation)
        show_if(self.explanation_label, bool(explanation))
        self.button.set_words(button)
        show_if(self.button, bool(button))
