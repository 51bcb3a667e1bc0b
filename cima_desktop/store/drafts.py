"""What is half typed, kept in the vault until it is saved or thrown away (V6); not in the change log."""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime

import msgpack

from cima_desktop.model.guarding import masked
from cima_desktop.store.clock import Clock, Now, moment
from cima_desktop.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was left: the page, the record (empty for a new one), the text of each field, and the place.

    `focus` names the field with the cursor, `cursor` its position there, `scroll` the page's position in pixels.
    """

    page: str
    record: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    focus: str = ""
    cursor: int = 0
    scroll: int = 0


class Drafts:
    """The drafts of an open vault, by a key that the page chooses."""

    def __init__(self, vault: Vault, clock: Now = time.time) -> None:
        self._vault = vault
        self._clock = Clock(clock)

    def put(self, key: str, draft: Draft) -> None:
        """Keep a draft, durably; an equal one that is kept already is not written again.

        The digits of a number that no field keeps become dots: what is not to be in the vault is not in a draft either.
        """
        draft = replace(draft, fields={name: masked(words) for name, words in draft.fields.items()})
        if self.get(key) == draft:
            return
        body = packed(draft)
        with self._vault.transaction() as db:
            db.execute(
                "INSERT INTO draft (key, at, body) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body",
                (key, self._clock.wall_ms(), body),
            )

    def get(self, key: str) -> Draft | None:
        """Return a draft, or None when there is none."""
        row = self._vault.db.execute("SELECT body FROM draft WHERE key = ?", (key,)).fetchone()
        return unpacked(row[0]) if row else None

    def kept_at(self, key: str) -> datetime | None:
        """Return when a draft was last written, in UTC."""
        row = self._vault.db.execute("SELECT at FROM draft WHERE key = ?", (key,)).fetchone()
        return moment(row[0]) if row else None

    def drop(self, key: str) -> None:
        """Throw a draft away; its text leaves the vault."""
        if self.get(key) is not None:
            with self._vault.transaction() as db:
                db.execute("DELETE FROM draft WHERE key = ?", (key,))

    def all(self) -> dict[str, Draft]:
        """Return every draft by its key, the oldest first."""
        rows = self._vault.db.execute("SELECT key, body FROM draft ORDER BY at, key")
        return {str(key): unpacked(body) for key, body in rows}


def packed(draft: Draft) -> bytes:
    """Return a draft as it is kept."""
    parts = [draft.page, draft.record, draft.fields, draft.focus, draft.cursor, draft.scroll]
    return bytes(msgpack.packb(parts, unicode_errors="surrogatepass"))


def unpacked(body: bytes) -> Draft:
    """Return a draft as it was kept."""
    return Draft(*msgpack.unpackb(body, unicode_errors="surrogatepass"))
