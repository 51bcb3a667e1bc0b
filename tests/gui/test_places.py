"""How soon the window locks depends on the place: changed in the settings, at the foot of the window, by command."""

import pytest
from PySide6.QtWidgets import QApplication

from cima_desktop.gui import language
from cima_desktop.gui.views.settings.settings_locking import LockingPart
from tests.gui.program_driver import Driver


def locking(driver: Driver) -> LockingPart:
    """Show the section about locking."""
    page = driver.page("settings")
    page.open_section("locking")
    part = page.parts["locking"]
    assert isinstance(part, LockingPart)
    return part


def foot(driver: Driver) -> str:
    """Return what the foot of the window says of the place."""
    return driver.window.desk.footer.place_button.accessibleName()


def test_a_place_and_its_minutes_hold_at_once(opened: Driver) -> None:
    part = locking(opened)
    assert part.place_buttons["office"].isChecked()
    part.minutes_boxes["outreach"].setValue(3)
    part.place_buttons["outreach"].click()
    settings = opened.program.settings
    assert (settings.place, settings.lock_minutes) == ("outreach", 3)
    assert foot(opened) == "Mesa de atención · se bloquea a los 3 minutos"
    part.minutes_boxes["outreach"].setValue(1)
    assert foot(opened) == "Mesa de atención · se bloquea al minuto"


def test_the_foot_of_the_window_changes_the_place(opened: Driver) -> None:
    part = locking(opened)
    button = opened.window.desk.footer.place_button
    button.actions_of["home"].trigger()
    assert opened.program.settings.lock_minutes == 5
    assert part.place_buttons["home"].isChecked()
    language.switch(QApplication.instance(), "en")  # type: ignore[arg-type]
    assert foot(opened) == "At home · locks after 5 minutes"
    assert button.text().strip() == foot(opened)


@pytest.mark.parametrize("place", ["office", "outreach", "home"])
def test_a_command_changes_the_place(opened: Driver, place: str) -> None:
    commands = {command.key: command for command in opened.window.commands._offered}
    commands[f"place_{place}"].run()
    assert opened.program.settings.place == place


def test_a_command_at_a_locked_door_changes_nothing(driver: Driver) -> None:
    commands = {command.key: command for command in driver.window.commands._offered}
    commands["place_home"].run()
    assert driver.program.settings.place == "office"
