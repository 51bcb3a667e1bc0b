"""Figures that outlive the names (P4): how many records of which kind there were, by month and by closed answers.

They hold counts only: no id, no text anybody typed, no day, and no two answers of one record together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cima_desktop.model.fields import Field
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.store.clock import milliseconds, moment
from cima_desktop.store.core import Core
from cima_desktop.store.log import Rec
from cima_desktop.store.tables import loaded, table
from cima_desktop.vault.database import Database


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """`n` records of a kind were begun in a month ("2026-11"); with a field, so many of them had this value."""

    kind: str
    month: str
    field: str
    value: str
    n: int


def counted(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of a kind whose values are counted."""
    return tuple(field for field in kind.fields if field.counted)


def count_in(db: Database, rec: Rec, kind: Kind) -> None:
    """Add a record that is about to be erased to the figures."""
    month = _month(db.execute("SELECT created FROM rec WHERE n = ?", (rec.n,)).fetchone()[0])
    facts = [("", "")]
    for field in counted(kind):
        cell = db.execute(f'SELECT "{field.name}" FROM {table(kind)} WHERE n = ?', (rec.n,)).fetchone()[0]
        facts += [(field.name, value) for value in _values(field, cell)]
    db.executemany(
        "INSERT INTO figure (kind, month, field, value, n) VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1",
        [(kind.name, month, name, value) for name, value in facts],
    )


def _values(field: Field, cell: str | int | None) -> Iterable[str]:
    """Return what is counted of a field: the listed answers only, never what a peer put there instead."""
    value = loaded(field, cell)
    given = value if isinstance(value, frozenset) else frozenset({str(value)})
    return sorted(given & {choice.value for choice in field.choices})


def _month(stamp: int) -> str:
    return f"{moment(milliseconds(stamp)).astimezone():%Y-%m}"


class Figures(Core):
    """The counting part of the store."""

    def figures(self) -> list[Figure]:
        """Return what was counted of records that were erased."""
        rows = self._db.execute("SELECT kind, month, field, value, n FROM figure ORDER BY kind, month, field, value")
        return [Figure(*row) for row in rows]

    def living_figures(self) -> list[Figure]:
        """Return, in the same way, what can be counted of the records that are there; those in the bin count too."""
        found: dict[tuple[str, str, str, str], int] = {}
        for name, created in self._db.execute("SELECT kind, created FROM rec WHERE kind <> ''").fetchall():
            key = (name, _month(created), "", "")
            found[key] = found.get(key, 0) + 1
        for kind in KINDS.values():
            for field in counted(kind):
                self._count_field(kind, field, found)
        return [Figure(*key, n) for key, n in sorted(found.items())]

    def _count_field(self, kind: Kind, field: Field, found: dict[tuple[str, str, str, str], int]) -> None:
        rows = self._db.execute(
            f'SELECT rec.created, t."{field.name}" FROM rec JOIN {table(kind)} t ON t.n = rec.n WHERE rec.kind = ?',
            (kind.name,),
        )
        for created, cell in rows.fetchall():
            for value in _values(field, cell):
                key = (kind.name, _month(created), field.name, value)
                found[key] = found.get(key, 0) + 1
