"""The bytes of attachments: with their record or not at all, once however often, and never other ones (R10)."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cima_desktop import store as store_room
from cima_desktop.model.attachments import Attachment
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.store import BytesMissingError, Edit, Raw, Store
from cima_desktop.store.blobs import PIECE_BYTES
from cima_desktop.vault import TESTING_COST, open_vault
from cima_desktop.vault.errors import DamagedVaultError
from tests.killing import start
from tests.unit.store.making import person

EMPTY = hashlib.sha256(b"").hexdigest()


def content(length: int, seed: bytes = b"a") -> bytes:
    return hashlib.shake_128(seed).digest(length)


def cut(data: bytes, length: int = PIECE_BYTES) -> Iterator[bytes]:
    return (data[start : start + length] for start in range(0, len(data), length))


def attach(store: Store, about: RecordId, pieces: Iterator[bytes], name: str = "acta.pdf") -> RecordId:
    record = new_id()

    def edit(digest: str, size: int) -> Edit:
        return Edit("attachment", record, {"about": about, "name": name, "size": size, "digest": digest})

    assert store.save_with_bytes("Added", edit, pieces).ids == {record}
    return record


def bytes_of(store: Store, record: RecordId) -> bytes:
    return b"".join(store.read_bytes(store.need(Attachment, record).digest))


def pieces_kept(store: Store) -> int:
    return int(store._db.execute("SELECT count(*) FROM blob_piece").fetchone()[0])


@pytest.mark.parametrize("length", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 7])
def test_what_comes_in_comes_out(store: Store, length: int) -> None:
    data = content(length)
    record = attach(store, person(store), cut(data))
    kept = store.need(Attachment, record)
    assert (kept.size, kept.digest) == (length, hashlib.sha256(data).hexdigest())
    assert bytes_of(store, record) == data
    assert store.bytes_kept() == length
    assert store.check() == store.check_bytes() == []


def test_pieces_may_have_any_length(store: Store) -> None:
    data = content(1000)
    record = attach(store, person(store), iter([data[:1], b"", data[1:999], data[999:]]))
    assert bytes_of(store, record) == data
    assert store.check_bytes() == []


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    rosa, data = person(store), content(2 * PIECE_BYTES)
    first = attach(store, rosa, cut(data))
    second = attach(store, rosa, cut(data, 1000), "copia.pdf")
    attach(store, rosa, cut(content(2 * PIECE_BYTES, b"b")))
    assert store.bytes_kept() == 4 * PIECE_BYTES
    assert pieces_kept(store) == 4
    assert bytes_of(store, first) == bytes_of(store, second) == data
    assert store.check_bytes() == []


def test_it_is_known_what_is_here(store: Store) -> None:
    data = content(10)
    attach(store, person(store), cut(data))
    assert store.has_bytes(hashlib.sha256(data).hexdigest())
    assert store.has_size(10)
    assert not store.has_size(11)
    for other in (EMPTY, "", "zz", "ab", "é" * 64):
        assert not store.has_bytes(other)
        with pytest.raises(BytesMissingError):
            next(store.read_bytes(other))


class _PulledOutError(Exception):
    pass


def pulled_out(data: bytes) -> Iterator[bytes]:
    yield data
    raise _PulledOutError


def test_a_source_that_fails_leaves_nothing(store: Store) -> None:
    rosa = person(store)
    before = store.all_changes()
    with pytest.raises(_PulledOutError):
        attach(store, rosa, pulled_out(content(PIECE_BYTES)))
    assert pieces_kept(store) == store.bytes_kept() == 0
    assert store.all_changes() == before
    assert store.children(Attachment, about=rosa) == []


def test_a_record_that_cannot_be_kept_keeps_no_bytes(store: Store) -> None:
    from cima_desktop.model.errors import InvalidInputError

    with pytest.raises(InvalidInputError):
        attach(store, person(store), cut(content(10)), "n" * 500)
    assert pieces_kept(store) == 0


def test_a_record_that_says_so_already_is_not_written_again(store: Store) -> None:
    record = attach(store, person(store), cut(content(10)))
    before = store.all_changes()
    kept = store.need(Attachment, record)
    again = store.save_with_bytes("Again", lambda d, s: Edit("attachment", record, {"digest": d}), cut(content(10)))
    assert store.all_changes() == before
    assert again.ids == frozenset()
    assert store.need(Attachment, record) == kept


def test_undo_and_the_bin_keep_the_bytes(store: Store) -> None:
    data = content(100)
    record = attach(store, person(store), cut(data))
    store.undo()
    assert store.get(Attachment, record) is None
    store.redo()
    assert bytes_of(store, record) == data
    store.delete("Deleted", [record])
    assert store.drop_unreferenced() == 0
    store.restore([record])
    assert bytes_of(store, record) == data


def forget(store: Store, record: RecordId) -> None:
    """Take a record out of its table, as an erasure does."""
    with store._writing() as db:
        db.execute("DELETE FROM k_attachment WHERE n = (SELECT n FROM rec WHERE id = ?)", (bytes.fromhex(record),))


def test_bytes_go_with_the_last_record_that_names_them(store: Store) -> None:
    rosa, data = person(store), content(PIECE_BYTES + 1)
    first, second = attach(store, rosa, cut(data)), attach(store, rosa, cut(data), "copia.pdf")
    other = attach(store, rosa, cut(content(5, b"other")))
    forget(store, first)
    assert store.drop_unreferenced() == 0
    forget(store, second)
    assert store.drop_unreferenced() == PIECE_BYTES + 1
    assert pieces_kept(store) == 1
    assert bytes_of(store, other) == content(5, b"other")


def test_a_broken_fingerprint_in_a_record_hides_no_other(store: Store) -> None:
    """One that is no fingerprint at all must not keep unreferenced bytes alive, nor take referenced ones away."""
    rosa = person(store)
    good, gone = attach(store, rosa, cut(content(5))), attach(store, rosa, cut(content(6)))
    forget(store, gone)
    store.save("Added", [Edit("attachment", new_id(), {"about": rosa, "name": "x", "digest": "zz"})])
    assert store.drop_unreferenced() == 6
    assert bytes_of(store, good) == content(5)


def test_damage_is_told_and_nothing_wrong_is_handed_out(store: Store) -> None:
    rosa = person(store)
    record = attach(store, rosa, cut(content(3 * PIECE_BYTES)))
    with store._writing() as db:
        db.execute("UPDATE blob_piece SET data = zeroblob(?) WHERE i = 1", (PIECE_BYTES,))
    assert store.check_bytes() == []  # whole, but not what the fingerprint says: told when it is read
    with pytest.raises(DamagedVaultError):
        bytes_of(store, record)
    with store._writing() as db:
        db.execute("DELETE FROM blob_piece WHERE i = 1")
    assert store.check_bytes() == ["the pieces of attachment content 1 are not whole"]
    with store._writing() as db:
        db.execute("DELETE FROM blob_piece")
        db.execute("DELETE FROM blob")
    assert store.check_bytes() == [f"the content of record {record} is missing"]
    with pytest.raises(BytesMissingError):
        bytes_of(store, record)


def test_pieces_without_their_row_are_refused_by_the_vault(store: Store) -> None:
    """The reference is checked at the end of the save: no piece can be left behind."""
    import sqlcipher3.dbapi2 as engine

    with pytest.raises(engine.IntegrityError), store._writing() as db:
        db.execute("INSERT INTO blob_piece (blob, i, data) VALUES (9, 0, x'00')")
    assert pieces_kept(store) == 0


def test_a_record_may_arrive_before_its_bytes(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    there.know_device(here.own_public_key(), "Ana")
    record = attach(here, person(here), cut(content(10)))
    changes: list[Raw] = here.all_changes()
    assert there.import_changes(changes).refused == 0
    with pytest.raises(BytesMissingError):
        bytes_of(there, record)
    assert there.drop_unreferenced() == 0


# Kept small: the same at every write of 200 MB belongs to the torture run.
KILLED = """
import hashlib, json, os, random, signal, sys, time
from pathlib import Path
from cima_desktop import store as store_room
from cima_desktop.model.ids import derived_id
from cima_desktop.store import Edit, Store
from cima_desktop.vault import TESTING_COST, create_vault, open_vault

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
words, steps = "ocho palabras que nadie adivina", store_room.steps()
made = create_vault(folder, words, cost=TESTING_COST, steps=steps).vault
Store(made).save("Added", [Edit("person", derived_id("0"), {"given_names": "Ana"})])
made.close()

