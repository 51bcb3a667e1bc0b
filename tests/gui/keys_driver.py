"""Who can open a vault, driven as a person would: the first start, the paper, the door's other ways, the settings."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QDialog

from cima_desktop.gui import theme
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.first_run import FirstRun
from cima_desktop.gui.views.door.first_run_passphrase import PassphrasePart
from cima_desktop.gui.views.door.first_run_recovery import RecoveryPart
from cima_desktop.gui.views.door.new_passphrase import NewPassphrase
from cima_desktop.gui.views.door.paper_setup import PaperSetup
from cima_desktop.gui.views.door.shares_entry import SharesEntry
from cima_desktop.gui.views.door.shares_flow import SharesFlow
from cima_desktop.gui.views.settings.settings_access import AccessPart
from cima_desktop.services.session import Session, open_vault
from cima_desktop.settings import Settings
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.calibrate import Calibration
from cima_desktop.vault.errors import FrozenSlotError, WrongPassphraseError
from tests.gui.program_driver import PASSPHRASE, Driver, make_vault

WORDS = "lumo chade tiru pego nabu fiso"
NEW_WORDS = "sabo tiche mura lipo dena fugo"
OTHER_WORDS = "vago pumi sore tila fudo mache"
D = TypeVar("D", bound=QDialog)
T = TypeVar("T")


class KeysDesk:
    """Who can open a vault, on a desk without a window: most of its stories need no more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = make_vault(folder)
        self.tasks = Tasks()
        self.unlock()

    def unlock(self) -> None:
        """Open the vault and show who can."""
        opened: list[Session] = []
        self.tasks.run(lambda: open_vault(self.folder, passphrase=PASSPHRASE, floor=TESTING_COST), opened.append)
        self.tasks.wait_idle()
        self.desk = Desk(opened[0], self.tasks, Settings())
        self.part = AccessPart(self.desk)
        theme.wear(self.part)  # as the program's window does
        self.part.resize(800, 700)
        self.part.show()
        self.part.activateWindow()
        self.read()

    def read(self) -> AccessPart:
        """Read again who can open the vault."""
        self.part.read()
        self.settle()
        return self.part

    def settle(self) -> None:
        """Wait until everything asked for has been shown."""
        for _round in range(4):
            self.tasks.wait_idle()
            QApplication.processEvents()

    def ask(self, call: Callable[[Session], T]) -> T:
        """Return what a call on the vault's own thread returns."""
        found: list[T] = []
        session = self.desk.session
        self.tasks.run(lambda: call(session), found.append)
        self.tasks.wait_idle()
        return found[0]

    def lock(self) -> None:
        """Shut the vault."""
        self.desk.close()
        self.tasks.run(self.desk.session.close)
        self.settle()
        self.part.close()
        self.part.deleteLater()

    def finish(self) -> None:
        """Shut everything."""
        self.lock()
        self.tasks.shutdown()


def cheap() -> Calibration:
    """Measure nothing."""
    return Calibration(TESTING_COST, 1.0, "ordinary")


def make_cheap(part: PassphrasePart) -> None:
    """Let the passphrase that is set cost nothing."""
    part._calibration = cheap()


def first_run(driver: Driver) -> FirstRun:
    """Return the first steps."""
    found = driver.cover()
    assert isinstance(found, FirstRun)
    return found


def filled(driver: Driver, words: str = WORDS, again: str = WORDS, name: str = "Mesa") -> FirstRun:
    """Go to the passphrase of the first start and fill it in."""
    steps = first_run(driver)
    steps.passphrase_part._measure = cheap
    steps.choice_part.create_button.click()
    driver.settle()
    ui = steps.passphrase_part.ui
    ui.name_edit.setText(name)
    ui.passphrase_edit.setText(words)
    ui.again_edit.setText(again)
    return steps


def to_setup(driver: Driver) -> PaperSetup:
    """Make a vault at the first start; return the page that asks for the paper."""
    filled(driver).next_button.click()
    driver.settle()
    return setup(driver)


