"""The door: who it is, paper, a key file, the keyring."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.door.key_file_row import KeyFileRow
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.services import keys
from cima_desktop.services.session import Session
from cima_desktop.vault import TESTING_COST
from tests.gui.keyboard import ENTER, press, write
from tests.gui.keys_driver import OTHER_WORDS, WORDS, Drawer, dialog, inside
from tests.gui.program_driver import PASSPHRASE, Driver


def stick(folder: Path) -> Path:
    """Return a key file on a stick."""
    path = folder / "cima-key"
    keys.save_key_file(path, keys.new_key_file())
    return path


@pytest.fixture
def peopled(opened: Driver, tmp_path: Path) -> UnlockView:
    """Return the door of a vault with three people: the second needs a key file, the third is frozen."""
    path = stick(tmp_path)

    def add(session: Session) -> None:
        access = session.vault.access
        access.add_passphrase("Elena", WORDS, TESTING_COST, keys.read_key_file(path))
        access.freeze(access.add_passphrase("Beto", OTHER_WORDS, TESTING_COST))

    opened.ask(add)
    opened.lock()
    return opened.door()


def choose(door: UnlockView, name: str) -> None:
    """Choose who it is."""
    person = next(p for p in door._ways.people if p.name == name)
    door.form.person_box.set_value(person.slot_id.hex())


def test_one_person_is_not_asked_who_they_are(driver: Driver) -> None:
    driver.settle()
    door = driver.door()
    assert not door.form.person_row.isVisible()
    assert not door.form.key_file_row.isVisible()
    assert "Mesa de prueba" in door.title_label.text()
    assert not door.ui.shares_button.isVisible()
    assert not door.ui.keyring_button.isVisible()
    assert door.ui.code_button.isVisible()


def test_typing_works_at_once_whoever_it_is(opened: Driver, peopled: UnlockView) -> None:
    assert peopled.form.person_row.isVisible()
    write(PASSPHRASE)
    press(ENTER)
    opened.settle()
    assert inside(opened)


def test_somebody_else_is_chosen_by_keyboard(opened: Driver, peopled: UnlockView) -> None:
    peopled.form.person_box.setFocus()
    press(Qt.Key.Key_Down)
    assert peopled.person() is not None
    press(Qt.Key.Key_Tab)
    write(PASSPHRASE)
    press(ENTER)
    opened.settle()
    assert inside(opened)


def test_a_key_that_needs_a_file_asks_for_it(opened: Driver, peopled: UnlockView, tmp_path: Path) -> None:
    choose(peopled, "Elena")
    assert peopled.form.key_file_row.isVisible()
    peopled.ui.passphrase_edit.setText(WORDS)
    peopled.open()
    opened.settle()
    assert opened.program.desk is None
    assert not peopled.message_bar.isHidden()
    peopled.form.key_file_row.take(str(tmp_path / "cima-key"))
    peopled.open()
    opened.settle()
    assert inside(opened)
    assert opened.ask(lambda s: s.who) == "Elena"


@pytest.mark.parametrize("content", [b"", b"x" * 100_000])
def test_another_file_is_refused_in_its_own_sentence(
    opened: Driver, peopled: UnlockView, tmp_path: Path, content: bytes
) -> None:
    wrong = tmp_path / "holiday.jpg"
    wrong.write_bytes(content)
    choose(peopled, "Elena")
    peopled.ui.passphrase_edit.setText(WORDS)
    peopled.form.key_file_row.take(str(wrong))
    peopled.open()
    opened.settle()
    assert opened.program.desk is None
    assert peopled.message_bar.property("tone") == "bad"
    assert peopled.ui.passphrase_edit.text() == WORDS


def test_a_stick_that_was_pulled_out_is_said(opened: Driver, peopled: UnlockView, tmp_path: Path) -> None:
    choose(peopled, "Elena")
    peopled.ui.passphrase_edit.setText(WORDS)
    peopled.form.key_file_row.take(str(tmp_path / "gone" / "cima-key"))
    peopled.open()
    opened.settle()
    assert opened.program.desk is None
    assert peopled.message_bar.property("tone") == "bad"
    assert peopled.ui.open_button.isEnabled()


def test_the_dialog_for_the_file_remembers_nothing(driver: Driver) -> None:
    row = driver.door().form.key_file_row
    row.show()
    row.choose_button.click()
    asked = dialog(QFileDialog)
    assert asked.testOption(QFileDialog.Option.DontUseNativeDialog)
    asked.reject()
    assert row.path() is None


def test_a_chosen_file_can_be_let_go(qtbot: QtBot, tmp_path: Path) -> None:
    row = KeyFileRow()
    qtbot.addWidget(row)
    row.take(str(tmp_path / "cima-key"))
    assert row.name_label.text() == "cima-key"
    row.clear_button.click()
    assert row.path() is None
    assert row.name_label.text() != "cima-key"


def test_a_frozen_person_is_told_at_once_and_stays_out(opened: Driver, peopled: UnlockView) -> None:
    choose(peopled, "Beto")
    assert peopled.form.frozen_label.isVisible()
    peopled.ui.passphrase_edit.setText(OTHER_WORDS)
    peopled.open()
    opened.settle()
    assert opened.program.desk is None
    assert peopled.message_bar.property("tone") == "bad"
    choose(peopled, "Mesa de prueba")
    assert not peopled.form.frozen_label.isVisible()


def test_capitals_that_nobody_meant_are_noticed(driver: Driver) -> None:
    driver.settle()
    label = driver.door().ui.caps_label
    write("A")  # without Shift
    assert label.isVisible()
    write("a")
    assert not label.isVisible()


def test_what_is_typed_is_forgotten_when_something_else_stands_there(peopled: UnlockView) -> None:
    peopled.ui.passphrase_edit.setText(PASSPHRASE)
    peopled.ui.code_edit.setText("ABCDE")
    peopled.form.shares_entry.rows[0].edit.setPlainText("academic acid")
    peopled.use("shares")
    assert peopled.ui.passphrase_edit.text() == PASSPHRASE  # another way may be looked at
    peopled.hide()
    assert peopled.ui.passphrase_edit.text() == ""
    assert peopled.ui.code_edit.text() == ""
    assert peopled.form.shares_entry.shares() == ()


def test_a_keyring_opens_where_the_vault_has_one(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr("cima_desktop.vault.keyring_slot.system_keyring", lambda: Drawer(kept))
    opened.ask(keys.use_keyring)
    opened.lock()
    door = opened.door()
    assert door.ui.keyring_button.isVisible()
    door.ui.keyring_button.click()
    opened.settle()
    assert inside(opened)
    opened.lock()
    kept.clear()
    door = opened.door()
    door.ui.keyring_button.click()
    opened.settle()
    assert opened.program.desk is None
    assert door.message_bar.property("tone") == "bad"
