"""Received files seen as pictures, drawn by a process of their own that can be killed at any moment (T7, V8)."""

import contextlib
import math
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import attrs

from cima_desktop.documents.preview import Bitmap
from cima_desktop.documents.received_wire import (
    ARGUMENT,
    ASK,
    DRAWN,
    LEAST_SIDE,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_SIDE,
    OPENED,
    PIXEL_BYTES,
    SIZE,
    START,
    Answer,
)
from cima_desktop.i18n import N_
from cima_desktop.model.attachments import OTHER
from cima_desktop.model.errors import KnownError

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class CannotShowError(KnownError):
    """A received file cannot be shown here."""

    message = N_("This file is damaged, so it cannot be shown here.")
    remedy = N_("It is kept as it is. Ask whoever gave it to you to send it again.")


class OtherKindError(CannotShowError):
    """It is of a kind the program does not show."""

    message = N_("Files of this kind cannot be shown here.")
    remedy = N_("PDF files and pictures can. Any other file can be saved as a readable copy, if you have to.")


class LockedFileError(CannotShowError):
    """It is locked with a password."""

    message = N_("This PDF is locked with a password, so it cannot be shown here.")
    remedy = N_("Ask whoever made it for a copy without a password, and add that one.")


class TooMuchError(CannotShowError):
    """It asks for more memory than any honest file."""

    message = N_("This file is too large or too complicated to be shown here.")
    remedy = N_("It is kept as it is. Scan the paper again with fewer dots per inch, if you can.")


class TooSlowError(CannotShowError):
    """It did not come to an end in time."""

    message = N_("This file takes too long to draw, so the program stopped trying.")
    remedy = N_("It is kept as it is. Be careful with it: files are sometimes made that way on purpose.")


_ERRORS: dict[int, type[CannotShowError]] = {
    Answer.BROKEN: CannotShowError,
    Answer.LOCKED: LockedFileError,
    Answer.TOO_BIG: TooMuchError,
}


@attrs.frozen(kw_only=True)
class Patience:
    """How many seconds the program waits for a file to be opened, and for a page."""

    opening: float = 20.0
    page: float = 12.0


def command() -> list[str]:
    """Return what starts the process: this program again, with its one word."""
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    return [sys.executable, "-P", "-m", "cima_desktop", ARGUMENT]


def surroundings() -> dict[str, str]:
    """Return the environment of the process: where its libraries are, and nothing about the person."""
    needed = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONDONTWRITEBYTECODE": "1"}
    kept = ("SYSTEMROOT", "LD_LIBRARY_PATH", "PATH")
    return needed | {name: os.environ[name] for name in kept if name in os.environ}


class Received:
    """One received file. Feed it whole, open it, ask for pages; `close` may come from any thread at any moment."""

    def __init__(self, media: str, size: int, patience: Patience | None = None) -> None:
        """Start the process.

        Raises:
            OtherKindError: files of this kind cannot be shown.
        """
        if media in ("", OTHER):
            raise OtherKindError
        self._patience = patience or Patience()
        self._is_late = self._is_closed = False
        self.sizes: Sequence[tuple[float, float]] = ()
        self._process = subprocess.Popen(  # noqa: S603 - our own program, fixed words
            command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            env=surroundings(),
            cwd=os.path.abspath(os.sep),
            creationflags=_NO_WINDOW,
        )
        self._say(START.pack(media.encode("ascii"), size))

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_closed(self) -> bool:
        """Tell whether it was closed."""
        return self._is_closed

    def feed(self, piece: bytes) -> None:
        """Hand over the next piece of the file.

        Raises:
            CannotShowError: the process is gone.
        """
        with self._within(self._patience.opening):
            self._say(piece)

    def open(self) -> Sequence[tuple[float, float]]:
        """Return width and height of each page, in any one unit.

        Raises:
            CannotShowError: one of its kinds.
        """
        with self._within(self._patience.opening):
            self._flush()
            how, count = OPENED.unpack(self._hear(OPENED.size))
            self._judge(how)
            if not 0 < count <= MOST_PAGES:
                raise CannotShowError
            sizes = [SIZE.unpack(self._hear(SIZE.size)) for _page in range(count)]
        if not all(math.isfinite(s) and LEAST_SIDE <= s <= MOST_SIDE for size in sizes for s in size):
            raise CannotShowError
        self.sizes = sizes
        return sizes

    def page(self, page: int, width: int, turn: int = 0) -> Bitmap:
        """Return the picture of a page, at most `width` pixels wide, turned to the right by quarters.

        Raises:
            CannotShowError: one of its kinds.
        """
        with self._within(self._patience.page):
            self._say(ASK.pack(page, max(1, width), turn))
            self._flush()
            how, wide, high = DRAWN.unpack(self._hear(DRAWN.size))
            self._judge(how)
            if not 0 < wide * high <= 2 * MOST_PIXELS:
                raise CannotShowError
            pixels = self._hear_pixels(wide * high * PIXEL_BYTES)
        return Bitmap(buffer=pixels, width=wide, height=high, stride=wide * PIXEL_BYTES)

    def close(self) -> None:
        """End the process at once, whatever it does; safe to repeat."""
        self._is_closed = True
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not yet sent is not wanted any more
                    pipe.close()

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Kill the process when the block takes longer; whoever waits for it then hears that it is gone."""
        clock = threading.Timer(seconds, self._too_late)
        clock.daemon = True
        clock.start()
        try:
            yield
        except (OSError, ValueError):  # a broken pipe, or one that was closed meanwhile
            raise self._gone() from None
        finally:
            clock.cancel()

    def _too_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _gone(self) -> CannotShowError:
        return TooSlowError() if self._is_late else CannotShowError()

    def _judge(self, how: int) -> None:
        if how != Answer.WELL:
            raise _ERRORS.get(how, CannotShowError)

    def _say(self, data: bytes) -> None:
        self._pipe(self._process.stdin).write(data)

    def _flush(self) -> None:
        self._pipe(self._process.stdin).flush()

    def _hear(self, length: int) -> bytes:
        data = self._pipe(self._process.stdout).read(length)
        if len(data) != length:
            raise self._gone()
        return data

    def _hear_pixels(self, length: int) -> bytearray:
        """Return what can be wiped when it has been shown."""
        pixels = bytearray(length)
        if self._pipe(self._process.stdout).readinto(pixels) != length:  # type: ignore[attr-defined]
            raise self._gone()
        return pixels

    def _pipe(self, pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:
            raise OSError
        return pipe
