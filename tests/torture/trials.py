"""Every trial of the torture run, in the order of the table."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.torture import attachments, bundles, engine, insiders, memory, mutants, peers, soak, tour, watched
from tests.torture.engine import Point, Ready, Row
from tests.torture.peers_in_vaults import vault_room
from tests.torture.peers_on_paper import PaperPeer
from tests.torture.workloads import LOST, RECORDS, UNOPENABLE, Workload
from tests.torture.workloads_erasing import ERASING
from tests.torture.workloads_exchange import EXCHANGE
from tests.torture.workloads_later import LATER

WORKLOADS = (*RECORDS, *LATER, *ERASING, *EXCHANGE)
BY_NAME = {workload.name: workload for workload in WORKLOADS}
FAULTS = (28, 5, 30, 13)
FAULTS_OF_SAVE = (*FAULTS, 122, 19)
"""A quota and a device that is gone are told like a full and a failing disk, so one workload is enough for them."""
STATES = {"save": 5000}
STATES_ELSEWHERE = 1000
MUTANTS = 10_000
MEMORY_STEPS = 60
MANGLED = 500
BUNDLES = 10_000
HISTORIES, PEERS, STEPS = 200, 50, 1500
HISTORIES_IN_VAULTS, PEERS_IN_VAULTS, STEPS_IN_VAULTS = 30, 5, 250
INSIDERS = 10_000
LOCKS = 1000
LOCKS_PROGRAM = "tests.torture.locks"
SOAK_SECONDS = 300.0
TASTE = 60
"""States of a short run; a third as many other points."""


@dataclass
class Plan:
    """How much is to be done, and where."""

    room: Path
    jobs: int
    short: bool
    seconds: float

    def deadline(self) -> float:
        """Return when a trial that begins now has to stop."""
        return time.monotonic() + self.seconds


@dataclass(frozen=True)
class Trial:
    """One line of the table."""

    name: str
    run: Callable[[Plan], Row]


_ready: dict[str, Ready] = {}


def ready(workload: Workload, plan: Plan) -> Ready:
    """Return a workload made ready, once."""
    if workload.name not in _ready:
        _ready[workload.name] = engine.make_ready(workload, plan.room)
    return _ready[workload.name]


def _thinned(points: list[Point], plan: Plan) -> list[Point]:
    return points[:: max(1, len(points) // (TASTE // 3))] if plan.short else points


def _trial(kind: str, workload: Workload, points: Callable[[Ready, Plan], Callable[[], Iterable[Point]]]) -> Trial:
    name = f"{kind} {workload.name}"

    def run(plan: Plan) -> Row:
        try:
            made = ready(workload, plan)
        except engine.UndisturbedError as error:
            return Row(name, findings=[(UNOPENABLE, str(error))])
        return engine.spread(name, points(made, plan), plan.room, plan.jobs, plan.deadline())

    return Trial(name, run)


def _kills(made: Ready, plan: Plan) -> Callable[[], Iterable[Point]]:
    return lambda: _thinned(engine.kill_points(made), plan)


def _cuts(made: Ready, plan: Plan) -> Callable[[], Iterable[Point]]:
    log = engine.logged(made, plan.room)
    wanted = STATES.get(made.workload.name, STATES_ELSEWHERE)
    if plan.short:
        return lambda: engine.power_points(log, TASTE, every=1 + len(log.calls) * 3 // TASTE)
    return lambda: engine.power_points(log, wanted)


def _faults(made: Ready, plan: Plan) -> Callable[[], Iterable[Point]]:
    faults = FAULTS_OF_SAVE if made.workload.name == "save" else FAULTS
    return lambda: _thinned(engine.fault_points(made, faults), plan)


def _shorts(made: Ready, plan: Plan) -> Callable[[], Iterable[Point]]:
    return lambda: _thinned(engine.short_points(made), plan)


def _mutants(plan: Plan) -> Row:
    sound = mutants.make_sound(plan.room / "mutants")
    count = 20 * TASTE // 10 if plan.short else MUTANTS
    return engine.spread("mutants", lambda: mutants.mutants(sound, count), plan.room, plan.jobs, plan.deadline())


def _keys(plan: Plan) -> Row:
    sound = mutants.make_sound(plan.room / "matrix")
    points = list(mutants.key_matrix(sound, plan.room / "matrix"))
    return engine.spread("key matrix", lambda: _thinned(points, plan), plan.room, plan.jobs, plan.deadline())


def _memory(plan: Plan) -> Row:
    points = list(memory.tight_memory(plan.room, MEMORY_STEPS))
    return engine.spread("tight memory", lambda: _thinned(points, plan), plan.room, plan.jobs, plan.deadline())


def _canaries(plan: Plan) -> Row:
    return watched.canary_scan(plan.room, tour.SHORT if plan.short else tour.FULL)


def _in_the_large(name: str, points: int, work: Callable[[Path], dict[str, float]], plan: Plan) -> Row:
    """Return the line of a form that raises when something is wrong, and else returns figures."""
    row, begun = Row(name, points), time.monotonic()
    with engine.scratch(plan.room / "large") as place:
        try:
            figures = work(place)
            row.note = ", ".join(f"{what} {figure:.0f}" for what, figure in figures.items())
            row.peak_mib = next((figure for what, figure in figures.items() if "MiB" in what), 0.0)
        except Exception as error:
            row.findings.append((LOST, f"{name}: {type(error).__name__}"))
    row.seconds = time.monotonic() - begun
    return row


def _sizes(plan: Plan) -> Row:
    sizes = attachments.SIZES[:-2] if plan.short else attachments.SIZES
    return _in_the_large("attachment sizes", len(sizes), lambda place: attachments.all_sizes(place, sizes), plan)


def _mangled(plan: Plan) -> Row:
    count = TASTE // 6 if plan.short else MANGLED
    return _in_the_large("mangled attachments", count, lambda _place: attachments.mangled(count), plan)


def _bundles(plan: Plan) -> Row:
    count = TASTE if plan.short else BUNDLES
    return _in_the_large("spoilt bundles", 3 * count, lambda _place: bundles.long_form(count), plan)


def _peers(plan: Plan) -> Row:
    count = 1 if plan.short else HISTORIES
    return _in_the_large(
        "fifty peers", count, lambda _p: peers.many(PaperPeer, range(count), PEERS, STEPS, plan.deadline()), plan
    )


def _peers_in_vaults(plan: Plan) -> Row:
    count = 1 if plan.short else HISTORIES_IN_VAULTS

    def work(place: Path) -> dict[str, float]:
        with vault_room(place / "peers") as room:
            return peers.many(room.peer, range(count), PEERS_IN_VAULTS, STEPS_IN_VAULTS, plan.deadline())

    return _in_the_large("peers in vaults", count, work, plan)


def _insiders(plan: Plan) -> Row:
    count = TASTE if plan.short else INSIDERS
    return _in_the_large("insiders' changes", count, lambda place: insiders.long_form(place, count), plan)


def _large_import(plan: Plan) -> Row:
    count = 1000 if plan.short else insiders.LARGE
    return _in_the_large("large import", count, lambda place: insiders.large_import(place, count), plan)


def _locks(plan: Plan) -> Row:
    """The forced locks are a program of their own: they need a window."""
    rounds = TASTE // 6 if plan.short else LOCKS

    def work(_place: Path) -> dict[str, float]:
        subprocess.run([sys.executable, "-m", LOCKS_PROGRAM, str(rounds)], capture_output=True, check=True)
        return {}

    return _in_the_large("forced locks", rounds, work, plan)


def _soak(plan: Plan) -> Row:
    return soak.soak(plan.room, min(plan.seconds, SOAK_SECONDS))


TRIALS: tuple[Trial, ...] = (
    *(_trial("kill", workload, _kills) for workload in WORKLOADS),
    *(_trial("power cut", workload, _cuts) for workload in WORKLOADS),
    *(_trial("disk fault", workload, _faults) for workload in WORKLOADS),
    *(_trial("short write", BY_NAME[name], _shorts) for name in ("save", "keys", "copy")),
    Trial("mutants", _mutants),
    Trial("key matrix", _keys),
    Trial("tight memory", _memory),
    Trial("canary scan", _canaries),
    Trial("attachment sizes", _sizes),
    Trial("mangled attachments", _mangled),
    Trial("spoilt bundles", _bundles),
    Trial("fifty peers", _peers),
    Trial("peers in vaults", _peers_in_vaults),
    Trial("insiders' changes", _insiders),
    Trial("large import", _large_import),
    *([Trial("forced locks", _locks)] if find_spec(LOCKS_PROGRAM) else []),
    Trial("soak", _soak),
)
