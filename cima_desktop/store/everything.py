"""Everything there is, a piece at a time, for the open export: changes that count or not, records, devices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Kind, Record
from cima_desktop.store.change import Raw
from cima_desktop.store.clock import milliseconds, moment
from cima_desktop.store.core import Core
from cima_desktop.store.tables import columns, record_in, table

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as it is now, in the bin or not."""

    record: Record
    title: str
    in_bin: bool
    created: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A device whose signature may be in the log."""

    id: bytes
    public: bytes
    label: str


class Everything(Core):
    """The part of the store that hands out all of it; nothing may be written meanwhile."""

    def count_everything(self) -> tuple[int, int]:
        """Return how many changes and how many records there are."""
        changes = (
            "SELECT (SELECT count(*) FROM change) + (SELECT count(*) FROM aside), count(*) FROM rec WHERE deleted >= 0"
        )
        row = self._db.execute(changes).fetchone()
        return int(row[0]), int(row[1])

    def every_change(self) -> Iterator[tuple[Raw, str]]:
        """Yield every change, and why it does not count: empty for those that do."""
        for select in ("header, sig, salt, payload, '' FROM change", "header, sig, salt, payload, why FROM aside"):
            after = 0
            while rows := self._db.execute(
                f"SELECT n, {select} WHERE n > ? ORDER BY n LIMIT {_BATCH}", (after,)
            ).fetchall():
                yield from ((Raw(*row[1:5]), row[5]) for row in rows)
                after = rows[-1][0]

    def every_record(self, kind: Kind) -> Iterator[Standing]:
        """Yield the records of a kind in the order in which they came here."""
        after = 0
        while rows := self._db.execute(
            f"SELECT rec.n, rec.id, title, deleted, created, changed, {columns(kind, 't.')} FROM rec"
            f" JOIN {table(kind)} t USING (n) WHERE kind = ? AND rec.n > ? AND deleted >= 0 ORDER BY rec.n"
            f" LIMIT {_BATCH}",
            (kind.name, after),
        ).fetchall():
            for _n, rec_id, title, deleted, created, changed, *row in rows:
                yield Standing(record_in(kind, rec_id, row), title, deleted == 1, _moment(created), _moment(changed))
            after = rows[-1][0]

    def disputed(self) -> set[RecordId]:
        """Return the records in which a value waits for a decision, those in the bin too."""
        rows = self._db.execute(
            "SELECT DISTINCT id FROM conflict JOIN rec ON rec.n = rec WHERE conflict.kind = 'value'"
        )
        return {RecordId(rec.hex()) for (rec,) in rows}

    def known_devices(self) -> list[KnownDevice]:
        """Return every device whose key is known here."""
        return [KnownDevice(*row) for row in self._db.execute("SELECT id, sign_pub, label FROM device ORDER BY n")]


def _moment(stamp: int) -> datetime:
    return moment(milliseconds(stamp))
