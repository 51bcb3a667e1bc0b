"""This vault's own card and its keys for receiving; the key with which it signs is in `device`."""

from datetime import datetime, timedelta

import attrs

from cima_desktop.store.clock import moment
from cima_desktop.store.core import Core
from cima_desktop.store.device import fingerprint
from cima_desktop.store.peers import NewCard

_OLD = "secret IS NOT NULL AND retired <> 0 AND retired <= ?"


@attrs.frozen
class Box:
    """This vault's present key for receiving: its public half, and when it was made."""

    public: str
    made: datetime


class OwnKeys(Core):
    """The part of the store that keeps what this vault shows of itself."""

    def own_fingerprints(self) -> list[bytes]:
        """Return the fingerprints of the device that signs here and of those that did before it."""
        rows = self._db.execute("SELECT sign_pub FROM device WHERE own = 1 ORDER BY secret IS NULL, n DESC")
        return [fingerprint(public) for (public,) in rows.fetchall()]

    def own_devices(self) -> set[bytes]:
        """Return the ids of the device that signs here and of those that did before it."""
        return {device for (device,) in self._db.execute("SELECT id FROM device WHERE own = 1").fetchall()}

    def own_card(self) -> bytes:
        """Return the card of the device that signs here; empty while none was made."""
        row = self._db.execute("SELECT card FROM device WHERE secret IS NOT NULL").fetchone()
        return bytes(row[0] or b"") if row else b""

    def own_follows(self) -> bytes:
        """Return the public key of the device that this vault's one follows and its signature of that, if it does."""
        row = self._db.execute("SELECT follows FROM device WHERE secret IS NOT NULL").fetchone()
        return bytes(row[0]) if row else b""

    def own_names(self) -> tuple[str, str]:
        """Return the names on the newest card that was made here: the person's, and the computer's."""
        row = self._db.execute(
            "SELECT person, label FROM device WHERE own = 1 AND card IS NOT NULL ORDER BY n DESC LIMIT 1"
        ).fetchone()
        return (str(row[0]), str(row[1])) if row else ("", "")

    def keep_own_card(self, new: NewCard) -> None:
        """Keep the card of the device that signs here."""
        with self._vault.transaction() as db:
            db.execute(
                "UPDATE device SET card = ?, box = ?, person = ?, label = ? WHERE secret IS NOT NULL AND sign_pub = ?",
                (new.card, new.box, new.person, new.label, new.public),
            )

    def now_ms(self) -> int:
        """Return what the machine's clock says, in milliseconds."""
        return self._clock.wall_ms()

    def own_box(self) -> Box:
        """Return this vault's present key for receiving, made when it is first wanted."""
        row = self._db.execute("SELECT public, made FROM box WHERE retired = 0").fetchone()
        return Box(row[0], moment(row[1])) if row else self.change_box()

    def own_boxes(self) -> list[str]:
        """Return the secrets with which this vault can open bundles, the present one first."""
        rows = self._db.execute("SELECT secret FROM box WHERE secret IS NOT NULL ORDER BY retired = 0 DESC, n DESC")
        return [str(secret) for (secret,) in rows.fetchall()]

    def change_box(self) -> Box:
        """Make a new key for receiving; the one of before still opens what comes late."""
        import pyrage  # lazy: a vault that exchanges with nobody never loads it

        made = pyrage.x25519.Identity.generate()
        now = self._clock.wall_ms()
        with self._vault.transaction() as db:
            db.execute("UPDATE box SET retired = ? WHERE retired = 0", (max(1, now),))
            db.execute(
                "INSERT INTO box (public, secret, made) VALUES (?, ?, ?)", (str(made.to_public()), str(made), now)
            )
        return Box(str(made.to_public()), moment(now))

    def old_boxes(self, unused: timedelta) -> int:
        """Return how many keys for receiving have been out of use for longer than this."""
        row = self._db.execute(f"SELECT count(*) FROM box WHERE {_OLD}", (self._before(unused),)).fetchone()
        return int(row[0])

    def destroy_boxes(self, unused: timedelta) -> int:
        """Destroy the keys for receiving that have been out of use for longer than this; return how many.

        What was made for them can then not be read here any more. Backups still hold them.
        """
        with self._vault.transaction() as db:
            gone = db.execute(f"UPDATE box SET secret = NULL WHERE {_OLD}", (self._before(unused),))
            return int(gone.rowcount)

    def _before(self, unused: timedelta) -> int:
        return self._clock.wall_ms() - unused // timedelta(milliseconds=1)
