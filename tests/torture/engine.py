"""Runs workloads in children of a process that has the shim: killed, failed, cut short, or with the current cut."""

import itertools
import json
import os
import resource
import select
import shutil
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture import shim
from tests.torture.crashsim import State, power_cuts
from tests.torture.shim import Call
from tests.torture.workloads import LOST, UNOPENABLE, WRONG, Finding, Workload, refused

PATIENCE_SECONDS = 120
"""Longer than any child needs; one that takes longer hangs."""


@dataclass
class Row:
    """One line of the table."""

    name: str
    points: int = 0
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    peak_mib: float = 0.0
    note: str = ""

    def count(self, word: str) -> int:
        """Return how many findings there are of one kind."""
        return sum(kind == word for kind, _what in self.findings)


@dataclass(frozen=True)
class Run:
    """How a child ended: what it told, how many calls it made, and its status (negative: killed by that signal)."""

    told: tuple[str, ...]
    calls: int
    status: int


Deadline = float
Point = tuple[str, Callable[[Path], list[Finding]]]
"""A name, and what is done in an empty folder of its own."""


def child(workload: Workload, place: Path, plan: str = "", log: Path | None = None) -> Run:
    """Do the workload in a child with `plan`; it tells through a pipe, as it would tell the window."""
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(read)
        try:
            _work(workload, place, plan, log, write)
        finally:
            os._exit(0)
    os.close(write)
    said = _heard(read, process)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    lines = said.split("\n")[:-1]  # a half-written line does not count
    calls = next((int(line.split()[1]) for line in lines if line.startswith("calls ")), 0)
    return Run(tuple(line for line in lines if not line.startswith("calls ")), calls, status)


def _work(workload: Workload, place: Path, plan: str, log: Path | None, pipe: int) -> None:
    def tell(line: str) -> None:
        shim.mark(line)
        os.write(pipe, f"{line}\n".encode())

    shim.arm(place, plan, log)
    try:
        workload.act(place, tell)
    except BaseException as error:
        tell(f"crashed {type(error).__name__}")
    os.write(pipe, f"calls {shim.count()}\n".encode())


def _heard(pipe: int, process: int) -> str:
    said, end = b"", time.monotonic() + PATIENCE_SECONDS
    while True:
        if not select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            os.kill(process, signal.SIGKILL)
            said += b"crashed hung\n"
            break
        piece = os.read(pipe, 65536)
        if not piece:
            break
        said += piece
    os.close(pipe)
    return said.decode()


def judged(workload: Workload, place: Path, told: Sequence[str]) -> list[Finding]:
    """Judge what is left; whatever the judge cannot open is unopenable."""
    try:
        return workload.judge(place, told)
    except Exception as error:
        return [(UNOPENABLE, f"{type(error).__name__}")]


def spread(name: str, points: Callable[[], Iterable[Point]], room: Path, jobs: int, deadline: Deadline) -> Row:
    """Do every point, in `jobs` processes at once, until the deadline; return the line of the table.

    Each process makes the points for itself, one at a time: thousands of disks do not fit into memory.
    """
    row, begun, pipes = Row(name), time.monotonic(), []
    for job in range(jobs):
        read, write = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(read)
            try:
                _do_points(
                    itertools.islice(points(), job, None, jobs),
                    room / f"{name.replace(' ', '-')}-{job}",
                    write,
                    deadline,
                )
            finally:
                os._exit(0)
        os.close(write)
        pipes.append((read, process))
    for read, process in pipes:
        with os.fdopen(read) as pipe:
            said = pipe.read()
        os.waitpid(process, 0)
        done, findings, peak = json.loads(said) if said else (0, [(UNOPENABLE, "the judge died")], 0)
        row.points += done
        row.findings += [(kind, what) for kind, what in findings]
        row.peak_mib = max(row.peak_mib, peak)
    row.seconds = time.monotonic() - begun
    return row


def _do_points(points: Iterable[Point], room: Path, pipe: int, deadline: Deadline) -> None:
    done, findings = 0, []
    for name, do in points:
        if time.monotonic() > deadline:
            break
        with scratch(room) as place:
            findings += [(kind, f"{name}: {what}") for kind, what in do(place)]
        done += 1
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    os.write(pipe, json.dumps([done, findings[:200], peak]).encode())


