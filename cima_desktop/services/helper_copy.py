"""A copy of chosen records for a helper, for some hours (S6, docs/formats/helper-copy.md).

The copy is a vault of its own: its own key, its own passphrase, no recovery code. The signed changes of the chosen
records are in it byte by byte, with their whole history, and nothing else of the vault they come from. It is for
looking only: there is no way yet for what is typed in it to come back, so it takes nothing that could be lost.
"""

import os
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.text import clean
from cima_desktop.services.belonging import NotAWholeError, belongings
from cima_desktop.services.helper_end import MADE, Helper, HelperCopyOverError, mark, refuse_in_copy
from cima_desktop.services.session import Session, open_vault
from cima_desktop.store import Store, steps
from cima_desktop.vault import Cost, create_vault
from cima_desktop.vault.errors import VaultError, known_faults
from cima_desktop.vault.placing import make_folder
from cima_desktop.vault.slots import RECOVERY
from cima_desktop.vault.vault import BEFORE_MIGRATION

HOURS = (1, 2, 4, 8, 12, 24, 48)
"""How long a copy may last."""

MOST_NAME = 80


class NotForCopiesError(KnownError):
    """Something was chosen that no helper copy is made of."""

    message = N_("A helper copy is made of people, households and plans that are not in the bin.")
    remedy = N_("Choose one of those. Nothing was copied.")


class HelperNameError(KnownError):
    """It was not said for whom the copy is."""

    message = N_("Write the name of the person the copy is for.")
    remedy = N_("It is shown on the copy’s door and in this vault’s list of copies.")


@attrs.frozen(kw_only=True)
class Going:
    """One record that would go into a copy, as it is shown before the copy is made."""

    id: RecordId
    kind: str
    title: str


@attrs.frozen(kw_only=True)
class Made:
    """A copy that was made."""

    folder: Path
    helper: Helper


def contents(session: Session, chosen: Sequence[RecordId]) -> list[Going]:
    """Return exactly what a copy of these records holds: themselves, who belongs to them, and the parts of all.

    A household brings the people who live there; a plan its household and the people it names. Notes, tasks, and the
    record of papers never go.

    Raises:
        NotForCopiesError: one of them is of another kind, or in the bin.
        NotFoundError: one of them is not in this vault.
    """
    try:
        found = belongings(session, chosen)
    except NotAWholeError as error:
        raise NotForCopiesError from error
    return [Going(id=i, kind=name, title=session.store.title_of(i)) for i, name in found.items()]


def make(
    session: Session,
    chosen: Sequence[RecordId],
    folder: Path,
    *,
    name: str,
    hours: int,
    passphrase: str,
    cost: Cost | None = None,
    now: Callable[[], float] = time.time,
) -> Made:
    """Make a copy of `contents(session, chosen)` in the new or empty `folder`, whole or not at all, and note it here.

    Args:
        name: who it is for.
        hours: one of `HOURS`.
        passphrase: opens the copy, and nothing else; `cost` is that of guessing it.

    Raises:
        HelperCopyReadOnlyError: this is a helper copy itself.
        HelperNameError: no name was given.
        NotForCopiesError: what was chosen cannot go.
        VaultError: the folder is taken, or the disk refused; nothing is left behind.
    """
    refuse_in_copy(session)
    label = clean(name)[:MOST_NAME]
    if not label:
        raise HelperNameError
    if hours not in HOURS:
        raise ValueError("not one of the hours that are offered")
    going = contents(session, chosen)
    until = datetime.fromtimestamp(now(), UTC) + timedelta(hours=hours)
    helper = Helper(name=label, until=until, records=len(going))

    def fill(build: Path) -> None:
        session.store.note_deed(MADE, detail=f"{len(going)}·{until:%Y-%m-%dT%H:%MZ}·{label}")
        _fill(session, build, going, helper, passphrase, cost or Cost.FLOOR, now)

    make_folder(folder, fill)
    return Made(folder=folder, helper=helper)


def _fill(
    session: Session,
    build: Path,
    going: Sequence[Going],
    helper: Helper,
    passphrase: str,
    cost: Cost,
    now: Callable[[], float],
) -> None:
    """Make the vault of a copy in the folder `build`, with nobody's way in but the helper's."""
    place = build / "vault"
    made = create_vault(place, passphrase, helper.name, cost, practice=session.practice, steps=steps())
    with made.vault as vault:
        for slot in vault.access.slots:
            if slot.kind == RECOVERY:
                vault.access.remove_slot(slot.slot_id)
        store = Store(vault, now)
        for public in session.store.signers_of([each.id for each in going]):
            store.know_device(public, "")
        for each in going:
            report = store.import_changes(session.store.all_changes(each.id))
            if report.refused:
                raise VaultError
        mark(store, helper, now)
    for file in list(place.iterdir()):
        file.rename(build / file.name)
    place.rmdir()


def made_copies(session: Session) -> list[tuple[datetime, str, str]]:
    """Return when each copy was made, for whom, and what was noted of it (records, end), newest first."""
    found = []
    for deed in session.store.deeds(MADE):
        records, until, name = deed.detail.split("·", 2)
        found.append((deed.when, name, f"{records}·{until}"))
    return found


def remove(folder: Path, passphrase: str, *, floor: Cost = Cost.FLOOR) -> None:
    """Remove a helper copy whose end has come or which is no longer needed; a vault that is none is left alone.

    The key file goes first: without it what is left cannot be read. No copy of the folder made before is reached.

    Raises:
        NotForCopiesError: the vault is no helper copy; nothing was removed.
        VaultError: the passphrase does not open it, or the disk refused.
    """
    try:
        with open_vault(folder, passphrase=passphrase, floor=floor) as session:
            if session.ending is None:
                raise NotForCopiesError
    except HelperCopyOverError:
        pass  # that is what it is removed for
    with known_faults(folder):
        for keys in folder.glob("vault.keys*"):
            _overwrite(keys)
            keys.unlink()
        for left in (*folder.glob("vault.*"), *folder.glob(f"{BEFORE_MIGRATION}*.db")):
            left.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def _overwrite(file: Path) -> None:
    """Write chance over a key file before it is unlinked; on flash that promises little, and it costs nothing."""
    with file.open("r+b") as keys:
        keys.write(secrets.token_bytes(file.stat().st_size))
        keys.flush()
        os.fsync(keys.fileno())
