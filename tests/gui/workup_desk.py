"""One part of a case, or the agenda, on a real vault without the window around it: quick to make, driven as in it."""

from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language
from cima_desktop.gui.views.cases.case_parts import CASE_PARTS
from cima_desktop.gui.views.interview.interview_references import DeskReferences
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.store import Edit
from tests.gui.plan_desk import TODAY, new_session
from tests.gui.small_desk import SmallDesk

T = TypeVar("T")
LUZ = {"given_names": "Luz", "paternal_surname": "Inventada", "county": "Buncombe"}


class WorkupDesk(SmallDesk):
    """A vault with one case, and whatever of it is put on the screen."""

    def __init__(self, qtbot: QtBot, folder: Path, need: str = "other") -> None:
        super().__init__(qtbot, lambda: new_session(folder))
        self.went: list[tuple[str, str]] = []
        self.desk.opener = lambda kind, record: self.went.append((kind, record))
        opened = self.ask(lambda s: open_case(s, Intake(need=need, person_values=LUZ)))
        self.case, self.person = opened.case, opened.person
        self.shown: list[QWidget] = []

    def add(self, kind: str, **values: Value) -> RecordId:
        """Put a record into the vault, and tell the desk."""
        record = new_id()
        touched = self.ask(lambda s: s.store.save("Added", [Edit(kind, record, values)]))
        self.desk.changed.emit(touched)
        self.settle()
        return record

    def tab(self, key: str) -> Any:
        """Show a part of the case, which follows what changes as on its card."""
        part = next(part for part in CASE_PARTS if part.key == key)
        tab = part.make(self.desk, DeskReferences(self.desk))
        self.desk.changed.connect(lambda _touched: tab.show_record(self.case))
        self.show(tab)
        tab.show_record(self.case)
        self.settle()
        return tab

    def show(self, widget: QWidget) -> None:
        """Put something on the screen."""
        self.shown.append(widget)
        widget.resize(1100, 700)
        widget.show()
        widget.activateWindow()
        self.qtbot.waitUntil(widget.isActiveWindow)

    def press(self, button: Any) -> None:
        """Press a button and wait for the answer."""
        button.click()
        self.settle()

    def fill(self, form: Any, **values: object) -> None:
        """Put words into the rows of a form, as they are typed."""
        for name, value in values.items():
            form.rows[name].editor.set_raw(str(value))
            form.rows[name].editor.changed.emit()

    def day(self, days: int) -> str:
        """Return a day counted from today."""
        return (TODAY + timedelta(days=days)).isoformat()

    def close(self) -> None:
        """Close the vault and forget what was shown."""
        self.shut()
        for widget in self.shown:
            widget.hide()
            widget.deleteLater()


def titles(listing: Any) -> list[str]:
    """Return what the lines of a list say first."""
    return [language.say(line.title) for line in listing.lines]
