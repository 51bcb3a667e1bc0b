"""Rows of a table into the vault: one import that can be taken back on any day, and a file of what stayed out."""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from cima_desktop.exchange.csv_files import write_csv
from cima_desktop.exchange.sheets import Tick
from cima_desktop.i18n import N_, list_text, tr
from cima_desktop.model.declared import KINDS
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Household
from cima_desktop.model.text import fold
from cima_desktop.services import backups, guard
from cima_desktop.services.files.columns import BY_ADDRESS, BY_NAME, describe
from cima_desktop.services.files.review import FAULTY, FILL, LEAVE, TWIN, Review, Row
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.outside import write_outside
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.bundles import DONE, IN, TABLE

TAKE_ACT = N_("Took in people and households from a table")
BEFORE = N_("Before taking in a table")
_ADDRESS = ("street", "city", "county", "state", "zip")
_BATCH = 500

LEFT_OUT, SAYS_SAME = N_("It was left out on purpose."), N_("It says the same as line {line}.")
IS_HERE = N_("{name} is here already: {reason}.")
REASON, LINE = N_("Why it was not taken"), N_("Line")


@attrs.frozen
class Taken:
    """What came of an import. `n` is its number in the register, by which it can be taken back."""

    n: int
    records: int
    people: int
    households: int
    filled: int
    left: int


def take(
    session: Session,
    review: Review,
    decisions: Mapping[int, str],
    *,
    with_backup: bool = True,
    tick: Tick = lambda _done, _total: None,
) -> Taken:
    """Save what was decided, as one import.

    Args:
        session: the open vault.
        review: the rows as they were judged.
        decisions: for rows by their number, what becomes of them; the usual decision of those it does not name.
        with_backup: whether a backup is made first.
        tick: told now and then how many rows were prepared of how many; what it raises stops it, and nothing is saved.

    Raises:
        HelperCopyReadOnlyError: this is a helper copy.
        NoBackupFirstError: no backup can be made first; nothing was saved.
        VaultError: the disk refused; nothing was saved, or whole batches that can be taken back.
    """
    refuse_in_copy(session)
    chosen = {**review.usual(), **decisions}
    taken = [row for row in review.rows if chosen[row.n] != LEAVE and row.can_be_taken]
    edits = _prepared(session, review, taken, chosen, tick)
    guard.refuse(session, (edit for edit in edits if session.store.kind_of_id(edit.id)))
    if with_backup:
        backups.before(session, BEFORE)
    # Before anything is saved, so that an import that is killed half-way can be taken back too.
    n = session.store.note_bundle(IN, secrets.token_bytes(16), sort=TABLE, state=DONE, facts={"rows": len(taken)})
    records = session.store.save_through(n, TAKE_ACT, edits)
    session.store.set_bundle(n, facts={"records": records, "changes": records})
    filled = sum(chosen[row.n] == FILL for row in taken)
    count = Counter(edit.kind for edit in edits)
    count[review.columns.kind] -= filled  # those were here already
    left = len(review.rows) - len(taken)
    return Taken(n, records, count["person"], count["household"], filled, left)


def _prepared(
    session: Session, review: Review, taken: Sequence[Row], chosen: Mapping[int, str], tick: Tick
) -> list[Edit]:
    """Return what is to be saved, households before those who live in them."""
    homes = _Homes(session, review, taken)
    edits: list[Edit] = []
    for place, row in enumerate(taken):
        if place % _BATCH == 0:
            tick(place, len(taken))
        edits.extend(_edits(session, review, row, homes.of(row), chosen[row.n]))
    return [*homes.edits(), *edits]


