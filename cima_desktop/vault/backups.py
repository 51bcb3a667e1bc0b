"""Making a backup of an open vault, and judging one: a folder that is itself a vault (docs/formats/backup.md).

Everything here happens with the vault's key, on this computer's own disk. What carries finished backups to sticks
and shares, without any key, is `porter.py`.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cima_desktop.vault import keyfile, note
from cima_desktop.vault.access import key_id
from cima_desktop.vault.backup_errors import (
    BackupFromAboveError,
    ChangedBackupError,
    NotABackupError,
    PlaceFullError,
    SourceDamagedError,
    blamed,
)
from cima_desktop.vault.check import Examination, examine
from cima_desktop.vault.connection import connect_copy
from cima_desktop.vault.copy import Tick, fill_copy
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import DamagedVaultError, free_bytes, known_faults
from cima_desktop.vault.files import make_folders, sync_folder
from cima_desktop.vault.memory import HeldKey
from cima_desktop.vault.migrations import applied
from cima_desktop.vault.note import Inside, Note, Outside
from cima_desktop.vault.sole import sole_maker
from cima_desktop.vault.vault import DB_NAME, Vault

PREFIX = "cima-backup-"
FILES = (DB_NAME, keyfile.NAME, note.NAME)
PART = ".cima-part"
_NAME = re.compile(r"cima-backup-\d{4}-\d{2}-\d{2}-\d{4}-[0-9a-f]{8}")
_BLOCK = 1024 * 1024
_CACHE_KIB = 64 * 1024
_ROOM_BYTES = 2 * 1024 * 1024

Counter = Callable[[Database], Sequence[tuple[str, int]]]
"""Returns the number of records of each kind, sorted; the store knows how."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What the store knows to examine in a copy, and how it counts records."""

    count: Counter
    examinations: Sequence[Examination] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and passed every check."""

    folder: Path
    outside: Outside
    inside: Inside


def is_name(name: str) -> bool:
    """Tell whether a folder's name is one that backups have."""
    return _NAME.fullmatch(name) is not None


def read_note(folder: Path) -> Note:
    """Return the note of the backup in `folder`.

    Raises:
        NotABackupError: it is none.
        ChangedBackupError: the note cannot be trusted.
        NewerVaultError: a later format.
        OSError: the disk does not answer.
    """
    try:
        with (folder / note.NAME).open("rb") as file:
            return note.parse(file.read(note.MOST_BYTES + 1))
    except (FileNotFoundError, NotADirectoryError):
        raise NotABackupError(place=folder) from None
    except ChangedBackupError:
        raise ChangedBackupError(place=folder) from None


