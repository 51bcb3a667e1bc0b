"""What a bundle tells beside cards and changes: the names behind its changes, and what was erased at the sender.

    names  = msgpack ["names", 1, [[actor:16B, name] …]]               actors ascending
    erased = msgpack ["erased", 1, [[record:16B, reason, at_ms] …]]    records ascending

Both are told by whoever signed the bundle. A name counts only where its hash is the actor (the store looks); an erasure
is a wish that a person here decides about.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import attrs

from cima_desktop.exchange import canonical, strict
from cima_desktop.exchange.canonical import NotCanonicalError
from cima_desktop.exchange.strict import demand
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.store.change import ID_BYTES

NAMES, ERASED = "names", "erased"
VERSION = 1
MOST_BYTES = 1024 * 1024
MOST_NAME = 200
MOST_REASON = 16
_A_TIME = 2000
"""Entries in one object: the longest names fit many times."""


class ToldError(KnownError):
    """What was given is no such statement."""

    message = N_("This file tells of names or of erased records in a way that does not follow the rules.")
    remedy = N_("Nothing was taken in. Ask the sender to make the file again, and copy it whole.")


@attrs.frozen
class Erased:
    """A record that was erased: its id, the code of the reason, and when."""

    record: bytes
    reason: str
    at_ms: int


@attrs.frozen
class Told:
    """Everything of this that a bundle tells."""

    names: Mapping[bytes, str]
    erased: tuple[Erased, ...]


def tell(names: Mapping[bytes, str], erased: Iterable[Erased]) -> list[bytes]:
    """Return names and erasures as objects for a bundle; nothing to tell makes none."""
    pairs = [[actor, names[actor]] for actor in sorted(names)]
    gone = [[each.record, each.reason, each.at_ms] for each in sorted(erased, key=lambda each: each.record)]
    return [*_objects(NAMES, pairs), *_objects(ERASED, gone)]


def _objects(tag: str, entries: list[list[Any]]) -> Iterable[bytes]:
    for start in range(0, len(entries), _A_TIME):
        yield canonical.pack([tag, VERSION, entries[start : start + _A_TIME]])


def parse(items: Iterable[bytes]) -> Told:
    """Read the names and erasures among the objects of a bundle; others, and those of newer programs, are left.

    Raises:
        ToldError: one of them is not what it says to be.
    """
    names: dict[bytes, str] = {}
    erased: dict[bytes, Erased] = {}
    for item in items:
        tag = _tag(item)
        if tag in (NAMES, ERASED):
            try:
                entries = _entries(item, tag, 2 if tag == NAMES else 3)
            except NotCanonicalError as error:
                raise ToldError from error
            if tag == NAMES:
                names.update((actor, name) for actor, name in entries)
            else:
                erased.update((record, Erased(record, reason, at_ms)) for record, reason, at_ms in entries)
    return Told(names, tuple(erased.values()))


def _tag(item: bytes) -> str:
    """Return what kind of object this is; "" for what is none of ours."""
    try:
        value = canonical.unpack(item, MOST_BYTES)
    except NotCanonicalError:
        return ""
    return value[0] if type(value) is list and value and type(value[0]) is str else ""


def _entries(item: bytes, tag: str, parts: int) -> list[list[Any]]:
    version, rest = strict.tagged(item, tag, 1, MOST_BYTES)
    if version != VERSION:
        return []
    entries = rest[0]
    demand(type(entries) is list and all(type(entry) is list and len(entry) == parts for entry in entries))
    for entry in entries:
        strict.binary(entry[0], ID_BYTES)
        demand(type(entry[1]) is str and 1 <= len(entry[1]) <= (MOST_NAME if tag == NAMES else MOST_REASON))
        if tag == ERASED:
            strict.moment_ms(entry[2])
    demand(all(low[0] < high[0] for low, high in pairwise(entries)))
    return list(entries)
