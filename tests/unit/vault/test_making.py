"""A vault is made whole or not at all, never over anything, and by one maker at a time."""

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.vault import TESTING_COST, create_vault, keyfile, opening, sole
from cima_desktop.vault.errors import FolderNotEmptyError, VaultError, VaultExistsError

PASSPHRASE = "lumo chade rito"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_vault_is_never_made_over_anything(folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    with pytest.raises(VaultExistsError):
        create_vault(folder, "x", cost=TESTING_COST)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("hola")
    for taken in (tmp_path / "full", tmp_path / "full" / "letter.txt"):
        with pytest.raises(FolderNotEmptyError):
            create_vault(taken, "x", cost=TESTING_COST)
    assert contents(folder) == before


def test_an_empty_folder_and_what_a_crash_left_are_used(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    left = tmp_path / "v.unfinished-0badcafe"
    left.mkdir()
    create_vault(tmp_path / "v", PASSPHRASE, cost=TESTING_COST).vault.close()
    assert [path.name for path in tmp_path.iterdir()] == ["v"]


def test_a_failed_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(keyfile, "write", full)
    with pytest.raises(VaultError) as caught:
        create_vault(tmp_path / "v", PASSPHRASE, cost=TESTING_COST)
    assert type(caught.value).__name__ == "DiskFullError"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("made_by_another", "said"), [("vault.db", VaultExistsError), ("x", FolderNotEmptyError)])
def test_what_another_program_put_there_meanwhile_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_by_another: str, said: type[VaultError]
) -> None:
    real = opening._build

    def slow(*how: Any) -> Any:
        held = real(*how)
        (tmp_path / "v").mkdir()
        (tmp_path / "v" / made_by_another).write_bytes(b"1")
        return held

    monkeypatch.setattr(opening, "_build", slow)
    with pytest.raises(said):
        create_vault(tmp_path / "v", PASSPHRASE, cost=TESTING_COST)
    assert [path.name for path in tmp_path.iterdir()] == ["v"]


def test_a_half_made_vault_that_is_taken_away_is_an_error_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = opening._build

    def swept(build: Path, *how: Any) -> Any:
        held = real(build, *how)
        shutil.rmtree(build)
        return held

    monkeypatch.setattr(opening, "_build", swept)
    with pytest.raises(VaultError):
        create_vault(tmp_path / "v", PASSPHRASE, cost=TESTING_COST)
    assert list(tmp_path.iterdir()) == []


def test_where_a_disk_knows_no_locks_nothing_of_others_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_handle: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(sole, "_lock_now", unknown)
    (tmp_path / "v.unfinished-0badcafe").mkdir()
    create_vault(tmp_path / "v", PASSPHRASE, cost=TESTING_COST).vault.close()
    assert (tmp_path / "v.unfinished-0badcafe").is_dir()
