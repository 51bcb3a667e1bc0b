"""A vault that somebody is about to leave, and how to look at it afterwards."""

from pathlib import Path

from cima_desktop.vault import TESTING_COST, Vault, open_vault
from cima_desktop.vault.errors import WrongPassphraseError

PASSPHRASE = "lumo chade rito"
LEAVER = "beto se va hoy"
ROWS = 40


def fill(vault: Vault, rows: int = ROWS) -> None:
    with vault.transaction() as db:
        db.executemany("INSERT INTO note (words) VALUES (?)", [(f"nota {n} " + "x" * 3000,) for n in range(rows)])


def rows_of(vault: Vault) -> int:
    return int(vault.db.execute("SELECT count(*) FROM note").fetchone()[0])


def enter(folder: Path, **way: str) -> Vault:
    return open_vault(folder, floor=TESTING_COST, **way)  # type: ignore[arg-type]


def refused(folder: Path, passphrase: str) -> bool:
    try:
        enter(folder, passphrase=passphrase).close()
    except WrongPassphraseError:
        return True
    return False
