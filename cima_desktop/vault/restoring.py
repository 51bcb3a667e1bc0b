"""A backup becomes a vault again: in a new folder, proved before it gets its name, beside no journal of another."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from cima_desktop.vault import backups, keyfile, note
from cima_desktop.vault.backup_errors import ChangedBackupError
from cima_desktop.vault.backups import FILES
from cima_desktop.vault.connection import is_open_elsewhere
from cima_desktop.vault.placing import free_beside, make_folder
from cima_desktop.vault.vault import DB_NAME, Vault

T = TypeVar("T")
Carry = Callable[[Path, Path], object]
"""Brings a backup's folder to a new folder, whole and read back."""

_INCOMING = ".incoming"


def bring(source: Path, into: Path, carry: Carry, work: Callable[[Path], T]) -> T:
    """Bring the backup in `source` into the new vault folder `into`, after `work` has opened and proved it there.

    Returns:
        What `work` returned; it is given the folder under its unfinished name, and leaves the vault closed.

    Raises:
        VaultExistsError, FolderNotEmptyError: `into` is taken.
        BackupError: the backup cannot be read, or is not whole; nothing is left behind.
    """

    def fill(build: Path) -> T:
        carried = build / "carried"
        carry(source, carried)
        for name in FILES:
            (carried / name).rename(build / name)
        carried.rmdir()
        done = work(build)
        (build / note.NAME).unlink()
        return done

    return make_folder(into.absolute(), fill)


def lift_counter(vault: Vault, places: Sequence[Path]) -> None:
    """Raise the save counter above that of every backup in `places` that this vault's key opens.

    The restored vault goes on where the other left off, so its next backup is the newest of all and is kept.
    """
    highest = vault.save_counter
    with vault.held_key.lend() as key:
        for place in places:
            for folder in sorted(place.glob(f"{backups.PREFIX}*")):
                try:
                    highest = max(highest, backups.read_note(folder).open(key).counter)
                except (ChangedBackupError, OSError):  # of other keys or damaged: nobody compares with it
                    continue
    if highest > vault.save_counter:
        _lift(vault, highest)


def _lift(vault: Vault, counter: int) -> None:
    """Raise the save counter to `counter`, so that what is saved from now on counts as newer."""
    before = vault.save_counter
    try:
        with vault.transaction() as db:  # which counts one up itself
            db.execute("UPDATE vault_state SET counter = ?", (counter - 1,))
            vault.save_counter = counter - 1
    except BaseException:
        vault.save_counter = before
        raise


def take_place(folder: Path, restored: Path) -> None:
    """Have the restored vault take the place of the one in `folder` before that is next opened.

    Raises:
        OSError: the disk refused; nothing was changed.
    """
    restored.rename(_incoming(folder))


def is_waiting(folder: Path) -> bool:
    """Tell whether a restored vault waits to take the place of the one in `folder`."""
    return (_incoming(folder) / DB_NAME).exists()


def settle(folder: Path, day: str) -> Path | None:
    """Let a restored vault that waits take its place; the old one is kept beside it under a name with the `day`.

    Only call this while this process has the vault in `folder` closed; where another window has it open, nothing is
    done yet. Killed at any moment, the next call goes on.

    Returns:
        Where the old vault is now, None when there was nothing to do.
    """
    incoming = _incoming(folder)
    if not (incoming / keyfile.NAME).exists() or is_open_elsewhere(folder / DB_NAME):
        return None
    aside = None
    if folder.exists():
        aside = free_beside(folder, f"aside-{day}")
        folder.rename(aside)
    incoming.rename(folder)
    return aside


def _incoming(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_INCOMING}")
