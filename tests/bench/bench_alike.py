"""R8: who is here already, asked while somebody is typed in and for a whole file; and the count of what waits."""

import random
import statistics
from collections.abc import Iterable
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

from cima_desktop.services import likeness
from cima_desktop.services.session import Session
from cima_desktop.store import Store
from tests.bench.measure import Row, cpu, exponent, is_quick, ms, percentile
from tests.bench.people import person, vault_of

SIZES = (1_000, 10_000) if is_quick() else (1_000, 10_000, 100_000)
QUERIES = 100
FILE = 1_000 if is_quick() else 10_000
LIMIT = 0.05
"""Seconds in which an answer comes while somebody is typing."""


def newcomers(size: int, number: int) -> Iterable[dict[str, Any]]:
    """Yield people as they are typed in: half of them are here already, and half have no date of birth yet."""
    room = random.Random(8)
    for place in range(number):
        who = dict(person(room.randrange(size) if place % 2 else size + place))
        if place % 4 < 2:
            who["birth_date"] = ""
        yield who


def session_of(store: Store) -> Session:
    """Return what the service asks of a session."""
    return cast(Session, SimpleNamespace(store=store))


def rows() -> Iterable[Row]:
    """Return the rows of R8."""
    found: list[Row] = []
    medians: list[float] = []
    for size in SIZES:
        store = vault_of(size)
        people = list(newcomers(size, QUERIES))
        likeness.like(session_of(store), people[0])
        times = [cpu(partial(likeness.like, session_of(store), who)) for who in people]
        p50, p99 = statistics.median(times), percentile(times, 0.99)
        medians.append(p50)
        label = f"who is here already, {size:,} people"
        found.append(Row("R8", f"{label}: p99", ms(p99), ms(LIMIT), p99 / LIMIT, "≤ 1", 1))
        count = cpu(store.open_questions)
        found.append(Row("R8", f"what is undecided, {size:,} people", ms(count), ms(LIMIT), count / LIMIT, "≤ 1", 1))
    growth = exponent(SIZES, medians)
    found.append(Row("R8", "growth of p50, as the power of n", f"{growth:.2f}", "", growth, "≤ 0.6", 0.6))
    store = vault_of(10_000)
    many = cpu(lambda: likeness.like_many(session_of(store), enumerate(newcomers(10_000, FILE))))
    base = len(list(newcomers(10_000, FILE))) * LIMIT
    found.append(Row("R8", f"a file of {FILE:,} against 10,000", ms(many), ms(base), many / base, "≤ 0.1", 0.1))
    return found
