"""Somebody leaves: the data key changes, every slot that stays opens, the one that left never (E17, exchange 23)."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.vault import TESTING_COST, CreatedVault, Vault, ballast, create_vault, keyfile, rekey
from cima_desktop.vault.connection import connect
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import (
    DamagedKeysError,
    DamagedVaultError,
    DiskFullError,
    LastSlotError,
    RekeyFailedError,
    RekeyRoomError,
    ReopenVaultError,
    VaultError,
    WrongPassphraseError,
)
from cima_desktop.vault.files import write_atomically
from cima_desktop.vault.memory import HeldKey
from cima_desktop.vault.slots import Passphrase
from tests.killing import start
from tests.unit.vault.leaving import LEAVER, PASSPHRASE, ROWS, enter, fill, refused, rows_of


def test_who_stays_opens_and_who_left_never(created: CreatedVault, leaver: bytes) -> None:
    vault, folder = created.vault, created.vault.folder
    before, old_file = vault.access.key_id, (folder / keyfile.NAME).read_bytes()
    ticks: list[tuple[int, int]] = []
    assert vault.change_key(lambda done, of: ticks.append((done, of)), leaver)
    assert ticks == [(n, rekey.STEPS) for n in range(1, rekey.STEPS + 1)]
    assert vault.access.key_id != before
    fill(vault)
    assert vault.check().ok
    vault.close()
    for way in ({"passphrase": PASSPHRASE}, {"recovery_code": created.recovery_code}):
        with enter(folder, **way) as again:
            assert rows_of(again) == 2 * ROWS
            assert again.check().ok
    assert refused(folder, LEAVER)
    both = {name: (folder / name).read_bytes() for name in (keyfile.NAME, keyfile.OLD_NAME)}
    assert both[keyfile.NAME] == both[keyfile.OLD_NAME]
    for kept in itertools.product(("missing", "whole", "broken"), repeat=2):  # by no generation that is left
        for name, state in zip(both, kept, strict=True):
            (folder / name).unlink(missing_ok=True)
            if state != "missing":
                (folder / name).write_bytes(both[name] if state == "whole" else both[name][:-1])
        with pytest.raises(VaultError):
            enter(folder, passphrase=LEAVER)
    for name in both:  # nor by a copy of the key file made before
        (folder / name).write_bytes(old_file)
    with pytest.raises(DamagedVaultError):
        enter(folder, passphrase=LEAVER)


def test_a_frozen_slot_stays_frozen_and_can_be_thawed_afterwards(created: CreatedVault, leaver: bytes) -> None:
    access = created.vault.access
    access.freeze(leaver)
    created.vault.change_key()
    assert [s.frozen for s in access.slots] == [False, False, True]
    access.thaw(leaver)
    created.vault.close()
    enter(created.vault.folder, passphrase=LEAVER).close()


def test_copies_under_the_old_key_go(created: CreatedVault) -> None:
    copy = created.vault.folder / "before-migration-2.db"
    created.vault.save_copy(copy)
    assert created.vault.change_key()
    assert not copy.exists()


def test_a_copy_that_cannot_go_is_told(created: CreatedVault) -> None:
    (created.vault.folder / "before-migration-2.db").mkdir()
    assert not created.vault.change_key()


def test_a_save_that_runs_and_a_last_slot_stop_it(created: CreatedVault) -> None:
    vault = created.vault
    with vault.transaction(), pytest.raises(RuntimeError, match="running"):
        vault.change_key()
    vault.access.remove_slot(vault.access.slots[1].slot_id)
    with pytest.raises(LastSlotError):
        vault.change_key(without=vault.access.slots[0].slot_id)


def test_too_little_room_changes_nothing(created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (created.vault.folder / keyfile.NAME).read_bytes()
    monkeypatch.setattr(rekey, "free_bytes", lambda _folder: 1024 * 1024)
    with pytest.raises(RekeyRoomError) as caught:
        created.vault.change_key(without=leaver)
    assert "1 MB" in caught.value.sentence("en")
    assert (created.vault.folder / keyfile.NAME).read_bytes() == before
    monkeypatch.setattr(rekey, "free_bytes", lambda _folder: None)  # a disk that does not say is tried
    created.vault.change_key(without=leaver)


def test_a_damaged_vault_keeps_its_key(created: CreatedVault, monkeypatch: pytest.MonkeyPatch) -> None:
    before = created.vault.access.key_id
    monkeypatch.setattr(rekey, "page_findings", lambda _db: ["damaged"])
    with pytest.raises(DamagedVaultError):
        created.vault.change_key()
    assert created.vault.access.key_id == before


# --- the disk refuses -----------------------------------------------------------------------------------------------


def goes_on_as_before(created: CreatedVault, before: str) -> None:
    """Make sure that nothing of a re-key that failed is left, and that saving goes on."""
    vault = created.vault
    assert vault.access.key_id == before
    fill(vault)
    assert vault.check().ok
    vault.access.add_passphrase("Cruz", "tercera persona", TESTING_COST)
    vault.close()
    for passphrase in (PASSPHRASE, LEAVER, "tercera persona"):
        with enter(vault.folder, passphrase=passphrase) as again:
            assert rows_of(again) == 2 * ROWS
            assert again.access.key_id == before


def test_a_key_file_that_cannot_be_written_leaves_all_as_it_was(
    created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = created.vault.access.key_id
    for failing in (0, 1):  # of the two copies
        count = itertools.count()

        def full(path: Path, data: bytes, at: int = failing, count: "itertools.count[int]" = count) -> None:
            if next(count) == at:
                raise OSError(28, "no space")
            write_atomically(path, data)

        monkeypatch.setattr(keyfile, "write_atomically", full)
        with pytest.raises(DiskFullError):
            created.vault.change_key(without=leaver)
        monkeypatch.undo()
    goes_on_as_before(created, before)


def test_the_room_set_aside_lets_the_key_file_be_put_back(
    created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = created.vault.folder, created.vault.access.key_id
    assert (folder / ballast.NAME).exists()

    def full_until_released(path: Path, data: bytes) -> None:
        if (folder / ballast.NAME).exists():
            raise OSError(28, "no space")
        write_atomically(path, data)

    monkeypatch.setattr(keyfile, "write_atomically", full_until_released)
    with pytest.raises(DiskFullError):
        created.vault.change_key(without=leaver)
    assert not (folder / ballast.NAME).exists()
    monkeypatch.undo()
    goes_on_as_before(created, before)


_DISK_FULL = """
import resource, signal, sys
from pathlib import Path
from cima_desktop.vault import TESTING_COST, open_vault
from cima_desktop.vault.errors import VaultError
folder, most = Path(sys.argv[1]), int(sys.argv[2])
vault = open_vault(folder, passphrase="lumo chade rito", floor=TESTING_COST)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
leaver = next(s.slot_id for s in vault.access.slots if s.label == "Beto")
try:
    vault.change_key(without=leaver)
