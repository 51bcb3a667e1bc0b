"""Killed without warning during backup and restore: no good backup is lost, no half one has a name (R01, R18)."""

import json
import random
from pathlib import Path

import pytest

from cima_desktop.services import backup_register as register
from cima_desktop.services.session import open_vault
from cima_desktop.vault import TESTING_COST, backups, porter
from tests.killing import start

KILLS = 24
PASSPHRASE = "ocho palabras que nadie adivina"

# One process that forks: starting Python for each kill would take minutes.
SCRIPT = """
import json, os, random, signal, sys, time
from pathlib import Path
from cima_desktop.model.ids import new_id
from cima_desktop.services import backup_register as register
from cima_desktop.services import backups, messenger, restoring
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit, steps
from cima_desktop.vault import TESTING_COST, create_vault, porter

folder, what, kills, words = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
messenger.send = lambda errand, heard=None, quiet=0: porter._do(errand, heard or (lambda done, all_: None))

def save(session, name):
    session.store.save("Added", [Edit("person", new_id(), {"given_names": name})])

with Session(create_vault(folder, words, cost=TESTING_COST, steps=steps()).vault) as session:
    for i in range(40):
        save(session, f"Ana {i}")
    first = backups.make(session)

def opened(where):
    return open_vault(where, passphrase=words, floor=TESTING_COST)

def back_up(pipe, run):
    with opened(folder) as session:
        os.write(pipe, b"ready\\n")
        for i in range(1000):
            save(session, f"{run}-{i}")
            os.write(pipe, f"{backups.make(session).name}\\n".encode())

def restore(pipe, run):
    source = register.home_of(folder) / first.name
    os.write(pipe, b"ready\\n")
    for i in range(1000):
        done = restoring.restore(source, folder.with_name(f"back-{run}-{i}"), opened, folder)
        os.write(pipe, f"{done.folder.name}\\n".encode())

room, said = random.Random(7), []
for run in range(kills):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            {"backup": back_up, "restore": restore}[what](write, run)
        finally:
            os._exit(3)
    os.close(write)
    with os.fdopen(read, "rb", buffering=0) as pipe:
        first_line = b""
        while not first_line.endswith(b"\\n"):
            first_line += pipe.read(1)
        time.sleep(room.uniform(0, 0.25))
        os.kill(child, signal.SIGKILL)
        said += pipe.read().decode().split("\\n")[:-1]
    os.waitpid(child, 0)
print(json.dumps(said))
"""


def killed(folder: Path, what: str, kills: int) -> list[str]:
    """Return what was acknowledged over so many kills of one of "backup" and "restore"."""
    process = start(SCRIPT, [str(folder), what, str(kills), PASSPHRASE])
    said, errors = process.communicate()
    assert process.returncode == 0, errors[-2000:]
    found: list[str] = json.loads(said)
    return found


def check_backups(folder: Path, acknowledged: list[str]) -> int:
    """Look at every backup there is: each is whole, the newest acknowledged one is there; return how many there are."""
    home = register.home_of(folder)
    there = [row["name"] for row in porter.look(home)]
    for name in there:
        backups.prove(home / name)
    if acknowledged:
        assert acknowledged[-1] in there
    with open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST) as session:
        assert session.check().ok
    return len(there)


def test_during_backups(tmp_path: Path) -> None:
    acknowledged = killed(tmp_path / "vault", "backup", KILLS)
    assert check_backups(tmp_path / "vault", acknowledged) >= 1
    with open_vault(tmp_path / "vault", passphrase=PASSPHRASE, floor=TESTING_COST) as session:
        from cima_desktop.services import backups as services

        services.make(session)
    hidden = [p.name for p in register.home_of(tmp_path / "vault").iterdir() if not backups.is_name(p.name)]
    assert hidden == []


def test_during_restores(tmp_path: Path) -> None:
    acknowledged = killed(tmp_path / "vault", "restore", KILLS // 3)
    check_backups(tmp_path / "vault", [])
    whole = [p.name for p in tmp_path.glob("back-*") if ".unfinished-" not in p.name]
    assert set(acknowledged) <= set(whole)
    for name in whole:
        with open_vault(tmp_path / name, passphrase=PASSPHRASE, floor=TESTING_COST) as session:
            assert session.check().ok


def test_the_check_would_notice_a_half_backup(tmp_path: Path) -> None:
    acknowledged = killed(tmp_path / "vault", "backup", 1)
    home = register.home_of(tmp_path / "vault")
    name = random.Random(1).choice([row["name"] for row in porter.look(home)])
    data = (home / name / "vault.keys").read_bytes()
    (home / name / "vault.keys").write_bytes(data[:-1])
    with pytest.raises(Exception, match="ChangedBackupError"):
        check_backups(tmp_path / "vault", acknowledged)
