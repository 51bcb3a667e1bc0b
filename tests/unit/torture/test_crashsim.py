"""The power-cut simulator knows what a disk owes, and reports losses where there are some (R04)."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.killing import ROOT
from tests.torture import shim
from tests.torture.crashsim import Disk, power_cuts
from tests.torture.shim import Call


def call(op: str, path: str, other: str = "", offset: int = 0, data: bytes = b"") -> Call:
    return Call(op, f"/disk/{path}", f"/disk/{other}" if other else "", offset, data)


def ends(calls: Sequence[Call], before: Path) -> set[frozenset[tuple[str, bytes | None]]]:
    """Return every state that may be found after the last call."""
    disk = Disk(before, Path("/disk"))
    for one in calls:
        disk.play(one)
    return {frozenset(state.files.items()) for state in disk.states(random.Random(1), 400, len(calls))}


NEW = (call("create", "a.part"), call("write", "a.part", data=b"new"))
MOVE = call("rename", "a.part", "a")
SYNC_FILE, SYNC_FOLDER = call("sync", "a.part"), Call("sync", "/disk", "", 0, b"")


def test_the_right_way_to_replace_a_file_leaves_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    assert ends([*NEW, SYNC_FILE, MOVE, SYNC_FOLDER], tmp_path) == {frozenset({("a", b"new")})}


def test_without_the_folder_synced_the_old_name_may_come_back(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    found = ends([*NEW, SYNC_FILE, MOVE], tmp_path)
    assert found == {
        frozenset({("a", b"old")}),
        frozenset({("a", b"old"), ("a.part", b"new")}),
        frozenset({("a", b"new")}),
    }


def test_without_the_file_synced_it_may_be_empty(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    found = ends([*NEW, MOVE, SYNC_FOLDER], tmp_path)
    assert {dict(state)["a"] for state in found} == {b"", b"new"}


def test_unsynced_writes_are_lost_torn_and_reordered(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"-" * 2048)
    first, second = call("write", "a", data=b"1" * 1024), call("write", "a", offset=1024, data=b"2" * 1024)
    found = {dict(state)["a"] for state in ends([first, second], tmp_path)}
    assert {b"-" * 2048, b"1" * 1024 + b"2" * 1024, b"-" * 1024 + b"2" * 1024} <= found
    assert any(content[:512] != content[512:1024] for content in found if content)
    assert all(len(set(content[at : at + 512])) == 1 for content in found if content for at in range(0, 2048, 512))


def test_a_name_that_was_taken_away_may_come_back_and_a_folder_go_with_all_in_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    assert ends([call("unlink", "a")], tmp_path) == {frozenset(), frozenset({("a", b"old")})}
    made = [call("mkdir", "b"), call("create", "b/c"), call("write", "b/c", data=b"x"), call("sync", "b/c")]
    found = ends([*made, call("sync", "b")], tmp_path)
    assert found == {frozenset({("a", b"old")}), frozenset({("a", b"old"), ("b", None), ("b/c", b"x")})}


def test_what_was_acknowledged_before_the_cut_is_owed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    mark = Call("mark", "did 1", "", 0, b"")
    states = list(power_cuts(tmp_path, Path("/disk"), [call("write", "a", data=b"new"), mark], wanted=50))
    assert {state.acknowledged for state in states} == {(), ("did 1",)}
    assert len({state.digest for state in states}) == len(states)


_LESS_CAREFUL = """
import sys
from cima_desktop.vault import connection
setting = sys.argv.pop(1)
connection._SETTINGS = tuple(
    (name, "OFF", 0) if setting == "off" and name == "synchronous"
    else (name, "WAL", "wal") if setting == "wal" and name == "journal_mode"
    else (name, "NORMAL", 1) if setting == "wal" and name == "synchronous"
    else (name, value, answer) for name, value, answer in connection._SETTINGS
)
connection.journal.refuse_wal = lambda path: None
import runpy
sys.argv[0] = "tests.torture"
runpy.run_module("tests.torture", run_name="__main__", alter_sys=False)
"""


def cuts(setting: str, library: Path, room: Path) -> tuple[int, int, int]:
    """Run the power cuts of a save with less careful settings: points, lost, unopenable."""
    environment = {**os.environ, **shim.preloaded(library), "PYTHONPATH": str(ROOT), "CIMA_TORTURE_ROOM": str(room)}
    arguments = [setting, "--short", "--json", "--seconds", "60", "--jobs", "1", "--only", "power cut save"]
    command = [sys.executable, "-c", _LESS_CAREFUL, *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    (row,) = json.loads(done.stdout)
    kinds = [kind for kind, _what in row["findings"]]
    assert done.returncode == (1 if kinds else 0)
    return row["points"], kinds.count("lost"), kinds.count("unopenable")


@pytest.mark.parametrize("setting", ["off", "wal"])
def test_less_careful_settings_are_seen_to_lose_saves(setting: str, library: Path, tmp_path: Path) -> None:
    points, lost, unopenable = cuts(setting, library, tmp_path)
    assert points >= 30
    assert lost + unopenable > points / 20


def test_with_the_programs_own_settings_nothing_is_lost(library: Path, tmp_path: Path) -> None:
    points, lost, unopenable = cuts("own", library, tmp_path)
    assert points >= 30
    assert (lost, unopenable) == (0, 0)
