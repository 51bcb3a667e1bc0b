"""Making a vault, opening one, and asking what can be known from outside.

A vault is a folder with `vault.db` (encrypted records) and `vault.keys` (who can open them).
"""

import os
import secrets
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cima_desktop import log
from cima_desktop.vault import ballast, check, copy, keyfile, recovery
from cima_desktop.vault.access import Access, SlotSummary, summaries
from cima_desktop.vault.connection import connect
from cima_desktop.vault.cost import Cost
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import DamagedVaultError, FolderNotEmptyError, VaultExistsError, known_faults
from cima_desktop.vault.files import sweep_parts, sync_folder
from cima_desktop.vault.keyfile import KeyFile
from cima_desktop.vault.memory import HeldKey, random_buffer
from cima_desktop.vault.migrations import Step, applied, migrate, pending
from cima_desktop.vault.slots import KEY_BYTES, Passphrase, RecoverySecret, Secret, make_slot
from cima_desktop.vault.vault import DB_NAME, Vault

PRACTICE_PASSPHRASE = "practice practice practice"  # noqa: S105 - published on purpose: it guards made-up families
_UNFINISHED = ".unfinished-"
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
    _refuse_occupied(folder)
    code = secrets.token_bytes(recovery.CODE_BYTES)
    with known_faults(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep_unfinished(folder)
        build = folder.with_name(f"{folder.name}{_UNFINISHED}{secrets.token_hex(4)}")
        build.mkdir(mode=0o700)
        try:
            held = _build(build, Passphrase(passphrase), RecoverySecret(code), label, cost, practice, steps)
            if folder.exists():
                folder.rmdir()
            build.rename(folder)
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        sync_folder(folder.parent)
    keys = keyfile.read(folder)[0]
    vault = _enter(folder, keys, keys.slots[0].slot_id, held, steps)
    return CreatedVault(vault, recovery.render(code))


def create_practice_vault(folder: Path, steps: Sequence[Step] = ()) -> Vault:
    """Make a vault for made-up families: marked as practice, opened by the published passphrase."""
    return create_vault(folder, PRACTICE_PASSPHRASE, practice=True, steps=steps).vault


def _refuse_occupied(folder: Path) -> None:
    if any((folder / name).exists() for name in (DB_NAME, keyfile.NAME, keyfile.OLD_NAME)):
        raise VaultExistsError
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError


def _sweep_unfinished(folder: Path) -> None:
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
    with known_faults(folder):
        unlocked = keyfile.unlock(folder, _secret(passphrase, recovery_code), floor, slot_id)
    held = HeldKey(unlocked.key)
    return _enter(folder, unlocked.keys, unlocked.slot.slot_id, held, steps, examinations)


def _secret(passphrase: str | None, code: str | None) -> Secret:
    if (passphrase is None) == (code is None):
        raise ValueError("one of passphrase and recovery_code is needed")
    return Passphrase(passphrase) if passphrase is not None else RecoverySecret(recovery.parse(code or ""))


def _enter(
    folder: Path,
    keys: KeyFile,
    slot_id: bytes,
    held: HeldKey,
    steps: Sequence[Step],
    examinations: Sequence[check.Examination] = (),
) -> Vault:
    db: Database | None = None
    try:
        with known_faults(folder):
            db, gate = connect(folder / DB_NAME, held)
            _raise_to_current(folder, db, held, steps)
            vault = Vault(folder, db, gate, Access(folder, keys, slot_id, held), held)
            sweep_parts(folder)
            ballast.lay(folder)
            with held.lend() as key:
                keyfile.heal(folder, keys, key, _log.warning)
            if not vault.closed_cleanly:
                vault.check_after_crash(examinations)
    except BaseException:
        if db is not None:
            db.close()
        held.drop()
        raise
    return vault


def _raise_to_current(folder: Path, db: Database, held: HeldKey, steps: Sequence[Step]) -> None:
    """Run the missing migrations, after a verified copy of the vault as it was."""
    if not applied(db):
        raise DamagedVaultError
    todo = pending(db, steps)
    if not todo:
        return
    copy.save_copy(db, held, folder / f"before-migration-{todo[0].number}.db", replace=True)
    migrate(db, steps)
