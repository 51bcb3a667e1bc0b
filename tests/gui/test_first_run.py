"""The first start: both languages, practice, a vault with its recovery sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui.views.door.first_run import CHOICE, PASSPHRASE, RECOVERY, FirstRun
from cima_desktop.gui.views.door.unlock import UnlockView
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.calibrate import Calibration
from tests.gui.program_driver import Driver

WORDS = "lumo chade tiru pego nabu fiso"


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program where there is no vault yet."""
    made = Driver(qtbot, tmp_path / "vault", make=False)
    yield made
    made.finish()


def first_run(driver: Driver) -> FirstRun:
    """Return the first steps."""
    found = driver.cover()
    assert isinstance(found, FirstRun)
    return found


def cheap() -> Calibration:
    """Measure nothing."""
    return Calibration(TESTING_COST, 1.0, "ordinary", "…")


def to_passphrase(driver: Driver, words: str = WORDS, again: str = WORDS, name: str = "Mesa") -> FirstRun:
    """Go to the passphrase and fill it in."""
    steps = first_run(driver)
    steps.passphrase_part._measure = cheap
    steps.choice_part.create_button.click()
    driver.settle()
    ui = steps.passphrase_part.ui
    ui.name_edit.setText(name)
    ui.passphrase_edit.setText(words)
    ui.again_edit.setText(again)
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
    assert len(steps.parts) <= 5


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
    steps = to_passphrase(fresh)
    assert steps.place == RECOVERY
    assert not steps.next_button.isEnabled()
    part = steps.recovery_part
    for place, edit in zip(part._asked, part.edits, strict=True):
        edit.setText(part._groups[place].lower())
    assert steps.next_button.isEnabled()
    steps.next_button.click()
    fresh.settle()
    assert not fresh.desk.session.practice
    fresh.lock()
    door = fresh.cover()
    assert isinstance(door, UnlockView)
    assert "Mesa" in door.title_label.text()
    fresh.unlock(WORDS)
    assert fresh.program.desk is not None


def test_closing_before_the_sheet_is_proved_leaves_a_vault_that_opens(fresh: Driver) -> None:
    to_passphrase(fresh)
    fresh.program.close()
    session = open_vault(fresh.folder, passphrase=WORDS, floor=TESTING_COST)
    assert session.store.check() == []
    session.close()


def test_a_mistyped_group_is_named_and_stops(fresh: Driver) -> None:
    part = to_passphrase(fresh).recovery_part
    part.edits[0].setText("AAAAA")
    assert part.ui.group_help_label.text()
    assert not part.is_proved()


@pytest.mark.parametrize(
    ("words", "again", "name"),
    [("contraseña123", "contraseña123", "Mesa"), (WORDS, WORDS + "x", "Mesa"), (WORDS, WORDS, "  ")],
)
def test_what_cannot_be_used_is_said_and_nothing_is_made(fresh: Driver, words: str, again: str, name: str) -> None:
    steps = to_passphrase(fresh, words, again, name)
    assert steps.place == PASSPHRASE
    assert steps.passphrase_part.ui.hint_label.text()
    assert not (fresh.folder / "vault.db").exists()


def test_a_suggestion_is_in_sight_and_good_enough(fresh: Driver) -> None:
    steps = to_passphrase(fresh, "", "x")
    steps.passphrase_part.suggest()
    fresh.settle()
    assert len(steps.passphrase_part.ui.passphrase_edit.text().split()) == 6
    assert steps.passphrase_part.ui.strength_bar.value() >= 3


def test_the_sheet_holds_the_code_and_no_name(fresh: Driver) -> None:
    part = to_passphrase(fresh).recovery_part
    sheet = part.sheet().toPlainText()
    assert all(group in sheet for group in part._groups)
    assert "Mesa" not in sheet
