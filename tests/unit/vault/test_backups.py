"""A backup is whole and checked or not there at all; a bad vault or a bad place never costs an older one (R10, R12)."""

import errno
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cima_desktop.vault import CreatedVault, Vault, backups, keyfile, note, open_vault, porter
from cima_desktop.vault.backup_errors import (
    BackupError,
    BackupFromAboveError,
    ChangedBackupError,
    NotABackupError,
    PlaceBusyError,
    PlaceFailedError,
    PlaceFullError,
    PlaceMissingError,
    PlaceReadOnlyError,
    SourceDamagedError,
)
from cima_desktop.vault.backups import Judge, Made
from cima_desktop.vault.cost import TESTING_COST
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import DamagedVaultError
from cima_desktop.vault.sole import sole_maker
from cima_desktop.vault.vault import DB_NAME

PASSPHRASE = "lumo chade rito"
NOW = datetime(2026, 11, 21, 15, 4, tzinfo=UTC)
PAGE = 4096


def count(db: Database) -> tuple[tuple[str, int], ...]:
    return (("note", db.execute("SELECT count(*) FROM note").fetchone()[0]),)


JUDGE = Judge(count)


def fill(vault: Vault, rows: int = 50) -> None:
    with vault.transaction() as db:
        db.executemany("INSERT INTO note (words) VALUES (?)", [("palabra " * 60,)] * rows)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def made(created: CreatedVault, place: Path) -> Made:
    fill(created.vault)
    return backups.make(created.vault, place, NOW, JUDGE)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def flip(path: Path, at: int = -PAGE + 5) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_backup_is_a_vault_that_opens_with_the_keys_of_its_day(created: CreatedVault, made: Made) -> None:
    created.vault.access.change_passphrase(PASSPHRASE, "another one", TESTING_COST)
    assert names(made.folder) == sorted(backups.FILES)
    assert backups.is_name(made.folder.name)
    assert made.inside.counts == (("note", 50),)
    with open_vault(made.folder, passphrase=PASSPHRASE, floor=TESTING_COST) as vault:
        assert vault.id == created.vault.id
        assert count(vault.db) == (("note", 50),)
    with open_vault(made.folder, recovery_code=created.recovery_code, floor=TESTING_COST) as vault:
        assert backups.prove_opened(vault, JUDGE) == made.inside


