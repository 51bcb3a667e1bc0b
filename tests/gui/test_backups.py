"""Backups in the window: made by themselves, dated at the foot, brought back from settings and door (B1–B7)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui.views.backups.keeper import BackupKeeper
from cima_desktop.gui.views.backups.rescue_dialog import RescueDialog
from cima_desktop.gui.views.backups.restore_dialog import RestoreDialog
from cima_desktop.gui.views.settings.settings_backups import BackupsPart
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.model.people import Person
from cima_desktop.services import backup_register as register
from cima_desktop.services import backups
from cima_desktop.services.session import Session
from cima_desktop.vault import TESTING_COST, porter
from cima_desktop.vault.backup_errors import SourceDamagedError
from tests.gui.program_driver import PASSPHRASE, Driver

DAY_MS = 86_400_000


@pytest.fixture(autouse=True)
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do errands to other disks in this process."""
    monkeypatch.setattr(
        "cima_desktop.services.messenger.send",
        lambda errand, heard=None, quiet=0: porter._do(errand, heard or (lambda _done, _all: None)),
    )


def keeper_of(driver: Driver) -> BackupKeeper:
    found = driver.desk.findChild(BackupKeeper)
    assert isinstance(found, BackupKeeper)
    return found


def settle(driver: Driver) -> None:
    for _round in range(3):
        driver.settle()
        keeper_of(driver).media.wait_idle()
    driver.settle()


def part_of(driver: Driver) -> BackupsPart:
    driver.program.guide.open_record("settings", "backups")
    settle(driver)
    part = driver.page("settings").parts["backups"]
    assert isinstance(part, BackupsPart)
    return part


def footer(driver: Driver) -> str:
    return driver.window.desk.footer._note.label.text()


def backups_of(driver: Driver) -> list[str]:
    home = register.home_of(driver.folder)
    return sorted(p.name for p in home.iterdir()) if home.exists() else []


def wait(dialog: RestoreDialog | RescueDialog) -> None:
    for _round in range(3):
        dialog.work.wait_idle()
        QApplication.processEvents()


def test_one_is_made_when_it_is_time_and_the_foot_says_when(opened: Driver) -> None:
    assert footer(opened) == i18n.tr("No backup yet")
    opened.add(given_names="Ana")
    keeper_of(opened).look()
    settle(opened)
    assert len(backups_of(opened)) == 1
    assert footer(opened).startswith("Último respaldo bueno: hoy")
    keeper_of(opened).look()
    settle(opened)
    assert len(backups_of(opened)) == 1


def test_one_is_made_before_the_program_ends_but_not_at_a_lock(opened: Driver) -> None:
    opened.add(given_names="Ana")
    opened.lock()
    assert backups_of(opened) == []
    opened.unlock()
    said: list[object] = []
    opened.desk.parting.connect(said.append)
    opened.window.close()
    assert len(backups_of(opened)) == 1
    assert said


