"""The stories of `linea.feature`, driven by keyboard in the whole window, in Spanish and in English."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytest_bdd import given, parsers, scenarios, then, when
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language, theme
from cima_desktop.model.cases import Case
from cima_desktop.model.incidents import Incident, IncidentStep
from cima_desktop.model.line import Call, Caller, Report
from tests.gui.keyboard import write
from tests.gui.linea_desk import CHECKPOINT, LineaDesk, Operator
from tests.gui.program_driver import Driver

scenarios("linea.feature")


@pytest.fixture(autouse=True)
def _spanish_again(qapp: QApplication) -> Iterator[None]:
    """Dress the program, and leave it in Spanish."""
    theme.apply(qapp, "light")
    yield
    language.switch(qapp, "es")


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program at the door of a new vault."""
    made = Driver(qtbot, tmp_path / "vault")
    yield made
    made.finish()


def kept(operator: Operator, kind: Any) -> list[Any]:
    return operator.stage.ask(lambda s: s.store.all(kind))


@given("an operator at the community line", target_fixture="operator")
def at_the_line(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Operator:
    desk = LineaDesk(qtbot, tmp_path / "vault")
    request.addfinalizer(desk.close)
    operator = Operator(desk)
    operator.begin()
    return operator


@given("an operator at the community line of the whole program", target_fixture="operator")
def in_the_program(driver: Driver) -> Operator:
    driver.unlock()
    operator = Operator(driver)
    operator.begin()
    return operator


@given(parsers.parse("the window speaks {tongue}"))
def speaks(qapp: QApplication, tongue: str) -> None:
    language.switch(qapp, tongue)


@given("a checkpoint that was reported before")
def reported_before(operator: Operator) -> None:
    tells(operator)
    verify(operator)


@when("a caller tells of a checkpoint on Smokey Park Highway")
def tells(operator: Operator) -> None:
    operator.answer(**{**CHECKPOINT, "place": "1204 Smokey Park Hwy"})


@when("a caller tells of agents and nobody knows where")
def placeless(operator: Operator) -> None:
    operator.answer(agents="3", activity="7", unplaced="")
    operator.press(Qt.Key.Key_Space)


@when("a caller who was not paid leaves a name")
def not_paid(operator: Operator) -> None:
    operator.press(Qt.Key.Key_F7)
    write("2")
    operator.press(Qt.Key.Key_F4)
    write("Luz Inventada")
    operator.save()


@when("the operator sends it to verification")
def verify(operator: Operator) -> None:
    operator.press(Qt.Key.Key_F6)
    operator.save()


@when("the operator ties it to the open incident")
def tied(operator: Operator) -> None:
    operator.page.new_call.look_up()
    operator.stage.settle()
    operator.page.new_call.past.lists["alike"].lines[0].deeds[0].run()
    operator.save()


@when("the computer is locked and opened again", target_fixture="operator")
def locked(operator: Operator) -> Operator:
    driver = operator.stage
    assert isinstance(driver, Driver)
    driver.lock()
    driver.unlock()
    return Operator(driver)


@then("the call and its report are kept")
def both_kept(operator: Operator) -> None:
    (call,), (report,) = kept(operator, Call), kept(operator, Report)
    assert (call.report, call.triage) == (report.id, "verify")
    assert (report.activity, report.agents, report.place) == ("checkpoint", 5, "1204 Smokey Park Hwy")


@then("an incident was received and triaged, without the house number")
def triaged(operator: Operator) -> None:
    (incident,) = kept(operator, Incident)
    assert incident.area == "Smokey Park Hwy, Asheville"
    assert [step.step for step in sorted(kept(operator, IncidentStep), key=lambda step: step.number)] == [
        "received",
        "triaged",
    ]


@then("nothing is kept of who called")
def no_caller(operator: Operator) -> None:
    assert kept(operator, Caller) == []


@then("the form waits for the next call")
def waits(operator: Operator) -> None:
    assert operator.at() == "safe"
    assert not operator.form.is_begun()


@then("two reports tell of one incident")
def two_of_one(operator: Operator) -> None:
    (incident,) = kept(operator, Incident)
    assert [report.incident for report in kept(operator, Report)] == [incident.id] * 2


@then("the form says that nobody would know where to look")
def no_place(operator: Operator) -> None:
    assert operator.at() == "place"
    assert operator.problem("place")


@then("nothing was kept")
def nothing(operator: Operator) -> None:
    assert kept(operator, Call) == kept(operator, Report) == kept(operator, Incident) == []


@then("one key has opened a case at Consulta")
def a_case(operator: Operator) -> None:
    (case,), (call,) = kept(operator, Case), kept(operator, Call)
    assert (case.need, call.case, call.triage) == ("wages", case.id, "consulta")


@then("every word of the call is still there")
def still_there(operator: Operator) -> None:
    rows = operator.form.rows
    assert rows["words"].editor.raw() == "Conos, paran a todos"
    assert rows["city"].editor.raw() == "Asheville"
    assert rows["units"].editor.value() == frozenset({"patrol"})
