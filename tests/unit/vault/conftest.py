"""Vaults that open at once: the cheapest cost, in a folder of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cima_desktop.vault import TESTING_COST, CreatedVault, Vault, create_vault, open_vault
from tests.unit.vault.leaving import LEAVER, PASSPHRASE, fill


@pytest.fixture
def created(tmp_path: Path) -> Iterator[CreatedVault]:
    """Return a new open vault in `tmp_path/vault`, with a small table of its own."""
    made = create_vault(tmp_path / "vault", PASSPHRASE, "Ana", TESTING_COST)
    with made.vault.transaction() as db:
        db.execute("CREATE TABLE note (n INTEGER PRIMARY KEY, words TEXT)")
    yield made
    made.vault.close()


@pytest.fixture
def leaver(created: CreatedVault) -> bytes:
    """Return the slot of somebody who is about to leave, in a vault with some pages."""
    fill(created.vault)
    return created.vault.access.add_passphrase("Beto", LEAVER, TESTING_COST)


@pytest.fixture
def folder(created: CreatedVault) -> Path:
    """Return the folder of a closed vault."""
    created.vault.close()
    return created.vault.folder


@pytest.fixture
def reopen(created: CreatedVault) -> Iterator[Callable[..., Vault]]:
    """Return a function that opens the vault again, and closes it at the end."""
    opened: list[Vault] = []

    def _open(**how: object) -> Vault:
        created.vault.close()
        if "recovery_code" not in how:
            how.setdefault("passphrase", PASSPHRASE)
        vault = open_vault(created.vault.folder, floor=TESTING_COST, **how)  # type: ignore[arg-type]
        opened.append(vault)
        return vault

    yield _open
    for vault in opened:
        vault.close()
