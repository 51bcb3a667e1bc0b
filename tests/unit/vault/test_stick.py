"""The second factor on a USB stick: nothing opens without it, and the file that is there is never written over (V3)."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from cima_desktop.vault import TESTING_COST, CreatedVault, Vault, keyfile, open_vault, slots, stick
from cima_desktop.vault.errors import (
    DiskFullError,
    KeyFileNeededError,
    VaultError,
    WrongKeyFileError,
    WrongPassphraseError,
)
from cima_desktop.vault.slots import Passphrase

PASSPHRASE = "lumo chade rito"
HERS = "tres gatos de mi tía"


def opens(folder: Path, passphrase: str, file: bytes | None = None, slot_id: bytes = b"") -> type[Exception] | None:
    try:
        open_vault(folder, secret=Passphrase(passphrase, file), slot_id=slot_id, floor=TESTING_COST).close()
    except WrongPassphraseError as error:
        return type(error)
    return None


def test_passphrase_and_file_open_together_and_neither_alone(created: CreatedVault) -> None:
    file, other = stick.new_file(), stick.new_file()
    vault, folder = created.vault, created.vault.folder
    slot_id = vault.access.add_passphrase("Carmen", HERS, TESTING_COST, file)
    assert [(s.label, s.needs_file) for s in vault.access.slots] == [("Ana", False), ("", False), ("Carmen", True)]
    vault.close()
    assert opens(folder, HERS, file) is None
    assert opens(folder, HERS, file, slot_id) is None
    assert opens(folder, PASSPHRASE, other) is None  # a file that is not needed does no harm
    assert opens(folder, HERS) is KeyFileNeededError
    assert opens(folder, HERS, None, slot_id) is KeyFileNeededError
    assert opens(folder, HERS, other) is WrongKeyFileError
    assert opens(folder, "otra cosa", file) is WrongKeyFileError
    assert opens(folder, HERS, b"") is WrongKeyFileError
    ana = next(s.slot_id for s in keyfile.read(folder)[0].slots if s.label == "Ana")
    assert opens(folder, "otra cosa", file, ana) is WrongPassphraseError


def test_a_missing_file_costs_as_much_as_a_wrong_one(created: CreatedVault, monkeypatch: pytest.MonkeyPatch) -> None:
    created.vault.access.add_passphrase("Carmen", HERS, TESTING_COST, stick.new_file())
    created.vault.close()
    costs: list[list[object]] = []

    class Counted:
        def __init__(self, **named: object) -> None:
            costs[-1].append(named["memory_cost"])
            self._real = Argon2id(**named)  # type: ignore[arg-type]

        def derive_into(self, *given: object) -> None:
            self._real.derive_into(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(slots, "Argon2id", Counted)
    for passphrase, file in ((HERS, None), (HERS, stick.new_file()), ("otra cosa", None)):
        costs.append([])
        assert opens(created.vault.folder, passphrase, file)
    assert costs[0] == costs[1] == costs[2] == [TESTING_COST.memory_kib] * 2


def test_a_file_is_taken_up_and_given_up_with_a_new_passphrase(
    created: CreatedVault, reopen: Callable[..., Vault]
) -> None:
    first, second = stick.new_file(), stick.new_file()
    access = created.vault.access
    access.change_passphrase(PASSPHRASE, HERS, TESTING_COST, (None, first))
    with pytest.raises(KeyFileNeededError):
        access.change_passphrase(HERS, PASSPHRASE, TESTING_COST)
    with pytest.raises(WrongKeyFileError):
        access.change_passphrase(HERS, PASSPHRASE, TESTING_COST, (second, None))
    access.change_passphrase(HERS, HERS, TESTING_COST, (first, second))
    access.change_passphrase(HERS, PASSPHRASE, TESTING_COST, (second, None))
    assert not access.slots[0].needs_file
    reopen(passphrase=PASSPHRASE)


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    data = stick.new_file()
    assert data != stick.new_file()
    stick.save_file(tmp_path / "llave", data)
    assert stick.read_file(tmp_path / "llave") == data
    assert (tmp_path / "llave").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "llave").write_bytes(b"somebody's only key")
    with pytest.raises(stick.StickFileTakenError):
        stick.save_file(tmp_path / "llave", stick.new_file())
    assert (tmp_path / "llave").read_bytes() == b"somebody's only key"


def test_a_disk_that_refuses_or_lies_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(stick, "write_all", full)
    with pytest.raises(DiskFullError):
        stick.save_file(tmp_path / "llave", stick.new_file())
    monkeypatch.setattr(stick, "write_all", lambda handle, data: os.write(handle, data[:-1]))
    with pytest.raises(VaultError):
        stick.save_file(tmp_path / "llave", stick.new_file())
    with pytest.raises(stick.NotAStickFileError):
        stick.save_file(tmp_path / "llave", b"not a key")
    assert list(tmp_path.iterdir()) == []


def test_every_byte_that_changes_and_every_cut_is_noticed() -> None:
    data = stick.new_file()
    assert len(data) == stick.FILE_BYTES
    for place in range(len(data)):
        mutant = bytearray(data)
        mutant[place] ^= 1 << place % 8
        with pytest.raises(stick.NotAStickFileError):
            stick.checked(bytes(mutant))
        with pytest.raises(stick.NotAStickFileError):
            stick.checked(data[:place])
    with pytest.raises(stick.NotAStickFileError):
        stick.checked(data + b"\0")


def test_other_files_are_refused_without_being_read_through(tmp_path: Path) -> None:
    huge = tmp_path / "video"
    with huge.open("wb") as file:
        file.truncate(10**12)
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    for name in ("video", "empty", "pipe", "."):
        with pytest.raises(stick.NotAStickFileError):
            stick.read_file(tmp_path / name)
    with pytest.raises(stick.StickFileGoneError):
        stick.read_file(tmp_path / "unplugged")
