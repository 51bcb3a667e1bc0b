"""The recovery sheet: an old one works until the new one is typed back, and one never typed back is not forgotten."""

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication

from cima_desktop.gui.views.door.code_flow import CodeFlow
from cima_desktop.gui.views.settings.settings_paper import PaperPart
from cima_desktop.services.session import Session, open_vault
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import DiskFullError, WrongPassphraseError
from tests.gui.keys_driver import access, type_back
from tests.gui.program_driver import Driver


def opens_by(folder: Path, code: str) -> bool:
    """Tell whether a recovery code opens a vault that is closed."""
    try:
        session = open_vault(folder, recovery_code=code, floor=TESTING_COST)
    except WrongPassphraseError:
        return False
    session.close()
    return True


def new_code(driver: Driver) -> tuple[PaperPart, CodeFlow, str]:
    """Ask for a new code; return the part, the flow and the code."""
    part = access(driver).paper_part
    part.papers_list.lines[0].deeds[1].run()
    driver.settle()
    return part, part.code_flow, part.code_flow.recovery_part.code()


def test_the_old_sheet_works_until_the_new_one_is_typed_back(opened: Driver) -> None:
    part, flow, code = new_code(opened)
    assert flow.recovery_part.isVisible()
    assert not flow.done_button.isEnabled()
    opened.lock("idle")  # in between: nobody typed it back
    assert opens_by(opened.folder, opened.code)
    assert not opens_by(opened.folder, code)
    opened.unlock()
    part, flow, code = new_code(opened)
    type_back(flow.recovery_part)
    flow.done_button.click()
    opened.settle()
    assert part.message_bar.property("tone") == "good"
    assert flow.isHidden()
    opened.lock()
    assert not opens_by(opened.folder, opened.code)
    assert opens_by(opened.folder, code)


def test_the_new_code_is_in_sight(opened: Driver) -> None:
    _part, flow, _code = new_code(opened)
    opened.qtbot.waitUntil(lambda: flow.recovery_part.ui.code_label.visibleRegion().boundingRect().height() > 20)
    label = flow.recovery_part.ui.code_label
    assert label.visibleRegion().boundingRect() == label.rect()


def test_one_can_stay_with_the_old_sheet(opened: Driver) -> None:
    _part, flow, code = new_code(opened)
    type_back(flow.recovery_part)
    flow.leave_button.click()
    opened.settle()
    assert flow.isHidden()
    assert flow.recovery_part.code() == ""
    opened.lock()
    assert opens_by(opened.folder, opened.code)
    assert not opens_by(opened.folder, code)


def test_a_disk_that_refuses_leaves_the_old_sheet_and_the_new_one_on_the_screen(
    opened: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    _part, flow, code = new_code(opened)
    type_back(flow.recovery_part)

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.keyfile.write", full)
        flow.done_button.click()
        opened.settle()
    assert flow.message_bar.property("tone") == "bad"
    assert flow.recovery_part.code() == code
    flow.done_button.click()
    opened.settle()
    opened.lock()
    assert opens_by(opened.folder, code)


def test_the_question_for_a_printer_goes_away_with_the_lock(opened: Driver) -> None:
    _part, flow, _code = new_code(opened)
    flow.recovery_part.ui.print_button.click()  # comes back at once: a lock can close the question
    asked = [w for w in QApplication.topLevelWidgets() if isinstance(w, QPrintDialog)]
    assert [d.testOption(QPrintDialog.PrintDialogOption.PrintToFile) for d in asked] == [False]
    opened.lock("idle")
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QPrintDialog) and w.isVisible()] == []
    assert opened.door().isVisible()


def test_a_lock_wipes_the_offered_code(opened: Driver) -> None:
    _part, flow, code = new_code(opened)
    session: Session = opened.desk.session
    opened.lock()
    assert flow.recovery_part.code() == ""
    assert not session.vault.access.papers._offered
    assert code
