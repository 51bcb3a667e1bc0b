"""The container of the exchange by itself: against hashing the same bytes and sealing them with age in one go."""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pyrage

from cima_desktop.exchange.bundle import Header, Objects, Piece, Section, Standing, open_bundle, save_bundle
from tests.bench.measure import Row, in_turn, is_quick, resident_mib
from tests.bench.people import scratch
from tests.bundles import ANA, BETO, BUNDLE_ID, MADE_MS

MEGABYTES = 20 if is_quick() else 100
ROUNDS = 3 if is_quick() else 5
PIECE = 256 * 1024


class Bench:
    """A file's worth of pieces, and a bundle made of them."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(dir=scratch())) / "bench.cima"
        self.pieces = [os.urandom(PIECE)] * (MEGABYTES * 1_000_000 // PIECE)
        self.total = PIECE * len(self.pieces)
        self.digest = hashlib.sha256(b"".join(self.pieces)).digest()
        self.header = Header(
            bundle_id=BUNDLE_ID, sender=ANA.device, sender_key=ANA.public, recipients=(BETO.fingerprint,),
            made_ms=MADE_MS, sort="delta", purpose="peer", program="bench", changes=0, pieces=len(self.pieces),
            size=self.total,
        )  # fmt: skip
        self.recipient = pyrage.x25519.Recipient.from_str(BETO.box)
        self.identity = pyrage.x25519.Identity.from_str(BETO.secret)

    def sections(self) -> Iterator[Section]:
        """Yield what goes into the bundle."""
        yield Objects((b"card",))
        for n, piece in enumerate(self.pieces):
            yield Piece(self.digest, n * PIECE, self.total, piece)

    def write(self) -> None:
        """Make the bundle, durable."""
        save_bundle(self.path, self.header, [BETO.box], ANA.key.sign, self.sections())

    def read(self) -> None:
        """Examine it and hand out all of it."""
        with open(self.path, "rb") as file:
            bundle = open_bundle(file, [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN)
            bundle.read(lambda _section: None)

    def write_floor(self) -> None:
        """Hash the bytes and seal them, in memory."""
        data = b"".join(self.pieces)
        hashlib.sha256(data).digest()
        self.path.with_suffix(".age").write_bytes(pyrage.encrypt(data, [self.recipient]))

    def read_floor(self) -> None:
        """Unseal the bytes in memory and hash them, twice as two runs must."""
        for _run in range(2):
            hashlib.sha256(pyrage.decrypt(self.path.with_suffix(".age").read_bytes(), [self.identity])).digest()


def longest_freeze(work: Callable[[], None]) -> float:
    """Return the longest time in seconds for which another thread did not get its turn while one worked."""
    worker = threading.Thread(target=work)
    longest, last = 0.0, time.perf_counter()
    worker.start()
    while worker.is_alive():
        time.sleep(0.002)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest


def _speed(seconds: float) -> str:
    return f"{MEGABYTES / seconds:.0f} MB/s"


def rows() -> Iterable[Row]:
    """Return the rows of writing and reading, of the memory both take, and of the longest freeze."""
    bench = Bench()
    before = resident_mib()
    bench.write()
    bench.read()
    grown = resident_mib() - before
    freeze = max(longest_freeze(bench.write), longest_freeze(bench.read))
    ours, floor = in_turn(bench.write, bench.write_floor, ROUNDS)
    read, read_floor = in_turn(bench.read, bench.read_floor, ROUNDS)
    return [
        Row("P7", f"write a bundle of {MEGABYTES} MB", _speed(ours), _speed(floor), ours / floor, "≤ 3", 3),
        Row(
            "P7", f"examine and read it, {MEGABYTES} MB", _speed(read), _speed(read_floor), read / read_floor, "≤ 3", 3
        ),
        Row("P7", f"memory while doing both, {MEGABYTES} MB", f"{grown:.1f} MiB", "", grown, "≤ 30 MiB", 30),
        Row(
            "P7",
            f"longest freeze meanwhile, {MEGABYTES} MB",
            f"{1000 * freeze:.0f} ms",
            "",
            1000 * freeze,
            "≤ 50 ms",
            50,
        ),
    ]
