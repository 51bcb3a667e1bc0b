"""The steps that undo and redo go through: kept in the vault, so they outlive a restart."""

from dataclasses import dataclass

from cima_desktop.store.change import Ref
from cima_desktop.vault.database import Database

DONE, UNDONE, LOST = 0, 1, 2
"""A step can be undone, redone, or (someone changed the same since) neither."""

KEPT = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One save as the person sees it; `first` and `last` are the numbers of its changes."""

    n: int
    act: str
    first: int
    last: int


def push(db: Database, act: str, now_ms: int, numbers: tuple[int, int]) -> None:
    """Note a new step; what had been undone before it can no longer be redone."""
    db.execute("DELETE FROM step WHERE state = ?", (UNDONE,))
    added = db.execute("INSERT INTO step (act, at, first, last) VALUES (?, ?, ?, ?)", (act, now_ms, *numbers)).lastrowid
    db.execute("DELETE FROM step WHERE n <= ?", (int(added or 0) - KEPT,))


def next_to_undo(db: Database) -> Step | None:
    """Return the newest step that is done."""
    row = db.execute("SELECT n, act, first, last FROM step WHERE state = ? ORDER BY n DESC LIMIT 1", (DONE,)).fetchone()
    return Step(*row) if row else None


def next_to_redo(db: Database) -> Step | None:
    """Return the oldest step that is undone."""
    row = db.execute("SELECT n, act, first, last FROM step WHERE state = ? ORDER BY n LIMIT 1", (UNDONE,)).fetchone()
    return Step(*row) if row else None


def turn(db: Database, step: Step, state: int, numbers: tuple[int, int]) -> None:
    """Mark a step as undone or redone by the changes with these numbers."""
    db.execute("UPDATE step SET state = ?, first = ?, last = ? WHERE n = ?", (state, *numbers, step.n))


def lose(db: Database, step: Step) -> None:
    """Mark a step that can no longer be undone or redone exactly."""
    db.execute("UPDATE step SET state = ? WHERE n = ?", (LOST, step.n))


def stand_in(db: Database, ref: Ref, by: Ref) -> None:
    """Note that undo or redo has put `by` in the place of `ref`."""
    db.execute("INSERT OR REPLACE INTO stand_in (change, idx, by_change, by_idx) VALUES (?, ?, ?, ?)", (*ref, *by))


def current(db: Database, ref: Ref) -> Ref:
    """Return the operation that stands for `ref` today: itself, or what undo and redo have put in its place."""
    while row := db.execute("SELECT by_change, by_idx FROM stand_in WHERE change = ? AND idx = ?", ref).fetchone():
        ref = Ref(*row)
    return ref


def is_stand_in(db: Database, ref: Ref) -> bool:
    """Tell whether an operation was written by undo or redo in the place of an earlier one."""
    sql = "SELECT 1 FROM stand_in WHERE by_change = ? AND by_idx = ?"
    return db.execute(sql, ref).fetchone() is not None
