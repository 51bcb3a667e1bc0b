"""What a save touched, as a typed value: the one thing that is passed on so that views can refresh themselves."""

from dataclasses import dataclass
from datetime import datetime

from cima_desktop.model.ids import RecordId


@dataclass(frozen=True, slots=True)
class Touched:
    """The outcome of one save.

    `txn` names the save (32 hexadecimal digits; empty when nothing differed and nothing was written), `saved_at`
    is the time of the last durable save, in UTC.
    """

    txn: str
    kinds: frozenset[str]
    ids: frozenset[RecordId]
    saved_at: datetime

    def __bool__(self) -> bool:
        return bool(self.ids)
