"""Settings, who can open this vault: people, and the change of the key."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from cima_desktop import i18n
from cima_desktop.gui.views.settings.settings_access import AccessPart
from cima_desktop.gui.views.settings.settings_people_dialogs import AddDialog, ChangeDialog, RenameDialog
from cima_desktop.gui.views.settings.settings_rekey_dialog import RekeyDialog
from cima_desktop.model.ids import new_id
from cima_desktop.services import keys
from cima_desktop.services.backup_register import home_of
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import DiskFullError, ReopenVaultError
from tests.gui.keys_driver import (
    NEW_WORDS,
    WORDS,
    KeysDesk,
    access,
    choose_passphrase,
    deed,
    dialog,
    sheets_of,
    type_shares,
    why_not,
)
from tests.gui.program_driver import PASSPHRASE, Driver
from tests.gui.test_accessibility_desk import unnamed

MINE = "Mesa de prueba"
pytestmark = pytest.mark.usefixtures("nothing_measured")


def fill(part: AddDialog, name: str, words: str = WORDS) -> None:
    """Fill in another person."""
    choose_passphrase(part.passphrase_part, words)
    part.passphrase_part.ui.name_edit.setText(name)


def with_elena(driver: Driver | KeysDesk) -> AccessPart:
    """Add another person, and show who can open the vault."""
    driver.ask(lambda s: s.vault.access.add_passphrase("Elena", WORDS, TESTING_COST))
    return driver.read() if isinstance(driver, KeysDesk) else access(driver)


def names(part: AccessPart) -> list[str]:
    """Return who is listed."""
    return [str(line.title()) for line in part.people_part.people_list.lines if callable(line.title)]


def test_a_person_is_added_with_their_own_passphrase(kd: KeysDesk) -> None:
    part = kd.read()
    assert names(part) == [MINE]
    part.people_part.add_button.click()
    asked = dialog(AddDialog)
    fill(asked, "  Elena ")
    asked.done_button.click()
    kd.settle()
    assert names(part) == [MINE, "Elena"]
    assert part.people_part.message_bar.property("tone") == "good"
    assert why_not(kd, passphrase=WORDS) == ""


@pytest.mark.parametrize(
    ("name", "words"), [("", WORDS), ("Elena", "12345678"), (MINE.upper(), WORDS), ("  \u202e ", WORDS)]
)
def test_what_cannot_be_added_is_said_in_the_dialog(kd: KeysDesk, name: str, words: str) -> None:
    part = kd.read()
    part.people_part.add_button.click()
    asked = dialog(AddDialog)
    fill(asked, name, words)
    asked.done_button.click()
    kd.settle()
    assert asked.isVisible()
    assert asked.error_label.text() or asked.passphrase_part.ui.hint_label.text()
    assert names(part) == [MINE]
    asked.reject()


def test_a_person_gets_a_new_key_file_on_their_stick(kd: KeysDesk, tmp_path: Path) -> None:
    part = kd.read()
    part.people_part.add_button.click()
    asked = dialog(AddDialog)
    fill(asked, "Elena")
    choice = asked.key_file_choice
    choice.wanted_box.click()
    asked.done_button.click()  # which file?
    kd.settle()
    assert asked.error_label.isVisible()
    assert QApplication.focusWidget() is choice.new_button
    taken = tmp_path / "taken"
    taken.write_bytes(b"somebody else's")
    choice.take_new(str(taken))
    asked.done_button.click()
    kd.settle()
    assert asked.isVisible()
    assert taken.read_bytes() == b"somebody else's"
    path = tmp_path / "cima-key"
    choice.take_new(str(path))
    asked.done_button.click()
    kd.settle()
    assert names(part) == [MINE, "Elena"]
    assert why_not(kd, passphrase=WORDS) != ""
    assert why_not(kd, passphrase=WORDS, key_file=path) == ""


def test_a_second_try_uses_the_key_file_that_was_made(
    kd: KeysDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = kd.read()
    part.people_part.add_button.click()
    asked = dialog(AddDialog)
    fill(asked, "Elena")
    path = tmp_path / "cima-key"
    asked.key_file_choice.wanted_box.click()
    asked.key_file_choice.take_new(str(path))

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.keyfile.write", full)
        asked.done_button.click()
        kd.settle()
    assert asked.error_label.isVisible()
    asked.done_button.click()
    kd.settle()
    assert names(part) == [MINE, "Elena"]
    assert why_not(kd, passphrase=WORDS, key_file=path) == ""


def test_the_dialogs_for_files_remember_nothing(kd: KeysDesk) -> None:
    kd.read().people_part.add_button.click()
    choice = dialog(AddDialog).key_file_choice
    choice.wanted_box.click()
    for button in (choice.new_button, choice.old_button):
        button.click()
        asked = dialog(QFileDialog)
        assert asked.testOption(QFileDialog.Option.DontUseNativeDialog)
        asked.reject()
        kd.settle()
    dialog(AddDialog).reject()


def test_my_passphrase_is_changed_and_gets_a_key_file(kd: KeysDesk, tmp_path: Path) -> None:
    path = tmp_path / "cima-key"
    keys.save_key_file(path, keys.new_key_file())
    part = kd.read()
    deed(part, MINE, "key-round")()
    asked = dialog(ChangeDialog)
    asked.old_edit.setText("not mine")
    choose_passphrase(asked.passphrase_part)
    asked.key_file_choice.wanted_box.click()
    asked.key_file_choice.take_old(str(path))
    asked.done_button.click()
    kd.settle()
    assert asked.error_label.isVisible()
    assert asked.old_edit.text() == "not mine"
    asked.old_edit.setText(PASSPHRASE)
    asked.done_button.click()
    kd.settle()
    assert part.people_part.message_bar.property("tone") == "good"
    deed(part, MINE, "key-round")()  # and once more, now that there is a file
    again = dialog(ChangeDialog)
    assert again.key_file_row.isVisible()
    again.reject()
    assert why_not(kd, passphrase=PASSPHRASE) != ""
    assert why_not(kd, passphrase=NEW_WORDS, key_file=path) == ""


def test_a_name_is_changed(kd: KeysDesk) -> None:
    part = with_elena(kd)
    deed(part, "Elena", "pencil")()
    asked = dialog(RenameDialog)
    asked.name_edit.setText("   ")
    asked.finish()
    assert asked.error_label.isVisible()
    asked.name_edit.setText(" Doña   Elena ")
    asked.finish()
    kd.settle()
    assert names(part) == [MINE, "Doña Elena"]


def test_a_person_is_frozen_at_once_and_unfrozen(kd: KeysDesk) -> None:
    part = with_elena(kd)
    deed(part, "Elena", "ban")()
    kd.settle()
    assert part.people_part.message_bar.property("tone") == "warn"
    assert part.people_part.people_list.lines[1].faint
    assert why_not(kd, passphrase=WORDS) == "FrozenSlotError"
    kd.unlock()
    part = kd.read()
    deed(part, "Elena", "lock-open")()
    kd.settle()
    assert why_not(kd, passphrase=WORDS) == ""


def test_after_freezing_the_key_can_be_changed_at_once(kd: KeysDesk) -> None:
    part = with_elena(kd)
    deed(part, "Elena", "ban")()
    kd.settle()
    before = kd.desk.session.vault.access.key_id
    part.people_part.message_bar.button.click()
    dialog(RekeyDialog).done_button.click()
    kd.settle()
    assert kd.desk.session.vault.access.key_id != before
    assert why_not(kd, passphrase=PASSPHRASE) == ""
    assert why_not(kd, passphrase=WORDS) == "FrozenSlotError"


def test_a_person_is_removed_for_good(kd: KeysDesk) -> None:
    kd.ask(lambda s: s.store.meta_set("backups:list", BACKUPS.replace("KEY", s.vault.access.key_id)))
    part = with_elena(kd)
    assert part.people_part.old_list.isHidden()
    old_file = (kd.folder / "vault.keys").read_bytes()
    deed(part, "Elena", "trash-2")()
    asked = dialog(RekeyDialog)
    assert asked.focusWidget() is asked.cancel_button  # Enter alone takes nobody away
    asked.done_button.click()
    asked.done_button.click()
    kd.settle()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, RekeyDialog) and w.isVisible()]
    assert names(part) == [MINE]
    assert part.people_part.old_list.isVisible()
    assert len(part.people_part.old_list.lines) == 1
    assert why_not(kd, passphrase=WORDS) != ""
    assert why_not(kd, passphrase=PASSPHRASE) == ""
    assert old_file not in [file.read_bytes() for file in kd.folder.glob("vault.keys*")]


BACKUPS = '[{"name": "cima-2026-11-20.backup", "at": "2026-11-20T18:00:00+00:00", "key": "KEY"}]'


def test_nobody_takes_the_last_or_their_own_key_away(kd: KeysDesk) -> None:
    part = kd.read()
    icons = [d.icon for d in part.people_part.people_list.lines[0].deeds]
    assert "trash-2" not in icons
    assert "ban" not in icons
    part = with_elena(kd)
    assert "trash-2" not in [d.icon for d in part.people_part.people_list.lines[0].deeds]
    assert "trash-2" in [d.icon for d in part.people_part.people_list.lines[1].deeds]


def test_a_change_of_the_key_can_be_left_before_but_not_while_it_runs(kd: KeysDesk) -> None:
    part = kd.read()
    part.people_part.rekey_button.click()
    dialog(RekeyDialog).cancel_button.click()
    kd.settle()
    before = kd.desk.session.vault.access.key_id
    part.people_part.rekey_button.click()
    asked = dialog(RekeyDialog)
    asked.done_button.click()
    assert asked.progress_bar.isVisible()
    assert not asked.cancel_button.isEnabled()
    asked.reject()  # as Escape does
    assert asked.isVisible()
    kd.settle()
    assert kd.desk.session.vault.access.key_id != before


def test_a_lock_in_the_middle_waits_for_the_new_key(opened: Driver) -> None:
    part = with_elena(opened)
    deed(part, "Elena", "trash-2")()
    dialog(RekeyDialog).done_button.click()
    opened.lock("idle")
    opened.door()
    assert why_not(opened, passphrase=WORDS) != ""
    assert why_not(opened, passphrase=PASSPHRASE) == ""


def test_a_disk_that_refuses_says_so_and_leaves_the_person(kd: KeysDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    part = with_elena(kd)

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    deed(part, "Elena", "trash-2")()
    asked = dialog(RekeyDialog)
    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.vault.Vault.change_key", full)
        asked.done_button.click()
        kd.settle()
    assert asked.error_label.isVisible()
    assert asked.cancel_button.isEnabled()
    asked.reject()
    assert why_not(kd, passphrase=WORDS) == ""


def test_without_a_backup_the_person_decides_whether_to_go_on(kd: KeysDesk) -> None:
    kd.ask(lambda s: s.store.save("Added", [Edit("person", new_id(), {"given_names": "Ana"})]))
    part = with_elena(kd)
    home_of(kd.folder).write_bytes(b"in the way")
    deed(part, "Elena", "trash-2")()
    asked = dialog(RekeyDialog)
    asked.done_button.click()
    kd.settle()
    assert asked.error_label.isVisible()
    assert asked.done_button.text() == i18n.tr("Go on without a backup")
    assert "Elena" in kd.ask(lambda s: [h.label for h in keys.holders(s)])
    asked.done_button.click()
    kd.settle()
    assert why_not(kd, passphrase=WORDS) != ""


def test_a_vault_that_was_closed_on_the_way_leads_to_the_door(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    part = access(opened)
    session = opened.desk.session

    def closed(*_arguments: object, **_more: object) -> None:
        session.close()
        raise ReopenVaultError

    part.people_part.rekey_button.click()
    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.vault.Vault.change_key", closed)
        dialog(RekeyDialog).done_button.click()
        opened.settle()
    assert not opened.door().message_bar.isHidden()
    opened.unlock()
    assert opened.program.desk is not None


def test_a_lock_closes_every_dialog_and_wipes_it(opened: Driver) -> None:
    part = with_elena(opened)
    part.people_part.add_button.click()
    asked = dialog(AddDialog)
    fill(asked, "Beto")
    typed: list[str] = []
    asked.finished.connect(lambda _result: typed.append(asked.passphrase_part.ui.passphrase_edit.text()))
    opened.lock("idle")
    assert set(typed) == {""}
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()] == []


def test_every_dialog_and_flow_has_names(kd: KeysDesk) -> None:
    part = with_elena(kd)
    part.people_part.add_button.click()
    dialog(AddDialog).key_file_choice.wanted_box.click()
    assert unnamed(dialog(AddDialog)) == []
    dialog(AddDialog).reject()
    kd.settle()
    for person, icon, kind in ((MINE, "key-round", ChangeDialog), ("Elena", "pencil", RenameDialog)):
        deed(part, person, icon)()
        assert unnamed(dialog(kind)) == []
        dialog(kind).reject()
        kd.settle()
    deed(part, "Elena", "trash-2")()
    assert unnamed(dialog(RekeyDialog)) == []
    dialog(RekeyDialog).reject()
    part.paper_part.new_code()
    kd.settle()
    assert unnamed(part) == []
    part.paper_part.new_shares()
    flow = part.paper_part.shares_flow
    assert unnamed(part) == []
    sheets = sheets_of(kd, flow)
    assert unnamed(part) == []
    flow.next_button.click()
    type_shares(kd, flow.entry, sheets[:1])
    assert unnamed(part) == []
    part.paper_part.rehearse(keys.SHARES)
    assert unnamed(part) == []
