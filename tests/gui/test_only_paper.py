"""Leaving only paper: asked once, locked at once, and back in by the paper with a name and a passphrase."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cima_desktop.gui.views.door.typed import CODE, PASSPHRASE, SHARES
from cima_desktop.gui.views.settings.settings_only_paper import OnlyPaperDialog
from cima_desktop.i18n import tr
from cima_desktop.services import keys
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import DiskFullError
from tests.gui.keyboard import ENTER
from tests.gui.keys_driver import (
    NEW_WORDS,
    OTHER_WORDS,
    access,
    choose_passphrase,
    dialog,
    inside,
    new_passphrase,
    prove_shares,
    to_setup,
    type_shares,
)
from tests.gui.program_driver import PASSPHRASE as WORDS
from tests.gui.program_driver import Driver

pytestmark = pytest.mark.usefixtures("nothing_measured")


def asked_from_the_palette(driver: Driver) -> OnlyPaperDialog:
    """Choose the command in the palette; return its question."""
    driver.window.commands.open_palette()
    palette = driver.window.commands.palette
    assert palette is not None
    palette.line_edit.setText("solo el papel")
    QTest.keyClick(palette.line_edit, ENTER)
    driver.settle()
    return dialog(OnlyPaperDialog)


def prove(driver: Driver) -> None:
    """Type the paper back, as its rehearsal does."""
    code = driver.code
    assert driver.ask(lambda s: keys.rehearse(s, [code]))


def by_code(driver: Driver) -> None:
    """Type the code at a door that asks for nothing else."""
    door = driver.door()
    assert door.way == CODE
    door.ui.code_edit.setText(driver.code)
    door.open()
    driver.settle()


def test_the_whole_story(opened: Driver) -> None:
    prove(opened)
    opened.ask(lambda s: keys.add_person(s, "Elena", OTHER_WORDS, TESTING_COST))
    person = opened.add(given_names="Ana", paternal_surname="Ejemplo")
    question = asked_from_the_palette(opened)
    assert question.windowTitle() == "Dejar solo el papel en esta computadora"
    said = " ".join(label.text() for label in question.findChildren(type(question.error_label)))
    assert "No destruye nada" in said
    assert "notificación legal" in said
    question.done_button.click()
    opened.settle()
    door = opened.door()
    assert "solo el papel abre la bóveda" in door.message_bar.label.text()
    assert door.way == CODE  # nobody is asked for what opens nothing
    assert not door.ui.passphrase_button.isVisible()
    assert not door.ui.passphrase_edit.isVisible()
    by_code(opened)
    page = new_passphrase(opened)
    assert not page.person_row.isVisible()
    assert page.passphrase_part.ui.name_edit.isVisible()
    choose_passphrase(page.passphrase_part)
    page.done_button.click()  # who?
    opened.settle()
    assert page.passphrase_part.ui.hint_label.text()
    page.passphrase_part.ui.name_edit.setText("Ana Voluntaria")
    page.done_button.click()
    opened.settle()
    assert opened.door().way == PASSPHRASE
    opened.unlock(NEW_WORDS)
    assert inside(opened)
    assert opened.ask(lambda s: s.who) == "Ana Voluntaria"
    assert opened.ask(lambda s: s.store.kind_of_id(person)) == "person"
    opened.lock()
    for words in (WORDS, OTHER_WORDS):
        opened.unlock(words)
        assert not inside(opened)


def test_it_is_refused_from_the_beginning_until_a_paper_was_tried(opened: Driver) -> None:
    question = asked_from_the_palette(opened)
    assert not question.done_button.isEnabled()
    assert "probado" in question.error_label.text()
    question.reject()
    prove(opened)
    access(opened).only_paper_part.open_button.click()
    opened.settle()
    question = dialog(OnlyPaperDialog)
    assert question.done_button.isEnabled()
    QTest.keyClick(question, ENTER)  # Enter alone takes nothing away
    opened.settle()
    assert QApplication.activeModalWidget() is None
    assert opened.ask(lambda s: any(h.is_person for h in keys.holders(s)))


def test_the_practice_vault_says_that_its_keys_stay(driver: Driver) -> None:
    driver.program.ways.practice()
    driver.settle()
    question = asked_from_the_palette(driver)
    assert not question.done_button.isEnabled()
    assert question.error_label.text()
    question.reject()


def test_the_lawyer_is_one_step_away(opened: Driver) -> None:
    prove(opened)
    question = asked_from_the_palette(opened)
    question.served_button.click()
    opened.settle()
    assert QApplication.activeModalWidget() is None
    assert opened.window.desk.current_key() == "help"
    assert inside(opened)


def test_a_disk_that_refuses_is_said_in_the_question_and_nothing_is_locked(
    opened: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove(opened)
    question = asked_from_the_palette(opened)

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.keyfile.write", full)
        question.done_button.click()
        opened.settle()
    assert question.isVisible()
    assert tr(DiskFullError.message) in question.error_label.text()
    assert question.done_button.isEnabled()
    question.reject()
    opened.lock()
    opened.unlock()
    assert inside(opened)


def test_a_question_that_was_closed_meanwhile_still_locks(opened: Driver) -> None:
    prove(opened)
    question = asked_from_the_palette(opened)
    question.done_button.click()
    question.reject()
    opened.settle()
    assert opened.door().way == CODE


def test_where_only_shares_are_left_the_door_asks_for_them(fresh: Driver) -> None:
    to_setup(fresh)
    sheets = prove_shares(fresh)
    access(fresh).only_paper_part.open_button.click()
    fresh.settle()
    dialog(OnlyPaperDialog).done_button.click()
    fresh.settle()
    door = fresh.door()
    assert door.way == SHARES
    type_shares(fresh, door.form.shares_entry, sheets[:2])
    door.open()
    fresh.settle()
    page = new_passphrase(fresh)
    assert page.passphrase_part.ui.name_edit.isVisible()
    page.later_button.click()
    fresh.settle()
    assert inside(fresh)  # the paper goes on being the only way
    assert access(fresh).people_part.people_list.lines == ()
