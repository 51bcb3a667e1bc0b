"""What arrived and waits for a decision: checked, kept whole and sealed in the vault, counted for nothing (3.4).

The stick can go as soon as all is staged, and the program can be killed at any time: what waits is still there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Unpack

import attrs
import msgpack

from cima_desktop.store.aside import DECLINED, Aside
from cima_desktop.store.blobs import Blobs, add_piece, forget_bytes, is_whole
from cima_desktop.store.bundles import IN, READING, REFUSED, TAKING, WAITING, BundleNote, Bundles, NewLine
from cima_desktop.store.change import BadChangeError, Change, Raw, change_id, erased, heading, read_stored
from cima_desktop.store.plain import record_id
from cima_desktop.store.portions import marks, portions
from cima_desktop.store.signatures import Verifier
from cima_desktop.vault.database import Database

BATCH = 4000
"""Most changes in a section that waits, and so in one transaction that takes in."""
_LEVEL = 1
"""Of zstd: three times smaller at no cost that could be measured; the vault's pages are what costs."""


@attrs.frozen(kw_only=True)
class Staged:
    """What became of changes: kept for the decision, here already, refused, or of devices nobody knows."""

    kept: int = 0
    known: int = 0
    refused: int = 0
    unknown: int = 0


class BadArrivalError(Exception):
    """Bytes of an attachment that are not what their fingerprint says, or do not follow each other."""


