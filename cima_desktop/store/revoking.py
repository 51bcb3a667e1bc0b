"""Devices that are not trusted any more: the statements about them, and what of them still counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from cima_desktop.model.touched import Touched
from cima_desktop.store import aside
from cima_desktop.store.bundles import UNDONE
from cima_desktop.store.change import ID_BYTES, Change, Raw, read_stored
from cima_desktop.store.clock import moment
from cima_desktop.store.log import Rec
from cima_desktop.store.peers import APPLIED, revoke
from cima_desktop.store.taking import note_span
from cima_desktop.store.taking_back import TakingBack
from cima_desktop.vault.database import Database

TOLD, REFUSED = "told", "refused"
"""States of a statement besides `APPLIED`: it came and nobody has decided; somebody decided not to follow it."""

_COLUMNS = "id, device, signer, reason, made, at, state, statement"


@attrs.frozen(kw_only=True)
class Told:
    """A statement that a device is not trusted any more. `made` is when its signer says it was made."""

    id: bytes
    device: bytes
    signer: bytes
    reason: str
    made: datetime
    at: datetime
    state: str
    statement: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class NewRevocation:
    """A statement that was read and is to be kept, taken apart; `frontier` are the beginnings of the ids that count."""

    id: bytes
    device: bytes
    signer: bytes
    reason: str
    made_ms: int
    statement: bytes = attrs.field(repr=False)
    frontier: frozenset[bytes] = attrs.field(repr=False)


_COUNTED = (
    "SELECT change.id, coalesce((SELECT bundle FROM bundle_span WHERE change.n BETWEEN first AND last LIMIT 1), 0)"
    " FROM change JOIN device ON device.n = change.dev WHERE device.id = ? ORDER BY change.n"
)
"""The changes of a device that count, and the bundle each came with (0: with none)."""
_ASIDE = (
    "SELECT aside.n, bundle, EXISTS (SELECT 1 FROM bundle WHERE bundle.n = aside.bundle AND state = ?), header, sig,"
    " salt, payload FROM aside JOIN device ON device.n = aside.dev WHERE device.id = ? AND why = ? ORDER BY aside.n"
)


class Revoking(TakingBack):
    """The part of the store that knows whom nobody trusts any more."""

    def revocations(self, state: str = "") -> list[Told]:
        """Return the statements in a state, or all of them, newest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM revocation WHERE ? IN ('', state) ORDER BY n DESC", (state,)
        ).fetchall()
        return [_told(*row) for row in rows]

    def keep_revocations(self, new: Sequence[NewRevocation]) -> int:
        """Keep statements without applying them; return how many were not known before."""
        with self._vault.transaction() as db:
            return sum(self._note_statement(db, each) for each in new)

    def revoke(self, new: Sequence[NewRevocation]) -> Touched:
        """Keep statements and apply them, in one."""
        with self._writing() as db:
            for each in new:
                self._note_statement(db, each)
            recs = self._apply_statements(db, [each.id for each in new])
        return self._settled(recs)

    def apply_revocations(self, statements: Sequence[bytes]) -> Touched:
        """Trust the devices of these statements no more; a statement about this vault's own device has no effect.

        Their changes that no applied statement vouches for go aside, and those that were aside for this and are vouched
        for count again.
        """
        with self._writing() as db:
            recs = self._apply_statements(db, statements)
        return self._settled(recs)

    def _note_statement(self, db: Database, new: NewRevocation) -> int:
        now = self._clock.wall_ms()
        facts = (new.id, new.device, new.signer, new.reason, new.made_ms, now, TOLD, new.statement)
        return db.execute(
            f"INSERT OR IGNORE INTO revocation ({_COLUMNS}, frontier) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*facts, b"".join(sorted(new.frontier))),
        ).rowcount

    def _apply_statements(self, db: Database, statements: Sequence[bytes]) -> list[Rec]:
        devices = set()
        for statement in statements:
            row = db.execute(
                "SELECT device FROM revocation WHERE id = ? AND device NOT IN (SELECT id FROM device WHERE own = 1)",
                (statement,),
            ).fetchone()
            if row:
                db.execute("UPDATE revocation SET state = ? WHERE id = ?", (APPLIED, statement))
                revoke(db, row[0], self._clock.wall_ms())
                devices.add(row[0])
        frontiers = self.revoked_frontiers()
        return [rec for device in sorted(devices) for rec in self._settle(db, device, frontiers[device])]

    def _settle(self, db: Database, device: bytes, frontier: frozenset[bytes]) -> list[Rec]:
        """Let exactly those changes of a device count that are vouched for."""
        outside: dict[int, list[bytes]] = {}
        for change, bundle in db.execute(_COUNTED, (device,)).fetchall():
            if change[:ID_BYTES] not in frontier:
                outside.setdefault(bundle, []).append(change)
        recs = [rec for bundle, ids in outside.items() for rec in self._move_out(db, ids, aside.REVOKED, bundle)]
        back: dict[int, dict[bytes, list[Change]]] = {}
        for n, bundle, is_undone, *raw in db.execute(_ASIDE, (UNDONE, device, aside.REVOKED)).fetchall():
            change = read_stored(Raw(*raw))
            if change.id[:ID_BYTES] not in frontier:
                continue
            if is_undone:  # the import it came with was taken back since: it waits with the rest of that
                db.execute("UPDATE aside SET why = ? WHERE n = ?", (aside.TAKEN_BACK, n))
            else:
                back.setdefault(bundle, {}).setdefault(change.rec, []).append(change)
                db.execute("DELETE FROM aside WHERE n = ?", (n,))
        return recs + [rec for bundle, wanted in back.items() for rec in self._put_back(db, bundle, wanted)]

    def _put_back(self, db: Database, bundle: int, wanted: Mapping[bytes, list[Change]]) -> list[Rec]:
        first = self._log.last_number() + 1
        recs = [self._put_record(db, rec, changes) for rec, changes in wanted.items()]
        note_span(db, bundle, first, self._log.last_number())
        return recs

    def _settled(self, recs: Sequence[Rec]) -> Touched:
        self._forget_words()
        return self._touched("", recs) if recs else self._nothing()

    def refuse_revocations(self, statements: Sequence[bytes]) -> None:
        """Note that somebody decided not to follow statements; one that was applied stays so."""
        with self._vault.transaction() as db:
            db.executemany(
                "UPDATE revocation SET state = ? WHERE id = ? AND state = ?",
                [(REFUSED, statement, TOLD) for statement in statements],
            )

    def changes_of_device(self, device: bytes) -> list[bytes]:
        """Return the ids of the changes of a device that count here."""
        rows = self._db.execute(
            "SELECT change.id FROM change JOIN device ON device.n = change.dev WHERE device.id = ?", (device,)
        )
        return [change for (change,) in rows]

    def revoked_frontiers(self) -> Mapping[bytes, frozenset[bytes]]:
        """Return the devices that are not trusted any more, each with what of it still counts.

        What counts is said by the first 16 bytes of the ids of changes. A change counts if any statement that was
        applied here says so: so it does not matter in which order statements and changes came.
        """
        rows = self._db.execute("SELECT device, frontier FROM revocation WHERE state = ?", (APPLIED,))
        found: dict[bytes, frozenset[bytes]] = {}
        for device, frontier in rows.fetchall():
            found[device] = found.get(device, frozenset()) | frozenset(_ids(frontier))
        return found


def _ids(frontier: bytes) -> Iterator[bytes]:
    return (frontier[start : start + ID_BYTES] for start in range(0, len(frontier), ID_BYTES))


def _told(
    statement_id: bytes, device: bytes, signer: bytes, reason: str, made: int, at: int, state: str, statement: bytes
) -> Told:
    return Told(
        id=statement_id,
        device=device,
        signer=signer,
        reason=reason,
        made=moment(made),
        at=moment(at),
        state=state,
        statement=statement,
    )
