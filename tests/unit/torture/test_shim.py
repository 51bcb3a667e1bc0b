"""The fault injector does what it is told, to the engine's calls as to Python's own."""

import errno
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.torture.shim import read_log

Run = Callable[..., "subprocess.CompletedProcess[str]"]

_SAVES = """
import os, sys
from pathlib import Path
from tests.torture import shim
folder, plan = Path(sys.argv[1]), sys.argv[2]
shim.arm(folder, plan, Path(sys.argv[3]))
handle = os.open(folder / "a", os.O_WRONLY | os.O_CREAT, 0o600)
print("written", os.write(handle, b"0123456789"), flush=True)
os.fsync(handle)
os.close(handle)
os.rename(folder / "a", folder / "b")
shim.mark("done")
print("calls", shim.count())
"""


def saves(run: Run, room: Path, plan: str = "") -> tuple["subprocess.CompletedProcess[str]", Path]:
    (room / "disk").mkdir()
    return run(_SAVES, room / "disk", plan, room / "log"), room / "disk"


def test_every_call_is_counted_and_noted(with_shim: Run, tmp_path: Path) -> None:
    done, disk = saves(with_shim, tmp_path)
    assert done.stdout == "written 10\ncalls 4\n"
    noted = [(call.op, Path(call.path).name, call.data) for call in read_log(tmp_path / "log")]
    assert noted == [
        ("create", "a", b""),
        ("write", "a", b"0123456789"),
        ("sync", "a", b""),
        ("rename", "a", b""),
        ("mark", "done", b""),
    ]
    assert read_log(tmp_path / "log")[3].other == str(disk / "b")


@pytest.mark.parametrize(
    ("plan", "left"),
    [
        ("kill:1", {}),
        ("half:1", {"a": b""}),
        ("kill:2", {"a": b""}),
        ("half:2", {"a": b"01234"}),
        ("kill:4", {"a": b"0123456789"}),
        ("half:4", {"b": b"0123456789"}),
    ],
)
def test_it_kills_at_the_call_or_halfway(with_shim: Run, tmp_path: Path, plan: str, left: dict[str, bytes]) -> None:
    done, disk = saves(with_shim, tmp_path, plan)
    assert done.returncode == -signal.SIGKILL
    assert {path.name: path.read_bytes() for path in disk.iterdir()} == left


def test_it_fails_once_or_for_ever(with_shim: Run, tmp_path: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from tests.torture import shim
folder = Path(sys.argv[1])
handle = os.open(folder / "a", os.O_WRONLY | os.O_CREAT, 0o600)
for plan in ("fail:1:28", "fail:1:5:sticky"):
    shim.arm(folder, plan)
    for _ in range(3):
        try:
            os.close(os.open(folder / "b", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            (folder / "b").unlink()
            print("works", end=" ")
        except OSError as error:
            print(error.errno, end=" ")
    shim.arm(None)
"""
    said = with_shim(script, tmp_path).stdout.split()
    assert said == ["28", "works", "works", "5", "5", "5"]


def test_a_short_write_is_short(with_shim: Run, tmp_path: Path) -> None:
    assert saves(with_shim, tmp_path, "short:2")[0].stdout.startswith("written 5\n")


def test_a_full_disk_says_that_it_is_full_and_a_gone_one_nothing(with_shim: Run, tmp_path: Path) -> None:
    script = """
import os, shutil, sys
from pathlib import Path
from tests.torture import shim
folder = Path(sys.argv[1])
for plan in ("fail:1:28:sticky", "fail:1:5:sticky"):
    shim.arm(folder, plan)
    try:
        os.mkdir(folder / "x")
    except OSError as error:
        print(error.errno)
    try:
        print(shutil.disk_usage(folder).free, folder.exists())
    except OSError as error:
        print("gone", error.errno)
"""
    said = with_shim(script, tmp_path).stdout.splitlines()
    assert said == [str(errno.ENOSPC), "0 True", str(errno.EIO), f"gone {errno.EIO}"]


def test_the_engine_goes_through_it_too(with_shim: Run, tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, create_vault
from tests.torture import shim
folder = Path(sys.argv[1])
vault = create_vault(folder / "vault", "lumo chade rito", cost=TESTING_COST).vault
vault.close()
shim.arm(folder, "", folder / "log")
from cima_desktop.vault import open_vault
with open_vault(folder / "vault", passphrase="lumo chade rito", floor=TESTING_COST) as vault:
    with vault.transaction() as db:
        db.execute("CREATE TABLE note (n)")
"""
    assert with_shim(script, tmp_path).stderr == ""
    calls = read_log(tmp_path / "log")
    names = {Path(call.path).name for call in calls if call.op == "write"}
    assert names == {"vault.db", "vault.db-journal"}
    assert {"sync", "truncate"} <= {call.op for call in calls}


def test_what_lies_elsewhere_is_left_alone(with_shim: Run, tmp_path: Path) -> None:
    (tmp_path / "watched").mkdir()
    script = """
import sys
from pathlib import Path
from tests.torture import shim
shim.arm(Path(sys.argv[1]) / "watched", "kill:1")
(Path(sys.argv[1]) / "elsewhere").write_bytes(b"x")
print(shim.count())
"""
    assert with_shim(script, tmp_path).stdout == "0\n"
