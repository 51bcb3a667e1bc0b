"""Step 3: the bytes of attachments, content-addressed and in pieces (R10); which record has which is in the log."""

from cima_desktop.store.tables import create_tables
from cima_desktop.vault.database import Database

_TABLES = (
    # Written last, when all pieces are there and the hash is known: hence the deferred reference below.
    """CREATE TABLE blob (
        n INTEGER PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
        size INTEGER NOT NULL CHECK (size >= 0)
    )""",
    """CREATE TABLE blob_piece (
        blob INTEGER NOT NULL REFERENCES blob (n) DEFERRABLE INITIALLY DEFERRED,
        i INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (blob, i)
    )""",
)


def apply(db: Database) -> None:
    """Make the tables of attachments."""
    for statement in _TABLES:
        db.execute(statement)
    create_tables(db)
