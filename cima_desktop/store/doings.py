"""Everything that was done in a vault, newest first, a page at a time: changes, looks and deeds as one stream."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from cima_desktop.model.ids import RecordId
from cima_desktop.store.change import ACT, TXN, Raw, read_stored
from cima_desktop.store.clock import moment
from cima_desktop.store.reads import Reads
from cima_desktop.store.register import Register

CHANGED, LOOKED, DID = "changed", "looked", "did"
_ALL = (CHANGED, LOOKED, DID)
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that was done.

    `sort` says which stream it is from. `what` is the message of a save, a way of looking, or the code of a deed;
    `records` the first record it concerns and how many more there are; `times` how often, for a look; `vault`
    whose it was done in, empty for this one.
    """

    sort: str
    when: datetime
    who: str
    what: str
    kind: str
    record: RecordId
    more: int = 0
    times: int = 1
    detail: str = ""
    vault: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended, in each stream; 0 is before the newest."""

    changed: int = 0
    looked: int = 0
    did: int = 0


@dataclass(frozen=True, slots=True)
class DoingsPage:
    """Some doings, and where to go on (None at the end)."""

    rows: list[Doing]
    next: Place | None


_Step = tuple[float, int, str, int, Doing]
"""Minus the moment, an order among equals, the stream, the number to go on before, and the doing."""


class Doings(Reads, Register):
    """The part of the store that tells what was done."""

    def doings(
        self, after: Place | None = None, limit: int = 60, sorts: tuple[str, ...] = _ALL, who: str = ""
    ) -> DoingsPage:
        """Return up to `limit` doings that come after `after`, newest first.

        Args:
            after: where the page before ended.
            limit: how many at most.
            sorts: which streams.
            who: only what was done under this name.
        """
        place = after or Place()
        streams = {CHANGED: self._changes_back, LOOKED: self._looks_back, DID: self._deeds_back}
        merged = heapq.merge(*(streams[sort](getattr(place, sort), who) for sort in sorts))
        found = list(islice(merged, limit + 1))
        ends = {sort: getattr(place, sort) for sort in _ALL}
        for step in found[:limit]:
            ends[step[2]] = step[3]
        more = len(found) > limit
        return DoingsPage([step[4] for step in found[:limit]], Place(**ends) if more else None)

    def doers(self) -> list[str]:
        """Return the names under which anything was done here."""
        rows = self._db.execute("SELECT value FROM meta WHERE key LIKE 'actor:%' ORDER BY value").fetchall()
        return [str(name) for (name,) in rows]

    def _changes_back(self, before: int, who: str) -> Iterator[_Step]:
        """Yield saves, each with the changes that belong to it."""
        group: list[tuple[int, Doing]] = []
        last = ""
        for n, txn, doing in self._each_change(before, who):
            if group and txn != last:
                yield _save_of(group)
                group = []
            group.append((n, doing))
            last = txn
        if group:
            yield _save_of(group)

    def _each_change(self, before: int, who: str) -> Iterator[tuple[int, str, Doing]]:
        while True:
            rows = self._db.execute(
                "SELECT change.n, change.arrived, rec.id, rec.kind, header, sig, salt, payload FROM change"
                " JOIN rec ON rec.n = change.rec WHERE (? = 0 OR change.n < ?) ORDER BY change.n DESC LIMIT ?",
                (before, before, _BATCH),
            ).fetchall()
            for n, arrived, rec, kind, *raw in rows:
                change = read_stored(Raw(*raw))
                name = self.who(change.actor)
                vault = self.vault_of(change.dev)
                if not who or (name == who and not vault):
                    act = change.note(ACT)
                    doing = Doing(CHANGED, moment(arrived), name, act, kind, RecordId(rec.hex()), vault=vault)
                    yield n, change.note(TXN) or change.id.hex(), doing
            if len(rows) < _BATCH:
                return
            before = rows[-1][0]

    def _looks_back(self, before: int, who: str) -> Iterator[_Step]:
        while found := self.looks(before, _BATCH):
            for look in found:
                if not who or look.who == who:
                    kind = self._kind(look.record)
                    doing = Doing(LOOKED, look.first, look.who, look.how, kind, look.record, times=look.times)
                    yield _step(look.n, doing)
            before = found[-1].n

    def _deeds_back(self, before: int, who: str) -> Iterator[_Step]:
        while found := self.deeds(before=before, limit=_BATCH):
            for deed in found:
                if not who or deed.who == who:
                    kind = self._kind(deed.record)
                    doing = Doing(DID, deed.when, deed.who, deed.what, kind, deed.record, detail=deed.detail)
                    yield _step(deed.n, doing)
            before = found[-1].n

    def _kind(self, record: RecordId) -> str:
        rec = self._log.find(record)
        return rec.kind if rec else ""


def _step(n: int, doing: Doing) -> _Step:
    return -doing.when.timestamp(), _ALL.index(doing.sort), doing.sort, n, doing


def _save_of(group: list[tuple[int, Doing]]) -> _Step:
    """Return a save as one doing, named after the first record it wrote; a page goes on before its first change."""
    n, first = group[-1]
    more = len({doing.record for _n, doing in group}) - 1
    return _step(n, replace(first, more=more))
