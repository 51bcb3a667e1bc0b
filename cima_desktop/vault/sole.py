"""One maker at a time: the right to make a vault in a folder, given back by the system even after a crash."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cima_desktop.vault.errors import VaultInUseError

_TAKEN = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}


@contextmanager
def sole_maker(folder: Path) -> Iterator[bool]:
    """Hold the right to make a vault in `folder` inside the block.

    Yields:
        True; False where the disk knows no locks, and others may be at work.

    Raises:
        VaultInUseError: another process or thread is making a vault there now.
    """
    path = folder.with_name(f".{folder.name}.making")
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    held = False
    try:
        held = _lock(handle, path)
        yield held
    finally:
        if held and os.name != "nt":  # while it is still ours, so that nobody's later lock is taken away
            _remove(path)
        os.close(handle)
        if held and os.name == "nt":  # an open file cannot be removed there, not even by its owner
            _remove(path)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _lock(handle: int, path: Path) -> bool:
    try:
        _lock_now(handle)
    except OSError as error:
        if error.errno in _TAKEN:
            raise VaultInUseError from error
        return False
    if os.name != "nt" and not _is_there(handle, path):  # the maker before us had just removed it
        raise VaultInUseError
    return True


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _lock_now(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
