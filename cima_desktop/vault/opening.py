"""Making a vault, opening one, and asking what can be known from outside.

A vault is a folder with `vault.db` (encrypted records) and `vault.keys` (who can open them).
"""

import errno
import hmac
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from cima_desktop import log
from cima_desktop.vault import ballast, check, copy, keyfile, recovery
from cima_desktop.vault.access import Access, SlotSummary, summaries
from cima_desktop.vault.connection import connect
from cima_desktop.vault.cost import Cost
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import (
    DamagedKeysError,
    DamagedVaultError,
    FolderNotEmptyError,
    VaultError,
    VaultExistsError,
    known_faults,
)
from cima_desktop.vault.files import sweep_parts, sync_folder
from cima_desktop.vault.keyfile import KeyFile
from cima_desktop.vault.memory import HeldKey, random_buffer, wipe
from cima_desktop.vault.migrations import Step, applied, migrate, pending
from cima_desktop.vault.slots import KEY_BYTES, Passphrase, RecoverySecret, Secret, make_slot
from cima_desktop.vault.sole import sole_maker
from cima_desktop.vault.vault import DB_NAME, Vault

PRACTICE_PASSPHRASE = "practice practice practice"  # noqa: S105 - published on purpose: it guards made-up families
_UNFINISHED = ".unfinished-"
BEFORE_MIGRATION = "before-migration-"
_TAKEN_AWAY = {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}
_log = log.logger("vault")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class VaultSummary:
    """What can be told of a vault without opening it; `size` is the database's, in bytes."""

    folder: Path
    vault_id: bytes
    format: int
    created: datetime
    size: int
    slots: tuple[SlotSummary, ...]


@dataclass(frozen=True, slots=True)
class CreatedVault:
    """A new vault, open, and its recovery code, which exists nowhere else: print it now."""

    vault: Vault
    recovery_code: str


def vault_info(folder: Path) -> VaultSummary:
    """Return what can be told of a vault without its key; reads only the key file.

    Raises:
        VaultError: there is no vault, or its key file cannot be read.
    """
    keys = keyfile.read(folder)[0]
    path = folder / DB_NAME
    return VaultSummary(
        folder=folder,
        vault_id=keys.vault_id,
        format=keyfile.FORMAT,
        created=datetime.fromtimestamp(keys.created, UTC),
        size=path.stat().st_size if path.exists() else 0,
        slots=summaries(keys),
    )


def create_vault(
    folder: Path,
    passphrase: str,
    label: str = "",
    cost: Cost = Cost.FLOOR,
    *,
    practice: bool = False,
    steps: Sequence[Step] = (),
) -> CreatedVault:
    """Make a vault in `folder` (new or empty), with a passphrase slot named `label` and a recovery code.

    Everything is made in a folder beside it that gets its name last, so a crash leaves no half vault.

    Raises:
        VaultExistsError: a vault is there.
        FolderNotEmptyError: something else is there.
        VaultError: the disk refused; nothing is left behind.
    """
    folder = folder.absolute()
    code = secrets.token_bytes(recovery.CODE_BYTES)
    door = Passphrase(passphrase)

    def fill(build: Path) -> HeldKey:
        return _build(build, door, RecoverySecret(code), label, cost, practice, steps)

    held = make_whole(folder, fill)
    keys = keyfile.read(folder)[0]
    vault = _enter(folder, _Way(keys, keys.slots[0].slot_id, held, door, cost), steps)
    return CreatedVault(vault, recovery.render(code))


