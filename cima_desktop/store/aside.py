"""Changes that are known and do not count: declined, taken back, or of a device that is not trusted any more.

They are kept, because a person may change her mind, and out of the log, so that nothing can count them by mistake.
"""

from collections.abc import Collection, Iterable, Sequence

from cima_desktop.model.ids import RecordId
from cima_desktop.store.change import Change, Raw, read_stored
from cima_desktop.store.core import Core
from cima_desktop.store.log import Rec
from cima_desktop.store.portions import marks
from cima_desktop.store.views import forget_view, write_view
from cima_desktop.vault.database import Database

DECLINED, TAKEN_BACK, REVOKED = "declined", "undone", "revoked"


class Aside(Core):
    """The part of the store that puts changes aside."""

    def put_aside(self, db: Database, bundle: int, changes: Iterable[Change], why: str) -> None:
        """Keep changes that shall not count, inside a transaction that is open; for the store's own parts."""
        now = self._clock.wall_ms()
        db.executemany(
            "INSERT OR REPLACE INTO aside (id, rec, dev, header, sig, salt, payload, bundle, why, at)"
            " SELECT ?, ?, n, ?, ?, ?, ?, ?, ?, ? FROM device WHERE id = ?",
            [(c.id, c.rec, *c.raw, bundle, why, now, c.dev) for c in changes],
        )

    def aside_of(self, record: RecordId, *whys: str) -> list[Change]:
        """Return the changes of a record that were put aside for one of these reasons."""
        rows = self._db.execute(
            f"SELECT header, sig, salt, payload FROM aside WHERE rec = ? AND why IN ({marks(whys)}) ORDER BY n",
            (bytes.fromhex(record), *whys),
        ).fetchall()
        return [read_stored(Raw(*row)) for row in rows]

    def _move_out(self, db: Database, changes: Collection[bytes], why: str, bundle: int) -> list[Rec]:
        """Move changes from the log aside; return the records, whose views are made anew."""
        numbers: set[int] = set()
        for each in changes:
            row = db.execute("SELECT rec, header, sig, salt, payload FROM change WHERE id = ?", (each,)).fetchone()
            if row:
                numbers.add(row[0])
                self.put_aside(db, bundle, [read_stored(Raw(*row[1:]))], why)
                db.execute("DELETE FROM change WHERE id = ?", (each,))
        _trim_spans(db)
        return [rec for n in sorted(numbers) for rec in self._made_anew(db, n)]

    def _made_anew(self, db: Database, n: int) -> Sequence[Rec]:
        """Write the view of a record after changes have left it; one without any left goes altogether."""
        row = db.execute("SELECT n, id, kind, deleted FROM rec WHERE n = ?", (n,)).fetchone()
        rec = Rec(row[0], row[1], row[2], bool(row[3]))
        left = self._log.changes(n)
        if left or rec.erased:
            write_view(db, rec, left)
            return [rec]
        if rec.known:
            forget_view(db, rec, rec.known)
        db.execute("DELETE FROM rec WHERE n = ?", (n,))
        return [rec]


def _trim_spans(db: Database) -> None:
    """Let no bundle claim a number that is free again: the next change gets it, wherever that one comes from."""
    newest = db.execute("SELECT coalesce(max(n), 0) FROM change").fetchone()[0]
    db.execute("DELETE FROM bundle_span WHERE first > ?", (newest,))
    db.execute("UPDATE bundle_span SET last = ? WHERE last > ?", (newest, newest))
