"""The one way to open the database: every step in the order that leaves no trap, each one verified.

The traps: an empty file opens as a healthy empty vault, a missing key writes plaintext, a raw key of the wrong
length is silently taken for a passphrase, connecting creates a missing file, a key given as SQL stays in memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import sqlcipher3.dbapi2 as engine

from cima_desktop.vault import journal
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import (
    NotAVaultError,
    ReadOnlyDiskError,
    VaultMissingError,
    engine_error,
)
from cima_desktop.vault.memory import HeldKey, wipe

_LOCK_WAIT_SECONDS = 0.2
_WINNER_WAIT_MS = 3000
_HEX = b"0123456789abcdef"
_LITERAL_BYTES = 67

_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("cipher_log_level", "NONE", "NONE"),
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "EXTRA", 3),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("mmap_size", "0", 0),
)
"""Pragma, what it is set to, and what it must answer afterwards."""

_PRAGMAS_WITH_ARGUMENT = frozenset(
    {
        "quick_check", "integrity_check", "foreign_key_check", "table_info", "table_xinfo", "table_list",
        "index_list", "index_info", "index_xinfo", "foreign_key_list", "defer_foreign_keys", "cache_size",
    }
)  # fmt: skip
_PRAGMAS_NEVER_READ = frozenset(
    {"key", "rekey", "hexkey", "hexrekey", "textkey", "textrekey", "writable_schema", "optimize"}
)
_FUNCTIONS_NEVER = frozenset({"load_extension", "sqlcipher_export", "fts3_tokenizer"})
_FUNCTION_CODE = 31


class Gate:
    """The engine's authorizer: open while the connection is set up, then shut against keys, files and schema tricks.

    `VACUUM` attaches a nameless scratch database, so it passes only inside `compacting()`.
    """

    def __init__(self) -> None:
        self._shut = False
        self._compacting = False

    def shut(self) -> None:
        """Refuse from now on whatever the records never need."""
        self._shut = True

    @contextmanager
    def compacting(self) -> Iterator[None]:
        """Let `VACUUM` through inside the block."""
        self._compacting = True
        try:
            yield
        finally:
            self._compacting = False

    def __call__(self, action: int, first: str | None, second: str | None, *_where: str | None) -> int:
        """Answer the engine: SQLITE_OK or SQLITE_DENY."""
        return int(engine.SQLITE_DENY if self._denies(action, first, second) else engine.SQLITE_OK)

    def _denies(self, action: int, first: str | None, second: str | None) -> bool:
        if action == engine.SQLITE_ATTACH:
            return not (self._compacting and first == "")
        if action in (engine.SQLITE_DETACH, engine.SQLITE_ANALYZE):  # ANALYZE copies values into its own tables
            return True
        if action == _FUNCTION_CODE:
            return (second or "").lower() in _FUNCTIONS_NEVER
        if action == engine.SQLITE_PRAGMA and self._shut:
            return _denies_pragma((first or "").lower(), second)
        return False


def _denies_pragma(name: str, argument: str | None) -> bool:
    if name == "cipher_integrity_check":
        return False
    if name in _PRAGMAS_NEVER_READ or name.startswith("cipher"):
        return True
    return argument is not None and name not in _PRAGMAS_WITH_ARGUMENT


def key_literal(key: bytearray) -> bytearray:
    """Return `x'…'` of a 32-byte key, built nibble by nibble so that no string ever holds it; the caller wipes it.

    Raises:
        ValueError: the key is not 32 bytes long (the engine would silently take it for a passphrase).
    """
    literal = bytearray(b"x'" + bytes(2 * len(key)) + b"'")
    for i, byte in enumerate(key):
        literal[2 + 2 * i] = _HEX[byte >> 4]
        literal[3 + 2 * i] = _HEX[byte & 15]
    if len(literal) != _LITERAL_BYTES:
        wipe(literal)
        raise ValueError("a raw key has 32 bytes")
    return literal


def connect(path: Path, key: HeldKey, *, create: bool = False) -> tuple[Database, Gate]:
    """Open the encrypted database at `path` under the lock of this process, and shut its gate.

    Raises:
        VaultError: one of its kinds, for whatever the disk or the file does.
    """
    if not create:
        _refuse_impostors(path)
    db, gate = _open(path, key, "rwc" if create else "rw")
    try:
        if not create:
            journal.refuse_foreign(path, _salt(db), key)
        _set_up(db)
        _take_lock(db)
        gate.shut()
    except BaseException as error:
        db.close()
        _raise_known(error, path)
        raise
    return db, gate


def connect_copy(path: Path, key: HeldKey, *, create: bool = False) -> Database:
    """Open a copy of the vault (a backup) with the vault's key, to fill it or to check it."""
    return connect(path, key, create=create)[0]


