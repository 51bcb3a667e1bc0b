"""Too little memory in the middle of a save or while papers are made: an error, and a whole vault (R08)."""

import os
import resource
import shutil
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from cima_desktop import paths
from cima_desktop.services import families, packets
from tests.torture.engine import PATIENCE_SECONDS, Point
from tests.torture.workloads import UNOPENABLE, WRONG, Finding, make_vault, opened, sound

STEP_KIB = 2048


def tight_memory(room: Path, count: int) -> Iterator[Point]:
    """Yield an import and papers with 0, 2, 4, … MiB to spare."""
    before = room / "memory-before"
    if not before.exists():
        make_vault(before)
    for step in range(count):
        yield f"{step * STEP_KIB // 1024} MiB", partial(_with_little, before, step)


def _with_little(before: Path, step: int, place: Path) -> list[Finding]:
    shutil.copytree(before, place, dirs_exist_ok=True)
    process = os.fork()
    if process == 0:
        signal.alarm(PATIENCE_SECONDS)
        _work(place, step)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    found = [(WRONG, f"died by signal {-status}")] if status < 0 else []
    with opened(place) as session:
        people = session.store.count("person")
        if people not in {1, 9} and session.store.count("plan") != 1:
            found.append((UNOPENABLE, "half a family"))
        return found + sound(session)


def _work(place: Path, step: int) -> None:
    """Do it with little memory; whatever is raised is an error, and ends this process in order."""
    try:
        with opened(place) as session:
            size = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
            resource.setrlimit(resource.RLIMIT_AS, (size + step * STEP_KIB * 1024, resource.RLIM_INFINITY))
            plan = families.import_file(session, paths.resources() / "practice" / "family-1.json").plan
            packets.make_wanted(session, plan, "both", every=True)
    except BaseException:
        os._exit(1)
    os._exit(0)
