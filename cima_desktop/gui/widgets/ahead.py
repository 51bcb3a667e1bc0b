"""Work that will be wanted soon, done in small steps while nobody waits for the window."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

PAUSE_MS = 15
"""Between two steps: keys and the mouse are answered first."""


def once_shown(window: QWidget, call: Callable[[], object], tries: int = 100) -> None:
    """Call something when the window has been painted; one that stays hidden is not waited for long."""
    if tries and not (window.isVisible() and window.windowHandle().isExposed()):
        QTimer.singleShot(PAUSE_MS, window, lambda: once_shown(window, call, tries - 1))
    else:
        QTimer.singleShot(0, window, call)


class Ahead(QObject):
    """Does one step each time the window has nothing else to do."""

    def __init__(self, steps: Iterable[Callable[[], object]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = iter(steps)
        self._done = False
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin once the window has been painted."""
        self._timer.start()

    def is_done(self) -> bool:
        """Tell whether nothing is left to do."""
        return self._done

    def _step(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
            self._done = True
        else:
            step()
