"""Settings, who can open this vault: people, the change of the key, paper that is tried, the keyring."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from cima_desktop.gui.views.settings.settings_access import AccessPart
from cima_desktop.gui.views.settings.settings_people_dialogs import AddDialog, ChangeDialog, RenameDialog
from cima_desktop.gui.views.settings.settings_rekey_dialog import RekeyDialog
from cima_desktop.gui.views.start import StartPage
from cima_desktop.services import keys
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import DiskFullError, FrozenSlotError, ReopenVaultError, WrongPassphraseError
from tests.gui.keys_driver import (
    NEW_WORDS,
    WORDS,
    access,
    cheap,
    choose_passphrase,
    deed,
    dialog,
    sheets_of,
    type_shares,
)
from tests.gui.program_driver import PASSPHRASE, Driver
from tests.gui.test_accessibility_desk import unnamed
from tests.gui.test_keys_door import Drawer

MINE = "Mesa de prueba"


@pytest.fixture(autouse=True)
def _nothing_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure no computer: it takes half a second for each dialog."""
    monkeypatch.setattr("cima_desktop.gui.views.settings.settings_people_dialogs.calibrate", cheap)


def why_not(driver: Driver, **by: object) -> str:
    """Lock, and return why the vault does not open; "" when it does."""
    driver.lock()
    try:
        session = open_vault(driver.folder, floor=TESTING_COST, **by)  # type: ignore[arg-type]
    except (WrongPassphraseError, FrozenSlotError) as error:
        return type(error).__name__
    session.close()
    return ""


def fill(part: AddDialog, name: str, words: str = WORDS) -> None:
    """Fill in another person."""
    choose_passphrase(part.passphrase_part, words)
    part.passphrase_part.ui.name_edit.setText(name)


def with_elena(driver: Driver) -> AccessPart:
    """Add another person, and show who can open the vault."""
    driver.ask(lambda s: keys.add_person(s, "Elena", WORDS, TESTING_COST))
    return access(driver)


def names(part: AccessPart) -> list[str]:
    """Return who is listed."""
    return [str(line.title()) for line in part.people_part.people_list.lines if callable(line.title)]


def test_a_person_is_added_with_their_own_passphrase(opened: Driver) -> None:
    part = access(opened)
    assert names(part) == [MINE]
    part.people_part.add_button.click()
    asked = dialog(AddDialog)
    fill(asked, "  Elena ")
    asked.done_button.click()
    opened.settle()
    assert names(part) == [MINE, "Elena"]
    assert part.people_part.message_bar.property("tone") == "good"
    assert why_not(opened, passphrase=WORDS) == ""


@pytest.mark.parametrize(
    ("name", "words"), [("", WORDS), ("Elena", "12345678"), (MINE.upper(), WORDS), ("  \u202e ", WORDS)]
)
def test_what_cannot_be_added_is_said_in_the_dialog(opened: Driver, name: str, words: str) -> None:
    part = access(opened)
    part.people_part.add_button.click()
    asked = dialog(AddDialog)
    fill(asked, name, words)
    asked.done_button.click()
    opened.settle()
    assert asked.isVisible()
    assert asked.error_label.text() or asked.passphrase_part.ui.hint_label.text()
    assert names(part) == [MINE]
    asked.reject()


def test_a_person_gets_a_new_key_file_on_their_stick(opened: Driver, tmp_path: Path) -> None:
    part = access(opened)
    part.people_part.add_button.click()
    asked = dialog(AddDialog)
    fill(asked, "Elena")
    choice = asked.key_file_choice
    choice.wanted_box.click()
    asked.done_button.click()  # which file?
    opened.settle()
    assert asked.error_label.isVisible()
    assert QApplication.focusWidget() is choice.new_button
    taken = tmp_path / "taken"
    taken.write_bytes(b"somebody else's")
    choice.take_new(str(taken))
    asked.done_button.click()
    opened.settle()
    assert asked.isVisible()
    assert taken.read_bytes() == b"somebody else's"
    path = tmp_path / "cima-key"
    choice.take_new(str(path))
    asked.done_button.click()
    opened.settle()
    assert names(part) == [MINE, "Elena"]
    assert why_not(opened, passphrase=WORDS) != ""
    assert why_not(opened, passphrase=WORDS, key_file=path) == ""


