"""The way back on paper: nobody uses a vault before it was made and typed back, and nothing is lost in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui.views.door.paper_setup import CHOICE
from cima_desktop.gui.views.door.shares_flow import BACK
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import DiskFullError
from tests.gui.keyboard import CTRL, press
from tests.gui.keys_driver import (
    WORDS,
    begun_code,
    prove_code,
    prove_shares,
    setup,
    sheets_of,
    to_setup,
    type_back,
    type_shares,
)
from tests.gui.program_driver import Driver


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program where there is no vault yet."""
    made = Driver(qtbot, tmp_path / "vault", make=False)
    yield made
    made.finish()


@pytest.fixture
def waiting(fresh: Driver) -> Driver:
    """Return the program with a new vault that waits for its paper."""
    to_setup(fresh)
    return fresh


def opens(driver: Driver, **by: object) -> bool:
    """Tell whether paper opens a vault that is closed."""
    session = open_vault(driver.folder, floor=TESTING_COST, **by)  # type: ignore[arg-type]
    session.close()
    return True


def test_one_sheet_lets_in_once_it_is_typed_back(waiting: Driver) -> None:
    page, code = begun_code(waiting)
    assert not page.code_flow.done_button.isEnabled()
    page.code_flow.done_button.click()
    page.code_flow._prove()  # as when Enter is pressed too early
    assert waiting.window.covered()
    type_back(page.code_flow.recovery_part)
    page.code_flow.done_button.click()
    waiting.settle()
    assert not waiting.window.covered()
    waiting.lock()
    assert opens(waiting, recovery_code=code)


def test_a_mistyped_group_is_named_and_stops(waiting: Driver) -> None:
    page, _code = begun_code(waiting)
    part = page.code_flow.recovery_part
    part.edits[0].setText("AAAAA")
    assert part.ui.group_help_label.text()
    assert not part.is_proved()


def test_shares_let_in_once_enough_are_typed_back(waiting: Driver) -> None:
    sheets = prove_shares(waiting)
    assert len(sheets) == 3
    assert {len(words.split()) for words in sheets} == {33}
    assert not waiting.window.covered()
    waiting.lock()
    assert opens(waiting, shares=(sheets[1], sheets[2]))


def test_every_desk_of_people_and_needed_shares_can_be_chosen(waiting: Driver) -> None:
    page = setup(waiting)
    page.choice.shares_button.click()
    plan = page.shares_flow.plan
    plan.total_box.setValue(5)
    plan.needed_box.setValue(3)
    assert len(plan.name_edits) == 5
    plan.name_edits[1].setText("  Doña Elena  ")
    flow = page.shares_flow
    sheets = sheets_of(waiting, flow)
    assert len(sheets) == 5
    flow.sheets.go(1)
    assert "Doña Elena" in flow.sheets.title_label.text()
    flow.next_button.click()
    type_shares(waiting, flow.entry, sheets[:2])
    assert not flow.next_button.isEnabled()
    type_shares(waiting, flow.entry, sheets[:3])
    flow.next_button.click()
    waiting.settle()
    assert not waiting.window.covered()


def test_fewer_people_cannot_need_more_shares(waiting: Driver) -> None:
    page = setup(waiting)
    page.choice.shares_button.click()
    plan = page.shares_flow.plan
    plan.total_box.setValue(4)
    plan.needed_box.setValue(4)
    assert "4" in plan.why_label.text()
    plan.total_box.setValue(2)
    assert plan.threshold() == 2
    assert len(plan.name_edits) == 2


def test_the_words_are_out_of_sight_while_they_are_typed_back(waiting: Driver) -> None:
    page = setup(waiting)
    page.choice.shares_button.click()
    flow = page.shares_flow
    sheets = sheets_of(waiting, flow)
    flow.next_button.click()
    assert flow.step == BACK
    assert not flow.sheets.isVisible()
    flow.again_button.click()
    assert flow.sheets.isVisible()
    assert " ".join(flow.sheets.words.words()) == sheets[2]  # where one was


def test_the_page_comes_again_at_the_next_opening_and_nothing_is_lost(waiting: Driver) -> None:
    begun_code(waiting)
    waiting.lock("idle")
    waiting.unlock(WORDS)
    assert setup(waiting).place == CHOICE
    waiting.window.close()
    again = Driver(waiting.qtbot, waiting.folder, make=False)
    again.unlock(WORDS)
    assert setup(again).place == CHOICE
    code = prove_code(again)
    assert not again.window.covered()
    again.lock()
    again.unlock(WORDS)
    assert not again.window.covered()
    again.lock()
    assert opens(again, recovery_code=code)
    again.finish()


