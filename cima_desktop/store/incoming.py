"""What waits, looked at as it was signed: a signature says who wrote something, not that it may be here."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgpack

from cima_desktop.model.ids import RecordId
from cima_desktop.store.arriving import Arriving
from cima_desktop.store.change import Code, Raw, Scalar, change_id
from cima_desktop.store.plain import record_id
from cima_desktop.store.portions import marks

_SET = int(Code.SET)
_DEVICE = 2
"""Where a header has the device that signed it."""


class Given(NamedTuple):
    """What one change gives a record: fields with their values (of a set, members)."""

    id: RecordId
    values: list[tuple[str, Scalar]]


class Incoming(Arriving):
    """The part of the store that shows what waits."""

    def are_of(self, kinds: Collection[str], raws: Sequence[Raw]) -> bool:
        """Tell whether any of these checked changes says that it is of one of these kinds, or is about such a record.

        What is here counts as well, because a change without content does not say its kind.
        """
        begun = tuple(msgpack.packb(kind) for kind in kinds)
        if any(raw.payload is not None and raw.payload.startswith(begun, 1) for raw in raws):
            return True
        sql = f"SELECT id FROM rec WHERE kind IN ({marks(kinds)})"
        here = {rec for (rec,) in self._db.execute(sql, tuple(kinds))}
        return not here.isdisjoint(map(record_id, raws))

    def given(self, n: int) -> Iterator[Given]:
        """Yield what each change of a waiting bundle gives its record."""
        for _i, raws in self._staged_raws(n):
            for raw in raws:
                _kind, ops = msgpack.unpackb(raw.payload) if raw.payload is not None else ("", ())  # erased since
                values = [(name, value) for code, name, value, _seen in ops if code == _SET]
                yield Given(RecordId(record_id(raw).hex()), values)

    def brings_own(self, n: int) -> bool:
        """Tell whether changes wait that this vault's device signed and that were never here.

        What was taken back here, or declined after a look, and comes again is none.
        """
        own = self._db.execute("SELECT coalesce(max(id), x'') FROM device WHERE secret IS NOT NULL").fetchone()[0]
        waiting = (raw.header for _i, raws in self._staged_raws(n) for raw in raws)
        ours = (change_id(header) for header in waiting if msgpack.unpackb(header)[_DEVICE] == own)
        known = "SELECT 1 FROM aside WHERE id = ?"
        return any(self._db.execute(known, (each,)).fetchone() is None for each in ours)

    def begin_new_device_because_of(self, n: int, fact: str) -> None:
        """Sign as a new device from now on, and note with the bundle that made it needful that this is done."""
        with self._writing() as db:
            self._log.renew_device()
            self._set_bundle(db, n, facts={fact: True})
