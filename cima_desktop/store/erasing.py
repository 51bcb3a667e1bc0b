"""Erasing records (docs/formats/change-log.md): their content leaves the log and every table made from it.

Header, id and signature of each change stay and still verify; a tombstone says that the record was erased, and what
arrives of it later is kept without content. All of it is one transaction, so a power cut leaves the state before or
after; what follows (`finish_erasing`) is noted first and made up for when it did not happen.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cima_desktop.i18n import N_
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Record
from cima_desktop.model.retention import Rule
from cima_desktop.model.text import fold
from cima_desktop.model.touched import Touched
from cima_desktop.store.arriving import packed as packed_section
from cima_desktop.store.arriving import unpacked as unpacked_section
from cima_desktop.store.blobs import drop_unreferenced
from cima_desktop.store.change import Change, Code, Op, Raw, change_id, erased, read_stored
from cima_desktop.store.clock import moment
from cima_desktop.store.core import ACTOR, IMPORTED, set_meta
from cima_desktop.store.drafts import unpacked
from cima_desktop.store.figures import count_in
from cima_desktop.store.log import Rec, Save
from cima_desktop.store.merge import state
from cima_desktop.store.plain import record_id
from cima_desktop.store.relating import Relating
from cima_desktop.store.saving import refs_of
from cima_desktop.store.views import forget_view, write_view
from cima_desktop.vault.database import Database
from cima_desktop.vault.vault import drop_older_copies

_LEFT_OUT = N_("Left out what was erased")
_UNFINISHED = "erasing:unfinished"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is known of a record that was erased; `reason` is a code, `who` a name if one is known."""

    id: RecordId
    kind: str
    reason: str
    who: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """What loses its content: whole records, the ids of changes, and the names by which an author may be known."""

    records: tuple[RecordId, ...]
    changes: tuple[bytes, ...]
    names: frozenset[str]
    actor: bytes


Sweeper = Callable[[Database, Gone], None]
"""Takes away whatever else of it a table of this vault holds; runs in the transaction that erases."""


def sweep_steps(db: Database, gone: Gone) -> None:
    """Forget the steps of undo that would need what is gone; all others are as they were."""
    db.execute(
        "DELETE FROM step WHERE EXISTS"
        " (SELECT 1 FROM change WHERE change.n BETWEEN step.first AND step.last AND payload IS NULL)"
    )
    ids = [(change,) for change in gone.changes]
    db.executemany("DELETE FROM stand_in WHERE change = ?", ids)
    db.executemany("DELETE FROM stand_in WHERE by_change = ?", ids)


def sweep_drafts(db: Database, gone: Gone) -> None:
    """Forget what was half typed about a record that is gone."""
    drafts = db.execute("SELECT key, body FROM draft").fetchall()
    for key, body in drafts:
        draft = unpacked(body)
        told = " ".join((key, draft.record, *draft.fields.values()))
        if any(record in told for record in gone.records):
            db.execute("DELETE FROM draft WHERE key = ?", (key,))


def sweep_looks(db: Database, gone: Gone) -> None:
    """Forget who looked at a record that is gone, and what was done with it."""
    ids = [(bytes.fromhex(record),) for record in gone.records]
    db.executemany("DELETE FROM look WHERE rec = ?", ids)
    db.executemany("DELETE FROM deed WHERE rec = ?", ids)


def sweep_bytes(db: Database, _gone: Gone) -> None:
    """Take the bytes of attachments away that no record names any more."""
    drop_unreferenced(db)


def sweep_exchange(db: Database, gone: Gone) -> None:
    """Take the content of what is put aside or waits about a record that is gone, and its fields, as of its changes."""
    records = {bytes.fromhex(record) for record in gone.records}
    records |= _needing(db, set(gone.records))
    names = set(gone.changes)
    db.executemany("UPDATE aside SET salt = NULL, payload = NULL WHERE rec = ?", [(rec,) for rec in records])
    db.executemany("UPDATE aside SET salt = NULL, payload = NULL WHERE id = ?", [(each,) for each in gone.changes])
    db.executemany("UPDATE bundle_rec SET fields = '' WHERE rec = ?", [(rec,) for rec in records])
    for bundle, i, data in db.execute("SELECT bundle, i, data FROM arrival").fetchall():
        raws = unpacked_section(data)
        left = [erased(raw) if record_id(raw) in records or change_id(raw.header) in names else raw for raw in raws]
        if left != raws:
            db.execute("UPDATE arrival SET data = ? WHERE bundle = ? AND i = ?", (packed_section(left), bundle, i))


