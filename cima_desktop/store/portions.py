"""Asking for many rows by their keys: so many at a time, with a mark for each in the statement."""

from collections.abc import Iterator, Sequence, Sized
from typing import TypeVar

AT_ONCE = 500
"""Keys in one statement; the engine takes many more, and is no faster with them."""

T = TypeVar("T")


def portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield a sequence in parts that fit into one statement."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def marks(items: Sized) -> str:
    """Return the question marks for a list of values in a statement."""
    return ", ".join("?" * len(items))
