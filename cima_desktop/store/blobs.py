"""The bytes of attachments: named by their SHA-256, kept once, in pieces, so that no file has to fit into memory.

`docs/formats/attachments.md` says what the rows mean. Bytes and the record that names them are one save.
"""

import hashlib
import secrets
from collections.abc import Callable, Generator, Iterable

from cima_desktop.i18n import N_
from cima_desktop.model.attachments import Attachment
from cima_desktop.model.errors import KnownError
from cima_desktop.model.kinds import kind_of
from cima_desktop.model.touched import Touched
from cima_desktop.store.change import Raw, read_stored
from cima_desktop.store.log import Save
from cima_desktop.store.saving import Edit, Saving
from cima_desktop.store.tables import table
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import DamagedVaultError

PIECE_BYTES = 256 * 1024
"""How much of a file is in memory at a time; readers take pieces of any length."""


class BytesMissingError(KnownError):
    """A record names bytes that this vault does not hold."""

    message = N_("The content of this attachment is not in this vault.")
    remedy = N_("It may be in an older backup, or with the person who added it.")


class Blobs(Saving):
    """The part of the store that keeps the bytes of attachments."""

    def save_with_bytes(self, act: str, edit: Callable[[str, int], Edit], pieces: Iterable[bytes]) -> Touched:
        """Keep bytes and write the record that names them, in one transaction: both are there afterwards, or neither.

        Args:
            act: the catalogue message that names what is done.
            edit: told the fingerprint (64 hexadecimal digits) and the size, it says what the record becomes.
            pieces: the bytes in order; taken one at a time. What they raise undoes everything.

        Raises:
            InvalidInputError: a value cannot be kept; nothing was written.
            VaultError: the disk refused; nothing was written.
        """
        save = Save(secrets.token_hex(16), act)
        with self._writing() as db:
            pending = self._pending(edit(*_put(db, pieces)))
            recs = self._write_step(db, save, [pending] if pending else [], undoable=True)
        return self._touched(save.txn, recs)

    def has_bytes(self, digest: str) -> bool:
        """Tell whether the bytes with this fingerprint are here."""
        return self._db.execute("SELECT 1 FROM blob WHERE hash = ?", (_hash(digest),)).fetchone() is not None

    def has_size(self, size: int) -> bool:
        """Tell whether any bytes of this size are here; only then can a new file be one of them."""
        return self._db.execute("SELECT 1 FROM blob WHERE size = ?", (size,)).fetchone() is not None

    def size_of_bytes(self, digest: str) -> int:
        """Return how many bytes have this fingerprint here; 0 when none do."""
        row = self._db.execute("SELECT size FROM blob WHERE hash = ?", (_hash(digest),)).fetchone()
        return int(row[0]) if row else 0

    def bytes_kept(self) -> int:
        """Return how many bytes all attachments have together, those in the bin too."""
        return int(self._db.execute("SELECT coalesce(sum(size), 0) FROM blob").fetchone()[0])

    def read_bytes(self, digest: str) -> Generator[bytes, None, None]:
        """Yield the pieces in order.

        Raises:
            BytesMissingError: they are not in this vault.
            DamagedVaultError: they are not what the fingerprint says; told after the last piece.
        """
        row = self._db.execute("SELECT n FROM blob WHERE hash = ?", (_hash(digest),)).fetchone()
        if row is None:
            raise BytesMissingError
        made, i = hashlib.sha256(), 0
        while piece := self._db.execute("SELECT data FROM blob_piece WHERE blob = ? AND i = ?", (row[0], i)).fetchone():
            made.update(piece[0])
            yield piece[0]
            i += 1
        if made.hexdigest() != digest:
            raise DamagedVaultError

    def drop_unreferenced(self) -> int:
        """Remove the bytes that no record names any more, in the bin or out of it; return how many bytes that were."""
        with self._writing() as db:
            return drop_unreferenced(db)

    def check_bytes(self) -> list[str]:
        """Return what is wrong with the bytes of attachments, as sentences for the log without any values."""
        faults = [
            f"the pieces of attachment content {n} are not whole"
            for n, size, count, after, length in self._db.execute(
                "SELECT blob.n, size, count(i), coalesce(max(i) + 1, 0), coalesce(sum(length(data)), 0)"
                " FROM blob LEFT JOIN blob_piece ON blob = blob.n GROUP BY blob.n"
            )
            if (count, length) != (after, size)
        ]
        missing = self._db.execute(
            f"SELECT rec.id FROM {_attachments()} t JOIN rec USING (n) WHERE digest <> '' AND {_LOWER} NOT IN"
            " (SELECT hash FROM blob) ORDER BY rec.n"
        )
        return faults + [f"the content of record {rec_id.hex()} is missing" for (rec_id,) in missing]


