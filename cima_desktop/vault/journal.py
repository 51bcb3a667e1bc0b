"""Files beside the database: a journal of its own is needed after a crash, one of another vault would ruin it."""

import hashlib
import hmac
import os
import struct
from pathlib import Path

from cima_desktop.vault.errors import StrayJournalError
from cima_desktop.vault.memory import HeldKey

PAGE_BYTES = 4096

_MAGIC = bytes((0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7))
_HEAD_BYTES = 28
_SALT_BYTES = 16
_MAC_BYTES = 64
_MAC_SALT_MASK = 0x3A
_MAC_ROUNDS = 2


def refuse_wal(path: Path) -> None:
    """Refuse to open beside a `-wal` or `-shm` file: this vault never writes one.

    Raises:
        StrayJournalError: names the file.
    """
    for suffix in ("-wal", "-shm"):
        stray = path.with_name(path.name + suffix)
        if stray.exists():
            raise StrayJournalError(name=stray.name)


def refuse_foreign(path: Path, salt: bytes, key: HeldKey) -> None:
    """Refuse a `-journal` whose first page is not sealed under this vault's key and salt.

    Must be called before the first read, because that is when the engine plays a journal back.

    Raises:
        StrayJournalError: names the file.
    """
    journal = path.with_name(path.name + "-journal")
    record = _first_record(journal)
    if record is None:
        return
    with key.lend() as clear:
        if not _is_sealed(record, salt, clear):
            raise StrayJournalError(name=journal.name)


def _first_record(journal: Path) -> bytes | None:
    """Return page number and page of a rollback journal's first record (sqlite.org/fileformat2.html, section 3).

    None means that the engine would not play it back: no journal, a finished one, or one that was never synced.
    """
    if not journal.exists():
        return None
    with journal.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if len(head) < _HEAD_BYTES or head[:8] != _MAGIC or head[8:12] == bytes(4):
            return None
        sector, page = struct.unpack(">II", head[20:28])
        if not 512 <= sector <= 65536 or page != PAGE_BYTES:
            raise StrayJournalError(name=journal.name)
        file.seek(sector)
        return file.read(4 + page)


def _is_sealed(record: bytes, salt: bytes, key: bytearray) -> bool:
    """Say whether a page carries SQLCipher's HMAC-SHA512 over ciphertext, IV and page number under `key`."""
    if len(record) != 4 + PAGE_BYTES:
        return False
    number, page = int.from_bytes(record[:4], "big"), record[4:]
    mac_key = mac_key_of(key, salt)
    sealed = page[_SALT_BYTES if number == 1 else 0 : -_MAC_BYTES] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.digest(mac_key, sealed, "sha512"), page[-_MAC_BYTES:])


def mac_key_of(key: bytearray, salt: bytes) -> bytes:
    """Return the key of the pages' seals, as SQLCipher derives it from the data key and the file's salt."""
    mac_salt = bytes(byte ^ _MAC_SALT_MASK for byte in salt)
    return hashlib.pbkdf2_hmac("sha512", key, mac_salt, _MAC_ROUNDS, 32)


def is_writable(path: Path) -> bool:
    """Say whether the database and its folder can be written, without writing."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