def digest_of(path: Path, tick: Callable[[int], object] = lambda _bytes: None) -> tuple[int, bytes]:
    """Return length and SHA-256 of a file; `tick` is told the bytes read so far."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
            size += len(block)
            tick(size)
    return size, found.digest()


def make(vault: Vault, place: Path, now: datetime, judge: Judge, tick: Tick | None = None) -> Made:
    """Make a backup of an open vault in the folder `place`, made when it is missing: whole and checked, or not at all.

    Args:
        vault: open, outside a transaction.
        place: on this computer's own disk.
        now: with a time zone; gives the name and the date.
        judge: the store's part of the check.
        tick: told how far it is; may raise to stop.

    Raises:
        SourceDamagedError: the vault or the copy does not pass; older backups were not touched.
        BackupError: one of its other kinds, for whatever is wrong with the place.
        RuntimeError: inside a transaction.
    """
    if vault.db.in_transaction:
        raise RuntimeError("a save is running")
    refuse_within(vault.folder, place)
    with blamed(place):
        make_folders(place)
        with sole_maker(place / PREFIX.rstrip("-")) as sole:
            if sole:
                sweep(place)
            return _make(vault, place, now, judge, tick)


def refuse_within(vault: Path, place: Path) -> None:
    """Refuse a place in the vault's folder.

    Raises:
        BackupFromAboveError: it is one.
    """
    inner = Path(os.path.abspath(place))  # looks at the names only: the disk may not answer
    if Path(os.path.abspath(vault)) in (inner, *inner.parents):
        raise BackupFromAboveError(place=place)


def sweep(place: Path) -> None:
    """Remove hidden folders that a killed maker left; only call this while nobody else is at work there."""
    for left in place.glob(f".{PREFIX}*{PART}"):
        shutil.rmtree(left, ignore_errors=True)


def _make(vault: Vault, place: Path, now: datetime, judge: Judge, tick: Tick | None) -> Made:
    _refuse_tight(vault.path, place)
    folder = place / f"{PREFIX}{now.astimezone():%Y-%m-%d-%H%M}-{secrets.token_hex(4)}"
    build = place / f".{folder.name}.{secrets.token_hex(4)}{PART}"
    build.mkdir(mode=0o700)
    try:
        outside, inside = _fill(vault, build, now, judge, tick)
        build.rename(folder)
    except BaseException:
        shutil.rmtree(build, ignore_errors=True)
        raise
    sync_folder(place)
    return Made(folder, outside, inside)


def _refuse_tight(source: Path, place: Path) -> None:
    free = free_bytes(place)
    if free is not None and free < source.stat().st_size + _ROOM_BYTES:
        raise PlaceFullError(place=place)


def _fill(vault: Vault, build: Path, now: datetime, judge: Judge, tick: Tick | None) -> tuple[Outside, Inside]:
    key = vault.held_key
    inside = Inside(vault.save_counter, max(applied(vault.db)), tuple(judge.count(vault.db)))
    fill_copy(vault.db, key, build / DB_NAME, tick)
    keys = _current_keys(vault, key)
    _write(build / keyfile.NAME, keys)
    if _findings(build, vault.id, key, inside, judge):
        raise SourceDamagedError
    (build / f"{DB_NAME}-journal").unlink(missing_ok=True)  # the engine leaves an empty one
    size, digest = digest_of(build / DB_NAME)
    with key.lend() as clear:
        name = key_id(clear, vault.id)
        outside = Outside(vault.id, keyfile.seconds(now.timestamp()), name, size, digest, hashlib.sha256(keys).digest())
        _write(build / note.NAME, note.written(outside, inside, clear))
    sync_folder(build)
    return outside, inside


def _current_keys(vault: Vault, key: HeldKey) -> bytes:
    """Return the bytes of the key file, which must be this vault's own."""
    data = key_bytes(vault.folder)
    keys = keyfile.parse(data)
    with key.lend() as clear:
        if keys.vault_id != vault.id or not keys.is_authentic(clear):
            raise SourceDamagedError
    return data


def key_bytes(folder: Path) -> bytes:
    """Return the bytes of a vault's key file.

    Raises:
        VaultError: the disk refused.
    """
    with known_faults(folder):
        return (folder / keyfile.NAME).read_bytes()


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _findings(build: Path, vault_id: bytes, key: HeldKey, inside: Inside, judge: Judge) -> Sequence[str]:
    """Open the copy and return whatever is wrong with it."""

    def as_told(db: Database) -> list[str]:
        counter = db.execute("SELECT counter FROM vault_state").fetchone()[0]
        told = (inside.counter, inside.step, inside.counts)
        return [] if (counter, max(applied(db)), tuple(judge.count(db))) == told else ["the copy tells something else"]

    copy = connect_copy(build / DB_NAME, key)
    try:
        copy.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return examine(copy, vault_id, (as_told, *judge.examinations)).findings
    finally:
        copy.close()


def prove(folder: Path, tick: Callable[[int], object] = lambda _bytes: None) -> Outside:
    """Return the note's clear part after comparing every byte of the backup with it; needs no key.

    Raises:
        ChangedBackupError: something differs.
        NotABackupError: it is none.
        OSError: the disk does not answer.
    """
    about = read_note(folder).outside
    for name, wanted in ((DB_NAME, (about.size, about.digest)), (keyfile.NAME, (None, about.keys_digest))):
        try:
            size, digest = digest_of(folder / name, tick)
        except FileNotFoundError:
            raise ChangedBackupError(place=folder) from None
        if digest != wanted[1] or wanted[0] not in (None, size):
            raise ChangedBackupError(place=folder)
    return about


def prove_opened(vault: Vault, judge: Judge) -> Inside:
    """Examine a restored backup that is open, with what its note says inside.

    Raises:
        ChangedBackupError: the note was not written with this key, or the records are not those it counts.
        DamagedVaultError: the check found something.
    """
    with vault.held_key.lend() as clear:
        found = read_note(vault.folder)
        inside = found.open(clear)
    counts = tuple(judge.count(vault.db))
    if found.outside.vault_id != vault.id or vault.save_counter < inside.counter or counts != inside.counts:
        raise ChangedBackupError(place=vault.folder)
    if examine(vault.db, vault.id, judge.examinations).findings:
        raise DamagedVaultError
    return inside
