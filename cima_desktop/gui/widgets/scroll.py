"""A part of a page that scrolls up and down when it is higher than its place."""

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S


def bring_into_sight(part: QWidget, spot: QRect | None = None) -> None:
    """Scroll whatever the part stands in as far as it takes to see it; of a high one, the `spot` that matters."""
    above = part.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    content = above.widget() if above is not None else None
    if above is not None and content is not None:
        middle = (spot or part.rect()).center()
        seen = part.mapTo(content, middle)
        above.ensureVisible(seen.x(), seen.y(), 0, (spot or part.rect()).height() // 2 + S(8))


class _Inside(QWidget):
    """Holds the content, and is as high as it is at its width.

    The least height of a layout is reckoned at its least width, where every sentence takes many lines and two columns
    are one: with it, a form would end in a screenful of nothing.
    """

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least


class Scroll(QScrollArea):
    """Holds a form; never takes the focus itself, and brings the field that has it into sight."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "clear")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = _Inside()
        room = QVBoxLayout(inside)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(content)
        self.setWidget(inside)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _before: QObject | None, now: QObject | None) -> None:
        content = self.widget()
        if isinstance(now, QWidget) and content is not None and content.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, S(24))