def add_until_killed(pipe, run):
    vault = open_vault(folder, passphrase=words, floor=TESTING_COST, steps=steps)
    store = Store(vault)
    os.write(pipe, b"ready\\n")
    for i in range(1000):
        name = f"{run}-{i}"
        pieces = (hashlib.shake_128(f"{name}-{n}".encode()).digest(65536) for n in range(12))
        edit = lambda d, s: Edit("attachment", derived_id(name), {"about": derived_id("0"), "name": name, "digest": d})
        store.save_with_bytes("Added", edit, pieces)
        os.write(pipe, f"{name}\\n".encode())

room, acknowledged = random.Random(7), []
for run in range(kills):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            add_until_killed(write, run)
        finally:
            os._exit(3)
    os.close(write)
    with os.fdopen(read, "rb", buffering=0) as pipe:
        first = b""
        while not first.endswith(b"\\n"):
            first += pipe.read(1)
        time.sleep(room.uniform(0, 0.08))
        os.kill(child, signal.SIGKILL)
        acknowledged += pipe.read().decode().split("\\n")[:-1]
    os.waitpid(child, 0)
print(json.dumps(acknowledged))
"""


def test_a_kill_leaves_whole_attachments_only(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    process = start(KILLED, [str(folder), "12"])
    said, errors = process.communicate()
    assert process.returncode == 0, errors[-2000:]
    words = "ocho palabras que nadie adivina"
    with open_vault(folder, passphrase=words, floor=TESTING_COST, steps=store_room.steps()) as vault:
        store = Store(vault)
        kept = store.all(Attachment)
        assert {each.name for each in kept} >= set(json.loads(said))
        assert all(sum(map(len, store.read_bytes(each.digest))) == 12 * 65536 for each in kept)
        assert store.check() == store.check_bytes() == []
        assert store.drop_unreferenced() == 0
