"""The keyboard of a first visit: arrows choose among those who are here already, Enter takes one or goes on."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from cima_desktop.gui.views.interview.interview_keys import is_enter

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class KnownKeys(QObject):
    """Watches the boxes in which somebody is typed; the list itself never takes the cursor."""

    def __init__(self, found: QListWidget, boxes: Sequence[QWidget], take: Callable[[], bool]) -> None:
        """Take the list, the boxes, and what Enter does; it tells whether somebody was taken."""
        super().__init__(found)
        self._list, self._take = found, take
        for box in boxes:
            box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self._list.isHidden():
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() and self._list.count():
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return True
            if is_enter(event) and self._take():
                return True
        return super().eventFilter(watched, event)
