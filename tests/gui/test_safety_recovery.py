"""The recovery sheet: an old one works until the new one is typed back, and one never typed back is not forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.door.first_run_recovery import RecoveryPart
from cima_desktop.gui.views.settings.settings_access import AccessPart
from cima_desktop.gui.views.start import StartPage
from cima_desktop.services.session import Session, open_vault
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import DiskFullError, WrongPassphraseError
from tests.gui.program_driver import Driver
from tests.gui.test_safety_doors import WORDS, filled


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program where there is no vault yet."""
    made = Driver(qtbot, tmp_path / "vault", make=False)
    yield made
    made.finish()


def opens_by(folder: Path, code: str) -> bool:
    """Tell whether a recovery code opens a vault that is closed."""
    try:
        session = open_vault(folder, recovery_code=code, floor=TESTING_COST)
    except WrongPassphraseError:
        return False
    session.close()
    return True


def access(driver: Driver) -> AccessPart:
    """Show who can open the vault."""
    page = driver.page("settings")
    page.open_section("access")
    driver.settle()
    part = page.parts["access"]
    assert isinstance(part, AccessPart)
    return part


def new_code(driver: Driver) -> tuple[AccessPart, str]:
    """Ask for a new code and return it."""
    part = access(driver)
    part.code_button.click()
    driver.settle()
    return part, part.recovery_part.code()


def type_back(part: RecoveryPart) -> None:
    """Type the groups back that are asked for."""
    for place, edit in zip(part._asked, part.edits, strict=True):
        edit.setText(part._groups[place].lower())


def test_the_old_sheet_works_until_the_new_one_is_typed_back(opened: Driver) -> None:
    part, code = new_code(opened)
    assert part.recovery_part.isVisible()
    assert not part.done_button.isEnabled()
    opened.lock("idle")  # in between: nobody typed it back
    assert opens_by(opened.folder, opened.code)
    assert not opens_by(opened.folder, code)
    opened.unlock()
    part, code = new_code(opened)
    type_back(part.recovery_part)
    part.done_button.click()
    opened.settle()
    assert part.message_bar.property("tone") == "good"
    assert part.recovery_part.isHidden()
    opened.lock()
    assert not opens_by(opened.folder, opened.code)
    assert opens_by(opened.folder, code)


def test_the_new_code_is_in_sight(opened: Driver) -> None:
    part, _code = new_code(opened)
    opened.qtbot.waitUntil(lambda: part.recovery_part.ui.code_label.visibleRegion().boundingRect().height() > 20)
    label = part.recovery_part.ui.code_label
    assert label.visibleRegion().boundingRect() == label.rect()


def test_one_can_stay_with_the_old_sheet(opened: Driver) -> None:
    part, code = new_code(opened)
    type_back(part.recovery_part)
    part.keep_button.click()
    opened.settle()
    assert part.recovery_part.isHidden()
    assert part.recovery_part.code() == ""
    opened.lock()
    assert opens_by(opened.folder, opened.code)
    assert not opens_by(opened.folder, code)


def test_a_disk_that_refuses_leaves_the_old_sheet_and_the_new_one_on_the_screen(
    opened: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, code = new_code(opened)
    type_back(part.recovery_part)

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.keyfile.write", full)
        part.done_button.click()
        opened.settle()
    assert part.message_bar.property("tone") == "bad"
    assert part.recovery_part.code() == code
    part.done_button.click()
    opened.settle()
    opened.lock()
    assert opens_by(opened.folder, code)


def start(driver: Driver) -> StartPage:
    """Show the first page."""
    page = driver.page("start")
    assert isinstance(page, StartPage)
    return page


def test_a_sheet_never_typed_back_stays_something_to_do_until_it_is(fresh: Driver) -> None:
    steps = filled(fresh)
    steps.next_button.click()
    fresh.settle()
    first = steps.recovery_part.code()
    fresh.window.close()  # the sheet was never typed back
    again = Driver(fresh.qtbot, fresh.folder, make=False)
    again.unlock(WORDS)
    page = start(again)
    assert page.stack.currentIndex() == 0
    assert [line.icon for line in page.todo_list.lines] == ["key-round"]
    assert page.quiet_label.isHidden()
    page.todo_list.lines[0].deeds[0].run()
    again.settle()
    assert again.window.desk.current_key() == "settings"
    part, code = new_code(again)
    assert part.isVisible()
    type_back(part.recovery_part)
    part.done_button.click()
    again.settle()
    assert not start(again).todo_list.lines
    again.lock()
    assert opens_by(again.folder, code)
    assert not opens_by(again.folder, first)
    again.finish()


def test_a_sheet_typed_back_at_the_first_start_is_nothing_to_do(fresh: Driver) -> None:
    steps = filled(fresh)
    steps.next_button.click()
    fresh.settle()
    type_back(steps.recovery_part)
    steps.next_button.click()
    fresh.settle()
    assert not start(fresh).todo_list.lines


def test_a_vault_of_before_has_nothing_to_prove(opened: Driver) -> None:
    assert not start(opened).todo_list.lines


def test_the_question_for_a_printer_goes_away_with_the_lock(opened: Driver) -> None:
    part, _code = new_code(opened)
    part.recovery_part.print_sheet()  # comes back at once: a lock can close the question
    asked = [w for w in QApplication.topLevelWidgets() if isinstance(w, QPrintDialog)]
    assert [d.testOption(QPrintDialog.PrintDialogOption.PrintToFile) for d in asked] == [False]
    opened.lock("idle")
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QPrintDialog) and w.isVisible()] == []
    assert opened.door().isVisible()


def test_the_sheet_is_printed_on_paper_only(opened: Driver, tmp_path: Path) -> None:
    part, _code = new_code(opened)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    assert "PDF" in part.recovery_part.printer_label.text()
    part.recovery_part.print_on(printer)
    assert list(tmp_path.glob("*.pdf")) == []
    assert part.recovery_part.printer_label.property("kind") == "error"


def test_a_lock_wipes_the_offered_code(opened: Driver) -> None:
    part, code = new_code(opened)
    session: Session = opened.desk.session
    opened.lock()
    assert part.recovery_part.code() == ""
    assert not session.vault.access.papers._offered
    assert code