def _open(path: Path, key: HeldKey, mode: str) -> tuple[Database, Gate]:
    gate = Gate()
    try:
        raw = engine.connect(
            f"file:{quote(str(path.absolute()))}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=_LOCK_WAIT_SECONDS,
        )
    except engine.Error as error:
        _raise_known(error, path)
        raise
    raw.set_authorizer(gate)
    with key.lend() as clear:
        literal = key_literal(clear)
        try:
            raw.set_key(literal)
        finally:
            wipe(literal)
    return cast(Database, raw), gate


def _refuse_impostors(path: Path) -> None:
    """Judge the file by its size and neighbours alone; opening it here could drop another connection's lock."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise VaultMissingError from None
    except OSError as error:
        _raise_known(error, path)
        raise
    if not path.is_file() or size < 2 * journal.PAGE_BYTES:
        raise NotAVaultError
    journal.refuse_wal(path)
    if not journal.is_writable(path):
        raise ReadOnlyDiskError


def _salt(db: Database) -> bytes:
    row = db.execute("PRAGMA cipher_salt").fetchone()
    return bytes.fromhex(row[0]) if row and row[0] else b""


def _set_up(db: Database) -> None:
    for name, value, answer in _SETTINGS:
        db.execute(f"PRAGMA {name}={value}")
        got = db.execute(f"PRAGMA {name}").fetchone()
        if got is None or got[0] != answer:
            raise RuntimeError(f"the engine refused {name}")


def _take_lock(db: Database) -> None:
    """Take the exclusive lock and touch the first page, so that a wrong file shows itself now.

    The reserved lock decides which of two programs wins; the loser leaves at once. The commit then takes the
    exclusive lock, and must have the patience to let the loser leave: else both would find the vault in use.
    """
    db.execute("BEGIN IMMEDIATE")
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    db.execute(f"PRAGMA busy_timeout = {_WINNER_WAIT_MS}")
    db.execute("COMMIT")


def _raise_known(error: BaseException, path: Path) -> None:
    known = engine_error(error, path.parent) if isinstance(error, Exception) else None
    headless = getattr(error, "sqlite_errorcode", 0) == engine.SQLITE_NOTADB
    if headless and _is_another_programs(path):
        raise NotAVaultError from error
    if known:
        raise known from error


def is_open_elsewhere(path: Path) -> bool:
    """Tell whether another connection holds the lock of the database at `path`; needs no key and changes nothing."""
    try:
        plain: Any = engine.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, timeout=0)
    except engine.Error:
        return False
    try:
        plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except engine.Error as error:
        return bool(int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF == engine.SQLITE_BUSY)
    finally:
        plain.close()
    return False


def _is_another_programs(path: Path) -> bool:
    """Say whether the file is a plain SQLite database or not made of whole pages, hence never a vault's."""
    if path.stat().st_size % journal.PAGE_BYTES:
        return True
    plain: Any = engine.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)
    try:
        plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except engine.Error:
        return False
    finally:
        plain.close()
    return True
