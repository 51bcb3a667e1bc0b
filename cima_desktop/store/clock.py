"""A hybrid logical clock: never backwards on this machine, whatever the wall clock does.

A stamp is 48 bits of milliseconds since 1970 and a 16-bit counter. It orders what is shown and picks which of
two values is shown first; nothing that is kept depends on it.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], float]
"""Seconds since 1970, from wherever the caller wants them."""

DAY_MS = 24 * 60 * 60 * 1000
_COUNTER_BITS = 16
_LAST_MS = 2**47 - 1  # in the year 6429; a stamp still fits into a column of 64 bits with a sign
_MOST = (_LAST_MS << _COUNTER_BITS) | 0xFFFF


class Clock:
    """Gives out stamps, each larger than the last."""

    def __init__(self, now: Now = time.time) -> None:
        self._now = now
        self._last = 0

    def start_after(self, stamp: int) -> None:
        """Never again give out a stamp up to `stamp`, one of this vault's own."""
        self._last = max(self._last, min(_MOST, stamp))

    @property
    def last(self) -> int:
        """The newest stamp given out or observed."""
        return self._last

    def wall_ms(self) -> int:
        """Return what the machine's clock says, in milliseconds, held between 1970 and the year 6429."""
        return max(0, min(_LAST_MS, int(self._now() * 1000)))

    def tick(self) -> int:
        """Return a new stamp."""
        self._last = min(_MOST, max(self._last + 1, self.wall_ms() << _COUNTER_BITS))
        return self._last

    def observe(self, stamp: int) -> bool:
        """Take note of a peer's stamp so that what is written next sorts after it.

        Returns:
            False for a stamp more than 24 hours ahead of this machine: a clock is wrong, and it is not followed.
        """
        if stamp >> _COUNTER_BITS > self.wall_ms() + DAY_MS:
            return False
        self._last = max(self._last, stamp)
        return True


def milliseconds(stamp: int) -> int:
    """Return the wall-clock part of a stamp."""
    return stamp >> _COUNTER_BITS


def moment(ms: int) -> datetime:
    """Return a point in time in UTC; impossible ones are held in the year 6429."""
    return datetime.fromtimestamp(min(ms, _LAST_MS) / 1000, UTC)


def fits(stamp: int) -> int:
    """Return a stamp as a column can hold it; only a peer with a broken clock sends one that does not fit."""
    return min(stamp, 2**63 - 1)
