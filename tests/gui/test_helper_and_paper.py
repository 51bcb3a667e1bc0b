"""Everything about one person, a copy for a helper, and what was done, driven in the window (A5, A6, S6)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.app import Program
from cima_desktop.gui import theme
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.gui.views.helper_watch import HelperWatch
from cima_desktop.gui.views.looking import Looking
from cima_desktop.gui.views.records.helper_dialog import HelperDialog
from cima_desktop.gui.views.records.one_person_dialog import OnePersonDialog
from cima_desktop.model.ids import RecordId
from cima_desktop.services import helper_copy, reads
from cima_desktop.settings import Settings
from cima_desktop.vault import TESTING_COST
from tests.gui.program_driver import Driver

HELPERS = "cuatro palabras para quien ayuda"


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    made = Driver(qtbot, tmp_path / "vault")
    made.unlock()
    yield made
    made.finish()


@pytest.fixture
def rosa(driver: Driver) -> str:
    return driver.add(given_names="Rosa", paternal_surname="Prueba", phone="+18285550101")


def pdf_printer(file: Path) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


def test_the_pages_are_seen_and_the_print_is_noted_first(driver: Driver, rosa: str, tmp_path: Path) -> None:
    page = driver.people()
    page.open_record(rosa)
    driver.settle()
    page.card.paper_action.trigger()
    driver.settle()
    dialog = page.window().findChild(OnePersonDialog)
    assert dialog is not None
    assert dialog.done_button.isEnabled()
    assert dialog.pages.current_page() == 0
    dialog.language_box.set_value("both")
    dialog.language_box.edited.emit()
    driver.settle()
    dialog.printer_of = lambda: pdf_printer(tmp_path / "out.pdf")
    dialog.finish()
    driver.settle()
    driver.settle()
    assert (tmp_path / "out.pdf").stat().st_size > 1000
    assert [d.record for d in driver.ask(lambda s: s.store.deeds(reads.ONE_PERSON))] == [rosa]


def test_a_lock_closes_the_paper_and_nothing_more_is_printed(driver: Driver, rosa: str) -> None:
    page = driver.people()
    page.open_record(rosa)
    driver.settle()
    page.card.paper_action.trigger()
    driver.settle()
    driver.lock()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, OnePersonDialog) and w.isVisible()]
    driver.unlock()
    assert driver.ask(lambda s: s.store.deeds(reads.ONE_PERSON)) == []


def test_whoever_is_opened_is_noted_and_stands_in_history_and_settings(driver: Driver, rosa: str) -> None:
    page = driver.people()
    page.open_record(rosa)
    driver.settle()
    keeper = driver.desk.findChild(Looking)
    assert keeper is not None
    assert not keeper.is_done()
    keeper.keep()
    driver.settle()
    assert keeper.is_done()
    page.card.open_tab("history")
    driver.settle()
    assert len(page.card.history_tab.looks_list.lines) == 1
    settings = driver.page("settings")
    settings.open_section("done")
    driver.settle()
    part = settings.parts["done"]
    assert len(part.lines()) == 2
    part.sort_chips.set_value(reads.LOOKS)
    part.read()
    driver.settle()
    assert len(part.lines()) == 1
    assert not part.older_button.isEnabled()


def test_a_look_is_kept_when_the_lock_comes_first(driver: Driver, rosa: str) -> None:
    driver.people().open_record(rosa)
    driver.lock()
    driver.unlock()
    assert [look.record for look in driver.ask(lambda s: s.store.looks())] == [rosa]


def test_what_was_done_is_read_page_by_page(driver: Driver) -> None:
    for _n in range(65):
        driver.ask(lambda s: s.store.note_deed(reads.ONE_PERSON))
    settings = driver.page("settings")
    settings.open_section("done")
    driver.settle()
    part = settings.parts["done"]
    assert len(part.lines()) == 60
    part.older_button.click()
    driver.settle()
    assert len(part.lines()) == 5
    part.newer_button.click()
    driver.settle()
    assert len(part.lines()) == 60
    driver.lock()
    driver.unlock()


def test_a_copy_is_made_in_the_window_with_what_it_shows(driver: Driver, rosa: str, tmp_path: Path) -> None:
    page = driver.people()
    page.open_record(rosa)
    driver.settle()
    page.card.copy_action.trigger()
    driver.settle()
    dialog = page.window().findChild(HelperDialog)
    assert dialog is not None
    assert len(dialog.going_list.lines) == 1
    dialog.finish()
    assert dialog.error_label.isVisible()
    dialog.name_edit.setText("Ana")
    dialog.finish()
    assert dialog.error_label.isVisible()
    dialog.take_folder(str(tmp_path))
    dialog._make("", HELPERS)
    driver.settle()
    assert (tmp_path / "cima-helper-copy" / "vault.db").exists()
    assert [name for _when, name, _facts in driver.ask(helper_copy.made_copies)] == ["Ana"]


class Copy:
    """The program on a helper copy."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.program = Program(Settings(), folder, TESTING_COST)
        theme.wear(self.program.window)
        self.program.window.resize(1366, 768)
        self.program.window.show()
        self.program.start()
        qtbot.waitUntil(self.program.window.isVisible)

    def settle(self) -> None:
        for _round in range(6):
            self.program.tasks.wait_idle()
            QApplication.processEvents()

    def unlock(self) -> None:
        door = self.program.window._cover
        assert isinstance(door, UnlockView)
        door.ui.passphrase_edit.setText(HELPERS)
        door.open()
        self.settle()

    def finish(self) -> None:
        self.program.window.close()
        QApplication.processEvents()
        self.program.window.deleteLater()
        QApplication.processEvents()


