"""Keys do not lie about in memory, and the process is closed to onlookers (S09, S11)."""

import ctypes
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from cima_desktop.vault.memory import HeldKey, protect_process, random_buffer, wipe
from tests.killing import ROOT, start

_HOLDS_A_VAULT = """
import sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, create_vault, open_vault, connection
folder, how = Path(sys.argv[1]), sys.argv[2]
if how == "created":
    vault = create_vault(folder, "lumo chade rito", cost=TESTING_COST).vault
else:
    vault = open_vault(folder, passphrase="lumo chade rito", floor=TESTING_COST)
with vault.transaction() as db:
    db.execute("CREATE TABLE IF NOT EXISTS note (words)")
vault.save_copy(folder / f"{how}.db")
vault.access.add_passphrase("Beto", "otra", TESTING_COST)
said = ""
if how == "re-keyed":
    with vault._key.lend() as clear:
        said = " ".join(str(byte ^ 1) for byte in clear) + " "
    vault.change_key()
if how == "leaky":
    with vault._key.lend() as clear:
        kept = bytes(clear).hex().encode()
with vault._key.lend() as clear:
    # The pipe gets one bit less in every byte, so that this process never makes the words we look for.
    said += " ".join(str(byte ^ 1) for byte in clear)
# Only now that the key is wiped again: whoever reads this line looks at once.
print(said, flush=True)
sys.stdin.readline()
"""


def memory_of(pid: int) -> list[bytes]:
    """Return every readable piece of a process's memory."""
    pieces = []
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if not found or "[v" in line:
                continue
            begin, end = (int(number, 16) for number in found.groups())
            try:
                memory.seek(begin)
                pieces.append(memory.read(end - begin))
            except OSError:
                continue
    return pieces


def copies_of_the_key(folder: Path, how: str) -> int:
    script = _HOLDS_A_VAULT.replace("sys.stdin.readline()", "import time; time.sleep(60)")
    process = start(script, [str(folder), how])
    try:
        assert process.stdout is not None
        said = bytes(int(number) ^ 1 for number in process.stdout.readline().split())
        keys = [said[at : at + 32] for at in range(0, len(said), 32)]
        assert len(set(keys)) == (2 if how == "re-keyed" else 1)
        words = [form for key in keys for form in _forms(key)]
        return sum(piece.count(word) for piece in memory_of(process.pid) for word in words)
    finally:
        process.kill()
        process.communicate()


def _forms(key: bytes) -> list[bytes]:
    return [key, key.hex().encode(), key.hex().upper().encode(), key.hex().encode("utf-16-le")]


def test_no_copy_of_the_key_is_left_in_memory(tmp_path: Path) -> None:
    assert copies_of_the_key(tmp_path / "v", "created") == 0
    assert copies_of_the_key(tmp_path / "v", "opened") == 0


def test_a_re_key_leaves_neither_the_old_key_nor_the_new_one(tmp_path: Path) -> None:
    copies_of_the_key(tmp_path / "v", "created")
    assert copies_of_the_key(tmp_path / "v", "re-keyed") == 0


def test_the_search_finds_a_key_that_was_left(tmp_path: Path) -> None:
    copies_of_the_key(tmp_path / "v", "created")
    assert copies_of_the_key(tmp_path / "v", "leaky") > 0


def test_a_held_key_is_lent_whole_and_wiped() -> None:
    key = bytearray(range(32))
    held = HeldKey(key)
    assert key == bytearray(32)
    with held.lend() as clear:
        assert clear == bytes(range(32))
    assert clear == bytearray(32)
    held.drop()
    with pytest.raises(RuntimeError, match="forgotten"), held.lend():
        pass
    held.take(bytearray(range(32)))
    with held.lend() as clear:
        assert clear == bytes(range(32))


def test_random_buffers_differ() -> None:
    assert len({bytes(random_buffer(32)) for _ in range(50)}) == 50
    buffer = random_buffer(32)
    wipe(buffer)
    assert buffer == bytearray(32)


_PROTECTED = """
import ctypes, os, resource, sys, time
from cima_desktop.vault.memory import protect_process
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as it is for a program that was started by its user
took = protect_process() if sys.argv[1] == "yes" else []
print(",".join(took), oct(os.umask(0o77)), resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
time.sleep(60)
"""

_READ_MEMORY = """
import os, sys
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    open(f"/proc/{sys.argv[1]}/mem", "rb").close()
    print("read")
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    ("protected", "said", "answer"),
    [("yes", "umask,no-core,closed 0o77 0\n", "PermissionError"), ("no", " 0o22 ", "read")],
)
def test_another_program_of_the_same_user(protected: str, said: str, answer: str) -> None:
    process = start("import os; os.umask(0o022)" + _PROTECTED, [protected])
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(said)
        reader = [sys.executable, "-c", _READ_MEMORY, str(process.pid)]
        assert subprocess.run(reader, capture_output=True, text=True, cwd=ROOT, check=False).stdout.strip() == answer
    finally:
        process.kill()
        process.communicate()


def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    script = (
        "import os; from cima_desktop.vault.memory import protect_process;"
        "protect_process(); os.chdir(os.environ['HERE']); os.abort()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HERE": str(tmp_path)}
    crash = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=False)
    assert crash.returncode == -6
    assert list(tmp_path.iterdir()) == []


def test_a_system_without_cores_or_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    umask = os.umask(0o022)
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setattr(sys, "platform", "somewhere")
    assert protect_process() == ["umask"]
    assert os.umask(umask) == 0o077
    assert resource.getrlimit(resource.RLIMIT_CORE) == before


class Windows:
    """What the program calls of Windows, and how it was called."""

    def __init__(self, takes: bool) -> None:
        self.takes = takes
        self.said: list[object] = []
        self.GetCurrentProcess = _Answer(42)
        self.LocalFree = _Answer(0)

    def ConvertStringSecurityDescriptorToSecurityDescriptorW(self, text: ctypes.c_wchar_p, *_more: object) -> int:
        self.said.append(text.value)
        return int(self.takes)

    def SetKernelObjectSecurity(self, process: ctypes.c_void_p, what: int, _rights: object) -> int:
        self.said.append((process.value, what))
        return 1


class _Answer:
    """A function of a library that always answers the same."""

    def __init__(self, answer: int) -> None:
        self.answer = answer
        self.restype: object = None

    def __call__(self, *_arguments: object) -> int:
        return self.answer


def test_windows_keeps_the_same_user_from_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    for takes, took in ((True, ["umask", "closed"]), (False, ["umask"])):
        windows = Windows(takes)
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, "resource", None)
            patch.setattr(sys, "platform", "win32")
            patch.setattr(ctypes, "WinDLL", lambda _name, windows=windows: windows, raising=False)
            assert protect_process() == took
        assert windows.said == ["D:P(A;;0x101001;;;OW)(A;;GA;;;SY)", (42, 4)][: len(took)]


def test_macos_refuses_debuggers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    class Mac:
        def ptrace(self, *arguments: object) -> int:
            asked.append(arguments)
            return 0

    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_a, **_k: Mac())
    assert protect_process() == ["umask", "closed"]
    assert asked == [(31, 0, None, 0)]
