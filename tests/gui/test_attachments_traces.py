"""An attachment leaves no trace outside the vault, but for the file somebody asked for (V8, S02)."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cima_desktop.gui.views.attachments.attachments_save import SaveCopyDialog
from tests import received_files as files
from tests.gui.attachments_desk import AttachmentsDesk, urls
from tests.gui.program_driver import Driver


@pytest.fixture
def ad(opened: Driver) -> AttachmentsDesk:
    return AttachmentsDesk(opened)


_written: list[str] | None = None


def _note_writes(event: str, args: tuple[Any, ...]) -> None:
    """Remember every file that this process opens for writing or names anew."""
    if _written is None:
        return
    if event == "open" and isinstance(args[0], str | bytes | os.PathLike) and _writes(args):
        _written.append(os.fsdecode(args[0]))
    elif event in ("os.rename", "os.link", "os.symlink", "os.mkdir"):
        _written.extend(os.fsdecode(arg) for arg in args if isinstance(arg, str | bytes | os.PathLike))


def _writes(args: tuple[Any, ...]) -> bool:
    mode, flags = args[1], args[2]
    return bool(set(mode or "") & set("wax+")) or bool(int(flags or 0) & (os.O_WRONLY | os.O_RDWR))


@pytest.fixture
def written() -> Iterator[list[str]]:
    """Return the names of files written while the test runs."""
    global _written  # noqa: PLW0603 - an audit hook cannot be taken off again, so it is told when to listen
    if "_hooked" not in globals():
        sys.addaudithook(_note_writes)
        globals()["_hooked"] = True
    _written = []
    yield _written
    _written = None


def files_under(*folders: Path) -> set[Path]:
    return {file for folder in folders for file in folder.rglob("*") if file.is_file()}


def test_nothing_is_written_anywhere_but_what_was_asked_for(
    ad: AttachmentsDesk, written: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Add, see, turn, save, lock: the canary stands in the asked-for file alone (V8, S02)."""
    canary = "XochiquetzalCanary"
    file = tmp_path / "acta.pdf"
    file.write_bytes(files.pdf(1, canary))
    scratch, home = tmp_path / "scratch", Path(os.environ["CIMA_HOME"])
    scratch.mkdir()
    written.clear()
    monkeypatch.setenv("TMPDIR", str(scratch))
    ad.drop(urls(file))
    viewer = ad.see()
    viewer.turn_button.click()
    ad.wait_drawn(viewer)
    viewer.reject()
    target = tmp_path / "salida.pdf"
    ad.press("Guardar una copia que se puede leer…")
    dialog = ad.dialog(SaveCopyDialog)
    dialog.holder_edit.set_value("Lic. Ejemplo")
    dialog.take_target(str(target))
    dialog.sure_box.set_value(True)
    dialog.done_button.click()
    ad.driver.settle()
    ad.driver.lock()
    ours = (str(ad.driver.folder), str(home), "/dev/null")
    outside = {Path(name).name for name in written if not name.startswith(ours)}
    assert {name.split(".")[1] if name.startswith(".") else name.split(".")[0] for name in outside} == {"salida"}
    assert files_under(scratch) == set()
    kept = files_under(tmp_path, home) - {file, target}
    secrets = (canary.encode(), canary.encode("utf-16-le"), b"acta.pdf", file.read_bytes()[200:260])
    assert [(each.name, secret) for each in kept for secret in secrets if secret in each.read_bytes()] == []


def test_the_watch_notices_a_file(written: list[str], tmp_path: Path) -> None:
    (tmp_path / "seeded").write_bytes(b"x")
    os.rename(tmp_path / "seeded", tmp_path / "moved")
    assert {Path(name).name for name in written} >= {"seeded", "moved"}
