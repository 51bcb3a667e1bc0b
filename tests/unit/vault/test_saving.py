"""A save is whole, durable and told truly, also when the disk refuses (R07)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as engine

from cima_desktop.vault import CreatedVault, Database, Vault
from cima_desktop.vault.errors import (
    DamagedForSavingError,
    DamagedVaultError,
    DiskFailedError,
    DiskFullError,
    ReadOnlyDiskError,
    VaultInUseError,
    engine_error,
    free_bytes,
    known_faults,
)
from tests.killing import ROOT

Reopen = Callable[..., Vault]


def count(db: Database) -> int:
    return int(db.execute("SELECT count(*) FROM note").fetchone()[0])


def add(vault: Vault) -> None:
    with vault.transaction() as db:
        db.execute("INSERT INTO note (words) VALUES ('hola')")


class Faulty:
    """A connection that does as it is told, except that one statement fails before or after it was done."""

    def __init__(self, real: Database, statement: str, code: int, *, done: bool) -> None:
        self._real = real
        self._statement = statement
        self._code = code
        self._done = done

    def execute(self, sql: str, *parameters: Any) -> Any:
        if sql.startswith(self._statement):
            if self._done:
                self._real.execute(sql, *parameters)
            error = engine.OperationalError("database or disk is full")
            error.sqlite_errorcode = self._code
            raise error
        return self._real.execute(sql, *parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def test_a_save_counts_and_lasts(created: CreatedVault, reopen: Reopen) -> None:
    add(created.vault)
    assert created.vault.save_counter == 2
    vault = reopen()
    assert (vault.save_counter, count(vault.db), vault.health) == (2, 1, None)


def test_a_block_that_fails_leaves_nothing(created: CreatedVault) -> None:
    vault = created.vault

    def half() -> None:
        with vault.transaction() as db:
            db.execute("INSERT INTO note (words) VALUES ('hola')")
            raise KeyError("a bug stays a bug")

    with pytest.raises(KeyError) as caught:
        half()
    assert caught.value.__cause__ is None
    assert (count(vault.db), vault.save_counter, vault.db.in_transaction) == (0, 1, False)


def test_saves_do_not_nest(created: CreatedVault) -> None:
    with created.vault.transaction() as db:
        db.execute("INSERT INTO note (words) VALUES ('hola')")
        with pytest.raises(RuntimeError), created.vault.transaction():
            pass
        with pytest.raises(RuntimeError):
            created.vault.save_copy(created.vault.folder / "copy.db")
    assert count(created.vault.db) == 1


def test_a_commit_that_failed_is_reported_as_not_saved(created: CreatedVault) -> None:
    vault, real = created.vault, created.vault.db
    vault.db = Faulty(real, "COMMIT", engine.SQLITE_FULL, done=False)
    with pytest.raises(DiskFullError):
        add(vault)
    vault.db = real
    assert (count(real), vault.save_counter) == (0, 1)
    add(vault)
    assert (count(real), vault.save_counter) == (1, 2)


def test_a_commit_that_only_seemed_to_fail_is_looked_up(created: CreatedVault) -> None:
    vault, real = created.vault, created.vault.db
    vault.db = Faulty(real, "COMMIT", engine.SQLITE_IOERR, done=True)
    add(vault)
    vault.db = real
    assert (count(real), vault.save_counter) == (1, 2)


def test_a_disk_that_is_gone_at_commit_is_not_called_saved(created: CreatedVault) -> None:
    vault, real = created.vault, created.vault.db
    gone = Faulty(Faulty(real, "COMMIT", engine.SQLITE_IOERR, done=False), "SELECT", engine.SQLITE_IOERR, done=False)
    vault.db = gone
    with pytest.raises(DiskFailedError):
        add(vault)
    vault.db = real


def test_an_engine_error_without_a_known_meaning_is_a_bug(created: CreatedVault) -> None:
    vault, real = created.vault, created.vault.db
    vault.db = Faulty(real, "COMMIT", engine.SQLITE_MISUSE, done=False)
    with pytest.raises(engine.OperationalError):
        add(vault)
    vault.db = real


def test_closing_twice_and_closing_a_broken_disk_are_quiet(created: CreatedVault, reopen: Reopen) -> None:
    vault, real = created.vault, created.vault.db
    vault.db = Faulty(real, "UPDATE vault_state", engine.SQLITE_IOERR, done=False)
    vault.close()
    vault.close()
    again = reopen()
    assert not again.closed_cleanly
    assert again.health is not None
    assert again.health.ok


def test_only_reading_writes_nothing(created: CreatedVault, reopen: Reopen) -> None:
    created.vault.close()
    before = created.vault.path.read_bytes()
    vault = reopen()
    count(vault.db)
    vault.close()
    assert created.vault.path.read_bytes() == before


_ON_A_SMALL_DISK = """
import errno, os, resource, signal, sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, VaultError, create_vault, open_vault

folder, limit = Path(sys.argv[1]) / "vault", int(sys.argv[2])
create_vault(folder, "lumo chade rito", cost=TESTING_COST).vault.close()
spare = Path(sys.argv[1]) / "spare"
spare.write_bytes(bytes(600_000))
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
vault = open_vault(folder, passphrase="lumo chade rito", floor=TESTING_COST)
with vault.transaction() as db:
    db.execute("CREATE TABLE note (words)")
saved = 0
try:
    while saved < 100:
        with vault.transaction() as db:
            db.execute("INSERT INTO note VALUES (?)", ("x" * 100_000,))
        saved += 1
