"""What another vault lacks: worked out from what that vault said it has, never from what was sent (exchange.md 3.5)."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence

from cima_desktop.model.ids import RecordId
from cima_desktop.store.change import AUTHOR, NO_ACTOR, Raw
from cima_desktop.store.core import ACTOR, Core, actor_id, set_meta
from cima_desktop.store.have import RUN, HaveSet, Run, digest_of
from cima_desktop.store.portions import marks, portions

_MOST_NAME = 200

Line = tuple[list[int], list[bytes], list[int]]
"""A device's changes in their order: stamps, ids, and numbers here."""


class Gathering(Core):
    """The part of the store that says what is here and gathers what is lacking elsewhere."""

    def own_have(self) -> HaveSet:
        """Return what this vault has: the changes that count, those without content too."""
        return HaveSet({device: tuple(_runs(*self._line(n)[:2])) for n, device in self._devices()})

    def gather(self, have: HaveSet | None, records: Collection[RecordId] | None = None) -> Iterator[Raw]:
        """Yield, as they arrived, the changes that a vault with `have` lacks; nothing may be written meanwhile.

        Args:
            have: what the other one said it has; None when it said nothing.
            records: only of these; None for all.
        """
        if have is None and records is None:
            yield from map(Raw._make, self._db.execute("SELECT header, sig, salt, payload FROM change ORDER BY n"))
            return
        for chunk in portions(self._lacked(have, records)):
            rows = self._db.execute(
                f"SELECT header, sig, salt, payload FROM change WHERE n IN ({marks(chunk)}) ORDER BY n", chunk
            ).fetchall()
            yield from (Raw(*row) for row in rows)

    def gather_count(self, have: HaveSet | None, records: Collection[RecordId] | None = None) -> tuple[int, int]:
        """Return how many changes `gather` would yield, and of how many records."""
        if have is None and records is None:
            changes, of_records = self._db.execute("SELECT count(*), count(DISTINCT rec) FROM change").fetchone()
            return changes, of_records
        numbers = self._lacked(have, records)
        return len(numbers), len(self._records_of(numbers))

    def lacking(self, have: HaveSet | None, records: Collection[RecordId] | None = None) -> list[RecordId]:
        """Return the records of which a vault with `have` lacks something."""
        return [RecordId(rec.hex()) for rec in sorted(self._records_of(self._lacked(have, records)))]

    def signing_devices(self, records: Collection[RecordId] | None = None) -> list[bytes]:
        """Return the ids of the devices that signed any change here, or any of these records."""
        if records is None:
            rows = self._db.execute(
                "SELECT id FROM device WHERE EXISTS (SELECT 1 FROM change WHERE dev = device.n) ORDER BY n"
            )
            return [device for (device,) in rows]
        found: set[tuple[int, bytes]] = set()
        for chunk in portions(self._numbers_of(records)):
            found.update(
                self._db.execute(
                    "SELECT DISTINCT device.n, device.id FROM change JOIN device ON device.n = change.dev"
                    f" WHERE change.rec IN ({marks(chunk)})",
                    chunk,
                ).fetchall()
            )
        return [device for _n, device in sorted(found)]

    def author_names(self, records: Collection[RecordId] | None = None) -> dict[bytes, str]:
        """Return the names, as far as they are known, behind the authors of all changes or of these records'."""
        if records is None:
            rows = self._db.execute("SELECT header FROM change")
            actors = {header[AUTHOR] for (header,) in rows}
        else:
            actors = set()
            for chunk in portions(self._numbers_of(records)):
                rows = self._db.execute(f"SELECT header FROM change WHERE rec IN ({marks(chunk)})", chunk)
                actors.update(header[AUTHOR] for (header,) in rows)
        names = {actor: self.meta_get(ACTOR + actor.hex()) for actor in sorted(actors - {NO_ACTOR})}
        return {actor: name for actor, name in names.items() if name}

    def learn_names(self, names: Mapping[bytes, str]) -> None:
        """Take note of authors' names that came with their changes; a name that is not the author's is left out."""
        with self._vault.transaction() as db:
            for actor, name in names.items():
                if len(name) <= _MOST_NAME and actor_id(name) == actor.hex() and not self.meta_get(ACTOR + actor.hex()):
                    set_meta(db, ACTOR + actor.hex(), name)

    def _devices(self) -> list[tuple[int, bytes]]:
        return self._db.execute(
            "SELECT n, id FROM device WHERE EXISTS (SELECT 1 FROM change WHERE dev = device.n) ORDER BY id"
        ).fetchall()

    def _line(self, dev: int) -> Line:
        """Return a device's changes in the order every vault gives them: by stamp, then by id."""
        rows = self._db.execute("SELECT hlc, id, n FROM change WHERE dev = ? ORDER BY hlc, id", (dev,)).fetchall()
        return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]

    def _lacked(self, have: HaveSet | None, records: Collection[RecordId] | None) -> list[int]:
        """Return the numbers of the changes that a vault lacks, ascending."""
        found: list[int] = []
        for dev, device in self._devices():
            runs = have.devices.get(device, ()) if have else ()
            if runs:
                found += _unmatched(self._line(dev), runs)
            else:
                found += [n for (n,) in self._db.execute("SELECT n FROM change WHERE dev = ?", (dev,))]
        if records is not None:
            found = list(set(found).intersection(self._change_numbers(records)))
        return sorted(found)

    def _change_numbers(self, records: Collection[RecordId]) -> Iterator[int]:
        for chunk in portions(self._numbers_of(records)):
            for (n,) in self._db.execute(f"SELECT n FROM change WHERE rec IN ({marks(chunk)})", chunk):
                yield n

    def _numbers_of(self, records: Collection[RecordId]) -> list[int]:
        """Return the row numbers of records; those that are not here are left out."""
        found: list[int] = []
        for chunk in portions([bytes.fromhex(record) for record in records]):
            rows = self._db.execute(f"SELECT n FROM rec WHERE id IN ({marks(chunk)})", chunk)
            found.extend(n for (n,) in rows)
        return sorted(found)

    def _records_of(self, numbers: Sequence[int]) -> set[bytes]:
        found: set[bytes] = set()
        for chunk in portions(numbers):
            rows = self._db.execute(
                f"SELECT DISTINCT rec.id FROM change JOIN rec ON rec.n = change.rec WHERE change.n IN ({marks(chunk)})",
                chunk,
            )
            found.update(rec for (rec,) in rows)
        return found


def _runs(stamps: Sequence[int], ids: Sequence[bytes]) -> Iterator[Run]:
    """Yield the runs of a device's changes; changes with one stamp are never in two runs."""
    start = 0
    while start < len(ids):
        end = min(start + RUN, len(ids))
        end = bisect_right(stamps, stamps[end - 1], end)
        yield Run(stamps[start], stamps[end - 1], end - start, digest_of(ids[start:end]))
        start = end


def _unmatched(line: Line, runs: Sequence[Run]) -> list[int]:
    """Return the numbers of a device's changes but for those in runs that come out the same here."""
    stamps, ids, numbers = line
    known: set[int] = set()
    for run in runs:
        start, end = bisect_left(stamps, run.low), bisect_right(stamps, run.high)
        if end - start == run.size and digest_of(ids[start:end]) == run.digest:
            known.update(range(start, end))
    return [n for i, n in enumerate(numbers) if i not in known]
