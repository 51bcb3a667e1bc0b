"""A file from outside on its way into the vault: judged before it is opened, read once, in pieces, by a thread.

The disk it lies on may be slow, hang or be pulled out. The thread waits for it; whoever takes the pieces waits in short
turns, so that a person or a lock can stop it at any moment.
"""

import contextlib
import os
import queue
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from cima_desktop.i18n import N_, tr
from cima_desktop.model.attachments import MOST_IN_FILE, size_text
from cima_desktop.model.errors import KnownError
from cima_desktop.model.text import clean
from cima_desktop.store.blobs import PIECE_BYTES

Tick = Callable[[int, int], object]

MOST_IN_NAME = 200
_TURN_SECONDS = 0.1
_PATIENCE_TURNS = 300
"""A disk that gives nothing for half a minute is given up."""
_WAITING_PIECES = 4
_DONE = b""
_NAMELESS = N_("File without a name")


class SourceError(KnownError):
    """A file cannot be taken into the vault; nothing was kept of it."""

    message = N_("“{name}” could not be read.")
    remedy = N_("Nothing was added. Check that the file is still there and that you may open it, and try again.")


class NotAFileError(SourceError):
    """A folder, a link or a device was handed over."""

    message = N_("“{name}” is not a file.")
    remedy = N_("Nothing was added. Choose the file itself: not a folder, a shortcut or a device.")


class OwnFileError(SourceError):
    """A file of the vault itself was handed over."""

    message = N_("“{name}” belongs to the vault itself.")
    remedy = N_("Nothing was added. To keep a second copy of the vault, make a backup.")


class TooBigError(SourceError):
    """The file is above the limit for one attachment."""

    message = N_("“{name}” has {size}; one attachment may have {most} at most.")
    remedy = N_("Nothing was added. Scan it again with fewer dots per inch, or split it into parts.")


class SourceChangedError(SourceError):
    """The file was written while it was read."""

    message = N_("“{name}” changed while it was being read.")
    remedy = N_("Nothing was added. Close the program that is writing it, and try again.")


class SourceLostError(SourceError):
    """The disk failed, went away or does not answer."""

    message = N_("“{name}” could not be read to its end.")
    remedy = N_("Nothing was added. If it is on a USB stick or a phone, check that it is plugged in, and try again.")


def display_name(raw: str) -> str:
    """Return the last part of a file's name as it is kept and shown: clean, and not too long, with its ending."""
    name = clean(os.path.basename(raw.replace("\\", "/")))
    stem, ending = os.path.splitext(name)
    if len(name) > MOST_IN_NAME:
        name = stem[: MOST_IN_NAME - len(ending)].rstrip() + ending if len(ending) < MOST_IN_NAME else stem
    return name[:MOST_IN_NAME] or tr(_NAMELESS)


class BytesSource:
    """Bytes that are in memory already, such as a picture from the clipboard."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = display_name(name)
        self.size = len(data)
        self._data = data

    def look(self, _own: Path) -> None:
        """Make sure that they may be kept.

        Raises:
            TooBigError: there are too many.
        """
        refuse_too_big(self.name, self.size)

    def pieces(self, tick: Tick) -> Iterator[bytes]:
        """Yield them."""
        for start in range(0, self.size, PIECE_BYTES):
            tick(start, self.size)
            yield self._data[start : start + PIECE_BYTES]


class FileSource:
    """A file on a disk. `size` is known after `look`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = display_name(path.name)
        self.size = 0

    def look(self, own: Path) -> None:
        """Judge the file without opening it: opening a pipe waits for ever, opening the vault drops its lock.

        Args:
            own: the folder of the vault.

        Raises:
            SourceError: it is no plain file, too big, of the vault itself, or cannot be looked at.
        """
        try:
            found = os.lstat(self.path)
            mine = [os.lstat(file) for file in own.iterdir()]
        except OSError:
            raise SourceError(name=self.name) from None
        if not stat.S_ISREG(found.st_mode):
            raise NotAFileError(name=self.name)
        if any(os.path.samestat(found, each) for each in mine):
            raise OwnFileError(name=self.name)
        refuse_too_big(self.name, found.st_size)
        self.size = found.st_size

    def pieces(self, tick: Tick) -> Iterator[bytes]:
        """Yield the file piece by piece and call `tick` at least a few times a second, whatever the disk does.

        Raises:
            SourceError: one of its kinds; what was yielded before is worth nothing.
        """
        reader = _Reader(self.path, self.name, self.size)
        done = 0
        try:
            while piece := self._next(reader, tick, done):
                done += len(piece)
                yield piece
        finally:
            reader.stop.set()

    def _next(self, reader: "_Reader", tick: Tick, done: int) -> bytes:
        for _turn in range(_PATIENCE_TURNS):
            tick(done, self.size)
            with contextlib.suppress(queue.Empty):
                got = reader.pieces.get(timeout=_TURN_SECONDS)
                if isinstance(got, SourceError):
                    raise got
                return got
        raise SourceLostError(name=self.name)


def refuse_too_big(name: str, size: int) -> None:
    """Raise when a file of this size may not be kept.

    Raises:
        TooBigError: it may not.
    """
    if size > MOST_IN_FILE:
        raise TooBigError(name=name, size=size_text(size), most=size_text(MOST_IN_FILE))


class _Reader:
    """The thread that waits for the disk. It ends when told, or is left behind where the disk never answers."""

    def __init__(self, path: Path, name: str, size: int) -> None:
        self.pieces: queue.Queue[bytes | SourceError] = queue.Queue(_WAITING_PIECES)
        self.stop = threading.Event()
        self._path, self._name, self._size = path, name, size
        threading.Thread(target=self._work, name="attachment", daemon=True).start()

    def _work(self) -> None:
        try:
            self._read()
            self._put(_DONE)
        except SourceError as error:
            self._put(error)
        except (PermissionError, FileNotFoundError):
            self._put(SourceError(name=self._name))
        except OSError:
            self._put(SourceLostError(name=self._name))

    def _read(self) -> None:
        flags = ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY")  # what stood there may have been swapped
        handle = os.open(self._path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in flags))
        try:
            before, taken = os.fstat(handle), 0
            if not stat.S_ISREG(before.st_mode):
                raise NotAFileError(name=self._name)
            while not self.stop.is_set() and taken <= self._size and (piece := os.read(handle, PIECE_BYTES)):
                taken += len(piece)
                self._put(piece)
            after = os.fstat(handle)
            same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
            if not same or taken != self._size:
                raise SourceChangedError(name=self._name)
        finally:
            os.close(handle)

    def _put(self, what: bytes | SourceError) -> None:
        while not self.stop.is_set():
            with contextlib.suppress(queue.Full):
                self.pieces.put(what, timeout=_TURN_SECONDS)
                return
