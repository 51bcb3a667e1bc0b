"""Carrying changes from one store to another the way an import does, and looking at what two stores hold."""

import secrets
from collections.abc import Collection, Iterable
from itertools import islice

from cima_desktop.model.ids import RecordId
from cima_desktop.store import Comparison, HaveSet, Raw, Staged, Store


def introduce(*stores: Store) -> None:
    """Let every store know every other's device."""
    for one in stores:
        for other in stores:
            if one is not other:
                one.know_device(other.own_public_key(), "another laptop")


def wait(target: Store, raws: Iterable[Raw], sender: bytes = b"", size: int = 2000) -> tuple[int, Staged]:
    """Stage changes as a bundle; return its number and what became of them all."""
    n = target.begin_arrival(secrets.token_bytes(16), sort="delta", peers=[sender] if sender else [])
    total = Staged()
    waiting = iter(raws)
    while some := list(islice(waiting, size)):
        one = target.stage(n, some)
        total = Staged(
            kept=total.kept + one.kept,
            known=total.known + one.known,
            refused=total.refused + one.refused,
            unknown=total.unknown + one.unknown,
        )
    target.end_staging(n)
    return n, total


def bring(target: Store, raws: Iterable[Raw], declined: Collection[RecordId] = ()) -> int:
    """Stage changes and take them in; return the number of the bundle."""
    n, staged = wait(target, raws)
    assert (staged.refused, staged.unknown) == (0, 0)
    target.take_in(n, declined)
    return n


def carry(
    source: Store, target: Store, have: HaveSet | None = None, records: Collection[RecordId] | None = None
) -> int:
    """Bring what the target lacks, or chosen records, from one store to another."""
    return bring(target, source.gather(have, records))


def set_aside(target: Store, changes: Collection[bytes], why: str) -> None:
    """Take changes, by their ids, out of what counts."""
    with target._writing() as db:
        target._move_out(db, changes, why, 0)
    target._forget_words()


def compared(target: Store, raws: Iterable[Raw]) -> Comparison:
    """Return the dry run of changes that wait."""
    return target.compare(wait(target, raws)[0])


def content(store: Store) -> dict[str, object]:
    """Return every change that counts, by id, and what every record of it shows."""
    rows = store._db.execute("SELECT change.id FROM change ORDER BY id").fetchall()
    shown = store._db.execute(
        "SELECT id, kind, deleted, contested, title, subtitle FROM rec WHERE kind <> '' ORDER BY id"
    )
    return {"changes": [i.hex() for (i,) in rows], "shown": shown.fetchall()}
