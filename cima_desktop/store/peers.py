"""The devices of others: whose cards are here, and how far each of them is trusted (docs/formats/identity.md)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

import attrs

from cima_desktop.model.errors import NotFoundError
from cima_desktop.store.change import NO_ACTOR
from cima_desktop.store.clock import moment
from cima_desktop.store.core import Core
from cima_desktop.store.device import device_id, fingerprint
from cima_desktop.store.have import HaveSet, unpack
from cima_desktop.vault.database import Database

ALL, CHOSEN = "all", "chosen"
"""What goes to a peer by itself: everything it lacks, or only records that somebody chose."""

APPLIED = "applied"
"""The state of a statement that a device is not trusted any more, once somebody here applied it."""

_COLUMNS = (
    "id, sign_pub, card, box, person, label, trust, scope, checked_how, checked_by, checked_at, introduced_by,"
    " have, have_at, revoked_at"
)


class Trust(IntEnum):
    """How far a device is trusted."""

    SIGNS = 0
    """Its signature is known, because changes of it came through somebody else."""
    SEEN = 1
    """A person here took in its card."""
    INTRODUCED = 2
    """A device that is checked brought its card."""
    CHECKED = 3
    """A person here compared words or QR code."""
    REVOKED = 4


@attrs.frozen(kw_only=True)
class Peer:
    """A device of somebody else. Moments are None for what never happened."""

    id: bytes
    public: bytes
    card: bytes = attrs.field(repr=False)
    box: str
    person: str
    label: str
    trust: Trust
    scope: str
    checked_how: str
    checked_by: str
    checked_at: datetime | None
    introduced_by: bytes
    have: HaveSet | None
    have_at: datetime | None
    revoked_at: datetime | None

    @property
    def fingerprint(self) -> bytes:
        """What people compare."""
        return fingerprint(self.public)

    @property
    def receives(self) -> bool:
        """Whether a bundle can be made for it."""
        return bool(self.box) and Trust.SIGNS < self.trust < Trust.REVOKED


@attrs.frozen(kw_only=True)
class NewCard:
    """A card that was read and is to be kept, taken apart."""

    card: bytes
    public: bytes
    box: str
    person: str
    label: str


class Peers(Core):
    """The part of the store that knows the peers."""

    def peers(self) -> list[Peer]:
        """Return every device of others whose card is here or that is revoked, by name."""
        where = "WHERE own = 0 AND (card IS NOT NULL OR trust > 0) ORDER BY person COLLATE NOCASE, label, id"
        return self._peers(where)

    def peer(self, device: bytes) -> Peer:
        """Return a device of somebody else.

        Raises:
            NotFoundError: none of its changes and no card of it are here.
        """
        found = self._peers("WHERE own = 0 AND id = ?", device)
        if not found:
            raise NotFoundError
        return found[0]

    def _peers(self, where: str, *facts: bytes) -> list[Peer]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM device {where}", facts).fetchall()
        return [_peer(row, self.who(row[9] or NO_ACTOR)) for row in rows]

    def keep_card(self, new: NewCard, trust: Trust, introduced_by: bytes = b"") -> Peer:
        """Keep a card in place of the one that is here; trust only ever grows by it, and never out of a revocation.

        Raises:
            NotFoundError: it is the card of this vault's own device.
        """
        device = device_id(new.public)
        with self._vault.transaction() as db:
            db.execute(
                "INSERT OR IGNORE INTO device (id, sign_pub, made) VALUES (?, ?, ?)",
                (device, new.public, self._clock.wall_ms()),
            )
            db.execute(
                "UPDATE device SET card = ?, box = ?, person = ?, label = ?, trust = max(trust, ?),"
                " introduced_by = coalesce(iif(trust = 0, ?, NULL), introduced_by, ?) WHERE id = ? AND own = 0",
                (
                    new.card,
                    new.box,
                    new.person,
                    new.label,
                    int(trust),
                    introduced_by or None,
                    introduced_by or None,
                    device,
                ),
            )
            revoke(db, device, self._clock.wall_ms())  # a statement may have come before the card
        return self.peer(device)

    def cards_of(self, devices: Collection[bytes]) -> list[tuple[bytes, bytes]]:
        """Return public key and card (empty where there is none) of devices, but not of the one that signs here."""
        found = []
        for device in sorted(set(devices)):
            row = self._db.execute(
                "SELECT sign_pub, card FROM device WHERE id = ? AND secret IS NULL", (device,)
            ).fetchone()
            found += [(row[0], row[1] or b"")] if row else []
        return found

    def forget_card(self, device: bytes) -> None:
        """Let go of a card: what is left is that its signature is known. One that is revoked stays so."""
        with self._vault.transaction() as db:
            db.execute(
                "UPDATE device SET card = NULL, box = '', person = '', label = '', trust = 0, introduced_by = NULL,"
                " checked_how = '', checked_by = NULL, checked_at = 0, have = NULL, have_at = 0"
                " WHERE id = ? AND own = 0 AND trust < ?",
                (device, int(Trust.REVOKED)),
            )

    def note_checked(self, device: bytes, how: str) -> Peer:
        """Note that whoever works here compared the words of a device now; one that is revoked stays so."""
        with self._vault.transaction() as db:
            db.execute(
                "UPDATE device SET trust = ?, checked_how = ?, checked_by = ?, checked_at = ?"
                " WHERE id = ? AND own = 0 AND trust < ?",
                (int(Trust.CHECKED), how, self._log.actor, self._clock.wall_ms(), device, int(Trust.REVOKED)),
            )
        return self.peer(device)

    def take_check_back(self, device: bytes) -> Peer:
        """Note that a device is not checked any more, only seen."""
        with self._vault.transaction() as db:
            db.execute(
                "UPDATE device SET trust = ?, checked_how = '', checked_by = NULL, checked_at = 0"
                " WHERE id = ? AND trust = ?",
                (int(Trust.SEEN), device, int(Trust.CHECKED)),
            )
        return self.peer(device)

    def set_scope(self, device: bytes, scope: str) -> None:
        """Say what goes to a peer by itself: `ALL` or `CHOSEN`."""
        with self._vault.transaction() as db:
            db.execute("UPDATE device SET scope = ? WHERE id = ? AND own = 0", (scope, device))

    def note_have(self, device: bytes, have: bytes, at_ms: int) -> None:
        """Keep what a peer says it has, and when it said so.

        The last that arrived counts, whatever its moment: an old one only makes the next bundle larger, and no clock
        can keep a new one out.

        Raises:
            BadHaveSetError: the bytes are no such statement; nothing was kept.
        """
        unpack(have)
        with self._vault.transaction() as db:
            db.execute("UPDATE device SET have = ?, have_at = ? WHERE id = ? AND own = 0", (have, at_ms, device))


def revoke(db: Database, device: bytes, now_ms: int) -> None:
    """Mark a device that an applied statement is about, inside a transaction that is open.

    Whom it introduced is known by signature alone from then on, unless somebody here compared words: whoever took the
    device could have introduced vaults of their own.
    """
    is_revoked = db.execute(
        "UPDATE device SET trust = ?, revoked_at = CASE revoked_at WHEN 0 THEN ? ELSE revoked_at END"
        " WHERE id = ? AND EXISTS (SELECT 1 FROM revocation WHERE revocation.device = device.id AND state = ?)",
        (int(Trust.REVOKED), max(1, now_ms), device, APPLIED),
    ).rowcount
    if is_revoked:
        facts = (int(Trust.SIGNS), device, int(Trust.INTRODUCED))
        db.execute("UPDATE device SET trust = ? WHERE introduced_by = ? AND trust = ?", facts)


def _peer(row: Sequence[Any], checked_by: str) -> Peer:
    device, public, card, box, person, label, trust, scope, how, _by, checked_at, introduced_by, *said = row
    have, have_at, revoked_at = said
    return Peer(
        id=device,
        public=public,
        card=card or b"",
        box=box,
        person=person,
        label=label,
        trust=Trust(trust),
        scope=scope,
        checked_how=how,
        checked_by=checked_by,
        checked_at=_moment(checked_at),
        introduced_by=introduced_by or b"",
        have=unpack(have) if have else None,
        have_at=_moment(have_at),
        revoked_at=_moment(revoked_at),
    )


def _moment(milliseconds: int) -> datetime | None:
    return moment(milliseconds) if milliseconds else None
