"""The program starts itself for three things, always the same way: from a checkout, installed, or built."""

import subprocess
import sys
from pathlib import Path

import pytest

from cima_desktop import __version__, paths
from cima_desktop.__main__ import wants_window
from cima_desktop.documents import received
from cima_desktop.gui.views.door.successor import door_arguments
from cima_desktop.services import messenger


def test_every_process_of_ours_is_this_program_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.own_program() == [sys.executable, "-P", "-m", "cima_desktop"]
    for command in (received.command(), messenger.program()):
        assert command[:4] == paths.own_program()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert paths.own_program() == [sys.executable]
    for command in (received.command(), messenger.program()):
        assert command[:1] == paths.own_program()
        assert not wants_window(command[1:])
    assert wants_window(door_arguments(Path("vault"), "idle"))


def test_a_folder_of_the_same_name_is_not_taken_for_the_program(tmp_path: Path) -> None:
    (tmp_path / "cima_desktop").mkdir()
    (tmp_path / "cima_desktop" / "__main__.py").write_text("print('something else')", encoding="utf-8")
    command = [*paths.own_program(), "--version"]
    said = subprocess.run(command, cwd=tmp_path, env=paths.own_libraries(), capture_output=True, text=True, check=True)
    assert __version__ in said.stdout


def test_an_errand_is_done_by_a_process_that_really_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert messenger.look(tmp_path) == []
