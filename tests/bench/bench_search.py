"""P3: search as you type at 1,000, 10,000 and 100,000 people, against fetching 50 rows by their ids."""

import random
import statistics
import unicodedata
from collections.abc import Iterable
from functools import partial

from cima_desktop.model.kinds import KINDS
from cima_desktop.store import Store
from cima_desktop.store.tables import columns, table
from tests.bench.measure import Row, cpu, exponent, is_quick, ms, percentile
from tests.bench.people import person, vault_of

SIZES = (1_000, 10_000) if is_quick() else (1_000, 10_000, 100_000)
QUERIES = 300


def bare(text: str) -> str:
    """Return the text as most people type it: no accents, no capitals."""
    marks = unicodedata.normalize("NFKD", text)
    return "".join(c for c in marks if not unicodedata.combining(c)).lower()


def typed(size: int) -> list[str]:
    """Return what stands in the box after each key, for names of people who are there: 300 queries."""
    room = random.Random(11)
    found: list[str] = []
    while len(found) < QUERIES:
        who = person(room.randrange(size))
        name = bare(f"{who['paternal_surname']} {who['given_names'].split()[0]}")
        found.extend(name[: i + 1] for i in range(len(name)))
    return found[:QUERIES]


def slipped(word: str, room: random.Random) -> str:
    """Return the word with one slip: a letter left out, doubled, changed, or two in each other's place."""
    i = room.randrange(1, len(word) - 1)
    return room.choice(
        (
            word[:i] + word[i + 1 :],
            word[:i] + room.choice("aeiorstn") + word[i:],
            word[:i] + room.choice("aeiorstn") + word[i + 1 :],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
        )
    )


def fifty_rows(store: Store, room: random.Random) -> None:
    """Fetch 50 whole people by id, one statement each: the floor."""
    kind = KINDS["person"]
    sql = f"SELECT {columns(kind)} FROM {table(kind)} WHERE n = ?"
    most = store.count("person")
    for _ in range(50):
        store._db.execute(sql, (room.randint(1, most),)).fetchall()


def recall(store: Store, size: int, tries: int = 200) -> float:
    """Return how often the two names that were meant are found, with one slip in the surname and one in the given name.

    A namesake counts: with more than fifty of them nobody can tell from two words which one was meant.
    """
    room = random.Random(5)
    found = asked = 0
    while asked < tries:
        who = person(room.randrange(size))
        words = [bare(who["paternal_surname"]), bare(who["given_names"].split()[0])]
        if min(map(len, words)) < 4:
            continue
        asked += 1
        hits = store.search(" ".join([slipped(words[0], room), slipped(words[1], room)]), ["person"])
        found += any(all(word in bare(hit.title).split() for word in words) for hit in hits)
    return found / tries


def keystrokes(store: Store, queries: list[str]) -> tuple[list[float], list[float]]:
    """Return the CPU seconds of each query, and of fetching 50 rows after each."""
    room = random.Random(3)
    for query in queries[:40]:
        store.search(query)
    ours, floor = [], []
    for query in queries:
        ours.append(cpu(partial(store.search, query)))
        floor.append(cpu(partial(fifty_rows, store, room)))
    return ours, floor


def rows() -> Iterable[Row]:
    """Return the rows of P3."""
    found: list[Row] = []
    medians: list[float] = []
    for size in SIZES:
        store = vault_of(size)
        store.warm()
        ours, floor = keystrokes(store, typed(size))
        base = statistics.median(floor)
        p50, p99 = statistics.median(ours), percentile(ours, 0.99)
        medians.append(p50)
        label = f"search as you type, {size:,} people"
        found.append(Row("P3", f"{label}: p50", ms(p50), ms(base), p50 / base, "≤ 4", 4))
        found.append(Row("P3", f"{label}: p99", ms(p99), ms(base), p99 / base, "≤ 10", 10))
    growth = exponent(SIZES, medians)
    found.append(Row("P3", "growth of p50, as the power of n", f"{growth:.2f}", "", growth, "≤ 0.5", 0.5))
    share = recall(vault_of(SIZES[-1]), SIZES[-1])
    work = "one slip in each of two words: found"
    found.append(Row("P3", work, f"{share:.1%}", "", share, "≥ 0.98", 0.98, at_least=True))
    return found
