"""Who can open a vault changes only when it is proved, and nobody's change is undone by another window (K01)."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cima_desktop.vault import TESTING_COST, CreatedVault, Vault, create_vault, keyfile, open_vault, rekey
from cima_desktop.vault.connection import connect
from cima_desktop.vault.errors import DamagedKeysError, DiskFullError, WrongPassphraseError
from cima_desktop.vault.memory import HeldKey
from cima_desktop.vault.recovery import RecoveryCodeError
from cima_desktop.vault.slots import Passphrase

PASSPHRASE = "lumo chade rito"


def unlock(folder: Path) -> bytearray:
    return keyfile.unlock(folder, Passphrase(PASSPHRASE), TESTING_COST).key


def summed(data: bytes) -> bytes:
    return data + hashlib.sha256(data).digest()[:8]


def put(folder: Path, data: bytes) -> None:
    (folder / keyfile.NAME).write_bytes(data)
    (folder / keyfile.OLD_NAME).write_bytes(data)


def test_an_offered_recovery_code_changes_nothing(created: CreatedVault, reopen: Callable[..., Vault]) -> None:
    access = created.vault.access
    before = (created.vault.folder / keyfile.NAME).read_bytes()
    first, second = access.papers.offer_code(), access.papers.offer_code()
    assert first != second
    assert access.papers.accept_code(first) is False
    assert access.papers.accept_code(created.recovery_code) is False
    with pytest.raises(RecoveryCodeError):
        access.papers.accept_code(second[:-1])
    assert (created.vault.folder / keyfile.NAME).read_bytes() == before
    assert access.prove_code(created.recovery_code)
    assert not access.prove_code(second)
    access.papers.withdraw()
    with pytest.raises(RuntimeError, match="offered"):
        access.papers.accept_code(second)
    assert reopen(recovery_code=created.recovery_code).id == created.vault.id


def test_a_proved_recovery_code_ends_the_old_one_in_one_writing(
    created: CreatedVault, reopen: Callable[..., Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    access = created.vault.access
    written: list[list[str]] = []
    write = keyfile.write

    def noted(folder: Path, keys: keyfile.KeyFile, key: bytearray) -> None:
        written.append([s.kind for s in keys.slots])
        write(folder, keys, key)

    monkeypatch.setattr(keyfile, "write", noted)
    code = access.papers.offer_code()
    assert access.papers.accept_code(code.lower().replace("-", " "), "sheet 2") is True
    assert written == [["passphrase", "recovery"]]
    assert [s.label for s in access.slots] == ["Ana", "sheet 2"]
    assert not access.prove_code(created.recovery_code)
    with pytest.raises(RuntimeError, match="offered"):
        access.papers.accept_code(code)
    assert reopen(recovery_code=code).id == created.vault.id


def test_a_disk_that_refuses_leaves_the_printed_code_alive(
    created: CreatedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "no space")

    access = created.vault.access
    code = access.papers.offer_code()
    monkeypatch.setattr(keyfile, "write", full)
    with pytest.raises(DiskFullError):
        access.papers.accept_code(code)
    monkeypatch.undo()
    assert access.prove_code(created.recovery_code)
    assert access.papers.accept_code(code) is True


# --- somebody else was at the key file first ------------------------------------------------------------------------


def changed_at_the_door(folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Vault], object]) -> None:
    """Let another window change who can open the vault after this one was let in, and before it has the lock."""

    def late(path: Path, held: HeldKey) -> object:
        monkeypatch.undo()
        with open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST) as other:
            change(other)
        return connect(path, held)

    monkeypatch.setattr(rekey, "connect", late)


def test_a_passphrase_changed_meanwhile_stays_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed_at_the_door(
        folder, monkeypatch, lambda v: v.access.change_passphrase(PASSPHRASE, "nueva frase", TESTING_COST)
    )
    with pytest.raises(WrongPassphraseError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
    for name in (keyfile.NAME, keyfile.OLD_NAME):
        put(folder, (folder / name).read_bytes())
        with pytest.raises(WrongPassphraseError):
            open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)
        open_vault(folder, passphrase="nueva frase", floor=TESTING_COST).close()


def test_a_way_in_added_meanwhile_is_not_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed_at_the_door(folder, monkeypatch, lambda v: v.access.add_passphrase("Beto", "otra persona", TESTING_COST))
    with open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST) as vault:
        assert [s.label for s in vault.access.slots] == ["Ana", "", "Beto"]
        vault.access.add_passphrase("Cruz", "tercera persona", TESTING_COST)
    for passphrase in ("otra persona", "tercera persona"):
        open_vault(folder, passphrase=passphrase, floor=TESTING_COST).close()


def test_a_key_file_of_other_keys_put_there_meanwhile_is_refused(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_vault(tmp_path / "other", PASSPHRASE, cost=TESTING_COST).vault.close()
    foreign = (tmp_path / "other" / keyfile.NAME).read_bytes()
    changed_at_the_door(folder, monkeypatch, lambda v: put(v.folder, foreign))
    with pytest.raises(DamagedKeysError):
        open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST)


def test_healing_never_writes_over_a_later_generation(folder: Path) -> None:
    keys = keyfile.parse((folder / keyfile.NAME).read_bytes())
    key = unlock(folder)
    later = keys.succeeded_by(keys.slots[:1])
    keyfile.write(folder, later, key)
    warned: list[str] = []
    keyfile.heal(folder, keys, key, warned.append)
    assert {keyfile.parse((folder / n).read_bytes()).generation for n in (keyfile.NAME, keyfile.OLD_NAME)} == {2}
    assert len(warned) == 1
    forged = replace(keys, generation=9).encoded(bytearray(32))
    (folder / keyfile.OLD_NAME).write_bytes(forged)
    keyfile.heal(folder, later, key, warned.append)
    assert (folder / keyfile.OLD_NAME).read_bytes() == later.encoded(key)
    newer_format = summed(b"cima-vault-keys 3\n" + bytes(80))
    (folder / keyfile.OLD_NAME).write_bytes(newer_format)
    keyfile.heal(folder, later, key, warned.append)
    assert (folder / keyfile.OLD_NAME).read_bytes() == newer_format


def test_a_closed_vault_writes_no_key_file_that_opens_for_nobody(created: CreatedVault) -> None:
    access, folder = created.vault.access, created.vault.folder
    before = (folder / keyfile.NAME).read_bytes()
    created.vault.close()
    mine = access.slots[0].slot_id
    with pytest.raises(RuntimeError, match="forgotten"):
        access.rename(mine, "Beatriz")
    with pytest.raises(RuntimeError, match="forgotten"):
        access.add_passphrase("Beto", "another passphrase here", TESTING_COST)
    assert (folder / keyfile.NAME).read_bytes() == before
    open_vault(folder, passphrase=PASSPHRASE, floor=TESTING_COST).close()
