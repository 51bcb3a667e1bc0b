"""Step 4: who looked at which record on which day (A5); this machine's own, not exchanged."""

from cima_desktop.store.tables import create_tables
from cima_desktop.vault.database import Database

_TABLES = (
    """CREATE TABLE look (
        day TEXT NOT NULL,
        rec BLOB NOT NULL CHECK (length(rec) = 16),
        who BLOB NOT NULL CHECK (length(who) = 16),
        how TEXT NOT NULL,
        first INTEGER NOT NULL,
        times INTEGER NOT NULL DEFAULT 1,
        PRIMARY KEY (day, rec, who, how)
    ) WITHOUT ROWID""",
    "CREATE INDEX look_rec ON look (rec)",
)


def apply(db: Database) -> None:
    """Make the table of reads."""
    for statement in _TABLES:
        db.execute(statement)
    create_tables(db)