class Arriving(Bundles, Aside, Blobs):
    """The part of the store that keeps what waits for a decision."""

    def begin_arrival(self, bundle_id: bytes, **line: Unpack[NewLine]) -> int:
        """Begin to keep a bundle; return its number in the register. One that was being read before is begun anew."""
        with self._vault.transaction() as db:
            before = self.bundle_known(IN, bundle_id, line.get("sender", b""), line.get("mark", b""))
            if before is None:
                return self._note_bundle(db, IN, bundle_id, {**line, "state": READING})
            forget_arrival(db, before.n)
            db.execute("UPDATE bundle SET state = ?, decision = NULL WHERE n = ?", (READING, before.n))
            return before.n

    def stage(self, n: int, raws: Sequence[Raw]) -> Staged:
        """Check changes, form and signature, and keep those that are not here yet.

        One change that is refused makes the whole bundle not worth keeping, because its sender has signed it; what
        follows from that is for the caller to say.
        """
        verifiers = self._verifiers()
        refused = unknown = 0
        good: dict[bytes, Raw] = {}
        for raw in raws:
            try:
                head = heading(raw)
            except BadChangeError:
                refused += 1
                continue
            verifier = verifiers.get(head.dev)
            if verifier is None:
                unknown += 1
            elif verifier.holds(raw, head.id):
                good[head.id] = raw
            else:
                refused += 1
        new = self._without_erased(self._not_here(n, good))
        for start in range(0, len(new), BATCH):
            self._keep(n, new[start : start + BATCH])
        return Staged(kept=len(new), known=len(good) - len(new), refused=refused, unknown=unknown)

    def stage_piece(self, n: int, digest: bytes, offset: int, total: int, data: bytes) -> None:
        """Keep some bytes of an attachment; they come in order, and the last ones are held against the fingerprint.

        What is here whole is not written again, and stays while this bundle waits. Half of it, from a bundle whose
        reading was broken off, is begun anew.

        Raises:
            BadArrivalError: they are not what they say.
        """
        with self._vault.transaction() as db:
            if is_whole(db, digest):
                db.execute("INSERT OR IGNORE INTO arrival_blob (bundle, hash) VALUES (?, ?)", (n, digest))
                return
            if offset == 0:
                forget_bytes(db, digest)
                db.execute("INSERT INTO blob (hash, size) VALUES (?, ?)", (digest, total))
                db.execute("INSERT OR IGNORE INTO arrival_blob (bundle, hash) VALUES (?, ?)", (n, digest))
            if not add_piece(db, digest, offset, total, data):
                raise BadArrivalError

    def end_staging(self, n: int) -> None:
        """Note that the whole bundle is here and waits for a decision."""
        self.set_bundle(n, state=WAITING)

    def arrivals(self) -> list[BundleNote]:
        """Return what waits for a decision or is half taken in, newest first."""
        return self._notes("WHERE way = 'in' AND state IN (?, ?) ORDER BY n DESC", (WAITING, TAKING))

    def drop_arrival(self, n: int) -> None:
        """Take nothing of it in: its changes are put aside, so that they need not be asked about again."""
        with self._writing() as db:
            for _i, changes in self._staged(n):
                self.put_waiting_aside(db, n, changes, DECLINED)
            forget_arrival(db, n)
            db.execute("DELETE FROM bundle_span WHERE bundle = ?", (n,))
            db.execute("UPDATE bundle SET state = ? WHERE n = ?", (REFUSED, n))
        self.drop_unreferenced()

    def discard_arrival(self, n: int) -> None:
        """Forget a bundle that was not worth keeping, as if it had never been opened."""
        with self._vault.transaction() as db:
            forget_arrival(db, n)
            for name in ("bundle_peer", "bundle_span"):
                db.execute(f"DELETE FROM {name} WHERE bundle = ?", (n,))
            db.execute("DELETE FROM bundle WHERE n = ?", (n,))
        self.drop_unreferenced()

    def _verifiers(self) -> dict[bytes, Verifier]:
        return {device: Verifier(public) for device, public in self._db.execute("SELECT id, sign_pub FROM device")}

    def _not_here(self, n: int, changes: Mapping[bytes, Raw]) -> list[Raw]:
        """Return those that do not count here yet; what was put aside before comes again.

        Of those that came with an earlier bundle and count, it is noted that this one brought them too: when the
        other is taken back, they stay.
        """
        here = self._counting(list(changes))
        self._note_brought_again(n, sorted(here))
        return [raw for name, raw in changes.items() if name not in here]

    def _counting(self, names: Sequence[bytes]) -> set[bytes]:
        """Return those of these changes that count here."""
        here: set[bytes] = set()
        for ids in portions(names):
            rows = self._db.execute(f"SELECT id FROM change WHERE id IN ({marks(ids)})", ids)
            here.update(each for (each,) in rows)
        return here

    def _note_brought_again(self, n: int, names: Sequence[bytes]) -> None:
        numbers: list[int] = []
        for ids in portions(names):
            rows = self._db.execute(
                f"SELECT n FROM change WHERE id IN ({marks(ids)})"
                " AND EXISTS (SELECT 1 FROM bundle_span WHERE bundle <> ? AND change.n BETWEEN first AND last)",
                (*ids, n),
            )
            numbers += [number for (number,) in rows]
        if not numbers:
            return
        with self._vault.transaction() as db:
            for first, last in _spans(sorted(numbers)):
                db.execute("INSERT OR IGNORE INTO bundle_span (bundle, first, last) VALUES (?, ?, ?)", (n, first, last))

    def _without_erased(self, changes: Sequence[Raw]) -> list[Raw]:
        """Return changes without the content that was erased here: it is not even kept to be decided about."""
        records = {rec for (rec,) in self._db.execute("SELECT rec FROM erase")}
        names = {name for (name,) in self._db.execute("SELECT id FROM aside WHERE payload IS NULL")}
        if not records and not names:
            return list(changes)
        return [erased(raw) if record_id(raw) in records or change_id(raw.header) in names else raw for raw in changes]

    def put_waiting_aside(self, db: Database, n: int, changes: Sequence[Change], why: str) -> None:
        """Put aside what waits, inside a transaction that is open, but for what came another way and counts."""
        here = self._counting([change.id for change in changes])
        self.put_aside(db, n, [change for change in changes if change.id not in here], why)

    def _keep(self, n: int, changes: Sequence[Raw]) -> None:
        data = packed(changes)
        with self._vault.transaction() as db:
            i = db.execute("SELECT coalesce(max(i) + 1, 0) FROM arrival WHERE bundle = ?", (n,)).fetchone()[0]
            db.execute("INSERT INTO arrival (bundle, i, size, data) VALUES (?, ?, ?, ?)", (n, i, len(changes), data))

    def _staged(self, n: int) -> Iterator[tuple[int, list[Change]]]:
        """Yield the sections that wait, each with its place; a section may be removed while it is in hand."""
        for i, raws in self._staged_raws(n):
            yield i, [read_stored(raw) for raw in raws]

    def _staged_raws(self, n: int) -> Iterator[tuple[int, list[Raw]]]:
        places = self._db.execute("SELECT i FROM arrival WHERE bundle = ? ORDER BY i", (n,)).fetchall()
        for (i,) in places:
            yield i, self._section(n, i)

    def _section(self, n: int, i: int) -> list[Raw]:
        row = self._db.execute("SELECT data FROM arrival WHERE bundle = ? AND i = ?", (n, i)).fetchone()
        return unpacked(row[0])


def _spans(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of numbers without a gap; the numbers are ascending."""
    start = 0
    for place, number in enumerate(numbers):
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield numbers[start], number
            start = place + 1


def packed(raws: Iterable[Raw]) -> bytes:
    """Return changes as a section that waits keeps them."""
    import zstandard  # lazy: only an exchange needs it

    return zstandard.ZstdCompressor(level=_LEVEL).compress(msgpack.packb([list(raw) for raw in raws]))


def unpacked(data: bytes) -> list[Raw]:
    """Return the changes of a section; it was written by this vault and is believed."""
    import zstandard  # lazy, as above

    return [Raw(*raw) for raw in msgpack.unpackb(zstandard.ZstdDecompressor().decompress(data))]


def forget_arrival(db: Database, n: int) -> None:
    """Remove what waits of a bundle, inside a transaction that is open; bytes no record names go at the next sweep."""
    for (digest,) in db.execute("SELECT hash FROM arrival_blob WHERE bundle = ?", (n,)).fetchall():
        if not is_whole(db, digest):
            forget_bytes(db, digest)
    db.execute("DELETE FROM arrival_blob WHERE bundle = ?", (n,))
    db.execute("DELETE FROM arrival WHERE bundle = ?", (n,))
