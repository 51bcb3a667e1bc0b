"""Devices that are not trusted any more: the statements about them, and what of them still counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from cima_desktop.store.change import ID_BYTES
from cima_desktop.store.clock import moment
from cima_desktop.store.core import Core
from cima_desktop.store.peers import APPLIED, revoke
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


class Revoking(Core):
    """The part of the store that knows whom nobody trusts any more."""

    def revocations(self, state: str = "") -> list[Told]:
        """Return the statements in a state, or all of them, newest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM revocation WHERE ? IN ('', state) ORDER BY n DESC", (state,)
        ).fetchall()
        return [_told(*row) for row in rows]

    def keep_revocations(self, new: Sequence[NewRevocation], *, apply: bool = False) -> int:
        """Keep statements, and with `apply` trust their devices no more; return how many were not known before."""
        now = self._clock.wall_ms()
        added = 0
        with self._vault.transaction() as db:
            for each in new:
                facts = (each.id, each.device, each.signer, each.reason, each.made_ms, now, TOLD, each.statement)
                added += db.execute(
                    f"INSERT OR IGNORE INTO revocation ({_COLUMNS}, frontier) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*facts, b"".join(sorted(each.frontier))),
                ).rowcount
            if apply:
                self._apply(db, [each.id for each in new])
        return added

    def apply_revocations(self, statements: Sequence[bytes]) -> None:
        """Trust the devices of these statements no more; a statement about this vault's own device has no effect."""
        with self._vault.transaction() as db:
            self._apply(db, statements)

    def _apply(self, db: Database, statements: Sequence[bytes]) -> None:
        for statement in statements:
            row = db.execute(
                "SELECT device FROM revocation WHERE id = ? AND device NOT IN (SELECT id FROM device WHERE own = 1)",
                (statement,),
            ).fetchone()
            if row:
                db.execute("UPDATE revocation SET state = ? WHERE id = ?", (APPLIED, statement))
                revoke(db, row[0], self._clock.wall_ms())

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
