"""The door: who it is, paper, a key file, the keyring; and back in from paper when the passphrase is forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui.views.door.key_file_row import KeyFileRow
from cima_desktop.gui.views.door.share_notes import look_at
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.services import keys
from cima_desktop.services.session import Session, open_vault
from cima_desktop.vault import TESTING_COST, shares
from cima_desktop.vault.errors import DiskFullError, WrongPassphraseError
from tests.gui.keyboard import ENTER, press, write
from tests.gui.keys_driver import (
    NEW_WORDS,
    WORDS,
    cheap,
    choose_passphrase,
    dialog,
    new_passphrase,
    prove_code,
    prove_shares,
    setup,
    to_setup,
    type_shares,
)
from tests.gui.program_driver import PASSPHRASE, Driver

OTHER_WORDS = "vago pumi sore tila fudo mache"


@pytest.fixture(autouse=True)
def _nothing_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure no computer: it takes half a second each time."""
    monkeypatch.setattr("cima_desktop.gui.views.door.new_passphrase.calibrate", cheap)


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program where there is no vault yet."""
    made = Driver(qtbot, tmp_path / "vault", make=False)
    yield made
    made.finish()


def stick(folder: Path) -> Path:
    """Return a key file on a stick."""
    path = folder / "cima-key"
    keys.save_key_file(path, keys.new_key_file())
    return path


def inside(driver: Driver) -> bool:
    """Tell whether the person is at the desk, with nothing left to do before."""
    return driver.program.desk is not None and not driver.window.covered()


@pytest.fixture
def peopled(opened: Driver, tmp_path: Path) -> UnlockView:
    """Return the door of a vault with three people: the second needs a key file, the third is frozen."""
    path = stick(tmp_path)

    def add(session: Session) -> None:
        keys.add_person(session, "Elena", WORDS, TESTING_COST, keys.read_key_file(path))
        beto = keys.add_person(session, "Beto", OTHER_WORDS, TESTING_COST)
        keys.freeze(session, beto)

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


@pytest.mark.parametrize("content", [b"", b"x" * 100_000, b"%PDF-1.7 something else"])
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


# --- back in from paper


def by_code(driver: Driver, code: str) -> None:
    """Open the vault with its code, typed as people type."""
    door = driver.door()
    door.ui.code_button.click()
    door.ui.code_edit.setText(code.lower().replace("-", " "))
    door.open()
    driver.settle()


def opens_with(driver: Driver, words: str) -> bool:
    """Tell whether a passphrase opens the vault, which is closed."""
    try:
        session = open_vault(driver.folder, passphrase=words, floor=TESTING_COST)
    except WrongPassphraseError:
        return False
    session.close()
    return True


def test_somebody_who_forgot_gets_back_in_with_the_code_and_a_new_passphrase(fresh: Driver) -> None:
    to_setup(fresh)
    code = prove_code(fresh)
    person = fresh.add(given_names="Ana", paternal_surname="Ejemplo")
    fresh.lock()
    by_code(fresh, code)
    page = new_passphrase(fresh)
    assert not inside(fresh)
    assert page.person_box.value()  # there is one person only
    choose_passphrase(page.passphrase_part)
    page.done_button.click()
    fresh.settle()
    assert not fresh.door().message_bar.isHidden()  # to be certain that the person has it
    fresh.unlock(NEW_WORDS)
    assert inside(fresh)
    assert fresh.ask(lambda s: s.who) == "Mesa"
    assert fresh.ask(lambda s: s.store.kind_of_id(person)) == "person"
    fresh.lock()
    assert not opens_with(fresh, WORDS)
    assert opens_with(fresh, NEW_WORDS)
    by_code(fresh, code)  # the paper goes on working
    new_passphrase(fresh)


def test_somebody_who_forgot_gets_back_in_with_shares_and_a_new_passphrase(fresh: Driver) -> None:
    to_setup(fresh)
    sheets = prove_shares(fresh)
    fresh.ask(lambda s: keys.add_person(s, "Elena", OTHER_WORDS, TESTING_COST))
    fresh.lock()
    door = fresh.door()
    assert not door.ui.code_button.isVisible()  # nobody ever saw the code that was made with the vault
    door.ui.shares_button.click()
    as_typed = [" ".join(word[:4].upper() for word in sheets[1].split()), sheets[0]]
    type_shares(fresh, door.form.shares_entry, as_typed)
    press(ENTER)
    fresh.settle()
    page = new_passphrase(fresh)
    choose_passphrase(page.passphrase_part)
    page.done_button.click()  # whose is it?
    fresh.settle()
    assert not page.message_bar.isHidden()
    elena = fresh.ask(lambda s: next(h.slot_id for h in keys.holders(s) if h.label == "Elena"))
    page.person_box.set_value(elena.hex())
    page.done_button.click()
    fresh.settle()
    fresh.unlock(NEW_WORDS)
    assert inside(fresh)
    assert fresh.ask(lambda s: s.who) == "Elena"
    fresh.lock()
    assert opens_with(fresh, WORDS)
    assert opens_with(fresh, NEW_WORDS)
    assert not opens_with(fresh, OTHER_WORDS)


def test_a_new_passphrase_may_wait(driver: Driver) -> None:
    by_code(driver, driver.code)
    new_passphrase(driver).later_button.click()
    driver.settle()
    assert inside(driver)
    driver.lock()
    assert opens_with(driver, PASSPHRASE)


def test_a_weak_new_passphrase_is_refused_in_words(driver: Driver) -> None:
    by_code(driver, driver.code)
    page = new_passphrase(driver)
    choose_passphrase(page.passphrase_part, "12345678")
    page.done_button.click()
    driver.settle()
    assert page.passphrase_part.ui.hint_label.text()
    assert not inside(driver)


def test_a_disk_that_refuses_the_new_passphrase_leaves_the_old_one(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_code(driver, driver.code)
    page = new_passphrase(driver)
    choose_passphrase(page.passphrase_part)

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.keyfile.write", full)
        page.done_button.click()
        driver.settle()
    assert page.message_bar.property("tone") == "bad"
    assert page.done_button.isEnabled()
    page.done_button.click()
    driver.settle()
    driver.door()
    assert opens_with(driver, NEW_WORDS)


def test_a_lock_wipes_a_new_passphrase_that_was_being_typed(driver: Driver) -> None:
    by_code(driver, driver.code)
    ui = new_passphrase(driver).passphrase_part.ui
    ui.passphrase_edit.setText("half a passphrase")
    driver.lock("idle")
    assert ui.passphrase_edit.text() == ""
    assert opens_with(driver, PASSPHRASE)


def test_paper_that_opened_an_unfinished_vault_asks_for_the_passphrase_first(fresh: Driver) -> None:
    to_setup(fresh)
    offered = fresh.ask(keys.offer_code)
    fresh.ask(lambda s: s.vault.access.papers.accept_code(offered))  # as after a kill before it was noted
    fresh.lock()
    by_code(fresh, offered)
    new_passphrase(fresh).later_button.click()
    fresh.settle()
    setup(fresh)


@pytest.mark.parametrize("typed", ["", "x", "ABCDE-" * 13 + "ABCDE", "9" * 5000, "💣" * 70])
def test_a_code_that_is_none_is_said_and_stays(driver: Driver, typed: str) -> None:
    by_code(driver, typed)
    door = driver.door()
    assert driver.program.desk is None
    assert door.ui.open_button.isEnabled()
    assert not typed or door.ui.code_edit.text()


# --- what is said while shares are typed

SET = shares.split(bytes(range(32)), 2, 3)
OTHER_SET = shares.split(bytes(range(1, 33)), 3, 3)


def sheet(number: int, of: list[tuple[str, ...]] = SET) -> str:
    """Return the words of a sheet."""
    return " ".join(of[number])


def said(*typed: str) -> list[tuple[bool, str]]:
    """Return what is said of each field, and whether it is wrong."""
    return [(note.is_wrong, note.words() if callable(note.words) else note.words) for note in look_at(typed).notes]


def test_a_wrong_word_is_named_as_soon_as_it_is_finished() -> None:
    i18n.use("en")
    assert said("academic aci") == [(False, "2 of 33 words")]
    assert said("academic zzzz") == [(False, "2 of 33 words")]  # it may still become one
    [(is_wrong, words)] = said("academic zzzz ")
    assert is_wrong
    assert "2" in words


def test_a_mistyped_sheet_says_which_word() -> None:
    words = sheet(0).split()
    words[6] = "academic" if words[6] != "academic" else "acid"
    [(is_wrong, told)] = said(" ".join(words))
    assert is_wrong
    assert "7" in told


def test_the_same_sheet_twice_and_a_sheet_of_another_set_are_said() -> None:
    assert [wrong for wrong, _words in said(sheet(0), sheet(0))] == [False, True]
    assert [wrong for wrong, _words in said(sheet(0), sheet(1, OTHER_SET))] == [False, True]
    assert [wrong for wrong, _words in said(sheet(0), sheet(1))] == [False, False]


def test_as_many_fields_come_as_are_needed() -> None:
    assert look_at([""]).needed == 1
    assert look_at([sheet(0)]).needed == 2
    assert look_at([sheet(0, OTHER_SET)]).needed == 3
    assert not look_at([sheet(0)]).is_complete
    assert look_at([sheet(0), sheet(2)]).is_complete
    assert not look_at([sheet(0), sheet(2), "academic zzzz "]).is_complete


@pytest.mark.parametrize("typed", ["\0" * 50, "💣 " * 40, "1 2 3 4", "Ácádémíc " * 200, "\u202eacademic"])
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    assert not look_at([typed]).is_complete


def test_one_field_is_left_after_a_door_was_forgotten(driver: Driver) -> None:
    door = driver.door()
    door.use("shares")
    type_shares(driver, door.form.shares_entry, [sheet(0), sheet(1)])
    assert door.form.shares_entry.is_complete()
    door.forget()
    assert len(door.form.shares_entry.rows) == 1
    assert door.form.shares_entry.shares() == ()
