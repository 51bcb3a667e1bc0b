"""Giving the database another key, so that at every instant the key file says which one opens it.

The key file of the new key is written first, with the old key in it (`pending`); then the engine rewrites every page in
one transaction; then `pending` goes. Whoever opens the vault in between finds both keys and goes on where it stopped.
The order is specified in docs/formats/vault-keys.md, and proved by tests/unit/vault/test_rekey.py.
"""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as engine
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cima_desktop import log
from cima_desktop.vault import ballast, keyfile
from cima_desktop.vault.check import page_findings
from cima_desktop.vault.connection import Gate, connect, key_literal
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import (
    DamagedKeysError,
    DamagedVaultError,
    RekeyFailedError,
    RekeyRoomError,
    ReopenVaultError,
    StrayJournalError,
    VaultError,
    free_bytes,
    known_faults,
)
from cima_desktop.vault.keyfile import KeyFile
from cima_desktop.vault.memory import HeldKey, random_buffer, wipe
from cima_desktop.vault.slots import KEY_BYTES, NONCE_BYTES, Slot, seal

Tick = Callable[[int, int], object]
"""Told how many steps of how many are done."""

STEPS = 4
_PENDING_INFO = b"cima-vault pending key 1"
_MB = 1024 * 1024
_ROOM_TO_SPARE = 2 * _MB
_log = log.logger("vault")


def change_key(folder: Path, db: Database, held: HeldKey, keys: KeyFile, slots: Sequence[Slot], tick: Tick) -> KeyFile:
    """Give the open database `db` a new key that only `slots` give out; return the key file as it is now.

    `held` holds the new key afterwards, for everyone who shares it.

    Raises:
        RekeyRoomError: too little free room; nothing was changed.
        DamagedVaultError: a page is damaged; nothing was changed.
        RekeyFailedError: the disk refused; key and ways in are those of before.
        ReopenVaultError: `db` had to be closed; the next opening puts things in order.
    """
    _refuse_without_room(folder, db)
    if page_findings(db):
        raise DamagedVaultError
    tick(1, STEPS)
    fresh = HeldKey(random_buffer(KEY_BYTES))
    with _undone(folder, db, held, keys):
        ahead = _announce(folder, keys, slots, held, fresh)
        tick(2, STEPS)
        _rewrite(db, fresh)
    with fresh.lend() as key:
        held.take(bytearray(key))
    fresh.drop()
    tick(3, STEPS)
    if unsealed(db):  # both keys stay in the key file
        db.close()
        raise ReopenVaultError
    done = ahead.succeeded_by(ahead.slots)
    with held.lend() as key:
        keyfile.heal(folder, done, key, _log.warning)
    tick(4, STEPS)
    return done


def connect_either(path: Path, keys: KeyFile, held: HeldKey) -> tuple[Database, Gate, HeldKey | None]:
    """Open the database by the key in `held` or, while a re-key is pending, by the one of before.

    Returns:
        The connection, its gate, and the new key when `held` had to take up the old one.
    """
    if not keys.pending:
        return *connect(path, held), None
    with held.lend() as key:
        before = open_pending(keys, key)
    try:
        opened = connect(path, held)
    except (DamagedVaultError, StrayJournalError):  # what another key, or a journal under it, looks like
        with held.lend() as key:
            ahead = HeldKey(bytearray(key))
        held.take(before)
        return *connect(path, held), ahead
    wipe(before)
    return *opened, None


def settle(folder: Path, db: Database, held: HeldKey, keys: KeyFile, ahead: HeldKey | None) -> KeyFile:
    """End a re-key that was cut short: finish it, or stay with the old key if the disk refuses.

    `ahead` is what `connect_either` gave. Nothing is written here but the database: the caller heals the key file.

    Raises:
        ReopenVaultError: the disk refused in a way that leaves the connection in doubt.
    """
    if not keys.pending:
        return keys
    if ahead is not None:
        try:
            _refuse_without_room(folder, db)
            with _sound(db, held):
                _rewrite(db, ahead)
        except (RekeyRoomError, RekeyFailedError):
            _log.warning("a re-key that was cut short could not be finished; the vault stays under the key of before")
            with held.lend() as old:
                return keys.succeeded_by(_sealed(keys.slots, old, keys.vault_id))
        with ahead.lend() as key:
            held.take(bytearray(key))
    return keys if unsealed(db) else keys.succeeded_by(keys.slots)


