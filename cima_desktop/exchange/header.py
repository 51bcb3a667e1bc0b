"""The header of a bundle: who made it, for whom and what for; signed, and read before anything else."""

from typing import Any

import attrs

from cima_desktop.exchange import canonical
from cima_desktop.exchange.errors import IllFormedError, TamperedError
from cima_desktop.exchange.signing import FINGERPRINT_BYTES, KEY_BYTES
from cima_desktop.store.change import ID_BYTES
from cima_desktop.store.device import device_id
from cima_desktop.store.have import BadHaveSetError, unpack

FORMAT = 1
LEAST_READER = 1
"""The oldest format whose reader understands what this version writes."""
DELTA, CHOSEN, REFERRAL, ANSWER = SORTS = ("delta", "chosen", "referral", "answer")
MOST_BYTES = 256 * 1024
MOST_RECIPIENTS = 64
MOST_HAVE = 192 * 1024
"""A longer statement is left out (`b""`): the other side then sends more, never less."""
MOST_NOTE = 2000
_MOST_WORD = 64
_MOST_MS = 2**48
_MOST_SIZE = 2**63
_EVER, _PARTS = 6, 16


@attrs.frozen(kw_only=True)
class Header:
    """What a bundle says of itself."""

    bundle_id: bytes
    sender: bytes
    """The device that made it; its id follows from `sender_key`."""
    sender_key: bytes
    recipients: tuple[bytes, ...]
    """Fingerprints, ascending."""
    made_ms: int
    sort: str
    """`DELTA` what the peer lacks, `CHOSEN` chosen records, `REFERRAL`, or the `ANSWER` to one."""
    purpose: str
    """Name of the preset."""
    have: bytes = b""
    """What the sender has (`store.have.pack`), which acknowledges what arrived there."""
    reply_to: bytes = b""
    """The bundle that this one answers."""
    program: str
    changes: int
    pieces: int
    """Pieces of attachments, and the bytes in all of them together:"""
    size: int
    note: str = ""
    """For the person who receives it; at most `MOST_NOTE` characters, shown as plain text."""


@attrs.frozen
class Opening:
    """The part of a header that is in its place in every format: enough to know who signed it, and for whom."""

    least_reader: int
    sender: bytes
    sender_key: bytes
    recipients: tuple[bytes, ...]
    parts: list[Any]


def packed(header: Header) -> bytes:
    """Return a header as bytes.

    Raises:
        ValueError: it breaks a rule of the format.
    """
    values = list(attrs.astuple(header, recurse=False))
    values[3] = list(header.recipients)
    data = canonical.pack([FORMAT, LEAST_READER, *values])
    try:
        read(opening(data))
    except (TamperedError, IllFormedError) as error:
        raise ValueError("no header") from error
    return data


def opening(data: bytes) -> Opening:
    """Read what is in its place in every format.

    Raises:
        TamperedError: it is not there; nobody knows yet whether the sender wrote it so.
    """
    try:
        parts = canonical.unpack(data, MOST_BYTES)
    except canonical.NotCanonicalError:
        raise TamperedError from None
    if not (type(parts) is list and len(parts) >= _EVER and _is_opening(*parts[:_EVER])):
        raise TamperedError
    return Opening(parts[1], parts[3], parts[4], tuple(parts[5]), parts)


def _is_opening(form: Any, least: Any, bundle: Any, sender: Any, key: Any, recipients: Any) -> bool:
    return (
        _is_number(form, 1, 2**16)
        and _is_number(least, 1, form + 1)
        and _is_bytes(bundle, ID_BYTES)
        and _is_bytes(key, KEY_BYTES)
        and sender == device_id(key)
        and type(recipients) is list
        and 1 <= len(recipients) <= MOST_RECIPIENTS
        and all(_is_bytes(each, FINGERPRINT_BYTES) for each in recipients)
        and recipients == sorted(set(recipients))
    )


def read(begun: Opening) -> Header:
    """Read the rest, once it is known that a peer signed it. A later format may have more parts after these.

    Raises:
        IllFormedError: it breaks a rule of the format.
    """
    _form, _least, bundle, sender, key, _recipients, *rest = begun.parts
    if len(rest) < _PARTS - _EVER or (begun.parts[0] == FORMAT and len(begun.parts) != _PARTS):
        raise IllFormedError
    made, sort, purpose, have, reply, program, changes, pieces, size, note = rest[: _PARTS - _EVER]
    good = (
        all(_is_number(number, 0, end) for number, end in ((made, _MOST_MS), (changes, 2**32), (pieces, 2**32)))
        and _is_number(size, 0, _MOST_SIZE)
        and (type(sort) is str and sort in SORTS)
        and all(type(word) is str and 1 <= len(word) <= _MOST_WORD for word in (purpose, program))
        and (type(note) is str and len(note) <= MOST_NOTE)
        and (reply == b"" or _is_bytes(reply, ID_BYTES))
        and _is_have(have)
    )
    if not good:
        raise IllFormedError
    return Header(
        bundle_id=bundle, sender=sender, sender_key=key, recipients=begun.recipients, made_ms=made, sort=sort,
        purpose=purpose, have=have, reply_to=reply, program=program, changes=changes, pieces=pieces, size=size,
        note=note,
    )  # fmt: skip


def _is_have(data: Any) -> bool:
    if type(data) is not bytes or len(data) > MOST_HAVE:
        return False
    try:
        unpack(data) if data else None
    except BadHaveSetError:
        return False
    return True


def _is_number(value: Any, low: int, end: int) -> bool:
    return type(value) is int and low <= value < end


def _is_bytes(value: Any, length: int) -> bool:
    return type(value) is bytes and len(value) == length
