"""The whole program on a real vault, driven as a person would drive it; made-up people only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.app import Program
from cima_desktop.gui import theme
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.gui.views.records.households import HouseholdsPage
from cima_desktop.gui.views.records.people import PeoplePage
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services.session import Session
from cima_desktop.settings import Settings
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST
from tests import templates

T = TypeVar("T")
PASSPHRASE = "a passphrase for tests only"
ADD = "Added a person"


def make_vault(folder: Path) -> str:
    """Make a vault that opens at once; return its recovery code."""
    made = templates.vault(folder, PASSPHRASE, "Mesa de prueba")
    made.vault.close()
    return made.recovery_code


class Driver:
    """The program with its window in sight."""

    def __init__(self, qtbot: QtBot, folder: Path, make: bool = True) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.code = make_vault(folder) if make else ""
        self.program = Program(Settings(), folder, TESTING_COST)
        self.window = self.program.window
        theme.wear(self.window)  # as the program does: building pages is three times as dear without
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.program.start()

    @property
    def desk(self) -> Desk:
        """Return the open desk."""
        assert self.program.desk is not None
        return self.program.desk

    def settle(self) -> None:
        """Wait until nothing is asked of the vault and every answer has been shown."""
        for _round in range(6):
            self.program.tasks.wait_idle()
            QApplication.processEvents()

    def cover(self) -> QWidget:
        """Return what stands over the window."""
        found = self.window._cover
        assert found is not None
        return found

    def door(self) -> UnlockView:
        """Return the door."""
        found = self.cover()
        assert isinstance(found, UnlockView)
        return found

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Open the vault at the door."""
        door = self.door()
        door.ui.passphrase_edit.setText(passphrase)
        door.open()
        self.settle()

    def lock(self, reason: str = "asked") -> None:
        """Lock, and wait until the door stands there."""
        self.program.lock(reason)
        self.settle()

    def ask(self, call: Callable[[Session], T]) -> T:
        """Return what a call on the vault's own thread returns."""
        found: list[T] = []
        session = self.desk.session
        self.program.tasks.run(lambda: call(session), found.append)
        self.program.tasks.wait_idle()
        return found[0]

    def add(self, kind: str = "person", **values: Value) -> RecordId:
        """Put a record into the vault."""
        record = new_id()
        touched = self.ask(lambda s: s.store.save(ADD, [Edit(kind, record, values)]))
        self.desk.changed.emit(touched)
        self.settle()
        return record

    def page(self, key: str) -> Any:
        """Show a page and return it."""
        page = self.window.show_page(key)
        self.settle()
        return page

    def people(self) -> PeoplePage:
        """Show the people."""
        page = self.page("people")
        assert isinstance(page, PeoplePage)
        return page

    def households(self) -> HouseholdsPage:
        """Show the households."""
        page = self.page("households")
        assert isinstance(page, HouseholdsPage)
        return page

    def finish(self) -> None:
        """Close the window and end the worker."""
        self.window.close()
        self.settle_quietly()
        self.window.deleteLater()
        QApplication.processEvents()

    def settle_quietly(self) -> None:
        """Let what is left on the way arrive, without a worker."""
        QApplication.processEvents()
