"""Received files: every kind is seen, and nothing that a file does reaches the program (T7, E19, B09)."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cima_desktop.documents import received
from cima_desktop.documents.preview import Bitmap
from cima_desktop.documents.received import (
    CannotShowError,
    LockedFileError,
    OtherKindError,
    Patience,
    Received,
    TooMuchError,
    TooSlowError,
)
from cima_desktop.documents.received_wire import DRAWN, MOST_PIXELS, OPENED, SIZE, START, Answer
from tests import received_files as files
from tests.killing import start

Opener = Callable[..., Received]


@pytest.fixture
def look() -> Iterator[Opener]:
    """Return a way to hand a file over; what it starts is ended with the test."""
    made: list[Received] = []

    def start(media: str, data: bytes, patience: Patience | None = None) -> Received:
        each = Received(media, len(data), patience)
        made.append(each)
        for begin in range(0, len(data), 65_536):
            each.feed(data[begin : begin + 65_536])
        return each

    yield start
    for each in made:
        each.close()
        each.close()  # again: closing is safe to repeat
        assert each.is_closed


def corner(bitmap: Bitmap, x: int, y: int) -> tuple[int, int, int]:
    """Return red, green and blue of one pixel."""
    place = y * bitmap.stride + 4 * x
    blue, green, red = bitmap.buffer[place : place + 3]
    return red, green, blue


def test_a_pdf_is_seen_page_by_page(look: Opener) -> None:
    seen = look("pdf", files.pdf(3))
    assert seen.open() == seen.sizes == [files.A_PAGE] * 3
    for page in (2, 0):
        drawn = seen.page(page, 306)
        assert (drawn.width, drawn.height, drawn.stride) == (306, 396, 306 * 4)
        assert set(drawn.buffer) != {255}
    assert corner(seen.page(1, 100), 0, 0) == (255, 255, 255)


def test_a_pdf_is_turned(look: Opener) -> None:
    seen = look("pdf", files.pdf())
    seen.open()
    drawn = [seen.page(0, 396, turn) for turn in range(4)]
    assert [(each.width, each.height) for each in drawn] == [(396, 513), (396, 306), (396, 513), (396, 306)]


@pytest.mark.parametrize("media", ["png", "jpeg", "gif", "webp", "tiff"])
def test_a_picture_of_each_kind_is_seen(look: Opener, media: str) -> None:
    seen = look(media, files.picture(media))
    assert seen.open() == [(60, 40)]
    drawn = seen.page(0, 600)
    assert (drawn.width, drawn.height) == (60, 40)  # never drawn bigger than it is
    red = corner(drawn, 5, 20)
    assert red[0] > 200
    assert max(red[1:]) < 60
    assert min(corner(drawn, 50, 20)) > 200
    turned = seen.page(0, 20, 1)
    assert (turned.width, turned.height) == (20, 30)
    assert corner(turned, 10, 3)[1] < 60  # what was on the left is on top
    assert corner(seen.page(0, 60, 2), 50, 20)[1] < 60


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_grey_and_printers_colors_are_seen(look: Opener, mode: str) -> None:
    seen = look("tiff", files.picture("tiff", mode=mode))
    seen.open()
    assert min(corner(seen.page(0, 60), 5, 5)) > 200


def test_what_is_transparent_is_white(look: Opener) -> None:
    seen = look("png", files.picture("png", mode="RGBA"))
    seen.open()
    assert corner(seen.page(0, 60), 50, 20) == (255, 255, 255)


def test_a_photo_taken_sideways_is_upright(look: Opener) -> None:
    seen = look("jpeg", files.sideways_photo())
    assert seen.open() == [(40, 60)]
    drawn = seen.page(0, 40)
    assert (drawn.width, drawn.height) == (40, 60)


def test_a_scan_of_several_pages_is_seen(look: Opener) -> None:
    seen = look("tiff", files.fax(3))
    assert seen.open() == [(200, 300), (201, 300), (202, 300)]
    assert [seen.page(n, 1000).width for n in (2, 0, 1)] == [202, 200, 201]


@pytest.mark.parametrize(
    ("media", "data", "error"),
    [
        ("pdf", b"", CannotShowError),
        ("pdf", b"%PDF-1.7\n", CannotShowError),
        ("pdf", files.pdf()[:400], CannotShowError),
        ("pdf", files.picture("png"), CannotShowError),
        ("png", b"", CannotShowError),
        ("png", files.picture("png", (300, 300))[:200], CannotShowError),
        ("png", files.picture("gif"), CannotShowError),
        ("jpeg", files.picture("jpeg", (300, 300))[:-400], CannotShowError),
        ("tiff", files.picture("tiff")[:60], CannotShowError),
        ("gif", b"GIF89a", CannotShowError),
        ("webp", b"RIFF\xff\xff\xff\xffWEBP", CannotShowError),
        ("pdf", files.locked_pdf(), LockedFileError),
        ("png", files.huge_png(), TooMuchError),
        ("png", files.huge_png(11_000), TooMuchError),
        ("no such kind", b"abc", CannotShowError),
    ],
)
def test_what_cannot_be_shown_is_one_clear_sentence(
    look: Opener, media: str, data: bytes, error: type[CannotShowError]
) -> None:
    seen = look(media[:8], data)
    with pytest.raises(error) as told:
        seen.open()
    assert type(told.value) is error
    assert told.value.sentence("es")
    assert told.value.advice("es") != told.value.advice("en")


@pytest.mark.parametrize("media", ["", "other"])
def test_no_process_is_started_for_what_is_not_shown(media: str) -> None:
    with pytest.raises(OtherKindError):
        Received(media, 10)


@pytest.mark.parametrize("box", [b"0 0 0 0", b"0 0 1e30 1", b"0 0 1 99999999", b"-5 -5 -1 -1", b"0 0 14400 14400"])
def test_pages_of_impossible_size_are_drawn_within_bounds(look: Opener, box: bytes) -> None:
    seen = look("pdf", files.odd_page_pdf(box))
    (width, height), *_more = seen.open()
    assert 1 <= width <= 20_000
    assert 1 <= height <= 20_000
    try:
        drawn = seen.page(0, 100_000)
    except CannotShowError:
        return
    assert drawn.width * drawn.height <= 2 * MOST_PIXELS


SENTENCES = {kind().sentence("en") for kind in (CannotShowError, LockedFileError, TooMuchError, TooSlowError)}


def told_of(seen: Received) -> str:
    """Return what is said of a file that is looked at, nothing where it can be seen."""
    try:
        seen.open()
        seen.page(0, 300)
    except CannotShowError as error:
        return error.sentence("en")
    return ""


def test_a_bomb_hurts_nobody(look: Opener) -> None:
    seen = look("pdf", files.bomb_pdf(), Patience(page=3))
    assert told_of(seen) in {"", *SENTENCES}


def test_a_page_without_end_is_given_up(look: Opener) -> None:
    seen = look("pdf", files.endless_pdf(), Patience(page=0.5))
    seen.open()
    with pytest.raises(TooSlowError):
        seen.page(0, 300)
    with pytest.raises(CannotShowError):
        seen.page(0, 300)


def test_mangled_files_stop_nothing(look: Opener) -> None:
    """Each starts a process, so they are few here; hundreds belong to the long run."""
    room = random.Random(11)
    whole = [("pdf", files.pdf()), ("png", files.picture("png")), ("jpeg", files.picture("jpeg"))]
    for media, data in whole * 2:
        mangled = bytearray(data)
        for _n in range(room.randrange(1, 12)):
            mangled[room.randrange(len(mangled))] = room.randrange(256)
        seen = look(media, bytes(mangled), Patience(opening=5, page=2))
        assert told_of(seen) in {"", *SENTENCES}
        seen.close()


def test_a_closed_one_answers_at_once(look: Opener) -> None:
    seen = look("pdf", files.pdf())
    seen.close()
    for ask in (seen.open, lambda: seen.page(0, 10), lambda: seen.feed(b"x" * 100_000)):
        with pytest.raises(CannotShowError):
            ask()


def test_the_process_is_bound(look: Opener) -> None:
    seen = look("pdf", files.pdf())
    seen.open()
    limits = Path(f"/proc/{seen.pid}/limits").read_text("ascii")
    bounds = {line[:25].strip(): line[25:].split()[:2] for line in limits.splitlines()[1:]}
    for name in ("Max open files", "Max file size", "Max processes", "Max core file size"):
        assert bounds[name] == ["0", "0"]
    assert bounds["Max address space"] == ["1500000000", "1500000000"]
    assert int(bounds["Max cpu time"][0]) < 30


TELLS = """
import os, sys
held = []
for number in os.listdir("/proc/self/fd"):
    try:
        held.append(os.readlink("/proc/self/fd/" + number))
    except FileNotFoundError:  # the list itself, which is closed by now
        pass
