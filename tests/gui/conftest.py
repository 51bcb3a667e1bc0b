"""What the tests of the window stand on: a program that is dressed, and two languages that cannot be mixed up."""

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import language, theme
from cima_desktop.gui.tasks import Tasks
from cima_desktop.services import plans
from tests.gui.keys_driver import KeysDesk, cheap
from tests.gui.plan_desk import PlanDesk, new_session
from tests.gui.program_driver import Driver
from tests.gui.receiving_desk import ReceivingDesk
from tests.gui.shell_desk import Desk


@pytest.fixture(autouse=True)
def _usual_look(qapp: QApplication) -> Iterator[None]:
    """Dress the program once for all tests, and take off whatever one of them put on."""
    theme.apply(qapp, "light")
    yield
    if i18n.language() != "es":
        language.switch(qapp, "es")


@pytest.fixture(autouse=True)
def _nothing_left(_usual_look: None) -> Iterator[None]:
    """Delete the windows of a test when it ends: the next one must not see them, nor dress them again and again."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # Qt waits for an event loop, and there is none
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
        widget.deleteLater()
    assert [type(widget).__name__ for widget in left] == []


class _Marked(gettext.NullTranslations):
    """Puts « » around every message, so that Spanish is told from English whatever the catalogue holds."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return f"«{singular if n == 1 else plural}»"

    def pgettext(self, context: str, message: str) -> str:
        return f"«{message}»"


@pytest.fixture
def two_tongues(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make Spanish « » and English bare."""
    tongues = {"es": _Marked(), "en": gettext.NullTranslations()}
    monkeypatch.setattr(i18n, "_catalogue", lambda code: tongues[code])


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """Return a worker that is idle again when the test ends."""
    worker = Tasks()
    yield worker
    worker.shutdown()
    worker.wait_idle()


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program at the door of a new vault."""
    made = Driver(qtbot, tmp_path / "vault")
    yield made
    made.finish()


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program where there is no vault yet."""
    made = Driver(qtbot, tmp_path / "vault", make=False)
    yield made
    made.finish()


@pytest.fixture
def nothing_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure no computer where a passphrase is chosen: it takes half a second each time."""
    for part in ("door.new_passphrase", "settings.settings_people_dialogs"):
        monkeypatch.setattr(f"cima_desktop.gui.views.{part}.calibrate", cheap)


@pytest.fixture
def kd(_usual_look: None, nothing_measured: None, tmp_path: Path) -> Iterator[KeysDesk]:
    """Return who can open a new vault, without a window."""
    made = KeysDesk(tmp_path / "vault")
    yield made
    made.finish()


@pytest.fixture
def opened(driver: Driver) -> Driver:
    """Return the program with its vault open."""
    driver.unlock()
    return driver


@pytest.fixture
def receiving(qtbot: QtBot, acquainted: Path, tmp_path: Path) -> Iterator[ReceivingDesk]:
    """Return Beto's vault in the window, with Ana who makes bundles for him."""
    made = ReceivingDesk(qtbot, acquainted, tmp_path)
    yield made
    made.finish()


@pytest.fixture
def pd(qtbot: QtBot, tmp_path: Path) -> Iterator[PlanDesk]:
    """Return a plans page with one plan begun."""
    desk = PlanDesk(qtbot, lambda: new_session(tmp_path / "vault"))
    desk.ask(lambda session: plans.start(session, "Familia Ejemplo"))
    yield desk
    desk.close()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    """Return a window with made-up pages."""
    desk = Desk(qtbot)
    desk.window.show_desk()
    return desk