def test_the_end_waits_for_no_bad_disk(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.add(given_names="Ana")
    opened.ask(lambda s: backups.add_place(s, Path("/nonexistent/stick")))

    def refuse(*_all: object) -> None:
        raise SourceDamagedError

    monkeypatch.setattr(backups, "make", refuse)
    opened.window.close()
    assert backups_of(opened) == []


def test_the_practice_vault_says_that_it_has_none(qtbot: QtBot, tmp_path: Path) -> None:
    driver = Driver(qtbot, tmp_path / "vault")
    driver.program.ways.practice()
    driver.settle()
    part = part_of(driver)
    assert part.no_backups_label.isVisible()
    assert not part.make_button.isVisible()
    assert footer(driver) == ""
    driver.finish()
    assert backups_of(driver) == []


def test_by_hand_to_two_places(opened: Driver, tmp_path: Path) -> None:
    opened.add(given_names="Ana")
    part = part_of(opened)
    part.make_button.click()
    settle(opened)
    (tmp_path / "stick").mkdir()
    part.places_part.add_place(str(tmp_path / "stick"))
    part.places_part.add_place(str(tmp_path / "gone"))
    settle(opened)
    part.read()
    settle(opened)
    lines = part.places_part.places_list.lines
    assert [line.chips[0][1] for line in lines] == ["good", "good", "warn"]
    assert sorted(p.name for p in (tmp_path / "stick").iterdir()) == backups_of(opened)
    assert "tone:warn" in _drawn(opened)
    lines[2].deeds[0].run()
    settle(opened)
    assert len(part.places_part.places_list.lines) == 2
    part.places_part.add_place(str(opened.folder))
    settle(opened)
    assert "carpeta de la bóveda" in part.message_bar.label.text()


def _drawn(driver: Driver) -> str:
    return driver.window.desk.footer._note._drawing._role


def test_the_first_page_asks_for_one_and_makes_it(opened: Driver) -> None:
    opened.add(given_names="Ana")
    opened.ask(lambda s: s.vault.db.execute("UPDATE change SET arrived = arrived - ?", (3 * DAY_MS,)).rowcount)
    start = opened.page("start")
    assert start.message_bar.isVisible()
    start.message_bar.button.click()
    settle(opened)
    assert len(backups_of(opened)) == 1
    assert not start.message_bar.isVisible()


def test_damage_is_told_at_once(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.add(given_names="Ana")
    start = opened.page("start")

    def refuse(*_all: object) -> None:
        raise SourceDamagedError

    monkeypatch.setattr(backups, "make", refuse)
    for ask in (keeper_of(opened).look, opened.desk.backup_wanted.emit):
        start.message_bar.hide_message()
        ask()
        settle(opened)
        assert "dañada" in start.message_bar.label.text()


def test_the_foot_leads_to_the_backups(opened: Driver) -> None:
    opened.page("people")
    opened.window.desk.footer.note_pressed.emit()
    opened.settle()
    assert opened.window.desk.current_key() == "settings"
    assert opened.page("settings").section() == "backups"


def test_the_vault_is_checked_at_a_press_and_lists_are_mended(opened: Driver) -> None:
    opened.add(given_names="Ana")
    part = part_of(opened).health_part
    part.check_button.click()
    settle(opened)
    assert part.state_label.text().startswith("No se encontró")
    opened.ask(lambda s: s.vault.db.execute("UPDATE listing SET title = 'x'").rowcount)
    part.check_button.click()
    settle(opened)
    assert part.mend_button.isVisible()
    part.mend_button.click()
    settle(opened)
    assert not part.mend_button.isVisible()


def restore_dialog(driver: Driver) -> RestoreDialog:
    found = driver.window.findChild(RestoreDialog)
    assert isinstance(found, RestoreDialog)
    found.floor = TESTING_COST
    wait(found)
    return found


def given_names(driver: Driver) -> set[str]:
    return driver.ask(lambda s: {p.given_names for p in s.store.all(Person)})


def test_a_backup_is_brought_back_compared_and_used(opened: Driver) -> None:
    opened.add(given_names="Ana")
    part = part_of(opened)
    part.make_button.click()
    settle(opened)
    opened.add(given_names="Leo")
    part.backups_list.lines[0].deeds[0].run()
    settle(opened)
    dialog = restore_dialog(opened)
    dialog.finish()
    assert dialog.error_label.isVisible()
    dialog.opening_part.passphrase_edit.setText("wrong")
    dialog.finish()
    wait(dialog)
    assert dialog.error_label.isVisible()
    dialog.opening_part.passphrase_edit.setText(PASSPHRASE)
    dialog.finish()
    wait(dialog)
    assert "Solo en la bóveda actual: Personas: 1" in dialog.outcome_label.text()
    dialog.names_button.click()
    assert dialog.names_list.item(0).text().endswith("Leo")
    assert dialog.opening_part.passphrase_edit.text() == ""
    dialog.use_button.click()
    settle_door(opened)
    opened.unlock()
    assert given_names(opened) == {"Ana"}
    assert list(opened.folder.parent.glob("vault-aside-*"))


def settle_door(driver: Driver) -> None:
    for _round in range(3):
        driver.settle()


def press_at_the_door(driver: Driver, widget: QWidget) -> RestoreDialog:
    button = widget.findChild(QuietButton, "restore_button")
    assert isinstance(button, QuietButton)
    button.click()
    return restore_dialog(driver)


def test_a_lost_vault_comes_back_with_the_code_at_the_first_start(opened: Driver, qtbot: QtBot, tmp_path: Path) -> None:
    opened.add(given_names="Ana")
    part_of(opened).make_button.click()
    settle(opened)
    opened.window.close()
    fresh = Driver(qtbot, tmp_path / "new computer" / "vault", make=False)
    dialog = press_at_the_door(fresh, fresh.cover())
    dialog.look_in(str(tmp_path / "nothing"))
    wait(dialog)
    assert dialog.error_label.isVisible()
    dialog.finish()  # nothing chosen
    dialog.look_in(str(register.home_of(opened.folder)))
    wait(dialog)
    dialog.opening_part.code_button.click()
    dialog.opening_part.code_edit.setText(opened.code)
    dialog.finish()
    wait(dialog)
    dialog.cancel_button.click()
    fresh.settle()
    fresh.unlock()
    assert given_names(fresh) == {"Ana"}
    fresh.finish()


def test_a_damaged_vault_is_saved_at_the_door(opened: Driver, qtbot: QtBot) -> None:
    opened.add(given_names="Ana")
    opened.lock()
    path = opened.folder / "vault.db"
    data = bytearray(path.read_bytes())
    data[4096 * 3 + 9] ^= 1
    path.write_bytes(data)
    dialog = press_at_the_door(opened, opened.door())
    dialog.rescue_button.click()
    rescue = dialog.findChild(RescueDialog)
    assert isinstance(rescue, RescueDialog)
    rescue.finish()
    assert rescue.error_label.isVisible()
    rescue.opening_part.passphrase_edit.setText(PASSPHRASE)
    rescue.finish()
    wait(rescue)
    assert "Se rescató 1 registro." in rescue.outcome_label.text()
    rescue.use_button.click()
    wait(rescue)
    opened.settle()
    opened.unlock()
    assert given_names(opened) == {"Ana"}


def test_old_keys_are_named_and_removed_after_a_second_press(opened: Driver) -> None:
    opened.add(given_names="Ana")
    part = part_of(opened)
    part.make_button.click()
    settle(opened)

    def age(session: Session) -> None:
        import attrs

        [one] = register.kept(session)
        register.keep(session, [attrs.evolve(one, key="00" * 8)])

    opened.ask(age)
    part.read()
    settle(opened)
    [line] = part.backups_list.lines
    assert ("Opens with old keys", "warn") in line.chips
    line.deeds[1].run()
    part.message_bar.button.click()
    settle(opened)
    assert backups_of(opened) == []
