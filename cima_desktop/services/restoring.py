"""Bringing a backup back: always as a new vault, with what differs from the present one told first (R11, R12).

Nothing is taken from the present vault and nothing is written over. Whoever restored decides which of the two is used
from then on; the other one stays.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

from cima_desktop.i18n import N_
from cima_desktop.services import backup_register as register
from cima_desktop.services import messenger
from cima_desktop.services.backups import JUDGE
from cima_desktop.services.messenger import Heard
from cima_desktop.services.session import Session
from cima_desktop.store.outline import Difference, Outline, compare, outline
from cima_desktop.vault import backups
from cima_desktop.vault import restoring as files
from cima_desktop.vault.backup_errors import NotABackupError
from cima_desktop.vault.connection import is_open_elsewhere
from cima_desktop.vault.errors import VaultError, VaultInUseError
from cima_desktop.vault.placing import free_beside
from cima_desktop.vault.vault import DB_NAME

Opening = Callable[[Path], Session]
"""Opens the vault in a folder with what opened it on the day of the backup."""


class SwapError(VaultError):
    """The restored vault could not take the place of the present one."""

    message = N_("The restored vault could not be put in the place of the present one.")
    remedy = N_("Both vaults are as they were, each in its own folder. Close other windows, and try again.")


@attrs.frozen(kw_only=True)
class Found:
    """A backup that can be brought back."""

    folder: Path
    made: datetime
    size: int
    key: str
    vault: str

    @property
    def name(self) -> str:
        """Return the name of its folder."""
        return self.folder.name


@attrs.frozen(kw_only=True)
class Restored:
    """A backup that is a vault again, closed: where, of when, how many records, and what differs (None: not known)."""

    folder: Path
    counts: tuple[tuple[str, int], ...]
    difference: Difference | None


def find(place: Path, quiet: float = messenger.QUIET_SECONDS) -> list[Found]:
    """Return the backups in a folder, or the one that the folder itself is, newest first.

    Raises:
        NotABackupError: there is none.
        BackupError: the place does not answer.
    """
    own = place if backups.is_name(place.name) else None
    rows = messenger.look(place.parent if own else place, quiet)
    found = [
        Found(
            folder=(place.parent if own else place) / row["name"],
            made=datetime.fromtimestamp(row["made"], UTC),
            size=row["size"],
            key=row["key"],
            vault=row["vault"],
        )
        for row in rows
        if own is None or row["name"] == own.name
    ]
    if not found:
        raise NotABackupError(place=place)
    return sorted(found, key=lambda each: each.made, reverse=True)


def outline_of(session: Session) -> Outline:
    """Return what `restore` compares a backup with."""
    return outline(session.vault.db)


def new_folder(present: Path, day: date) -> Path:
    """Return a folder, not there yet, for a vault that is restored beside the present one."""
    return free_beside(present, f"restored-{day.isoformat()}")


def restore(
    source: Path,
    into: Path,
    opening: Opening,
    present: Path | None = None,
    here: Outline | None = None,
    heard: Heard | None = None,
) -> Restored:
    """Make the backup in `source` a vault in the new folder `into`, opened, proved and closed again.

    Args:
        source: the backup's folder.
        into: a folder that is not there or empty.
        opening: opens it with what opened the vault on that day.
        present: the folder of the vault it may take the place of.
        here: the outline of the present vault, to tell what differs.
        heard: told the progress of the copying; may raise to stop.

    Raises:
        WrongPassphraseError: what was typed does not open this backup.
        VaultExistsError, FolderNotEmptyError: `into` is taken.
        BackupError, VaultError: whatever else is wrong; nothing is left behind.
    """

    def work(build: Path) -> Restored:
        with opening(build) as session:
            backups.prove_opened(session.vault, JUDGE)
            homes = [register.home_of(folder) for folder in (present, into) if folder is not None]
            files.lift_counter(session.vault, homes)
            session.store.begin_new_device()
            there = outline_of(session)
            inside = JUDGE.count(session.vault.db)
        difference = None if here is None else compare(here, there)
        return Restored(folder=into, counts=tuple(inside), difference=difference)

    return files.bring(source, into, lambda there, target: messenger.carry(there, target, heard), work)


def use(restored: Path, folder: Path) -> None:
    """Have the restored vault take the place of the one in `folder` when that is next opened; the old one is kept.

    Raises:
        SwapError: the disk refused; both are as they were.
    """
    if files.is_waiting(folder):
        raise SwapError
    try:
        files.take_place(folder, restored)
    except OSError as error:
        raise SwapError from error


def exchange(restored: Path, folder: Path, day: date | None = None) -> Path | None:
    """Put the restored vault in the place of the closed one in `folder` now; return where the old one is.

    Raises:
        VaultInUseError: a window has it open; nothing was changed.
        SwapError: the disk refused; the next start tries again.
    """
    if is_open_elsewhere(folder / DB_NAME):
        raise VaultInUseError
    use(restored, folder)
    try:
        return files.settle(folder, (day or date.today()).isoformat())
    except OSError as error:
        raise SwapError from error
