"""Two vaults side by side: which records are only in one, and which went on apart. Compared by their changes alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from cima_desktop.store.change import HASH_BYTES
from cima_desktop.vault.database import Database


class Line(NamedTuple):
    """A record in an outline: kind, title, whether it is in the bin, and the ids of its changes, sorted and joined."""

    kind: str
    title: str
    in_bin: bool
    changes: bytes

    def ids(self) -> set[bytes]:
        """Return the ids of its changes."""
        return {self.changes[i : i + HASH_BYTES] for i in range(0, len(self.changes), HASH_BYTES)}


Outline = Mapping[bytes, Line]
"""Every record of a vault by its id."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between the present vault ("here") and another ("there"): lines in the order of kind and title.

    `newer_here` and `newer_there` are records of which one vault has all changes of the other and more; in `apart` each
    vault has some that the other lacks.
    """

    only_here: tuple[Line, ...]
    only_there: tuple[Line, ...]
    newer_here: tuple[Line, ...]
    newer_there: tuple[Line, ...]
    apart: tuple[Line, ...]
    same: int

    def __bool__(self) -> bool:
        return any(self.parts())

    def parts(self) -> tuple[tuple[Line, ...], ...]:
        """Return the five groups in order."""
        return self.only_here, self.only_there, self.newer_here, self.newer_there, self.apart


def outline(db: Database) -> Outline:
    """Return the outline of an open vault."""
    rows = db.execute(
        "SELECT rec.id, rec.kind, rec.title, rec.deleted = 1, change.id FROM change JOIN rec ON rec.n = change.rec"
        " ORDER BY rec.n, change.id"
    )
    found: dict[bytes, Line] = {}
    for rec_id, group in groupby(rows, key=lambda row: row[0]):
        changes = list(group)
        _id, kind, title, in_bin, _change = changes[0]
        found[rec_id] = Line(kind, title, bool(in_bin), b"".join(row[4] for row in changes))
    return found


def compare(here: Outline, there: Outline) -> Difference:
    """Return what differs."""
    newer_here, newer_there, apart = [], [], []
    same = 0
    for rec_id in here.keys() & there.keys():
        ours, theirs = here[rec_id], there[rec_id]
        if ours.changes == theirs.changes:
            same += 1
        elif (mine := ours.ids()) > (others := theirs.ids()):
            newer_here.append(ours)
        elif mine < others:
            newer_there.append(theirs)
        else:
            apart.append(ours)
    return Difference(
        only_here=_ordered(here[i] for i in here.keys() - there.keys()),
        only_there=_ordered(there[i] for i in there.keys() - here.keys()),
        newer_here=_ordered(newer_here),
        newer_there=_ordered(newer_there),
        apart=_ordered(apart),
        same=same,
    )


def by_kind(lines: Iterable[Line]) -> dict[str, int]:
    """Return how many lines there are of each kind, in the order of the kinds' names."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.kind] = found.get(line.kind, 0) + 1
    return dict(sorted(found.items()))


def _ordered(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (line.kind, line.title, line.changes)))
