"""Bringing a backup back: always as a new vault, with what differs from the present one told first (R11, R12).

Nothing is taken from the present vault and nothing is written over. Whoever restored decides which of the two is used
from then on; the other one stays.
"""

import contextlib
import glob
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.services import backup_register as register
from cima_desktop.services import holds, messenger
from cima_desktop.services.backups import JUDGE
from cima_desktop.services.messenger import Heard
from cima_desktop.services.session import Session
from cima_desktop.store.change import Raw
from cima_desktop.store.outline import Difference, Outline, compare, outline
from cima_desktop.vault import backups, vault_info
from cima_desktop.vault import restoring as files
from cima_desktop.vault.access import SlotSummary
from cima_desktop.vault.backup_errors import NotABackupError
from cima_desktop.vault.connection import is_open_elsewhere
from cima_desktop.vault.errors import FrozenSlotError, VaultError, VaultInUseError
from cima_desktop.vault.placing import free_beside
from cima_desktop.vault.slots import PAPERS
from cima_desktop.vault.vault import DB_NAME

_PEOPLE_OF_THEN = N_(
    "These keys open it again, with the passphrases of that day: {names}. Remove those of people who have left, in"
    " Settings."
)
_PAPERS_OF_THEN = N_("The papers of that day open it, and newer ones do not. Make new ones, in Settings.")

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
    """A backup that is a vault again, closed: where, of when, how many records, and what differs (None: not known).

    `people` are the names on keys that open it and not the present vault: whoever was removed or frozen since, or had
    another passphrase then. `papers_of_then` tells whether it is opened by other papers than the present one.
    """

    folder: Path
    counts: tuple[tuple[str, int], ...]
    difference: Difference | None
    people: tuple[str, ...] = ()
    papers_of_then: bool = False


@attrs.frozen(kw_only=True)
class Seen:
    """What `restore` needs to know of the present vault: its outline, and its legal holds with who signed them."""

    outline: Outline
    holds: tuple[Raw, ...] = ()
    signers: tuple[bytes, ...] = ()


def ways_words(done: Restored) -> list[str]:
    """Return what is to be said of who can open a restored vault, in the screen's language; usually nothing."""
    said = []
    if done.people:
        said.append(tr(_PEOPLE_OF_THEN).format(names=", ".join(f"“{name}”" for name in done.people)))
    if done.papers_of_then:
        said.append(tr(_PAPERS_OF_THEN))
    return said


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


def look_at(session: Session) -> Seen:
    """Return what `restore` compares a backup with, and brings into it."""
    store, ids = session.store, [hold.id for hold in holds.all_holds(session)]
    raw = tuple(each for record in ids for each in store.all_changes(record))
    return Seen(outline=outline(session.vault.db), holds=raw, signers=tuple(store.signers_of(ids)))


def _bring_holds(session: Session, here: Seen) -> None:
    """Let a restored vault know what was put under a legal hold, or released, since the day of the backup."""
    for public in here.signers:
        session.store.know_device(public, "")
    session.store.import_changes(here.holds)


def _refuse_frozen(session: Session, present: Path | None) -> None:
    """Refuse somebody whose key was frozen since: this program gives them no way around it.

    Raises:
        FrozenSlotError: it was.
    """
    if session.vault.access.slot_id in {slot.slot_id for slot in _slots(present) if slot.frozen}:
        raise FrozenSlotError


def _slots(present: Path | None) -> Sequence[SlotSummary]:
    """Return what is known of who opens the present vault; nothing where there is none or its keys are damaged."""
    try:
        return vault_info(present).slots if present else ()
    except VaultError:
        return ()


def _ways_of_then(session: Session, present: Path | None) -> tuple[tuple[str, ...], bool]:
    """Return the names on keys that open a restored vault and not the present one, and whether its papers differ."""
    now = {slot.slot_id for slot in _slots(present) if not slot.frozen}
    old = [slot for slot in session.vault.access.slots if now and slot.slot_id not in now and not slot.frozen]
    people = tuple(dict.fromkeys(slot.label for slot in old if slot.kind not in PAPERS))
    return people, any(slot.kind in PAPERS for slot in old)


def vaults_beside(session: Session) -> list[Path]:
    """Return the folders beside a vault that hold the same vault as it was once: restored, or put aside for one."""
    folder, found = session.folder, []
    for each in sorted(folder.parent.glob(f"{glob.escape(folder.name)}-*")):
        with contextlib.suppress(VaultError, OSError):  # no vault, or none that can be read
            if (each / DB_NAME).is_file() and vault_info(each).vault_id == session.vault.id:
                found.append(each)
    return found


def new_folder(present: Path, day: date) -> Path:
    """Return a folder, not there yet, for a vault that is restored beside the present one."""
    return free_beside(present, f"restored-{day.isoformat()}")


def restore(
    source: Path,
    into: Path,
    opening: Opening,
    present: Path | None = None,
    here: Seen | None = None,
    heard: Heard | None = None,
) -> Restored:
    """Make the backup in `source` a vault in the new folder `into`, opened, proved and closed again.

    Args:
        source: the backup's folder.
        into: a folder that is not there or empty.
        opening: opens it with what opened the vault on that day.
        present: the folder of the vault it may take the place of.
        here: what was seen of the present vault, to tell what differs; its legal holds go on in the restored one.
        heard: told the progress of the copying; may raise to stop.

    Raises:
        WrongPassphraseError: what was typed does not open this backup.
        FrozenSlotError: the key that opens it was frozen since.
        VaultExistsError, FolderNotEmptyError: `into` is taken.
        BackupError, VaultError: whatever else is wrong; nothing is left behind.
    """

    def work(build: Path) -> Restored:
        with opening(build) as session:
            return _proved(session, into, present, here)

    return files.bring(source, into, lambda there, target: messenger.carry(there, target, heard), work)


def _proved(session: Session, into: Path, present: Path | None, here: Seen | None) -> Restored:
    """Prove a restored vault, make it one that lives on, and return what is to be told of it."""
    _refuse_frozen(session, present)
    backups.prove_opened(session.vault, JUDGE)
    homes = [register.home_of(folder) for folder in (present, into) if folder is not None]
    files.lift_counter(session.vault, homes)
    session.store.begin_new_device()
    there = outline(session.vault.db)
    counts = tuple(JUDGE.count(session.vault.db))
    people, papers_of_then = _ways_of_then(session, present)
    if here is not None:
        _bring_holds(session, here)
    return Restored(
        folder=into,
        counts=counts,
        difference=None if here is None else compare(here.outline, there),
        people=people,
        papers_of_then=papers_of_then,
    )


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
