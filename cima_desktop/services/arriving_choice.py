"""What of an arrival is to be taken in: a tick for each record, kept between two looks, with what never ticks itself.

Whatever is ticked by a person stays ticked. "All" and what is ticked at the start leave out deletions, and everything
when an unusual share of the vault would change: those take a tick of their own (exchange.md 3.4).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.store import ComingRow, Comparison

SETTLED = frozenset({"same", "erased", "revoked", "mixed"})
"""Sorts of which nothing is asked: what is known already, what stays erased, and what goes aside by itself."""
USUAL, ALL, NONE = "usual", "all", "none"
MASS = "mass"
ONLY_WHEN_NAMED = frozenset({"deleted", "declined"})
"""Sorts that "all" takes only when they are named."""
_WEIGHT = (
    "mixed",
    "conflict",
    "deleted",
    "newer",
    "restored",
    "changed",
    "declined",
    "new",
    "revoked",
    "erased",
    "same",
)
"""The sorts by how much they want to be looked at, most first."""


class MassChangeError(KnownError):
    """Everything was to be taken in although very much would change."""

    message = N_("This bundle would change very many of the records here, so they are not all ticked at once.")
    remedy = N_("Look through what it changes first. Then tick that you have seen it, or tick single records.")


@attrs.frozen(kw_only=True)
class Entry:
    """What is shown as one: a record with the parts of it that came; `row` is None when only parts came."""

    id: RecordId
    kind: str
    title: str
    row: ComingRow | None
    parts: tuple[ComingRow, ...] = ()
    sorts: tuple[str, ...] = attrs.field(init=False)
    """The sorts of its rows, each once, those first that want to be looked at most."""
    odd: frozenset[str] = attrs.field(init=False)
    """What is odd about any of its rows."""

    @sorts.default
    def _sorts(self) -> tuple[str, ...]:
        there = {row.sort for row in self.rows}
        return tuple(there) if len(there) == 1 else tuple(sort for sort in _WEIGHT if sort in there)

    @odd.default
    def _odd(self) -> frozenset[str]:
        return frozenset().union(*(row.odd for row in self.rows))

    @property
    def rows(self) -> tuple[ComingRow, ...]:
        """Return the record's own row and those of its parts."""
        return (self.row, *self.parts) if self.row else self.parts

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing of it is asked."""
        return SETTLED.issuperset(self.sorts)


def weight(entry: Entry) -> int:
    """Return the place of an entry in the list: those that want to be looked at first come first."""
    return min((_WEIGHT.index(sort) for sort in entry.sorts), default=len(_WEIGHT))


class Choice:
    """The ticks of one arrival."""

    def __init__(self, entries: Sequence[Entry], compared: Comparison, kept: object = None) -> None:
        """Begin with the usual ticks, or with those that were `kept` (the value `kept_as` returned)."""
        self.is_mass = "mass" in compared.odd
        self._rows = {row.id: row for entry in entries for row in entry.rows if row.sort not in SETTLED}
        self._head = {part.id: e.row.id for e in entries if e.row for part in e.parts if part.id in self._rows}
        self._parts: dict[RecordId, list[RecordId]] = {}
        for part, head in self._head.items():
            self._parts.setdefault(head, []).append(part)
        self._sizes = Counter(row.sort for row in self._rows.values())
        self.count = 0
        """How many records are ticked."""
        facts = kept if isinstance(kept, Mapping) else {}
        but = [record for record in facts.get("but", ()) if record in self._rows]
        self._begin(str(facts.get("base", USUAL)), facts.get("also", ()), but)

    def kept_as(self) -> dict[str, object]:
        """Return the ticks in little, to begin with another time."""
        return {"base": self._base, "also": sorted(self._also), "but": sorted(self._but)}

    def is_asked(self, record: RecordId) -> bool:
        """Tell whether a record can be ticked."""
        return record in self._rows

    def is_ticked(self, record: RecordId) -> bool:
        """Tell whether a record is to be taken in."""
        row = self._rows.get(record)
        return row is not None and self._by_base(row.sort) != (record in self._but)

    def _by_base(self, sort: str) -> bool:
        is_on = self._base == ALL or (self._base == USUAL and not self.is_mass)
        return is_on and (sort not in ONLY_WHEN_NAMED or sort in self._also)

    def tick(self, records: Collection[RecordId], on: bool) -> None:
        """Tick records or take their ticks away; a part of a record that is new comes only with that record."""
        self._set(records, on)
        if on:
            self._set([head for r in records if (head := self._head.get(r)) and self._is_made(head)], True)
        else:
            self._set([part for r in records if self._is_made(r) for part in self._parts.get(r, ())], False)

    def _is_made(self, record: RecordId) -> bool:
        """Tell whether a record is not there without this arrival."""
        return record in self._rows and self._rows[record].sort in {"new", "newer", "declined"}

    def _set(self, records: Iterable[RecordId], on: bool) -> None:
        for record in records:
            if record in self._rows and self.is_ticked(record) != on:
                self._but ^= {record}
                self.count += 1 if on else -1

    def tick_all(self, also: Collection[str] = ()) -> None:
        """Tick everything that came; of `ONLY_WHEN_NAMED` what is in `also`.

        Raises:
            MassChangeError: an unusual share of the vault would change, and `MASS` is not in `also`.
        """
        if self.is_mass and MASS not in also:
            raise MassChangeError
        self._begin(ALL, also)

    def tick_none(self) -> None:
        """Take every tick away."""
        self._begin(NONE)

    def _begin(self, base: str, also: Iterable[str] = (), but: Iterable[RecordId] = ()) -> None:
        self._base, self._also, self._but = base, ONLY_WHEN_NAMED.intersection(also), set(but)
        self.count = sum(number for sort, number in self._sizes.items() if self._by_base(sort))
        self.count += sum(1 if self.is_ticked(record) else -1 for record in self._but)

    def declined(self) -> list[RecordId]:
        """Return the records that are not to be taken in."""
        return [record for record in self._rows if not self.is_ticked(record)]

    @property
    def asked(self) -> int:
        """Return how many records can be ticked."""
        return len(self._rows)

    def state_of(self, entry: Entry) -> bool | None:
        """Return whether all that can be ticked of an entry is; None when only some is."""
        found = {self.is_ticked(row.id) for row in entry.rows if row.id in self._rows}
        return None if len(found) > 1 else True in found
