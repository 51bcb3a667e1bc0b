"""What would come of each row of a table, before anything is saved: new, here already, faulty; and what is decided."""

from collections.abc import Mapping, Sequence

import attrs

from cima_desktop.exchange.csv_files import unsafe
from cima_desktop.exchange.sheets import Sheet, Tick
from cima_desktop.i18n import N_
from cima_desktop.model.declared import KINDS
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Field
from cima_desktop.model.ids import NO_ID
from cima_desktop.model.text import fold
from cima_desktop.services.files.columns import APART, HOME, NOTE, SURNAMES, Columns
from cima_desktop.services.files.values import kept, two_surnames
from cima_desktop.services.likeness import Like, like_many
from cima_desktop.services.session import Session

NEW, LIKE, TWIN, FAULTY = "new", "like", "twin", "faulty"
ADD, FILL, LEAVE = "add", "fill", "leave"
_NAMES = ("given_names", "paternal_surname", "maternal_surname", "preferred_name", "name_as_on_id")
_SURNAMES = ("paternal_surname", "maternal_surname")
_TICK = 200

NAMELESS = InvalidInputError(N_("There is no name in this row."), N_("Write a name in the file, or leave the row out."))


@attrs.frozen(kw_only=True)
class Fault:
    """Why one cell is not taken: the name of its column (none when the row as a whole is meant) and the reason."""

    column: str
    error: InvalidInputError


@attrs.frozen(kw_only=True)
class Row:
    """One row: what it would become. `faults` are the cells that are not taken, whatever is decided."""

    n: int
    line: int
    title: str
    values: Mapping[str, object]
    home: str = ""
    note: str = ""
    faults: tuple[Fault, ...] = ()
    like: Like | None = None
    twin: int = 0
    """The line of an earlier row that says the same name and number; 0 for none."""

    @property
    def sort(self) -> str:
        """Return what a person should look at: a fault before a likeness."""
        if self.faults:
            return FAULTY
        return LIKE if self.like else TWIN if self.twin else NEW

    @property
    def can_be_taken(self) -> bool:
        """Tell whether there is enough left of it to be a record."""
        return NAMELESS not in [fault.error for fault in self.faults]

    @property
    def decisions(self) -> tuple[str, ...]:
        """Return what can be decided about it, the careful one first where there is any doubt."""
        if not self.can_be_taken:
            return (LEAVE,)
        found = (LEAVE, ADD, FILL) if self.like else (LEAVE, ADD)
        return (ADD, LEAVE) if self.sort == NEW else found


@attrs.frozen(kw_only=True)
class Review:
    """Every row of a table, and what a table of the rows that stay out is made from."""

    sheet: Sheet
    columns: Columns
    rows: tuple[Row, ...]

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each sort."""
        sorts = [row.sort for row in self.rows]
        return {sort: sorts.count(sort) for sort in (NEW, LIKE, TWIN, FAULTY)}

    def usual(self) -> dict[int, str]:
        """Return the decisions that hold until somebody decides otherwise."""
        return {row.n: row.decisions[0] for row in self.rows}


def judge(session: Session, sheet: Sheet, columns: Columns, tick: Tick = lambda _done, _total: None) -> Review:
    """Return what would come of each row; nothing is saved.

    Args:
        session: the open vault.
        sheet: what the file holds.
        columns: what each column is.
        tick: told now and then how many rows were judged of how many; what it raises stops it.
    """
    reader = _Reader(session, sheet, columns)
    earlier: dict[tuple[str, ...], int] = {}
    rows = []
    for n, cells in enumerate(sheet.rows):
        if n % _TICK == 0:
            tick(n, len(sheet.rows))
        row = reader.read(n, cells)
        first = earlier.setdefault(_mark(row), row.line) if row.can_be_taken else row.line
        rows.append(attrs.evolve(row, twin=0 if first == row.line else first))
    tick(len(sheet.rows), len(sheet.rows))
    found = like_many(session, ((row.n, row.values) for row in rows if row.can_be_taken), columns.kind, limit=1)
    known = (attrs.evolve(row, like=found[row.n][0]) if row.n in found else row for row in rows)
    return Review(sheet=sheet, columns=columns, rows=tuple(known))


def decided(review: Review, like: str = LEAVE, faulty: str = LEAVE) -> dict[int, str]:
    """Return decisions for all rows at once: for those that may be here already, and for those with mistakes."""
    wanted = {FAULTY: faulty, LIKE: like, TWIN: LEAVE, NEW: ADD}
    found = review.usual()
    return {n: wanted[row.sort] if wanted[row.sort] in row.decisions else found[n] for n, row in enumerate(review.rows)}


class _Reader:
    """Makes values of the cells of one table."""

    def __init__(self, session: Session, sheet: Sheet, columns: Columns) -> None:
        self._kind, self._today = KINDS[columns.kind], session.today()
        self._sheet, self._columns = sheet, columns
        self._names = _NAMES if columns.kind == "person" else ("name",)

    def read(self, n: int, cells: Sequence[str]) -> Row:
        """Return what a row would become, without looking at the vault."""
        found: dict[str, object] = {}
        faults: list[Fault] = []
        for name, place, cell in zip(self._sheet.columns, self._columns.places, cells, strict=True):
            if place and cell:
                try:
                    found |= self._values(place, cell, found)
                except InvalidInputError as error:
                    faults.append(Fault(column=name, error=error))
        home, note = found.pop(HOME, ""), found.pop(NOTE, "")
        values = {name: value for name, value in found.items() if value not in ("", None, frozenset())}
        if not any(values.get(name) for name in self._names):
            faults.append(Fault(column="", error=NAMELESS))
        title = self._kind.build(NO_ID, values).title()  # type: ignore[arg-type]  # every value was cleaned
        return Row(
            n=n,
            line=self._sheet.lines[n],
            title=title,
            values=values,
            home=str(home),
            note=note if isinstance(note, str) else "",
            faults=tuple(faults),
        )

    def _values(self, place: str, cell: str, found: Mapping[str, object]) -> dict[str, object]:
        if place == NOTE:
            before = found.get(NOTE)
            words = f"{before}\n{unsafe(cell)}" if before else cell
            return {NOTE: self._kept(KINDS["note"].field("words"), words)}
        if place == HOME:
            return {HOME: self._kept(KINDS["household"].field("name"), cell)}
        if place == SURNAMES:
            parts = two_surnames(unsafe(cell)) if self._columns.surnames == APART else (cell, "")
            return {n: self._kept(self._kind.field(n), part) for n, part in zip(_SURNAMES, parts, strict=True)}
        return {place: self._kept(self._kind.field(place), cell)}

    def _kept(self, field: Field, cell: str) -> object:
        columns = self._columns
        return kept(field, cell, dates=columns.dates, today=self._today, keep_words=columns.keep_words)


def _mark(row: Row) -> tuple[str, ...]:
    """Return what makes two rows of a file say the same."""
    return fold(row.title), *(str(row.values.get(name, "")) for name in ("birth_date", "phone", "street", "city"))