def test_the_other_way_can_be_chosen(waiting: Driver) -> None:
    page, code = begun_code(waiting)
    page.code_flow.leave_button.click()
    waiting.settle()
    assert page.place == CHOICE
    assert page.code_flow.recovery_part.code() == ""
    prove_shares(waiting)
    assert not waiting.window.covered()
    assert code


def test_no_key_leads_past_the_page(waiting: Driver) -> None:
    setup(waiting).choice.code_button.setFocus()
    press(Qt.Key.Key_2, CTRL)
    press(Qt.Key.Key_K, CTRL)
    waiting.settle()
    assert waiting.cover() is setup(waiting)
    assert waiting.window.commands.palette is None


def test_the_lock_key_locks_and_wipes_what_was_shown(waiting: Driver) -> None:
    page, code = begun_code(waiting)
    part = page.code_flow.recovery_part
    part.edits[0].setFocus()
    press(Qt.Key.Key_L, CTRL)
    waiting.settle()
    assert waiting.door().isVisible()
    assert part.code() == ""
    assert part.ui.code_label.text() == ""
    assert code


def test_a_lock_wipes_shares_and_what_was_typed_of_them(waiting: Driver) -> None:
    page = setup(waiting)
    page.choice.shares_button.click()
    flow = page.shares_flow
    flow.plan.name_edits[0].setText("Doña Elena")
    sheets = sheets_of(waiting, flow)
    flow.next_button.click()
    type_shares(waiting, flow.entry, sheets[:1])
    names, words, rows = flow.plan.name_edits, flow.sheets.words, flow.entry.rows
    waiting.lock("idle")
    assert [edit.text() for edit in names] == ["", "", ""]
    assert words.words() == ()
    assert [row.edit.toPlainText() for row in rows] == [""]
    assert flow._offer is None


def test_a_switch_of_language_in_the_middle_loses_nothing(waiting: Driver) -> None:
    page = setup(waiting)
    page.choice.shares_button.click()
    flow = page.shares_flow
    sheets = sheets_of(waiting, flow)
    flow.next_button.click()
    type_shares(waiting, flow.entry, [sheets[0], "zzzz"])
    spanish = flow.entry.rows[0].note_label.text()
    waiting.window.look.set_language("en")
    assert i18n.language() == "en"
    assert flow.entry.shares() == (sheets[0], "zzzz")
    assert flow.entry.rows[0].note_label.text() != spanish
    assert flow.next_button.text().strip() == "The sheets are right"


def test_shares_of_another_set_do_not_pass(waiting: Driver) -> None:
    page = setup(waiting)
    page.choice.shares_button.click()
    flow = page.shares_flow
    old = sheets_of(waiting, flow)
    flow.leave_button.click()
    waiting.settle()
    page.choice.shares_button.click()
    sheets_of(waiting, flow)
    flow.next_button.click()
    type_shares(waiting, flow.entry, old[:2])
    flow.next_button.click()
    waiting.settle()
    assert waiting.window.covered()
    assert flow.message_bar.property("tone") == "warn"
    assert flow.entry.shares() == (old[0], old[1])


def test_a_disk_that_refuses_leaves_the_shares_on_the_screen(waiting: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    page = setup(waiting)
    page.choice.shares_button.click()
    flow = page.shares_flow
    sheets = sheets_of(waiting, flow)
    flow.next_button.click()
    type_shares(waiting, flow.entry, sheets[:2])

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.keyfile.write", full)
        flow.next_button.click()
        waiting.settle()
    assert flow.message_bar.property("tone") == "bad"
    assert waiting.window.covered()
    flow.next_button.click()
    waiting.settle()
    assert not waiting.window.covered()
    waiting.lock()
    assert opens(waiting, shares=tuple(sheets[1:]))


def test_paper_is_printed_on_paper_only(waiting: Driver, tmp_path: Path) -> None:
    page, _code = begun_code(waiting)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    part = page.code_flow.recovery_part
    part.paper.print_on(printer, part.sheet)
    waiting.settle()
    assert part.printer_label.property("kind") == "error"
    page.code_flow.leave_button.click()
    page.choice.shares_button.click()
    flow = page.shares_flow
    sheets_of(waiting, flow)
    flow.sheets.paper.print_on(printer, flow.sheets.pages)
    waiting.settle()
    assert flow.sheets.note_label.property("kind") == "error"
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_sheets_are_drawn_in_memory_and_name_nobody_else(waiting: Driver) -> None:
    page, _code = begun_code(waiting)
    assert page.code_flow.recovery_part.sheet().startswith(b"%PDF")
    page.code_flow.leave_button.click()
    page.choice.shares_button.click()
    flow = page.shares_flow
    sheets_of(waiting, flow)
    assert flow.sheets.pages().startswith(b"%PDF")
