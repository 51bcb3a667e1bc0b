"""A window on a vault with the made-up family of the practice desk, of which nobody was detained yet."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget

from cima_desktop.gui.language import say
from cima_desktop.gui.views.detention.detentions import DetentionsPage
from cima_desktop.gui.views.detention.scene_view import SceneView
from cima_desktop.gui.views.records.rows_list import RowsList
from cima_desktop.services.practice import desk_files, edits, practice_id
from cima_desktop.services.session import Session
from tests.gui.program_driver import Driver


def filled(opened: Driver) -> Driver:
    """Fill the vault and return its window."""

    def fill(session: Session) -> object:
        wanted = {"10-roster.json", "60-detention.json"}
        made = [each for file in desk_files() if file.name in wanted for each in edits(file, session.today())]
        gone = {"detention", "told", "locator_check", "task"}
        return session.store.save("Filled", [each for each in made if each.kind not in gone])

    opened.ask(fill)
    return opened


def page_of(desk: Driver) -> DetentionsPage:
    page = desk.page("detentions")
    assert isinstance(page, DetentionsPage)
    return page


def begin(desk: Driver, person: str = "tono") -> SceneView:
    detention = desk.add("detention", person=practice_id(person), on=None, state="looking")
    page = page_of(desk)
    page.open_record(detention)
    desk.settle()
    return page.card.scene_view


def dialog_of(desk: Driver, kind: type[QDialog]) -> QDialog:
    desk.settle()
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def named(where: QWidget, name: str) -> QWidget:
    found = where.findChild(QWidget, name)
    assert found is not None, name
    return found


def line(where: QWidget, name: str) -> QLineEdit:
    found = named(where, name)
    box = found if isinstance(found, QLineEdit) else found.findChild(QLineEdit)
    assert box is not None, name
    return box


def words(shown: RowsList) -> str:
    return "\n".join(
        say(part)
        for line in shown.lines
        for part in (line.title, line.detail, *(chip for chip, _tone in line.chips), *(d.words for d in line.deeds))
    )


def press(desk: Driver, shown: RowsList, row: int, name: str) -> None:
    buttons = [b for b in shown.rows()[row].findChildren(QPushButton) if b.text().strip() == name]
    assert len(buttons) == 1, (row, name)
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Return)
    desk.settle()
