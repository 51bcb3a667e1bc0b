"""A real vault, its worker and its desk without the window around them: quick to make, driven as in it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views.desk import Desk
from cima_desktop.services.session import Session
from cima_desktop.settings import Settings

T = TypeVar("T")


class SmallDesk:
    """What a page, or a part of one, needs around it."""

    def __init__(self, qtbot: QtBot, opening: Callable[[], Session]) -> None:
        self.qtbot = qtbot
        self.tasks = Tasks()
        self.session = self._done(opening)
        self.desk = Desk(self.session, self.tasks, Settings())

    def _done(self, call: Callable[[], T]) -> T:
        found: list[T] = []
        self.tasks.run(call, found.append)
        self.tasks.wait_idle()
        return found[0]

    def ask(self, call: Callable[[Session], T]) -> T:
        """Return what a call on the vault's own thread returns."""
        return self._done(lambda: call(self.session))

    def settle(self) -> None:
        """Wait until nothing is asked of the vault any more and every answer has been shown."""
        for _round in range(6):
            self.tasks.wait_idle()
            QApplication.processEvents()

    def shut(self) -> None:
        """Close the vault and end the worker."""
        self.settle()
        self.desk.close()
        self.tasks.run(self.session.close)
        self.tasks.wait_idle()
        self.tasks.shutdown()
