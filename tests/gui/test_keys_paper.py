"""Settings, who can open this vault: paper that is made and tried, and the keyring."""

import pytest

from cima_desktop.gui.views.settings.settings_rekey_dialog import RekeyDialog
from cima_desktop.gui.views.start import StartPage
from cima_desktop.services import keys
from tests.gui.keys_driver import Drawer, KeysDesk, access, dialog, sheets_of, type_shares, why_not
from tests.gui.program_driver import Driver


def test_shares_are_added_beside_the_code_and_the_code_removed(kd: KeysDesk) -> None:
    part = kd.read().paper_part
    assert [d.icon for d in part.papers_list.lines[0].deeds] == ["check", "refresh-cw"]  # the only paper stays
    part.papers_list.lines[1].deeds[0].run()
    kd.settle()
    flow = part.shares_flow
    sheets = sheets_of(kd, flow)
    flow.next_button.click()
    type_shares(kd, flow.entry, sheets[:2])
    flow.next_button.click()
    kd.settle()
    assert part.message_bar.property("tone") == "good"
    assert flow.isHidden()
    part.papers_list.lines[0].deeds[2].run()
    dialog(RekeyDialog).done_button.click()
    kd.settle()
    assert why_not(kd, recovery_code=kd.code) != ""
    assert why_not(kd, shares=(sheets[0], sheets[2])) == ""


def test_shares_that_were_left_half_way_change_nothing(kd: KeysDesk) -> None:
    part = kd.read().paper_part
    part.new_shares()
    sheets = sheets_of(kd, part.shares_flow)
    part.shares_flow.leave_button.click()
    kd.settle()
    assert part.shares_flow.sheets.words.words() == ()
    assert why_not(kd, shares=tuple(sheets[:2])) != ""


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


def test_a_code_of_another_vault_says_to_make_a_new_one(kd: KeysDesk) -> None:
    other = kd.ask(keys.offer_code)
    part = kd.read().paper_part
    part.rehearse(keys.CODE)
    part.rehearsal_part.code_edit.setText(other)
    part.rehearsal_part.code_edit.edited.emit()
    part.rehearsal_part.try_button.click()
    kd.settle()
    assert part.rehearsal_part.isVisible()
    assert part.rehearsal_part.message_bar.property("tone") == "bad"
    part.rehearsal_part.leave_button.click()
    assert part.rehearsal_part.isHidden()
    assert kd.ask(keys.rehearsal).last is None


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


def test_the_keyring_is_off_until_somebody_wants_it(kd: KeysDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[tuple[str, str], str] = {}
    monkeypatch.setattr("cima_desktop.vault.keyring_slot.system_keyring", lambda: Drawer(kept))
    part = kd.read().keyring_part
    assert part.box.isEnabled()
    assert not part.box.isChecked()
    part.box.click()
    kd.settle()
    assert len(kept) == 1
    assert part.box.isChecked()
    part.box.click()
    kd.settle()
    assert kept == {}
    assert not part.box.isChecked()


def test_a_computer_without_a_keyring_says_so(kd: KeysDesk) -> None:
    part = kd.read().keyring_part
    assert not part.box.isEnabled()
    assert part.refused_label.text()


def test_a_keyring_that_keeps_nothing_is_refused(kd: KeysDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cima_desktop.vault.keyring_slot.system_keyring", Forgetful)
    part = kd.read().keyring_part
    part.box.click()
    kd.settle()
    assert part.message_bar.property("tone") == "bad"
    assert not part.box.isChecked()


class Forgetful(Drawer):
    """A keyring that says yes and keeps nothing."""

    def __init__(self) -> None:
        super().__init__({})

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing."""