with open(sys.argv[1], "w") as out:
    print(*held, *os.environ, os.getcwd(), sep="\\n", file=out)
"""


def test_the_process_is_given_nothing_of_ours(monkeypatch: pytest.MonkeyPatch, look: Opener, tmp_path: Path) -> None:
    """Neither an open file, as the vault's would be, nor an environment that says who we are."""
    monkeypatch.setenv("CIMA_HOME", "/somewhere/private")
    monkeypatch.setattr(received, "command", lambda: [sys.executable, "-c", TELLS, str(tmp_path / "told")])
    with open(tmp_path / "vault-like", "wb") as held:
        os.set_inheritable(held.fileno(), True)
        seen = look("pdf", b"")
        with pytest.raises(CannotShowError):
            seen.open()
    *told, folder = (tmp_path / "told").read_text("utf-8").split()
    assert folder == "/"
    assert "CIMA_HOME" not in told
    known = {*received.surroundings(), "LC_CTYPE", "/dev/null"}
    assert [each for each in told if each not in known and not each.startswith("pipe:")] == []


DOORS = """
import os, socket, sys
from cima_desktop.documents import received_child
received_child.load_library("pdf")
received_child.load_library("png")
shut = received_child.shut_doors()
assert {"RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_AS"} <= set(shut), shut
file = sys.argv[1]
ways = [lambda: os.open(file, os.O_RDONLY), lambda: os.open(file + "2", os.O_CREAT | os.O_WRONLY), socket.socket,
        os.pipe, lambda: bytearray(2_000_000_000)]
by_name = [lambda: os.unlink(file), lambda: os.rename(file, file + "3"), lambda: os.mkdir(file + "4")]
os.close(0)  # nothing can be put in the place of what is given up
for way in ways + (by_name if "disk" in shut else []):
    try:
        way()
    except (OSError, MemoryError):
        print("shut")
"""


