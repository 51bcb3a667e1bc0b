"""Where damage sits: which pages, which tables, which records (B5). Asked only when a check has found something.

Once the engine has met a bad page it reads nothing more that it does not remember, so it would blame what is whole. The
pages are therefore read one by one; a table owns a bad page when one of its own points there.
"""

from dataclasses import dataclass

from cima_desktop.store.change import BadChangeError, Raw, change_id, parse
from cima_desktop.vault.carve import Pages, Row, rows, tree_of

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Damage:
    """Page numbers from 1; tables that own one of them; kind, number and title of records that are hit."""

    pages: tuple[int, ...]
    tables: tuple[str, ...]
    records: tuple[tuple[str, int, str], ...]


def locate(pages: Pages) -> Damage:
    """Find what is hit. A record is named when its row is whole and its changes are not all there."""
    found = list(rows(pages))
    bad = set(pages.bad)
    tables = {name for name, root in _roots(found) if bad & tree_of(pages, root)}
    return Damage(tuple(pages.bad), tuple(sorted(tables)), tuple(_records(found)[:_MOST]))


def _roots(found: list[Row]) -> list[tuple[str, int]]:
    """Return the table and the root page of every table and index, from the schema's own rows."""
    return [
        (str(row[3]), row[4])
        for row in found
        if len(row) == 6 and row[1] in ("table", "index") and isinstance(row[4], int) and row[4] > 0
    ]


def _records(found: list[Row]) -> list[tuple[str, int, str]]:
    newest: dict[object, int] = {}
    known: set[bytes] = set()
    parents: dict[object, set[bytes]] = {}
    for row in found:
        if len(row) == 13 and isinstance(row[7], bytes) and change_id(row[7]) == row[2] and isinstance(row[6], int):
            known.add(change_id(row[7]))
            newest[row[3]] = max(newest.get(row[3], 0), row[6])
            parents.setdefault(row[3], set()).update(_parents(row))
    return [
        (str(row[3]), number, str(row[8]))
        for row in found
        if len(row) == 15 and isinstance(row[2], bytes) and isinstance(number := row[0], int)
        if newest.get(number) != row[5] or parents[number] - known
    ]


def _parents(row: Row) -> tuple[bytes, ...]:
    try:
        return parse(Raw(*row[7:11])).parents  # type: ignore[arg-type]  # it checks the types itself
    except BadChangeError:
        return ()
