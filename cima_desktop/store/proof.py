"""What a copy of a vault is proved by: how many records there are, whether lists and indexes agree, what it holds.

Plain functions on a connection, because a backup is proved before there is any store on it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import sqlcipher3.dbapi2 as engine

from cima_desktop.store.clock import moment
from cima_desktop.vault.database import Database

_OF_THIS_MACHINE = ("backups:", "views:", "actor:")
"""Beginnings of `meta` keys that say nothing of what a person did."""


def counts(db: Database) -> tuple[tuple[str, int], ...]:
    """Return the number of records of each kind, those in the bin included, in the order of the kinds' names."""
    rows = db.execute("SELECT kind, count(*) FROM rec GROUP BY kind ORDER BY kind").fetchall()
    return tuple((str(kind), int(n)) for kind, n in rows)


def first_day(db: Database) -> date | None:
    """Return the day on which the first change was written here; None in a vault without any."""
    row = db.execute("SELECT arrived FROM change ORDER BY n LIMIT 1").fetchone()
    return moment(row[0]).astimezone().date() if row else None


def index_faults(db: Database, *, with_records: bool = True) -> Iterator[str]:
    """Yield a sentence for the log for each search index that does not hold together or differs from the records.

    Comparing it with every record takes most of the time.
    """
    for index in ("find", "dial"):
        try:
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', ?)", (int(with_records),))
        except engine.DatabaseError:
            yield f"the index {index} differs from the records"


def tally_faults(db: Database) -> Iterator[str]:
    """Yield a sentence for the log when the kept number of records in a list is wrong."""
    counted = dict(db.execute("SELECT kind, count(*) FROM listing GROUP BY kind").fetchall())
    kept = {kind: n for kind, n in db.execute("SELECT kind, n FROM tally").fetchall() if n}
    if counted != kept:
        yield "the number of records in a list is wrong"


def copy_faults(db: Database) -> Sequence[str]:
    """Return what is wrong with a copy, apart from its pages: quick enough to be done for every backup."""
    return [*index_faults(db, with_records=False), *tally_faults(db), *_orphans(db)]


def _orphans(db: Database) -> Iterator[str]:
    """Yield a sentence for the log when there is a record without any change."""
    sql = "SELECT 1 FROM rec WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.rec = rec.n) LIMIT 1"
    if db.execute(sql).fetchone():
        yield "a record has no change in the log"


def content_mark(db: Database) -> str:
    """Return a short text that differs when something was saved, erased or half written since; where the cursor was
    left, and what the program notes for itself, do not count.
    """
    found = hashlib.sha256()
    for rows in _tellers(db):
        for row in rows:
            found.update(repr(row).encode("utf-8", "surrogatepass"))
        found.update(b"\n")
    return found.hexdigest()[:32]


def _tellers(db: Database) -> Iterator[Iterable[object]]:
    yield db.execute("SELECT count(*), max(n) FROM change")
    yield db.execute("SELECT count(*) FROM erase")
    yield db.execute("SELECT a, b, answer FROM doubt ORDER BY a, b")
    yield db.execute("SELECT count(*), sum(size) FROM blob")
    yield db.execute("SELECT key, at FROM draft WHERE key NOT LIKE 'desk:%' ORDER BY key")
    yield (
        row
        for row in db.execute("SELECT key, value FROM meta ORDER BY key").fetchall()
        if not row[0].startswith(_OF_THIS_MACHINE)
    )
