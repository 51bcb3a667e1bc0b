"""Copies of an open vault: only ever by the engine, checked before they get their name."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

from cima_desktop.vault.check import page_findings
from cima_desktop.vault.connection import connect
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import DamagedVaultError, VaultExistsError, known_faults
from cima_desktop.vault.files import sync_folder
from cima_desktop.vault.memory import HeldKey


def save_copy(db: Database, key: HeldKey, path: Path, *, replace: bool = False) -> None:
    """Write a copy of the open database `db`, under the same key, to `path`: whole and checked, or not at all.

    Raises:
        VaultExistsError: `path` is taken and `replace` was not asked for.
        DamagedVaultError: the copy does not pass its check, so an older copy is left alone.
        VaultError: the disk refused.
    """
    if path.exists() and not replace:
        raise VaultExistsError
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.cima-part")
    try:
        with known_faults(path.parent):
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            _fill(db, key, part)
            os.replace(part, path)
            sync_folder(path.parent)
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            with contextlib.suppress(OSError):
                left.unlink()


def _fill(db: Database, key: HeldKey, part: Path) -> None:
    target, _gate = connect(part, key, create=True)
    source: Any = db  # the engine's own connection: `backup` is outside the protocol on purpose
    try:
        source.backup(target)
        if page_findings(target):
            raise DamagedVaultError
    finally:
        target.close()