except VaultError as error:
    print(type(error).__name__)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
with vault.transaction() as db:
    db.execute("INSERT INTO note (words) VALUES ('after')")
assert vault.check().ok
vault.close()
"""


def test_a_disk_that_fills_up_in_the_middle_harms_nothing(created: CreatedVault, leaver: bytes) -> None:
    """The engine left alone would write the next save under a key that opens nothing; this is where it is caught."""
    folder = created.vault.folder
    created.vault.close()
    for tried, most in enumerate((4096, 20_000, 100_000), 1):  # the journal would need some 170,000 bytes
        done = start(_DISK_FULL, [str(folder), str(most)])
        assert done.communicate() == ("RekeyFailedError\n", "")
        with enter(folder, passphrase=LEAVER) as vault:
            assert rows_of(vault) == ROWS + tried


def test_a_connection_in_doubt_is_closed_and_the_next_opening_is_sound(
    created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlcipher3.dbapi2 as engine

    vault = created.vault

    def breaks(_db: Database, _key: HeldKey) -> None:
        raise engine.OperationalError("disk I/O error")

    def stuck(_db: Database) -> bool:
        raise engine.DatabaseError("malformed")

    monkeypatch.setattr(rekey, "_rewrite", breaks)
    monkeypatch.setattr(rekey, "_takes_saves", stuck)
    with pytest.raises(ReopenVaultError):
        vault.change_key(without=leaver)
    monkeypatch.undo()
    vault.close()  # safe to repeat
    with enter(vault.folder, passphrase=LEAVER) as again:
        assert again.check().ok


def test_pages_that_do_not_read_back_close_the_vault(
    created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekey, "unsealed", lambda _db: True)
    with pytest.raises(ReopenVaultError):
        created.vault.change_key(without=leaver)
    monkeypatch.undo()
    with enter(created.vault.folder, passphrase=PASSPHRASE) as again:
        assert again.health is not None  # it was examined
        assert again.health.ok
        assert again.access.slots == tuple(s for s in again.access.slots if s.label != "Beto")


# --- what an opening finds of a re-key that was cut short -----------------------------------------------------------


def cut_short(created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Leave a vault whose key file is that of the key to come, while the database is under the one of before."""

    class Cut(BaseException):
        pass

    def cut(_db: Database, _key: HeldKey) -> None:
        raise Cut

    with monkeypatch.context() as patch:
        patch.setattr(rekey, "_rewrite", cut)
        with pytest.raises(Cut):
            created.vault.change_key(without=leaver)
    created.vault.close()
    assert keyfile.read(created.vault.folder)[0].pending
    return created.vault.folder


