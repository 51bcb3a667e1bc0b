"""Qt dies in a slot: the vault is whole, what was typed is offered, and no word is in the report (R23)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST
from tests.killing import ROOT
from tests.torture import tour

_DIES = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from cima_desktop import log
from cima_desktop.gui import errors, theme
from cima_desktop.vault.memory import protect_process
from tests.gui.keyboard import write
from tests.gui.program_driver import PASSPHRASE, Driver
from tests.torture import tour
protect_process()
log.start()
app = QApplication(["dies"])
errors.install()
theme.apply(app, "light")
driver = Driver(tour.Patience(), Path(sys.argv[1]) / "vault")
driver.unlock(PASSPHRASE)
page = driver.people()
page.begin()
box = page.card.form.editor("safe_hours").box()
write(tour.canary(1), box)
driver.qtbot.waitUntil(lambda: bool(driver.ask(lambda session: session.store.drafts.all())))
QTimer.singleShot(0, os.abort)
app.exec()
"""


def test_after_an_abort_in_a_slot_the_draft_is_there_and_the_report_holds_no_word(tmp_path: Path) -> None:
    from tests.gui.program_driver import PASSPHRASE

    homes = {name: str(tmp_path / "home") for name in ("CIMA_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    environment = {**os.environ, **homes, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _DIES, str(tmp_path)]
    died = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert died.returncode == -signal.SIGABRT, died.stderr
    assert "Fatal Python error: Aborted" in died.stderr
    written = died.stderr.encode() + b"".join(p.read_bytes() for p in (tmp_path / "home").rglob("*") if p.is_file())
    assert tour.canary(1).encode() not in written
    with open_vault(tmp_path / "vault", passphrase=PASSPHRASE, floor=TESTING_COST) as session:
        assert session.check().ok
        drafts = session.store.drafts.all().values()
        assert [draft.fields["safe_hours"] for draft in drafts if "safe_hours" in draft.fields] == [tour.canary(1)]
