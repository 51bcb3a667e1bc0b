"""A real vault with a plans page on it, for the tests that interview a family."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cima_desktop.gui import theme
from cima_desktop.gui.views.interview.interview_body import StepBody
from cima_desktop.gui.views.plans.plans import PlansPage
from cima_desktop.model.ids import RecordId
from cima_desktop.model.plans import Plan
from cima_desktop.services import interview, plans
from cima_desktop.services.plans import Standing
from cima_desktop.services.session import Session
from cima_desktop.store import steps
from cima_desktop.vault import TESTING_COST, open_vault
from tests import templates
from tests.gui.small_desk import SmallDesk

T = TypeVar("T")
TODAY = date(2026, 11, 21)
PASSPHRASE = "a passphrase for tests only"


def new_session(folder: Path) -> Session:
    """Return a new vault, opened; keys as cheap as they get."""
    made = templates.vault(folder, PASSPHRASE, "Prueba")
    return Session(made.vault, today=lambda: TODAY)


def opened_session(folder: Path) -> Session:
    """Return the vault of `new_session`, opened again."""
    return Session(open_vault(folder, steps=steps(), floor=TESTING_COST, passphrase=PASSPHRASE), today=lambda: TODAY)


class PlanDesk(SmallDesk):
    """The plans page on a vault, driven as a person would."""

    def __init__(self, qtbot: QtBot, opening: Callable[[], Session]) -> None:
        super().__init__(qtbot, opening)
        self.page = PlansPage(self.desk)
        theme.wear(self.page)  # as the program's window does
        self.page.resize(1154, 700)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.shown()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is asked of the vault any more and every answer has been shown."""
        for _round in range(6):
            self.tasks.wait_idle()
            self.qtbot.wait(1)

    def close(self) -> None:
        """Lock: keep everything, close the vault, forget the page."""
        self.page.leave()
        self.shut()
        self.page.hide()
        self.page.deleteLater()

    def crash(self) -> None:
        """Be gone as when the power fails: nothing is flushed, nobody is told."""
        self.tasks.run(self.session.close)
        self.tasks.shutdown()
        self.page.deleteLater()

    @property
    def key(self) -> str:
        """Return the step in sight."""
        return self.page.interview.course.key

    @property
    def body(self) -> StepBody:
        """Return the screen in sight."""
        assert self.page.interview.body is not None
        return self.page.interview.body

    def plan(self) -> Plan:
        """Return the one plan of the vault."""
        return self.ask(lambda session: session.store.all(Plan)[0])

    def plan_id(self) -> RecordId:
        """Return the id of the one plan of the vault."""
        return self.plan().id

    def named(self, name: str) -> QWidget:
        """Return the widget of this name."""
        found = self.page.findChild(QWidget, name)
        assert found is not None, name
        return found


def standing(pd: PlanDesk) -> Standing:
    """Return where the one plan stands."""
    plan = pd.plan_id()
    return pd.ask(lambda session: plans.standing(session, plan))


def add_children(pd: PlanDesk, *names: str) -> list[RecordId]:
    """Add children to the one plan."""
    plan = pd.plan_id()
    values = [{"given_names": n, "paternal_surname": "Ejemplo", "birth_date": "2015-03-04"} for n in names]
    return [pd.ask(lambda session, v=v: interview.add_child(session, plan, v)) for v in values]  # type: ignore[misc]


def open_at(pd: PlanDesk, step: str) -> None:
    """Take the interview up at a step."""
    pd.page.show_interview(pd.plan_id(), step)
    pd.settle()
    assert pd.key == step


def onward(pd: PlanDesk) -> None:
    """Go to the next step."""
    pd.page.interview.next()
    pd.settle()
