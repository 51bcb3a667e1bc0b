"""The process that looks at one received file: it can compute, and answer through its pipe, and nothing else (E19).

It is started afresh, without the vault, its key or any open file. It loads the one library it needs, then shuts the
doors (memory, time, files, processes), and only then takes the first byte of the file. Whatever a hostile file does
here happens to a process that knows nothing and is killed when the time is up or the window locks.
"""

import contextlib
import math
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any, BinaryIO, Protocol

from cima_desktop.documents.received_wire import (
    ASK,
    DRAWN,
    LEAST_SIDE,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_SIDE,
    MOST_SOURCE_PIXELS,
    OPENED,
    PIXEL_BYTES,
    SIZE,
    START,
    TURNS,
    Answer,
)

try:
    import resource
except ImportError:  # Windows has none of these limits: there the child has its time limit alone
    resource = None  # type: ignore[assignment]

MEMORY_BYTES = 1_500_000_000
"""Address space: the file itself, a picture unpacked, and the libraries."""
CPU_SECONDS = 20
"""For one answer; whoever asked waits less long."""
_WHITE = 255
_LATER_MODULES = (
    "copy",
    "encodings.latin_1",
    *(f"PIL.{name}ImagePlugin" for name in ("Gif", "Jpeg", "Mpo", "Png", "Tiff", "WebP")),
    *(f"PIL.Image{name}" for name in ("Cms", "Color", "Filter", "Ops", "Palette")),
)
"""What Pillow would import only when it meets a file that needs it, when no module can be read any more."""
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
"""The same numbers on every processor this program runs on; the library of C has no names for them."""
_LANDLOCK_EVERYTHING = (1 << 13) - 1
_NO_NEW_PRIVILEGES = 38

Pixels = tuple[int, int, bytes]


class TooBigError(Exception):
    """The file asks for more than any honest one."""


class LockedError(Exception):
    """The file is locked with a password."""


class Pages(Protocol):
    """A file that was opened."""

    def sizes(self) -> Sequence[tuple[float, float]]:
        """Return width and height of each page, in any one unit."""

    def draw(self, page: int, width: int, turn: int) -> Pixels:
        """Return width, height and pixels of a page, turned to the right by quarters."""


class PdfPages:
    """The pages of a PDF. Scripts are not run, links not followed, files not opened."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # lazy: the child needs one library or the other

        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise LockedError from None
            raise
        self._document.init_forms()  # what was typed into a form shows too

    def sizes(self) -> Sequence[tuple[float, float]]:
        """Return the sizes of the pages in points."""
        count = len(self._document)
        if count > MOST_PAGES:
            raise TooBigError
        return [_fitted(*self._document.get_page_size(n)) for n in range(count)]

    def draw(self, page: int, width: int, turn: int) -> Pixels:
        """Draw a page."""
        drawn = self._document[page]
        wide, high = _fitted(*drawn.get_size())
        across = high if turn % 2 else wide
        scale = min(width / across, math.sqrt(MOST_PIXELS / (wide * high)))
        bitmap = drawn.render(scale=scale, rotation=90 * turn, prefer_bgrx=True)
        return bitmap.width, bitmap.height, bytes(bitmap.buffer)


class PicturePages:
    """The pictures of one file: several in a TIFF, one in every other kind. Unpacked one at a time."""

    def __init__(self, media: str, data: bytes) -> None:
        from PIL import Image  # lazy, as above

        self._image = Image.open(BytesIO(data), formats=[media.upper()])
        self._count = int(getattr(self._image, "n_frames", 1)) if media == "tiff" else 1
        self._frame = -1
        self._picture: Any = None

    def sizes(self) -> Sequence[tuple[float, float]]:
        """Return the sizes of the pictures in pixels, as they are to be seen."""
        if self._count > MOST_PAGES:
            raise TooBigError
        found = []
        for frame in range(self._count):
            self._go_to(frame)
            sideways = self._image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            width, height = self._image.size
            found.append(_fitted(*((height, width) if sideways else (width, height))))
        if self._count == 1:
            self._unpack(0)  # so that a broken file is told at once
        return found

    def draw(self, page: int, width: int, turn: int) -> Pixels:
        """Draw a picture, never bigger than it is."""
        from PIL import Image  # lazy, as above

        self._unpack(page)
        turned = self._picture
        if turn:
            turns = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
            turned = turned.transpose(turns[turn - 1])
        shrink = min(1.0, width / turned.width, math.sqrt(MOST_PIXELS / (turned.width * turned.height)))
        if shrink < 1:
            size = (max(1, int(turned.width * shrink)), max(1, int(turned.height * shrink)))
            turned = turned.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        return turned.width, turned.height, turned.tobytes("raw", "BGRX")

    def _go_to(self, frame: int) -> None:
        """Turn to a picture whose size is bearable; its header alone tells."""
        if frame:
            self._image.seek(frame)
        width, height = self._image.size
        if width * height > MOST_SOURCE_PIXELS:
            raise TooBigError

    def _unpack(self, frame: int) -> None:
        from PIL import Image, ImageOps  # lazy, as above

        if frame == self._frame:
            return
        self._picture = None
        self._image.seek(frame) if self._count > 1 else None
        self._go_to(frame)
        upright = ImageOps.exif_transpose(self._image)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            above = upright.convert("RGBA")
            upright = Image.new("RGBA", above.size, (_WHITE, _WHITE, _WHITE, _WHITE))
            upright.alpha_composite(above)
        self._picture, self._frame = upright.convert("RGB"), frame


def _fitted(width: float, height: float) -> tuple[float, float]:
    """Return a page's size within bounds that can be laid out, whatever the file says."""
    sides = [min(max(s, LEAST_SIDE), MOST_SIDE) if math.isfinite(s) else MOST_SIDE for s in (width, height)]
    return sides[0], sides[1]


