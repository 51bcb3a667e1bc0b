"""One file that is dropped anywhere on the window, where nothing nearer takes it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


def one_file(data: QMimeData) -> str:
    """Return the path of the one file that is being dragged, "" when it is not one file of this computer."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""


class DroppedFile(QObject):
    """Listens at a window; `wanted` tells by the path whether a file is let in now."""

    dropped = Signal(str)

    def __init__(self, window: QWidget, wanted: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._wanted = wanted
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            path = one_file(event.mimeData())
            if path and self._wanted(path):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                if event.type() == QEvent.Type.Drop:
                    self.dropped.emit(path)
                return True
        return super().eventFilter(watched, event)