def test_a_second_try_uses_the_key_file_that_was_made(
    opened: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = access(opened)
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
        opened.settle()
    assert asked.error_label.isVisible()
    asked.done_button.click()
    opened.settle()
    assert names(part) == [MINE, "Elena"]
    assert why_not(opened, passphrase=WORDS, key_file=path) == ""


def test_the_dialogs_for_files_remember_nothing(opened: Driver) -> None:
    access(opened).people_part.add_button.click()
    choice = dialog(AddDialog).key_file_choice
    choice.wanted_box.click()
    for button in (choice.new_button, choice.old_button):
        button.click()
        asked = dialog(QFileDialog)
        assert asked.testOption(QFileDialog.Option.DontUseNativeDialog)
        asked.reject()
        opened.settle()
    dialog(AddDialog).reject()


def test_my_passphrase_is_changed_and_gets_a_key_file(opened: Driver, tmp_path: Path) -> None:
    path = tmp_path / "cima-key"
    keys.save_key_file(path, keys.new_key_file())
    part = access(opened)
    deed(part, MINE, "key-round")()
    asked = dialog(ChangeDialog)
    asked.old_edit.setText("not mine")
    choose_passphrase(asked.passphrase_part)
    asked.key_file_choice.wanted_box.click()
    asked.key_file_choice.take_old(str(path))
    asked.done_button.click()
    opened.settle()
    assert asked.error_label.isVisible()
    assert asked.old_edit.text() == "not mine"
    asked.old_edit.setText(PASSPHRASE)
    asked.done_button.click()
    opened.settle()
    assert part.people_part.message_bar.property("tone") == "good"
    deed(part, MINE, "key-round")()  # and once more, now that there is a file
    again = dialog(ChangeDialog)
    assert again.key_file_row.isVisible()
    again.reject()
    assert why_not(opened, passphrase=PASSPHRASE) != ""
    assert why_not(opened, passphrase=NEW_WORDS, key_file=path) == ""


def test_a_name_is_changed(opened: Driver) -> None:
    part = with_elena(opened)
    deed(part, "Elena", "pencil")()
    asked = dialog(RenameDialog)
    asked.name_edit.setText("   ")
    asked.finish()
    assert asked.error_label.isVisible()
    asked.name_edit.setText(" Doña   Elena ")
    asked.finish()
    opened.settle()
    assert names(part) == [MINE, "Doña Elena"]


def test_a_person_is_frozen_at_once_and_unfrozen(opened: Driver) -> None:
    part = with_elena(opened)
    deed(part, "Elena", "ban")()
    opened.settle()
    assert part.people_part.message_bar.property("tone") == "warn"
    assert part.people_part.people_list.lines[1].faint
    assert why_not(opened, passphrase=WORDS) == "FrozenSlotError"
    opened.unlock()
    part = access(opened)
    deed(part, "Elena", "lock-open")()
    opened.settle()
    assert why_not(opened, passphrase=WORDS) == ""


def test_after_freezing_the_key_can_be_changed_at_once(opened: Driver) -> None:
    part = with_elena(opened)
    deed(part, "Elena", "ban")()
    opened.settle()
    before = opened.desk.session.vault.access.key_id
    part.people_part.message_bar.button.click()
    dialog(RekeyDialog).done_button.click()
    opened.settle()
    assert opened.desk.session.vault.access.key_id != before
    assert why_not(opened, passphrase=PASSPHRASE) == ""
    assert why_not(opened, passphrase=WORDS) == "FrozenSlotError"


def test_a_person_is_removed_for_good(opened: Driver) -> None:
    opened.ask(lambda s: s.store.meta_set("backups:list", BACKUPS.replace("KEY", s.vault.access.key_id)))
    part = with_elena(opened)
    assert part.people_part.old_list.isHidden()
    old_file = (opened.folder / "vault.keys").read_bytes()
    deed(part, "Elena", "trash-2")()
    asked = dialog(RekeyDialog)
    assert asked.focusWidget() is asked.cancel_button  # Enter alone takes nobody away
    asked.done_button.click()
    asked.done_button.click()
    opened.settle()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, RekeyDialog) and w.isVisible()]
    assert names(part) == [MINE]
    assert part.people_part.old_list.isVisible()
    assert len(part.people_part.old_list.lines) == 1
    assert why_not(opened, passphrase=WORDS) != ""
    assert why_not(opened, passphrase=PASSPHRASE) == ""
    assert old_file not in [file.read_bytes() for file in opened.folder.glob("vault.keys*")]


