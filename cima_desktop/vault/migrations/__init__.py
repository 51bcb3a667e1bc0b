"""Raising a vault to the layout this program knows: numbered steps, each in one transaction with its own note.

A step is never edited once released. The vault owns step 1; the store hands in its own from 2 on, because the
vault may not know it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cima_desktop import __version__
from cima_desktop.vault.database import Database
from cima_desktop.vault.errors import NewerVaultError
from cima_desktop.vault.migrations import m0001_vault


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: its number, a short name and the function that changes the database inside a transaction."""

    number: int
    name: str
    function: Callable[[Database], None]


MIGRATIONS: tuple[Step, ...] = (Step(1, "vault", m0001_vault.apply),)
"""The vault's own steps."""

_NOTE_TABLE = "CREATE TABLE migration (n INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL, app TEXT NOT NULL)"


def all_steps(steps: Sequence[Step] = ()) -> tuple[Step, ...]:
    """Return the vault's own steps followed by `steps`, which must go on with the next number, without a gap.

    Raises:
        ValueError: the numbers do not follow each other.
    """
    both = (*MIGRATIONS, *steps)
    if [step.number for step in both] != list(range(1, len(both) + 1)):
        raise ValueError("migration numbers must follow each other")
    return both


def applied(db: Database) -> list[int]:
    """Return the numbers of the steps the database has been through, in order; empty for a fresh one."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'").fetchone():
        return []
    return [n for (n,) in db.execute("SELECT n FROM migration ORDER BY n")]


def pending(db: Database, steps: Sequence[Step] = ()) -> list[Step]:
    """Return the steps still to run.

    Raises:
        NewerVaultError: the database has been through a step this program does not know.
    """
    known = all_steps(steps)
    done = set(applied(db))
    if done - {step.number for step in known}:
        raise NewerVaultError
    return [step for step in known if step.number not in done]


def migrate(db: Database, steps: Sequence[Step] = ()) -> list[int]:
    """Run the pending steps in order, each with its note in one transaction; return their numbers.

    Raises:
        NewerVaultError: nothing was changed.
    """
    todo = pending(db, steps)
    for step in todo:
        _run(db, step)
    return [step.number for step in todo]


def _run(db: Database, step: Step) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        if not applied(db) and step.number == 1:
            db.execute(_NOTE_TABLE)
        step.function(db)
        note = (step.number, step.name, datetime.now(UTC).isoformat(timespec="seconds"), __version__)
        db.execute("INSERT INTO migration (n, name, at, app) VALUES (?, ?, ?, ?)", note)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk may already have rolled it back
            db.execute("ROLLBACK")
        raise
