"""How dear a guess can be made on this computer without making the owner wait: about one second to open."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from cima_desktop.i18n import ngettext
from cima_desktop.vault.cost import GIB_IN_KIB, Cost

TARGET_SECONDS = 1.0
_STEP_KIB = 64 * 1024
_MOST_KIB = GIB_IN_KIB
_SHARE_OF_MEMORY = 4
"""At most a quarter of the computer's memory, so that opening a vault never sends it to the swap file."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured: the cost to use, how long one opening takes (seconds), and a word for the computer.

    `speed` is "slow", "ordinary" or "fast".
    """

    cost: Cost
    seconds: float
    speed: str

    def sentence(self) -> str:
        """Return in the language of the screen what kind of computer this is and how long opening takes on it."""
        n = max(1, round(self.seconds))
        sentences = {
            "slow": ngettext(
                "This computer is slow or has little memory. Opening takes about {n} second. Use six words or more.",
                "This computer is slow or has little memory. Opening takes about {n} seconds. Use six words or more.",
                n,
            ),
            "ordinary": ngettext(
                "This is an ordinary computer. Opening the vault takes about {n} second.",
                "This is an ordinary computer. Opening the vault takes about {n} seconds.",
                n,
            ),
            "fast": ngettext(
                "This is a fast computer. Opening takes about {n} second, and so does each guess at the passphrase.",
                "This is a fast computer. Opening takes about {n} seconds, and so does each guess at the passphrase.",
                n,
            ),
        }
        return sentences[self.speed].format(n=n)


def calibrate(derive: Callable[[Cost], float] | None = None, memory_kib: int | None = None) -> Calibration:
    """Measure this computer and choose the memory for about one second, from 64 MiB to 1 GiB.

    Takes about half a second. `derive` (seconds one guess takes) and `memory_kib` (the computer's)
    are given by tests.
    """
    measure = derive or measured_seconds
    floor = Cost.FLOOR
    at_floor = max(min(measure(floor), measure(floor)), 1e-6)
    affordable = int(floor.memory_kib * TARGET_SECONDS / at_floor)
    ceiling = min(_MOST_KIB, (memory_kib or computer_memory_kib()) // _SHARE_OF_MEMORY)
    memory = max(floor.memory_kib, min(affordable, ceiling) // _STEP_KIB * _STEP_KIB)
    seconds = at_floor * memory / floor.memory_kib
    return Calibration(Cost(memory, floor.iterations, floor.lanes), seconds, _speed(memory))


def _speed(memory: int) -> str:
    if memory < 2 * Cost.FLOOR.memory_kib:
        return "slow"
    return "ordinary" if memory < _MOST_KIB // 2 else "fast"


def measured_seconds(cost: Cost) -> float:
    """Return how long one guess takes here, in seconds."""
    begun = time.perf_counter()
    Argon2id(
        salt=bytes(16), length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    ).derive(b"calibration")
    return time.perf_counter() - begun


def computer_memory_kib() -> int:
    """Return the computer's memory in KiB; 4 GiB where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    except (AttributeError, ValueError, OSError):
        return 4 * GIB_IN_KIB
