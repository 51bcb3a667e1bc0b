"""msgpack as it is signed: lists, whole numbers, texts, bytes, true, false and nil, and one way only to write them."""

from typing import Any

import msgpack

MOST_DEPTH = 8


class NotCanonicalError(Exception):
    """The bytes are not what `pack` would have made of their content; says nothing of it."""


def pack(value: object) -> bytes:
    """Return a value as bytes."""
    return bytes(msgpack.packb(value))


def unpack(data: bytes, most: int) -> Any:
    """Read at most `most` bytes strictly.

    Raises:
        NotCanonicalError: in every other case; nothing else is ever raised.
    """
    _demand(len(data) <= most)
    try:
        value = msgpack.unpackb(data, ext_hook=_refused, object_pairs_hook=_refused, timestamp=0)
        _demand(_depth(value) <= MOST_DEPTH and pack(value) == data)
    except (ValueError, TypeError, OverflowError, msgpack.UnpackException, RecursionError) as error:
        raise NotCanonicalError from error
    return value


def _refused(*_: object) -> object:
    raise NotCanonicalError


def _depth(value: object) -> int:
    """Return how deep lists are nested; whatever else is not allowed counts as too deep."""
    if type(value) is list:
        return 1 + max((_depth(item) for item in value), default=0)
    return 0 if value is None or type(value) in (str, int, bool, bytes) else MOST_DEPTH + 1


def _demand(good: bool) -> None:
    if not good:
        raise NotCanonicalError
