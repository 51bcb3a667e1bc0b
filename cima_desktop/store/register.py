"""What was done that changes no record: words kept on purpose, papers about one person, helper copies. Codes only."""

from dataclasses import dataclass
from datetime import datetime

from cima_desktop.model.ids import RecordId
from cima_desktop.store.clock import moment
from cima_desktop.store.core import Core
from cima_desktop.store.portions import marks
from cima_desktop.vault.database import Database

KEPT_WORDS = "kept_words"
"""Somebody kept words that the guard had pointed out; the detail is `kind.field:matter`."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the register; `what` is a code, `record` empty where no one record is meant."""

    n: int
    when: datetime
    who: str
    what: str
    record: RecordId
    detail: str


def note(db: Database, now_ms: int, who: bytes, deed: tuple[str, bytes, str]) -> None:
    """Add a line (code, record, detail) inside the transaction that is open."""
    what, rec, detail = deed
    db.execute("INSERT INTO deed (at, who, what, rec, detail) VALUES (?, ?, ?, ?, ?)", (now_ms, who, what, rec, detail))


class Register(Core):
    """The part of the store that notes deeds."""

    def note_deed(self, what: str, record: RecordId | str = "", detail: str = "") -> None:
        """Note, durably, that something was done; `detail` never holds what somebody wrote."""
        with self._vault.transaction() as db:
            note(db, self._clock.wall_ms(), self._log.actor, (what, bytes.fromhex(record), detail))

    def deeds(self, *whats: str, before: int = 0, limit: int = 100) -> list[Deed]:
        """Return up to `limit` deeds with these codes (all of them when none is named), newest first.

        Args:
            whats: the codes.
            before: only those noted before this number; 0 for the newest.
            limit: how many at most.
        """
        tests, facts = ["(? = 0 OR n < ?)"], [before, before, *whats]
        if whats:
            tests.append(f"what IN ({marks(whats)})")
        rows = self._db.execute(
            f"SELECT n, at, who, what, rec, detail FROM deed WHERE {' AND '.join(tests)} ORDER BY n DESC LIMIT ?",
            (*facts, limit),
        ).fetchall()
        return [
            Deed(n, moment(at), self.who(who), what, RecordId(rec.hex()), detail)
            for n, at, who, what, rec, detail in rows
        ]
