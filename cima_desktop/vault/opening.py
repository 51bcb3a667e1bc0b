"""Making a vault, opening one, and asking what can be known from outside.

A vault is a folder with `vault.db` (encrypted records) and `vault.keys` (who can open them).
"""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cima_desktop import log
from cima_desktop.vault import ballast, check, copy, keyfile, recovery, rekey
from cima_desktop.vault.access import Access, SlotSummary, summaries
from cima_desktop.vault.connection import Gate, connect
from cima_desktop.vault.cost import Cost
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import (
    DamagedKeysError,
    DamagedVaultError,
    FolderNotEmptyError,
    StrayJournalError,
    VaultError,
    VaultExistsError,
    VaultInUseError,
    known_faults,
)
from cima_desktop.vault.files import remove_all, sweep_parts, sync_folder
from cima_desktop.vault.keyfile import KeyFile
from cima_desktop.vault.memory import HeldKey, random_buffer
from cima_desktop.vault.migrations import Step, applied, migrate, pending
from cima_desktop.vault.slots import KEY_BYTES, Passphrase, RecoverySecret, Secret, make_slot
from cima_desktop.vault.sole import sole_maker
from cima_desktop.vault.vault import BEFORE_MIGRATION, DB_NAME, Vault

PRACTICE_PASSPHRASE = "practice practice practice"  # noqa: S105 - published on purpose: it guards made-up families
_UNFINISHED = ".unfinished-"
_TURNS = 3
"""How often the key file may change under our hands before somebody else is said to be at work."""

_TAKEN_AWAY = {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}
_log = log.logger("vault")


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
        format=keys.format,
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
    _refuse_occupied(folder)
    code = secrets.token_bytes(recovery.CODE_BYTES)
    door = Passphrase(passphrase)

    def fill(build: Path) -> HeldKey:
        return _build(build, door, RecoverySecret(code), label, cost, practice, steps)

    with known_faults(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with sole_maker(folder) as sole:
            _refuse_occupied(folder)
            if sole:
                _sweep_unfinished(folder)
            held = _put_in_place(folder, fill)
    keys = keyfile.read(folder)[0]
    vault = _enter(folder, _Way(keys, keys.slots[0].slot_id, held, door, cost), steps)
    return CreatedVault(vault, recovery.render(code))


def create_practice_vault(folder: Path, steps: Sequence[Step] = ()) -> Vault:
    """Make a vault for made-up families: marked as practice, opened by the published passphrase."""
    return create_vault(folder, PRACTICE_PASSPHRASE, practice=True, steps=steps).vault


def _refuse_occupied(folder: Path) -> None:
    if any((folder / name).exists() for name in (DB_NAME, keyfile.NAME, keyfile.OLD_NAME)):
        raise VaultExistsError
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError


def _put_in_place(folder: Path, fill: Callable[[Path], HeldKey]) -> HeldKey:
    """Fill a new folder beside `folder`, give it that name, and return the data key."""
    build = folder.with_name(f"{folder.name}{_UNFINISHED}{secrets.token_hex(4)}")
    build.mkdir(mode=0o700)
    try:
        held = fill(build)
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
    return held


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
    secret: Secret | None = None,
    slot_id: bytes = b"",
    floor: Cost = Cost.FLOOR,
    steps: Sequence[Step] = (),
    examinations: Sequence[check.Examination] = (),
) -> Vault:
    """Open the vault in `folder` with what a person has, migrate it, and check it after a crash.

    `vault.health` holds the findings when a check was run. `slot_id` spares trying every person's slot. `secret` is
    for what is neither a plain passphrase nor a recovery code.

    Raises:
        WrongPassphraseError, RecoveryCodeError, FrozenSlotError: what was given does not open it.
        VaultError: one of its other kinds, for whatever is wrong with the files or the disk.
        ValueError: not exactly one of passphrase, recovery code and secret was given.
    """
    folder = folder.absolute()
    secret = _secret(passphrase, recovery_code, secret)
    return _enter(folder, _way(folder, secret, floor, slot_id), steps, examinations)


def _secret(passphrase: str | None, code: str | None, other: Secret | None) -> Secret:
    if [passphrase, code, other].count(None) != 2:
        raise ValueError("one of passphrase, recovery_code and secret is needed")
    if passphrase is not None:
        return Passphrase(passphrase)
    return other or RecoverySecret(recovery.parse(code or ""))


@dataclass(frozen=True, slots=True)
class _Way:
    """How the door was opened: the key file and slot that did, the data key, and what the person has."""

    keys: KeyFile
    slot_id: bytes
    held: HeldKey
    secret: Secret
    floor: Cost


def _way(folder: Path, secret: Secret, floor: Cost, slot_id: bytes = b"") -> _Way:
    with known_faults(folder):
        unlocked = keyfile.unlock(folder, secret, floor, slot_id)
    return _Way(unlocked.keys, unlocked.slot.slot_id, HeldKey(unlocked.key), secret, floor)


def _enter(folder: Path, way: _Way, steps: Sequence[Step], examinations: Sequence[check.Examination] = ()) -> Vault:
    db: Database | None = None
    try:
        with known_faults(folder):
            way, db, gate, ahead = _inside(folder, way)
            held = way.held
            keys = rekey.settle(folder, db, held, way.keys, ahead)
            migrated = _raise_to_current(folder, db, held, steps)
            vault = Vault(folder, db, gate, Access(folder, keys, way.slot_id, held), held)
            sweep_parts(folder)
            ballast.lay(folder)
            with held.lend() as key:
                keyfile.heal(folder, keys, key, _log.warning)
            outgrown = () if migrated else tuple(folder.glob(f"{BEFORE_MIGRATION}*.db"))
            if outgrown or way.keys.pending or not vault.closed_cleanly:
                vault.check_at_opening(examinations)
            if vault.health is not None and vault.health.ok:
                _remove(outgrown)
    except BaseException:
        if db is not None:
            db.close()
        way.held.drop()
        raise
    return vault


_Inside = tuple[_Way, Database, Gate, HeldKey | None]


def _inside(folder: Path, way: _Way) -> _Inside:
    """Open the database, with the way in by the key file as it is under the lock.

    It may have been changed, and the database re-keyed, after the door was opened and before the lock was ours.

    Raises:
        WrongPassphraseError: what was typed opened the vault a moment ago, and was taken away since.
    """
    for _ in range(_TURNS):
        try:
            db, gate, ahead = rekey.connect_either(folder / DB_NAME, way.keys, way.held)
        except (DamagedVaultError, StrayJournalError):
            latest = _latest(folder, way)
            if latest is way:
                raise
        else:
            latest = _latest(folder, way)
            if latest is way:
                return way, db, gate, ahead
            db.close()
        way.held.drop()
        way = latest
    way.held.drop()
    raise VaultInUseError


def _latest(folder: Path, way: _Way) -> _Way:
    """Return the way in by the key file as it is now: `way` itself when it has not changed."""
    if keyfile.read(folder)[0] == way.keys:
        return way
    now = _way(folder, way.secret, way.floor)
    if now.keys == way.keys:
        now.held.drop()
        return way
    if now.keys.vault_id != way.keys.vault_id:
        now.held.drop()
        raise DamagedKeysError
    return now


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
    if not remove_all(copies):
        _log.warning("a copy from before a migration could not be removed")
