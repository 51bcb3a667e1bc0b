"""After an erasing no page of the file holds a trace; and killed at any moment, it happened whole or not at all."""

import json
from pathlib import Path

import pytest

from cima_desktop import store as store_room
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.work import Note
from cima_desktop.store import Draft, Edit, Store
from cima_desktop.vault import TESTING_COST, create_vault, open_vault
from tests.decryptor import hits, pages
from tests.killing import start
from tests.unit.store.making import add, edit, person

WORDS = "ocho palabras que nadie adivina"
CANARIES = [
    f"Zw{a}x{b}kanari{c}"
    for a, b, c in zip("abcdefghijklmnopqrst", "tsrqponmlkjihgfedcba", "qwertyuiopasdfghjklz", strict=True)
]


def test_no_trace_of_twenty_people_is_in_any_page(tmp_path: Path) -> None:
    """P01: an independent decryptor reads every page, free ones and the index's included; the journal is empty."""
    vault = create_vault(tmp_path / "v", WORDS, cost=TESTING_COST, steps=store_room.steps()).vault
    store = Store(vault)
    stays = person(store, "Permanece", "Aqui")
    ids = [
        person(store, word, f"{word}Uno", f"{word}Dos", phone=f"82855501{i:02}", street=f"{word} 12", role=word * 9)
        for i, word in enumerate(CANARIES)
    ]
    for record, word in zip(ids, CANARIES, strict=True):
        edit(store, record, city=f"{word}burg", safe_hours=f"{word} " * 12)
        add(store, "note", about=record, words=f"{word} dijo algo. " * 90)
        store.drafts.put(f"person:{record}", Draft("people", fields={"ask_for": word}))
    store.undo()
    store.merge_step()
    store.delete("Deleted", ids[:5])
    with vault._key.lend() as lent:
        key = bytes(lent)
    assert vault.path.with_name("vault.db-journal").stat().st_size == 0
    store.erase(ids, "asked")
    assert vault.path.with_name("vault.db-journal").stat().st_size == 0
    terms = {row[0] for row in store._db.execute("SELECT term FROM spoken")}
    assert terms == {"permanece", "aqui", "permanese", "aki"}
    assert store.finish_erasing()
    assert not store.erasing_unfinished()
    tables = {row[0] for row in store._db.execute("SELECT name FROM sqlite_master")}
    assert not {name for name in tables if name.startswith("sqlite_stat")}
    assert store.check() == []
    assert store.need(Person, stays).given_names == "Permanece"
    vault.close()
    tails = [word[-8:] for word in CANARIES]
    phones = [f"82855501{i:02}" for i in range(20)]
    assert hits(vault.path, key, [*CANARIES, *tails, *phones, "dijo algo"]) == []
    assert hits(vault.path, key, ["Permanece"]) == ["Permanece"]


def test_the_decryptor_would_find_a_trace(tmp_path: Path) -> None:
    vault = create_vault(tmp_path / "v", WORDS, cost=TESTING_COST, steps=store_room.steps()).vault
    person(Store(vault), CANARIES[3])
    with vault._key.lend() as lent:
        key = bytes(lent)
    vault.close()
    assert hits(vault.path, key, CANARIES) == [CANARIES[3]]
    assert b"SQLite format 3" not in vault.path.read_bytes()
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(vault.path.read_bytes()[:-1] + b"\0")
    with pytest.raises(AssertionError, match="not sealed"):
        list(pages(damaged, key))


def attach(store: Store, about: RecordId, name: str, content: bytes) -> None:
    """Put a file beside a record."""
    values = {"about": about, "name": name}
    store.save_with_bytes(
        "Added", lambda digest, _size: Edit("attachment", new_id(), {**values, "digest": digest}), [content]
    )


def test_the_bytes_of_an_attachment_go_unless_another_record_has_the_same(tmp_path: Path) -> None:
    vault = create_vault(tmp_path / "v", WORDS, cost=TESTING_COST, steps=store_room.steps()).vault
    store = Store(vault)
    first, second = person(store, "Rosa"), person(store, "Elena")
    attach(store, first, "own.pdf", CANARIES[7].encode() * 400)
    for each in (first, second):
        attach(store, each, "letter.pdf", b"the same letter")
    with vault._key.lend() as lent:
        key = bytes(lent)
    store.erase([first], "asked")
    store.finish_erasing()
    assert store.bytes_kept() == len(b"the same letter")
    assert store.check_bytes() == []
    vault.close()
    assert hits(vault.path, key, [CANARIES[7], "own.pdf"]) == []


KILLING = """
import json, os, random, signal, sys, time
from pathlib import Path
from cima_desktop import store as store_room
from cima_desktop.model.ids import derived_id
from cima_desktop.store import Edit, Store
from cima_desktop.vault import TESTING_COST, create_vault, open_vault

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
words, steps = "ocho palabras que nadie adivina", store_room.steps()
made = create_vault(folder, words, cost=TESTING_COST, steps=steps).vault
store = Store(made)
for i in range(kills):
    person = derived_id(str(i))
    store.save("Added", [Edit("person", person, {"given_names": f"Persona {i}"}),
                         Edit("note", derived_id(f"note{i}"), {"about": person, "words": "larga " * 500})])
made.close()

def erase(pipe, run):
    vault = open_vault(folder, passphrase=words, floor=TESTING_COST, steps=steps)
    store = Store(vault)
    os.write(pipe, b"r")
    store.erase([derived_id(str(run))], "asked")
    os.write(pipe, b"e")
    store.finish_erasing()
    os.write(pipe, b"f")
    time.sleep(60)

room, said, span = random.Random(7), [], 0.0
for run in range(kills):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            erase(write, run)
        finally:
            os._exit(3)
    os.close(write)
    with os.fdopen(read, "rb", buffering=0) as pipe:
        first, began = pipe.read(1), time.monotonic()
        if run:
            time.sleep(room.uniform(0, span))
        else:  # one run to its end, to know how long it takes here
            first += pipe.read(1) + pipe.read(1)
            span = time.monotonic() - began
        os.kill(child, signal.SIGKILL)
        said.append((first + pipe.read()).decode())
    os.waitpid(child, 0)
print(json.dumps(said))
"""


def test_killed_at_any_moment_it_is_there_whole_or_gone_whole(tmp_path: Path) -> None:
    kills = 30
    process = start(KILLING, [str(tmp_path / "v"), str(kills)])
    out, errors = process.communicate()
    assert process.returncode == 0, errors[-2000:]
    said = json.loads(out)
    assert len(set(said)) > 1  # killed at different moments
    with open_vault(tmp_path / "v", passphrase=WORDS, floor=TESTING_COST, steps=store_room.steps()) as vault:
        store = Store(vault)
        assert store.check() == []
        people = {p.given_names for p in store.all(Person)}
        notes = {note.about for note in store.all(Note)}
        assert len(people) == len(notes)
        for run, word in enumerate(said):
            if "e" in word:
                assert f"Persona {run}" not in people
        store.finish_erasing()
        assert not store.erasing_unfinished()
        assert all((raw.payload is None) == (raw.salt is None) for raw in store.all_changes())
