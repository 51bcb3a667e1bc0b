"""`python -m tests.torture [--short] [--only NAME…] [--seconds N] [--jobs N]`: the table, and 1 after any loss."""

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.torture import shim
from tests.torture.table import as_json, as_table, is_clean
from tests.torture.trials import TRIALS, Plan

MEMORY_DISK = Path("/dev/shm")


def main(argv: list[str]) -> int:
    """Run what was asked for; build the shim first, and begin again with it."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--short", action="store_true", help="a taste of each, in about a minute")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="trials whose name begins so")
    parser.add_argument("--seconds", type=float, default=0.0, help="stop each trial after so long")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true", help="the table as one line of JSON")
    options = parser.parse_args(argv)
    base = MEMORY_DISK if MEMORY_DISK.is_dir() else None
    room = Path(os.environ.get("CIMA_TORTURE_ROOM") or tempfile.mkdtemp(prefix="cima-torture-", dir=base))
    if not shim.is_loaded():
        return _begin_again(room, argv)
    logging.disable(logging.CRITICAL)
    plan = Plan(room, options.jobs, options.short, options.seconds or (1.0 if options.short else 3600.0))
    rows = []
    for trial in TRIALS:
        if not options.only or any(trial.name.startswith(name) for name in options.only):
            rows.append(trial.run(plan))
            if not options.json:
                print(as_table(rows[-1:], head=len(rows) == 1), flush=True)
    if options.json:
        print(as_json(rows))
    return 0 if rows and all(is_clean(row) for row in rows) else 1


def _begin_again(room: Path, argv: list[str]) -> int:
    environment = {**shim.preloaded(shim.build(room)), "CIMA_TORTURE_ROOM": str(room)}
    try:
        return subprocess.run([sys.executable, "-m", "tests.torture", *argv], env=environment, check=False).returncode
    finally:
        shutil.rmtree(room, ignore_errors=True)


if __name__ == "__main__":
    begun = time.monotonic()
    status = main(sys.argv[1:])
    if not shim.is_loaded() and "--json" not in sys.argv:
        print(
            f"{time.monotonic() - begun:.0f} s in all; " + ("nothing was lost" if status == 0 else "SOMETHING IS WRONG")
        )
    sys.exit(status)
