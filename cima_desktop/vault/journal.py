"""Files beside the database: a journal of its own is needed after a crash, one of another vault would ruin it."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path

from cima_desktop.vault.errors import StrayJournalError

_MAGIC = bytes((0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7))
_SALT_BYTES = 16


def refuse_wal(path: Path) -> None:
    """Refuse to open beside a `-wal` or `-shm` file: this vault never writes one.

    Raises:
        StrayJournalError: names the file.
    """
    for suffix in ("-wal", "-shm"):
        stray = path.with_name(path.name + suffix)
        if stray.exists():
            raise StrayJournalError(name=stray.name)


def refuse_foreign(path: Path, salt: bytes) -> None:
    """Refuse a `-journal` whose copy of the first page starts with another vault's salt (its first 16 bytes).

    Must be called before the first read, because that is when the engine plays a journal back.

    Raises:
        StrayJournalError: names the file.
    """
    journal = path.with_name(path.name + "-journal")
    for page in _first_pages(journal):
        if page[:_SALT_BYTES] != salt:
            raise StrayJournalError(name=journal.name)


def _first_pages(journal: Path) -> Iterator[bytes]:
    """Yield each saved copy of page 1 in a rollback journal, in the format of sqlite.org/fileformat2.html §3."""
    if not journal.exists() or not journal.stat().st_size:
        return
    with journal.open("rb") as file:
        head = file.read(28)
        if len(head) < 28 or head[:8] != _MAGIC:
            return  # a finished journal; the engine ignores it too
        sector, page = struct.unpack(">II", head[20:28])
        if not 512 <= sector <= 65536 or not 512 <= page <= 65536:
            raise StrayJournalError(name=journal.name)
        file.seek(sector)
        while len(record := file.read(4 + page + 4)) == 8 + page:
            if record[:4] == b"\x00\x00\x00\x01":
                yield record[4:-4]


def is_writable(path: Path) -> bool:
    """Say whether the database and its folder can be written, without writing."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
