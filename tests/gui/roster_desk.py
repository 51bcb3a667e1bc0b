"""The roster and the rota of a vault, as tests of the window put people and shifts there."""

from datetime import date
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QToolButton, QWidget

from cima_desktop.gui.tables.record_table import RecordTable
from cima_desktop.gui.views.records.rows_list import RowsList
from cima_desktop.gui.views.roster.rota import RotaPage
from cima_desktop.gui.views.roster.volunteers import VolunteersPage
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Record
from tests.gui.program_driver import Driver

D = TypeVar("D", bound=QDialog)
R = TypeVar("R", bound=Record)


def dialog(opened: Driver, kind: type[D]) -> D:
    """Return the dialog that stands open."""
    opened.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def click(rows: RowsList, words: str, line: int = 0) -> None:
    """Press the button of a line by its words."""
    row: QWidget = rows.rows()[line]
    buttons = [*row.findChildren(QPushButton), *row.findChildren(QToolButton)]
    next(each for each in buttons if each.accessibleName().startswith(words)).click()


def chosen(table: RecordTable) -> Any:
    """Return the row that is chosen."""
    row = table.current()
    assert row is not None
    return row


def rows(table: RecordTable) -> list[Any]:
    """Return the rows that are shown."""
    return [table.rows.row(number) for number in range(table.rows.rowCount())]


def today(opened: Driver) -> date:
    """Return the day of the vault."""
    return opened.ask(lambda s: s.today())


def helper(opened: Driver, name: str, *courses: str, **values: Value) -> RecordId:
    """Put a volunteer with trainings on the roster."""
    made = opened.add("volunteer", **{"name": f"{name} de Práctica", "active": True, **values})
    for course in courses:
        opened.add("training", volunteer=made, course=course, done_on="2026-01-05", until="")
    return made


def a_shift(opened: Driver, who: RecordId, start: str = "08:00", end: str = "20:00", **values: Value) -> RecordId:
    """Put a shift of today on the rota."""
    known = {"desk": "linea", "on": today(opened).isoformat(), **values}
    return opened.add("shift", volunteer=who, start=start, end=end, **known)


def every(opened: Driver, kind: type[R]) -> list[R]:
    """Return all records of a kind."""
    return opened.ask(lambda s: s.store.all(kind))


def volunteers(opened: Driver) -> VolunteersPage:
    """Show the roster."""
    page = opened.page("volunteers")
    assert isinstance(page, VolunteersPage)
    return page


def the_rota(opened: Driver) -> RotaPage:
    """Show the rota."""
    page = opened.page("rota")
    assert isinstance(page, RotaPage)
    return page
