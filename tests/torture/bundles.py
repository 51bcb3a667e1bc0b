"""Bundles spoilt by who found one, by another receiver, and by a sender who signs whatever they like (B01, B02).

Each is refused with one of the program's own errors, or it is what its sender signed; nothing crashes, nothing takes
long or much memory, nothing is written. What the honest sender signed comes out whole or not at all.
"""

import copy
import io
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgpack

from cima_desktop.exchange.bundle import Section, Standing, open_bundle
from cima_desktop.exchange.errors import BundleError
from tests.bundles import BETO, CARMEN, Draft, Part, sealed, squeezed
from tests.torture.attachments import peak_mib

MOST_SECONDS = 5.0
MOST_MIB = 200.0
_ODD = (0, 1, 2**16 - 1, 2**31, 2**32 - 1)

Mutation = Callable[[bytearray, random.Random], None]


def _flip(data: bytearray, chance: random.Random) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _noise(data: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(data)), chance.choice((1, 4, 16, 200))
    data[at : at + length] = chance.randbytes(length)


def _number(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at : at + 4] = chance.choice(_ODD).to_bytes(4, "little")


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _take_out(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.choice((1, 10, 100))]


def _repeat(data: bytearray, chance: random.Random) -> None:
    at, to = chance.randrange(len(data)), chance.randrange(len(data))
    data[to:to] = data[at : at + chance.choice((1, 10, 100, 1000))]


def _append(data: bytearray, chance: random.Random) -> None:
    data += chance.randbytes(chance.choice((1, 16, 106, 70_000)))


MUTATIONS: tuple[Mutation, ...] = (_flip, _flip, _noise, _number, _cut, _take_out, _repeat, _append)


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with one to three things wrong, most often near their beginning."""
    made = bytearray(data)
    for _time in range(chance.randrange(1, 4)):
        if made:
            chance.choice(MUTATIONS)(made, chance)
    return bytes(made)


def outsider(chance: random.Random) -> bytes:
    """Return a file that somebody spoilt who cannot open it."""
    data = Draft().padded().sealed()
    header = data.index(b"\n--- ")
    if chance.random() < 0.4:
        return spoilt(data[:header], chance) + data[header:]
    return spoilt(data, chance)


def receiver(chance: random.Random) -> bytes:
    """Return a file whose plaintext another receiver spoilt and sealed again."""
    draft = Draft()
    draft.header[5] = sorted([BETO.fingerprint, CARMEN.fingerprint])
    return sealed(spoilt(draft.plaintext(), chance))


def insider(chance: random.Random) -> bytes:
    """Return a file that its sender spoilt and then signed."""
    draft = Draft()
    chance.choice((_spoil_header, _spoil_item, _spoil_section, _spoil_section, _spoil_head, _spoil_order))(
        draft, chance
    )
    return draft.sealed()


def _spoil_header(draft: Draft, chance: random.Random) -> None:
    draft.header = spoilt(msgpack.packb(draft.header), chance)


def _spoil_item(draft: Draft, chance: random.Random) -> None:
    draft.header[chance.randrange(16)] = _anything(chance, 4)


def _anything(chance: random.Random, depth: int) -> Any:
    if depth and chance.random() < 0.4:
        return [_anything(chance, depth - 1) for _n in range(chance.randrange(5))]
    return chance.choice(
        (
            None,
            True,
            -1,
            0,
            2**64 - 1,
            "",
            "delta",
            "x" * 5000,
            1.5,
            chance.randbytes(16),
            chance.randbytes(32),
            bytes(300_000),
        )
    )


def _spoil_section(draft: Draft, chance: random.Random) -> None:
    at = chance.randrange(len(draft.parts))
    part = draft.parts[at]
    content = _content(part)
    draft.parts[at] = chance.choice((Part, squeezed))(
        chance.choice((part.kind, b"C", b"K", b"B")), spoilt(content, chance)
    )
    if chance.random() < 0.3:
        draft.parts[at] = Part(part.kind, spoilt(part.data, chance), part.flags, part.plain)


def _content(part: Part) -> bytes:
    import zstandard

    return zstandard.ZstdDecompressor().decompress(part.data) if part.flags & 1 else part.data


def _spoil_head(draft: Draft, chance: random.Random) -> None:
    at = chance.randrange(len(draft.parts))
    part = copy.copy(draft.parts[at])
    name, value = chance.choice(
        (
            ("kind", chance.randbytes(1)),
            ("flags", chance.randrange(256)),
            ("plain", _odd(chance)),
            ("stored", _odd(chance)),
        )
    )
    setattr(part, name, value)
    draft.parts[at] = part


def _odd(chance: random.Random) -> int:
    return chance.choice((*_ODD, chance.randrange(2000), 4 * 2**20, 4 * 2**20 + 1))


def _spoil_order(draft: Draft, chance: random.Random) -> None:
    draft.parts = chance.choices(draft.parts, k=chance.randrange(12))


ROLES: dict[str, Callable[[random.Random], bytes]] = {"outsider": outsider, "receiver": receiver, "insider": insider}


class Written:
    """Remembers every file that is opened to be written while it watches."""

    watching = False
    names: list[str] = []  # noqa: RUF012 - one hook a process: it cannot be taken back
    _is_set = False

    @classmethod
    def watch(cls) -> None:
        """Begin."""
        cls.names.clear()
        cls.watching = True
        if not cls._is_set:
            sys.addaudithook(cls._hook)
            cls._is_set = True

    @classmethod
    def _hook(cls, event: str, args: tuple[Any, ...]) -> None:
        if cls.watching and event == "open" and (set(str(args[1])) & set("wax+") or int(args[2] or 0) & 3):
            cls.names.append(str(args[0]))


def opened(data: bytes) -> list[Section] | str:
    """Return what is handed out of a file, or the name of its refusal."""
    got: list[Section] = []
    try:
        open_bundle(io.BytesIO(data), [BETO.secret], [BETO.fingerprint], lambda *_: Standing.KNOWN).read(got.append)
    except BundleError as error:
        return type(error).__name__
    return got


def fuzz(role: str, count: int, seed: int = 1) -> dict[str, float]:
    """Open `count` spoilt bundles; return how many were refused and why, the longest time and the memory it took."""
    honest = opened(Draft().sealed())
    assert isinstance(honest, list)
    ends: Counter[str] = Counter()
    longest = 0.0
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    before = peak_mib()
    Written.watch()
    for number in range(count):
        data = ROLES[role](random.Random(f"{seed} {role} {number}"))
        began = time.monotonic()
        end = opened(data)
        longest = max(longest, time.monotonic() - began)
        ends["taken" if isinstance(end, list) else end] += 1
        assert role == "insider" or isinstance(end, str) or end == honest, f"{role} {number}"
    Written.watching = False
    grown = peak_mib() - before
    assert Written.names == []
    assert grown < MOST_MIB
    return {**{name: float(n) for name, n in sorted(ends.items())}, "most MiB": grown, "longest seconds": longest}


def long_form(count: int) -> dict[str, float]:
    """Do it for each role; return figures of all of them."""
    figures = {role: fuzz(role, count) for role in ROLES}
    longest = max(each["longest seconds"] for each in figures.values())
    assert longest < MOST_SECONDS
    return {
        "most MiB": max(each["most MiB"] for each in figures.values()),
        "refused": sum(count - each.get("taken", 0.0) for each in figures.values()),
        "signed by an insider and taken": figures["insider"].get("taken", 0.0),
        "longest ms": 1000 * longest,
    }
