"""What an arrival would change, as a person decides about it: records with their parts, worst first (Y7, Y8)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import attrs

from cima_desktop.model.ids import NO_ID, RecordId, is_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.text import sort_key
from cima_desktop.services.arriving_choice import SETTLED, Entry, weight
from cima_desktop.services.session import Session
from cima_desktop.store import Coming, ComingRow

_DEEPEST = 4
"""No part hangs deeper under its whole than this; a ring that a peer made ends here."""


def entries(session: Session, rows: Iterable[ComingRow]) -> tuple[Entry, ...]:
    """Return what came, grouped: each part under its whole, and those first that want to be looked at.

    A whole of which only parts came stands there without a row of its own.
    """
    came = {row.id: row for row in rows}
    wholes = _Wholes(session, came)
    groups: dict[RecordId, list[ComingRow]] = {}
    for row in came.values():
        groups.setdefault(wholes.of(row.id), []).append(row)
    made = [_entry(session, whole, came.get(whole), group) for whole, group in groups.items()]
    return tuple(sorted(made, key=lambda entry: (weight(entry), sort_key(entry.title), entry.id)))


def _entry(session: Session, whole: RecordId, row: ComingRow | None, group: list[ComingRow]) -> Entry:
    parts = sorted((part for part in group if part.id != whole), key=lambda part: (part.sort in SETTLED, part.kind))
    return Entry(
        id=whole,
        kind=row.kind if row else session.store.kind_of_id(whole),
        title=(row.title if row else "") or session.store.title_of(whole),
        row=row,
        parts=tuple(parts),
    )


class _Wholes:
    """Finds for a record the one it is shown under: by what came, else by what is here."""

    def __init__(self, session: Session, came: Mapping[RecordId, ComingRow]) -> None:
        self._session, self._came = session, came
        self._here: dict[RecordId, RecordId] = {}

    def of(self, record: RecordId) -> RecordId:
        """Return the record at the top; a record that belongs to none is its own."""
        for _step in range(_DEEPEST):
            above = self._above(record)
            if not above:
                break
            record = above
        return record

    def _above(self, record: RecordId) -> RecordId | None:
        row = self._came.get(record)
        above = row.parent if row else self._above_here(record)
        known = is_id(above) and (above in self._came or self._session.store.kind_of_id(above))
        return RecordId(above) if known else None

    def _above_here(self, record: RecordId) -> RecordId:
        if record not in self._here:
            kind = KINDS.get(self._session.store.kind_of_id(record))
            found = self._session.store.get(kind.record, record) if kind and kind.whole else None
            self._here[record] = RecordId(str(getattr(found, kind.whole))) if kind and found else NO_ID
        return self._here[record]


@attrs.frozen(kw_only=True)
class Written:
    """Who wrote a value that is here, and when."""

    who: str
    when: datetime


@attrs.frozen(kw_only=True)
class Detail:
    """One record of an arrival, with what it takes to say it in words.

    `names` are titles of the records it mentions, `ours` says of fields with two answers who wrote the one that is
    here, `devices` names the devices that wrote the others.
    """

    coming: Coming
    names: Mapping[str, str]
    ours: Mapping[str, Written]
    devices: Mapping[bytes, str]


def details(session: Session, n: int, records: Iterable[RecordId], titles: Mapping[RecordId, str]) -> list[Detail]:
    """Return records of an arrival field by field; `titles` are the names of what came with them."""
    return [_detail(session, session.store.coming(n, record), titles) for record in records]


def _detail(session: Session, coming: Coming, titles: Mapping[RecordId, str]) -> Detail:
    return Detail(
        coming=coming,
        names=_names(session, coming, titles),
        ours=_ours(session, coming),
        devices={change.device: device_name(session, change.device) for change in coming.fields},
    )


def _names(session: Session, coming: Coming, titles: Mapping[RecordId, str]) -> dict[str, str]:
    kind = KINDS.get(coming.row.kind)
    refs = {field.name for field in kind.refs()} if kind else set()
    found = {str(v) for change in coming.fields if change.name in refs for v in (change.old, change.new) if v}
    found |= {str(v) for name in refs if coming.after and (v := getattr(coming.after, name))}
    return {each: session.store.title_of(each) or titles.get(RecordId(each), "") for each in found}


def _ours(session: Session, coming: Coming) -> dict[str, Written]:
    wanted = {change.name for change in coming.fields if change.sort == "conflict"}
    if not wanted:
        return {}
    found: dict[str, Written] = {}
    for entry in session.store.history(coming.row.id):
        for name, _old, _new in entry.changes:
            if name in wanted:
                found.setdefault(name, Written(who=entry.who, when=entry.when))
    return found


def device_name(session: Session, device: bytes) -> str:
    """Return what a device is called here; nothing for one of this vault's own, or one without a name."""
    peer = session.store.peer(device)
    return peer.label if peer else ""
