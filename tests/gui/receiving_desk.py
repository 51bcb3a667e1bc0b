"""Beto's vault in the window, and Ana beside it, who makes the bundles."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.exchange.receive_part import ReceivePart
from cima_desktop.gui.views.exchange.review_dialog import ReviewDialog
from cima_desktop.gui.views.records.rows_list import RowsList
from cima_desktop.model.ids import RecordId
from tests import exchange_pair as pair
from tests.gui.program_driver import Driver


class ReceivingDesk(Driver):
    """The program on a copy of Beto's vault, at the section where bundles are received."""

    def __init__(self, qtbot: QtBot, acquainted: Path, folder: Path) -> None:
        self.ana = pair.opened(acquainted, pair.ANA, folder)
        pair.opened(acquainted, pair.BETO, folder).close()
        self.files = folder
        super().__init__(qtbot, folder / pair.BETO, make=False)
        self.unlock(pair.PASSPHRASE)

    def part(self) -> ReceivePart:
        """Show the section and return it."""
        page = self.page("exchange")
        page.open_section("receive")
        self.settle()
        found = page.parts["receive"]
        assert isinstance(found, ReceivePart)
        return found

    def write(self, kind: str = "person", record: RecordId | None = None, **values: Any) -> RecordId:
        """Put a record into Ana's vault, or change it."""
        return pair.add(self.ana, kind, record, **values)

    def bundle(self, name: str = "one.cima", **said: Any) -> Path:
        """Have Ana make a bundle of everything for Beto."""
        card = self.ana.store.peers()[0]
        return pair.bundle_for([card], self.ana, self.files / name, **said)

    def receive(self, file: Path) -> ReviewDialog:
        """Give the program a bundle, and return the review it opens."""
        self.part().take_file(str(file))
        self.settle()
        return self.review()

    def review(self) -> ReviewDialog:
        """Return the review that is open."""
        found = [each for each in self.window.findChildren(ReviewDialog) if each.isVisible()]
        assert len(found) == 1
        return found[0]

    def press(self, button: QPushButton | None) -> None:
        """Press a button that can be pressed, and wait."""
        assert button is not None
        assert button.isEnabled()
        button.click()
        self.settle()

    def deed(self, lines: RowsList, words: str, line: int = 0) -> None:
        """Do what a line of a list offers."""
        found = next(each for each in lines.lines[line].deeds if str(each.words) == words)
        found.run()
        self.settle()

    def finish(self) -> None:
        """Close both vaults."""
        self.ana.close()
        super().finish()


def drag(widget: QWidget, *files: Path) -> tuple[bool, bool]:
    """Drag files over a widget and drop them; return whether they were let in, and taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), actions, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    drop = QDropEvent(QPointF(5, 5), actions, data, buttons, keys)
    drop.ignore()
    if enter.isAccepted():
        QApplication.sendEvent(widget, drop)
    return enter.isAccepted(), drop.isAccepted()
