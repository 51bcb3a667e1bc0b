"""Reading signed msgpack strictly: few kinds of value, one way to write each, one error for whatever is wrong."""

from typing import Any

import msgpack
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIG_BYTES = 64
KEY_BYTES = 32
LATEST_MS = 2**47
"""No moment is later: it would fit neither into a stamp nor into a calendar."""


class NotStrictError(Exception):
    """The bytes are not what they should be; says nothing of their content."""


def demand(good: bool) -> None:
    """Go on only if this holds.

    Raises:
        NotStrictError: it does not.
    """
    if not good:
        raise NotStrictError


def unpack(data: bytes, parts: int, most: int) -> list[Any]:
    """Return the list of `parts` items that `data`, of at most `most` bytes, is the one encoding of.

    Raises:
        NotStrictError: it is anything else.
    """
    demand(type(data) is bytes and len(data) <= most)
    try:
        value = msgpack.unpackb(data, strict_map_key=True)
        demand(type(value) is list and len(value) == parts and msgpack.packb(value) == data)
    except (ValueError, TypeError, OverflowError, msgpack.UnpackException, RecursionError) as error:
        raise NotStrictError from error
    return list(value)


def binary(value: object, size: int) -> bytes:
    """Return `value` if it is exactly `size` bytes.

    Raises:
        NotStrictError: it is anything else.
    """
    if type(value) is not bytes or len(value) != size:
        raise NotStrictError
    return value


def moment_ms(value: object) -> int:
    """Return `value` if it is a moment in milliseconds since 1970.

    Raises:
        NotStrictError: it is anything else.
    """
    if type(value) is not int or not 0 <= value < LATEST_MS:
        raise NotStrictError
    return value


def signed(public: object, sig: object, data: bytes) -> bytes:
    """Return `public` if it is a key and `sig` its signature of `data`, which begins with a domain of its own.

    Raises:
        NotStrictError: it is not.
    """
    key = binary(public, KEY_BYTES)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(binary(sig, SIG_BYTES), data)
    except (InvalidSignature, ValueError) as error:
        raise NotStrictError from error
    return key
