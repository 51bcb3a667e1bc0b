"""What a vault has, said in little: per device, runs of its changes with a digest of each (exchange.md 3.5).

A peer skips only the runs it can make itself with the same digest. Whatever is wrong, late or forged in such a
statement can therefore only cause more to be sent, never less than the peer lacks.
"""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import attrs
import msgpack

from cima_desktop.store.change import ID_BYTES

RUN = 1024
"""Most changes in a run."""
DIGEST_BYTES = 16
MOST_DEVICES = 4096
MOST_RUNS = 65536
MOST_BYTES = 4 * 1024 * 1024
"""More than the longest statement of so many devices and runs."""

Key = tuple[int, bytes]
"""Orders the changes of a device: stamp, then id. Every vault orders them so, whatever came first."""


class Run(NamedTuple):
    """Some changes of a device that follow each other: the stamps of the first and last, how many, and their digest."""

    low: int
    high: int
    size: int
    digest: bytes


@attrs.frozen
class HaveSet:
    """For each device (16 bytes), the runs of its changes that are here, in order."""

    devices: Mapping[bytes, tuple[Run, ...]] = attrs.field(factory=dict)


class BadHaveSetError(Exception):
    """The bytes are no statement of what a vault has."""


def digest_of(ids: Iterable[bytes]) -> bytes:
    """Return the digest of change ids in their order."""
    made = hashlib.sha256(b"app.have.v1\0")
    for each in ids:
        made.update(each)
    return made.digest()[:DIGEST_BYTES]


def pack(have: HaveSet) -> bytes:
    """Return a statement as bytes: msgpack [1, [[device, [[low, high, size, digest] …]] …]], devices ascending."""
    devices = [[device, [list(run) for run in have.devices[device]]] for device in sorted(have.devices)]
    return bytes(msgpack.packb([1, devices]))


def unpack(data: bytes) -> HaveSet:
    """Read a statement strictly.

    Raises:
        BadHaveSetError: in every other case; nothing else is ever raised.
    """
    try:
        _demand(len(data) <= MOST_BYTES)
        value = msgpack.unpackb(data, strict_map_key=True)
        _demand(type(value) is list and len(value) == 2 and value[0] == 1 and type(value[0]) is int)
        made = HaveSet(_devices(value[1]))
        _demand(pack(made) == data)
    except (ValueError, TypeError, OverflowError, msgpack.UnpackException, RecursionError) as error:
        raise BadHaveSetError from error
    return made


def _devices(items: Any) -> dict[bytes, tuple[Run, ...]]:
    _demand(type(items) is list and len(items) <= MOST_DEVICES)
    found: dict[bytes, tuple[Run, ...]] = {}
    total = 0
    for item in items:
        _demand(type(item) is list and len(item) == 2)
        device, runs = item
        _demand(type(device) is bytes and len(device) == ID_BYTES and type(runs) is list)
        total += len(runs)
        _demand(total <= MOST_RUNS)
        found[device] = tuple(_run(run) for run in runs)
        # Were they allowed to overlap, each of them could make this vault hash everything it has of the device.
        _demand(all(before.high < after.low for before, after in pairwise(found[device])))
    return found


def _run(item: Any) -> Run:
    _demand(type(item) is list and len(item) == 4)
    low, high, size, digest = item
    _demand(all(type(number) is int for number in (low, high, size)))
    _demand(0 <= low <= high < 2**64 and 1 <= size <= 2**32)
    _demand(type(digest) is bytes and len(digest) == DIGEST_BYTES)
    return Run(low, high, size, digest)


def _demand(good: bool) -> None:
    if not good:
        raise BadHaveSetError
