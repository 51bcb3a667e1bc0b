"""A new vault folder gets its name last: whatever is killed halfway leaves no half vault behind."""

import errno
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cima_desktop.vault import keyfile
from cima_desktop.vault.errors import FolderNotEmptyError, VaultError, VaultExistsError, known_faults
from cima_desktop.vault.files import make_folders, sync_folder
from cima_desktop.vault.sole import sole_maker
from cima_desktop.vault.vault import DB_NAME

T = TypeVar("T")

_UNFINISHED = ".unfinished-"
_TAKEN_AWAY = {errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}


def make_folder(folder: Path, fill: Callable[[Path], T]) -> T:
    """Let `fill` make a vault in a folder beside `folder`, give that its name, and return what `fill` returned.

    Raises:
        VaultExistsError: a vault is there.
        FolderNotEmptyError: something else is there.
        VaultInUseError: another process is making one there now.
        VaultError: the disk refused; nothing is left behind.
    """
    refuse_occupied(folder)
    with known_faults(folder.parent):
        make_folders(folder.parent)
        with sole_maker(folder) as sole:
            refuse_occupied(folder)
            if sole:
                _sweep_unfinished(folder)
            return _put_in_place(folder, fill)


def refuse_occupied(folder: Path) -> None:
    """Refuse a folder that is not new or empty.

    Raises:
        VaultExistsError: a vault is there.
        FolderNotEmptyError: something else is there.
    """
    if any((folder / name).exists() for name in (DB_NAME, keyfile.NAME, keyfile.OLD_NAME)):
        raise VaultExistsError
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError


def _put_in_place(folder: Path, fill: Callable[[Path], T]) -> T:
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
            refuse_occupied(folder)
            raise VaultError from error
        raise
    sync_folder(folder.parent)
    return made


def _sweep_unfinished(folder: Path) -> None:
    """Remove what a crash left; only call this while nobody else makes a vault there."""
    for left in folder.parent.glob(f"{folder.name}{_UNFINISHED}????????"):
        shutil.rmtree(left, ignore_errors=True)


def free_beside(folder: Path, what: str) -> Path:
    """Return a name nobody has beside a vault's folder, for another vault that is `what`."""
    number, name = 1, folder.with_name(f"{folder.name}-{what}")
    while name.exists():
        number += 1
        name = folder.with_name(f"{folder.name}-{what}-{number}")
    return name
