"""P9: a checked backup against a plain copy of the file with fsync."""

import os
import shutil
import statistics
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter

from cima_desktop.services.backups import JUDGE
from cima_desktop.vault import backups
from tests.bench.measure import Row, is_quick, ms
from tests.bench.people import scratch, vault_of

SIZES = (10_000,) if is_quick() else (10_000, 100_000)
ROUNDS = 3


def copy_durably(source: Path, target: Path) -> None:
    """Copy a file and its name so that both are on the disk: the floor."""
    with source.open("rb") as there, target.open("xb") as here:
        shutil.copyfileobj(there, here, 1024 * 1024)
        here.flush()
        os.fsync(here.fileno())
    handle = os.open(target.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call takes on the wall: most of it waits for the disk."""
    start = perf_counter()
    call()
    return perf_counter() - start


def measured(size: int) -> tuple[float, float]:
    """Return the median seconds of a checked backup and of the plain copy, in turn."""
    vault = vault_of(size)._vault
    place = Path(mkdtemp(dir=scratch()))
    snapshot = place / "snapshot.db"
    vault.save_copy(snapshot)  # a plain copy of the live file would drop its lock
    ours, floor = [], []
    for turn in range(ROUNDS):
        floor.append(seconds(partial(copy_durably, snapshot, place / f"copy-{turn}.db")))
        ours.append(seconds(partial(backups.make, vault, place / "backups", datetime.now(UTC), JUDGE)))
    shutil.rmtree(place)
    return statistics.median(ours), statistics.median(floor)


def rows() -> Iterable[Row]:
    """Return the rows of P9."""
    found = []
    for size in SIZES:
        took, least = measured(size)
        label = f"checked backup of {size:,} people"
        found.append(Row("P9", label, ms(took), ms(least), took / least, "≤ 6", 6))
    return found
