"""The ways into a vault: one at a time, and nothing that is opened is left open behind a door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cima_desktop.gui import errors
from cima_desktop.gui.views.door.first_run import FirstRun
from cima_desktop.services.session import Session, open_vault
from cima_desktop.vault import TESTING_COST
from tests.gui.keys_driver import WORDS, filled, setup
from tests.gui.plan_desk import opened_session
from tests.gui.program_driver import PASSPHRASE, Driver, make_vault


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Return the program where there is no vault yet."""
    made = Driver(qtbot, tmp_path / "vault", make=False)
    yield made
    made.finish()


def opens(folder: Path, passphrase: str = PASSPHRASE) -> bool:
    """Tell whether a vault is free to be opened by somebody else."""
    session = open_vault(folder, passphrase=passphrase, floor=TESTING_COST)
    session.close()
    return True


def test_while_one_way_is_gone_no_other_is_offered(driver: Driver) -> None:
    door = driver.door()
    door.ui.passphrase_edit.setText(PASSPHRASE)
    door.open()
    for button in (door.ui.open_button, door.ui.code_button, door.ui.practice_button):
        assert not button.isEnabled()
    door.practice_wanted.emit()  # as when the click was on its way already
    driver.settle()
    assert not driver.desk.session.practice
    driver.lock()
    assert opens(driver.folder)


def test_after_a_wrong_passphrase_every_way_is_offered_again(driver: Driver) -> None:
    driver.unlock("not the passphrase")
    door = driver.door()
    for button in (door.ui.open_button, door.ui.code_button, door.ui.practice_button):
        assert button.isEnabled()


def test_a_session_that_comes_when_there_is_a_desk_is_closed_again(opened: Driver, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make_vault(other)
    arrived: list[Session] = []
    opened.program.tasks.run(lambda: opened_session(other), arrived.append)
    opened.settle()
    before = opened.desk
    opened.program.opened(arrived[0])
    opened.settle()
    assert opened.program.desk is before
    assert opens(other)


def test_a_bug_while_opening_leaves_a_door_that_opens(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, reported: list[type]
) -> None:
    def broken(**_ways: object) -> Session:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.services.session.open_vault_files", lambda *a, **k: broken())
        driver.unlock()
    assert reported == [ZeroDivisionError]
    assert driver.door().ui.open_button.isEnabled()
    driver.unlock()
    assert driver.program.desk is not None


def test_a_bug_behind_the_door_closes_the_vault_again(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, reported: list[type]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(driver.program.watch, "start", lambda: 1 / 0)
        driver.unlock()
    assert reported == [ZeroDivisionError]
    assert driver.program.desk is None
    assert opens(driver.folder)
    driver.unlock()
    assert driver.program.desk is not None


def test_practice_and_a_vault_of_ones_own_are_not_begun_together(fresh: Driver) -> None:
    steps = fresh.cover()
    assert isinstance(steps, FirstRun)
    steps.choice_part.practice_button.click()
    assert not steps.choice_part.create_button.isEnabled()
    assert not steps.choice_part.practice_button.isEnabled()
    fresh.settle()
    assert fresh.desk.session.practice


def test_the_vault_is_created_once_however_often_it_is_asked_for(fresh: Driver) -> None:
    steps = filled(fresh)
    steps.next_button.click()
    steps.next_button.click()
    fresh.settle()
    assert setup(fresh).message_bar.isHidden()


def test_closing_while_the_vault_is_created_closes_it_too(fresh: Driver) -> None:
    steps = filled(fresh)
    steps._create("Mesa", WORDS)
    assert not steps.back_button.isEnabled()
    fresh.window.close()
    assert opens(fresh.folder, WORDS)


def test_closing_while_the_door_opens_closes_the_vault_too(driver: Driver) -> None:
    door = driver.door()
    door.ui.passphrase_edit.setText(PASSPHRASE)
    door.open()
    driver.window.close()
    assert driver.program.desk is None
    assert opens(driver.folder)


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """Return the kinds of bugs that were reported, instead of showing a dialog for each."""
    found: list[type] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: found.append(kind))
    monkeypatch.setattr(errors, "report", lambda kind, _error, _trace: found.append(kind))
    return found
