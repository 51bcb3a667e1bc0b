"""A record's history: who changed what, when, on which device, by hand or by import; and the way back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cima_desktop.i18n import N_
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Kind
from cima_desktop.model.touched import Touched
from cima_desktop.store.bin import Bin
from cima_desktop.store.change import ACT, Change, Code, Raw, read_stored
from cima_desktop.store.clock import milliseconds, moment
from cima_desktop.store.merge import PART, ancestors, record_of, state, value_of
from cima_desktop.store.saving import Edit, Saving

_WENT_BACK = N_("Went back to an earlier version")
_WAS_ERASED = N_("What was written here was erased")

CREATED, EDITED, DELETED, RESTORED = "created", "edited", "deleted", "restored"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as the history shows it.

    `what` is "created", "edited", "deleted" or "restored"; `changes` holds (field, old value, new value), old as the
    author saw it; `act` is the message that named the save; `device` is a label, empty for this vault's own.
    """

    change_id: str
    when: datetime
    who: str
    device: str
    act: str
    what: str
    changes: tuple[tuple[str, Value, Value], ...]
    by_import: bool


class History(Saving, Bin):
    """The looking-back part of the store."""

    def history(self, record_id: RecordId) -> list[Entry]:
        """Return every change of a record, newest first.

        Raises:
            NotFoundError: there is no such record.
        """
        rec, kind = self._known(record_id)
        rows = self._db.execute(
            "SELECT header, sig, salt, payload, arrived, imported, device.label"
            " FROM change JOIN device ON device.n = change.dev WHERE rec = ? ORDER BY change.n",
            (rec.n,),
        ).fetchall()
        changes = [read_stored(Raw(*row[:4])) for row in rows]
        known = {change.id: change for change in changes}
        entries: list[tuple[int, Entry]] = []
        for change, (arrived, imported, label) in zip(changes, (row[4:] for row in rows), strict=True):
            # What was written here is dated by the clock on the wall then; a peer's says its own time.
            when = milliseconds(change.hlc) if imported else arrived
            entries.append((change.hlc, self._entry_of(kind, known, change, moment(when), (bool(imported), label))))
        return [entry for _hlc, entry in sorted(entries, key=lambda e: (e[0], e[1].change_id), reverse=True)]

    def _entry_of(
        self, kind: Kind, known: dict[bytes, Change], change: Change, when: datetime, source: tuple[bool, str]
    ) -> Entry:
        return Entry(
            change_id=change.id.hex(),
            when=when,
            who=self.who(change.actor),
            device=source[1],
            act=change.note(ACT) if change.raw.payload is not None else _WAS_ERASED,
            what=_what(change),
            changes=tuple(differences(kind, known, change)),
            by_import=source[0],
        )

    def version(self, record_id: RecordId, change_id: str) -> dict[str, Value]:
        """Return the value each field had after a change of the history.

        Raises:
            NotFoundError: the record has no such change.
        """
        rec, kind = self._known(record_id)
        known = {change.id: change for change in self._log.changes(rec.n)}
        wanted = next((i for i in known if i.hex() == change_id), None)
        if wanted is None:
            raise NotFoundError
        then = state(known[i] for i in ancestors(known, [wanted]) if i in known)
        return kind.values(record_of(kind, record_id, then))

    def restore_version(self, record_id: RecordId, change_id: str) -> Touched:
        """Give every field the value it had after a change of the history, out of the bin if need be.

        Raises:
            NotFoundError: the record has no such change.
        """
        values = self.version(record_id, change_id)
        back = self.restore([record_id])
        saved = self.save(_WENT_BACK, [Edit(self._known(record_id)[1].name, record_id, values)])
        return saved or back


def _what(change: Change) -> str:
    codes = {op.code for op in change.ops}
    if Code.DEL in codes:
        return DELETED
    if Code.UNDEL in codes:
        return RESTORED
    return EDITED if change.parents or change.note(PART) else CREATED


def differences(kind: Kind, known: dict[bytes, Change], change: Change) -> Iterable[tuple[str, Value, Value]]:
    """Yield field, value before and value after, for each declared field that a change wrote.

    "Before" is what the author saw, "after" is that with this change: what peers did meanwhile is not in it.
    """
    touched = {op.field for op in change.ops}
    fields = [field for field in kind.fields if field.name in touched]
    if not fields:
        return
    seen = [known[i] for i in ancestors(known, change.parents) if i in known]
    before, after = state(seen), state([*seen, change])
    for field in fields:
        old, new = (value_of(field, made.live.get(field.name, ())) for made in (before, after))
        yield field.name, old, new