except VaultError as error:
    print(type(error).__name__)
kept = vault.db.execute("SELECT count(*) FROM note").fetchone()[0]
print(saved == kept == vault.save_counter - 1, saved > 3)
try:
    vault.access.papers.accept_code(vault.access.papers.offer_code())
    print("replaced")
except VaultError as error:
    print(type(error).__name__)
vault.close()
vault = open_vault(folder, passphrase="lumo chade rito", floor=TESTING_COST)
print(vault.db.execute("SELECT count(*) FROM note").fetchone()[0] == saved, vault.check().ok)
spare.unlink()
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with vault.transaction() as db:
    db.execute("INSERT INTO note VALUES (?)", ("y" * 100_000,))
vault.close()
print("saved again")
"""


def small_disk(tmp_path: Path) -> tuple[list[str], str]:
    """Return a command prefix and a size limit: a real 3 MB disk where one may be mounted, else a limit on files."""
    (tmp_path / "disk").mkdir()
    mount = f'mount -t tmpfs -o size=3m none {tmp_path / "disk"} && exec "$@"'
    prefix = ["unshare", "-rm", "sh", "-c", mount, "sh"]
    allowed = (
        shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    )
    return (prefix, "0") if allowed else ([], "2000000")


def test_a_full_disk_refuses_the_save_and_loses_nothing(tmp_path: Path) -> None:
    prefix, limit = small_disk(tmp_path)
    said = subprocess.run(
        [*prefix, sys.executable, "-c", _ON_A_SMALL_DISK, str(tmp_path / "disk"), limit],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    lines = said.stdout.split("\n")
    assert said.stderr == ""
    assert lines[0] == "DiskFullError" or (limit != "0" and lines[0] == "DiskFailedError")
    assert lines[1] == "True True"
    assert lines[2] in {"replaced", "DiskFullError"}
    assert lines[3:5] == ["True True", "saved again"]


def coded(code: int) -> engine.Error:
    error = engine.OperationalError("words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (coded(engine.SQLITE_FULL), DiskFullError),
        (coded(engine.SQLITE_BUSY), VaultInUseError),
        (coded(engine.SQLITE_CORRUPT), DamagedVaultError),
        (coded(engine.SQLITE_READONLY | 8 << 8), ReadOnlyDiskError),
        (coded(engine.SQLITE_IOERR | 3 << 8), DiskFailedError),
        (coded(engine.SQLITE_CANTOPEN), DiskFailedError),
        (OSError(28, ""), DiskFullError),
        (OSError(30, ""), ReadOnlyDiskError),
        (PermissionError(13, ""), ReadOnlyDiskError),
        (OSError(5, ""), DiskFailedError),
    ],
)
def test_errors_of_engine_and_system_have_words(error: Exception, kind: type[Exception], tmp_path: Path) -> None:
    assert type(engine_error(error, tmp_path)) is kind


@pytest.mark.parametrize("error", [KeyError(), OSError(2, ""), coded(engine.SQLITE_CONSTRAINT), engine.Error()])
def test_bugs_have_none(error: Exception) -> None:
    assert engine_error(error) is None


def test_a_vague_error_on_a_full_disk_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    assert type(engine_error(coded(engine.SQLITE_IOERR), tmp_path)) is DiskFullError
    assert type(engine_error(coded(engine.SQLITE_CANTOPEN), tmp_path)) is DiskFullError
    assert type(engine_error(coded(engine.SQLITE_CORRUPT), tmp_path)) is DamagedVaultError


def test_a_disk_that_does_not_answer(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "missing") is None


def test_unknown_faults_pass_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), known_faults(tmp_path):
        (tmp_path / "missing").read_bytes()


def damaged(vault: Vault) -> None:
    """Turn one byte of the last page over, and read it."""
    for number in range(200):
        with vault.transaction() as db:
            db.execute("INSERT INTO note (words) VALUES (?)", (f"{number} " * 200,))
    size = vault.path.stat().st_size
    handle = os.open(vault.path, os.O_RDWR)  # closing it drops the lock, which nobody else wants here
    try:
        os.pwrite(handle, bytes([os.pread(handle, 1, size - 2000)[0] ^ 1]), size - 2000)
    finally:
        os.close(handle)
    vault.db.execute("PRAGMA shrink_memory")
    with pytest.raises(engine.DatabaseError):
        vault.db.execute("SELECT sum(length(words)) FROM note").fetchall()


def test_after_a_bad_page_a_save_says_that_the_vault_is_damaged(created: CreatedVault) -> None:
    damaged(created.vault)
    before = sorted(p.name for p in created.vault.folder.iterdir())
    for _again in range(2):
        with pytest.raises(DamagedForSavingError) as refused:
            add(created.vault)
    assert "dañada" in refused.value.sentence("es")
    assert "restaure" in refused.value.advice("es")
    assert sorted(p.name for p in created.vault.folder.iterdir()) == before


def test_a_place_that_takes_no_writes_is_not_called_damaged(
    created: CreatedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_all: object) -> None:
        raise OSError(30, "")

    real = created.vault.db
    created.vault.db = Faulty(real, "UPDATE", engine.SQLITE_READONLY, done=False)
    monkeypatch.setattr("cima_desktop.vault.files.write_atomically", refuse)
    with pytest.raises(ReadOnlyDiskError):
        add(created.vault)
    created.vault.db = real
