"""Step 4: who looked at which record on which day, and what was done that changes no record (A1, A5, S6).

Both are this machine's own and are not exchanged. Neither ever holds what somebody wrote.
"""

from cima_desktop.store.tables import create_tables
from cima_desktop.vault.database import Database

_TABLES = (
    # One row for a person, a day, a record and a way of looking; `first` is the moment of the first time.
    """CREATE TABLE look (
        n INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        rec BLOB NOT NULL CHECK (length(rec) = 16),
        who BLOB NOT NULL CHECK (length(who) = 16),
        how TEXT NOT NULL,
        first INTEGER NOT NULL,
        times INTEGER NOT NULL DEFAULT 1,
        UNIQUE (day, rec, who, how)
    )""",
    "CREATE INDEX look_rec ON look (rec)",
    # `what` is a code, `detail` names of fields and numbers; `rec` is empty where no one record is meant.
    """CREATE TABLE deed (
        n INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        who BLOB NOT NULL CHECK (length(who) = 16),
        what TEXT NOT NULL,
        rec BLOB NOT NULL DEFAULT X'',
        detail TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX deed_rec ON deed (rec)",
)


def apply(db: Database) -> None:
    """Make the tables of looks and deeds."""
    for statement in _TABLES:
        db.execute(statement)
    create_tables(db)
