"""The first start: both languages, practice, a vault with its recovery sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui.views.door.first_run import CHOICE, PASSPHRASE, FirstRun
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
from tests.gui.keys_driver import WORDS, filled, first_run, prove_code
from tests.gui.program_driver import Driver


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program where there is no vault yet."""
    made = Driver(qtbot, tmp_path / "vault", make=False)
    yield made
    made.finish()


def to_paper(driver: Driver, words: str = WORDS, again: str = WORDS, name: str = "Mesa") -> FirstRun:
    """Fill in the passphrase and go on."""
    steps = filled(driver, words, again, name)
    steps.next_button.click()
    driver.settle()
    return steps


def test_the_first_window_offers_practice_or_a_vault_in_both_languages(fresh: Driver) -> None:
    steps = first_run(fresh)
    part = steps.choice_part
    assert steps.place == CHOICE
    assert "¿Cómo quiere empezar?" in steps.title_label.text()
    assert "How do you want to start?" in steps.title_label.text()
    assert (part.spanish_button.text().strip(), part.english_button.text().strip()) == ("Español", "English")
    part.english_button.click()
    assert i18n.language() == "en"
    assert part.create_button.text().strip() == "Create a vault"
    assert len(steps.parts) <= 5  # pages of a first start


def test_the_keyboard_alone_begins(fresh: Driver) -> None:
    fresh.window.activateWindow()
    assert fresh.window.focusWidget() is first_run(fresh).choice_part.practice_button


def test_practice_opens_with_its_own_colours_and_made_up_families(fresh: Driver) -> None:
    steps = first_run(fresh)
    steps.choice_part.practice_button.click()
    fresh.settle()
    assert fresh.desk.session.practice
    assert not fresh.window.banner.isHidden()
    assert fresh.ask(lambda s: s.store.count("person")) > 0


def test_a_vault_is_made_and_its_sheet_proved(fresh: Driver) -> None:
    to_paper(fresh)
    assert fresh.window.covered()
    prove_code(fresh)
    assert not fresh.window.covered()
    assert not fresh.desk.session.practice
    fresh.lock()
    door = fresh.cover()
    assert isinstance(door, UnlockView)
    assert "Mesa" in door.title_label.text()
    fresh.unlock(WORDS)
    assert not fresh.window.covered()


def test_closing_before_the_sheet_is_proved_leaves_a_vault_that_opens(fresh: Driver) -> None:
    to_paper(fresh)
    fresh.program.close()
    session = open_vault(fresh.folder, passphrase=WORDS, floor=TESTING_COST)
    assert session.store.check() == []
    session.close()


@pytest.mark.parametrize(
    ("words", "again", "name"),
    [("contraseña123", "contraseña123", "Mesa"), (WORDS, WORDS + "x", "Mesa"), (WORDS, WORDS, "  ")],
)
def test_what_cannot_be_used_is_said_and_nothing_is_made(fresh: Driver, words: str, again: str, name: str) -> None:
    steps = to_paper(fresh, words, again, name)
    assert steps.place == PASSPHRASE
    assert steps.passphrase_part.ui.hint_label.text()
    assert not (fresh.folder / "vault.db").exists()


def test_a_suggestion_is_in_sight_and_good_enough(fresh: Driver) -> None:
    steps = to_paper(fresh, "", "x")
    steps.passphrase_part.suggest()
    fresh.settle()
    assert len(steps.passphrase_part.ui.passphrase_edit.text().split()) == 6
    assert steps.passphrase_part.ui.strength_bar.value() >= 3