def load_library(media: str) -> None:
    """Load all that is needed for a kind of file; once the doors are shut nothing more can be loaded."""
    if media == "pdf":
        import pypdfium2  # lazy: the child needs one library or the other

        pypdfium2.PdfDocument.new().close()
        return
    import warnings

    from PIL import Image  # lazy, as above

    for module in _LATER_MODULES:
        import_module(module)
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = MOST_SOURCE_PIXELS
    warnings.simplefilter("ignore")  # nobody would read them


def shut_doors() -> list[str]:
    """Give up files, processes, cores, and memory without end; return what this system let go of."""
    if resource is None:
        return []
    shut = ["disk"] if _leave_the_disk() else []
    bounds = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_AS": MEMORY_BYTES,
        "RLIMIT_NOFILE": 0,  # the open pipes go on working; nothing can be opened, not even in their place
    }
    for name, bound in bounds.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):  # a limit that this system does not have
            resource.setrlimit(getattr(resource, name), (bound, bound))
            shut.append(name)
    return shut


def _leave_the_disk() -> bool:
    """Give up every file by its name too (to delete, to rename), where the kernel has Landlock (Linux since 5.13)."""
    if sys.platform != "linux":
        return False
    import ctypes  # only Linux takes this road, once

    kernel, wanted = ctypes.CDLL(None), ctypes.c_uint64(_LANDLOCK_EVERYTHING)
    rules = kernel.syscall(_LANDLOCK_CREATE, ctypes.byref(wanted), ctypes.c_size_t(ctypes.sizeof(wanted)), 0)
    if rules < 0:
        return False
    kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    left = kernel.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(rules)
    return bool(left)


def limit_time() -> None:
    """Let the system end this process when one answer takes too much work."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def open_file(media: str, data: bytes) -> Pages:
    """Open a file of a kind that can be shown."""
    return PdfPages(data) if media == "pdf" else PicturePages(media, data)


def answered(call: Callable[[], Any]) -> tuple[Answer, Any]:
    """Do something with the file and return how that went; what went wrong is told as a kind, never in words."""
    try:
        return Answer.WELL, call()
    except LockedError:
        return Answer.LOCKED, None
    except (TooBigError, MemoryError):
        return Answer.TOO_BIG, None
    except Exception as error:  # whatever a library says of a broken file
        bomb = type(error).__name__ == "DecompressionBombError"
        return (Answer.TOO_BIG if bomb else Answer.BROKEN), None


def serve(take: BinaryIO, give: BinaryIO) -> None:
    """Take one file, say how many pages of which size it has, and draw them as they are asked for."""
    told, length = START.unpack(_exactly(take, START.size))
    media = told.rstrip(b"\0").decode("ascii")
    load_library(media)
    shut_doors()
    limit_time()
    data = _exactly(take, length)
    how, pages = answered(lambda: open_file(media, data))
    sizes: Sequence[tuple[float, float]] = ()
    if how is Answer.WELL:
        how, sizes = answered(pages.sizes)
    give.write(OPENED.pack(how, len(sizes or ())))
    for size in sizes or ():
        give.write(SIZE.pack(*size))
    give.flush()
    while how is Answer.WELL and (asked := take.read(ASK.size)):
        limit_time()
        _draw(give, pages, *ASK.unpack(asked))


def _draw(give: BinaryIO, pages: Pages, page: int, width: int, turn: int) -> None:
    how, drawn = answered(lambda: pages.draw(page, max(1, width), turn % TURNS))
    if how is Answer.WELL and len(drawn[2]) != drawn[0] * drawn[1] * PIXEL_BYTES:
        how = Answer.BROKEN
    if how is Answer.WELL:
        give.write(DRAWN.pack(how, drawn[0], drawn[1]))
        give.write(drawn[2])
    else:
        give.write(DRAWN.pack(how, 0, 0))
    give.flush()


def _exactly(take: BinaryIO, length: int) -> bytes:
    data = take.read(length)
    if len(data) != length:
        raise EOFError
    return data


def main() -> int:
    """Serve whoever started this process, until that one hangs up."""
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except (EOFError, BrokenPipeError):
        return 1
    return 0
