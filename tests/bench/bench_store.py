"""P2 (the store's part), P4 and P8: the first page of a list, a durable save, and memory at 100,000 people."""

import statistics
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import sqlcipher3.dbapi2 as engine

from cima_desktop.model.ids import derived_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.store import Edit, Store
from cima_desktop.store.tables import columns, table
from tests.bench.measure import Row, cpu, exponent, is_quick, ms, resident_mib
from tests.bench.people import SURNAMES, scratch, vault_of

SIZES = (1_000, 10_000) if is_quick() else (1_000, 10_000, 100_000)
SAVES = 60 if is_quick() else 300
PAGE = 4096
_fresh = count()


def save_one(store: Store, number: int) -> None:
    """Give a person another surname, street and telephone: view, list, history and both indexes change."""
    fresh = next(_fresh)
    values = {
        "maternal_surname": SURNAMES[fresh % len(SURNAMES)],
        "street": f"{fresh} Example Road",
        "phone": f"828555{fresh % 10_000:04d}",
    }
    store.save("Bench", [Edit("person", derived_id("bench", str(number)), values)])


class PlainSave:
    """The floor: the same rows in the same tables of plain SQLite (the same build without a key), same durability.

    The rows of the last save of ours are read back and written: the change, the record's two rows, its line in the
    list, its words in both indexes (with the same settings), the step and the counter.
    """

    def __init__(self, store: Store) -> None:
        self.path = Path(mkdtemp(dir=scratch())) / "plain.db"
        self.db = engine.connect(str(self.path), isolation_level=None)
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=TRUNCATE", "synchronous=EXTRA", "secure_delete=ON"):
            self.db.execute(f"PRAGMA {pragma}")
        self._copy(store)

    def _copy(self, store: Store) -> None:
        """Copy every row of the store, table by table."""
        made = store._db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
        skipped = ("find_", "dial_", "sqlite_")
        schema = [(name, sql) for name, sql in made if not name.startswith(skipped)]
        self.db.execute("BEGIN")
        for name, sql in schema:
            self.db.execute(sql)
            if sql.startswith("CREATE TABLE"):
                rows = store._db.execute(f'SELECT * FROM "{name}"')
                first = rows.fetchone()
                if first:
                    places = ", ".join("?" * len(first))
                    self.db.executemany(f'INSERT INTO "{name}" VALUES ({places})', [first, *rows])
        self.db.execute(
            "INSERT INTO find (find, rank) VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 512)"
        )
        self.db.execute(
            "INSERT INTO dial (dial, rank) VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 512)"
        )
        self.db.execute("INSERT INTO find (rowid, name, sound, word) SELECT n, name, sound, word FROM rec")
        self.db.execute("INSERT INTO dial (rowid, digits) SELECT n, digits FROM rec")
        self.db.execute("COMMIT")
        while self._merge():
            pass

    def _merge(self) -> bool:
        before = self.db.total_changes
        for name in ("find", "dial"):
            self.db.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('merge', 200)")
        return bool(self.db.total_changes - before > 2)

    def rows_of_last_save(self, store: Store) -> list[tuple[str, tuple[Any, ...]]]:
        """Return the statements, with their values, that leave the same rows here as the store's last save there."""
        db = store._db
        kind = KINDS["person"]
        change = db.execute("SELECT * FROM change ORDER BY n DESC LIMIT 1").fetchone()
        rec = db.execute("SELECT * FROM rec WHERE n = ?", (change[2],)).fetchone()
        old = self.db.execute(
            "SELECT name, sound, word, digits, sort_key FROM rec WHERE n = ?", (change[2],)
        ).fetchone()
        typed = db.execute(f"SELECT n, {columns(kind)} FROM {table(kind)} WHERE n = ?", (change[2],)).fetchone()
        listing = db.execute("SELECT * FROM listing WHERE kind = 'person' AND n = ? AND sort_key = ?", (rec[0], rec[9]))
        step = db.execute("SELECT * FROM step ORDER BY n DESC LIMIT 1").fetchone()
        return [
            (f"INSERT INTO change VALUES ({', '.join('?' * len(change))})", change),
            (f"INSERT OR REPLACE INTO {table(kind)} VALUES ({', '.join('?' * len(typed))})", typed),
            ("DELETE FROM listing WHERE kind = 'person' AND sort_key = ? AND n = ?", (old[4], rec[0])),
            ("INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?)", listing.fetchone()),
            ("INSERT INTO find (find, rowid, name, sound, word) VALUES ('delete', ?, ?, ?, ?)", (rec[0], *old[:3])),
            ("INSERT INTO find (rowid, name, sound, word) VALUES (?, ?, ?, ?)", (rec[0], *rec[10:13])),
            ("INSERT INTO dial (dial, rowid, digits) VALUES ('delete', ?, ?)", (rec[0], old[3])),
            ("INSERT INTO dial (rowid, digits) VALUES (?, ?)", (rec[0], rec[13])),
            (
                "UPDATE rec SET changed = ?, title = ?, subtitle = ?, sort_key = ?, name = ?, sound = ?, word = ?,"
                " digits = ? WHERE n = ?",
                (rec[4], *rec[7:14], rec[0]),
            ),
            (f"INSERT INTO step VALUES ({', '.join('?' * len(step))})", step),
            ("UPDATE vault_state SET counter = counter + 1", ()),
        ]

    def save(self, statements: list[tuple[str, tuple[Any, ...]]]) -> None:
        """Write the rows in one durable transaction."""
        self.db.execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            self.db.execute(sql, values)
        self.db.execute("COMMIT")


