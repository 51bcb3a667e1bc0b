"""Who has said that they erased a record too, and what waits for a decision because of it (exchange.md 3.10)."""

from collections.abc import Iterable
from datetime import datetime

import attrs

from cima_desktop.model.ids import RecordId
from cima_desktop.store.clock import moment
from cima_desktop.store.core import Core


@attrs.frozen(kw_only=True)
class ToldErasure:
    """A record that was erased elsewhere and is here: the code of the reason, and when its eraser says it was."""

    record: RecordId
    reason: str
    when: datetime


class Acknowledging(Core):
    """The part of the store that remembers who erased what."""

    def note_erased_there(self, device: bytes, records: Iterable[RecordId]) -> None:
        """Note that a device says it erased these records; said twice changes nothing."""
        now = self._clock.wall_ms()
        with self._vault.transaction() as db:
            db.executemany(
                "INSERT OR IGNORE INTO erase_ack (rec, dev, at) SELECT ?, n, ? FROM device WHERE id = ?",
                [(bytes.fromhex(record), now, device) for record in records],
            )

    def erased_there(self, record: RecordId) -> list[bytes]:
        """Return the devices that said they erased a record."""
        rows = self._db.execute(
            "SELECT id FROM erase_ack JOIN device ON device.n = erase_ack.dev WHERE rec = ? ORDER BY at, id",
            (bytes.fromhex(record),),
        )
        return [device for (device,) in rows]

    def note_told_erasures(self, n: int, told: Iterable[tuple[bytes, str, int]]) -> None:
        """Note what a bundle tells of erased records: id, reason, and when in milliseconds."""
        with self._vault.transaction() as db:
            db.executemany(
                "INSERT OR REPLACE INTO erase_told (rec, bundle, reason, at) VALUES (?, ?, ?, ?)",
                [(record, n, reason, at_ms) for record, reason, at_ms in told],
            )

    def told_erasures(self) -> list[ToldErasure]:
        """Return the records that were erased elsewhere, are here, and that nobody decided to keep.

        Those that were told of last come first.
        """
        rows = self._db.execute(
            "SELECT rec, reason, max(bundle), erase_told.at FROM erase_told JOIN rec ON rec.id = erase_told.rec"
            " WHERE kept = 0 AND NOT EXISTS (SELECT 1 FROM erase WHERE erase.rec = erase_told.rec)"
            " GROUP BY erase_told.rec ORDER BY max(bundle) DESC, erase_told.rec"
        ).fetchall()
        return [ToldErasure(record=RecordId(rec.hex()), reason=reason, when=moment(at)) for rec, reason, _n, at in rows]

    def keep_though_told(self, record: RecordId) -> None:
        """Note that a record stays here, whatever was told of it until now."""
        with self._vault.transaction() as db:
            db.execute("UPDATE erase_told SET kept = 1 WHERE rec = ?", (bytes.fromhex(record),))
