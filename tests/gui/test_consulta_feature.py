"""The story of a first visit, told in tests/features/consulta.feature, in the window and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytest_bdd import given, parsers, scenarios, then, when

from cima_desktop.gui.views.cases.cases import CasesPage
from cima_desktop.gui.views.consulta.consulta import ConsultaPage
from cima_desktop.model.cases import Case, Visit
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.work import Task
from cima_desktop.services import myself
from cima_desktop.services.consulta import queue
from cima_desktop.services.consulta.intake import Intake, open_case
from tests.gui.keyboard import CTRL, ENTER, TAB, focused, press, write
from tests.gui.program_driver import Driver

scenarios("../features/consulta.feature")


class Typist:
    """Types at the window and counts every key."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.keys = 0
        self.ana = RecordId("")

    def type(self, words: str) -> None:
        """Type letters into whatever has the cursor."""
        write(words)
        self.keys += len(words)
        self.driver.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        press(key, modifiers)
        self.keys += 1
        self.driver.settle()

    def page(self) -> ConsultaPage:
        """Return the desk of Consulta, which is in sight."""
        found = self.driver.window.desk.current_page()
        assert isinstance(found, ConsultaPage)
        return found


@pytest.fixture
def typist(opened: Driver) -> Typist:
    return Typist(opened)


@given(parsers.parse("the window speaks {language}"))
def speaks(opened: Driver, language: str) -> None:
    opened.window.look.set_language(language)


@given("Ana sits at the desk")
def ana_sits(opened: Driver, typist: Typist) -> None:
    typist.ana = opened.ask(lambda s: myself.add_me(s, "Ana de Prueba"))


@given(parsers.parse('"{given_name}" "{surname}" is here already with an open case'))
def is_here(opened: Driver, given_name: str, surname: str) -> None:
    who = {"given_names": given_name, "paternal_surname": surname, "phone": "8285550161"}
    opened.ask(lambda s: open_case(s, Intake(need="housing", person_values=who)))


@when(parsers.parse('she opens the palette and types "{command}"'))
def opens_palette(opened: Driver, typist: Typist, command: str) -> None:
    window = opened.window
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    opened.settle()
    assert window.commands.palette is not None
    write(command, window.commands.palette.line_edit)
    opened.settle()
    QTest.keyClick(window.commands.palette.line_edit, ENTER)
    typist.keys += 2 + len(command)
    window.activateWindow()
    opened.qtbot.waitUntil(window.isActiveWindow)
    opened.settle()
    assert typist.page().is_asking()


@when(parsers.parse('she types the names "{given_name}" and "{surname}" and the telephone "{phone}"'))
def types_names(typist: Typist, given_name: str, surname: str, phone: str) -> None:
    typist.type(given_name)
    typist.press(TAB)
    typist.type(surname)
    typist.press(TAB)
    typist.press(TAB)
    typist.type(phone)


@when(parsers.parse('she begins to type "{letters}"'))
def begins_to_type(opened: Driver, typist: Typist, letters: str) -> None:
    typist.type(letters)
    opened.qtbot.waitUntil(lambda: typist.page().intake.who.known_list.count() == 1)


@when(parsers.parse('she chooses the need with the key "{need}" and the urgency with the key "{urgency}"'))
def chooses(typist: Typist, need: str, urgency: str) -> None:
    for _step in range(2):  # past the language, where somebody new is typed
        if focused() not in typist.page().intake.rows["need"].editor.findChildren(type(focused())):
            typist.press(TAB)
    typist.press(Qt.Key(Qt.Key.Key_0 + int(need)))
    typist.press(TAB)
    typist.press(Qt.Key(Qt.Key.Key_0 + int(urgency)))


@when(parsers.parse('she types the next step "{words}"'))
def next_step(typist: Typist, words: str) -> None:
    typist.press(TAB)
    typist.type(words)


@when("she presses Ctrl+Enter")
def saves(typist: Typist) -> None:
    typist.press(ENTER, CTRL)


@when("she presses Enter")
def enter(typist: Typist) -> None:
    typist.press(ENTER)


@when("the screen is locked and opened again")
def locked(opened: Driver) -> None:
    opened.lock()
    opened.unlock()


@when(parsers.parse('she opens the desk of Consulta and types "{name}" and Enter'))
def arrives(opened: Driver, typist: Typist, name: str) -> None:
    opened.page("consulta")
    typist.type(name)
    typist.press(ENTER)


@when("their turn comes for the first")
def turn(opened: Driver, typist: Typist) -> None:
    page = typist.page()
    page.queue_card.rows_list.lines[0].deeds[0].run()
    opened.settle()


@then(parsers.parse('a case about "{need}" is open for "{name}", followed by Ana'))
def is_open(opened: Driver, typist: Typist, need: str, name: str) -> None:
    (case,) = opened.ask(lambda s: s.store.all(Case))
    assert (case.need, case.state, case.navigator, case.urgency) == (need, "open", typist.ana, "days")
    person = opened.ask(lambda s: s.store.need(Person, case.person))
    assert (person.title(), person.phone) == (name, "+18285550177")


@then(parsers.parse('its first task is "{what}"'))
def first_task(opened: Driver, typist: Typist, what: str) -> None:
    (task,) = opened.ask(lambda s: s.store.all(Task))
    assert (task.what, task.whose) == (what, typist.ana)


@then("the page of the case is in sight")
def case_in_sight(opened: Driver) -> None:
    page = opened.window.desk.current_page()
    assert isinstance(page, CasesPage)
    assert page.card.head.name_label.text().startswith("Rosa Ejemplo")


@then(parsers.parse("no more than {most:d} keys were pressed"))
def few_keys(typist: Typist, most: int) -> None:
    assert typist.keys <= most


@then("there is one person and there are two cases")
def one_person(opened: Driver) -> None:
    assert opened.ask(lambda s: (s.store.count("person"), s.store.count("case"))) == (1, 2)


@then(parsers.parse('the first visit stands there with "{given_name}" and "{surname}"'))
def stands_there(typist: Typist, given_name: str, surname: str) -> None:
    page = typist.page()
    assert page.is_asking()
    rows = page.intake.who.rows
    assert [rows[n].editor.raw() for n in ("given_names", "paternal_surname")] == [given_name, surname]
    assert QApplication.focusWidget() is not None


@then("nothing was saved yet")
def nothing_saved(opened: Driver) -> None:
    assert opened.ask(lambda s: (s.store.count("person"), s.store.count("case"))) == (0, 0)


@then("two people wait in the order in which they came")
def two_wait(opened: Driver) -> None:
    assert [each.name for each in opened.ask(queue.today)] == ["Marta", ""]


@then("one person waits and one is with Ana")
def one_waits(opened: Driver, typist: Typist) -> None:
    states = sorted((visit.state, visit.navigator) for visit in opened.ask(lambda s: s.store.all(Visit)))
    assert states == [("waiting", ""), ("with", typist.ana)]
    assert len(typist.page().queue_card.rows_list.lines) == 2
