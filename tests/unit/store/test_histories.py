"""Whole histories, drawn at random: on paper many of them, in real vaults a few (exchange design, properties 1–22).

The long forms are trials of the torture run: fifty peers, hundreds of histories.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cima_desktop.store import righting
from cima_desktop.store.merge import record_of, state
from tests.torture import peers, peers_on_paper
from tests.torture.peers import PERSON, Hands, Peer, many, simulate
from tests.torture.peers_in_vaults import vault_room
from tests.torture.peers_on_paper import PaperPeer
from tests.unit.store.making import NOON

FIFTY, FEW = 50, 4
REC = b"record of a test"
SLOW = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_fifty_peers_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:  # 10
    figures = many(PaperPeer, range(2), FIFTY, 1000)
    assert figures["histories"] == 2
    assert min(figures[what] for what in ("lost", "twice", "declined", "taken back", "clock jumps", "extracts")) > 9
    assert many(PaperPeer, range(9), FIFTY, 1000, time.monotonic() - 1) == {"histories": 0}


@pytest.mark.parametrize("seed", range(2))
def test_a_few_real_vaults_lose_nothing(seed: int, tmp_path: Path) -> None:  # 1, 2, 8, 10, 15, 19, 22
    with vault_room(tmp_path / "room") as room:
        simulate(room.peer, seed, FEW, 120)


@pytest.mark.parametrize("what", ["runs", "replacing", "righting"])
def test_the_judge_would_notice_a_loss(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if what == "runs":  # believing what a run is called, not what is in it
        monkeypatch.setattr(peers_on_paper, "_unmatched", _by_length)
    elif what == "replacing":  # saving over values that were not on the screen
        monkeypatch.setattr(peers.World, "writing", _unseeing)
    else:  # taking back without making right
        monkeypatch.setattr(peers_on_paper, "righting", lambda *_parts: [])
    steps = [(True, "city", "x"), (False, "city", "y"), (True, "city", "z")]

    def judge() -> None:
        judge_taking_back(PaperPeer, steps, random)
        many(PaperPeer, range(20), 8, 300)

    with pytest.raises(AssertionError):
        judge()


def _by_length(line: tuple[list[int], list[bytes], list[int]], runs: Any) -> list[int]:
    return line[2][sum(run.size for run in runs) :]


def _unseeing(world: peers.World, who: int, rec: bytes, act: Callable[[], object]) -> None:
    before = {change.id for change in world.peers[who].changes(rec)}
    act()
    world.saw.update((c.id, {c.id}) for c in world.peers[who].changes(rec) if c.id not in before)


# --- taking imports back ------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from(("city", "county", "city", "aliases", "out", "bin")), st.sampled_from("xyz")
    ),
    min_size=1,
    max_size=8,
)
Event = tuple[int, str, str]
"""Who wrote it (0 here, else the number of an import), the field, and the value."""


def shown(peer: Peer) -> tuple[object, ...]:
    made = state(peer.changes(REC))
    found = PERSON.values(record_of(PERSON, "0" * 32, made))  # type: ignore[arg-type]
    return found["city"], found["county"], found["aliases"], made.deleted


def expected(events: list[Event], back: set[int]) -> tuple[object, ...]:
    """Return what must be shown when everybody always saw everything: whatever was written last and still counts."""
    left = [(name, value) for who, name, value in events if who not in back]
    last = dict(left)
    gone = {member for name, value in left if name == "out" for member in value.split()}
    members = frozenset(value for name, value in left if name == "aliases") - gone
    return last.get("city", ""), last.get("county", ""), members, left[-1][0] == "bin"


def history(here: Peer, far: Peer, steps: list[tuple[bool, str, str]]) -> tuple[list[Event], list[int]]:
    """Let two write in turn, each having seen all that the other wrote."""
    here.write(REC, {"given_names": "Ana"})
    far.receive(here.gather(None, None), set())
    events: list[Event] = [(0, "given_names", "Ana")]
    imports = []
    for is_here, name, value in steps:
        said = _write(here if is_here else far, name, value)
        if is_here:
            far.receive(here.gather(far.have(), None), set())
        else:
            imports.append(here.receive(far.gather(here.have(), None), set()))
        events.append((0 if is_here else imports[-1], *said))
    return events, imports


def _write(writer: Peer, name: str, value: str) -> tuple[str, str]:
    """Write something; return the field and the value, which nobody wrote before."""
    made = state(writer.changes(REC))
    if made.deleted:
        writer.restore(REC)
    value += str(len(writer.changes(REC)))
    had = {str(op.value) for op in made.live.get("aliases", ())}
    if name == "out" and not had:
        name = "aliases"
    if name == "bin":
        writer.delete(REC)
    elif name in ("aliases", "out"):
        writer.write(REC, {"aliases": frozenset(had | {value}) if name == "aliases" else frozenset()})
        value = value if name == "aliases" else " ".join(had)
    else:
        writer.write(REC, {name: value})
    return name, value


def judge_taking_back(make: Callable[[Hands, int], Peer], steps: list[tuple[bool, str, str]], order: Any) -> None:
    here, far = make(Hands(NOON), 1), make(Hands(NOON), 2)
    events, imports = history(here, far, steps)
    before = shown(here)
    assert before == expected(events, set())
    back: set[int] = set()
    for n in order.sample(imports, len(imports)):
        here.undo(n)
        back.add(n)
        assert shown(here) == expected(events, back)
        assert here.shown_conflicts(REC) <= {""}
        assert here.check() == []
    for n in order.sample(imports, len(imports)):
        here.redo(n)
    assert shown(here) == before
    assert not here.shown_conflicts(REC)


@settings(max_examples=150)
@given(STEPS, st.randoms(use_true_random=False))
def test_taking_back_on_paper(steps: list[tuple[bool, str, str]], order: Any) -> None:
    judge_taking_back(PaperPeer, steps, order)


@SLOW
@given(STEPS, st.randoms(use_true_random=False))
def test_taking_back_in_vaults(tmp_path: Path, steps: list[tuple[bool, str, str]], order: Any) -> None:
    with vault_room(tmp_path / "room") as room:
        judge_taking_back(room.peer, steps, order)


# --- parts of a record ------------------------------------------------------------------------------------------

TURNS = st.lists(st.tuples(st.sampled_from(("giver", "taker")), st.booleans(), st.booleans()), max_size=8)


def judge_parts(make: Callable[[Hands, int], Peer], turns: list[tuple[str, bool, bool]]) -> None:
    """Whatever two did, when one has seen it all, decides and tells, the other shows the same and no conflict."""
    giver, taker = make(Hands(NOON), 1), make(Hands(NOON), 2)
    giver.write(REC, {"city": "c0", "county": "secret0"})
    told = giver.extract(REC)
    taker.receive(told, set())
    for number, (who, is_emptied, is_sent) in enumerate(turns, 1):
        writer, other = (giver, taker) if who == "giver" else (taker, giver)
        writer.write(REC, {"city": "" if is_emptied else f"c{number}", "aliases": frozenset(f"ab{number}"[:2])})
        if writer is giver:
            giver.write(REC, {"county": f"secret{number}"})
        if is_sent:
            raws = giver.extract(REC) if writer is giver else taker.gather(giver.have(), None)
            told += raws if writer is giver else []
            other.receive(raws, set())
    giver.receive(taker.gather(giver.have(), None), set())
    giver.write(REC, {"city": "last"})
    told += giver.extract(REC)
    taker.receive(told, set())
    assert shown(taker)[0] == "last"
    assert shown(taker)[2] == shown(giver)[2]
    assert (taker.shown_conflicts(REC), giver.shown_conflicts(REC)) == (set(), set())
    assert not any(b"secret" in part for raw in told for part in raw if part)
    assert taker.check() == []


@settings(max_examples=100)
@given(TURNS)
def test_parts_make_no_conflict_on_paper(turns: list[tuple[str, bool, bool]]) -> None:
    judge_parts(PaperPeer, turns)


@SLOW
@given(TURNS)
def test_parts_make_no_conflict_in_vaults(tmp_path: Path, turns: list[tuple[str, bool, bool]]) -> None:
    with vault_room(tmp_path / "room") as room:
        judge_parts(room.peer, turns)


def test_a_record_that_is_right_needs_nothing() -> None:
    assert righting.righting([], [], []) == []
