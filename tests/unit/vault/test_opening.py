"""Opening refuses every impostor in its own words and changes nothing (R12, R13, S03, S04)."""

import collections
import itertools
import math
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cima_desktop.vault import (
    PRACTICE_PASSPHRASE,
    TESTING_COST,
    CreatedVault,
    Vault,
    ballast,
    create_practice_vault,
    create_vault,
    open_vault,
    vault_info,
)
from cima_desktop.vault.errors import (
    DamagedVaultError,
    NotAVaultError,
    ReadOnlyDiskError,
    StrayJournalError,
    VaultInUseError,
    VaultMissingError,
)
from tests.killing import ROOT

PASSPHRASE = "lumo chade rito"
Reopen = Callable[..., Vault]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def entropy(page: bytes) -> float:
    counts = collections.Counter(page)
    return -sum(n / len(page) * math.log2(n / len(page)) for n in counts.values())


def readable_pages(data: bytes) -> list[int]:
    """Return the 4 KiB pages that do not look like random bytes (a random page has 7.95 bits a byte)."""
    pages = [data[i : i + 4096] for i in range(0, len(data), 4096)]
    return [i for i, page in enumerate(pages) if entropy(page) < 7.9 or b"SQLite format 3" in page]


def fill(vault: Vault, rows: int = 300) -> None:
    with vault.transaction() as db:
        db.executemany("INSERT INTO note (words) VALUES (?)", [("palabra " * 40,)] * rows)


def test_a_new_vault_opens_with_either_secret(created: CreatedVault, reopen: Reopen) -> None:
    assert len(created.vault.id) == 16
    by_word = reopen()
    assert (by_word.id, by_word.practice, by_word.save_counter) == (created.vault.id, False, 1)
    by_word.close()
    assert reopen(recovery_code=created.recovery_code).id == created.vault.id


def test_exactly_one_secret_is_needed(folder: Path) -> None:
    with pytest.raises(ValueError, match="one of"):
        open_vault(folder)
    with pytest.raises(ValueError, match="one of"):
        open_vault(folder, passphrase="a", recovery_code="b")


