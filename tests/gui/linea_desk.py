"""An operator at the hotline's page who has nothing but a keyboard; every key is counted."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.linea.call_form import CallForm
from cima_desktop.gui.views.linea.linea import LineaPage
from cima_desktop.model.kinds import Record
from tests.gui.keyboard import CTRL, ENTER, NO_KEYS, press, write
from tests.gui.plan_desk import new_session
from tests.gui.program_driver import Driver
from tests.gui.small_desk import SmallDesk

T = TypeVar("T")
R = TypeVar("R", bound=Record)

CHECKPOINT = {
    "safe": "1",
    "firsthand": "1",
    "agents": "5",
    "vehicles": "2",
    "activity": "1",
    "words": "Conos, paran a todos",
    "place": "Smokey Park Hwy",
    "city": "Ashev",
    "units": "8",
    "still": "1",
    "gear": "6",
}
"""What a caller says of a checkpoint, as the keys that are typed in each row."""


class LineaDesk(SmallDesk):
    """The hotline's page on a vault of its own, without the rest of the window."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, lambda: new_session(folder))
        self.opened: list[tuple[str, str]] = []
        self.desk.opener = lambda kind, record: self.opened.append((kind, record))
        self.page = LineaPage(self.desk)
        self.page.resize(1154, 700)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.shown()
        self.settle()

    def close(self) -> None:
        """Keep everything, close the vault, forget the page."""
        self.page.leave()
        self.shut()
        self.page.hide()
        self.page.deleteLater()


class Operator:
    """Takes calls, at the page alone or in the whole program."""

    def __init__(self, stage: Driver | LineaDesk) -> None:
        self.stage = stage
        self.keys = 0
        page = stage.page if isinstance(stage, LineaDesk) else stage.page("linea")
        assert isinstance(page, LineaPage)
        self.page = page

    @property
    def form(self) -> CallForm:
        """Return the form of the call."""
        return self.page.new_call.form

    def begin(self) -> None:
        """Take a call."""
        self.page.begin()
        self.stage.settle()

    def at(self) -> str:
        """Return the row that has the cursor."""
        return self.form.keys.focused()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key."""
        press(key, modifiers)
        self.keys += 1

    def answer(self, **typed: str) -> None:
        """Go on with Enter to each row, and type into it."""
        for row, keys in typed.items():
            for _step in range(60):
                if self.at() == row:
                    break
                self.press(ENTER)
            assert self.at() == row
            write(keys)
            self.keys += len(keys)
        self.stage.settle()

    def save(self) -> None:
        """Save with Ctrl+Enter."""
        self.press(ENTER, CTRL)
        self.stage.settle()

    def problem(self, row: str) -> str:
        """Return what is said to be wrong beside a row."""
        return str(self.form.rows[row].problem_label.text())


def kept(operator: Operator, kind: type[R]) -> list[R]:
    """Return every record of a kind."""
    return operator.stage.ask(lambda s: s.store.all(kind))


def take(operator: Operator, then: Qt.Key = Qt.Key.Key_F6, **more: str) -> None:
    """Take the usual checkpoint down and save it."""
    operator.answer(**{**CHECKPOINT, **more})
    operator.press(then)
    if then == Qt.Key.Key_F8:
        write("4")
    operator.save()
