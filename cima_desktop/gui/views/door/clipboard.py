"""What is copied here does not stay in the clipboard: it goes after half a minute, and at a lock (V9, S08)."""

from typing import Protocol

from PySide6.QtCore import QMimeData, QObject, QTimer, SignalInstance
from PySide6.QtGui import QClipboard, QGuiApplication

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.private_copy import MARK, marked

SECONDS = 30
_SELECTION = QClipboard.Mode.Selection
"""What X11 copies as soon as it is chosen with the mouse."""


class Board(Protocol):
    """What is needed of a clipboard."""

    dataChanged: SignalInstance

    def mimeData(self) -> QMimeData | None:
        """Return what lies in it."""

    def setMimeData(self, data: QMimeData, /) -> None:
        """Put something in."""

    def clear(self, mode: QClipboard.Mode = ..., /) -> None:
        """Empty it."""

    def ownsClipboard(self) -> bool:
        """Tell whether this program put in what lies there."""

    def ownsSelection(self) -> bool:
        """Tell whether this program chose what is chosen."""


class ClipboardGuard(QObject):
    """Watches the clipboard while a vault is open; what another program put there since is never touched."""

    def __init__(self, desk: Desk, board: Board | None = None) -> None:
        super().__init__(desk)
        self._board: Board = board or QGuiApplication.clipboard()
        self.clock = QTimer(self)
        self.clock.setSingleShot(True)
        self.clock.setInterval(SECONDS * 1000)
        self.clock.timeout.connect(self._clear)
        self._board.dataChanged.connect(self._changed)
        desk.closing.connect(self._forget)

    def _changed(self) -> None:
        if not self._board.ownsClipboard():
            self.clock.stop()
            return
        data = self._board.mimeData()
        if data is None or not data.hasText() or not data.text():
            return
        self.clock.start()
        if not data.hasFormat(MARK):  # from a menu of Qt's own
            self._board.setMimeData(marked(data.text()))

    def _clear(self) -> None:
        if self._board.ownsClipboard():
            self._board.clear()

    def _forget(self) -> None:
        """Leave nothing behind at a lock or at the end."""
        self.clock.stop()
        self._clear()
        if self._board.ownsSelection():
            self._board.clear(_SELECTION)
