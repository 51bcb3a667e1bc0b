"""The canary scan: a tour under the write scanner; no word in clear, no network, no temporary file (S01, S04, S13)."""

import os
import resource
import sys
import time
from pathlib import Path

from tests.killing import ROOT
from tests.torture import scan, tour
from tests.torture.engine import Row, scratch
from tests.torture.workloads import LEAKED, WRONG


def tour_scan(room: Path, count: int) -> scan.Scan:
    """Send somebody on the tour, in a home of its own, and return what was written."""
    homes = {
        name: str(room / "home") for name in ("HOME", "CIMA_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    }
    environment = {**os.environ, **homes, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("LD_PRELOAD", None)
    program = [sys.executable, "-m", "tests.torture.tour", str(room), str(count)]
    words = tour.canaries(count)
    return scan.run(program, words, room, environment=environment, allowed=[room / tour.ASKED], cwd=ROOT)


def canary_scan(room: Path, count: int) -> Row:
    """Return the line of the table for a tour with so many words."""
    row, begun = Row("canary scan", points=count), time.monotonic()
    with scratch(room / "tour") as place:
        found = tour_scan(place, count)
    row.findings += [(LEAKED, f"{hit.word}: {hit.dress} by {hit.call} into {hit.place}") for hit in found.hits]
    row.findings += [(LEAKED, f"network: {line}") for line in found.network]
    row.findings += [(LEAKED, f"temporary file: {name}") for name in found.files if "etilqs" in name]
    if found.status:
        row.findings.append((WRONG, f"tour: ended with {found.status}"))
    row.seconds = time.monotonic() - begun
    row.peak_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row.note = f"{found.bytes_written / 1e6:.1f} MB written, {len(found.network)} network calls"
    return row