BACKUPS = '[{"name": "cima-2026-11-20.backup", "at": "2026-11-20T18:00:00+00:00", "key": "KEY"}]'


def test_nobody_takes_the_last_or_their_own_key_away(opened: Driver) -> None:
    part = access(opened)
    icons = [d.icon for d in part.people_part.people_list.lines[0].deeds]
    assert "trash-2" not in icons
    assert "ban" not in icons
    part = with_elena(opened)
    assert "trash-2" not in [d.icon for d in part.people_part.people_list.lines[0].deeds]
    assert "trash-2" in [d.icon for d in part.people_part.people_list.lines[1].deeds]


def test_a_change_of_the_key_can_be_left_before_but_not_while_it_runs(opened: Driver) -> None:
    part = access(opened)
    part.people_part.rekey_button.click()
    dialog(RekeyDialog).cancel_button.click()
    opened.settle()
    before = opened.desk.session.vault.access.key_id
    part.people_part.rekey_button.click()
    asked = dialog(RekeyDialog)
    asked.done_button.click()
    assert asked.progress_bar.isVisible()
    assert not asked.cancel_button.isEnabled()
    asked.reject()  # as Escape does
    assert asked.isVisible()
    opened.settle()
    assert opened.desk.session.vault.access.key_id != before


def test_a_lock_in_the_middle_waits_for_the_new_key(opened: Driver) -> None:
    part = with_elena(opened)
    deed(part, "Elena", "trash-2")()
    dialog(RekeyDialog).done_button.click()
    opened.lock("idle")
    opened.door()
    assert why_not(opened, passphrase=WORDS) != ""
    assert why_not(opened, passphrase=PASSPHRASE) == ""