def _edits(session: Session, review: Review, row: Row, home: RecordId | None, decision: str) -> Iterator[Edit]:
    kind = KINDS[review.columns.kind]
    values = dict(row.values)
    if home is not None:
        values = {name: value for name, value in values.items() if name not in _ADDRESS} | {"household": home}
    record = new_id()
    if decision == FILL and row.like is not None:
        record = row.like.id
        known = session.store.need(kind.record, record)
        values = {name: value for name, value in values.items() if getattr(known, name) == kind.field(name).empty}
    yield Edit(kind.name, record, values)
    if row.note:
        yield Edit("note", new_id(), {"about": record, "words": row.note, "written_on": session.today().isoformat()})


class _Homes:
    """The households that people of a table are put into, where somebody asked for that."""

    def __init__(self, session: Session, review: Review, rows: Sequence[Row]) -> None:
        self._way = review.columns.homes if review.columns.kind == "person" else ""
        self._known = {
            (fold(h.name), fold(h.street)): h.id for h in session.store.all(Household) if h.name and h.street
        }
        self._made: dict[tuple[str, str], tuple[RecordId, Row]] = {}
        self._count: dict[tuple[str, str], int] = {}
        for row in rows:
            key = self._key(row)
            self._count[key] = self._count.get(key, 0) + 1

    def of(self, row: Row) -> RecordId | None:
        """Return the household of a row, made in mind if it is the first."""
        key = self._key(row)
        if not any(key):
            return None
        named = (fold(row.home), fold(str(row.values.get("street", ""))))
        if named in self._known:
            return self._known[named]
        if self._way == BY_ADDRESS and self._count[key] < 2:
            return None
        return self._made.setdefault(key, (new_id(), row))[0]

    def edits(self) -> list[Edit]:
        """Return the households that are new."""
        return [Edit("household", record, self._values(row)) for record, row in self._made.values()]

    def _key(self, row: Row) -> tuple[str, str]:
        street = str(row.values.get("street", ""))
        if self._way == BY_NAME and row.home:
            return fold(row.home), fold(street)
        if self._way == BY_ADDRESS and street:
            return fold(street), fold(str(row.values.get("zip") or row.values.get("city") or ""))
        return "", ""

    @staticmethod
    def _values(row: Row) -> dict[str, object]:
        address = {name: row.values[name] for name in _ADDRESS if name in row.values}
        surnames = " ".join(str(row.values[n]) for n in ("paternal_surname", "maternal_surname") if n in row.values)
        return {"name": row.home or surnames or row.title, **address}


def rest(review: Review, decisions: Mapping[int, str]) -> Iterator[list[str]]:
    """Yield a table of the rows that were not taken, each with its line and the reason.

    Columns that are never read (numbers and words about status) are not written either.
    """
    chosen = {**review.usual(), **decisions}
    told = [n for n, column in enumerate(describe(review.sheet)) if not column.why_not]
    yield [tr(LINE), tr(REASON), *(review.sheet.columns[n] for n in told)]
    for row in review.rows:
        if chosen[row.n] == LEAVE or not row.can_be_taken:
            yield [str(row.line), why_left(row), *(review.sheet.rows[row.n][n] for n in told)]


def why_left(row: Row) -> str:
    """Return in words why a row stayed out."""
    if row.sort == FAULTY:
        return " ".join(fault_words(row))
    if row.like is not None:
        return tr(IS_HERE).format(name=row.like.title, reason=list_text(map(tr, row.like.reasons)))
    return tr(SAYS_SAME).format(line=row.twin) if row.sort == TWIN else tr(LEFT_OUT)


def fault_words(row: Row) -> list[str]:
    """Return a sentence for each cell that is not taken."""
    return [f"{f.column}: {f.error.sentence()}" if f.column else f.error.sentence() for f in row.faults]


def save_rest(session: Session, review: Review, decisions: Mapping[int, str], target: Path) -> int:
    """Write the rows that were not taken as a CSV file; return how many there are.

    Raises:
        NotWrittenError, OwnFolderError: the place takes no file.
        VaultError: the disk refused; what was there before is untouched.
    """
    rows = list(rest(review, decisions))
    write_outside(session, target, write_csv(rows))
    return len(rows) - 1
