"""P10: the lock, from the wish to a covered window, and to the end of the process that held the key."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable

from tests.bench.bench_window import ROOT, SMALL, child, home, median
from tests.bench.measure import Row, is_quick, ms
from tests.bench.people import PASSPHRASE

ROUNDS = 2 if is_quick() else 5
PROGRAM = ROOT / "tests" / "gui" / "lock_child.py"


def covered() -> list[Row]:
    """Return the CPU time from the wish to a painted cover, against showing a bare widget."""
    runs = [child("lock", SMALL) for _ in range(ROUNDS)]
    ours, bare = median(runs, "covered"), median(runs, "bare")
    work = f"lock to covered window, {SMALL:,} people, a form half typed"
    return [Row("P10", work, ms(ours), f"{ms(bare)} bare widget shown and drawn", ours / 0.1, "≤ 100 ms", 1.0)]


def seconds_to_the_end() -> float:
    """Return the seconds from the cover to the end of the process."""
    folder = home(SMALL) / "data" / "vault"
    told = {"CIMA_TEST_PASSPHRASE": PASSPHRASE, "CIMA_TEST_NAME": "Ana", "CIMA_HOME": str(home(SMALL))}
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), "--vault", str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **told},
    )
    assert process.stderr is not None
    fresh, begun = 0, 0.0
    for line in process.stderr:
        word, _space, number = line.strip().rpartition(" ")
        if word == "covered":
            begun = time.monotonic()
        if word == "fresh":
            fresh = int(number)
            break
    process.wait(30)
    took = time.monotonic() - begun
    os.kill(fresh, 9)
    process.stderr.close()
    return took


def ends() -> list[Row]:
    """Return how long the process lives after the lock, by the clock on the wall: most of it the fresh one's start."""
    found = statistics.median(seconds_to_the_end() for _ in range(ROUNDS))
    return [Row("P10", "covered window to a dead process (wall)", ms(found), "", found / 3, "≤ 3 s", 1.0)]


def rows() -> Iterable[Row]:
    """Measure the lock."""
    return [*covered(), *ends()]
