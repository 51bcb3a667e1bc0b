"""Step 1: the vault's one row about itself."""

from cima_desktop.vault.database import Database

_STATE = """
CREATE TABLE vault_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL CHECK (length(id) = 16),
    practice INTEGER NOT NULL DEFAULT 0 CHECK (practice IN (0, 1)),
    counter INTEGER NOT NULL DEFAULT 0 CHECK (counter >= 0),
    created TEXT NOT NULL,
    clean_close INTEGER NOT NULL DEFAULT 1 CHECK (clean_close IN (0, 1))
)
"""


def apply(db: Database) -> None:
    """Make the table `vault_state`; `create_vault` puts its one row in."""
    db.execute(_STATE)