def _needing(db: Database, gone: set[RecordId]) -> set[bytes]:
    """Return the records, known only from what does not count, that cannot be without one that is gone."""
    raws = [Raw(*row) for row in db.execute("SELECT header, sig, salt, payload FROM aside WHERE payload IS NOT NULL")]
    for (data,) in db.execute("SELECT data FROM arrival").fetchall():
        raws += [raw for raw in unpacked_section(data) if raw.payload is not None]
    here = {rec.hex() for (rec,) in db.execute("SELECT id FROM rec WHERE kind <> ''")}
    changes = [change for change in map(read_stored, raws) if change.rec.hex() not in here] if raws else []
    found: set[bytes] = set()
    known = {str(each) for each in gone}
    while new := {change.rec for change in changes if change.rec not in found and _needs(change, known)}:
        found |= new
        known |= {rec.hex() for rec in new}
    return found


def _needs(change: Change, records: set[str]) -> bool:
    kind = KINDS.get(change.kind)
    needed = kind.needs() if kind else ()
    return any(op.field in needed and op.value in records for op in change.ops)


def sweep_authors(db: Database, gone: Gone) -> None:
    """Forget the name of an author who is gone, unless it is the one who works here now."""
    known = db.execute("SELECT key, value FROM meta WHERE substr(key, 1, ?) = ?", (len(ACTOR), ACTOR)).fetchall()
    for key, name in known:
        if fold(name) in gone.names and key != ACTOR + gone.actor.hex():
            db.execute("DELETE FROM meta WHERE key = ?", (key,))


def sweep_imports(db: Database, _gone: Gone) -> None:
    """Forget from which file a family came that is gone; older vaults named it by what the file called it."""
    db.execute(
        "DELETE FROM meta WHERE substr(key, 1, ?) = ? AND substr(key, ?) NOT IN"
        " (SELECT lower(hex(id)) FROM rec WHERE id NOT IN (SELECT rec FROM erase))",
        (len(IMPORTED), IMPORTED, len(IMPORTED) + 1),
    )


def sweep_doubts(db: Database, gone: Gone) -> None:
    """Forget the pairs that might be one person where one of them is gone."""
    db.executemany("DELETE FROM doubt WHERE a = ?1 OR b = ?1", [(bytes.fromhex(each),) for each in gone.records])


SWEEPERS: tuple[Sweeper, ...] = (
    sweep_steps,
    sweep_drafts,
    sweep_looks,
    sweep_authors,
    sweep_imports,
    sweep_doubts,
    sweep_exchange,
    sweep_bytes,
)
"""Whoever keeps something beside the log that is about a record adds what takes it away."""


