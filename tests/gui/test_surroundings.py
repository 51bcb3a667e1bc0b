"""The window says what is unsafe about the disk or wrong with the clock, at making and at opening, and goes on."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.gui import language
from cima_desktop.gui.views.door.first_run import PASSPHRASE, FirstRun
from cima_desktop.vault import place
from cima_desktop.vault.place import NETWORK, ORDINARY
from tests.gui.program_driver import Driver


def test_a_vault_on_a_network_drive_says_so_once_it_is_open(
    driver: Driver, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "kind_of", lambda _folder: NETWORK)
    driver.unlock()
    bar = driver.window.desk.message_bar
    assert bar.isVisible()
    assert "unidad de red" in bar.label.text()
    language.switch(qapp, "en")
    assert "network drive" in bar.label.text()
    assert bar.accessibleName()
    bar.close_button.click()
    assert not bar.isVisible()
    driver.lock()
    driver.unlock()
    assert bar.isVisible()


def test_on_the_computers_own_disk_nothing_is_said(opened: Driver) -> None:
    assert not opened.window.desk.message_bar.isVisible()


@pytest.mark.parametrize(("kind", "is_told"), [(NETWORK, True), (ORDINARY, False)])
def test_before_a_vault_is_made_its_place_is_judged(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, is_told: bool
) -> None:
    monkeypatch.setattr(place, "kind_of", lambda _folder: kind)
    driver = Driver(qtbot, tmp_path / "vault", make=False)
    cover = driver.cover()
    assert isinstance(cover, FirstRun)
    cover.go(PASSPHRASE)
    driver.settle()
    assert cover.message_bar.isVisible() == is_told
    driver.finish()
