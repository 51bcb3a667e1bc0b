"""Records that are one change and nothing else: most of what a first import brings, and read without the whole merge.

Whatever is unusual about a change (it replaces, removes, deletes, says a field twice, knows an earlier one) makes it
no plain one, and it takes the ordinary road. Both roads must come to the same; a test holds them together.
"""

from typing import NamedTuple

import msgpack

from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, Kind, Record
from cima_desktop.store.change import RECORD, Code, Raw
from cima_desktop.store.merge import REMARK, fitted

_SET = int(Code.SET)


class Plain(NamedTuple):
    """A record that is one plain change; `raw` is the change, `stamp` its time, `dev` the id of its device."""

    rec: bytes
    kind: Kind
    record: Record
    stamp: int
    dev: bytes
    raw: Raw


def plain(raw: Raw) -> Plain | None:
    """Read a checked change as a plain record; None when it is anything else."""
    if raw.payload is None:
        return None
    name, ops = msgpack.unpackb(raw.payload)
    kind = KINDS.get(name)
    values = _values(kind, ops) if kind else None
    if kind is None or values is None:
        return None
    _version, rec, dev, stamp, parents, _actor, _hash = msgpack.unpackb(raw.header)
    if parents:
        return None
    return Plain(rec, kind, kind.build(RecordId(rec.hex()), values), stamp, dev, raw)


def _values(kind: Kind, ops: list[list[object]]) -> dict[str, Value] | None:
    values: dict[str, Value] = {}
    known = kind.by_name
    for code, name, value, preds in ops:
        field = known.get(str(name))
        if field is None and str(name)[:1] == REMARK and code == _SET:
            continue
        if field is None or code != _SET or preds or name in values or field.type.is_set:
            return None
        values[field.name] = fitted(field, value)  # type: ignore[arg-type]  # its type was checked
    return values


def record_id(raw: Raw) -> bytes:
    """Return the id of the record a checked change is about."""
    return raw.header[RECORD]