def test_the_note_proves_every_byte(made: Made) -> None:
    assert backups.prove(made.folder) == made.outside
    for name in backups.FILES:
        whole = (made.folder / name).read_bytes()
        flip(made.folder / name, len(whole) // 2)
        with pytest.raises(ChangedBackupError):
            backups.prove(made.folder)
        (made.folder / name).write_bytes(whole[:-1])
        with pytest.raises(ChangedBackupError):
            backups.prove(made.folder)
        (made.folder / name).unlink()
        with pytest.raises((ChangedBackupError, NotABackupError)):
            backups.prove(made.folder)
        (made.folder / name).write_bytes(whole)
    backups.prove(made.folder)


def test_a_damaged_vault_takes_no_good_backups_place(
    created: CreatedVault, made: Made, place: Path, reopen: Callable[..., Vault]
) -> None:
    created.vault.close()
    flip(created.vault.path)
    vault = reopen()
    before = {name: (made.folder / name).read_bytes() for name in backups.FILES}
    with pytest.raises(SourceDamagedError):
        backups.make(vault, place, NOW, JUDGE)
    assert names(place) == [made.folder.name]
    assert {name: (made.folder / name).read_bytes() for name in backups.FILES} == before


@pytest.mark.parametrize("fault", ["index", "count", "keys"])
def test_a_copy_that_does_not_pass_gets_no_name(created: CreatedVault, place: Path, fault: str) -> None:
    numbers = iter(range(10))
    judges = {
        "index": Judge(count, (lambda _db: ["something is wrong"],)),
        "count": Judge(lambda _db: (("note", next(numbers)),)),
        "keys": JUDGE,
    }
    if fault == "keys":
        keys = keyfile.read(created.vault.folder)[0]
        (created.vault.folder / keyfile.NAME).write_bytes(keys.encoded(bytearray(32)))
    with pytest.raises(SourceDamagedError):
        backups.make(created.vault, place, NOW, judges[fault])
    assert names(place) == []


def test_progress_is_told_and_may_stop_it(created: CreatedVault, place: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _all: int) -> None:
        raise Stopped

    told: list[tuple[int, int]] = []
    backups.make(created.vault, place, NOW, JUDGE, lambda done, all_: told.append((done, all_)))
    assert told[-1][0] == told[-1][1] > 0
    with pytest.raises(Stopped):
        backups.make(created.vault, place, NOW, JUDGE, stop)
    assert len(names(place)) == 1


def test_a_place_inside_the_vault_is_refused(created: CreatedVault) -> None:
    for place in (created.vault.folder, created.vault.folder / "backups"):
        with pytest.raises(BackupFromAboveError):
            backups.make(created.vault, place, NOW, JUDGE)


def test_no_backup_is_made_inside_a_save(created: CreatedVault, place: Path) -> None:
    with pytest.raises(RuntimeError), created.vault.transaction():
        backups.make(created.vault, place, NOW, JUDGE)


def test_a_full_disk_says_so_before_anything_is_written(
    created: CreatedVault, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "free_bytes", lambda _folder: 1000)
    with pytest.raises(PlaceFullError) as told:
        backups.make(created.vault, place, NOW, JUDGE)
    assert str(place) in told.value.sentence("en")
    assert names(place) == []


ERRORS: dict[int, type[BackupError]] = {
    errno.ENOSPC: PlaceFullError,
    errno.EROFS: PlaceReadOnlyError,
    errno.EACCES: PlaceReadOnlyError,
    errno.EIO: PlaceFailedError,
    errno.ENODEV: PlaceFailedError,
    errno.ENOENT: PlaceMissingError,
    errno.ENAMETOOLONG: BackupError,
}


@pytest.mark.parametrize(("number", "kind"), ERRORS.items())
def test_each_fault_of_a_disk_has_its_sentence_and_leaves_nothing(
    created: CreatedVault,
    made: Made,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type[BackupError],
) -> None:
    def refuse(*_all: object) -> None:
        raise OSError(number, os.strerror(number))

    for step in ("_write", "fill_copy", "digest_of", "_refuse_tight"):
        with monkeypatch.context() as patch:
            patch.setattr(backups, step, refuse)
            with pytest.raises(kind) as told:
                backups.make(created.vault, place, NOW, JUDGE)
        assert type(told.value) is kind
        assert names(place) == [made.folder.name]
    with monkeypatch.context() as patch:
        patch.setattr(porter, "_copy", refuse)
        (place.parent / "stick").mkdir()
        with pytest.raises(kind):
            porter.carry(made.folder, place.parent / "stick" / made.folder.name)
    assert names(place.parent / "stick") == []


def test_a_bug_is_no_fault_of_the_disk(created: CreatedVault, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_all: object) -> None:
        raise KeyError

    monkeypatch.setattr(backups, "_write", bug)
    with pytest.raises(KeyError):
        backups.make(created.vault, place, NOW, JUDGE)


def test_two_at_once_do_not_get_in_each_others_way(created: CreatedVault, made: Made, place: Path) -> None:
    with sole_maker(place / "cima-backup"), pytest.raises(PlaceBusyError):
        backups.make(created.vault, place, NOW, JUDGE)
    assert names(place) == [made.folder.name]


def test_what_a_kill_left_is_swept_by_the_next(created: CreatedVault, place: Path) -> None:
    left = place / ".cima-backup-2026-11-20-1000-00000000.aaaa.cima-part"
    left.mkdir(parents=True)
    (left / DB_NAME).write_bytes(b"half")
    made = backups.make(created.vault, place, NOW, JUDGE)
    assert names(place) == [made.folder.name]


def test_it_is_carried_whole_and_read_back(made: Made, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    told: list[tuple[int, int]] = []
    target = stick / made.folder.name
    porter.carry(made.folder, target, lambda done, all_: told.append((done, all_)))
    assert {name: (target / name).read_bytes() for name in names(target)} == {
        name: (made.folder / name).read_bytes() for name in names(made.folder)
    }
    assert told[-1][0] <= told[-1][1]
    porter.carry(made.folder, target)  # a second time there is nothing to do
    found = porter.look(stick)
    assert [(row["name"], row["size"]) for row in found] == [(made.folder.name, made.outside.size)]


def test_a_journal_beside_a_backup_is_not_taken_along(made: Made, tmp_path: Path) -> None:
    for suffix in ("-wal", "-journal", "-shm"):
        (made.folder / f"{DB_NAME}{suffix}").write_bytes(b"of another vault")
    porter.carry(made.folder, tmp_path / "carried")
    assert names(tmp_path / "carried") == sorted(backups.FILES)


def test_a_damaged_backup_is_not_carried(made: Made, tmp_path: Path) -> None:
    flip(made.folder / DB_NAME)
    with pytest.raises(ChangedBackupError):
        porter.carry(made.folder, tmp_path / "carried")
    assert not (tmp_path / "carried").exists()


@pytest.mark.parametrize("name", backups.FILES)
def test_a_backup_that_goes_on_for_ever_fills_no_disk(made: Made, tmp_path: Path, name: str) -> None:
    if name != note.NAME:
        (made.folder / name).unlink()
        (made.folder / name).symlink_to("/dev/zero")
    else:
        with (made.folder / name).open("ab") as file:
            file.truncate(10 * note.MOST_BYTES)
    told: list[int] = []
    with pytest.raises(ChangedBackupError):
        porter.carry(made.folder, tmp_path / "carried", lambda done, _all: told.append(done))
    assert max(told, default=0) <= made.outside.size
    assert not list(tmp_path.glob("*carried*"))


def test_a_disk_that_keeps_something_else_is_told_apart(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = porter._copy

    def lying(source: Path, target: Path, most: int, tick: Callable[[int], object]) -> None:
        real(source, target, most, tick)
        if target.name == DB_NAME:
            flip(target)

    monkeypatch.setattr(porter, "_copy", lying)
    with pytest.raises(PlaceFailedError):
        porter.carry(made.folder, tmp_path / "carried")
    assert not (tmp_path / "carried").exists()


def test_a_place_that_is_gone_or_full(made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PlaceMissingError):
        porter.carry(made.folder, tmp_path / "gone" / "backup")
    with pytest.raises(PlaceMissingError):
        porter.look(tmp_path / "gone")
    with pytest.raises(NotABackupError):
        porter.carry(tmp_path, tmp_path / "carried")
    monkeypatch.setattr(porter, "free_bytes", lambda _folder: 1000)
    with pytest.raises(PlaceFullError):
        porter.carry(made.folder, tmp_path / "carried")


def test_only_surely_own_backups_are_removed(created: CreatedVault, made: Made, place: Path, tmp_path: Path) -> None:
    vault_id = created.vault.id
    assert porter.drop(place, [made.folder.name], bytes(16)) == []
    (made.folder / "photo.jpg").write_bytes(b"somebody's")
    assert porter.drop(place, [made.folder.name], vault_id) == []
    (made.folder / "photo.jpg").unlink()
    renamed = made.folder.rename(place / "my own name")
    assert porter.drop(place, ["my own name"], vault_id) == []
    renamed.rename(made.folder)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / made.folder.name).symlink_to(made.folder, target_is_directory=True)
    assert porter.drop(tmp_path / "elsewhere", [made.folder.name], vault_id) == []
    assert names(made.folder) == sorted(backups.FILES)
    assert porter.drop(place, [made.folder.name, made.folder.name], vault_id) == [made.folder.name] * 2
    assert names(place) == []


def test_one_without_a_note_is_no_backup_to_choose_and_not_removed(
    made: Made, created: CreatedVault, place: Path
) -> None:
    (made.folder / note.NAME).write_bytes(b"cima-backup 1\nnonsense")
    assert porter.look(place) == []
    assert porter.drop(place, [made.folder.name], created.vault.id) == []
    (made.folder / note.NAME).unlink()
    assert porter.drop(place, [made.folder.name], created.vault.id) == []
    assert names(place) == [made.folder.name]


def test_a_disk_that_refuses_the_removal_leaves_it(
    made: Made, created: CreatedVault, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, **_how: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refuse)
    assert porter.drop(place, [made.folder.name], created.vault.id) == []


def test_an_opened_backup_that_is_not_what_its_note_says(made: Made, created: CreatedVault) -> None:
    def opened() -> Vault:
        return open_vault(made.folder, passphrase=PASSPHRASE, floor=TESTING_COST)

    with opened() as vault:
        with pytest.raises(ChangedBackupError):
            backups.prove_opened(vault, Judge(lambda _db: (("note", 1),)))
        with pytest.raises(DamagedVaultError):
            backups.prove_opened(vault, Judge(count, (lambda _db: ["wrong"],)))
        with vault.transaction() as db:
            db.execute("DELETE FROM note WHERE n = 1")
        with pytest.raises(ChangedBackupError):
            backups.prove_opened(vault, JUDGE)
    other = created.vault.folder.with_name("other")
    shutil.copytree(made.folder, other)
    (other / note.NAME).write_bytes(note.written(made.outside, made.inside, bytearray(32)))
    with open_vault(other, passphrase=PASSPHRASE, floor=TESTING_COST) as vault, pytest.raises(ChangedBackupError):
        backups.prove_opened(vault, JUDGE)
