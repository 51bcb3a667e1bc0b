"""What can go wrong with a backup or with the place it goes to; the vault itself is not at stake in any of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cima_desktop.i18n import N_
from cima_desktop.vault.errors import (
    DamagedVaultError,
    DiskFailedError,
    DiskFullError,
    ReadOnlyDiskError,
    VaultError,
    VaultInUseError,
    engine_error,
)


class BackupError(VaultError):
    """A backup could not be made, carried or read; `{place}` is the folder."""

    message = N_("The backup in {place} could not be made.")
    remedy = N_(
        "Your records are still in the vault, and older backups are as they were. Try again, or choose another place."
    )

    def __init__(self, message: str = "", remedy: str = "", *, place: object = "", **facts: object) -> None:
        super().__init__(message, remedy, place=str(place), **facts)


class PlaceMissingError(BackupError):
    """The folder is not there: an unplugged stick, a share that is not connected."""

    message = N_("The place for backups is not there now: {place}.")
    remedy = N_(
        "Plug the stick in or connect the folder. Your records are still in the vault; the backup is made when "
        "it is back."
    )


class PlaceFullError(BackupError):
    """There is no room."""

    message = N_("There is not enough room for a backup in {place}.")
    remedy = N_(
        "Make room there or choose another place. Your records are still in the vault, and older backups are "
        "as they were."
    )


class PlaceReadOnlyError(BackupError):
    """Nothing may be written there."""

    message = N_("Nothing can be written to {place}.")
    remedy = N_(
        "Check the switch on the stick and your permission, or choose another place. Your records are still in "
        "the vault."
    )


class PlaceFailedError(BackupError):
    """The disk answered with an error, or read back something else than was written."""

    message = N_("The disk of {place} reported an error, or did not keep what was written.")
    remedy = N_("Do not trust that disk. Choose another place for backups. Your records are still in the vault.")


class PlaceSlowError(BackupError):
    """The disk does not answer in time."""

    message = N_("The disk of {place} does not answer.")
    remedy = N_("Unplug it and plug it in again, or choose another place. Your records are still in the vault.")


class PlaceBusyError(BackupError):
    """Another program makes a backup there now."""

    message = N_("A backup is being made in {place} by another window.")
    remedy = N_("Wait until it is done, and try again.")


class SourceDamagedError(BackupError):
    """The vault does not pass its check, so it must not take the place of a good backup."""

    message = N_("No backup was made, because the vault itself is damaged.")
    remedy = N_("Older backups are as they were. Look at “Backups and health” in the settings for what to do.")


class BehindError(BackupError):
    """There is a backup with more saves than the vault: an older vault was put back."""

    message = N_(
        "A backup holds newer records than this vault: an older copy of the vault seems to have been put back."
    )
    remedy = N_("No backup was removed. Restore the newest backup into a new vault, and see what differs.")


class NotABackupError(BackupError):
    """The folder is no backup of this program."""

    message = N_("There is no backup in {place}.")
    remedy = N_("Choose a folder whose name begins with “cima-backup”. It holds vault.db, vault.keys and backup.cima.")


class ChangedBackupError(BackupError):
    """The files are not what the note says, or the note was not written with the vault's key."""

    message = N_("The backup in {place} is damaged or was changed.")
    remedy = N_("Use another backup, an older one or one in another place. Nothing was changed.")


class BackupFromAboveError(BackupError):
    """The place lies inside the vault's folder, or the other way round."""

    message = N_("Backups cannot be kept inside the vault’s own folder.")
    remedy = N_("Choose another folder, best on a stick that is kept elsewhere.")


KINDS = {
    kind.__name__: kind
    for kind in (
        BackupError,
        PlaceMissingError,
        PlaceFullError,
        PlaceReadOnlyError,
        PlaceFailedError,
        PlaceSlowError,
        PlaceBusyError,
        SourceDamagedError,
        BehindError,
        NotABackupError,
        ChangedBackupError,
        BackupFromAboveError,
    )
}
"""By name, so that a process of its own can say which one it met."""

_OF_THE_DISK: tuple[tuple[type[VaultError], type[BackupError]], ...] = (
    (DiskFullError, PlaceFullError),
    (ReadOnlyDiskError, PlaceReadOnlyError),
    (DiskFailedError, PlaceFailedError),
    (VaultInUseError, PlaceBusyError),
    (DamagedVaultError, SourceDamagedError),
)


def place_error(error: Exception, place: Path) -> BackupError | None:
    """Return what an error of the system or the engine means for a backup in `place`; None for a bug."""
    if isinstance(error, BackupError):
        return error
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return PlaceMissingError(place=place)
    known = error if isinstance(error, VaultError) else engine_error(error, place)
    if known is None:
        return BackupError(place=place) if isinstance(error, OSError) else None
    kind = next((meant for met, meant in _OF_THE_DISK if isinstance(known, met)), BackupError)
    return kind(place=place)


@contextmanager
def blamed(place: Path) -> Iterator[None]:
    """Say of a disk's error inside the block that it is the disk of `place`; bugs pass as they are."""
    try:
        yield
    except Exception as error:
        known = place_error(error, place)
        if known is None or known is error:
            raise
        raise known from error