def test_an_opening_that_cannot_finish_stays_with_the_old_key(
    created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = created.vault.access.key_id
    folder = cut_short(created, leaver, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(rekey, "free_bytes", lambda _folder: 0)
        with enter(folder, passphrase=PASSPHRASE) as vault:
            assert vault.access.key_id == before
            fill(vault)
            assert vault.check().ok
    assert refused(folder, LEAVER)
    with enter(folder, recovery_code=created.recovery_code) as vault:
        assert rows_of(vault) == 2 * ROWS
        assert vault.access.key_id == before


def test_an_opening_on_a_full_disk_writes_nothing_and_still_opens(
    created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cut_short(created, leaver, monkeypatch)

    def full(*_: Any) -> None:
        raise OSError(28, "no space")

    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(rekey, "free_bytes", lambda _folder: 0)
            patch.setattr(keyfile, "write_atomically", full)
            with enter(folder, passphrase=PASSPHRASE) as vault:
                assert rows_of(vault) == ROWS
        assert keyfile.read(folder)[0].pending
    assert not opens_and_is_pending(folder)


def opens_and_is_pending(folder: Path) -> bytes:
    enter(folder, passphrase=PASSPHRASE).close()
    return keyfile.read(folder)[0].pending


def test_pages_that_do_not_read_back_keep_both_keys_in_the_key_file(
    created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cut_short(created, leaver, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(rekey, "unsealed", lambda _db: True)
        enter(folder, passphrase=PASSPHRASE).close()
    assert keyfile.read(folder)[0].pending
    assert not opens_and_is_pending(folder)


def test_a_forged_pending_key_is_refused(created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = cut_short(created, leaver, monkeypatch)
    unlocked = keyfile.unlock(folder, Passphrase(PASSPHRASE), TESTING_COST)
    keyfile.write(folder, replace(unlocked.keys, pending=bytes(60)), unlocked.key)
    with pytest.raises(DamagedKeysError):
        enter(folder, passphrase=PASSPHRASE)


def test_a_key_file_that_changes_for_ever_is_somebody_at_work(
    created: CreatedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cima_desktop.vault.errors import VaultInUseError

    folder = created.vault.folder
    created.vault.close()

    def late(path: Path, held: HeldKey) -> object:
        unlocked = keyfile.unlock(folder, Passphrase(PASSPHRASE), TESTING_COST)
        keyfile.write(folder, unlocked.keys.succeeded_by(unlocked.keys.slots), unlocked.key)
        return connect(path, held)

    monkeypatch.setattr(rekey, "connect", late)
    with pytest.raises(VaultInUseError):
        enter(folder, passphrase=PASSPHRASE)


def test_a_vault_that_was_re_keyed_while_somebody_stood_at_the_door_opens(
    created: CreatedVault, leaver: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = created.vault.folder
    created.vault.close()

    def late(change: Callable[[Vault], object]) -> None:
        def connected(path: Path, held: HeldKey) -> object:
            monkeypatch.undo()
            with enter(folder, passphrase=PASSPHRASE) as other:
                change(other)
            return connect(path, held)

        monkeypatch.setattr(rekey, "connect", connected)

    late(lambda other: other.change_key())
    enter(folder, passphrase=PASSPHRASE).close()
    late(lambda other: other.change_key(without=leaver))
    with pytest.raises(WrongPassphraseError):
        enter(folder, passphrase=LEAVER)


def test_a_vault_of_another_key_is_still_called_damaged(created: CreatedVault, tmp_path: Path) -> None:
    folder = created.vault.folder
    created.vault.close()
    other = create_vault(tmp_path / "other", PASSPHRASE, cost=TESTING_COST).vault
    other.close()
    (folder / "vault.db").write_bytes((tmp_path / "other" / "vault.db").read_bytes())
    with pytest.raises(DamagedVaultError):
        enter(folder, passphrase=PASSPHRASE)


def test_failing_twice_is_told_as_failing(created: CreatedVault, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlcipher3.dbapi2 as engine

    def breaks(_db: Database, _key: HeldKey) -> None:
        raise engine.OperationalError("disk I/O error")

    monkeypatch.setattr(rekey, "_rewrite", breaks)
    for _ in range(2):
        with pytest.raises(RekeyFailedError):
            created.vault.change_key()
