"""A peer that is a real vault: an encrypted file, signatures, tables, the whole road of an import."""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from cima_desktop.model.ids import RecordId
from cima_desktop.store import Edit, HaveSet, Raw, Store, steps
from cima_desktop.store.change import Change
from cima_desktop.store.merge import state
from cima_desktop.vault import TESTING_COST, create_vault, open_vault
from tests.torture.peers import PERSON, TOLD, Hands

PASSPHRASE = "ocho palabras que nadie adivina"
SECTION = 7
"""So few that an import is many transactions."""


class VaultRoom:
    """Where the vaults of one history are, and the keys of all devices in it."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.numbers = count()
        self.keys: list[bytes] = []
        self.open: list[Store] = []

    def store(self, hands: Hands, source: Store | None = None) -> Store:
        """Open a new vault, or a copy of one."""
        folder = self.room / f"vault-{next(self.numbers)}"
        if source is None:
            shutil.copytree(self._empty(), folder)
        else:
            folder.mkdir()
            source._vault.save_copy(folder / "vault.db")
            shutil.copy(source._vault.folder / "vault.keys", folder / "vault.keys")
        made = Store(open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST, steps=steps()), hands.now, "Ana")
        self.open.append(made)
        return made

    def _empty(self) -> Path:
        folder = self.room / "empty"
        if not folder.exists():
            create_vault(folder, PASSPHRASE, cost=TESTING_COST, steps=steps()).vault.close()
        return folder

    def peer(self, hands: Hands, _number: int) -> "VaultPeer":
        """Return a peer with a new vault and a key of its own."""
        store = self.store(hands)
        self.keys.append(store.own_public_key())
        return VaultPeer(self, store, hands)


@contextmanager
def vault_room(room: Path) -> Iterator[VaultRoom]:
    """Yield a room, and close and remove its vaults at the end."""
    room.mkdir()
    made = VaultRoom(room)
    try:
        yield made
    finally:
        for store in made.open:
            store._vault.close()
        shutil.rmtree(room)


def _id(rec: bytes) -> RecordId:
    return RecordId(rec.hex())


class VaultPeer:
    """A real vault."""

    def __init__(self, room: VaultRoom, store: Store, hands: Hands) -> None:
        self.room, self.store, self.hands = room, store, hands

    def write(self, rec: bytes, values: dict[str, Any], *, partly: bool = False) -> None:
        live = state(self.changes(rec)).live
        shown = {name: tuple(op.ref for op in live.get(name, ())[:1]) for name in values}
        seen = shown if partly and not any(PERSON.field(name).type.is_set for name in values) else None
        self.store.save("Changed", [Edit("person", _id(rec), values, seen)])

    def delete(self, rec: bytes) -> None:
        self.store.delete("Deleted", [_id(rec)])

    def restore(self, rec: bytes) -> None:
        self.store.restore([_id(rec)])

    def have(self) -> HaveSet:
        return self.store.own_have()

    def gather(self, have: HaveSet | None, records: set[bytes] | None) -> list[Raw]:
        return list(self.store.gather(have, None if records is None else [_id(rec) for rec in sorted(records)]))

    def extract(self, rec: bytes) -> list[Raw]:
        return self.store.extract("Shared", {_id(rec): TOLD}, "host")

    def receive(self, raws: Sequence[Raw], declined: set[bytes]) -> int:
        for key in self.room.keys:
            self.store.know_device(key, "another laptop")
        n = self.store.begin_arrival(secrets.token_bytes(16), sort="delta")
        for start in range(0, len(raws), SECTION):
            staged = self.store.stage(n, raws[start : start + SECTION])
            assert (staged.refused, staged.unknown) == (0, 0)
        self.store.end_staging(n)
        before = self.store.compare(n)
        promised = {row.id: self.store.coming(n, row.id).after for row in before.rows if not self._was_back(row.id)}
        self.store.take_in(n, [_id(rec) for rec in declined])
        self.sound()
        assert {row.id for row in before.rows} <= self.store.bundle_records(n).keys()
        for record in promised.keys() - {_id(rec) for rec in declined}:
            assert self.store.snapshot(record).record == promised[record]
        return n

    def _was_back(self, record: RecordId) -> bool:
        """Tell whether something of a record was ever taken back: accepting it corrects more than the dry run says."""
        text = "SELECT 1 FROM aside WHERE rec = ? AND why = 'undone'"
        return self.store._db.execute(text, (bytes.fromhex(record),)).fetchone() is not None

    def sound(self) -> None:
        """Fail unless the tables are true and what is put aside counts nowhere."""
        assert self.store.check() == []
        db = self.store._db
        assert db.execute("SELECT count(*) FROM aside JOIN change USING (id)").fetchone()[0] == 0
        said = sum(run.size for runs in self.have().devices.values() for run in runs)
        assert said == db.execute("SELECT count(*) FROM change").fetchone()[0]

    def undo(self, n: int) -> None:
        self.store.undo_import(n)
        self.sound()

    def redo(self, n: int) -> None:
        self.store.redo_import(n)
        self.sound()

    def records(self) -> list[bytes]:
        return [rec for (rec,) in self.store._db.execute("SELECT id FROM rec ORDER BY id")]

    def changes(self, rec: bytes) -> list[Change]:
        found = self.store._log.find(rec.hex())
        return self.store._log.changes(found.n) if found else []

    def known(self, rec: bytes) -> set[bytes]:
        aside = self.store._db.execute("SELECT id FROM aside WHERE rec = ?", (rec,))
        return {change.id for change in self.changes(rec)} | {each for (each,) in aside}

    def copied(self) -> "VaultPeer":
        hands = Hands(self.hands.seconds)
        return VaultPeer(self.room, self.room.store(hands, self.store), hands)

    def shown_conflicts(self, rec: bytes) -> set[str]:
        rows = self.store._db.execute("SELECT field FROM conflict JOIN rec ON rec.n = rec WHERE rec.id = ?", (rec,))
        return {name for (name,) in rows}

    def check(self) -> list[str]:
        rows = self.tables()
        self.store.rebuild()
        assert self.tables() == rows  # making everything anew changes nothing
        return self.store.check()

    def tables(self) -> list[Any]:
        """Return the rows of everything that is made from the changes."""
        return [
            self.store._db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for name in ("rec", "k_person", "listing", "ref", "conflict", "tally")
        ]