def test_the_doors_are_shut(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_bytes(b"kept")
    said, errors = start(DOORS, [str(file)]).communicate()
    assert said.split() == ["shut"] * len(said.split()), errors
    assert len(said.split()) in (5, 8)  # eight where the kernel has Landlock
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]
    assert file.read_bytes() == b"kept"


def test_the_process_ends_when_nobody_is_there() -> None:
    for said in (b"", START.pack(b"pdf", 1000) + b"short"):
        around = received.surroundings()
        done = subprocess.run(received.command(), check=False, input=said, capture_output=True, env=around, cwd="/")
        assert done.returncode == 1
        assert done.stdout == done.stderr == b""


# A process that a hostile file has taken over may answer anything.
LIAR = """
import sys, time
answers = bytes.fromhex(sys.argv[1])
sys.stdin.buffer.read(16)
sys.stdout.buffer.write(answers)
sys.stdout.buffer.flush()
sys.stdin.buffer.read()
"""


@pytest.mark.parametrize(
    "answers",
    [
        OPENED.pack(99, 0),
        OPENED.pack(Answer.WELL, 0),
        OPENED.pack(Answer.WELL, 2**32 - 1),
        OPENED.pack(Answer.WELL, 1) + SIZE.pack(float("nan"), 1),
        OPENED.pack(Answer.WELL, 1) + SIZE.pack(1e30, 1),
        OPENED.pack(Answer.WELL, 1) + SIZE.pack(0, 1),
    ],
)
def test_no_number_of_the_process_is_believed(monkeypatch: pytest.MonkeyPatch, look: Opener, answers: bytes) -> None:
    monkeypatch.setattr(received, "command", lambda: [sys.executable, "-c", LIAR, answers.hex()])
    with pytest.raises(CannotShowError):
        look("pdf", b"").open()


@pytest.mark.parametrize(
    "answer",
    [
        DRAWN.pack(Answer.WELL, 2**32 - 1, 2**32 - 1),
        DRAWN.pack(Answer.WELL, 0, 5),
        DRAWN.pack(77, 1, 1) + bytes(4),
        DRAWN.pack(Answer.BROKEN, 0, 0),
    ],
)
def test_no_picture_of_the_process_is_believed(monkeypatch: pytest.MonkeyPatch, look: Opener, answer: bytes) -> None:
    well = OPENED.pack(Answer.WELL, 1) + SIZE.pack(10, 10)
    monkeypatch.setattr(received, "command", lambda: [sys.executable, "-c", LIAR, (well + answer).hex()])
    seen = look("pdf", b"")
    seen.open()
    with pytest.raises(CannotShowError):
        seen.page(0, 10)


def test_half_a_picture_is_none(monkeypatch: pytest.MonkeyPatch, look: Opener) -> None:
    said = OPENED.pack(Answer.WELL, 1) + SIZE.pack(10, 10) + DRAWN.pack(Answer.WELL, 100, 100) + bytes(10)
    monkeypatch.setattr(received, "command", lambda: [sys.executable, "-c", LIAR, said.hex()])
    seen = look("pdf", b"", Patience(page=0.5))
    seen.open()
    with pytest.raises(TooSlowError):
        seen.page(0, 10)
