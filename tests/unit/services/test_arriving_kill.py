"""Killed without warning while a bundle is read or taken in: old, new, or to be gone on with; never torn."""

from pathlib import Path

import pytest

from cima_desktop.model.people import Organization
from cima_desktop.services import arriving, arriving_taking
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST
from tests import exchange_pair as pair
from tests.killing import run_and_kill, start

RECORDS = 300
_RUN = """
import sys
from pathlib import Path
from cima_desktop.services import arriving, arriving_taking
from cima_desktop.services.session import open_vault
from cima_desktop.store import arriving as staging
from cima_desktop.vault import TESTING_COST
from tests import exchange_pair as pair

staging.BATCH = 20
with open_vault(Path(sys.argv[1]), passphrase=pair.PASSPHRASE, floor=TESTING_COST) as session:
    print("ready", flush=True)
    n = arriving.receive(session, Path(sys.argv[2])).arrival.note.n
    print("waits", flush=True)
    arriving_taking.take_in(session, n, tick=lambda done, _all: print("in", done, flush=True), backup=False)
    print("done", flush=True)
"""


def schools(session: Session) -> int:
    return len(session.store.all(Organization))


@pytest.fixture
def file(ana: Session, beto: Session, tmp_path: Path) -> Path:
    edits = (Edit("organization", pair.rid_of(i), {"name": f"Escuela {i}"}) for i in range(RECORDS))
    ana.store.save_many(pair.ACT, edits)
    made = pair.bundle(ana, [beto], tmp_path / "many.cima")
    beto.close()
    return made


def test_killed_at_any_moment_it_is_gone_on_with(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / pair.BETO
    died = 0
    for seed, after in enumerate((0.05, 0.2, 0.4, 0.8)):
        death = run_and_kill(_RUN, [str(folder), str(file)], after=after, seed=seed, ready="ready")
        died += death.killed
        assert death.killed or death.status == 0, death.stderr
        with open_vault(folder, passphrase=pair.PASSPHRASE, floor=TESTING_COST) as session:
            assert session.check().ok
            said = [int(line.split()[1]) for line in death.acknowledged if line.startswith("in")]
            assert schools(session) >= (said[-1] if said else 0)
            if "waits" in death.acknowledged:
                assert arriving.receive(session, file).before in ("waiting", "taking", "done")
            if "done" in death.acknowledged:
                break
    assert died
    with open_vault(folder, passphrase=pair.PASSPHRASE, floor=TESTING_COST) as session:
        n = arriving.receive(session, file).arrival.note.n
        if session.store.bundle(n).state != "done":
            arriving_taking.take_in(session, n, backup=False)
        assert schools(session) == RECORDS
        assert arriving.waiting(session) == []
        assert session.check().ok
        arriving_taking.undo(session, n, backup=False)
        assert schools(session) == 0


_ON_A_SMALL_DISK = """
import os, resource, signal, sys
from pathlib import Path
from cima_desktop.model.people import Organization
from cima_desktop.services import arriving, arriving_taking
from cima_desktop.services.session import open_vault
from cima_desktop.store import arriving as staging
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import VaultError
from tests import exchange_pair as pair

staging.BATCH = 60
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder, file = Path(sys.argv[1]), Path(sys.argv[2])

def room(more):
    most = (folder / "vault.db").stat().st_size + more if more else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

def refused(call):
    try:
        session.answer(call)
    except VaultError:
        return True
    return False

with open_vault(folder, passphrase=pair.PASSPHRASE, floor=TESTING_COST) as session:
    room(4096)
    print(refused(lambda opened: arriving.receive(opened, file)), session.store.bundles("in") == [])
    room(0)
    n = arriving.receive(session, file).arrival.note.n
    room(150_000)
    print(refused(lambda opened: arriving_taking.take_in(opened, n, backup=False)))
    there = len(session.store.all(Organization))
    print(0 < there < 300, [each.note.state for each in arriving.waiting(session)])
    room(0)
    arriving_taking.take_in(session, n, backup=False)
    print(len(session.store.all(Organization)), session.check().ok)
"""


def test_a_full_disk_keeps_nothing_or_what_was_in(file: Path, tmp_path: Path) -> None:
    child = start(_ON_A_SMALL_DISK, [str(tmp_path / pair.BETO), str(file)])
    said, wrong = child.communicate()
    assert said.split("\n") == ["True True", "True", "True ['taking']", f"{RECORDS} True", ""], wrong
