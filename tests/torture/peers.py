"""Many coordinators who hand each other files for months: lost, twice, in any order, late; parts of them; two copies of
one vault going on with one key; clocks ten years off; declined, taken back, taken in again (design, 5: property 10).

In the end everything is delivered to everybody. Then all have the same changes and show the same; every value anybody
ever wrote is there, or was replaced by somebody who had seen it; and every two values of one field are a conflict.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cima_desktop.model.kinds import KINDS
from cima_desktop.store.change import Change, Code, Raw
from cima_desktop.store.have import HaveSet
from cima_desktop.store.merge import State, conflicts_of, state

PERSON = KINDS["person"]
REGISTERS, SET, SAFETY = ("city", "county"), "aliases", "voicemail_ok"
TOLD = ("city", SET)
"""The fields that extracts tell."""
TEN_YEARS = 10 * 366 * 86_400
MOST_RECORDS = 25


class Hands:
    """A wall clock that somebody sets."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def now(self) -> float:
        """Return the time; a little later each time."""
        self.seconds += 0.001
        return self.seconds


class Peer(Protocol):
    """One copy of a vault, on paper or real."""

    hands: Hands

    def write(self, rec: bytes, values: dict[str, Any], *, partly: bool = False) -> None:
        """Save over what is shown; `partly`: over the newest of several values only."""

    def delete(self, rec: bytes) -> None:
        """Put into the bin."""

    def restore(self, rec: bytes) -> None:
        """Take out of it."""

    def have(self) -> HaveSet:
        """Say what is here."""

    def gather(self, have: HaveSet | None, records: set[bytes] | None) -> list[Raw]:
        """Return what is lacking there."""

    def extract(self, rec: bytes) -> list[Raw]:
        """Return what tells a part of a record."""

    def receive(self, raws: Sequence[Raw], declined: set[bytes]) -> int:
        """Take in; return a number for it."""

    def undo(self, n: int) -> None:
        """Take it back."""

    def redo(self, n: int) -> None:
        """Take it in again, and what was declined."""

    def records(self) -> list[bytes]:
        """Return the records that are here."""

    def changes(self, rec: bytes) -> list[Change]:
        """Return what counts of a record."""

    def known(self, rec: bytes) -> set[bytes]:
        """Return the changes of a record that were ever before somebody's eyes here, those put aside too."""

    def copied(self) -> "Peer":
        """Return a copy that goes on with the same key."""

    def shown_conflicts(self, rec: bytes) -> set[str]:
        """Return the fields that are shown as conflicts."""

    def check(self) -> list[str]:
        """Return what is wrong with what is shown."""


@dataclass
class Parcel:
    """A file on its way."""

    sender: int
    receiver: int
    raws: list[Raw]
    have: HaveSet


@dataclass
class World:
    """Everybody, and what is on its way."""

    chance: random.Random
    peers: list[Peer]
    on_the_way: list[Parcel] = field(default_factory=list)
    told: dict[tuple[int, int], HaveSet] = field(default_factory=dict)
    """What one said to another that it has: (who heard it, who said it)."""
    taken: list[tuple[int, int]] = field(default_factory=list)
    saw: dict[bytes, set[bytes]] = field(default_factory=dict)
    """For each change, what its author knew of the record."""
    events: dict[str, int] = field(default_factory=dict)

    def did(self, what: str, times: int = 1) -> None:
        """Count."""
        self.events[what] = self.events.get(what, 0) + times

    def somebody(self) -> int:
        """Return a peer."""
        return self.chance.randrange(len(self.peers))

    def writing(self, who: int, rec: bytes, act: Callable[[], object]) -> None:
        """Let a peer write, and remember what it knew when it did."""
        peer = self.peers[who]
        before, knew = {change.id for change in peer.changes(rec)}, peer.known(rec)
        act()
        new = [change.id for change in peer.changes(rec) if change.id not in before and change.id not in self.saw]
        for each in new:
            self.saw[each] = knew | set(new)


