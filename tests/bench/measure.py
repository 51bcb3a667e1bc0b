"""How work is measured: CPU time, ours and the floor in turn in one run, medians, and growth as an exponent."""

import math
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, ours and the floor as read, their ratio, and the goal.

    `limit` is what `ratio` is compared with, infinite where there is no goal; `at_least` turns the comparison round
    (recall, being ahead of a peer).
    """

    code: str
    work: str
    ours: str
    floor: str
    ratio: float
    target: str
    limit: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    @property
    def verdict(self) -> str:
        """What stands at the end of the line."""
        if math.isinf(self.limit):
            return ""
        return "ok" if self.met else "MISS"


def is_quick() -> bool:
    """Tell whether a rough look is wanted: fewer rounds, and no 100,000 people."""
    return "CIMA_BENCH_QUICK" in os.environ


def cpu(call: Callable[[], object]) -> float:
    """Return the CPU seconds (user and system, all threads of this process) that one call takes."""
    before = time.process_time()
    call()
    return time.process_time() - before


def times(calls: Iterable[Callable[[], object]]) -> list[float]:
    """Return the CPU seconds of each call."""
    return [cpu(call) for call in calls]


def in_turn(ours: Callable[[], object], floor: Callable[[], object], rounds: int = 15) -> tuple[float, float]:
    """Return the median CPU seconds of both, run in turn after one unmeasured round."""
    ours(), floor()
    pairs = [(cpu(ours), cpu(floor)) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Return k of the best fit cost ~ size^k (least squares of the logarithms)."""
    xs = [math.log(size) for size in sizes]
    ys = [math.log(max(cost, 1e-9)) for cost in costs]
    mean_x, mean_y = statistics.fmean(xs), statistics.fmean(ys)
    top = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return top / sum((x - mean_x) ** 2 for x in xs)


def resident_mib() -> float:
    """Return the memory this process holds now, in MiB (its peak where the system does not tell)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (2**20 if sys.platform == "darwin" else 1024)


def ms(seconds: float) -> str:
    """Return seconds as readable milliseconds."""
    return f"{seconds * 1000:.3g} ms"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a text table."""
    head = ("", "work", "ours", "floor", "ratio", "goal", "")
    lines = [
        head,
        *((r.code, r.work, r.ours, r.floor, f"{r.ratio:.2f}", r.target, r.verdict) for r in rows),
    ]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
