"""Never two writers, never a lock that stays, and what was acknowledged is there after a kill (R14, R15, R16)."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cima_desktop.vault import TESTING_COST, CreatedVault, create_vault, open_vault
from cima_desktop.vault.errors import VaultExistsError, VaultInUseError
from tests.killing import ROOT, run_and_kill, start

_TRY_TO_OPEN = """
import sys, time
from pathlib import Path
from cima_desktop.vault import TESTING_COST, VaultError, open_vault
try:
    vault = open_vault(Path(sys.argv[1]), passphrase="lumo chade rito", floor=TESTING_COST)
except VaultError as error:
    print(type(error).__name__)
    sys.exit()
print("open", flush=True)
time.sleep(float(sys.argv[2]))
vault.close()
"""

_SAVE_FOR_EVER = """
import sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, open_vault
vault = open_vault(Path(sys.argv[1]), passphrase="lumo chade rito", floor=TESTING_COST)
print("ready", flush=True)
n = vault.db.execute("SELECT coalesce(max(n), 0) FROM note").fetchone()[0]
while True:
    n += 1
    with vault.transaction() as db:
        db.execute("INSERT INTO note (n, words) VALUES (?, ?)", (n, "x" * (n % 50) * 100))
    print(n, flush=True)
"""


def opened_by(folder: Path, seconds: float = 0) -> str:
    process = start(_TRY_TO_OPEN, [str(folder), str(seconds)])
    out, errors = process.communicate()
    assert errors == ""
    return out.strip()


def make(folder: Path) -> None:
    with create_vault(folder, "lumo chade rito", cost=TESTING_COST).vault as vault, vault.transaction() as db:
        db.execute("CREATE TABLE note (n INTEGER PRIMARY KEY, words TEXT)")


def test_of_two_that_start_at_once_one_opens(tmp_path: Path) -> None:
    make(tmp_path / "v")
    for _ in range(4):
        with ThreadPoolExecutor(2) as both:
            said = list(both.map(lambda _: opened_by(tmp_path / "v", 1.0), range(2)))
        assert sorted(said) == ["VaultInUseError", "open"]


_MAKE = """
import sys, time
from pathlib import Path
from cima_desktop.vault import TESTING_COST, VaultError, create_vault
print("ready", flush=True)
sys.stdin.readline()
try:
    vault = create_vault(Path(sys.argv[1]), "lumo chade rito", cost=TESTING_COST).vault
    print("made")
    vault.close()
except VaultError as error:
    print(type(error).__name__)
"""


def test_of_two_first_runs_at_once_one_makes_the_vault(tmp_path: Path) -> None:
    for turn in range(4):
        folder = tmp_path / f"v{turn}"
        both = [start(_MAKE, [str(folder)], stdin=True) for _ in range(2)]
        for process in both:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in both:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        said = [process.communicate() for process in both]
        assert [errors for _out, errors in said] == ["", ""]
        other = {out.strip() for out, _errors in said} - {"made"}
        assert sorted(out.strip() == "made" for out, _errors in said) == [False, True]
        assert other <= {"VaultInUseError", "VaultExistsError"}
        open_vault(folder, passphrase="lumo chade rito", floor=TESTING_COST).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["v0", "v1", "v2", "v3"]


_MAKE_SLOWLY = """
import sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, create_vault, opening
real = opening._build
def slow(*all):
    held = real(*all)
    print("ready", flush=True)
    sys.stdin.readline()
    return held
opening._build = slow
create_vault(Path(sys.argv[1]), "lumo chade rito", cost=TESTING_COST).vault.close()
print("made")
"""


def test_a_first_run_leaves_the_half_made_vault_of_another_alone(tmp_path: Path) -> None:
    other = start(_MAKE_SLOWLY, [str(tmp_path / "v")], stdin=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    with pytest.raises(VaultInUseError):
        create_vault(tmp_path / "v", "x", cost=TESTING_COST)
    assert other.communicate("\n") == ("made\n", "")
    with pytest.raises(VaultExistsError):
        create_vault(tmp_path / "v", "x", cost=TESTING_COST)
    open_vault(tmp_path / "v", passphrase="lumo chade rito", floor=TESTING_COST).close()


def test_a_first_run_that_was_killed_bars_nobody(tmp_path: Path) -> None:
    death = run_and_kill(_MAKE_SLOWLY, [str(tmp_path / "v")], after=0.0, seed=1, ready="ready", stdin=True)
    assert death.killed
    make(tmp_path / "v")
    assert [path.name for path in tmp_path.iterdir()] == ["v"]


def test_the_lock_holds_after_everything_a_vault_can_do(created: CreatedVault) -> None:
    vault = created.vault

    def save() -> None:
        with vault.transaction() as db:
            db.execute("INSERT INTO note (words) VALUES ('hola')")

    deeds: list[Callable[[], object]] = [
        save,
        vault.check,
        vault.compact,
        lambda: vault.save_copy(vault.folder / "copy.db"),
        lambda: vault.access.change_passphrase("lumo chade rito", "lumo chade rito", TESTING_COST),
        lambda: vault.access.papers.accept_code(vault.access.papers.offer_code()),
        vault.use_reserve,
    ]
    for deed in deeds:
        deed()
        assert opened_by(vault.folder) == "VaultInUseError"


def test_reading_the_file_in_this_process_would_lose_the_lock(created: CreatedVault) -> None:
    save = created.vault.transaction
    with save() as db:
        db.execute("INSERT INTO note (words) VALUES ('hola')")
    created.vault.path.read_bytes()  # the seeded fault
    assert opened_by(created.vault.folder) == "open"


def test_after_a_kill_everything_acknowledged_is_there_and_the_vault_opens(tmp_path: Path) -> None:
    make(tmp_path / "v")
    last = 0
    for seed in range(12):
        death = run_and_kill(_SAVE_FOR_EVER, [str(tmp_path / "v")], after=0.15, seed=seed, ready="ready")
        assert death.killed
        assert death.stderr == ""
        acknowledged = [int(line) for line in death.acknowledged]
        with open_vault(tmp_path / "v", passphrase="lumo chade rito", floor=TESTING_COST) as vault:
            found = [n for (n,) in vault.db.execute("SELECT n FROM note ORDER BY n")]
            assert vault.health is None or vault.health.ok
        last = max([last, *acknowledged])
        assert found == list(range(1, len(found) + 1))
        assert last <= len(found) <= last + 1
        last = len(found)
    assert last > 12


def test_the_harness_notices_a_lost_line(tmp_path: Path) -> None:
    lying = "import time\nprint('ready', flush=True)\nfor n in range(10**6): print(n, flush=True); time.sleep(0.001)"
    death = run_and_kill(lying, [], after=0.1, seed=1, ready="ready")
    assert death.killed
    assert death.acknowledged != []
    assert not (tmp_path / "anything was kept").exists()


def test_the_harness_lets_a_script_end_by_itself() -> None:
    death = run_and_kill("import sys; print('before'); print('ready', flush=True); print('a'); print('b', end='')", [],
                         after=60, seed=1, ready="ready")  # fmt: skip
    assert (death.acknowledged, death.killed, death.status) == (["before", "a"], False, 0)
    assert Path(sys.executable).exists()
    assert ROOT.joinpath("cima_desktop").is_dir()
