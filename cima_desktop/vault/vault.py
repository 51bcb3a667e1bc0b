"""An open vault: the connection, its one kind of save, its check and its copies."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import sqlcipher3.dbapi2 as engine

from cima_desktop import log
from cima_desktop.vault import ballast, copy
from cima_desktop.vault.access import Access
from cima_desktop.vault.carve import Pages, pages_of
from cima_desktop.vault.check import Examination, Health, examine
from cima_desktop.vault.connection import Gate
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import (
    DamagedForSavingError,
    NotAVaultError,
    ReopenVaultError,
    VaultGoneError,
    engine_error,
    known_faults,
)
from cima_desktop.vault.files import remove_all, takes_writes
from cima_desktop.vault.memory import HeldKey
from cima_desktop.vault.rekey import Tick

DB_NAME = "vault.db"
_ROOM_KIB = 32 * 1024
BEFORE_MIGRATION = "before-migration-"
"""How a copy of the database is named that was made before a migration."""
_log = log.logger("vault")


class Vault:
    """An open vault, for one thread. `db` is the connection; change records only inside `transaction()`.

    `id` is 16 random bytes, `save_counter` the number of saves so far, `access` who can open it, `health` the
    result of the check that follows an unclean close or a migration (None when none was needed).
    """

    def __init__(self, folder: Path, db: Database, gate: Gate, access: Access, key: HeldKey) -> None:
        """Wrap an open connection; use `open_vault` or `create_vault`."""
        self.folder = folder
        self.db = db
        self.access = access
        self.health: Health | None = None
        self._gate = gate
        self._key = key
        self._marked_open = False
        self._closed = False
        self._file: BinaryIO | None = None
        self._inode = self._identity()
        row = db.execute("SELECT id, practice, counter, clean_close FROM vault_state").fetchone()
        if row is None or row[0] != access.vault_id:
            raise NotAVaultError
        self.id: bytes = row[0]
        self.practice = bool(row[1])
        self.save_counter: int = row[2]
        self.closed_cleanly = bool(row[3])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The database file. Never open it with `open()` while the vault is open: that drops the lock."""
        return self.folder / DB_NAME

    @property
    def is_open(self) -> bool:
        """Whether it was not closed yet, by its user or by a change of the key that failed."""
        return not self._closed

    def close(self) -> None:
        """Close the connection and forget the key; safe to repeat.

        The clean close is noted first, if anything was saved and nothing is known to be wrong.
        """
        if self._closed:
            return
        self._closed = True
        try:
            if self._marked_open and (self.health is None or self.health.ok):
                self.db.execute("UPDATE vault_state SET clean_close = 1")
        except engine.Error:
            _log.warning("the clean close could not be noted; the next opening will check the vault")
        finally:
            self.db.close()
            self._forget()

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """Run the block as one durable save: all of it or none, and the save counter goes up by one.

        Raises:
            VaultGoneError: the file was moved or deleted since it was opened; on some systems it could still be
                written to, and what was saved would be lost with it.
            VaultError: nothing of the block was kept (a failed commit is looked up before this is said).
            RuntimeError: a transaction is already open.
        """
        if self.db.in_transaction:
            raise RuntimeError("a save is already running")
        if self._identity() != self._inode:
            raise VaultGoneError
        try:
            self.db.execute("BEGIN IMMEDIATE")
            yield self.db
            self.db.execute("UPDATE vault_state SET counter = counter + 1, clean_close = 0")
        except BaseException as error:
            self._roll_back()
            _raise_known(error, self.folder)
            raise
        self._commit()

    def _identity(self) -> tuple[int, int] | None:
        """Return what tells the database file from every other, without opening it; None when it is not there.

        Windows lets nobody move an open file, and there some disks have no lasting numbers.
        """
        try:
            told = self.path.stat()
        except OSError:
            return None
        return (0, 0) if os.name == "nt" else (told.st_dev, told.st_ino)

    def _commit(self) -> None:
        try:
            self.db.execute("COMMIT")
        except engine.Error as error:
            self._roll_back()
            if self._counter_on_disk() != self.save_counter + 1:
                _raise_known(error, self.folder)
                raise
        self.save_counter += 1
        self._marked_open = True

    def _counter_on_disk(self) -> int | None:
        try:
            return int(self.db.execute("SELECT counter FROM vault_state").fetchone()[0])
        except engine.Error:
            return None

    def _roll_back(self) -> None:
        if self.db.in_transaction:
            with contextlib.suppress(engine.Error):  # the engine has done it already when the disk is full
                self.db.execute("ROLLBACK")

    def compact(self) -> None:
        """Rewrite the database without its free pages, so that erased records leave no room behind.

        Raises:
            VaultError: for example no room for the copy; the vault is as it was.
        """
        with known_faults(self.folder), self._gate.compacting():
            self.db.execute("VACUUM")

    def use_reserve(self) -> bool:
        """Give back the room kept beside the vault, so that one save or erasure passes on a full disk.

        Returns:
            Whether there was any; it is set aside again at a later opening, when the disk has room.
        """
        return ballast.release(self.folder)

    def change_key(self, tick: Tick = lambda _done, _of: None, without: bytes = b"") -> bool:
        """Give the vault another data key, which the slot with the id `without` does not give out.

        The copy from before a migration goes as well: it opens with the old key, and the vault was just examined.

        Returns:
            Whether no such copy is left.

        Raises:
            VaultError: key and ways in are those of before; ReopenVaultError: the vault had to be closed.
            RuntimeError: inside a transaction.
        """
        if self.db.in_transaction:
            raise RuntimeError("a save is running")
        try:
            self.access.rekey(self.db, tick, without)
        except ReopenVaultError:
            self._closed = True
            self._forget()
            raise
        return drop_older_copies(self.folder)

    def _forget(self) -> None:
        if self._file is not None:
            self._file.close()
        self._key.drop()
        self.access.papers.withdraw()

    def check(self, more: Sequence[Examination] = ()) -> Health:
        """Examine every page and the vault's own row, and whatever `more` the store knows to examine."""
        return examine(self.db, self.id, more)

    def check_at_opening(self, more: Sequence[Examination] = ()) -> None:
        """Check, and keep the result in `health`; a damaged vault is checked at every opening until it is mended."""
        self.health = self.check(more)
        self._marked_open = True

    def pages(self) -> Pages:
        """Return the pages of the file as they lie there, to read around damage which the engine stops at.

        The file is not closed again before the vault is: closing it would drop the lock.
        """
        if self._file is None:
            self._file = self.path.open("rb")
        return pages_of(self._file, self.path.stat().st_size, self._key)

    @property
    def held_key(self) -> HeldKey:
        """The data key, masked; for this package only: a backup is made and judged under it."""
        return self._key

    def save_copy(self, path: Path) -> None:
        """Write an encrypted copy of the database to the new file `path`, checked before it gets its name.

        Raises:
            VaultError: no copy was left behind.
            RuntimeError: inside a transaction.
        """
        if self.db.in_transaction:
            raise RuntimeError("a save is running")
        copy.save_copy(self.db, self._key, path)


@contextmanager
def roomy(db: Database) -> Iterator[None]:
    """Give the engine more memory while a great deal is written: what is read and written in turn stays at hand."""
    usual = int(db.execute("PRAGMA cache_size").fetchone()[0])
    db.execute(f"PRAGMA cache_size = {-_ROOM_KIB}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA cache_size = {usual}")


def drop_older_copies(folder: Path) -> bool:
    """Remove the copies from before a migration: they hold what was erased since, and open with keys of before.

    Returns:
        Whether none is left.
    """
    try:
        return remove_all(list(folder.glob(f"{BEFORE_MIGRATION}*.db")))
    except OSError:  # what was done before stands, whatever the disk says of the folder
        return False


def _raise_known(error: BaseException, folder: Path) -> None:
    known = engine_error(error, folder) if isinstance(error, Exception) else None
    if known is None:
        return
    # After one bad page the engine calls the whole connection read-only, on a disk that takes every other write.
    refused = getattr(error, "sqlite_errorcode", 0) == engine.SQLITE_READONLY
    raise (DamagedForSavingError() if refused and takes_writes(folder) else known) from error
