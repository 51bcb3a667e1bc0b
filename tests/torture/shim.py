"""The fault injector: builds `pshim.c`, arms it in this process, and reads what it noted.

A process has it only if it was started with `LD_PRELOAD`; `preloaded` says how. After a fork the child arms its own.
"""

import ctypes
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("pshim.c")
LIBRARY = "pshim.so"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changed something: what, on which path (and to which other), where, and with which bytes."""

    op: str
    path: str
    other: str
    offset: int
    data: bytes


def build(folder: Path) -> Path:
    """Compile the shim into `folder` and return the library."""
    library = folder / LIBRARY
    command = ["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-Wno-nonnull-compare", "-shared", "-fPIC"]
    subprocess.run([*command, "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


def preloaded(library: Path) -> dict[str, str]:
    """Return the environment for a process that is to have the shim."""
    return {**os.environ, "LD_PRELOAD": str(library), "PYTHONDONTWRITEBYTECODE": "1"}


def is_loaded() -> bool:
    """Tell whether this process was started with the shim."""
    return hasattr(ctypes.CDLL(None), "pshim_arm")


def arm(folder: Path | None, plan: str = "", log: Path | None = None) -> None:
    """Count from here on what is done under `folder`, and carry `plan` out (see pshim.c); None switches it off."""
    where = b"" if folder is None else os.fsencode(folder)
    ctypes.CDLL(None).pshim_arm(where, plan.encode(), b"" if log is None else os.fsencode(log))


def plan(words: str) -> None:
    """Carry out another plan from here on; files that were opened since the shim was armed are still watched."""
    ctypes.CDLL(None).pshim_plan(words.encode())


def count() -> int:
    """Return how many calls there were since the shim was armed."""
    return int(ctypes.CDLL(None).pshim_count())


def mark(words: str) -> None:
    """Put a line into the log at this moment, for example that a save was acknowledged."""
    ctypes.CDLL(None).pshim_mark(words.encode())


def read_log(log: Path) -> list[Call]:
    """Return the calls that were noted, in order."""
    rest = memoryview(log.read_bytes())
    calls = []
    while rest:
        end = bytes(rest[:16384]).index(b"\n")
        op, path, other, offset, length = bytes(rest[:end]).decode().split("\t")
        data = bytes(rest[end + 1 : end + 1 + int(length)])
        calls.append(Call(op, path, other, int(offset), data))
        rest = rest[end + 1 + int(length) :]
    return calls
