"""Step 5: what was erased (A2, exchange.md 3.10) and the figures that outlive the names (P4)."""

from cima_desktop.store.tables import create_tables
from cima_desktop.vault.database import Database

_TABLES = (
    # A tombstone: no name, no value. `reason` is a code.
    """CREATE TABLE erase (
        rec BLOB PRIMARY KEY CHECK (length(rec) = 16),
        kind TEXT NOT NULL,
        reason TEXT NOT NULL,
        who BLOB NOT NULL CHECK (length(who) = 16),
        at INTEGER NOT NULL
    ) WITHOUT ROWID""",
    # Counts only: what was counted, in which month, with which value of a closed list.
    """CREATE TABLE figure (
        kind TEXT NOT NULL,
        month TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (kind, month, field, value)
    ) WITHOUT ROWID""",
    # What was not touched for long is found from here, without reading a page of the records themselves.
    "CREATE INDEX rec_age ON rec (deleted, kind, changed, id)",
)


def apply(db: Database) -> None:
    """Make the tables of erasures and figures."""
    for statement in _TABLES:
        db.execute(statement)
    create_tables(db)
