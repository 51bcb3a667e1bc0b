"""What waits, looked at as it was signed: a signature says who wrote something, not that it may be here."""

from collections.abc import Collection, Sequence

import msgpack

from cima_desktop.store.arriving import Arriving
from cima_desktop.store.change import Raw
from cima_desktop.store.plain import record_id


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
