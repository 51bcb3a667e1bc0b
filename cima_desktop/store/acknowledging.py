"""Who has said that they erased a record too (exchange.md 3.10)."""

from collections.abc import Iterable

from cima_desktop.model.ids import RecordId
from cima_desktop.store.core import Core


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
