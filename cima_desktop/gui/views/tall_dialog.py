"""A dialog whose questions may take more room than the screen has: as high as what it asks, then it scrolls."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.scroll import Scroll

_LEAST = 40
"""The lowest that can be scrolled in."""


class TallDialog(PlainDialog):
    """Its rows lie in a part that scrolls; title, errors and buttons stay in sight."""

    def __init__(self, title: Text, explanation: Text, done: Text, width: int, parent: QWidget | None = None) -> None:
        super().__init__(title, explanation, done, parent)
        self.setMinimumWidth(S(width))
        self._content = QWidget()
        outside, self.rows = self.rows, QVBoxLayout(self._content)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(outside.spacing())
        self._scroll = Scroll(self._content)
        self._scroll.setFixedHeight(S(_LEAST))
        outside.addWidget(self._scroll)
        self._content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that what is asked takes more or less room."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            QTimer.singleShot(0, self, self._fit)
        return super().event(event)

    def _fit(self) -> None:
        """Take the height that is asked for, as far as the screen has it."""
        width = self.width()
        beside = self.column.totalHeightForWidth(width) - self._scroll.minimumHeight()
        room = self.room() - beside
        rows, width_of_rows = self.rows, self._scroll.width()
        wanted = rows.totalHeightForWidth(width_of_rows) if rows.hasHeightForWidth() else rows.totalSizeHint().height()
        # A bar that stood there while there was less room makes lines longer, and would stay for their sake.
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if wanted <= room else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(bar)
        self._scroll.setFixedHeight(max(S(_LEAST), min(wanted, room)))
        self.resize(width, self.column.totalHeightForWidth(width))
        self.keep_in_sight()
