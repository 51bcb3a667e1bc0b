"""Starting: the locked window stands before the vault, its libraries and the desk are read in."""

import os
import subprocess
import sys
from pathlib import Path

from tests.gui.program_driver import make_vault

HEAVY = (
    "attrs",
    "babel",
    "cima_desktop.documents",
    "cima_desktop.gui.tables",
    "cima_desktop.gui.views.desk",
    "cima_desktop.gui.views.records.people",
    "cima_desktop.model.declared",
    "cima_desktop.services",
    "cima_desktop.store",
    "cima_desktop.vault.opening",
    "cryptography",
    "keyring",
    "phonenumbers",
    "pypdfium2",
    "reportlab",
    "sqlcipher3",
    "zxcvbn",
)
CHILD = """
import sys
from PySide6.QtWidgets import QApplication

def paint_and_tell():
    window = next(w for w in QApplication.topLevelWidgets() if w.isVisible())
    while not window.windowHandle().isExposed():
        QApplication.processEvents()
    if not window.grab().isNull() and window.covered():
        print(*sys.modules, sep="\\n")
    return 0

def open_and_tell():
    window = next(w for w in QApplication.topLevelWidgets() if w.isVisible())
    while "cima_desktop.gui.widgets.palette" not in sys.modules:
        QApplication.processEvents()
    print(*sys.modules, sep="\\n")
    window.close()
    return 0

QApplication.exec = staticmethod({"paint": paint_and_tell, "wait": open_and_tell}[sys.argv.pop()])
from cima_desktop.__main__ import main
sys.exit(main())
"""


def modules_after(what: str, home: Path) -> list[str]:
    """Return what a program of its own has imported when its locked window was painted, or left alone for a while."""
    make_vault(home / "data" / "vault")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, what],
        env=os.environ | {"CIMA_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.split()


def heavy(modules: list[str]) -> list[str]:
    return sorted(name for name in HEAVY if any(m == name or m.startswith(f"{name}.") for m in modules))


def test_the_locked_window_needs_neither_vault_nor_desk(tmp_path: Path) -> None:
    modules = modules_after("paint", tmp_path)
    assert "cima_desktop.gui.views.door.unlock" in modules
    assert heavy(modules) == []


def test_the_desk_is_read_in_while_nobody_waits(tmp_path: Path) -> None:
    modules = modules_after("wait", tmp_path)
    assert {"sqlcipher3", "cima_desktop.store.store", "cima_desktop.gui.views.records.people"} <= set(modules)


def test_a_heavy_module_is_noticed() -> None:
    assert heavy(["sys", "reportlab.pdfgen", "storekeeper"]) == ["reportlab"]
