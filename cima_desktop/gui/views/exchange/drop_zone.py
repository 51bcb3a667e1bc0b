"""A place to drop a bundle, with a button for those who do not drag."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import PrimaryButton
from cima_desktop.gui.widgets.dropped_file import one_file
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_

_HINT = N_("Or drop the file here. It ends in .cima and stays where it is.")
_LET_GO = N_("Drop it to have it checked.")


class DropZone(QFrame):
    """Takes one file at a time."""

    dropped = Signal(str)
    choose_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self.choose_button = PrimaryButton(N_("Choose a file…"), "download")
        self.choose_button.setObjectName("receive_choose_button")
        self.choose_button.clicked.connect(self.choose_wanted)
        self.hint_label = Label(_HINT, "muted", wrap=True)
        self.hint_label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(S(16), S(16), S(16), S(16))
        column.setSpacing(S(8))
        column.addWidget(Drawing("download"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.hint_label)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if one_file(event.mimeData()):
            self.hint_label.set_words(_LET_GO)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hint_label.set_words(_HINT)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.hint_label.set_words(_HINT)
        path = one_file(event.mimeData())
        if path:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(path)