_LOWER = "unhex(digest)"


def _attachments() -> str:
    return table(kind_of(Attachment))


def _hash(digest: str) -> bytes:
    """Return a fingerprint as its column keeps it; what is none is found nowhere."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return b""


def _put(db: Database, pieces: Iterable[bytes]) -> tuple[str, int]:
    """Write pieces and then their row; where the same bytes are here already, those stay and the new ones go."""
    n = int(db.execute("SELECT coalesce(max(n), 0) + 1 FROM blob").fetchone()[0])
    made, size = hashlib.sha256(), 0
    for i, piece in enumerate(filter(None, pieces)):
        db.execute("INSERT INTO blob_piece (blob, i, data) VALUES (?, ?, ?)", (n, i, piece))
        made.update(piece)
        size += len(piece)
    if db.execute("SELECT 1 FROM blob WHERE hash = ?", (made.digest(),)).fetchone():
        db.execute("DELETE FROM blob_piece WHERE blob = ?", (n,))
    else:
        db.execute("INSERT INTO blob (n, hash, size) VALUES (?, ?, ?)", (n, made.digest(), size))
    return made.hexdigest(), size


def drop_unreferenced(db: Database) -> int:
    """Do what `Blobs.drop_unreferenced` does, inside a transaction that is open: an erasure and its bytes are one."""
    loose = db.execute(
        f"SELECT hash, size FROM blob WHERE hash NOT IN"
        f" (SELECT {_LOWER} FROM {_attachments()} WHERE {_LOWER} IS NOT NULL)"
        " AND hash NOT IN (SELECT hash FROM arrival_blob)"
    ).fetchall()
    spared = _named_aside(db) if loose else frozenset()
    gone = [(digest, size) for digest, size in loose if digest not in spared]
    for digest, _size in gone:
        forget_bytes(db, digest)
    return sum(size for _digest, size in gone)


def _named_aside(db: Database) -> frozenset[bytes]:
    """Return the fingerprints in what was put aside: it can be taken in again, and must not come without its bytes."""
    rows = db.execute("SELECT header, sig, salt, payload FROM aside WHERE payload IS NOT NULL")
    ops = (op for row in rows for op in read_stored(Raw(*row)).ops)
    return frozenset(_hash(str(op.value)) for op in ops if op.field == "digest")


def forget_bytes(db: Database, digest: bytes) -> None:
    """Remove the bytes with this fingerprint, whole or half, inside a transaction that is open."""
    db.execute("DELETE FROM blob_piece WHERE blob IN (SELECT n FROM blob WHERE hash = ?)", (digest,))
    db.execute("DELETE FROM blob WHERE hash = ?", (digest,))


def is_whole(db: Database, digest: bytes) -> bool:
    """Tell whether all bytes with this fingerprint are here."""
    row = db.execute("SELECT n, size FROM blob WHERE hash = ?", (digest,)).fetchone()
    if row is None:
        return False
    here = db.execute("SELECT coalesce(sum(length(data)), 0) FROM blob_piece WHERE blob = ?", (row[0],)).fetchone()
    return bool(here[0] == row[1])


def add_piece(db: Database, digest: bytes, offset: int, total: int, data: bytes) -> bool:
    """Add bytes to an attachment; tell whether it was begun, they fit, and at the end all are as named."""
    row = db.execute("SELECT n, size FROM blob WHERE hash = ?", (digest,)).fetchone()
    if row is None:
        return False
    n, size = row
    i, so_far = db.execute(
        "SELECT count(*), coalesce(sum(length(data)), 0) FROM blob_piece WHERE blob = ?", (n,)
    ).fetchone()
    if (offset, total) != (so_far, size) or offset + len(data) > total:
        return False
    if data:
        db.execute("INSERT INTO blob_piece (blob, i, data) VALUES (?, ?, ?)", (n, i, data))
    if offset + len(data) < total:
        return True
    made = hashlib.sha256()
    for (place,) in db.execute("SELECT i FROM blob_piece WHERE blob = ? ORDER BY i", (n,)).fetchall():
        made.update(db.execute("SELECT data FROM blob_piece WHERE blob = ? AND i = ?", (n, place)).fetchone()[0])
    return made.digest() == digest
