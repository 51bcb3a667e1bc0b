"""Files from outside: judged before they are opened, read once, given up when the disk does (R10, E9)."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cima_desktop.model import attachments as limits
from cima_desktop.services import attachment_source
from cima_desktop.services.attachment_source import (
    BytesSource,
    FileSource,
    NotAFileError,
    OwnFileError,
    SourceChangedError,
    SourceError,
    SourceLostError,
    TooBigError,
    display_name,
)


def quiet(_done: int, _total: int) -> None:
    """Hear nothing."""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "vault.db").write_bytes(b"not opened here")
    return folder


def taken(source: FileSource | BytesSource, own: Path, tick: Callable[[int, int], object] = quiet) -> bytes:
    source.look(own)
    return b"".join(source.pieces(tick))


@pytest.mark.parametrize("length", [0, 1, 262_144, 1_000_001])
def test_a_file_is_read_whole(tmp_path: Path, own: Path, length: int) -> None:
    file = tmp_path / "acta.pdf"
    file.write_bytes(os.urandom(length))
    heard: list[tuple[int, int]] = []
    source = FileSource(file)
    assert taken(source, own, lambda done, total: heard.append((done, total))) == file.read_bytes()
    assert source.size == length
    assert heard[0] == (0, length)
    assert heard[-1] == (length, length)


def test_bytes_are_taken_too(own: Path) -> None:
    source = BytesSource("imagen.png", b"x" * 600_000)
    assert taken(source, own) == b"x" * 600_000
    assert taken(BytesSource("", b""), own) == b""


@pytest.mark.parametrize("what", ["folder", "link", "link to nothing", "pipe", "device"])
def test_what_is_no_file_is_refused_unopened(tmp_path: Path, own: Path, what: str) -> None:
    path = tmp_path / "thing"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "device":
        path = Path("/dev/zero")
    else:
        target = tmp_path / "target"
        if what == "link":
            target.write_bytes(b"x")
        path.symlink_to(target)
    with pytest.raises(NotAFileError) as told:
        taken(FileSource(path), own)
    assert path.name in told.value.sentence("es")


def test_the_vault_does_not_swallow_itself(tmp_path: Path, own: Path) -> None:
    """Opening and closing its file would drop its lock."""
    twin = tmp_path / "innocent.pdf"
    os.link(own / "vault.db", twin)
    for path in (own / "vault.db", twin):
        with pytest.raises(OwnFileError):
            taken(FileSource(path), own)


def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path: Path, own: Path) -> None:
    with pytest.raises(SourceError) as told:
        taken(FileSource(tmp_path / "nothing.pdf"), own)
    assert "nothing.pdf" in told.value.sentence("en")


@pytest.mark.parametrize(
    ("fault", "error"), [(PermissionError(13, "x"), SourceError), (OSError(5, "x"), SourceLostError)]
)
def test_a_file_that_cannot_be_opened_is_told(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, error: type[SourceError]
) -> None:
    file = tmp_path / "acta.pdf"
    file.write_bytes(b"x")

    def refuse(*_arguments: object) -> int:
        raise fault

    source = FileSource(file)
    source.look(own)
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(error) as told:
        list(source.pieces(quiet))
    assert type(told.value) is error


def test_a_stick_that_is_pulled_out_midway_is_told(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "acta.pdf"
    file.write_bytes(bytes(1_000_000))
    read, calls = os.read, []

    def failing(handle: int, length: int) -> bytes:
        calls.append(length)
        if len(calls) > 2:
            raise OSError(5, "gone")
        return read(handle, length)

    monkeypatch.setattr(os, "read", failing)
    with pytest.raises(SourceLostError):
        taken(FileSource(file), own)


def test_a_disk_that_never_answers_is_given_up(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "acta.pdf"
    file.write_bytes(b"x")
    awake = threading.Event()
    monkeypatch.setattr(attachment_source, "_PATIENCE_TURNS", 2)
    monkeypatch.setattr(attachment_source, "_TURN_SECONDS", 0.01)
    source = FileSource(file)
    source.look(own)
    opened = os.open

    def hanging(*arguments: object) -> int:
        awake.wait()
        return opened(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", hanging)
    with pytest.raises(SourceLostError):
        list(source.pieces(quiet))
    awake.set()
    for thread in threading.enumerate():
        if thread.name == "attachment":
            thread.join()


class _StopError(Exception):
    pass


def test_a_person_can_stop_it_at_any_moment(tmp_path: Path, own: Path) -> None:
    file = tmp_path / "acta.pdf"
    file.write_bytes(bytes(10_000_000))

    def stop(done: int, _total: int) -> None:
        if done:
            raise _StopError

    with pytest.raises(_StopError):
        taken(FileSource(file), own, stop)
    for thread in threading.enumerate():
        if thread.name == "attachment":
            thread.join()  # it lets go of the file by itself


@pytest.mark.parametrize("change", ["longer", "shorter", "touched", "a pipe"])
def test_a_file_that_changes_meanwhile_is_refused(tmp_path: Path, own: Path, change: str) -> None:
    file = tmp_path / "acta.pdf"
    file.write_bytes(bytes(3_000_000))
    source = FileSource(file)
    source.look(own)
    if change == "a pipe":
        file.unlink()
        os.mkfifo(file)
        with pytest.raises(NotAFileError):
            list(source.pieces(quiet))
        return
    pieces = source.pieces(quiet)
    next(pieces)
    with open(file, "r+b") as other:
        other.truncate({"longer": 4_000_000, "shorter": 1000}.get(change, 3_000_000))
        other.write(b"y")
    os.utime(file, ns=(1, 1))
    with pytest.raises(SourceChangedError):
        list(pieces)


def test_one_that_grew_before_it_was_read_is_refused(tmp_path: Path, own: Path) -> None:
    file = tmp_path / "acta.pdf"
    file.write_bytes(bytes(10))
    source = FileSource(file)
    source.look(own)
    file.write_bytes(bytes(900_000))
    with pytest.raises(SourceChangedError):
        list(source.pieces(quiet))


def test_too_big_says_how_big_and_how_much_may_be(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "video.mp4"
    with open(file, "wb") as made:
        made.truncate(limits.MOST_IN_FILE + 1)
    with pytest.raises(TooBigError) as told:
        FileSource(file).look(own)
    assert told.value.sentence("en") == "“video.mp4” has 200 MB; one attachment may have 200 MB at most."
    monkeypatch.setattr(attachment_source, "MOST_IN_FILE", 3)
    with pytest.raises(TooBigError):
        BytesSource("x", b"1234").look(own)
    BytesSource("x", b"123").look(own)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("acta.pdf", "acta.pdf"),
        ("/home/rosa/acta.pdf", "acta.pdf"),
        ("C:\\Users\\rosa\\acta.pdf", "acta.pdf"),
        ("  acta\n\tde   nacimiento .pdf ", "acta de nacimiento .pdf"),
        ("acta\u202efdp.exe", "actafdp.exe"),
        ("ac\x00ta.pdf", "acta.pdf"),
        ("acta\udcff.pdf", "acta.pdf"),
        ("María’s 😀.jpg", "María’s 😀.jpg"),
        ("", "Archivo sin nombre"),
        ("\u2800", "Archivo sin nombre"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("a." + "b" * 300, "a"),
        ("." + "b" * 300, "." + "b" * 199),
    ],
)
def test_names_are_cleaned(raw: str, shown: str) -> None:
    assert display_name(raw) == shown
