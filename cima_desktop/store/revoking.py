"""Devices that are not trusted any more: the statements about them, and what of them still counts."""

from collections.abc import Iterator, Mapping
from datetime import datetime

import attrs

from cima_desktop.model.errors import NotFoundError
from cima_desktop.store.change import ID_BYTES
from cima_desktop.store.clock import moment
from cima_desktop.store.core import Core
from cima_desktop.store.peers import APPLIED, revoke

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

    def revocation(self, statement: bytes) -> Told:
        """Return the statement with an id.

        Raises:
            NotFoundError: it is not here.
        """
        row = self._db.execute(f"SELECT {_COLUMNS} FROM revocation WHERE id = ?", (statement,)).fetchone()
        if row is None:
            raise NotFoundError
        return _told(*row)

    def keep_revocation(self, new: NewRevocation) -> bool:
        """Keep a statement without applying it; tell whether it was not known before."""
        facts = (new.id, new.device, new.signer, new.reason, new.made_ms, self._clock.wall_ms(), TOLD, new.statement)
        with self._vault.transaction() as db:
            added = db.execute(
                f"INSERT OR IGNORE INTO revocation ({_COLUMNS}, frontier) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*facts, b"".join(sorted(new.frontier))),
            )
            return added.rowcount == 1

    def apply_revocation(self, statement: bytes) -> None:
        """Trust the device of a statement no more, from now on.

        Raises:
            NotFoundError: the statement is not here, or it is about this vault's own device.
        """
        told = self.revocation(statement)
        if self._db.execute("SELECT 1 FROM device WHERE id = ? AND own = 1", (told.device,)).fetchone():
            raise NotFoundError
        with self._vault.transaction() as db:
            db.execute("UPDATE revocation SET state = ? WHERE id = ?", (APPLIED, statement))
            revoke(db, told.device, self._clock.wall_ms())

    def refuse_revocation(self, statement: bytes) -> None:
        """Note that somebody decided not to follow a statement; one that was applied stays so."""
        with self._vault.transaction() as db:
            db.execute("UPDATE revocation SET state = ? WHERE id = ? AND state = ?", (REFUSED, statement, TOLD))

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