def test_a_disk_that_refuses_says_so_and_leaves_the_person(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    part = with_elena(opened)

    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    deed(part, "Elena", "trash-2")()
    asked = dialog(RekeyDialog)
    with monkeypatch.context() as patch:
        patch.setattr("cima_desktop.vault.vault.Vault.change_key", full)
        asked.done_button.click()
        opened.settle()
    assert asked.error_label.isVisible()
    assert asked.cancel_button.isEnabled()
    asked.reject()
    assert why_not(opened, passphrase=WORDS) == ""


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


# --- paper


def test_shares_are_added_beside_the_code_and_the_code_removed(opened: Driver) -> None:
    part = access(opened).paper_part
    assert [d.icon for d in part.papers_list.lines[0].deeds] == ["check", "refresh-cw"]  # the only paper stays
    part.papers_list.lines[1].deeds[0].run()
    opened.settle()
    flow = part.shares_flow
    sheets = sheets_of(opened, flow)
    flow.next_button.click()
    type_shares(opened, flow.entry, sheets[:2])
    flow.next_button.click()
    opened.settle()
    assert part.message_bar.property("tone") == "good"
    assert flow.isHidden()
    part.papers_list.lines[0].deeds[2].run()
    dialog(RekeyDialog).done_button.click()
    opened.settle()
    assert why_not(opened, recovery_code=opened.code) != ""
    assert why_not(opened, shares=(sheets[0], sheets[2])) == ""


def test_shares_that_were_left_half_way_change_nothing(opened: Driver) -> None:
    part = access(opened).paper_part
    part.new_shares()
    sheets = sheets_of(opened, part.shares_flow)
    part.shares_flow.leave_button.click()
    opened.settle()
    assert part.shares_flow.sheets.words.words() == ()
    assert why_not(opened, shares=tuple(sheets[:2])) != ""


def test_the_code_is_tried_and_the_day_noted(opened: Driver) -> None:
    page = opened.page("start")
    assert isinstance(page, StartPage)
    assert [line.icon for line in page.todo_list.lines] == ["key-round"]
    page.todo_list.lines[0].deeds[0].run()
    opened.settle()
    part = access(opened).paper_part
    rehearsal = part.rehearsal_part
    assert rehearsal.isVisible()
    assert not rehearsal.try_button.isEnabled()
    rehearsal.code_edit.setText("ABCDE")
    rehearsal.code_edit.edited.emit()
    rehearsal.try_button.click()
    opened.settle()
    assert rehearsal.message_bar.property("tone") == "bad"
    rehearsal.code_edit.setText(opened.code.lower())
    rehearsal.try_button.click()
    opened.settle()
    assert rehearsal.isHidden()
    assert rehearsal.code_edit.text() == ""
    assert part.message_bar.property("tone") == "good"
    page = opened.page("start")
    assert page.todo_list.lines == ()
    assert opened.ask(keys.rehearsal).last is not None


def test_a_code_of_another_vault_says_to_make_a_new_one(opened: Driver) -> None:
    other = opened.ask(keys.offer_code)
    part = access(opened).paper_part
    part.rehearse(keys.CODE)
    part.rehearsal_part.code_edit.setText(other)
    part.rehearsal_part.code_edit.edited.emit()
    part.rehearsal_part.try_button.click()
    opened.settle()
    assert part.rehearsal_part.isVisible()
    assert part.rehearsal_part.message_bar.property("tone") == "bad"
    part.rehearsal_part.leave_button.click()
    assert part.rehearsal_part.isHidden()
    assert opened.ask(keys.rehearsal).last is None


def test_a_lock_in_the_middle_of_a_rehearsal_wipes_it(opened: Driver) -> None:
    part = access(opened).paper_part
    part.rehearse(keys.CODE)
    rehearsal = part.rehearsal_part
    rehearsal.code_edit.setText(opened.code)
    seen: list[str] = []
    opened.desk.closing.connect(lambda: seen.append(rehearsal.code_edit.text()))
    opened.lock("idle")
    assert seen == [""]


def test_the_practice_vault_has_none_of_it(driver: Driver) -> None:
    driver.door().ui.practice_button.click()
    driver.settle()
    part = access(driver)
    assert part.practice_label.isVisible()
    assert not part.real.isVisible()
    part.rehearse()
    driver.settle()
    assert not part.paper_part.rehearsal_part.isVisible()
    page = driver.page("start")
    assert isinstance(page, StartPage)
    assert "key-round" not in [line.icon for line in page.todo_list.lines]


# --- the keyring


def test_the_keyring_is_off_until_somebody_wants_it(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr("cima_desktop.vault.keyring_slot.system_keyring", lambda: Drawer(kept))
    part = access(opened).keyring_part
    assert part.box.isEnabled()
    assert not part.box.isChecked()
    part.box.click()
    opened.settle()
    assert len(kept) == 1
    assert part.box.isChecked()
    part.box.click()
    opened.settle()
    assert kept == {}
    assert not part.box.isChecked()


def test_a_computer_without_a_keyring_says_so(opened: Driver) -> None:
    part = access(opened).keyring_part
    assert not part.box.isEnabled()
    assert part.refused_label.text()


def test_a_keyring_that_keeps_nothing_is_refused(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cima_desktop.vault.keyring_slot.system_keyring", Forgetful)
    part = access(opened).keyring_part
    part.box.click()
    opened.settle()
    assert part.message_bar.property("tone") == "bad"
    assert not part.box.isChecked()


class Forgetful(Drawer):
    """A keyring that says yes and keeps nothing."""

    def __init__(self) -> None:
        super().__init__({})

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing."""


# --- everything has a name


def test_every_dialog_and_flow_has_names(opened: Driver) -> None:
    part = with_elena(opened)
    page = opened.page("settings")
    part.people_part.add_button.click()
    dialog(AddDialog).key_file_choice.wanted_box.click()
    assert unnamed(dialog(AddDialog)) == []
    dialog(AddDialog).reject()
    opened.settle()
    for person, icon, kind in ((MINE, "key-round", ChangeDialog), ("Elena", "pencil", RenameDialog)):
        deed(part, person, icon)()
        assert unnamed(dialog(kind)) == []
        dialog(kind).reject()
        opened.settle()
    deed(part, "Elena", "trash-2")()
    assert unnamed(dialog(RekeyDialog)) == []
    dialog(RekeyDialog).reject()
    part.paper_part.new_code()
    opened.settle()
    assert unnamed(page) == []
    part.paper_part.new_shares()
    flow = part.paper_part.shares_flow
    assert unnamed(page) == []
    sheets = sheets_of(opened, flow)
    assert unnamed(page) == []
    flow.next_button.click()
    type_shares(opened, flow.entry, sheets[:1])
    assert unnamed(page) == []
    part.paper_part.rehearse(keys.SHARES)
    assert unnamed(page) == []
