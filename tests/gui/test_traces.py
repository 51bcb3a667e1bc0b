"""Nothing of a vault stands in titles, settings or Qt's own memory (S06, S07)."""

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from cima_desktop import paths
from tests.gui.program_driver import Driver

CANARY = "Xochiquétzal"


def test_no_window_bears_a_name(opened: Driver) -> None:
    person = opened.add(given_names=CANARY, paternal_surname="Ejemplo")
    opened.add("household", name=CANARY)
    for key in opened.window.desk.specs:
        opened.page(key)
    opened.people().open_record(person)
    opened.settle()
    opened.window.commands.open_palette()
    titles = [window.windowTitle() for window in QApplication.topLevelWidgets()]
    assert "CIMA" in titles
    assert [title for title in titles if CANARY in title] == []
    assert [w for w in QApplication.allWidgets() if isinstance(w, QSystemTrayIcon)] == []
    opened.window.commands.close_palette()


def test_the_settings_hold_no_name_and_no_path(opened: Driver, tmp_path: Path) -> None:
    person = opened.add(given_names=CANARY, paternal_surname="Ejemplo")
    page = opened.people()
    page.open_record(person)
    page.search_box.setText(CANARY)
    opened.settle()
    opened.lock()
    kept = paths.user_config() / "settings.json"
    words = kept.read_text(encoding="utf-8")
    assert [trace for trace in (CANARY, str(tmp_path), person) if trace in words] == []
    beside = [file for file in paths.user_config().rglob("*") if file.is_file()]
    assert beside == [kept]
    qt = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert [key for key in qt.allKeys() if key.startswith("FileDialog")] == []
