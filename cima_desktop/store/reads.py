"""Who looked at which record (A5): gathered in memory, written along with the next save or in a quiet moment.

A look costs no save of its own. What was not written yet when the power fails is lost; that is said in the help.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.store.clock import Now, moment
from cima_desktop.store.core import Core
from cima_desktop.vault.database import Database
from cima_desktop.vault.vault import Vault

READS_KEPT_MONTHS = 12
"""Who looked at what is known for so long, and then forgotten: a list of names is a danger of its own."""

_HELD = "EXISTS (SELECT 1 FROM k_hold JOIN rec USING (n) WHERE released_on = '' AND deleted <> 1)"
"""A legal hold is in force: it stops this clock as well, whatever it is about."""

OPENED, PREVIEWED, PRINTED, SAVED = "opened", "previewed", "printed", "saved"
HOWS = (OPENED, PREVIEWED, PRINTED, SAVED)
"""The ways of looking at a record. The values are permanent."""


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody looked at a record on a day, in one way, so many times."""

    n: int
    day: date
    first: datetime
    record: RecordId
    who: str
    how: str
    times: int


class Reads(Core):
    """The part of the store that remembers who looked."""

    def __init__(self, vault: Vault, clock: Now, actor: str) -> None:
        super().__init__(vault, clock, actor)
        self._looks: dict[tuple[str, str, str], tuple[int, int]] = {}

    def saw(self, record_id: RecordId | str, how: str) -> None:
        """Take note that whoever works here looked at a record; nothing is written yet.

        Raises:
            ValueError: there is no such way of looking.
        """
        if how not in HOWS:
            raise ValueError("not a way of looking")
        if is_id(record_id):
            key = (self.today().isoformat(), str(record_id), how)
            first, times = self._looks.get(key, (self._clock.wall_ms(), 0))
            self._looks[key] = (first, times + 1)

    def has_unkept_reads(self) -> bool:
        """Tell whether looks wait to be written."""
        return bool(self._looks)

    def keep_reads(self) -> None:
        """Write the looks that wait, and forget those that are too old, unless a legal hold is in force.

        Raises:
            VaultError: the disk refused; they go on waiting.
        """
        if self._looks:
            with self._vault.transaction() as db:
                self._take_along(db)
                db.execute(f"DELETE FROM look WHERE day < ? AND NOT {_HELD}", (self._oldest().isoformat(),))
            self._taken_along()

    def looks_at(self, record_id: RecordId | str, limit: int = 200) -> list[Look]:
        """Return who looked at a record, newest first, as far as it was written."""
        return self._read_looks("rec = ?", (bytes.fromhex(record_id),), limit)

    def looks(self, before: int = 0, limit: int = 100) -> list[Look]:
        """Return up to `limit` looks noted before number `before` (0 for the newest), newest first."""
        return self._read_looks("(? = 0 OR n < ?)", (before, before), limit)

    def forget_reads(self, records: Iterable[RecordId | str]) -> None:
        """Forget who looked at these records, and what was done with them: they are being erased."""
        ids = [(bytes.fromhex(each),) for each in records]
        gone = {each[0].hex() for each in ids}
        self._looks = {key: value for key, value in self._looks.items() if key[1] not in gone}
        with self._vault.transaction() as db:
            db.executemany("DELETE FROM look WHERE rec = ?", ids)
            db.executemany("DELETE FROM deed WHERE rec = ?", ids)

    def _take_along(self, db: Database) -> None:
        who = self._log.actor
        rows = [
            (day, bytes.fromhex(rec), who, how, first, times) for (day, rec, how), (first, times) in self._looks.items()
        ]
        db.executemany(
            "INSERT INTO look (day, rec, who, how, first, times) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET times = times + excluded.times",
            rows,
        )

    def _taken_along(self) -> None:
        self._looks.clear()

    def _oldest(self) -> date:
        """Return the first day that is still kept."""
        today = self.today()
        months = today.year * 12 + today.month - 1 - READS_KEPT_MONTHS
        return date(months // 12, months % 12 + 1, 1)

    def _read_looks(self, test: str, facts: tuple[object, ...], limit: int) -> list[Look]:
        rows = self._db.execute(
            f"SELECT n, day, first, rec, who, how, times FROM look WHERE {test} ORDER BY n DESC LIMIT ?",
            (*facts, limit),
        ).fetchall()
        return [
            Look(n, date.fromisoformat(day), moment(first), RecordId(rec.hex()), self.who(who), how, times)
            for n, day, first, rec, who, how, times in rows
        ]