def make_whole(folder: Path, fill: Callable[[Path], T]) -> T:
    """Let `fill` make a vault in a new folder that gets the name `folder` last: whole, or not there at all.

    Raises:
        VaultExistsError: a vault is there.
        FolderNotEmptyError: something else is there.
        VaultError: the disk refused; nothing is left behind.
    """
    folder = folder.absolute()
    _refuse_occupied(folder)
    with known_faults(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with sole_maker(folder) as sole:
            _refuse_occupied(folder)
            if sole:
                _sweep_unfinished(folder)
            return _put_in_place(folder, fill)


def create_practice_vault(folder: Path, steps: Sequence[Step] = ()) -> Vault:
    """Make a vault for made-up families: marked as practice, opened by the published passphrase."""
    return create_vault(folder, PRACTICE_PASSPHRASE, practice=True, steps=steps).vault


def _refuse_occupied(folder: Path) -> None:
    if any((folder / name).exists() for name in (DB_NAME, keyfile.NAME, keyfile.OLD_NAME)):
        raise VaultExistsError
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError


def _put_in_place(folder: Path, fill: Callable[[Path], T]) -> T:
    """Fill a new folder beside `folder`, give it that name, and return what `fill` did."""
    build = folder.with_name(f"{folder.name}{_UNFINISHED}{secrets.token_hex(4)}")
    build.mkdir(mode=0o700)
    try:
        made = fill(build)
        if folder.exists():
            folder.rmdir()
        build.rename(folder)
    except BaseException as error:
        shutil.rmtree(build, ignore_errors=True)
        if isinstance(error, OSError) and error.errno in _TAKEN_AWAY:  # another program was at work in the same place
            _refuse_occupied(folder)
            raise VaultError from error
        raise
    sync_folder(folder.parent)
    return made


def _sweep_unfinished(folder: Path) -> None:
    """Remove what a crash left; only call this while nobody else makes a vault there."""
    for left in folder.parent.glob(f"{folder.name}{_UNFINISHED}????????"):
        shutil.rmtree(left, ignore_errors=True)


def _build(
    build: Path, door: Secret, paper: Secret, label: str, cost: Cost, practice: bool, steps: Sequence[Step]
) -> HeldKey:
    """Fill the folder `build` with a key file and a database that holds the vault's row; return the data key."""
    now = time.time()
    vault_id = secrets.token_bytes(keyfile.VAULT_ID_BYTES)
    key = random_buffer(KEY_BYTES)
    slots = (
        make_slot(door, label, cost, key=key, vault_id=vault_id),
        make_slot(paper, "", None, key=key, vault_id=vault_id),
    )
    keyfile.write(build, KeyFile(vault_id, 1, keyfile.seconds(now), slots), key)
    held = HeldKey(key)
    os.close(os.open(build / DB_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    db, _gate = connect(build / DB_NAME, held, create=True)
    try:
        migrate(db)
        created = datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")
        db.execute(
            "INSERT INTO vault_state (one, id, practice, created) VALUES (1, ?, ?, ?)", (vault_id, practice, created)
        )
        migrate(db, steps)
    finally:
        db.close()
    return held


def open_vault(
    folder: Path,
    *,
    passphrase: str | None = None,
    recovery_code: str | None = None,
    slot_id: bytes = b"",
    floor: Cost = Cost.FLOOR,
    steps: Sequence[Step] = (),
    examinations: Sequence[check.Examination] = (),
) -> Vault:
    """Open the vault in `folder` with a passphrase or a recovery code, migrate it, and check it after a crash.

    `vault.health` holds the findings when a check was run. `slot_id` spares trying every person's slot.

    Raises:
        WrongPassphraseError, RecoveryCodeError: what was typed does not open it.
        VaultError: one of its other kinds, for whatever is wrong with the files or the disk.
        ValueError: neither or both of passphrase and recovery code were given.
    """
    folder = folder.absolute()
    secret = _secret(passphrase, recovery_code)
    with known_faults(folder):
        unlocked = keyfile.unlock(folder, secret, floor, slot_id)
    way = _Way(unlocked.keys, unlocked.slot.slot_id, HeldKey(unlocked.key), secret, floor)
    return _enter(folder, way, steps, examinations)


def _secret(passphrase: str | None, code: str | None) -> Secret:
    if (passphrase is None) == (code is None):
        raise ValueError("one of passphrase and recovery_code is needed")
    return Passphrase(passphrase) if passphrase is not None else RecoverySecret(recovery.parse(code or ""))


@dataclass(frozen=True, slots=True)
class _Way:
    """How the door was opened: the key file and slot that did, the data key, and what the person typed."""

    keys: KeyFile
    slot_id: bytes
    held: HeldKey
    secret: Secret
    floor: Cost


def _enter(folder: Path, way: _Way, steps: Sequence[Step], examinations: Sequence[check.Examination] = ()) -> Vault:
    db: Database | None = None
    held = way.held
    try:
        with known_faults(folder):
            db, gate = connect(folder / DB_NAME, held)
            way = _as_it_is_now(folder, way)
            migrated = _raise_to_current(folder, db, held, steps)
            vault = Vault(folder, db, gate, Access(folder, way.keys, way.slot_id, held), held)
            sweep_parts(folder)
            ballast.lay(folder)
            with held.lend() as key:
                keyfile.heal(folder, way.keys, key, _log.warning)
            outgrown = () if migrated else tuple(folder.glob(f"{BEFORE_MIGRATION}*.db"))
            if outgrown or not vault.closed_cleanly:
                vault.check_at_opening(examinations)
            if vault.health is not None and vault.health.ok:
                _remove(outgrown)
    except BaseException:
        if db is not None:
            db.close()
        held.drop()
        raise
    return vault


def _as_it_is_now(folder: Path, way: _Way) -> _Way:
    """Return the way in by the key file as it is under the lock; it may have been changed before the lock was ours.

    Raises:
        WrongPassphraseError: what was typed opened the vault a moment ago, and was taken away since.
    """
    if keyfile.read(folder)[0] == way.keys:
        return way
    unlocked = keyfile.unlock(folder, way.secret, way.floor)
    with way.held.lend() as key:
        same = hmac.compare_digest(unlocked.key, key)
    wipe(unlocked.key)
    if not same:
        raise DamagedKeysError
    return replace(way, keys=unlocked.keys, slot_id=unlocked.slot.slot_id)


def _raise_to_current(folder: Path, db: Database, held: HeldKey, steps: Sequence[Step]) -> bool:
    """Run the missing migrations, after a verified copy of the vault as it was; say whether there were any."""
    if not applied(db):
        raise DamagedVaultError
    todo = pending(db, steps)
    if not todo:
        return False
    before = folder / f"{BEFORE_MIGRATION}{todo[0].number}.db"
    copy.save_copy(db, held, before, replace=True)
    _remove(path for path in folder.glob(f"{BEFORE_MIGRATION}*.db") if path != before)
    migrate(db, steps)
    return True


def _remove(copies: Iterable[Path]) -> None:
    """Remove copies of the vault as it was: they still hold what was erased since."""
    for path in copies:
        try:
            path.unlink()
        except OSError:
            _log.warning("a copy from before a migration could not be removed")
