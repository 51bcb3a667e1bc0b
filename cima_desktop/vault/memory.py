"""What the process does so that keys and records stay out of dumps, cores and other programs' reach."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PR_SET_DUMPABLE = 4


def protect_process() -> list[str]:
    """Close the process to onlookers: private files, no core dumps, no reading of its memory by the same user.

    Returns:
        The protections that took on this system, of "umask", "no-core" and "not-dumpable".
    """
    os.umask(0o077)
    took = ["umask"]
    if _forbid_cores():
        took.append("no-core")
    if sys.platform == "linux" and _forbid_dumping():
        took.append("not-dumpable")
    return took


def _forbid_cores() -> bool:
    try:
        import resource
    except ImportError:  # Windows has no core files
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def _forbid_dumping() -> bool:
    import ctypes  # only Linux takes this road, once

    return int(ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)) == 0


def wipe(buffer: bytearray) -> None:
    """Overwrite `buffer` with zeros, in place."""
    buffer[:] = bytes(len(buffer))


def random_buffer(length: int) -> bytearray:
    """Return `length` random bytes that were never in an object which cannot be wiped."""
    buffer = bytearray(length)
    for i in range(length):
        buffer[i] = os.urandom(1)[0]
    return buffer


class HeldKey:
    """A key at rest in memory, kept masked by a random pad so that its bytes lie nowhere in clear.

    This stops a search through memory for a known key; it does not stop a debugger.
    """

    def __init__(self, key: bytearray) -> None:
        """Take `key` over: it is masked here and wiped there."""
        self.take(key)

    def take(self, key: bytearray) -> None:
        """Hold another key from now on, for everyone who shares this holder; `key` is masked here and wiped there."""
        self._pad = bytearray(os.urandom(len(key)))
        self._masked = bytearray(len(key))
        for i, byte in enumerate(key):
            self._masked[i] = byte ^ self._pad[i]
        wipe(key)

    @contextmanager
    def lend(self) -> Iterator[bytearray]:
        """Yield the key in clear, and wipe it when the block ends."""
        clear = bytearray(len(self._pad))
        try:
            for i, byte in enumerate(self._masked):
                clear[i] = byte ^ self._pad[i]
            yield clear
        finally:
            wipe(clear)

    def drop(self) -> None:
        """Forget the key."""
        wipe(self._masked)
        wipe(self._pad)
