"""A backup comes back, and a damaged vault is saved, by whatever opened the vault on that day (R11, B6)."""

from pathlib import Path

import pytest
from attrs import frozen
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cima_desktop.gui.views.backups.bring_back import BringBackDialog
from cima_desktop.gui.views.backups.rescue_dialog import RescueDialog
from cima_desktop.gui.views.backups.restore_dialog import RestoreDialog
from cima_desktop.gui.views.door.opening_part import OpeningPart
from cima_desktop.model.ids import new_id
from cima_desktop.services import backups, keys
from cima_desktop.services.session import create
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST, porter
from tests.gui.program_driver import PASSPHRASE

WITH_FILE = "nueve faroles azules bajo la lluvia lenta"


@frozen(kw_only=True)
class Keys:
    """What opens the vault of these tests."""

    folder: Path
    code: str
    sheets: tuple[str, ...]
    stick: Path


@pytest.fixture
def had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Return a closed vault with one person, a backup, and every way in there is."""
    monkeypatch.setattr(
        "cima_desktop.services.messenger.send",
        lambda errand, heard=None, quiet=0: porter._do(errand, heard or (lambda _done, _all: None)),
    )
    session, code = create(tmp_path / "vault", PASSPHRASE, "Mesa", cost=TESTING_COST)
    stick = tmp_path / "stick.cimakey"
    with session:
        made = keys.new_key_file()
        keys.save_key_file(stick, made)
        keys.add_person(session, "Elena", WITH_FILE, TESTING_COST, made)
        sheets = [s.words for s in keys.offer_shares(session, 2, ["Rosa", "Tomás"]).shares]
        assert keys.accept_shares(session, sheets)
        session.store.save("Added", [Edit("person", new_id(), {"given_names": "Ana"})])
        backups.make(session)
    return Keys(folder=session.folder, code=code, sheets=tuple(sheets), stick=stick)


def settle(dialog: BringBackDialog) -> None:
    for _round in range(3):
        dialog.work.wait_idle()
        QApplication.processEvents()


def by_code(part: OpeningPart, had: Keys) -> None:
    part.code_button.click()
    part.code_edit.setText(had.code.lower())


def by_shares(part: OpeningPart, had: Keys) -> None:
    part.shares_button.click()
    for place, words in enumerate(had.sheets):
        part.shares_entry.rows[place].edit.setPlainText(words)
        part.shares_entry.look()


def by_key_file(part: OpeningPart, had: Keys) -> None:
    part.passphrase_edit.setText(WITH_FILE)
    part.key_file_row.take(str(had.stick))


@pytest.mark.parametrize("way", [by_code, by_shares, by_key_file])
@pytest.mark.parametrize("kind", [RestoreDialog, RescueDialog])
def test_every_way_of_that_day_brings_it_back(
    qtbot: QtBot, had: Keys, kind: type[RestoreDialog] | type[RescueDialog], way: object
) -> None:
    dialog = kind(had.folder, TESTING_COST)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(dialog)
    dialog.finish()
    assert dialog.error_label.isVisible()  # nothing was typed
    way(dialog.opening_part, had)  # type: ignore[operator]
    dialog.finish()
    settle(dialog)
    assert dialog.made is not None, dialog.error_label.text()
    assert "1" in dialog.outcome_label.text()
    part = dialog.opening_part
    left = (part.passphrase_edit.text(), part.code_edit.text(), part.shares_entry.shares(), part.key_file_row.path())
    assert left == ("", "", (), None)


def test_a_passphrase_without_its_file_and_a_share_too_few_are_said(qtbot: QtBot, had: Keys) -> None:
    dialog = RestoreDialog(had.folder, TESTING_COST)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(dialog)
    part = dialog.opening_part
    part.passphrase_edit.setText(WITH_FILE)
    dialog.finish()
    settle(dialog)
    assert dialog.error_label.isVisible()
    part.shares_button.click()
    part.shares_entry.rows[0].edit.setPlainText(had.sheets[0])
    part.shares_entry.submitted.emit()
    settle(dialog)
    assert dialog.error_label.isVisible()
    assert dialog.made is None
    dialog.reject()
    assert part.shares_entry.shares() == ()


def test_as_many_fields_as_there_are_sheets_scroll_where_the_screen_is_low(qtbot: QtBot, had: Keys) -> None:
    dialog = RestoreDialog(had.folder, TESTING_COST)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(dialog)
    by_shares(dialog.opening_part, had)
    dialog.opening_part.shares_entry._grow(6)
    settle(dialog)
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    assert dialog.done_button.isVisible()
