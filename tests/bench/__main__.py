"""Run every bench (`python -m tests.bench`), or those that are named (`python -m tests.bench search window`).

With `--quick`, fewer rounds and no 100,000 people.
"""

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Row, table


def modules(wanted: list[str]) -> Iterator[str]:
    """Yield the names of the bench modules beside this one."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if not wanted or path.stem.removeprefix("bench_") in wanted:
            yield f"tests.bench.{path.stem}"


def main() -> int:
    """Print the table; the status is 0 whether or not the goals are met, because a bench is no test."""
    wanted = [name for name in sys.argv[1:] if name != "--quick"]
    if len(wanted) < len(sys.argv) - 1:
        os.environ["CIMA_BENCH_QUICK"] = "1"
    rows: list[Row] = []
    for name in modules(wanted):
        print(f"measuring {name.removeprefix('tests.bench.bench_')} …", file=sys.stderr, flush=True)
        rows.extend(importlib.import_module(name).rows())
    print(table(sorted(rows, key=lambda row: row.code)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
