"""Each thing a disk can do has its own sentence, and nothing that was saved is lost by it (T11)."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as engine

from cima_desktop.vault import TESTING_COST, CreatedVault, Vault, VaultError, create_vault, open_vault
from cima_desktop.vault.errors import (
    DamagedVaultError,
    DiskFailedError,
    DiskFullError,
    ReadOnlyDiskError,
    VaultGoneError,
    VaultInUseError,
    engine_error,
    reading_faults,
)
from tests.killing import ROOT
from tests.torture import shim
from tests.unit.vault.leaving import PASSPHRASE


def save(vault: Vault, words: str = "hola") -> None:
    with vault.transaction() as db:
        db.execute("INSERT INTO note (words) VALUES (?)", (words,))


def words_in(folder: Path) -> list[str]:
    with open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST) as vault:
        assert vault.check().ok
        return [words for (words,) in vault.db.execute("SELECT words FROM note ORDER BY n")]


@pytest.mark.parametrize("how", ["moved", "deleted", "replaced"])
def test_a_vault_that_is_taken_away_while_open_refuses_to_save(created: CreatedVault, how: str) -> None:
    vault, folder = created.vault, created.vault.folder
    save(vault, "before")
    away = folder.with_name("away")
    if how == "moved":
        folder.rename(away)
    elif how == "deleted":
        shutil.rmtree(folder)
    else:
        vault.save_copy(folder / "copy.db")
        (folder / "copy.db").replace(folder / "vault.db")
    with pytest.raises(VaultGoneError) as refused:
        save(vault, "after")
    assert "movieron" in refused.value.sentence()
    if how == "moved":
        away.rename(folder)
        save(vault, "put back")
        vault.close()
        assert words_in(folder) == ["before", "put back"]


def coded(code: int) -> engine.Error:
    error = engine.OperationalError("words")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code", [engine.SQLITE_CORRUPT, engine.SQLITE_NOTADB, engine.SQLITE_IOERR])
def test_a_disk_that_is_gone_is_not_called_damaged(tmp_path: Path, code: int) -> None:
    assert type(engine_error(coded(code), tmp_path / "gone")) is DiskFailedError
    assert type(engine_error(coded(engine.SQLITE_CORRUPT), tmp_path)) is DamagedVaultError


def test_a_disk_that_was_turned_read_only_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert type(engine_error(coded(engine.SQLITE_IOERR), tmp_path)) is ReadOnlyDiskError
    assert type(engine_error(coded(engine.SQLITE_CORRUPT), tmp_path)) is DamagedVaultError


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("attempt to write a readonly database", ReadOnlyDiskError),
        ("database or disk is full", DiskFullError),
        ("disk I/O error", DiskFailedError),
        ("unable to open database file", DiskFailedError),
        ("database disk image is malformed", DamagedVaultError),
    ],
)
def test_the_engines_copying_gives_words_instead_of_numbers(tmp_path: Path, words: str, kind: type) -> None:
    assert type(engine_error(engine.OperationalError(words), tmp_path)) is kind
    assert engine_error(engine.OperationalError("something else"), tmp_path) is None


@pytest.mark.parametrize("number", [errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT])
def test_a_server_that_went_away_is_a_disk_that_fails(number: int) -> None:
    assert type(engine_error(OSError(number, ""))) is DiskFailedError


def test_what_is_only_read_says_what_the_disk_did(tmp_path: Path) -> None:
    with pytest.raises(DiskFailedError), reading_faults(tmp_path):
        raise coded(engine.SQLITE_IOERR)
    with pytest.raises(engine.OperationalError), reading_faults(tmp_path):
        raise coded(engine.SQLITE_ERROR)
    with pytest.raises(KeyError), reading_faults(tmp_path):
        raise KeyError


_ON_A_BAD_DISK = """
import sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, VaultError, open_vault
from tests.torture import shim
folder, plan = Path(sys.argv[1]), sys.argv[2]
shim.arm(folder)
vault = open_vault(folder, passphrase="lumo chade rito", floor=TESTING_COST)
def save(words):
    try:
        with vault.transaction() as db:
            db.execute("INSERT INTO note (words) VALUES (?)", (words,))
        print("saved", words)
    except VaultError as error:
        print(type(error).__name__)
save("before")
shim.plan(plan)
save("during")
save("still")
shim.plan("")
save("after")
vault.close()
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shim.build(tmp_path_factory.mktemp("shim"))


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (errno.ENOSPC, {"DiskFullError"}),
        (errno.EDQUOT, {"DiskFullError"}),
        (errno.EIO, {"DiskFailedError", "VaultGoneError"}),
        (errno.ENODEV, {"DiskFailedError", "VaultGoneError"}),
        (errno.EROFS, {"ReadOnlyDiskError"}),
        (errno.EACCES, {"ReadOnlyDiskError"}),
    ],
)
def test_a_disk_that_fails_and_recovers(folder: Path, library: Path, number: int, names: set[str]) -> None:
    command = [sys.executable, "-c", _ON_A_BAD_DISK, str(folder), f"fail:1:{number}:sticky"]
    environment = {**shim.preloaded(library), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    assert done.stderr == ""
    assert said[0] == "saved before"
    assert set(said[1:3]) <= names
    assert said[3] == "saved after"
    assert words_in(folder) == ["before", "after"]


def test_all_sentences_differ_and_say_what_to_do() -> None:
    kinds: list[Callable[[], VaultError]] = [
        DiskFullError, ReadOnlyDiskError, DiskFailedError, VaultGoneError, VaultInUseError, DamagedVaultError
    ]  # fmt: skip
    for language in ("es", "en"):
        assert len({kind().sentence(language) for kind in kinds}) == len(kinds)
        assert all(kind().advice(language) for kind in kinds)


def test_of_two_only_one_writes_time_after_time(tmp_path: Path) -> None:
    create_vault(tmp_path / "vault", PASSPHRASE, cost=TESTING_COST).vault.close()
    for _ in range(10):
        with open_vault(tmp_path / "vault", passphrase=PASSPHRASE, floor=TESTING_COST), pytest.raises(VaultInUseError):
            open_vault(tmp_path / "vault", passphrase=PASSPHRASE, floor=TESTING_COST)
