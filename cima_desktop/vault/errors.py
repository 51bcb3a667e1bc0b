"""What can go wrong with a vault, each with its own sentence, and the map from engine errors to them."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as engine

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

_TIGHT_BYTES = 1024 * 1024
"""Below this much free space a vague engine error is taken for a full disk."""


class VaultError(KnownError):
    """Anything that keeps a vault from being opened, read or saved."""

    message = N_("The vault could not be used.")
    remedy = N_("Close the app and open it again. If it happens twice, restore the last good backup.")


class WrongPassphraseError(VaultError):
    """No key slot opens with what was typed; says nothing about which slot came close."""

    message = N_("That passphrase or recovery code does not open this vault.")
    remedy = N_(
        "Check capital letters and the keyboard language, and try again. If a recovery paper was made, it "
        "opens the vault too."
    )


class KeyFileNeededError(WrongPassphraseError):
    """A slot that was tried wants the file on the USB stick as well, and none was given."""

    message = N_("That passphrase alone does not open this vault.")
    remedy = N_("If your key needs the file on your USB stick, plug the stick in and choose the file. Then try again.")


class WrongKeyFileError(WrongPassphraseError):
    """Passphrase and stick file together open nothing."""

    message = N_("That passphrase and that file together do not open this vault.")
    remedy = N_(
        "Check the passphrase, and that the file is from your own USB stick. If a recovery paper was made, "
        "it opens the vault too."
    )


class WrongSharesError(WrongPassphraseError):
    """Enough shares that belong together, of a set that is not this vault's."""

    message = N_("These shares belong together, but they do not open this vault.")
    remedy = N_("They may be of an older set or of another vault. Look for the newest ones, and try again.")


class WrongKeyringEntryError(WrongPassphraseError):
    """The keyring of this computer holds nothing that opens the vault."""

    message = N_("The keyring of this computer does not open this vault.")
    remedy = N_("Open it with your passphrase or with the recovery paper.")


class FrozenSlotError(VaultError):
    """The secret fits a slot that was frozen."""

    message = N_("This person’s key was frozen, so it does not open the vault for now.")
    remedy = N_("Ask somebody else who can open the vault to unfreeze it. Nothing was changed.")


class PassphraseTooLongError(VaultError):
    """More than a megabyte was handed in as a passphrase."""

    message = N_("That passphrase is too long.")
    remedy = N_("Use a passphrase of a few words.")


class DamagedVaultError(VaultError):
    """The database fails its integrity checks."""

    message = N_("The vault file is damaged, or another file was put in its place.")
    remedy = N_("Do not change anything in the vault folder. Restore the last good backup into a new vault.")


class DamagedKeysError(VaultError):
    """Neither generation of the key file can be trusted."""

    message = N_("The file vault.keys of this vault is damaged.")
    remedy = N_("Copy the file vault.keys from a backup of this vault into the vault folder, and try again.")


class KeyFileMissingError(VaultError):
    """The folder holds a database but no key file."""

    message = N_("The file vault.keys of this vault is missing.")
    remedy = N_("Copy the file vault.keys from a backup of this vault into the vault folder, and try again.")


class NewerVaultError(VaultError):
    """The vault was last opened by a later version of the program."""

    message = N_("This vault was made by a newer version of CIMA Desktop.")
    remedy = N_("Install the newer version on this computer. The vault was not changed.")


class VaultInUseError(VaultError):
    """Another window or process holds the vault's lock."""

    message = N_("This vault is already open in another window or program.")
    remedy = N_("Close the other window, and try again.")


class ReadOnlyDiskError(VaultError):
    """The vault's folder or file cannot be written."""

    message = N_("The vault is in a place that cannot be written to.")
    remedy = N_("Copy the whole vault folder to this computer's own disk, and open it there.")


class DiskFullError(VaultError):
    """There is no room left where the vault lives."""

    message = N_("The disk is full. The last change was not saved; everything saved before is still there.")
    remedy = N_("Free some space on the disk, and save again.")


class DiskFailedError(VaultError):
    """The disk answered a read or a write with an error."""

    message = N_("The disk reported an error while the vault was being used.")
    remedy = N_("If the vault is on a USB stick, check that it is plugged in. Make a backup on another disk soon.")


class VaultGoneError(DiskFailedError):
    """The database is no longer where it was opened; what would be saved now would go with it."""

    message = N_(
        "The vault is no longer where it was opened: its folder was moved or deleted, or its disk was taken out."
    )
    remedy = N_("Put the folder or the disk back, and save again. Keep this window open: what you typed is still here.")


class VaultMissingError(VaultError):
    """There is no vault in the folder."""

    message = N_("There is no vault in that folder.")
    remedy = N_("Choose the folder that holds the files vault.db and vault.keys, or create a new vault.")


class NotAVaultError(VaultError):
    """The file is empty, tiny, another program's, or belongs to another vault."""

    message = N_("The file vault.db in that folder is not this vault's file.")
    remedy = N_("Nothing was changed. Put the right file back, or restore the last good backup into a new vault.")


class StrayJournalError(VaultError):
    """A journal that this vault did not write lies beside it; mixing the two would damage the records."""

    message = N_("A file that does not belong to this vault lies beside it: {name}.")
    remedy = N_("Move that file to another folder, and open the vault again. Nothing was changed.")


class VaultExistsError(VaultError):
    """A new vault was asked for where one already is."""

    message = N_("There is already a vault in that folder.")
    remedy = N_("Open that vault, or choose another folder for the new one.")


class FolderNotEmptyError(VaultError):
    """A new vault was asked for in a folder that holds other files."""

    message = N_("That folder already holds other files.")
    remedy = N_("Choose an empty folder, or type the name of a new one.")


