"""What an import would do, as values: record by record, and field by field."""

from collections.abc import Mapping
from datetime import datetime

import attrs

from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Record

NEW, CHANGED, CONFLICT, DELETED, RESTORED, SAME = "new", "changed", "conflict", "deleted", "restored", "same"
NEWER, ERASED, BEFORE, UNTRUSTED, MIXED = "newer", "erased", "declined", "revoked", "mixed"
"""What becomes of a record. "same": every field says what it says now. "declined": somebody declined it before.
"mixed": what came says that it is another kind of record; no honest program writes that, and it is never taken in."""


@attrs.frozen(kw_only=True)
class ComingRow:
    """One record that something arrived of; see above for `sort`.

    `odd` says what a person should look at: "clock" (a stamp far from now), "part" (only part of the record was
    shared), "history" (earlier changes are missing), "newer" (fields only a newer program knows).
    """

    id: RecordId
    kind: str
    title: str
    sort: str
    changes: int
    newest: datetime
    devices: tuple[bytes, ...]
    odd: frozenset[str]
    whole: RecordId
    """The record it is a part of, or that it is about; none for one that stands alone."""


@attrs.frozen(kw_only=True)
class Comparison:
    """All rows, how many there are of each sort, and what is odd about the whole ("mass")."""

    rows: tuple[ComingRow, ...]
    counts: Mapping[str, int]
    odd: frozenset[str]


@attrs.frozen(kw_only=True)
class ComingField:
    """One field: `sort` is "set", "added" or "removed" (a member of a set), or "conflict" (both values stay)."""

    name: str
    sort: str
    old: Value
    new: Value
    who: str
    when: datetime
    device: bytes


@attrs.frozen(kw_only=True)
class Coming:
    """One record in full: as it is, as it would be, and what differs. `unknown` names fields of a newer program."""

    row: ComingRow
    before: Record | None
    after: Record | None
    fields: tuple[ComingField, ...]
    deleted: bool
    unknown: tuple[str, ...]
