"""A re-key killed at every step leaves a vault that opens with what the key file says, and once out is out (R20).

The kills: at every step of our own writing, and at random moments while the engine rewrites the pages.
"""

from pathlib import Path

from cima_desktop.vault import CreatedVault, ballast, keyfile
from tests.killing import Death, run_and_kill, start
from tests.unit.vault.leaving import LEAVER, PASSPHRASE, ROWS, enter, fill, refused, rows_of

_KILL_AT = """
import os, shutil, signal, sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, keyfile, open_vault, rekey
source, room = Path(sys.argv[1]), Path(sys.argv[2])
real = {"replace": os.replace, "fsync": os.fsync, "open": os.open}
passed = 0

def counted(step, at):
    def passing():
        global passed
        passed += 1
        if passed == at:
            os.kill(os.getpid(), signal.SIGKILL)
    def counting(*all, **named):
        passing()
        done = step(*all, **named)
        passing()
        return done
    return counting

def change_key(at):
    folder = room / str(at)
    shutil.copytree(source, folder)
    vault = open_vault(folder, passphrase="lumo chade rito", floor=TESTING_COST)
    leaver = next(s.slot_id for s in vault.access.slots if s.label == "Beto")
    for name, step in real.items():
        setattr(os, name, counted(step, at))
    rekey._rewrite, rekey.unsealed = counted(rekey._rewrite, at), counted(rekey.unsealed, at)
    vault.change_key(without=leaver)

at, died = 0, True
while died:
    at += 1
    child = os.fork()
    if not child:
        change_key(at)
        os._exit(0)
    died = os.waitpid(child, 0)[1] == signal.SIGKILL
print(at - 1)
"""


def opens_one_way_or_the_other(folder: Path, code: str) -> bool:
    """Make sure that the vault is whole after a kill; return whether somebody has left."""
    with enter(folder, passphrase=PASSPHRASE) as vault:
        assert rows_of(vault) == ROWS
        assert vault.check().ok
        left = "Beto" not in [s.label for s in vault.access.slots]
        key = vault.access.key_id
        fill(vault, 1)
    assert not keyfile.read(folder)[0].pending
    with enter(folder, recovery_code=code) as vault:
        assert vault.access.key_id == key
        assert rows_of(vault) == ROWS + 1
    assert refused(folder, LEAVER) is left
    assert (folder / keyfile.NAME).read_bytes() == (folder / keyfile.OLD_NAME).read_bytes()
    return left


def test_a_kill_at_every_step_leaves_a_vault_that_opens(created: CreatedVault, leaver: bytes, tmp_path: Path) -> None:
    created.vault.close()
    (created.vault.folder / ballast.NAME).unlink()
    (tmp_path / "room").mkdir()
    said, errors = start(_KILL_AT, [str(created.vault.folder), str(tmp_path / "room")]).communicate()
    assert errors == ""
    points = int(said)
    assert points > 30
    outcomes = [
        opens_one_way_or_the_other(tmp_path / "room" / str(at), created.recovery_code) for at in range(1, points + 1)
    ]
    assert outcomes == sorted(outcomes)  # once somebody is out, no later instant lets them in again
    assert set(outcomes) == {False, True}


_REKEY_ALWAYS = """
import sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, open_vault
vault = open_vault(Path(sys.argv[1]), passphrase="lumo chade rito", floor=TESTING_COST)
vault.change_key(lambda done, of: print("ready" if done == 2 else done, flush=True))
print("done", flush=True)
"""


def test_kills_while_the_engine_rewrites_pages(created: CreatedVault, tmp_path: Path) -> None:
    """The journal is hot in most of them; the next opening plays it back under the right key and goes on."""
    fill(created.vault, 2000)
    created.vault.close()
    unfinished = 0
    for seed in range(6):
        death: Death = run_and_kill(_REKEY_ALWAYS, [str(created.vault.folder)], after=0.2, seed=seed, ready="ready")
        assert death.stderr == ""
        unfinished += bool(keyfile.read(created.vault.folder)[0].pending)
        with enter(created.vault.folder, passphrase=PASSPHRASE) as vault:
            assert rows_of(vault) == 2000
            assert vault.check().ok
        assert not keyfile.read(created.vault.folder)[0].pending
    assert unfinished > 0
