"""Eight megabytes set aside beside the vault: on a full disk even erasing needs room, and this is it."""

import contextlib
import os
from pathlib import Path

from cima_desktop.vault.errors import free_bytes

NAME = "vault.spare"
SIZE_BYTES = 8 * 1024 * 1024
_ENOUGH_BYTES = 16 * SIZE_BYTES


def lay(folder: Path) -> bool:
    """Set the room aside if the disk has plenty left; return whether it is there. Never an error."""
    path = folder / NAME
    if path.exists():
        return True
    if (free_bytes(folder) or 0) < _ENOUGH_BYTES:
        return False
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _allocate(handle)
        finally:
            os.close(handle)
    except OSError:
        release(folder)
        return False
    return True


def _allocate(handle: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(handle, 0, SIZE_BYTES)
        return
    block = bytes(64 * 1024)
    for _ in range(SIZE_BYTES // len(block)):
        os.write(handle, block)


def release(folder: Path) -> bool:
    """Give the room back so that one more save can pass; return whether there was any."""
    with contextlib.suppress(OSError):
        (folder / NAME).unlink()
        return True
    return False