@contextmanager
def scratch(room: Path) -> Iterator[Path]:
    """Yield an empty folder that is gone afterwards."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


class UndisturbedError(Exception):
    """A workload does not work even when nothing disturbs it."""


@dataclass(frozen=True)
class Ready:
    """A workload made ready in `before`, and how many calls it makes when nothing disturbs it."""

    workload: Workload
    before: Path
    calls: int
    told: tuple[str, ...]


def make_ready(workload: Workload, room: Path) -> Ready:
    """Prepare a workload and run it once undisturbed; that it then succeeds is checked."""
    before = room / f"{workload.name.replace(' ', '-')}-before"
    before.mkdir(parents=True)
    workload.prepare(before)
    (before / "vault" / "vault.spare").unlink(missing_ok=True)
    with scratch(room / "undisturbed") as place:
        shutil.copytree(before, place, dirs_exist_ok=True)
        run = child(workload, place)
        found = judged(workload, place, run.told)
    if found or refused(run.told) or run.status or not run.calls:
        raise UndisturbedError(f"undisturbed: {found} {run.told}")
    return Ready(workload, before, run.calls, run.told)


def disturbed(ready: Ready, place: Path, plan: str) -> tuple[Run, list[Finding]]:
    """Do the workload with `plan` in `place`, and judge what it leaves behind."""
    shutil.copytree(ready.before, place, dirs_exist_ok=True)
    run = child(ready.workload, place, plan)
    found = judged(ready.workload, place, run.told)
    found += [(WRONG, line) for line in run.told if line.startswith("crashed")]
    return run, found


def _point(ready: Ready, plan: str) -> Point:
    return plan, lambda place: disturbed(ready, place, plan)[1]


def kill_points(ready: Ready) -> list[Point]:
    """Killed before each call, and halfway through each (R01)."""
    return [_point(ready, f"{how}:{n}") for n in range(1, ready.calls + 1) for how in ("kill", "half")]


_FULL = {"DiskFullError", "PlaceFullError", "RekeyRoomError", "NoRoomError"}
_FAILED = {"DiskFailedError", "VaultGoneError", "PlaceFailedError", "PlaceMissingError", "SourceLostError"}
_LOCKED = {"ReadOnlyDiskError", "PlaceReadOnlyError"}
_WHATEVER = {"RekeyFailedError", "ReopenVaultError", "SwapError"}
"""They say what was not done and what to do, which is the same whatever the disk did."""
LASTING = {30, 13}
MEANING = {28: _FULL, 122: _FULL, 5: _FAILED, 19: _FAILED, 30: _LOCKED, 13: _LOCKED}
"""What a person may be told for ENOSPC, EDQUOT, EIO, ENODEV, EROFS and EACCES."""


def fault_points(ready: Ready, faults: Sequence[int]) -> list[Point]:
    """Each call fails, once and for ever: the old state or the new one, and the message names the cause (R05).

    A permission that was lost stays lost, and so does the right to write to a disk.
    """

    def point(plan: str, meaning: set[str]) -> Point:
        def do(place: Path) -> list[Finding]:
            run, found = disturbed(ready, place, plan)
            kinds = sorted(set(refused(run.told).values()) - meaning - _WHATEVER)
            return found + [(WRONG, f"said {kind}") for kind in kinds]

        return plan, do

    return [
        point(f"fail:{n}:{fault}{how}", MEANING[fault])
        for n in range(1, ready.calls + 1)
        for fault in faults
        for how in (("", ":sticky") if fault not in LASTING else (":sticky",))
    ]


def short_points(ready: Ready) -> list[Point]:
    """Each write takes only half of what it is given: it is finished, or refused (R06)."""
    return [_point(ready, f"short:{n}") for n in range(1, ready.calls + 1)]


@dataclass(frozen=True)
class Logged:
    """What a workload did to the disk when nothing disturbed it."""

    ready: Ready
    root: Path
    calls: tuple[Call, ...]


def logged(ready: Ready, room: Path) -> Logged:
    """Do the workload once, and note every call with its bytes."""
    log = room / f"{ready.workload.name.replace(' ', '-')}.log"
    with scratch(room / "logged") as place:
        shutil.copytree(ready.before, place, dirs_exist_ok=True)
        child(ready.workload, place, "", log)
    calls = tuple(shim.read_log(log))
    log.unlink()
    return Logged(ready, place, calls)


def power_points(log: Logged, wanted: int, every: int = 1) -> Iterator[Point]:
    """The current fails after each call, and the disk owes only what was synced (R03)."""
    for state in power_cuts(log.ready.before, log.root, log.calls, wanted=wanted, every=every):
        yield f"after call {state.after_call}", _after_the_cut(log.ready.workload, state)


def _after_the_cut(workload: Workload, state: State) -> Callable[[Path], list[Finding]]:
    def do(place: Path) -> list[Finding]:
        state.put(place)
        return judged(workload, place, state.acknowledged)

    return do


def losses(row: Row) -> int:
    """Return how many findings mean that something is gone for good."""
    return row.count(LOST) + row.count(UNOPENABLE)
