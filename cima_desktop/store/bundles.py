"""The register of bundles and other files, both ways: what, to or from whom, when, why, by whom (Y12)."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack

import attrs

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.store.change import ID_BYTES
from cima_desktop.store.clock import moment
from cima_desktop.store.core import Core
from cima_desktop.vault.database import Database

OUT, IN = "out", "in"

MAKING, LEFT, NOT_LEFT = "making", "left", "not_left"
"""States of what leaves: being written, written, not written. One that stays `MAKING` may have left or not."""

READING, WAITING, TAKING, DONE, REFUSED, UNDONE = "reading", "waiting", "taking", "done", "refused", "undone"
"""States of what arrives: being read, waiting for a decision, being taken in, taken in, taken by nobody, taken back."""

TABLE = "table"
"""The sort of a line about a table of another program; it has no bundle and no peer."""

_ROW = 4096
_CAME = (
    "SELECT DISTINCT rec.id FROM bundle_span JOIN change ON change.n BETWEEN first AND last"
    " JOIN rec ON rec.n = change.rec WHERE bundle = ? UNION SELECT rec FROM aside WHERE bundle = ?"
)
_COLUMNS = "n, id, way, sort, made, at, who, purpose, reason, state, facts"


@attrs.frozen(kw_only=True)
class BundleNote:
    """One line of the register. `made` is when its sender says it was made, `at` when it left or arrived here."""

    n: int
    id: bytes
    way: str
    sort: str
    made: datetime
    at: datetime
    who: str
    purpose: str
    reason: str
    state: str
    peers: tuple[bytes, ...]
    facts: Mapping[str, Any]
    """Counts and codes, as the writer of the line put them; no name and nothing that somebody wrote."""


class NewLine(TypedDict, total=False):
    """What a new line of the register says; only `sort`, what kind of file it is, must be said."""

    sort: Required[str]
    sender: bytes
    """The id of the device that signed what came in; empty for what left, and for files of other programs."""
    mark: bytes
    """The digest of all of it: a sender may use one id twice."""
    made_ms: int
    """When it was made, in milliseconds; now unless said."""
    purpose: str
    """The preset, or what the file is for."""
    reason: str
    """What the person wrote of why."""
    state: str
    """See the states above; empty for what left."""
    peers: Iterable[bytes]
    """Ids of devices; those that are not known here are left out."""
    records: Mapping[RecordId, Sequence[str]]
    """What is in it, and which fields; no fields mean the whole record."""
    facts: Mapping[str, Any]
    """Counts and codes."""


class Bundles(Core):
    """The part of the store that keeps the register of what left and what arrived."""

    def note_bundle(self, way: str, bundle_id: bytes, **line: Unpack[NewLine]) -> int:
        """Add a line, durably, and return its number; `way` is "out" or "in", the id 16 bytes."""
        with self._vault.transaction() as db:
            return self._note_bundle(db, way, bundle_id, line)

    def _note_bundle(self, db: Database, way: str, bundle_id: bytes, line: NewLine) -> int:
        now = self._clock.wall_ms()
        made = line.get("made_ms", now)
        words = (line.get("purpose", ""), line.get("reason", ""), line.get("state", ""), _json(line.get("facts", {})))
        name = (bundle_id, way, line.get("sender", b""), line.get("mark", b""))
        n = db.execute(
            "INSERT INTO bundle (id, way, sender, mark, sort, made, at, who, purpose, reason, state, facts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*name, line["sort"], made, now, self._log.actor, *words),
        ).lastrowid
        for peer in line.get("peers", ()):
            db.execute(
                "INSERT OR IGNORE INTO bundle_peer (bundle, dev) SELECT ?, n FROM device WHERE id = ?", (n, peer)
            )
        note_records(db, int(n or 0), line.get("records", {}))
        return int(n or 0)

    def set_bundle(self, n: int, *, state: str | None = None, facts: Mapping[str, Any] | None = None) -> None:
        """Change what a line says of its state, or add to its facts.

        Raises:
            NotFoundError: there is no such line.
        """
        with self._vault.transaction() as db:
            self._set_bundle(db, n, state=state, facts=facts)

    def _set_bundle(
        self, db: Database, n: int, *, state: str | None = None, facts: Mapping[str, Any] | None = None
    ) -> None:
        note = self.bundle(n)
        both = {**note.facts, **(facts or {})}
        db.execute(
            "UPDATE bundle SET state = ?, facts = ? WHERE n = ?",
            (note.state if state is None else state, _json(both), n),
        )

    def bundle(self, n: int) -> BundleNote:
        """Return a line of the register.

        Raises:
            NotFoundError: there is no such line.
        """
        found = self._notes("WHERE n = ?", (n,))
        if not found:
            raise NotFoundError
        return found[0]

    def bundle_known(self, way: str, bundle_id: bytes, sender: bytes = b"", mark: bytes = b"") -> BundleNote | None:
        """Return the line of a bundle that went this way before, if it did.

        The id alone is no name of what came in: whoever else was sent the bundle knows it.
        """
        where = "WHERE way = ? AND id = ? AND sender = ? AND mark = ?"
        return next(iter(self._notes(where, (way, bundle_id, sender, mark))), None)

    def bundles(self, way: str = "", before: int = 0, limit: int = 100) -> list[BundleNote]:
        """Return up to `limit` lines, newest first; `way` "" means both, `before` goes on before that number."""
        where = "WHERE (? = '' OR way = ?) AND (? = 0 OR n < ?) ORDER BY n DESC LIMIT ?"
        return self._notes(where, (way, way, before, before, limit))

    def newest_taken_in(self, device: bytes) -> datetime | None:
        """Return when the newest bundle of a device that is in, or half in, was made; None if there is none."""
        made = self._db.execute(
            "SELECT max(made) FROM bundle WHERE way = ? AND sender = ? AND state IN (?, ?)", (IN, device, DONE, TAKING)
        ).fetchone()[0]
        return None if made is None else moment(made)

    def every_bundle(self, way: str = "") -> Iterator[BundleNote]:
        """Yield every line, newest first; lines may be changed meanwhile."""
        before = 0
        while some := self.bundles(way, before):
            yield from some
            before = some[-1].n

    def bundle_records(self, n: int) -> dict[RecordId, tuple[str, ...]]:
        """Return the records a line names and which of their fields; no fields mean the whole record."""
        parts = self._db.execute("SELECT rec, fields FROM bundle_rec WHERE bundle = ?", (n,)).fetchall()
        found = {rec: tuple(fields.split()) for rec, fields in parts}
        for (ids,) in self._db.execute("SELECT ids FROM bundle_ids WHERE bundle = ? ORDER BY i", (n,)):
            found.update((rec, ()) for rec in _ids_in(ids))
        found.update((rec, ()) for (rec,) in self._db.execute(_CAME, (n, n)))
        return {RecordId(rec.hex()): found[rec] for rec in sorted(found)}

    def bundles_about(self, record: RecordId) -> list[BundleNote]:
        """Return the lines that name a record, newest first."""
        rec = bytes.fromhex(record)
        rows = self._db.execute(
            "SELECT bundle FROM bundle_rec WHERE rec = ?"
            " UNION SELECT bundle FROM bundle_ids WHERE instr(ids, ?) % 16 = 1"
            " UNION SELECT bundle FROM bundle_span JOIN change ON change.n BETWEEN first AND last"
            " JOIN rec ON rec.n = change.rec WHERE rec.id = ? UNION SELECT bundle FROM aside WHERE rec = ?",
            (rec, rec, rec, rec),
        ).fetchall()
        return [self.bundle(n) for (n,) in sorted(rows, reverse=True) if n]

    def records_of_peer(self, device: bytes) -> list[RecordId]:
        """Return every record that ever went to a device or came from it."""
        lines = self._db.execute(
            "SELECT bundle FROM bundle_peer JOIN device ON device.n = dev WHERE device.id = ?", (device,)
        ).fetchall()
        signed = self._db.execute(
            "SELECT DISTINCT rec.id FROM change JOIN rec ON rec.n = change.rec JOIN device ON device.n = change.dev"
            " WHERE device.id = ?",
            (device,),
        ).fetchall()
        found = {RecordId(rec.hex()) for (rec,) in signed}
        return sorted(found.union(*(self.bundle_records(n) for (n,) in lines)))

    def _notes(self, where: str, facts: Sequence[Any]) -> list[BundleNote]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM bundle {where}", facts).fetchall()
        return [self._note(*row) for row in rows]

    def _note(
        self, n: int, bundle_id: bytes, way: str, sort: str, made: int, at: int, who: bytes, *rest: Any
    ) -> BundleNote:
        purpose, reason, state, facts = rest
        peers = self._db.execute(
            "SELECT id FROM bundle_peer JOIN device ON device.n = dev WHERE bundle = ? ORDER BY device.n", (n,)
        ).fetchall()
        return BundleNote(
            n=n,
            id=bundle_id,
            way=way,
            sort=sort,
            made=moment(made),
            at=moment(at),
            who=self.who(who),
            purpose=purpose,
            reason=reason,
            state=state,
            peers=tuple(device for (device,) in peers),
            facts=json.loads(facts),
        )


def note_records(db: Database, n: int, records: Mapping[RecordId, Sequence[str]]) -> None:
    """Add records to a line, inside a transaction that is open."""
    db.executemany(
        "INSERT OR IGNORE INTO bundle_rec (bundle, rec, fields) VALUES (?, ?, ?)",
        [(n, bytes.fromhex(rec), " ".join(fields)) for rec, fields in records.items() if fields],
    )
    whole = [bytes.fromhex(rec) for rec, fields in records.items() if not fields]
    for i, start in enumerate(range(0, len(whole), _ROW)):
        some = whole[start : start + _ROW]
        db.execute(
            "INSERT INTO bundle_ids (bundle, i, size, ids) VALUES (?, ?, ?, ?)", (n, i, len(some), b"".join(some))
        )


def _ids_in(ids: bytes) -> Iterator[bytes]:
    return (ids[start : start + ID_BYTES] for start in range(0, len(ids), ID_BYTES))


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
