"""A file is replaced whole or not at all."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.vault.files import sweep_parts, sync_folder, write_atomically

OLD, NEW = b"old" * 1000, b"new" * 100_000


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "packet.pdf"
    for data in (OLD, NEW, b""):
        write_atomically(path, data)
        assert path.read_bytes() == data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert names(tmp_path) == ["packet.pdf"]


def test_short_writes_are_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:999]))
    write_atomically(tmp_path / "a", NEW)
    assert (tmp_path / "a").read_bytes() == NEW


def failing(real: Callable[..., Any], nth: int, code: int) -> Callable[..., Any]:
    """Return `real`, failing at its n-th call."""
    calls = 0

    def call(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(code, "seeded")
        return real(*arguments)

    return call


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
@pytest.mark.parametrize(("name", "nth"), [("open", 1), ("write", 1), ("write", 2), ("fsync", 1), ("replace", 1)])
def test_the_old_file_outlives_every_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, nth: int, code: int
) -> None:
    path = tmp_path / "packet.pdf"
    write_atomically(path, OLD)
    real_write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: real_write(handle, bytes(data)[:100_000]))
        patch.setattr(os, name, failing(getattr(os, name), nth, code))
        with pytest.raises(OSError, match="seeded"):
            write_atomically(path, NEW)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["packet.pdf"]


def test_writing_straight_to_the_target_would_be_caught(tmp_path: Path) -> None:
    path = tmp_path / "packet.pdf"
    path.write_bytes(OLD)
    path.write_bytes(NEW[:999])  # the seeded fault: what a full disk leaves of a write in place
    assert path.read_bytes() not in (OLD, NEW)


def test_leftovers_are_swept_and_nothing_else(tmp_path: Path) -> None:
    for name in (".packet.pdf.0badcafe.cima-part", ".vault.keys.12345678.cima-part"):
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / "packet.pdf").write_bytes(OLD)
    assert sweep_parts(tmp_path) == 2
    assert names(tmp_path) == ["packet.pdf"]


def test_a_folder_cannot_be_synced_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cima_desktop.vault.files.os.name", "nt")
    sync_folder(tmp_path / "missing")
    monkeypatch.undo()
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "missing")