@contextmanager
def written_pages(store: Store) -> Iterator[Callable[[], int]]:
    """Yield a function that says how many bytes a call wrote to disk since it was last asked."""
    last = _written()

    def since() -> int:
        nonlocal last
        now = _written()
        last, before = now, last
        return now - before

    yield since


def _written() -> int:
    return _io("wchar")


def _io(what: str) -> int:
    """Return the bytes this process has handed to read ("rchar") or write ("wchar") calls (Linux)."""
    with open("/proc/self/io", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(what))


def saves(size: int) -> tuple[float, float, list[int]]:
    """Return the median CPU seconds of our save and of the plain one in turn, and the bytes of each of ours."""
    store = vault_of(size)
    plain = PlainSave(store)
    ours, floor, sizes = [], [], []
    with written_pages(store) as since:
        for i in range(SAVES + 10):
            since()
            took = cpu(partial(save_one, store, i * 7919 % size))
            sizes.append(since())
            ours.append(took)
            floor.append(cpu(partial(plain.save, plain.rows_of_last_save(store))))
    plain.db.close()
    return statistics.median(ours[10:]), statistics.median(floor[10:]), sizes[10:]


def first_page(size: int) -> tuple[float, int]:
    """Return the CPU seconds of the first 50 rows of the list, and how many pages of the file are read for them."""
    store = vault_of(size)
    took = statistics.median(cpu(partial(store.page, "person", None, 50)) for _ in range(30))
    store._db.execute("PRAGMA shrink_memory")  # as after opening: nothing in the cache
    before = _io("rchar")
    store.page("person", None, 50)
    return took, (_io("rchar") - before) // PAGE


def rows() -> Iterable[Row]:
    """Return the rows of P2 (store), P4 and P8 (store)."""
    found: list[Row] = []
    costs: list[float] = []
    lists: list[float] = []
    for size in SIZES:
        ours, floor, sizes = saves(size)
        costs.append(ours)
        label = f"one durable save, {size:,} people"
        found.append(Row("P4", label, ms(ours), ms(floor), ours / floor, "≤ 3", 3))
        middle, worst = statistics.median(sizes), max(sizes)
        text = f"worst of {SAVES} in bytes, {size:,} people"
        found.append(Row("P4", text, f"{worst:,} B", f"{middle:,.0f} B", worst / middle, "≤ 2", 2))
        took, pages = first_page(size)
        lists.append(took)
        found.append(Row("P2", f"first 50 of the list, {size:,} people: pages", str(pages), "", pages, "≤ 8", 8))
    growth = exponent(SIZES, costs)
    found.append(Row("P4", "growth of a save, as the power of n", f"{growth:.2f}", "", growth, "≤ 0.15", 0.15))
    ratio = lists[-1] / lists[-2]
    text = f"first 50: {SIZES[-1]:,} against {SIZES[-2]:,}"
    found.append(Row("P2", text, ms(lists[-1]), ms(lists[-2]), ratio, "≤ 1.3", 1.3))
    found.append(memory())
    return found


def memory() -> Row:
    """Return the memory that listing 100,000 people adds to this process."""
    store = vault_of(SIZES[-1])
    before = resident_mib()
    for _ in range(20):
        store.page("person", None, 128)
    after = resident_mib()
    return Row(
        "P8", "store: memory that listing adds", f"{after:.0f} MiB", f"{before:.0f} MiB", after / before, "≤ 1.05", 1.05
    )
