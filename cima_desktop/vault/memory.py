"""What the process does so that keys and records stay out of dumps, cores and other programs' reach."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PR_SET_DUMPABLE = 4
_PT_DENY_ATTACH = 31
_OWN_RIGHTS = "D:P(A;;0x101001;;;OW)(A;;GA;;;SY)"
"""Whoever owns the process may end it, wait for it and ask its name, but not read its memory; the system may."""
_DACL = 0x4


def protect_process() -> list[str]:
    """Close the process to onlookers: private files, no core dumps, no reading of its memory by the same user.

    An administrator reads it all the same.

    Returns:
        The protections that took on this system, of "umask", "no-core" and "closed".
    """
    os.umask(0o077)
    took = ["umask"]
    if _forbid_cores():
        took.append("no-core")
    close = {"linux": _close_on_linux, "darwin": _close_on_mac, "win32": _close_on_windows}.get(sys.platform)
    if close is not None and close():
        took.append("closed")
    return took


def _forbid_cores() -> bool:
    try:
        import resource
    except ImportError:  # Windows has no core files
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def _close_on_linux() -> bool:
    import ctypes  # only once, and not on every system

    return int(ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)) == 0


def _close_on_mac() -> bool:
    import ctypes

    return int(ctypes.CDLL(None, use_errno=True).ptrace(_PT_DENY_ATTACH, 0, None, 0)) == 0


def _close_on_windows() -> bool:
    import ctypes

    kernel, security = ctypes.WinDLL("kernel32"), ctypes.WinDLL("advapi32")  # type: ignore[attr-defined]
    rights = ctypes.c_void_p()
    text = ctypes.c_wchar_p(_OWN_RIGHTS)
    if not security.ConvertStringSecurityDescriptorToSecurityDescriptorW(text, 1, ctypes.byref(rights), None):
        return False
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    took = bool(security.SetKernelObjectSecurity(process, _DACL, rights))
    kernel.LocalFree(rights)
    return took


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
        self._is_dropped = False
        self._pad = bytearray(os.urandom(len(key)))
        self._masked = bytearray(len(key))
        for i, byte in enumerate(key):
            self._masked[i] = byte ^ self._pad[i]
        wipe(key)

    @contextmanager
    def lend(self) -> Iterator[bytearray]:
        """Yield the key in clear, and wipe it when the block ends.

        Raises:
            RuntimeError: it was dropped. What is left is zeros, and a key file written with those opens for nobody.
        """
        if self._is_dropped:
            raise RuntimeError("the key was forgotten: the vault is closed")
        clear = bytearray(len(self._pad))
        try:
            for i, byte in enumerate(self._masked):
                clear[i] = byte ^ self._pad[i]
            yield clear
        finally:
            wipe(clear)

    def drop(self) -> None:
        """Forget the key."""
        self._is_dropped = True
        wipe(self._masked)
        wipe(self._pad)