def _refuse_without_room(folder: Path, db: Database) -> None:
    pages, size = (int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    needed = pages * (size + 8) + _ROOM_TO_SPARE  # the journal holds every page, with its number and a sum
    free = free_bytes(folder)
    if free is not None and free < needed:
        raise RekeyRoomError(needed=-(-needed // _MB), free=free // _MB)


def _announce(folder: Path, keys: KeyFile, slots: Sequence[Slot], held: HeldKey, fresh: HeldKey) -> KeyFile:
    """Write the key file of the key to come, with the present one in it."""
    with held.lend() as old, fresh.lend() as new:
        pending = seal_pending(old, new, keys.vault_id)
        ahead = keys.succeeded_by(_sealed(slots, new, keys.vault_id), pending)
        with known_faults(folder):
            keyfile.write(folder, ahead, new)
    return ahead


def _sealed(slots: Sequence[Slot], key: bytearray, vault_id: bytes) -> tuple[Slot, ...]:
    return tuple(slot if slot.frozen else seal(slot, key, vault_id) for slot in slots)


def _rewrite(db: Database, key: HeldKey) -> None:
    engine_connection: Any = db  # `reset_key` is outside the protocol on purpose
    with key.lend() as clear:
        literal = key_literal(clear)
        try:
            engine_connection.reset_key(literal)
        finally:
            wipe(literal)


@contextlib.contextmanager
def _undone(folder: Path, db: Database, held: HeldKey, keys: KeyFile) -> Iterator[None]:
    """Put database and key file back to the key of before when the block fails."""
    try:
        with _sound(db, held):
            yield
    except VaultError:
        _write_back(folder, keys, held)
        raise


@contextlib.contextmanager
def _sound(db: Database, held: HeldKey) -> Iterator[None]:
    """Leave a connection that writes under the key in `held` when the engine refuses inside the block.

    A re-key that fails leaves the engine reading with the old key and writing with the new: the next save would
    ruin the vault. Asking for the old key again sets both, whether or not the disk lets it rewrite anything.

    Raises:
        RekeyFailedError: the connection is sound.
        ReopenVaultError: it is not, and was closed.
    """
    try:
        yield
    except engine.Error as error:
        with contextlib.suppress(engine.Error):
            _rewrite(db, held)
        try:
            sound = not page_findings(db) and _takes_saves(db)
        except engine.Error:
            sound = False
        if sound:
            raise RekeyFailedError from error
        db.close()
        raise ReopenVaultError from error


def _takes_saves(db: Database) -> bool:
    """Try the way of a save without changing anything; a pager that failed for good shows it here.

    Raises:
        engine.Error: it cannot save.
    """
    db.execute("BEGIN IMMEDIATE")
    db.execute("COMMIT")
    return not db.in_transaction


def unsealed(db: Database) -> bool:
    """Say whether a page on the disk does not carry the seal of the key the engine reads with."""
    return bool(db.execute("PRAGMA cipher_integrity_check").fetchall())


def taken_back(keys: KeyFile) -> KeyFile:
    """Return the key file of before as it stands after a re-key that failed: later than what announced it."""
    return keys.succeeded_by(keys.slots).succeeded_by(keys.slots)


def _write_back(folder: Path, keys: KeyFile, held: HeldKey) -> None:
    """Write the ways in of before as the latest generation; the room set aside is given up for it if need be."""
    later = taken_back(keys)
    if not _is_written(folder, later, held) and not (ballast.release(folder) and _is_written(folder, later, held)):
        _log.warning("the key file still says that a re-key is under way; the next opening ends it")


def _is_written(folder: Path, keys: KeyFile, held: HeldKey) -> bool:
    try:
        with held.lend() as key:
            keyfile.write(folder, keys, key)
    except (OSError, DamagedKeysError):
        return False
    return True


def seal_pending(before: bytearray, key: bytearray, vault_id: bytes) -> bytes:
    """Return the data key of before, sealed under `key`, as it stands in the key file during a re-key."""
    nonce, under = os.urandom(NONCE_BYTES), _pending_key(key, vault_id)
    try:
        return nonce + AESGCM(under).encrypt(nonce, before, vault_id)
    finally:
        wipe(under)


def open_pending(keys: KeyFile, key: bytearray) -> bytearray:
    """Return the data key of before, which the caller wipes.

    Raises:
        DamagedKeysError: it was not sealed under `key`.
    """
    under, before = _pending_key(key, keys.vault_id), bytearray(KEY_BYTES)
    nonce, box = keys.pending[:NONCE_BYTES], keys.pending[NONCE_BYTES:]
    try:
        AESGCM(under).decrypt_into(nonce, box, keys.vault_id, before)
    except InvalidTag as error:
        raise DamagedKeysError from error
    finally:
        wipe(under)
    return before


def _pending_key(key: bytearray, vault_id: bytes) -> bytearray:
    under = bytearray(KEY_BYTES)
    HKDF(SHA256(), KEY_BYTES, salt=vault_id, info=_PENDING_INFO).derive_into(key, under)
    return under
