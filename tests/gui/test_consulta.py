"""The desk of Consulta, by keyboard: a first visit, the queue, one's own list, what is due, and the hand-off."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cima_desktop.gui.views.consulta.consulta import ConsultaPage
from cima_desktop.services import myself
from tests.gui.program_driver import Driver


class Keys:
    """Types as a person does, at whatever has the cursor, and counts."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.pressed = 0

    def here(self) -> QWidget:
        """Return what has the cursor."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def type(self, words: str) -> None:
        """Type letters."""
        QTest.keyClicks(self.here(), words)
        self.pressed += len(words)
        self.driver.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self.here(), key, modifier)
        self.pressed += 1
        self.driver.settle()


def consulta(opened: Driver) -> ConsultaPage:
    """Show the desk, at which Ana sits."""
    if not opened.ask(myself.me):
        opened.ask(lambda s: myself.add_me(s, "Ana de Prueba"))
    page = opened.page("consulta")
    assert isinstance(page, ConsultaPage)
    return page


def test_a_first_visit_from_the_palette_to_the_saved_case(opened: Driver) -> None:
    consulta(opened)
    opened.page("people")
    keys = Keys(opened)
    opened.window.commands.open_palette()
    keys.pressed += 1
    assert opened.window.commands.palette is not None
    QTest.keyClicks(opened.window.commands.palette.line_edit, "consulta nueva")
    keys.pressed += 14
    opened.settle()
    print(opened.window.commands.palette.titles())
    QTest.keyClick(opened.window.commands.palette.line_edit, Qt.Key.Key_Return)
    opened.settle()
    page = opened.window.desk.current_page()
    assert isinstance(page, ConsultaPage)
    assert page.is_asking()
    opened.window.activateWindow()
    opened.qtbot.waitUntil(opened.window.isActiveWindow)
    keys.type("Luz")
    print(keys.here().objectName(), keys.here())
    for _i in range(12):
        keys.press(Qt.Key.Key_Tab)
        print(keys.here().objectName(), keys.here(), keys.here().accessibleName())
    opened.window.grab().save("/tmp/shots/consulta/intake.png")