def setup(driver: Driver) -> PaperSetup:
    """Return the page that asks for the paper."""
    found = driver.cover()
    assert isinstance(found, PaperSetup)
    return found


def type_back(part: RecoveryPart) -> None:
    """Type the groups back that are asked for."""
    for place, edit in zip(part._asked, part.edits, strict=True):
        edit.setText(part._groups[place].lower())


def begun_code(driver: Driver) -> tuple[PaperSetup, str]:
    """Choose the one sheet; return the page and the code."""
    page = setup(driver)
    page.choice.code_button.click()
    driver.settle()
    return page, page.code_flow.recovery_part.code()


def prove_code(driver: Driver) -> str:
    """Choose the one sheet and type it back; return the code."""
    page, code = begun_code(driver)
    type_back(page.code_flow.recovery_part)
    page.code_flow.done_button.click()
    driver.settle()
    return code


def sheets_of(driver: Driver | KeysDesk, flow: SharesFlow) -> list[str]:
    """Make the shares that are asked for, and return the words of each sheet, read from the screen."""
    flow.next_button.click()
    driver.settle()
    found = []
    while True:
        found.append(" ".join(flow.sheets.words.words()))
        if not flow.sheets.after_button.isEnabled():
            return found
        flow.sheets.after_button.click()


def type_shares(driver: Driver | KeysDesk, entry: SharesEntry, sheets: list[str]) -> None:
    """Type sheets, one after the other, into as many fields as there come to be."""
    for place, words in enumerate(sheets):
        entry.rows[place].edit.setPlainText(words)
        entry.look()
    driver.settle()


def prove_shares(driver: Driver) -> list[str]:
    """Choose the shares and type two of them back; return the words of all."""
    page = setup(driver)
    page.choice.shares_button.click()
    driver.settle()
    flow = page.shares_flow
    sheets = sheets_of(driver, flow)
    flow.next_button.click()
    type_shares(driver, flow.entry, [sheets[2], sheets[0]])
    flow.next_button.click()
    driver.settle()
    return sheets


def new_passphrase(driver: Driver) -> NewPassphrase:
    """Return the page that asks for a new passphrase."""
    found = driver.cover()
    assert isinstance(found, NewPassphrase)
    return found


def choose_passphrase(part: PassphrasePart, words: str = NEW_WORDS) -> None:
    """Type a passphrase twice."""
    make_cheap(part)
    part.ui.passphrase_edit.setText(words)
    part.ui.again_edit.setText(words)


def access(driver: Driver) -> AccessPart:
    """Show who can open the vault."""
    page = driver.page("settings")
    page.open_section("access")
    driver.settle()
    part = page.parts["access"]
    assert isinstance(part, AccessPart)
    return part


def dialog(kind: type[D]) -> D:
    """Return the dialog of this kind that is open."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1, [type(w).__name__ for w in QApplication.topLevelWidgets()]
    return found[0]


def deed(part: AccessPart, person: str, icon: str) -> Callable[[], object]:
    """Return what can be done with somebody."""
    line = next(line for line in part.people_part.people_list.lines if _said(line.title) == person)
    return next(d.run for d in line.deeds if d.icon == icon)


def _said(text: object) -> str:
    return text if isinstance(text, str) else str(text())  # type: ignore[operator]


def inside(driver: Driver) -> bool:
    """Tell whether the person is at the desk, with nothing left to do before."""
    return driver.program.desk is not None and not driver.window.covered()


def why_not(driver: Driver | KeysDesk, **by: object) -> str:
    """Lock, and return why the vault does not open; "" when it does."""
    driver.lock()
    try:
        session = open_vault(driver.folder, floor=TESTING_COST, **by)  # type: ignore[arg-type]
    except (WrongPassphraseError, FrozenSlotError) as error:
        return type(error).__name__
    session.close()
    return ""


class Drawer:
    """A keyring that keeps its secrets in a dictionary."""

    def __init__(self, kept: dict[tuple[str, str], str]) -> None:
        self._kept = kept

    def get_password(self, service: str, username: str) -> str | None:
        """Return an entry."""
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Write an entry."""
        self._kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Take an entry away."""
        del self._kept[service, username]
