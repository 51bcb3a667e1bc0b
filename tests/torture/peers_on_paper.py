"""A vault on paper: the program's own rules, changes and statements of what is here, and dictionaries for a disk."""

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from cima_desktop.store.change import ACT, Body, Change, Code, Op, Raw, change_id, make, read_stored
from cima_desktop.store.clock import Clock, fits
from cima_desktop.store.extracts import repeated
from cima_desktop.store.gathering import _runs, _unmatched
from cima_desktop.store.have import HaveSet
from cima_desktop.store.merge import PART, conflicts_of, state
from cima_desktop.store.righting import righting
from cima_desktop.store.saving import refs_of, set_ops
from cima_desktop.store.taking import CORRECTED
from tests.torture.peers import PERSON, TOLD, Hands

NOBODY = bytes(16)
_read: dict[bytes, Change] = {}
"""Each change is read once, by whoever reads it first: all of them read the same bytes."""


def _signed(_header: bytes) -> bytes:
    return bytes(64)


class PaperPeer:
    """What `Store` does with changes, without a database."""

    def __init__(self, hands: Hands, number: int) -> None:
        self.hands = hands
        self.device = number.to_bytes(16, "big")
        self.clock = Clock(hands.now)
        self.log: dict[bytes, dict[bytes, Change]] = {}
        self.aside: dict[bytes, dict[bytes, tuple[Change, int, bool]]] = {}
        """By record and id: the change, the number of its bundle, and whether it was taken back."""
        self.came: dict[int, set[tuple[bytes, bytes]]] = {}
        self.corrections: set[bytes] = set()

    # --- writing

    def write(self, rec: bytes, values: dict[str, Any], *, partly: bool = False) -> None:
        live = state(self.changes(rec)).live
        ops: list[Op] = []
        for name, value in values.items():
            kind, now = PERSON.field(name), live.get(name, ())
            if kind.type.is_set:
                ops += set_ops(kind, value, now, now)
            else:
                ops.append(Op(Code.SET, name, value, refs_of(now[:1] if partly else now)))
        if ops:
            self._add(rec, ops)

    def delete(self, rec: bytes) -> None:
        self._add(rec, [Op(Code.DEL, "", None)])

    def restore(self, rec: bytes) -> None:
        self._add(rec, [Op(Code.UNDEL, "", None, refs_of(state(self.changes(rec)).deletes))])

    def extract(self, rec: bytes) -> list[Raw]:
        changes = self.changes(rec)
        ops = list(repeated(state(changes), TOLD, changes, self.device))
        return [self._add(rec, [Op(Code.SET, PART, "host"), *ops], ()).raw] if ops else []

    def _add(self, rec: bytes, ops: Iterable[Op], parents: tuple[bytes, ...] | None = None) -> Change:
        heads = state(self.changes(rec)).heads if parents is None else parents
        body = Body(rec, self.device, self.clock.tick(), heads[:64], NOBODY, PERSON.name, tuple(ops))
        made = make(body, _signed)
        _read[made.id] = made
        self.log.setdefault(rec, {})[made.id] = made
        return made

    # --- the exchange

    def _line(self, changes: Iterable[Change]) -> tuple[list[int], list[bytes], list[Change]]:
        ordered = sorted(changes, key=lambda c: (fits(c.hlc), c.id))
        return [fits(c.hlc) for c in ordered], [c.id for c in ordered], ordered

    def _by_device(self) -> dict[bytes, list[Change]]:
        found: dict[bytes, list[Change]] = {}
        for changes in self.log.values():
            for change in changes.values():
                found.setdefault(change.dev, []).append(change)
        return found

    def have(self) -> HaveSet:
        lines = {device: self._line(some) for device, some in sorted(self._by_device().items())}
        return HaveSet({device: tuple(_runs(line[0], line[1])) for device, line in lines.items()})

    def gather(self, have: HaveSet | None, records: set[bytes] | None) -> list[Raw]:
        found: list[Change] = []
        for device, some in self._by_device().items():
            stamps, ids, changes = self._line(some)
            runs = have.devices.get(device, ()) if have else ()
            found += [changes[i] for i in _unmatched((stamps, ids, list(range(len(ids)))), runs)]
        return [change.raw for change in found if records is None or change.rec in records]

    def receive(self, raws: Sequence[Raw], declined: set[bytes]) -> int:
        n = len(self.came) + 1
        self.came[n] = set()
        grouped: dict[bytes, list[Change]] = {}
        for raw in raws:
            change = _read.get(change_id(raw.header)) or read_stored(raw)
            if change.id not in self.log.get(change.rec, {}):
                grouped.setdefault(change.rec, []).append(change)
        for rec, changes in grouped.items():
            if rec in declined:
                self._put_aside(rec, changes, n, taken_back=False)
            else:
                self._put(n, rec, changes)
        return n

    def _put(self, n: int, rec: bytes, changes: Iterable[Change]) -> None:
        before = self.aside.pop(rec, {})
        for change in [*changes, *(change for change, _n, _back in before.values())]:
            if change.id not in self.log.setdefault(rec, {}):
                self.log[rec][change.id] = change
                self.came[n].add((rec, change.id))
                self.clock.observe(change.hlc)
        if before:
            self._put_right(rec)

    def _put_aside(self, rec: bytes, changes: Iterable[Change], n: int, *, taken_back: bool) -> None:
        self.aside.setdefault(rec, {}).update({change.id: (change, n, taken_back) for change in changes})

    def undo(self, n: int) -> None:
        left: set[tuple[bytes, bytes]] = set()
        for rec in sorted({rec for rec, _id in self.came[n]}):
            ids = {each for where, each in self.came[n] if where == rec and each in self.log.get(rec, {})}
            if not ids:
                continue
            others = [change for change in self.changes(rec) if change.id not in ids]
            if others and next(iter(self.log[rec])) in ids:  # it came into being with it and was worked on since
                left |= {(rec, each) for each in ids}
                continue
            self._put_aside(rec, [self.log[rec].pop(each) for each in sorted(ids)], n, taken_back=True)
            if others:
                self._put_right(rec)
            else:
                del self.log[rec]
        self.came[n] = left

    def redo(self, n: int) -> None:
        for rec, some in sorted(self.aside.items()):
            if wanted := [change for change, bundle, _back in some.values() if bundle == n]:
                self._put(n, rec, wanted)

    def _put_right(self, rec: bytes) -> None:
        changes = self.changes(rec)
        earlier = [change for change in changes if change.id in self.corrections]
        real = [change for change in changes if change.id not in self.corrections]
        apart = [change for change, _n, back in self.aside.get(rec, {}).values() if back]
        if real and (ops := righting(real, earlier, apart)):
            self.corrections.add(self._add(rec, [Op(Code.SET, ACT, CORRECTED), *ops]).id)

    # --- looking

    def records(self) -> list[bytes]:
        return sorted(self.log)

    def changes(self, rec: bytes) -> list[Change]:
        return list(self.log.get(rec, {}).values())

    def known(self, rec: bytes) -> set[bytes]:
        return self.log.get(rec, {}).keys() | self.aside.get(rec, {}).keys()

    def copied(self) -> "PaperPeer":
        made = copy.copy(self)
        made.hands = Hands(self.hands.seconds)
        made.clock = Clock(made.hands.now)
        made.clock.start_after(self.clock.last)
        made.log = {rec: dict(some) for rec, some in self.log.items()}
        made.aside = {rec: dict(some) for rec, some in self.aside.items()}
        made.came = {n: set(some) for n, some in self.came.items()}
        made.corrections = set(self.corrections)
        return made

    def shown_conflicts(self, rec: bytes) -> set[str]:
        made = state(self.changes(rec))
        return set(conflicts_of(PERSON, made)) | ({""} if made.contested else set())

    def check(self) -> list[str]:
        return []