def copy_of(driver: Driver, rosa: str, folder: Path, **facts: object) -> None:
    facts = {"name": "Ana", "hours": 4, "passphrase": HELPERS, "cost": TESTING_COST, **facts}
    driver.ask(lambda s: helper_copy.make(s, [RecordId(rosa)], folder, **facts))  # type: ignore[arg-type]


def test_a_copy_says_what_it_is_and_can_only_be_looked_at(
    driver: Driver, rosa: str, tmp_path: Path, qtbot: QtBot
) -> None:
    copy_of(driver, rosa, tmp_path / "copy")
    copy = Copy(qtbot, tmp_path / "copy")
    copy.unlock()
    window = copy.program.window
    assert window.helper_bar.isVisible()
    assert "Ana" in window.helper_bar.label.text()
    page = window.show_page("people")
    copy.settle()
    page.open_record(rosa)  # type: ignore[attr-defined]
    copy.settle()
    editor = page.card.form.editor("role")  # type: ignore[attr-defined]
    assert editor.box().isReadOnly()
    assert not window.desk.top_bar.primary_button.isVisible()
    card = page.card  # type: ignore[attr-defined]
    offered = (card.note_button, card.undo_button, card.kept_line)
    assert not any(part.isVisible() for part in offered)
    assert not any(action.isEnabled() for action in (card.bin_action, card.copy_action, card.paper_action))
    start = window.show_page("start")
    copy.settle()
    assert not start.person_button.isVisible()  # type: ignore[attr-defined]
    assert start.todo_list.lines == ()  # type: ignore[attr-defined]
    copy.program.lock()
    copy.settle()
    assert not window.helper_bar.isVisible()
    copy.finish()


def test_a_copy_leaves_no_backup_that_would_outlive_it(driver: Driver, rosa: str, tmp_path: Path, qtbot: QtBot) -> None:
    copy_of(driver, rosa, tmp_path / "elsewhere" / "copy")
    copy = Copy(qtbot, tmp_path / "elsewhere" / "copy")
    copy.unlock()
    settings = copy.program.window.show_page("settings")
    settings.open_section("backups")  # type: ignore[attr-defined]
    copy.settle()
    part = settings.parts["backups"]  # type: ignore[attr-defined]
    assert "termina" in part.no_backups_label.text()
    assert not part.make_button.isVisible()
    copy.finish()
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["copy"]


def test_an_open_copy_locks_when_its_time_is_over_and_offers_to_be_removed(
    driver: Driver, rosa: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_of(driver, rosa, tmp_path / "copy")
    copy = Copy(qtbot, tmp_path / "copy")
    copy.unlock()
    assert copy.program.desk is not None
    watch = copy.program.desk.findChild(HelperWatch)
    assert watch is not None
    watch.look()
    copy.settle()
    assert copy.program.desk is not None
    monkeypatch.setattr("cima_desktop.services.helper_end.Ending.moment", lambda _self: 2**45)
    watch.look()
    copy.settle()
    assert copy.program.desk is None
    copy.unlock()
    door = copy.program.window._cover
    assert isinstance(door, UnlockView)
    assert door.message_bar.button.isVisible()
    door.message_bar.button.click()
    copy.settle()
    assert not (tmp_path / "copy").exists()
    assert copy.program.desk is None
    copy.finish()