def test_only_this_user_may_read_the_files(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_what_can_be_known_without_a_key(folder: Path, created: CreatedVault) -> None:
    info = vault_info(folder)
    assert (info.vault_id, info.format, [s.label for s in info.slots]) == (created.vault.id, 2, ["Ana", ""])
    assert info.size == (folder / "vault.db").stat().st_size > 0
    (folder / "vault.db").unlink()
    assert vault_info(folder).size == 0
    with pytest.raises(VaultMissingError):
        vault_info(folder.parent)


def test_the_practice_vault_says_so(tmp_path: Path) -> None:
    create_practice_vault(tmp_path / "p").close()
    with open_vault(tmp_path / "p", passphrase=PRACTICE_PASSPHRASE) as vault:
        assert vault.practice


def test_every_page_of_vault_journal_and_copy_is_unreadable(created: CreatedVault) -> None:
    vault = created.vault
    fill(vault)
    vault.save_copy(vault.folder / "copy.db")
    with vault.transaction() as db:
        db.execute("PRAGMA cache_size = 2")
        db.execute("UPDATE note SET words = words || 'más'")
        journal = (vault.folder / "vault.db-journal").read_bytes()
    vault.close()
    assert readable_pages((vault.folder / "vault.db").read_bytes()) == []
    assert readable_pages((vault.folder / "copy.db").read_bytes()) == []
    records = int.from_bytes(journal[8:12], "big")  # in the first segment
    pages = [journal[512 + i * 4104 + 4 :][:4096] for i in range(records)]
    assert len(pages) > 0
    assert [page for page in pages if entropy(page) < 7.9] == []
    assert b"palabra" not in journal


def test_the_page_scan_catches_plaintext(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE note (words TEXT)")
    plain.executemany("INSERT INTO note VALUES (?)", [("palabra " * 40,)] * 300)
    plain.commit()
    plain.close()
    data = (tmp_path / "plain.db").read_bytes()
    assert len(readable_pages(data)) == len(data) // 4096


def test_sorting_and_temporary_tables_write_no_other_file(created: CreatedVault) -> None:
    fill(created.vault)
    opened: list[str] = []
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
    db = created.vault.db
    db.execute("CREATE TEMP TABLE sorted AS SELECT * FROM note ORDER BY random()")
    db.execute("SELECT count(*) FROM (SELECT DISTINCT words || n FROM sorted ORDER BY 1)").fetchone()
    held = [os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert [name for name in [*held, *opened] if "etilqs" in name] == []
    assert db.execute("PRAGMA temp_store").fetchone() == (2,)


@pytest.mark.parametrize("data", [b"", b"x", b"x" * 4096, b"SQLite format 3\0" + bytes(4000)])
def test_an_empty_or_tiny_file_is_no_vault(folder: Path, data: bytes) -> None:
    (folder / "vault.db").write_bytes(data)
    before = contents(folder)
    with pytest.raises(NotAVaultError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
    assert contents(folder) == before


def test_another_programs_file_is_no_vault(folder: Path) -> None:
    path = folder / "vault.db"
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE a (b)")
    plain.execute("CREATE TABLE c (d)")
    plain.commit()
    plain.close()
    for data in (path.read_bytes(), b"%PDF-1.7\n" + bytes(range(256)) * 50):
        path.write_bytes(data)
        before = contents(folder)
        with pytest.raises(NotAVaultError):
            open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
        assert contents(folder) == before


def test_a_folder_in_the_files_place_is_no_vault(folder: Path) -> None:
    (folder / "vault.db").unlink()
    (folder / "vault.db").mkdir()
    for i in range(200):
        (folder / "vault.db" / f"a rather long name of a file, to make the folder two pages large {i}").touch()
    with pytest.raises(NotAVaultError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)


def test_a_missing_database_is_not_created(folder: Path) -> None:
    (folder / "vault.db").unlink()
    with pytest.raises(VaultMissingError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
    assert not (folder / "vault.db").exists()


def test_another_vaults_database_is_refused(folder: Path, tmp_path: Path) -> None:
    create_vault(tmp_path / "other", PASSPHRASE, cost=TESTING_COST).vault.close()
    shutil.copy(tmp_path / "other" / "vault.db", folder / "vault.db")
    before = contents(folder)
    with pytest.raises(DamagedVaultError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
    assert contents(folder) == before


def test_a_database_with_this_key_but_another_id_is_refused(created: CreatedVault, reopen: Reopen) -> None:
    with created.vault.transaction() as db:
        db.execute("UPDATE vault_state SET id = zeroblob(16)")
    with pytest.raises(NotAVaultError):
        reopen()


def test_a_vault_without_its_row_is_refused(created: CreatedVault, reopen: Reopen) -> None:
    with created.vault.transaction() as db:
        db.execute("DELETE FROM vault_state")
    with pytest.raises(NotAVaultError):
        reopen()


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_a_stray_log_is_refused_and_named(folder: Path, suffix: str) -> None:
    (folder / f"vault.db{suffix}").write_bytes(b"another program's")
    before = contents(folder)
    with pytest.raises(StrayJournalError) as caught:
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
    assert f"vault.db{suffix}" in caught.value.sentence("en")
    assert contents(folder) == before


def crashed_copy(vault: Vault, target: Path) -> None:
    """Copy a vault as a power cut in the middle of a save would leave it: half written, with its journal."""
    fill(vault, 40)
    vault.db.execute("PRAGMA cache_size = 2")
    vault.db.execute("BEGIN IMMEDIATE")
    vault.db.execute("UPDATE vault_state SET counter = counter + 1")
    vault.db.execute("UPDATE note SET words = 'half'")
    shutil.copytree(vault.folder, target)
    vault.db.execute("ROLLBACK")
    assert (target / "vault.db-journal").stat().st_size > 4096


def test_the_vaults_own_journal_is_played_back(created: CreatedVault, tmp_path: Path) -> None:
    crashed_copy(created.vault, tmp_path / "crashed")
    with open_vault(tmp_path / "crashed", passphrase=PASSPHRASE, floor=TESTING_COST) as vault:
        assert vault.db.execute("SELECT count(*) FROM note WHERE words = 'half'").fetchone() == (0,)
        assert vault.db.execute("SELECT count(*) FROM note").fetchone() == (40,)
        assert vault.check().ok


def test_another_vaults_journal_is_refused(created: CreatedVault, tmp_path: Path) -> None:
    crashed_copy(created.vault, tmp_path / "crashed")
    made = create_vault(tmp_path / "other", PASSPHRASE, cost=TESTING_COST)
    with made.vault.transaction() as db:
        db.execute("CREATE TABLE note (words)")
        db.executemany("INSERT INTO note VALUES (?)", [("y" * 300,)] * 300)
    made.vault.close()
    shutil.copy(tmp_path / "crashed" / "vault.db-journal", tmp_path / "other" / "vault.db-journal")
    before = contents(tmp_path / "other")
    with pytest.raises(StrayJournalError):
        open_vault(tmp_path / "other", passphrase=PASSPHRASE, floor=TESTING_COST)
    assert contents(tmp_path / "other") == before


def test_a_finished_or_foreign_kind_of_journal_is_ignored_or_refused(folder: Path) -> None:
    journal = folder / "vault.db-journal"
    journal.write_bytes(bytes(600))
    open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST).close()
    journal.write_bytes(bytes.fromhex("d9d505f920a163d700000000") + bytes(600))
    open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST).close()
    journal.write_bytes(bytes.fromhex("d9d505f920a163d700000001") + bytes(600))
    with pytest.raises(StrayJournalError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
    journal.write_bytes(bytes.fromhex("d9d505f920a163d7000000010000000000000001 0000020000001000") + bytes(600))
    with pytest.raises(StrayJournalError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)


def test_a_vault_in_use_says_so(created: CreatedVault) -> None:
    with pytest.raises(VaultInUseError):
        open_vault(created.vault.folder, passphrase=PASSPHRASE, floor=TESTING_COST)


_AS_NOBODY = """
import os, sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, open_vault, VaultError
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    open_vault(Path(sys.argv[1]), passphrase="lumo chade rito", floor=TESTING_COST)
except VaultError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("locked", ["vault.db", "."])
def test_a_place_that_cannot_be_written_says_so(folder: Path, locked: str) -> None:
    if os.getuid() == 0:
        for path in [*folder.iterdir(), folder]:
            os.chown(path, 65534, 65534)
    (folder / locked).chmod(0o500 if locked == "." else 0o400)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    opener = [folder.parent, *itertools.takewhile(lambda p: p != Path("/tmp"), folder.parent.parents)]
    modes = {path: path.stat().st_mode for path in opener}
    for path in opener:
        path.chmod(0o755)
    said = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(folder)], capture_output=True, text=True, env=environment, check=False
    )
    for path, mode in modes.items():
        path.chmod(mode)
    (folder / locked).chmod(0o700)
    assert (said.stdout.strip(), said.stderr) == (ReadOnlyDiskError.__name__, "")


def test_files_that_a_killed_process_left_are_swept(folder: Path, reopen: Reopen) -> None:
    (folder / ".vault.keys.0badcafe.cima-part").write_bytes(b"half")
    reopen()
    assert not list(folder.glob(".*.cima-part"))


def test_room_is_set_aside_and_can_be_used(created: CreatedVault, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = created.vault.folder
    assert (folder / ballast.NAME).stat().st_size == ballast.SIZE_BYTES
    assert ballast.lay(folder)
    assert created.vault.use_reserve()
    assert not created.vault.use_reserve()
    monkeypatch.setattr(ballast, "free_bytes", lambda _: 1)
    assert not ballast.lay(folder)


def test_room_is_set_aside_without_the_systems_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_fallocate")
    assert ballast.lay(tmp_path)
    assert (tmp_path / ballast.NAME).stat().st_size == ballast.SIZE_BYTES
    assert not ballast.lay(tmp_path / "missing")
    (tmp_path / ballast.NAME).unlink()

    def full(*_: object) -> int:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "write", full)
    assert not ballast.lay(tmp_path)
    assert not (tmp_path / ballast.NAME).exists()
