"""The parts of a signed object, each demanded to be what it should be; one error for whatever is wrong."""

from typing import Any

from cima_desktop.exchange import canonical
from cima_desktop.exchange.canonical import NotCanonicalError

LATEST_MS = 2**47
"""No moment is later: it would fit neither into a stamp nor into a calendar."""


def demand(good: bool) -> None:
    """Go on only if this holds.

    Raises:
        NotCanonicalError: it does not.
    """
    if not good:
        raise NotCanonicalError


def items(data: object, parts: int, most: int) -> list[Any]:
    """Return the list of `parts` items that `data`, of at most `most` bytes, is the one encoding of.

    Raises:
        NotCanonicalError: it is anything else.
    """
    if type(data) is not bytes:
        raise NotCanonicalError
    value = canonical.unpack(data, most)
    demand(type(value) is list and len(value) == parts)
    return list(value)


def tagged(raw: object, tag: str, parts: int, most: int) -> tuple[int, list[Any]]:
    """Return the version of an object of this kind and what comes after: `parts` items, if the version is 1.

    Raises:
        NotCanonicalError: it is anything else.
    """
    if type(raw) is not bytes:
        raise NotCanonicalError
    value = canonical.unpack(raw, most)
    demand(type(value) is list and len(value) >= 2 and value[0] == tag and type(value[1]) is int and value[1] >= 1)
    demand(value[1] > 1 or len(value) == parts + 2)
    return value[1], value[2:]


def binary(value: object, size: int) -> bytes:
    """Return `value` if it is exactly `size` bytes.

    Raises:
        NotCanonicalError: it is anything else.
    """
    if type(value) is not bytes or len(value) != size:
        raise NotCanonicalError
    return value


def moment_ms(value: object) -> int:
    """Return `value` if it is a moment in milliseconds since 1970.

    Raises:
        NotCanonicalError: it is anything else.
    """
    if type(value) is not int or not 0 <= value < LATEST_MS:
        raise NotCanonicalError
    return value
