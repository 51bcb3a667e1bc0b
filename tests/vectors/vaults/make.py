"""Make a vault of today's layout: `python -m tests.vectors.vaults.make FOLDER`."""

import sys
from pathlib import Path

from cima_desktop import paths
from cima_desktop.services.families import import_file
from cima_desktop.services.session import Session
from cima_desktop.store import steps
from cima_desktop.vault import Cost, create_vault

PASSPHRASE = "a vault for tests only, forever"
FAMILIES = ("family-1.json", "family-6.json")


def make(folder: Path) -> None:
    """Make the vault with two families whose people are made up."""
    made = create_vault(folder, PASSPHRASE, "Prueba", Cost.FLOOR, steps=steps())
    with Session(made.vault) as session:
        for name in FAMILIES:
            import_file(session, paths.resources() / "practice" / name)
    (folder / "vault.spare").unlink(missing_ok=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
