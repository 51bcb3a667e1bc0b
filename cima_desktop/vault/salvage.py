"""The way into a database that is too damaged to be opened, and a new one under the same key for what is saved.

The original is only ever read. The new vault opens with what opens the old one, because it has the same key file.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cima_desktop.i18n import N_
from cima_desktop.vault import keyfile
from cima_desktop.vault.access import Access
from cima_desktop.vault.carve import Pages, pages_of
from cima_desktop.vault.connection import connect, is_open_elsewhere
from cima_desktop.vault.cost import Cost
from cima_desktop.vault.errors import NotAVaultError, VaultError, VaultInUseError, VaultMissingError, known_faults
from cima_desktop.vault.journal import PAGE_BYTES
from cima_desktop.vault.memory import HeldKey
from cima_desktop.vault.migrations import Step, migrate
from cima_desktop.vault.slots import Secret
from cima_desktop.vault.vault import DB_NAME, Vault


class NothingReadableError(VaultError):
    """No row of the old database could be read under this key."""

    message = N_("Nothing could be read of the damaged vault with these keys.")
    remedy = N_("Restore the last good backup into a new vault. The damaged vault was not changed; keep it.")


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A key file and the data key it gave, though the database may not open. Who asked drops the key."""

    keys: keyfile.KeyFile
    slot_id: bytes
    held: HeldKey


def unlock(folder: Path, secret: Secret, floor: Cost = Cost.FLOOR) -> Unlocked:
    """Unlock the key file in `folder`: the damaged vault's own, or that of a backup where its own is lost.

    Raises:
        WrongPassphraseError: what was given does not open it.
        VaultError: the key file is missing or damaged.
    """
    with known_faults(folder):
        found = keyfile.unlock(folder, secret, floor)
    return Unlocked(found.keys, found.slot.slot_id, HeldKey(found.key))


@contextmanager
def pages_in(folder: Path, held: HeldKey) -> Iterator[Pages]:
    """Yield the pages of the database in `folder`, which nobody may have open.

    Raises:
        VaultInUseError: somebody has.
        VaultMissingError, NotAVaultError: there is none, or it is too short to hold anything.
    """
    path = folder / DB_NAME
    with known_faults(folder):
        if not path.is_file():
            raise VaultMissingError
        if is_open_elsewhere(path):
            raise VaultInUseError
        size = path.stat().st_size
        if size < PAGE_BYTES:
            raise NotAVaultError
        with path.open("rb") as file:
            yield pages_of(file, size, held)


def new_vault(build: Path, way: Unlocked, steps: Sequence[Step], counter: int) -> Vault:
    """Make an empty vault in the folder `build` under the same key and key file; return it open.

    Its save counter is `counter`, so that it goes on where the old one was.
    """
    with way.held.lend() as key:
        keyfile.write(build, way.keys, key)
    path = build / DB_NAME
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    db, gate = connect(path, way.held, create=True)
    try:
        migrate(db)
        created = datetime.fromtimestamp(way.keys.created, UTC).isoformat(timespec="seconds")
        db.execute(
            "INSERT INTO vault_state (one, id, created, counter) VALUES (1, ?, ?, ?)",
            (way.keys.vault_id, created, counter),
        )
        migrate(db, steps)
        return Vault(build, db, gate, Access(build, way.keys, way.slot_id, way.held), way.held)
    except BaseException:
        db.close()
        raise
