"""What waits, looked at as it was signed: a signature says who wrote something, not that it may be here."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import msgpack

from cima_desktop.model.ids import RecordId
from cima_desktop.store.arriving import Arriving
from cima_desktop.store.change import Code, Raw, Scalar
from cima_desktop.store.plain import record_id

_SET = int(Code.SET)


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
        marks = tuple(msgpack.packb(kind) for kind in kinds)
        if any(raw.payload is not None and raw.payload.startswith(marks, 1) for raw in raws):
            return True
        sql = f"SELECT id FROM rec WHERE kind IN ({', '.join('?' * len(kinds))})"
        here = {rec for (rec,) in self._db.execute(sql, tuple(kinds))}
        return not here.isdisjoint(map(record_id, raws))

    def given(self, n: int) -> Iterator[Given]:
        """Yield what each change of a waiting bundle gives its record."""
        for _i, raws in self._staged_raws(n):
            for raw in raws:
                if raw.payload is not None:
                    _kind, ops = msgpack.unpackb(raw.payload)
                    values = [(name, value) for code, name, value, _seen in ops if code == _SET]
                    yield Given(RecordId(record_id(raw).hex()), values)
