"""Lists, a page at a time: read in order from one narrow tree, whatever their length."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cima_desktop.model.fields import FieldType, Value
from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.model.kinds import KINDS, Kind
from cima_desktop.model.text import sort_key
from cima_desktop.store.core import Core
from cima_desktop.store.portions import marks
from cima_desktop.store.tables import loaded, table

After = tuple[str, int]
"""Where a page ended: its last row's sort key and number."""

Span = tuple[str, str]
"""From which sort name on, and before which one, as `Record.sort_name` writes them."""

Where = Mapping[str, Value]
"""Field values a row must have; of a set field, a member it must have."""


_ONE_BY_ONE = "rec c CROSS JOIN listing l ON l.kind = c.kind AND l.sort_key = c.sort_key AND l.n = c.n"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of a list; `columns` holds the kind's listed fields by name (sets as sorted lists)."""

    id: RecordId
    n: int
    title: str
    sort_key: str
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in order, and where to go on (None at the end)."""

    rows: list[ListRow]
    next: After | None


class Lists(Core):
    """The listing part of the store."""

    def page(
        self,
        kind: str,
        after: After | None = None,
        limit: int = 128,
        where: Where | None = None,
        *,
        span: Span | None = None,
        down: bool = False,
    ) -> Page:
        """Return up to `limit` rows of a kind's list that follow `after`, in the list's own order.

        Args:
            kind: the name of the kind.
            after: where the page before ended.
            limit: how many rows at most.
            where: what the rows must have.
            span: only rows whose sort key lies in it, such as the appointments of a week.
            down: the last row first: what is sorted by its day begins with the newest.
        """
        source, tests, facts = _source(KINDS[kind], where or {})
        if after is not None:
            tests.append(f"(l.sort_key, l.n) {'<' if down else '>'} (?, ?)")
            facts.extend(after)
        _within(span, tests, facts)
        order = "l.sort_key DESC, l.n DESC" if down else "l.sort_key, l.n"
        rows = self._db.execute(
            f"SELECT l.id, l.n, l.title, l.sort_key, l.cols FROM {source} WHERE {' AND '.join(tests)}"
            f" ORDER BY {order} LIMIT ?",
            (*facts, limit + 1),
        ).fetchall()
        listed = _listed(rows[:limit])
        more = len(rows) > limit
        return Page(listed, (listed[-1].sort_key, listed[-1].n) if more else None)

    def lines(self, kind: str, ids: Sequence[RecordId], where: Where | None = None) -> list[ListRow]:
        """Return the list's rows of these records, in their order; what is not in the list is left out."""
        source, tests, facts = _source(KINDS[kind], where or {}, _ONE_BY_ONE)
        tests.append(f"c.id IN ({marks(ids)})")
        facts.extend(bytes.fromhex(each) for each in ids)
        rows = self._db.execute(
            f"SELECT l.id, l.n, l.title, l.sort_key, l.cols FROM {source} WHERE {' AND '.join(tests)}", facts
        ).fetchall()
        found = {row.id: row for row in _listed(rows)}
        return [found[each] for each in ids if each in found]

    def scan(self, kind: str, names: Sequence[str]) -> Iterator[tuple[RecordId, tuple[Value, ...]]]:
        """Yield some fields of every listed record of a kind, in list order; for counting and comparing.

        Nothing may be written meanwhile.
        """
        declared = KINDS[kind]
        fields = [declared.field(name) for name in names]
        wanted = ", ".join(f't."{field.name}"' for field in fields)
        rows = self._db.execute(
            f"SELECT l.id, {wanted} FROM listing l CROSS JOIN {table(declared)} t ON t.n = l.n WHERE l.kind = ?"
            " ORDER BY l.sort_key, l.n",
            (kind,),
        )
        for record, *cells in rows:
            yield RecordId(record.hex()), tuple(loaded(f, cell) for f, cell in zip(fields, cells, strict=True))

    def count(self, kind: str, where: Where | None = None, *, span: Span | None = None) -> int:
        """Return how many rows the list has; without `where` and `span` it is a number kept beside the list."""
        if not where and span is None:
            row = self._db.execute("SELECT n FROM tally WHERE kind = ?", (kind,)).fetchone()
            return int(row[0]) if row else 0
        source, tests, facts = _source(KINDS[kind], where or {})
        _within(span, tests, facts)
        sql = f"SELECT count(*) FROM {source} WHERE {' AND '.join(tests)}"
        return int(self._db.execute(sql, facts).fetchone()[0])


def _listed(rows: Sequence[Any]) -> list[ListRow]:
    return [ListRow(RecordId(i.hex()), n, title, key, json.loads(cols)) for i, n, title, key, cols in rows]


def _within(span: Span | None, tests: list[str], facts: list[Any]) -> None:
    if span is not None:
        tests.append("l.sort_key >= ? AND l.sort_key < ?")
        facts.extend(sort_key(each) for each in span)


def _source(kind: Kind, where: Where, base: str = "listing l") -> tuple[str, list[str], list[Any]]:
    """Return what to read, the conditions and the values for them; a reference leads straight to its few rows."""
    source, tests = base, ["l.kind = ?"]
    facts: list[Any] = [kind.name]
    rest = dict(where)
    for name, value in where.items():
        if base is not _ONE_BY_ONE and kind.field(name).type is FieldType.REF and is_id(str(value)):
            source = (
                "ref r CROSS JOIN rec c ON c.n = r.n"
                " CROSS JOIN listing l ON l.kind = c.kind AND l.sort_key = c.sort_key AND l.n = c.n"
            )
            tests.append("r.target = ? AND r.field = ?")
            facts.extend((bytes.fromhex(str(value)), name))
            del rest[name]
            break
    if rest:
        source += f" CROSS JOIN {table(kind)} t ON t.n = l.n"
    for name, value in rest.items():
        test, fact = _test(kind, name, value)
        tests.append(test)
        facts.append(fact)
    return source, tests, facts


def _test(kind: Kind, name: str, value: Value) -> tuple[str, Any]:
    field = kind.field(name)
    if field.type.is_set:
        return f'EXISTS (SELECT 1 FROM json_each(t."{name}") WHERE json_each.value = ?)', value
    return f't."{name}" IS ?', int(value) if isinstance(value, bool) else value
