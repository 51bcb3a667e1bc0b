"""P1, P2, P3 and P8: the window, ours and a bare one in turn, each run in a process of its own (`window_child`)."""

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from cima_desktop.store import steps
from cima_desktop.vault import TESTING_COST, open_vault
from tests.bench.measure import Row, is_quick, ms, percentile
from tests.bench.people import PASSPHRASE, folder_of, scratch, vault_of

SMALL, LARGE = (1_000, 10_000) if is_quick() else (10_000, 100_000)
ROUNDS = 3 if is_quick() else 9
OPENINGS = 2 if is_quick() else 5
CHILD = Path(__file__).with_name("window_child.py")
ROOT = CHILD.parents[2]
Found = dict[str, Any]


@cache
def home(size: int) -> Path:
    """Return a home folder whose vault holds that many people, and whose settings open the list of people."""
    where = scratch() / f"home-{size}"
    vault_of(size)
    (where / "config").mkdir(parents=True)
    (where / "data").mkdir()
    (where / "config" / "settings.json").write_text(json.dumps({"page": "people"}), encoding="utf-8")
    _copy(size, where / "data" / "vault")
    open_vault(where / "data" / "vault", passphrase=PASSPHRASE, steps=steps(), floor=TESTING_COST).close()
    return where


def _copy(size: int, target: Path) -> None:
    """Copy a vault that is open, by a program of its own: closing the file in this one would drop its lock."""
    subprocess.run(["cp", "-r", folder_of(size), target], check=True)


def child(what: str, size: int = SMALL) -> Found:
    """Run one window and return what it found."""
    done = subprocess.run(
        [sys.executable, CHILD, what, str(size), PASSPHRASE],
        env={"QT_QPA_PLATFORM": "offscreen"}
        | {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        | {"CIMA_HOME": str(home(size)), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def median(runs: Iterable[Found], what: str) -> float:
    """Return the middle of what several runs found."""
    return float(statistics.median(run[what] for run in runs))


def starts() -> tuple[list[Row], float]:
    """Return P1, and the CPU seconds of the bare window."""
    child("locked")  # compiles what is not compiled yet
    runs = [{what: child(what) for what in ("label", "namespace", "locked")} for _ in range(ROUNDS)]
    bare, named, ours = (median([run[what] for run in runs], "whole") for what in ("label", "namespace", "locked"))
    work = "start to locked window"
    return [
        Row("P1", work, ms(ours), f"{ms(bare)} bare window with a label", ours / bare, "≤ 1.25", 1.25),
        Row("P1", "the bare window that names one Qt constant", ms(named), ms(bare), named / bare, "–", math.inf),
    ], bare


def lists(bare: float) -> list[Row]:
    """Return P2 and P8: from the unlocked vault to the list of people."""
    sizes = (SMALL, LARGE)
    runs: dict[int, list[Found]] = {size: [] for size in sizes}
    for _ in range(OPENINGS):
        for size in sizes:
            runs[size].append(child("list", size))
    label = child("label")
    took = {size: {what: median(runs[size], what) for what in ("usable", "quiet", "pages", "rss")} for size in sizes}
    big, small = took[LARGE], took[SMALL]
    floor = f"{ms(bare)} bare window"
    who = f"{LARGE:,} people"
    shutil.rmtree(home(LARGE) / "data" / "vault")
    _copy(LARGE, home(LARGE) / "data" / "vault")
    cut = float(child("list", LARGE)["quiet"])
    growth = big["quiet"] / small["quiet"]
    mib, floor_mib = big["rss"], label["rss"]
    return [
        Row("P2", f"unlocked to list painted, {who}", ms(big["usable"]), floor, big["usable"] / bare, "≤ 1.5", 1.5),
        Row("P2", f"the same until all is quiet, {who}", ms(big["quiet"]), floor, big["quiet"] / bare, "≤ 1.5", 1.5),
        Row("P2", f"the same: {LARGE:,} against {SMALL:,}", ms(big["quiet"]), ms(small["quiet"]), growth, "≤ 1.3", 1.3),
        Row("P2", f"first page of the people page: pages, {who}", f"{big['pages']:.0f}", "", big["pages"], "≤ 8", 8),
        Row("P2", f"the same after a crash (every page is checked), {who}", ms(cut), floor, cut / bare, "–", math.inf),
        Row("P8", f"memory, {who} open", f"{mib:.0f} MiB", f"{floor_mib:.0f} MiB", mib / floor_mib, "≤ 1.5", 1.5),
    ]


def keys() -> list[Row]:
    """Return the CPU time of a key until the list has been painted again, in milliseconds."""
    found = child("keys", LARGE)
    rows = []
    for what, words in (("seen", "key to repainted list"), ("quiet", "the same and the first record beside it")):
        p50, p99 = statistics.median(found[what]), percentile(found[what], 0.99)
        limit = 16.0 if what == "seen" else math.inf
        goal = "≤ 16 ms" if what == "seen" else "–"
        work = f"{words}, {LARGE:,} people: p99 (median)"
        rows.append(Row("P3", work, f"{ms(p99)} ({ms(p50)})", "one 16 ms frame", p99 * 1000, goal, limit))
    return rows


def rows() -> Iterable[Row]:
    """Measure the window."""
    first, bare = starts()
    parts: list[Callable[[], list[Row]]] = [lambda: lists(bare), keys]
    return [*first, *(row for part in parts for row in part())]
