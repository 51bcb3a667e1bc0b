"""An operator at the hotline's page who has nothing but a keyboard; every key is counted."""

from PySide6.QtCore import Qt

from cima_desktop.gui.views.linea.call_form import CallForm
from cima_desktop.gui.views.linea.linea import LineaPage
from tests.gui.keyboard import CTRL, ENTER, NO_KEYS, press, write
from tests.gui.program_driver import Driver

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


class Operator:
    """Takes calls."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.keys = 0
        page = driver.page("linea")
        assert isinstance(page, LineaPage)
        self.page = page

    @property
    def form(self) -> CallForm:
        """Return the form of the call."""
        return self.page.new_call.form

    def begin(self) -> None:
        """Take a call."""
        self.page.begin()
        self.driver.settle()

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
        self.driver.settle()

    def save(self) -> None:
        """Save with Ctrl+Enter."""
        self.press(ENTER, CTRL)
        self.driver.settle()

    def problem(self, row: str) -> str:
        """Return what is said to be wrong beside a row."""
        return str(self.form.rows[row].problem_label.text())
