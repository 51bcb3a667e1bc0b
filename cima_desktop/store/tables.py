"""The typed tables: one a kind, one column a declared field, made from the declaration."""

import json
from collections.abc import Iterable, Sequence

from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import Kind, Record
from cima_desktop.vault.database import Database


class DeclarationError(Exception):
    """A kind's table and its declaration differ: a developer forgot the migration."""


def table(kind: Kind) -> str:
    """Return the quoted name of a kind's table."""
    return f'"k_{kind.name}"'


def columns(kind: Kind, alias: str = "") -> str:
    """Return the quoted column names of a kind, for a SELECT (with the table's alias) or an INSERT."""
    return ", ".join(f'{alias}"{name}"' for name in kind.names)


def _column(field: Field) -> str:
    if field.type is FieldType.FLAG or field.type.is_whole:
        return f'"{field.name}" INTEGER'
    empty = "[]" if field.type.is_set else ""
    return f"\"{field.name}\" TEXT NOT NULL DEFAULT '{empty}'"


def create_tables(db: Database, kinds: Iterable[Kind] | None = None) -> None:
    """Make the table of every kind that has none yet."""
    for kind in KINDS.values() if kinds is None else kinds:
        body = ", ".join(["n INTEGER PRIMARY KEY", *(_column(field) for field in kind.fields)])
        db.execute(f"CREATE TABLE IF NOT EXISTS {table(kind)} ({body})")


def add_missing_columns(db: Database, kind: Kind) -> None:
    """Give a kind's table the columns its declaration has and it lacks; doing it twice changes nothing."""
    have = _existing(db, kind)
    for field in kind.fields:
        if field.name not in have:
            db.execute(f"ALTER TABLE {table(kind)} ADD COLUMN {_column(field)}")


def _existing(db: Database, kind: Kind) -> set[str]:
    rows = db.execute(f"SELECT * FROM pragma_table_info('k_{kind.name}')").fetchall()
    return {str(row[1]) for row in rows} - {"n"}


def check_columns(db: Database, kinds: Iterable[Kind] | None = None) -> None:
    """Make sure that every kind's table is as declared.

    Raises:
        DeclarationError: says which kind, and what to do.
    """
    for kind in KINDS.values() if kinds is None else kinds:
        missing = sorted(set(kind.names) - _existing(db, kind))
        if missing:
            raise DeclarationError(
                f"kind {kind.name!r} declares {', '.join(missing)}, but its table has no such column: add a step to "
                f"cima_desktop/store/migrations that calls add_missing_columns(db, KINDS[{kind.name!r}])"
            )


def stored(value: Value) -> str | int | None:
    """Return `value` as its column keeps it: flags as 0 and 1, sets as a sorted JSON list."""
    if isinstance(value, str):
        return value
    if isinstance(value, frozenset):
        return json.dumps(sorted(value), ensure_ascii=False) if value else "[]"
    return int(value) if isinstance(value, bool) else value


def loaded(field: Field, value: str | int | None) -> Value:
    """Return what a column holds as the field's own type."""
    if field.type.is_set:
        return frozenset(json.loads(str(value))) if value != "[]" else frozenset()
    return bool(value) if field.type is FieldType.FLAG and value is not None else value


def row_of(kind: Kind, values: dict[str, Value]) -> tuple[str | int | None, ...]:
    """Return a record's values as its table keeps them, in declared order."""
    return tuple([stored(values[name]) for name in kind.names])


def values_in(kind: Kind, row: Sequence[str | int | None]) -> dict[str, Value]:
    """Return a row of a kind's table (without `n`) as values by field name."""
    return {field.name: loaded(field, cell) for field, cell in zip(kind.fields, row, strict=True)}


def record_in(kind: Kind, record_id: bytes, row: Sequence[str | int | None]) -> Record:
    """Return a row of a kind's table (without `n`) as a record."""
    return kind.build(RecordId(record_id.hex()), values_in(kind, row))
