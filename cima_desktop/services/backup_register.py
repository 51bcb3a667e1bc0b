"""What the vault notes about its backups: where they go, which there are, how the last try went (B1, B3).

Kept inside the vault, because paths and dates in clear would tell where copies of it are.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from cima_desktop.services.session import Session
from cima_desktop.vault.backup_errors import KINDS, BackupError

LIST, PLACES, RESULTS, MARK = "backups:list", "backups:places", "backups:results", "backups:mark"
HOME = "home"
"""The id of the place on this disk, which always is one."""
_MOST_PLACES = 8
_MOST_KEPT = 200


@attrs.frozen(kw_only=True)
class Place:
    """A folder backups go to. `home` is beside the vault, on the same disk."""

    id: str
    path: Path

    @property
    def is_home(self) -> bool:
        """Tell whether it is the place on this disk."""
        return self.id == HOME


@attrs.frozen(kw_only=True)
class Kept:
    """A good backup: its folder's name, when it was made, the name of the keys it opens with, and where it lies."""

    name: str
    at: datetime
    key: str
    counter: int
    places: frozenset[str]
    why: str = ""
    """The message that says what it was made before."""


@attrs.frozen(kw_only=True)
class Tried:
    """How the last try at a place went: when, and what was wrong (None: nothing)."""

    at: datetime
    trouble: BackupError | None


def home_of(folder: Path) -> Path:
    """Return the place on this disk of the vault in `folder`."""
    return folder.with_name(f"{folder.name}-backups")


def places(session: Session) -> tuple[Place, ...]:
    """Return every place, the one on this disk first."""
    found = [Place(id=str(each["id"]), path=Path(each["path"])) for each in _read(session, PLACES)]
    return (Place(id=HOME, path=home_of(session.folder)), *found)


def keep_places(session: Session, wanted: Iterable[Place]) -> None:
    """Keep the places apart from the one on this disk."""
    rows = [{"id": p.id, "path": str(p.path)} for p in wanted if not p.is_home][:_MOST_PLACES]
    session.store.meta_set(PLACES, json.dumps(rows))


def kept(session: Session) -> tuple[Kept, ...]:
    """Return the backups there are, as far as is known, newest first."""
    found = [
        Kept(
            name=str(each["name"]),
            at=datetime.fromisoformat(each["at"]),
            key=str(each["key"]),
            counter=int(each["counter"]),
            places=frozenset(each["places"]),
            why=str(each.get("why", "")),
        )
        for each in _read(session, LIST)
    ]
    return tuple(sorted(found, key=lambda each: (each.counter, each.at), reverse=True))


def keep(session: Session, backups: Sequence[Kept]) -> None:
    """Keep the list; a backup that lies nowhere any more is left out of it."""
    newest_first = sorted(backups, key=lambda each: each.counter, reverse=True)
    rows = [_row(backup) for backup in newest_first if backup.places]
    session.store.meta_set(LIST, json.dumps(rows[:_MOST_KEPT]))


def _row(b: Kept) -> dict[str, object]:
    places_now = sorted(b.places)
    return {"name": b.name, "at": _utc(b.at), "key": b.key, "counter": b.counter, "places": places_now, "why": b.why}


def add(session: Session, backup: Kept) -> None:
    """Note a backup, or another place of one that is known."""
    known = {each.name: each for each in kept(session)}
    before = known.get(backup.name)
    places_now = backup.places | (before.places if before else frozenset())
    known[backup.name] = attrs.evolve(backup, places=places_now)
    keep(session, list(known.values()))


def take_away(session: Session, names: Iterable[str], place: str) -> None:
    """Note that backups are no longer in a place."""
    gone = set(names)
    known = kept(session)
    if any(b.name in gone and place in b.places for b in known):
        keep(session, [attrs.evolve(b, places=b.places - {place}) if b.name in gone else b for b in known])


def tried(session: Session) -> dict[str, Tried]:
    """Return how the last try at each place went."""
    found = {}
    for place, said in _read_object(session, RESULTS).items():
        kind = KINDS.get(str(said.get("trouble")))
        trouble = kind(place=str(said.get("where", ""))) if kind else None
        found[place] = Tried(at=datetime.fromisoformat(said["at"]), trouble=trouble)
    return found


def note_try(session: Session, place: Place, at: datetime, trouble: BackupError | None) -> None:
    """Note how a try went."""
    said = _read_object(session, RESULTS)
    where = str(trouble.facts.get("place") or place.path) if trouble else ""
    said[place.id] = {"at": _utc(at), "trouble": type(trouble).__name__ if trouble else "", "where": where}
    session.store.meta_set(RESULTS, json.dumps(said))


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _read(session: Session, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(session.store.meta_get(key) or "[]")
    return found


def _read_object(session: Session, key: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(session.store.meta_get(key) or "{}")
    return found
