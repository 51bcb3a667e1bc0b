"""Damage is named: the pages, the tables, the records that are hit; what is whole is not named (B5)."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as engine

from cima_desktop import store as store_room
from cima_desktop.store import Store, damage
from cima_desktop.vault import TESTING_COST, VaultError, open_vault
from cima_desktop.vault.database import Database
from tests.unit.store.making import person

PAGE = 4096
WORDS = "ocho palabras que nadie adivina"


@pytest.fixture
def closed(store: Store) -> Path:
    """Return the folder of a closed vault with forty people."""
    for i in range(40):
        person(store, f"Ana {i}")
    folder = store._vault.folder
    store._vault.close()
    return folder


def test_wherever_a_page_is_hit_it_is_named(closed: Path) -> None:
    path = closed / "vault.db"
    whole = path.read_bytes()
    tables: set[str] = set()
    records = 0
    for page in range(len(whole) // PAGE, 1, -3):
        data = bytearray(whole)
        data[(page - 1) * PAGE + 9] ^= 1
        path.write_bytes(data)
        try:
            vault = open_vault(closed, passphrase=WORDS, floor=TESTING_COST, steps=store_room.steps())
        except VaultError:  # the page is needed to open it at all
            continue
        with vault:
            found = damage.locate(vault.db)
        assert found.pages == (page,)
        tables |= set(found.tables)
        records = max(records, len(found.records))
        assert all(kind in ("", "person") and 1 <= n <= 41 for kind, n, _title in found.records)
    assert "change" in tables
    assert 0 < records <= 41


def test_a_whole_vault_has_none(store: Store) -> None:
    person(store)
    store._db.execute("INSERT INTO rec (n, id, kind) VALUES (9, ?, 'person')", (bytes(16),))  # a gap in the numbers
    assert damage.locate(store._db) == damage.Damage((), (), ())


class Hurt:
    """A database some statements of which fail."""

    def __init__(self, db: Database, *bad: str) -> None:
        self._db, self._bad = db, bad

    def execute(self, sql: str, *facts: object) -> object:
        if any(part in sql for part in self._bad):
            raise engine.DatabaseError("malformed")
        return self._db.execute(sql, *facts)  # type: ignore[arg-type]


def test_where_the_number_of_records_is_lost_their_changes_tell_it(store: Store) -> None:
    person(store)
    hurt = Hurt(store._db, "max(n) FROM rec", "FROM change WHERE")
    assert damage.locate(hurt).records == (("person", 1, "María García"),)  # type: ignore[arg-type]
    lost = Hurt(store._db, "max(n) FROM rec", "max(rec) FROM change", "FROM rec WHERE")
    assert damage.locate(lost).records == ()  # type: ignore[arg-type]


def test_a_flood_of_records_is_cut(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        person(store)
    monkeypatch.setattr(damage, "_MOST", 2)
    hurt = Hurt(store._db, "FROM change WHERE")
    assert len(damage.locate(hurt).records) == 2  # type: ignore[arg-type]
