"""How dear one guess at a passphrase is: the parameters of Argon2id, with a floor and a ceiling."""

from dataclasses import dataclass
from typing import ClassVar

GIB_IN_KIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Parameters of Argon2id (RFC 9106): memory in KiB, passes over it, lanes."""

    memory_kib: int
    iterations: int
    lanes: int

    FLOOR: ClassVar["Cost"]
    """The weakest that is accepted: 64 MiB, three passes."""
    CEILING: ClassVar["Cost"]
    """The dearest that is accepted from a file, so that a forged one cannot exhaust the machine."""

    def at_least(self, floor: "Cost") -> bool:
        """Say whether a guess costs at least as much memory and as many passes as under `floor`."""
        return self.memory_kib >= floor.memory_kib and self.iterations >= floor.iterations and self.lanes >= 1

    def within_ceiling(self) -> bool:
        """Say whether the parameters are ones Argon2id knows and this program is willing to pay."""
        top = Cost.CEILING
        return (
            1 <= self.lanes <= top.lanes
            and 1 <= self.iterations <= top.iterations
            and 8 * self.lanes <= self.memory_kib <= top.memory_kib
        )


Cost.FLOOR = Cost(64 * 1024, 3, 4)
Cost.CEILING = Cost(2 * GIB_IN_KIB, 20, 16)

TESTING_COST = Cost(64, 1, 1)
"""For tests only: instant. No file can ask for it, because `open_vault` refuses what lies under its `floor`
argument, and that argument is `Cost.FLOOR` unless a test passes this."""
