"""One change: the signed, content-addressed atom of which all records are made (docs/formats/change-log.md).

A change touches one record. It is kept and passed on as the bytes that were signed and is never written again.
Signatures are made and checked in `signatures`.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from typing import Any, NamedTuple

import msgpack

VERSION = 1
ID_BYTES = 16
HASH_BYTES = 32
SIG_BYTES = 64
GROUP_SIGS = range(SIG_BYTES + 2 + 32, SIG_BYTES + 2 + 32 * 16 + 1, 32)
"""Lengths of a signature that several changes share: it, two bytes of place, and up to 16 hashes."""
SALT_BYTES = 16
NO_ACTOR = bytes(ID_BYTES)

MAX_HEADER = 8 * 1024
MAX_PAYLOAD = 1024 * 1024
MAX_OPS = 512
MAX_PREDS = 1024
MAX_PARENTS = 64
MAX_NAME = 64

_HEADER_PARTS = 7
RECORD = slice(4, 4 + ID_BYTES)
"""Where a checked header has the id of its record, without reading the rest of it."""
AUTHOR = slice(-50, -34)
"""Where it has its author."""
_CODES = range(1, 5)
_WRITING = 2
"""SET and REM name a field; DEL and UNDEL are about the record."""
_INT64 = range(-(2**63), 2**63)
_UINT64 = range(2**64)

Scalar = str | int | bool | None
"""What one operation can carry; sets are made of one operation a member."""


class BadChangeError(Exception):
    """The bytes are not a change; says nothing of their content."""


class Code(IntEnum):
    """What an operation does."""

    SET = 1
    """Give a field a value, or add a member to a set."""
    REM = 2
    """Take the named operations away (a member out of a set)."""
    DEL = 3
    UNDEL = 4


class Ref(NamedTuple):
    """Names one operation: the change it is in and its place there."""

    change: bytes
    place: int


class Op(NamedTuple):
    """One operation; `preds` are the operations of the same field that its author had seen and replaces."""

    code: int
    field: str
    value: Scalar
    preds: tuple[Ref, ...] = ()


class Raw(NamedTuple):
    """A change as bytes; after an erasure salt and payload are gone and header and signature still hold."""

    header: bytes
    sig: bytes
    salt: bytes | None
    payload: bytes | None


class Heading(NamedTuple):
    """What is known of a change without its content."""

    id: bytes
    rec: bytes
    dev: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """A change, read. `kind` and `ops` are empty when the payload was erased."""

    id: bytes
    rec: bytes
    dev: bytes
    hlc: int
    parents: tuple[bytes, ...]
    actor: bytes
    kind: str
    ops: tuple[Op, ...]
    raw: Raw

    def ref(self, index: int) -> Ref:
        """Name the operation at `index`."""
        return Ref(self.id, index)

    def note(self, field: str) -> str:
        """Return the remark (a field beginning with "~", which is about the save, not the record)."""
        return next((str(op.value) for op in self.ops if op.field == field), "")


TXN, ACT = "~txn", "~act"
"""Remarks every change carries: which save it belongs to, and the message that names what was done."""


@dataclass(frozen=True, slots=True)
class Body:
    """What goes into a change before it is signed."""

    rec: bytes
    dev: bytes
    hlc: int
    parents: tuple[bytes, ...]
    actor: bytes
    kind: str
    ops: tuple[Op, ...]


def make(body: Body, sign: Callable[[bytes], bytes], salt: bytes | None = None) -> Change:
    """Return the change, with whatever `sign` gives for its header; `salt` is random but for test vectors.

    Raises:
        BadChangeError: the body breaks a bound.
    """
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    content = [body.kind, [[int(op.code), op.field, op.value, [list(r) for r in op.preds]] for op in body.ops]]
    _check_payload(content)
    payload = _packed(content, MAX_PAYLOAD)
    parents = tuple(sorted(body.parents))
    parts = [VERSION, body.rec, body.dev, body.hlc, list(parents), body.actor, payload_hash(salt, payload)]
    _check_header(parts)
    header = _packed(parts, MAX_HEADER)
    raw = Raw(header, sign(header), salt, payload)
    return Change(change_id(header), body.rec, body.dev, body.hlc, parents, body.actor, body.kind, body.ops, raw)


def change_id(header: bytes) -> bytes:
    """Return the id of the change with this header."""
    return hashlib.sha256(b"change\0" + header).digest()


def payload_hash(salt: bytes, payload: bytes) -> bytes:
    """Return the hash by which a header binds its payload; the salt keeps guessable values unguessable."""
    return hashlib.sha256(b"payload\0" + salt + payload).digest()


def erased(raw: Raw) -> Raw:
    """Return what is left after an erasure: the content is gone, the id and the signature still verify."""
    return Raw(raw.header, raw.sig, None, None)


def skeleton(change: Change) -> Change:
    """Return a change without its content, as it is kept after an erasure."""
    return replace(change, kind="", ops=(), raw=erased(change.raw))


def parse(raw: Raw) -> Change:
    """Read a change from anywhere, strictly: every type and bound, and the bytes must be the canonical ones.

    Raises:
        BadChangeError: in every other case; nothing else is ever raised.
    """
    return _built(raw, *_checked(raw))


def heading(raw: Raw) -> Heading:
    """Check a change as strictly as `parse` does, and read no more of it than its heading."""
    header, _payload = _checked(raw)
    return Heading(change_id(raw.header), header[1], header[2])


def _checked(raw: Raw) -> tuple[Sequence[Any], Sequence[Any]]:
    _demand(type(raw.header) is bytes and type(raw.sig) is bytes)
    _demand(len(raw.sig) == SIG_BYTES or len(raw.sig) in GROUP_SIGS)
    header = _unpacked(raw.header, MAX_HEADER, _check_header)
    if raw.salt is None or raw.payload is None:
        _demand(raw.salt is None and raw.payload is None)
        return header, ["", []]
    _demand(type(raw.salt) is bytes and len(raw.salt) == SALT_BYTES and type(raw.payload) is bytes)
    payload = _unpacked(raw.payload, MAX_PAYLOAD, _check_payload)
    _demand(payload_hash(raw.salt, raw.payload) == header[6])
    return header, payload


def read_stored(raw: Raw) -> Change:
    """Read a change that was checked when it was stored; much faster than `parse`."""
    payload = ["", []] if raw.payload is None else msgpack.unpackb(raw.payload)
    return _built(raw, msgpack.unpackb(raw.header), payload)


def _built(raw: Raw, header: Sequence[Any], payload: Sequence[Any]) -> Change:
    ops = tuple(
        [
            Op(code, field, value, tuple([Ref(*r) for r in preds]) if preds else ())
            for code, field, value, preds in payload[1]
        ]
    )
    _version, rec, dev, hlc, parents, actor, _hash = header
    return Change(change_id(raw.header), rec, dev, hlc, tuple(parents), actor, payload[0], ops, raw)


def _packed(value: object, most: int) -> bytes:
    try:
        data = bytes(msgpack.packb(value))
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise BadChangeError from error
    _demand(len(data) <= most)
    return data


def _unpacked(data: bytes, most: int, check: Callable[[Any], None]) -> Any:
    """Return what the bytes say. `check` looks at the type of every part, so nothing else is in it at any depth."""
    _demand(len(data) <= most)
    try:
        value = msgpack.unpackb(data, ext_hook=_no_ext, timestamp=0)
        check(value)
        _demand(msgpack.packb(value) == data)
    except BadChangeError:
        raise
    except (ValueError, OverflowError, TypeError, msgpack.UnpackException, RecursionError) as error:
        raise BadChangeError from error
    return value


def _no_ext(_code: int, _data: bytes) -> object:
    raise BadChangeError


def _demand(good: bool) -> None:
    if not good:
        raise BadChangeError


def _check_header(parts: Any) -> None:
    _demand(type(parts) is list and len(parts) == _HEADER_PARTS)
    version, rec, dev, hlc, parents, actor, digest = parts
    _demand(type(version) is int and version == VERSION)
    _demand(all(_is_bytes(b, ID_BYTES) for b in (rec, dev, actor)) and _is_bytes(digest, HASH_BYTES))
    _demand(type(hlc) is int and hlc in _UINT64)
    _demand(type(parents) is list and len(parents) <= MAX_PARENTS and all(_is_bytes(p, HASH_BYTES) for p in parents))
    _demand(_ascending(parents))


def _check_payload(parts: Any) -> None:
    _demand(type(parts) is list and len(parts) == 2)
    kind, ops = parts
    _demand(_is_name(kind) and type(ops) is list and len(ops) <= MAX_OPS)
    _demand(sum(_check_op(op) for op in ops) <= MAX_PREDS)


def _check_op(op: Any) -> int:
    """Check one operation and return how many others it names."""
    _demand(type(op) is list and len(op) == 4)
    code, field, value, preds = op
    _demand(type(code) is int and code in _CODES)
    _demand(_is_name(field) if code <= _WRITING else type(field) is str and field == "" and value is None)
    sort = type(value)
    _demand(sort is str or sort is bool or value is None or (sort is int and value in _INT64))
    _demand(type(preds) is list)
    if not preds:
        return 0
    for pred in preds:
        _demand(type(pred) is list and len(pred) == 2 and _is_bytes(pred[0], HASH_BYTES))
        _demand(type(pred[1]) is int and pred[1] in range(MAX_OPS))
    _demand(_ascending(preds))
    return len(preds)


def _is_bytes(value: object, length: int) -> bool:
    return type(value) is bytes and len(value) == length


def _is_name(value: object) -> bool:
    return type(value) is str and 1 <= len(value) <= MAX_NAME


def _ascending(items: Sequence[Any]) -> bool:
    return all(a < b for a, b in pairwise(items))
