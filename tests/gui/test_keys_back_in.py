"""Somebody who forgot the passphrase gets back in from paper, and chooses a new one."""

import pytest

from cima_desktop.services import keys
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import DiskFullError, WrongPassphraseError
from tests.gui.keyboard import ENTER, press
from tests.gui.keys_driver import (
    NEW_WORDS,
    OTHER_WORDS,
    WORDS,
    choose_passphrase,
    inside,
    new_passphrase,
    prove_code,
    prove_shares,
    setup,
    to_setup,
    type_shares,
)
from tests.gui.program_driver import PASSPHRASE, Driver

pytestmark = pytest.mark.usefixtures("nothing_measured")


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


@pytest.mark.parametrize("typed", ["ABCDE-" * 13 + "ABCDE", "9" * 5000, "💣" * 70])
def test_a_code_that_is_none_is_said_and_stays(driver: Driver, typed: str) -> None:
    by_code(driver, typed)
    door = driver.door()
    assert driver.program.desk is None
    assert door.ui.open_button.isEnabled()
    assert door.ui.code_edit.text()
