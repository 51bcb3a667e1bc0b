"""The connection is set up exactly so, and its gate stays shut (S19)."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as engine

from cima_desktop.vault import CreatedVault, Vault, connection
from cima_desktop.vault.connection import key_literal
from cima_desktop.vault.errors import VaultMissingError
from cima_desktop.vault.memory import HeldKey


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("locking_mode", "exclusive"),
        ("journal_mode", "truncate"),
        ("synchronous", 3),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("foreign_keys", 1),
        ("mmap_size", 0),
    ],
)
def test_every_setting_took(created: CreatedVault, reopen: Callable[..., Vault], name: str, answer: object) -> None:
    assert created.vault.db.execute(f"PRAGMA {name}").fetchone() == (answer,)
    assert reopen().db.execute(f"PRAGMA {name}").fetchone() == (answer,)


def test_a_setting_that_does_not_take_is_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_SETTINGS", (("synchronous", "EXTRA", 99),))
    with pytest.raises(RuntimeError, match="synchronous"):
        connection.connect(tmp_path / "v.db", HeldKey(bytearray(32)), create=True)


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH '{elsewhere}' AS other",
        "ATTACH '' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "VACUUM INTO '{elsewhere}'",
        "VACUUM",
        "ANALYZE",
        "SELECT load_extension('x')",
        "SELECT sqlcipher_export('main')",
        "SELECT SQLCIPHER_EXPORT('main')",
        "PRAGMA writable_schema = ON",
        "PRAGMA Writable_Schema",
        "PRAGMA key = 'x'",
        "PRAGMA rekey = 'x'",
        "PRAGMA cipher_salt",
        "PRAGMA cipher_plaintext_header_size = 32",
        "PRAGMA cipher_log = '{elsewhere}'",
        "PRAGMA journal_mode = WAL",
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA temp_store = FILE",
        "PRAGMA secure_delete = OFF",
        "PRAGMA trusted_schema = ON",
        "PRAGMA locking_mode = NORMAL",
        "PRAGMA optimize",
    ],
)
def test_the_gate_denies(created: CreatedVault, tmp_path: Path, statement: str) -> None:
    elsewhere = tmp_path / "elsewhere.db"
    with pytest.raises(engine.DatabaseError):
        created.vault.db.execute(statement.format(elsewhere=elsewhere))
    assert not elsewhere.exists()


def test_a_bound_attach_is_denied_too(created: CreatedVault, tmp_path: Path) -> None:
    with pytest.raises(engine.DatabaseError):
        created.vault.db.execute("ATTACH ? AS other", (str(tmp_path / "elsewhere.db"),))


def test_without_the_gate_attaching_would_work(created: CreatedVault, tmp_path: Path) -> None:
    raw = created.vault.db
    raw.set_authorizer(None)  # type: ignore[attr-defined] # the seeded fault
    raw.execute(f"ATTACH '{tmp_path / 'elsewhere.db'}' AS other")
    assert (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize("check", ["cipher_integrity_check", "quick_check", "table_info(note)", "page_count"])
def test_what_the_records_need_passes(created: CreatedVault, check: str) -> None:
    created.vault.db.execute(f"PRAGMA {check}").fetchall()
    assert created.vault.db.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_compacting_is_the_one_door_for_vacuum(created: CreatedVault) -> None:
    vault = created.vault
    with vault.transaction() as db:
        db.executemany("INSERT INTO note (words) VALUES (?)", [("x" * 500,)] * 200)
    with vault.transaction() as db:
        db.execute("DELETE FROM note")
    before = vault.path.stat().st_size
    vault.compact()
    assert vault.path.stat().st_size < before
    assert vault.check().ok


def test_a_key_is_spelled_nibble_by_nibble() -> None:
    key = bytearray(range(100, 132))
    assert key_literal(key) == b"x'" + bytes(key).hex().encode() + b"'"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        key_literal(bytearray(length))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VaultMissingError):
        connection.connect(tmp_path / "no" / "vault.db", HeldKey(bytearray(32)))
