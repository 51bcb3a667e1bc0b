"""Copies of an open vault: only ever by the engine, checked before they get their name."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cima_desktop.vault.check import page_findings
from cima_desktop.vault.connection import connect
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import DamagedVaultError, VaultExistsError, known_faults
from cima_desktop.vault.files import sync_folder
from cima_desktop.vault.memory import HeldKey

Tick = Callable[[int, int], None]
"""Told how much is done of how much; may raise to stop the work."""

_STEP_PAGES = 2048


def save_copy(db: Database, key: HeldKey, path: Path, *, replace: bool = False) -> None:
    """Write a copy of the open database `db`, under the same key, to `path`: whole and checked, or not at all.

    Raises:
        VaultExistsError: `path` is taken and `replace` was not asked for.
        DamagedVaultError: the copy does not pass its check, so an older copy is left alone.
        VaultError: the disk refused.
    """
    with known_faults(path.parent):
        if path.exists() and not replace:
            raise VaultExistsError
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.cima-part")
    try:
        with known_faults(path.parent):
            fill_copy(db, key, part)
            _refuse_damaged(part, key)
            os.replace(part, path)
            sync_folder(path.parent)
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            with contextlib.suppress(OSError):
                left.unlink()


def fill_copy(db: Database, key: HeldKey, path: Path, tick: Tick | None = None) -> None:
    """Let the engine write the open database to the new file `path`, durably; it is not checked yet."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    target, _gate = connect(path, key, create=True)
    source: Any = db  # the engine's own connection: `backup` is outside the protocol on purpose
    try:
        if tick is None:
            source.backup(target)
        else:
            source.backup(target, pages=_STEP_PAGES, progress=lambda _status, left, all_: tick(all_ - left, all_))
    finally:
        target.close()


def _refuse_damaged(part: Path, key: HeldKey) -> None:
    copy, _gate = connect(part, key)
    try:
        if page_findings(copy):
            raise DamagedVaultError
    finally:
        copy.close()