def _write(world: World) -> None:
    who = world.somebody()
    peer, here = world.peers[who], world.peers[who].records()
    new = not here or (len(here) < MOST_RECORDS and world.chance.random() < 0.15)
    rec = world.chance.randbytes(16) if new else world.chance.choice(here)
    made = state(peer.changes(rec))
    if made.deleted:
        world.writing(who, rec, lambda: peer.restore(rec))
        world.did("restored")
        return
    name = world.chance.choice((*REGISTERS, *REGISTERS, SET, SAFETY))
    value: Any = f"{world.chance.randrange(1000)}" if world.chance.random() < 0.9 else ""
    if name == SET:
        value = frozenset(world.chance.sample("abcdef", world.chance.randrange(4)))
    elif name == SAFETY:
        value = world.chance.choice((True, False, None))
    partly = world.chance.random() < 0.1
    world.writing(who, rec, lambda: peer.write(rec, {name: value}, partly=partly))
    world.did("writes")


def _delete(world: World) -> None:
    who = world.somebody()
    peer = world.peers[who]
    if here := peer.records():
        rec = world.chance.choice(here)
        if not state(peer.changes(rec)).deleted:
            world.writing(who, rec, lambda: peer.delete(rec))
            world.did("deletions")


def _send(world: World) -> None:
    who, to = world.somebody(), world.somebody()
    peer = world.peers[who]
    here = peer.records()
    if who == to or not here:
        return
    sort = world.chance.random()
    if sort < 0.15:
        rec = world.chance.choice(here)
        if state(peer.changes(rec)).deleted:
            return
        found: list[Raw] = []
        world.writing(who, rec, lambda: found.extend(peer.extract(rec)))
        world.did("extracts")
    else:
        some = set(world.chance.sample(here, 1 + len(here) // 3)) if sort < 0.35 else None
        found = peer.gather(world.told.get((who, to)), some)
        world.did("selections" if some else "bundles")
    world.on_the_way.append(Parcel(who, to, found, peer.have()))


def _deliver(world: World) -> None:
    if not world.on_the_way:
        return
    at = world.chance.randrange(len(world.on_the_way))
    fate = world.chance.random()
    parcel = world.on_the_way[at]
    if fate > 0.2:
        world.on_the_way.pop(at)
    if fate > 0.85:
        world.did("lost")
        return
    world.did("twice" if fate <= 0.2 else "delivered")
    receiver = world.peers[parcel.receiver]
    recs = {_record(raw) for raw in parcel.raws}
    declined = {rec for rec in sorted(recs) if world.chance.random() < 0.1}
    world.did("declined", len(declined))
    world.taken.append((parcel.receiver, _noted(world, parcel.receiver, recs, receiver, parcel.raws, declined)))
    world.told[parcel.receiver, parcel.sender] = parcel.have


def _noted(world: World, who: int, recs: set[bytes], peer: Peer, raws: Sequence[Raw], declined: set[bytes]) -> int:
    """Take in, and remember what was known when something had to be corrected."""
    n = peer.receive(raws, declined)
    _remember(world, who, recs)
    return n


def _remember(world: World, who: int, recs: set[bytes]) -> None:
    peer = world.peers[who]
    for rec in recs:
        for change in peer.changes(rec):
            if change.id not in world.saw:
                world.saw[change.id] = peer.known(rec)


def _undo(world: World) -> None:
    if world.taken:
        who, n = world.chance.choice(world.taken)
        back = world.chance.random() < 0.6
        peer = world.peers[who]
        recs = set(peer.records())
        (peer.undo if back else peer.redo)(n)
        _remember(world, who, recs)
        world.did("taken back" if back else "taken in again")


def _jump(world: World) -> None:
    hands = world.peers[world.somebody()].hands
    hands.seconds += world.chance.uniform(-TEN_YEARS, TEN_YEARS)
    world.did("clock jumps")


def _copy(world: World, most: int) -> None:
    if len(world.peers) < most:
        world.peers.append(world.peers[world.somebody()].copied())
        world.did("copies with one key")


def _record(raw: Raw) -> bytes:
    return raw.header[4:20]


def live_through(world: World, steps: int, most: int) -> None:
    """Let things happen."""
    happenings = (
        (0.34, _write), (0.03, _delete), (0.22, _send), (0.33, _deliver), (0.04, _undo), (0.02, _jump),
    )  # fmt: skip
    for _step in range(steps):
        at = world.chance.random()
        for share, happen in happenings:
            at -= share
            if at < 0:
                happen(world)
                break
        else:
            _copy(world, most)


def deliver_everything(world: World) -> None:
    """Let everybody accept everything, and bring everything to everybody through one of them."""
    for who, n in world.taken:
        world.peers[who].redo(n)
        _remember(world, who, set(world.peers[who].records()))
    hub = world.peers[0]
    for _round in range(2):
        for who, peer in enumerate(world.peers[1:], 1):
            raws = peer.gather(hub.have(), None)
            recs = {_record(raw) for raw in raws}
            hub.receive(raws, set())
            _remember(world, 0, recs)
            raws = hub.gather(peer.have(), None)
            recs = {_record(raw) for raw in raws}
            peer.receive(raws, set())
            _remember(world, who, recs)


def judge(world: World, shown: int) -> None:
    """Fail unless all is as it must be; what is shown is compared at the first and last few peers."""
    first = world.peers[0]
    have = first.have()
    assert all(peer.have() == have for peer in world.peers), "not the same changes"
    for rec in first.records():
        changes = first.changes(rec)
        made = state(changes)
        nothing_lost(world, changes, made)
        for peer in (*world.peers[:shown], *world.peers[-shown:]):
            assert facts(state(peer.changes(rec))) == facts(made), "not shown the same"
            assert peer.shown_conflicts(rec) == conflicts_in(changes, made), "a conflict is not shown"
    for peer in world.peers:
        assert peer.check() == []


def facts(made: State) -> object:
    """Return what a state says."""
    return made.kind, dict(made.live), made.deletes, made.deleted, made.contested, made.heads


def nothing_lost(world: World, changes: Sequence[Change], made: State) -> None:
    """Every value is live, or was replaced by an author who knew it."""
    live = {op.ref for ops in made.live.values() for op in ops}
    named = {(op.field, pred): change for change in changes for op in change.ops for pred in op.preds}
    for change in changes:
        for place, op in enumerate(change.ops):
            if op.code != Code.SET or op.field.startswith("~") or change.ref(place) in live:
                continue
            by = named.get((op.field, change.ref(place)))
            assert by is not None, "a value is lost"
            assert change.id in world.saw[by.id], "a value was replaced by somebody who had not seen it"
    assert world.saw.keys() >= {change.id for change in changes}


def conflicts_in(changes: Sequence[Change], made: State) -> set[str]:
    """Return the fields with several values, found without the code that is tested."""
    dead = {(op.field, tuple(pred)) for change in changes for op in change.ops for pred in op.preds}
    values: dict[str, set[object]] = {}
    for change in changes:
        for place, op in enumerate(change.ops):
            if op.code == Code.SET and (op.field, (change.id, place)) not in dead and op.field in PERSON.names:
                values.setdefault(op.field, set()).add((type(op.value), op.value))
    found = {name for name, some in values.items() if len(some) > 1 and not PERSON.field(name).type.is_set}
    assert found == set(conflicts_of(PERSON, made))
    return found | ({""} if made.contested else set())


def simulate(make: Callable[[Hands, int], Peer], seed: int, peers: int, steps: int, shown: int = 2) -> World:
    """Live through one history and judge it."""
    chance = random.Random(f"peers {seed}")
    everybody = [make(Hands(1_795_260_000.0 + chance.uniform(-3600, 3600)), number) for number in range(peers)]
    world = World(chance, everybody)
    live_through(world, steps, peers + max(1, peers // 10))
    deliver_everything(world)
    judge(world, shown)
    return world


def many(
    make: Callable[[Hands, int], Peer], seeds: range, peers: int, steps: int, deadline: float = float("inf")
) -> dict[str, float]:
    """Live through many; return how often what happened."""
    figures: dict[str, float] = {"histories": 0}
    for seed in seeds:
        if time.monotonic() > deadline:
            break
        world = simulate(make, seed, peers, steps)
        figures["histories"] += 1
        figures["changes"] = figures.get("changes", 0) + len(world.saw)
        for what, times in world.events.items():
            figures[what] = figures.get(what, 0) + times
    return figures
