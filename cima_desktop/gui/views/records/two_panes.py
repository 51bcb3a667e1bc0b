"""A list and a record beside each other; where there is no room for both (large text), one after the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.i18n import N_

ROOM_FOR_BOTH = 760


class TwoPanes(QWidget):
    """`left` and `right` with a divider, or only one of them and a way back."""

    alone = Signal(bool)
    """Whether the right one has all the room now."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        home: QWidget,
        widths: Sequence[int] = (540, 550),
        parent: QWidget | None = None,
    ) -> None:
        """Show two widgets; `home` is what of the left one has the keyboard when somebody comes back to it."""
        super().__init__(parent)
        self._home = home  # not a focus proxy of the left one: Tab would leave out all that stands before it
        self.left, self.right = left, right
        self._is_narrow = self._on_right = False
        self.back_button = QuietButton(N_("Back to the list"), "arrow-left")
        self.back_button.clicked.connect(self.show_left)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("list_splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(S(16))
        for place, pane in enumerate((left, right)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(place, 1)
        self.splitter.setSizes([S(width) for width in widths])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(4))
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.splitter, 1)
        self._arrange()

    def show_right(self) -> None:
        """Bring the record into sight."""
        self._on_right = True
        self._arrange()

    def show_left(self) -> None:
        """Go back to the list."""
        self._on_right = False
        self._arrange()
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_alone(self) -> bool:
        """Tell whether the record has all the room."""
        return self._is_narrow and self._on_right

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < S(ROOM_FOR_BOTH)
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._arrange()

    def _arrange(self) -> None:
        self.left.setVisible(not self._is_narrow or not self._on_right)
        self.right.setVisible(not self._is_narrow or self._on_right)
        self.back_button.setVisible(self.is_alone())
        self.alone.emit(self.is_alone())
