"""Killed without warning at 200 random moments during saves: every acknowledged save is there (T10, property 21)."""

import json
from pathlib import Path

import pytest

from cima_desktop import store as store_room
from cima_desktop.model.people import Person
from cima_desktop.store import Store
from cima_desktop.vault import TESTING_COST, open_vault
from tests.killing import start

KILLS = 200

# One process that forks: starting Python 200 times would take minutes.
SCRIPT = """
import json, os, random, signal, sys, time
from pathlib import Path
from cima_desktop import store as store_room
from cima_desktop.model.ids import derived_id
from cima_desktop.store import Draft, Edit, Store
from cima_desktop.vault import TESTING_COST, create_vault, open_vault

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
words, steps = "ocho palabras que nadie adivina", store_room.steps()
made = create_vault(folder, words, cost=TESTING_COST, steps=steps).vault
Store(made).save("Added", [Edit("person", derived_id("0"), {"given_names": "Ana"})])
made.close()

def save_until_killed(pipe, run):
    vault = open_vault(folder, passphrase=words, floor=TESTING_COST, steps=steps)
    store = Store(vault)
    os.write(pipe, b"ready\\n")
    for i in range(100_000):
        name = f"{run}-{i}"
        store.drafts.put("draft", Draft("people", fields={"given_names": name}))
        store.save("Added", [Edit("person", derived_id(name), {"given_names": name, "phone": "8285550101"}),
                             Edit("person", derived_id("0"), {"city": name})])
        if i % 3 == 2:
            store.undo()
            os.write(pipe, f"undone {name}\\n".encode())
        else:
            os.write(pipe, f"saved {name}\\n".encode())

room, acknowledged, dead = random.Random(4), [], 0
for run in range(kills):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            save_until_killed(write, run)
        finally:
            os._exit(3)
    os.close(write)
    with os.fdopen(read, "rb", buffering=0) as pipe:
        first = b""
        while not first.endswith(b"\\n"):
            first += pipe.read(1)
        time.sleep(room.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        said = pipe.read().decode()
    dead += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    acknowledged.append([line for line in said.split("\\n")[:-1]])
print(json.dumps([dead, acknowledged]))
"""


def test_no_acknowledged_save_is_ever_lost(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    process = start(SCRIPT, [str(folder), str(KILLS)])
    said, errors = process.communicate()
    assert process.returncode == 0, errors[-2000:]
    dead, runs = json.loads(said)
    assert dead == KILLS
    words = "ocho palabras que nadie adivina"
    with open_vault(folder, passphrase=words, floor=TESTING_COST, steps=store_room.steps()) as vault:
        store = Store(vault)
        assert store.check() == []
        there = {person.given_names for person in store.all(Person)}
        lines = [line.split() for run in runs for line in run]
        assert len(lines) > KILLS / 10
        for run in runs:
            check_run([line.split() for line in run], there)
        assert len(there) - 1 <= sum(word == "saved" for word, _name in lines) + KILLS


def check_run(lines: list[list[str]], there: set[str]) -> None:
    """Every acknowledged save is there, every acknowledged undo is gone."""
    for word, name in lines:
        assert (name in there) == (word == "saved")


@pytest.mark.parametrize("wrong", [set[str](), {"1-0", "1-2"}])
def test_the_check_would_notice_a_lost_save(wrong: set[str]) -> None:
    lines = [["saved", "1-0"], ["undone", "1-2"]]
    check_run(lines, {"1-0"})
    with pytest.raises(AssertionError):
        check_run(lines, wrong)
