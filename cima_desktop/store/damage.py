"""Where damage sits: which pages, which tables, which records (B5). Asked only when a check has found something."""

from dataclasses import dataclass

import sqlcipher3.dbapi2 as engine

from cima_desktop.vault.check import bad_pages
from cima_desktop.vault.database import Database

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Damage:
    """Page numbers from 1; tables that cannot be read through; kind, number and title of records that are hit."""

    pages: tuple[int, ...]
    tables: tuple[str, ...]
    records: tuple[tuple[str, int, str], ...]


def locate(db: Database) -> Damage:
    """Find what is hit, reading around every bad page."""
    pages = tuple(bad_pages(db))
    names = [
        str(name)
        for (name,) in _readable(
            db, "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
        )
    ]
    return Damage(pages, tuple(name for name in names if not _reads_through(db, name)), tuple(_records(db)))


def _readable(db: Database, sql: str, *facts: object) -> list[tuple[object, ...]]:
    """Return the rows up to the first that cannot be read."""
    found: list[tuple[object, ...]] = []
    try:
        found.extend(db.execute(sql, facts))
    except engine.DatabaseError:
        return found
    return found


def _reads_through(db: Database, table: str) -> bool:
    try:
        for _row in db.execute(f'SELECT * FROM "{table}" NOT INDEXED'):
            pass
    except engine.DatabaseError:
        return False
    return True


def _records(db: Database) -> list[tuple[str, int, str]]:
    """Return the records whose row or changes cannot be read, as far as their kind is known; at most a thousand."""
    found: list[tuple[str, int, str]] = []
    last = _last(db)
    for n in range(1, last + 1):
        kind, title = "", ""
        try:
            row = db.execute("SELECT kind, title FROM rec WHERE n = ?", (n,)).fetchone()
            if row is None:
                continue
            kind, title = row
            db.execute("SELECT header, sig, salt, payload FROM change WHERE rec = ?", (n,)).fetchall()
        except engine.DatabaseError:
            found.append((str(kind), n, str(title)))
            if len(found) == _MOST:
                break
    return found


def _last(db: Database) -> int:
    """Return the highest number a record has, as far as it can be found out."""
    for sql in ("SELECT max(n) FROM rec", "SELECT max(rec) FROM change"):
        rows = _readable(db, sql)
        if rows and isinstance(rows[0][0], int):
            return rows[0][0]
    return 0
