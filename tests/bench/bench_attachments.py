"""How fast a file goes into the vault and comes out: against SQLCipher's raw insert of the same pieces."""

import hashlib
import os
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import mkdtemp

from cima_desktop.model.attachments import Attachment
from cima_desktop.model.ids import derived_id
from cima_desktop.services import attachments
from cima_desktop.services.attachment_source import FileSource
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, steps
from cima_desktop.store.blobs import PIECE_BYTES
from cima_desktop.vault import create_vault
from cima_desktop.vault.cost import TESTING_COST
from tests.bench.measure import Row, cpu, in_turn, is_quick, resident_mib
from tests.bench.people import scratch

MEGABYTES = 20 if is_quick() else 100
ROUNDS = 3 if is_quick() else 5


class Files:
    """A vault and fresh files to put into it."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(dir=scratch()))
        self.session = Session(create_vault(self.folder / "vault", "bench", "Bench", TESTING_COST, steps=steps()).vault)
        self.about = derived_id("bench", "about")
        self.session.store.save("Bench", [Edit("person", self.about, {"given_names": "Ana"})])
        self.db = self.session.vault.db
        self.db.execute("CREATE TABLE raw (n INTEGER, i INTEGER, data BLOB NOT NULL, PRIMARY KEY (n, i))")
        self.file = self.folder / "scan.bin"
        self.count = 0

    def fresh(self) -> None:
        """Write another file of the same size."""
        self.count += 1
        block = hashlib.shake_128(str(self.count).encode()).digest(1_000_000)
        with open(self.file, "wb") as out:
            for n in range(MEGABYTES):
                out.write(n.to_bytes(8, "big") + block[8:])

    def pieces(self) -> Iterator[bytes]:
        """Read the file piece by piece."""
        handle = os.open(self.file, os.O_RDONLY)
        while piece := os.read(handle, PIECE_BYTES):
            yield piece
        os.close(handle)

    def add(self) -> None:
        """Add the file as the window does, with its hash, its record and its search words."""
        attachments.add(self.session, self.about, FileSource(self.file))

    def erase(self) -> None:
        """Take every attachment away, so that the next round writes again."""
        with self.session.store._writing() as db:
            db.execute("DELETE FROM k_attachment")
        self.session.store.drop_unreferenced()

    def add_raw(self) -> None:
        """Insert the pieces of the file into a bare table of the same vault, in one transaction."""
        self.db.execute("BEGIN IMMEDIATE")
        for i, piece in enumerate(self.pieces()):
            self.db.execute("INSERT INTO raw VALUES (1, ?, ?)", (i, piece))
        self.db.execute("COMMIT")

    def erase_raw(self) -> None:
        """Empty the bare table."""
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("DELETE FROM raw")
        self.db.execute("COMMIT")

    def read_ours(self) -> None:
        """Read an attachment as the viewer does, its hash checked."""
        attachment = self.session.store.children(Attachment, about=self.about)[0]
        for _piece in self.session.store.read_bytes(attachment.digest):
            pass

    def read_floor(self) -> None:
        """Read the same pieces from the bare table."""
        i = 0
        while self.db.execute("SELECT data FROM raw WHERE n = 1 AND i = ?", (i,)).fetchone():
            i += 1


def _speed(seconds: float) -> str:
    return f"{MEGABYTES / seconds:.0f} MB/s"


def adding(files: Files) -> tuple[float, float]:
    """Return the median CPU seconds of adding a file and of the bare insert, in turn, each into erased room."""
    pairs = []
    for _round in range(ROUNDS + 1):
        files.fresh()
        pairs.append((cpu(files.add), cpu(files.add_raw)))
        files.erase()
        files.erase_raw()
    return statistics.median(ours for ours, _ in pairs[1:]), statistics.median(floor for _, floor in pairs[1:])


def rows() -> Iterable[Row]:
    """Return the rows of adding and reading, and the memory that adding takes."""
    files = Files()
    ours, floor = adding(files)
    files.fresh()
    before = resident_mib()
    files.add()
    grown = resident_mib() - before
    files.add_raw()
    read, read_floor = in_turn(files.read_ours, files.read_floor, ROUNDS)
    files.session.close()
    return [
        Row("A1", f"add an attachment of {MEGABYTES} MB", _speed(ours), _speed(floor), ours / floor, "≤ 1.5", 1.5),
        Row("A1", f"read it, {MEGABYTES} MB", _speed(read), _speed(read_floor), read / read_floor, "≤ 1.5", 1.5),
        Row("A1", f"memory while adding {MEGABYTES} MB", f"{grown:.1f} MiB", "", grown, "≤ 16 MiB", 16),
    ]