class NotEnoughMemoryError(VaultError):
    """The slow hash of the passphrase asks for more memory than this computer can give now."""

    message = N_("This computer does not have enough free memory to open the vault.")
    remedy = N_("Close other programs, and try again. The recovery paper opens the vault without so much memory.")


class LastSlotError(VaultError):
    """Removing this slot would leave nobody able to open the vault."""

    message = N_("This is the last way to open the vault, so it cannot be removed.")
    remedy = N_("Add another passphrase or another recovery paper first.")


class TooManySlotsError(VaultError):
    """One more slot would make a key file that no reader takes."""

    message = N_("This vault has as many keys as it can have.")
    remedy = N_("Remove the key of somebody who no longer needs it. Nothing was changed.")


class RekeyRoomError(VaultError):
    """There is less free room than a re-key needs."""

    message = N_("Changing the vault’s key needs {needed} MB of free room on the disk, and {free} MB are left.")
    remedy = N_("Nothing was changed. Free some space on the disk, and try again.")


class RekeyFailedError(VaultError):
    """The disk refused in the middle of a re-key; the vault is under its old key, with the ways in of before."""

    message = N_("The vault’s key could not be changed, because the disk refused. Perhaps it is full.")
    remedy = N_("The vault opens as before, and nothing is lost. Free some space on the disk, and try again.")


class ReopenVaultError(VaultError):
    """After a failed re-key the connection could not be proved sound, so it was closed."""

    message = N_("The vault’s key could not be changed, and the vault was closed so that nothing is harmed.")
    remedy = N_("Open the vault again. What was saved is there, and the app will put the keys in order by itself.")


_BY_PRIMARY_CODE: dict[int, type[VaultError]] = {
    engine.SQLITE_BUSY: VaultInUseError,
    engine.SQLITE_LOCKED: VaultInUseError,
    engine.SQLITE_READONLY: ReadOnlyDiskError,
    engine.SQLITE_PERM: ReadOnlyDiskError,
    engine.SQLITE_FULL: DiskFullError,
    engine.SQLITE_CORRUPT: DamagedVaultError,
    engine.SQLITE_NOTADB: DamagedVaultError,
    engine.SQLITE_FORMAT: DamagedVaultError,
    engine.SQLITE_IOERR: DiskFailedError,
    engine.SQLITE_CANTOPEN: DiskFailedError,
}

_BY_WORDS: dict[str, type[VaultError]] = {
    "attempt to write a readonly database": ReadOnlyDiskError,
    "database or disk is full": DiskFullError,
    "disk I/O error": DiskFailedError,
    "unable to open database file": DiskFailedError,
    "database disk image is malformed": DamagedVaultError,
}
"""The engine's copying gives its errors no number, only these words (they hold no values)."""

_BY_ERRNO: dict[int, type[VaultError]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EFBIG: DiskFullError,
    errno.EROFS: ReadOnlyDiskError,
    errno.EACCES: ReadOnlyDiskError,
    errno.EPERM: ReadOnlyDiskError,
    errno.EIO: DiskFailedError,
    errno.ENODEV: DiskFailedError,
    errno.ENXIO: DiskFailedError,
    errno.ESTALE: DiskFailedError,
    errno.ENOTCONN: DiskFailedError,
    errno.EHOSTDOWN: DiskFailedError,
    errno.ETIMEDOUT: DiskFailedError,
}


def free_bytes(folder: Path) -> int | None:
    """Return the free space of the disk `folder` is on, in bytes, or None when the disk does not answer."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _is_tight(folder: Path) -> bool:
    free = free_bytes(folder)
    return free is not None and free < _TIGHT_BYTES


def _by_the_disk(kind: type[VaultError] | None, folder: Path | None) -> type[VaultError] | None:
    """Return the kind that the disk `folder` is on makes of a vague one, by what it says of itself now."""
    if folder is None or kind not in (DiskFailedError, DamagedVaultError):
        return kind
    try:
        folder.stat()
    except OSError:
        return DiskFailedError
    if kind is DiskFailedError and _is_tight(folder):
        return DiskFullError
    return kind if kind is DamagedVaultError or os.access(folder, os.W_OK) else ReadOnlyDiskError


def engine_error(error: Exception, folder: Path | None = None) -> VaultError | None:
    """Return the known error that `error` (of the engine or the system) stands for, or None when it is a bug.

    A full disk comes back from the engine in three disguises ("full", "disk I/O error", "unable to open"), so
    for the vague two the free space of `folder` decides. A stick that was pulled out comes back as a damaged file,
    because its pages can no longer be read, and a disk that the system has turned read-only as one that fails; so the
    folder itself is asked first.
    """
    if isinstance(error, MemoryError):
        return NotEnoughMemoryError()
    if isinstance(error, OSError):
        kind = _BY_ERRNO.get(error.errno or 0)
        return kind() if kind else None
    if not isinstance(error, engine.Error):
        return None
    primary = int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF
    kind = _by_the_disk(_BY_PRIMARY_CODE.get(primary) if primary else _BY_WORDS.get(str(error)), folder)
    return kind() if kind else None


@contextmanager
def known_faults(folder: Path) -> Iterator[None]:
    """Turn the engine's and the system's errors inside the block into known ones; bugs pass as they are."""
    try:
        yield
    except (OSError, MemoryError, engine.Error) as error:
        known = engine_error(error, folder)
        if known is None:
            raise
        raise known from error


@contextmanager
def reading_faults(folder: Path) -> Iterator[None]:
    """Turn the engine's errors inside the block into known ones.

    Openings and saves say themselves what they refuse. A list or a search, on a disk that fails just then, does not.
    """
    try:
        yield
    except engine.Error as error:
        known = engine_error(error, folder)
        if known is None:
            raise
        raise known from error
