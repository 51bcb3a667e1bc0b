import faulthandler
import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cima_desktop import i18n
from cima_desktop.gui import errors
from cima_desktop.model.errors import KnownError
from tests.gui.shell_desk import Desk


def test_a_bug_is_logged_by_type_and_place_and_shown_without_values(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "María 828-555-0100"
    with caplog.at_level(logging.ERROR, "cima"):
        try:
            raise ValueError(secret)
        except ValueError as error:
            errors.report(type(error), error, error.__traceback__)
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert len(boxes) == 1
    shown = boxes[0].text() + boxes[0].informativeText() + boxes[0].detailedText()
    said = shown + capsys.readouterr().err + "".join(record.getMessage() for record in caplog.records)
    assert secret not in said
    assert "ValueError" in boxes[0].detailedText()
    assert Path(__file__).name in boxes[0].detailedText()
    boxes[0].accept()
    assert errors._shown == []


def test_bugs_do_not_bury_the_person_in_dialogs(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    for _n in range(10):
        errors.report(ValueError, ValueError(), None)
    boxes = list(errors._shown)
    assert len(boxes) == 3
    for box in boxes:
        box.accept()
    assert capsys.readouterr().err.count("ValueError") == 10


def test_a_known_error_is_said_where_it_happened(desk: Desk) -> None:
    errors.show_error(KnownError("The stick was pulled out."), desk.page.name_edit)
    assert i18n.tr("The stick was pulled out.") in desk.page.message_bar.label.text()
    desk.page.message_bar.hide_message()
    errors.report(KnownError, KnownError("Again."), None)
    assert i18n.tr("Again.") in desk.page.message_bar.label.text()


def test_over_a_cover_it_is_the_cover_that_says_it(desk: Desk) -> None:
    class Lock(QWidget):
        said = ""

        def show_problem(self, error: KnownError) -> None:
            self.said = error.message

    lock = Lock()
    desk.window.show_cover(lock)
    desk.window.show_problem(KnownError("Wrong passphrase."))
    assert lock.said == "Wrong passphrase."


def test_without_a_window_a_known_error_is_a_dialog(qtbot: QtBot) -> None:
    errors.show_error(KnownError("No window."))
    (box,) = errors._shown
    assert i18n.tr("No window.") in box.text()
    box.accept()


def test_installing_takes_every_way_out(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))
    handlers: list[object] = []
    monkeypatch.setattr(errors, "qInstallMessageHandler", handlers.append)
    monkeypatch.setattr(faulthandler, "enable", lambda: handlers.append("faults"))
    errors.install()
    assert sys.excepthook is errors.report
    assert len(handlers) == 2
