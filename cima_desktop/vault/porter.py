"""Carries finished backups to and from other disks, without any key: runs in a process of its own.

A stick that is pulled out or a share that hangs keeps the process waiting that touches it, perhaps for ever. So the
program never touches them itself: it starts this one, tells it an errand, and gives it up when nothing is heard.
The errand comes as one line of JSON on standard input, answers go out as lines of JSON on standard output.
"""

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from cima_desktop.model.errors import KnownError
from cima_desktop.vault import backups, note
from cima_desktop.vault.backup_errors import (
    BackupError,
    ChangedBackupError,
    NotABackupError,
    PlaceFailedError,
    PlaceFullError,
    PlaceMissingError,
    blamed,
)
from cima_desktop.vault.errors import free_bytes
from cima_desktop.vault.files import sync_folder
from cima_desktop.vault.sole import sole_maker
from cima_desktop.vault.vault import DB_NAME

Heard = Callable[[int, int], object]
"""Told the bytes done and to do, so that whoever waits knows that the disk answers."""

_BLOCK = 256 * 1024
_ROOM_BYTES = 1024 * 1024
_MOST_FOUND = 500


def look(place: Path) -> list[dict[str, Any]]:
    """Return what the notes of the backups in a place say in clear, in the order of their names.

    Raises:
        BackupError: the place is not there or does not answer.
    """
    with blamed(place):
        if not place.is_dir():
            raise PlaceMissingError(place=place)
        names = sorted(each.name for each in place.iterdir() if backups.is_name(each.name))
    found = []
    for name in names[-_MOST_FOUND:]:
        with contextlib.suppress(KnownError, OSError):  # an unreadable one is no backup to choose
            about = backups.read_note(place / name).outside
            if (place / name / DB_NAME).stat().st_size == about.size:
                told = {"made": about.made, "key": about.key_id, "size": about.size, "vault": about.vault_id.hex()}
                found.append({"name": name, **told})
    return found


def carry(source: Path, target: Path, heard: Heard = lambda _done, _all: None) -> None:
    """Copy the backup in the folder `source` to the new folder `target`: whole and read back, or not at all.

    Raises:
        NotABackupError, ChangedBackupError: of the source.
        BackupError: one of its other kinds, for whatever the other disk does.
    """
    place = target.parent
    with blamed(source):
        size = backups.read_note(source).outside.size
    with blamed(place):
        if not place.is_dir():
            raise PlaceMissingError(place=place)
        free = free_bytes(place)
        if free is not None and free < size + _ROOM_BYTES:
            raise PlaceFullError(place=place)
        with sole_maker(place / backups.PREFIX.rstrip("-")) as sole:
            if sole:
                backups.sweep(place)
            if not target.exists():
                _carry(source, target, size, heard)


def _carry(source: Path, target: Path, size: int, heard: Heard) -> None:
    build = target.with_name(f".{target.name}.{secrets.token_hex(4)}{backups.PART}")
    build.mkdir(mode=0o700)
    try:
        for name in backups.FILES:
            most = size if name == DB_NAME else note.MOST_BYTES
            _copy(source / name, build / name, most, lambda done: heard(done, 2 * size))
        _prove(source, build, lambda done: heard(size + done, 2 * size))
        sync_folder(build)
        build.rename(target)
    except BaseException:
        shutil.rmtree(build, ignore_errors=True)
        raise
    sync_folder(target.parent)


def _copy(source: Path, target: Path, most: int, tick: Callable[[int], object]) -> None:
    """Copy a file that may have `most` bytes; one that has more, or no end, is not what the note tells of."""
    done = 0
    with blamed(source.parent):
        there = source.open("rb")
    with there, target.open("xb") as here:
        with contextlib.suppress(OSError):  # a FAT stick knows no modes
            os.chmod(target, 0o600)
        while block := _read(there, source):
            done += len(block)
            if done > most:
                raise ChangedBackupError(place=source.parent)
            here.write(block)
            if done % (16 * _BLOCK) == 0:
                here.flush()
                os.fsync(here.fileno())  # now and then, so that a slow stick is heard of
            tick(done)
        here.flush()
        os.fsync(here.fileno())
        _forget_cached(here.fileno())


def _read(there: BinaryIO, source: Path) -> bytes:
    with blamed(source.parent):
        return there.read(_BLOCK)


def _forget_cached(handle: int) -> None:
    """Have what was written read from the disk itself when it is compared, where the system can be asked to."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _prove(source: Path, build: Path, tick: Callable[[int], object]) -> None:
    """Compare what was written; say whether the source or the new disk is at fault."""
    try:
        backups.prove(build, tick)
    except ChangedBackupError:
        backups.prove(source, tick)
        raise PlaceFailedError(place=build.parent) from None


def drop(place: Path, names: Iterable[str], vault_id: bytes) -> list[str]:
    """Remove backups of one vault from a place; return the names that are gone.

    What is not surely a backup of this vault, or holds any other file, is left as it is.

    Raises:
        BackupError: the place is not there or does not answer.
    """
    with blamed(place):
        if not place.is_dir():
            raise PlaceMissingError(place=place)
    return [name for name in names if _drop(place / name, vault_id)]


def _drop(folder: Path, vault_id: bytes) -> bool:
    allowed = {*backups.FILES, f"{DB_NAME}-journal"}
    try:
        if not backups.is_name(folder.name) or backups.read_note(folder).outside.vault_id != vault_id:
            return False
        if folder.is_symlink() or {each.name for each in folder.iterdir()} - allowed:
            return False
        for name in (note.NAME, *sorted(allowed - {note.NAME})):  # without its note nobody takes it for whole
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
        sync_folder(folder.parent)
    except NotABackupError:
        return not folder.exists()
    except (OSError, KnownError):
        return False
    return True


def serve(errand: TextIO, answers: TextIO) -> int:
    """Do one errand and tell how it went; a reader that has gone away is no reason to stop halfway."""
    asked = json.loads(errand.readline())

    def tell(**said: Any) -> None:
        with contextlib.suppress(OSError, ValueError):
            print(json.dumps(said), file=answers, flush=True)

    try:
        result = _do(asked, lambda done, all_: tell(done=done, all=all_))
    except BackupError as error:
        tell(error=type(error).__name__, place=error.facts.get("place", ""))
    except KnownError:
        tell(error="BackupError", place=str(asked.get("place", "")))
    else:
        tell(result=result)
    return 0


def _do(asked: dict[str, Any], heard: Heard) -> Any:
    heard(0, 1)  # it has begun
    if asked["verb"] == "look":
        return look(Path(asked["place"]))
    if asked["verb"] == "carry":
        return carry(Path(asked["source"]), Path(asked["target"]), heard)
    return drop(Path(asked["place"]), asked["names"], bytes.fromhex(asked["vault"]))
