"""Sends a process of its own to disks that may not answer, and gives it up when nothing is heard (R17)."""

import contextlib
import json
import os
import queue
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cima_desktop import paths
from cima_desktop.vault.backup_errors import KINDS, BackupError, PlaceSlowError

QUIET_SECONDS = 60.0
"""So long may a disk be silent; a slow one is heard of every few megabytes."""

Heard = Callable[[int, int], object]


def program() -> list[str]:
    """Return what starts this program again, for an errand."""
    return [*paths.own_program(), "backup", "errand"]


def look(place: Path, quiet: float = QUIET_SECONDS) -> list[dict[str, Any]]:
    """Return what stands in clear in the notes of the backups in a place.

    Raises:
        BackupError: one of its kinds.
    """
    found: list[dict[str, Any]] = send({"verb": "look", "place": str(place)}, quiet=quiet)
    return found


def carry(source: Path, target: Path, heard: Heard | None = None, quiet: float = QUIET_SECONDS) -> None:
    """Copy a finished backup to the new folder `target`, whole and read back.

    Raises:
        BackupError: one of its kinds; nothing was left under that name.
    """
    errand = {"verb": "carry", "source": str(source), "target": str(target), "place": str(target.parent)}
    send(errand, heard, quiet)


def drop(place: Path, names: Sequence[str], vault_id: bytes, quiet: float = QUIET_SECONDS) -> list[str]:
    """Remove backups of one vault from a place; return the names that are gone.

    Raises:
        BackupError: the place does not answer.
    """
    errand = {"verb": "drop", "place": str(place), "names": list(names), "vault": vault_id.hex()}
    gone: list[str] = send(errand, quiet=quiet)
    return gone


def send(errand: dict[str, Any], heard: Heard | None = None, quiet: float = QUIET_SECONDS) -> Any:
    """Have an errand done and return its result; `heard` is told the progress and may raise to stop it.

    Raises:
        BackupError: what the errand met, or that nothing was heard for `quiet` seconds.
    """
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        program(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, **paths.own_libraries()},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(process, lines), name="errand", daemon=True).start()
    try:
        _ask(process, errand)
        return _outcome(lines, errand, heard, quiet)
    finally:
        process.kill()  # it has said its last word, or will never say it
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(2)  # one that waits for a dead disk cannot even be killed: it is left behind


def _ask(process: "subprocess.Popen[str]", errand: dict[str, Any]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError), process.stdin as errands:
            errands.write(json.dumps(errand) + "\n")


def _listen(process: "subprocess.Popen[str]", lines: "queue.SimpleQueue[str | None]") -> None:
    if process.stdout is not None:
        with process.stdout as answers:
            for line in answers:
                lines.put(line)
    lines.put(None)


def _outcome(lines: "queue.SimpleQueue[str | None]", errand: dict[str, Any], heard: Heard | None, quiet: float) -> Any:
    while True:
        try:
            line = lines.get(timeout=quiet)
        except queue.Empty:
            raise PlaceSlowError(place=errand["place"]) from None
        if line is None:
            raise BackupError(place=errand["place"])
        said = json.loads(line)
        if "error" in said:
            raise KINDS.get(said["error"], BackupError)(place=said.get("place", ""))
        if "result" in said:
            return said["result"]
        if heard is not None:
            heard(said["done"], said["all"])
