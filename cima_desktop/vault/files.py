"""Replacing a file so that a crash, a power cut or a full disk leaves the old one or the new one, never half."""

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

_SUFFIX = ".cima-part"


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` into the file `path`: temporary file beside it, fsync, rename, fsync of the folder.

    The file is readable by this user alone (mode 0600). When anything fails the old file is untouched and the
    temporary one is gone.

    Raises:
        OSError: the disk is full, read-only or broken.
    """
    write_pieces_atomically(path, (data,))


def write_pieces_atomically(path: Path, pieces: Iterable[bytes]) -> None:
    """Do what `write_atomically` does with what comes piece by piece; what `pieces` raises leaves nothing behind.

    Raises:
        OSError: the disk is full, read-only or broken.
    """
    with replacing(path) as part:
        for piece in pieces:
            part.write(piece)


class Part:
    """A file that has no name of its own yet."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def write(self, data: bytes) -> None:
        """Write every byte."""
        write_all(self._handle, data)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Part]:
    """Do what `write_atomically` does with what the block writes; what the block raises leaves nothing behind.

    Raises:
        OSError: the disk is full, read-only or broken.
    """
    name = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_SUFFIX}")
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            yield Part(handle)
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            name.unlink()
        raise
    sync_folder(path.parent)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte; a full disk may take only some of them at first."""
    rest = memoryview(data)
    while rest:
        written = os.write(handle, rest)
        rest = rest[written:]


def make_folders(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for this user alone; their names last from then on.

    Raises:
        OSError: the disk refused.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for made in missing:
        sync_folder(made.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable, where the system lets a folder be synced (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def takes_writes(folder: Path) -> bool:
    """Tell whether a file can be made in `folder` now, by making one; it is gone again."""
    probe = folder / f".{secrets.token_hex(4)}{_SUFFIX}"
    try:
        write_atomically(probe, b"?")
        probe.unlink()
    except OSError:
        return False
    return True


def sweep_parts(folder: Path) -> int:
    """Remove temporary files that a killed process left in `folder`; return how many there were.

    Only call this while nothing else writes there.
    """
    swept = 0
    for part in folder.glob(f".*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            part.unlink()
            swept += 1
    return swept


def remove_all(paths: Iterable[Path]) -> bool:
    """Remove files; return whether all of them are gone."""
    gone = True
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            gone = False
    return gone