class Erasing(Relating):
    """The erasing part of the store. It knows no holds and asks nobody: `services.erasing` is its door."""

    def erase(self, ids: Iterable[RecordId], reason: str) -> Touched:
        """Take the content of records, and of all that cannot be without them, out of the vault; no step of undo.

        What else points to them is cut loose by new changes. Call `finish_erasing` afterwards.

        Args:
            ids: the records.
            reason: a code for the tombstone, no words.

        Raises:
            NotFoundError: one of them is not in this vault; nothing was erased.
            VaultError: the disk refused; nothing was erased.
        """
        asked = list(ids)
        recs = self._going_with(asked)
        if not {rec.id.hex() for rec in recs}.issuperset(asked):
            raise NotFoundError
        if not recs:
            return self._nothing()
        with self._writing() as db:
            cut = self._cut_loose(recs)
            names = frozenset(name for rec in recs for name in self._names(rec))
            changes = [self._empty(db, rec, reason) for rec in recs]
            gone = Gone(
                records=tuple(RecordId(rec.id.hex()) for rec in recs),
                changes=tuple(change for part in changes for change in part),
                names=names,
                actor=self._log.actor,
            )
            self._sweep(db, gone)
        self._forget_words()
        return self._touched("", [*recs, *cut])

    def erased(self, record_id: RecordId | str) -> Tombstone | None:
        """Return what is known of a record that was erased; None of any other."""
        return next(iter(self._stones("WHERE rec = ?", (bytes.fromhex(record_id),))), None) if record_id else None

    def tombstones(self) -> list[Tombstone]:
        """Return everything that was erased here, the newest first."""
        return self._stones()

    def _stones(self, where: str = "", facts: Sequence[bytes] = ()) -> list[Tombstone]:
        sql = f"SELECT rec, kind, reason, who, at FROM erase {where} ORDER BY at DESC, rec"
        rows = self._db.execute(sql, facts).fetchall()
        return [Tombstone(RecordId(i.hex()), kind, why, self.who(who), moment(at)) for i, kind, why, who, at in rows]

    def erasing_unfinished(self) -> bool:
        """Tell whether the file still has to be rewritten after something was erased."""
        return self.meta_get(_UNFINISHED) == "yes"

    def finish_erasing(self) -> bool:
        """Make the word index anew, rewrite the file without free room, and remove copies from before a migration.

        The index gives its words up at once, but keeps some of them as signposts between its pages ("secure-delete"
        does not reach those); of telephone numbers it knows three digits at a time, which tell nothing.

        Returns:
            Whether there was anything to do.

        Raises:
            VaultError: for example no room for the copy; it is left for another time.
        """
        if not self.erasing_unfinished():
            return False
        with self._vault.transaction() as db:
            db.execute("INSERT INTO find (find) VALUES ('rebuild')")
        self._vault.compact()  # which reads every page: the copies are not needed any more
        if drop_older_copies(self._vault.folder):
            self.meta_set(_UNFINISHED, "")
        return True

    def _sweep(self, db: Database, gone: Gone) -> None:
        for sweep in SWEEPERS:
            sweep(db, gone)
        set_meta(db, _UNFINISHED, "yes")

    def _names(self, rec: Rec) -> Iterable[str]:
        """Return the names by which somebody may stand in this vault as an author."""
        record: Record = self._record(rec, KINDS[rec.kind])
        full = getattr(record, "full_name", str)
        return (fold(name) for name in (record.title(), full()) if name)

    def _empty(self, db: Database, rec: Rec, reason: str) -> list[bytes]:
        """Count a record, take its rows and the content of its changes away, and set the tombstone."""
        kind = KINDS[rec.kind]
        count_in(db, rec, kind)
        forget_view(db, rec, kind)
        changes = [row[0] for row in db.execute("SELECT id FROM change WHERE rec = ?", (rec.n,)).fetchall()]
        db.execute("UPDATE change SET salt = NULL, payload = NULL WHERE rec = ?", (rec.n,))
        db.execute(
            "INSERT INTO erase (rec, kind, reason, who, at) VALUES (?, ?, ?, ?, ?)",
            (rec.id, rec.kind, reason, self._log.actor, self._clock.wall_ms()),
        )
        return changes

    def _cut_loose(self, recs: Sequence[Rec]) -> list[Rec]:
        """Empty the fields of other records that point to these; return those records.

        What is in the bin is left alone, because a change would take it out; so is what stays for ever, such as a
        hold that is over: it may say that it was about something that is gone.
        """
        ids = {rec.id.hex() for rec in recs}
        others = {other.n: other for rec in recs for other in self._pointing(rec.id)}
        others |= {other.n: other for other in self._in_conflict()}
        save = Save(secrets.token_hex(16), _LEFT_OUT)
        return [
            other
            for other in others.values()
            if not other.deleted and other.id.hex() not in ids and _lets_go(other) and self._cut(other, ids, save)
        ]

    def _cut(self, rec: Rec, ids: set[str], save: Save) -> bool:
        """Empty the fields of one record that name one of these; tell whether there were any."""
        before = self._log.changes(rec.n)
        made = state(before)
        ops = [
            Op(Code.REM, name, None, refs_of(op for op in live if op.value in ids))
            for name, live in made.live.items()
            if any(op.value in ids for op in live)
        ]
        if ops:
            new = self._log.write(rec, ops, made.heads, save)
            write_view(self._db, rec, [*before, *new])
        return bool(ops)

    def _in_conflict(self) -> list[Rec]:
        """Return the records with a field of several values: one of them may point where no row says so."""
        rows = self._db.execute(
            "SELECT DISTINCT rec.n, rec.id, rec.kind, rec.deleted FROM conflict JOIN rec ON rec.n = conflict.rec"
            " WHERE conflict.kind = 'value' ORDER BY rec.n"
        ).fetchall()
        return [Rec(n, rec_id, kind, bool(deleted)) for n, rec_id, kind, deleted in rows]


def _lets_go(rec: Rec) -> bool:
    return rec.known is not None and rec.known.keep.rule is not Rule.STAYS
