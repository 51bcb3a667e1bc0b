"""The shape of a database connection, so that other rooms can be typed without importing the engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

Parameters = Sequence[Any] | Mapping[str, Any]


class Cursor(Protocol):
    """The answer to one statement: rows as tuples."""

    @property
    def lastrowid(self) -> int | None:
        """The row id of the last insert."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""

    def fetchone(self) -> Any:
        """Return the next row, or None."""

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""

    def fetchmany(self, size: int = ...) -> list[Any]:
        """Return up to `size` rows."""

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the rows."""
        ...


class Database(Protocol):
    """One open connection in autocommit mode; transactions are opened by `Vault.transaction`."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    @property
    def total_changes(self) -> int:
        """How many rows were changed since the connection was opened."""

    def execute(self, sql: str, parameters: Parameters = ..., /) -> Cursor:
        """Run one statement; values are always bound, never written into `sql`."""
        ...

    def executemany(self, sql: str, rows: Iterable[Parameters], /) -> Cursor:
        """Run one statement once a row."""
        ...

    def create_function(
        self, name: str, narg: int, function: Callable[..., Any] | None, /, *, deterministic: bool = ...
    ) -> None:
        """Give SQL a function written in Python."""

    def interrupt(self) -> None:
        """Stop the statement that is running; may be called from another thread."""

    def close(self) -> None:
        """Close the connection."""
