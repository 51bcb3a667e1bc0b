"""Backups: made by themselves, opened and checked, thinned, carried to sticks, always dated on the screen (B1–B3, B7).

A backup is made on the vault's thread in the place on this disk, under the vault's key. Other places get a copy of the
finished one: `errands` says what is to be done there, `run` does it on any other thread, without the session, and
`settle` notes how it went.
"""

import contextlib
import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from cima_desktop.services import backup_register as register
from cima_desktop.services import holds, messenger
from cima_desktop.services.backup_register import HOME, Kept, Place, Tried
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.session import Session
from cima_desktop.store import proof
from cima_desktop.vault import backups, porter, thinning
from cima_desktop.vault.backup_errors import BackupError, BehindError, blamed
from cima_desktop.vault.copy import Tick
from cima_desktop.vault.errors import VaultError
from cima_desktop.vault.thinning import Dated

NAG_DAYS = 9
EVERY = timedelta(hours=4)
"""With changes, so long after the last one another is made while the program is used."""

JUDGE = backups.Judge(proof.counts, (proof.copy_faults,))


@attrs.frozen(kw_only=True)
class PlaceState:
    """A place, the newest good backup that lies there, how many do, and how the last try went."""

    place: Place
    newest: Kept | None
    number: int
    tried: Tried | None


@attrs.frozen(kw_only=True)
class Status:
    """Everything the window says about backups; all of it is known without touching any disk but the vault's."""

    today: date
    last: Kept | None
    has_changes: bool
    first_day: date | None
    """The day of the first record; None in a vault without any."""
    places: tuple[PlaceState, ...]
    kept: tuple[Kept, ...]
    old_keys: tuple[Kept, ...]
    """Those that open with keys from before the last re-key."""

    @property
    def days(self) -> int | None:
        """The age of the last good backup in days; None when there is none. A date after today counts as today."""
        return None if self.last is None else max(0, (self.today - self.last.at.astimezone().date()).days)

    @property
    def is_late(self) -> bool:
        """Tell whether somebody must be told: records of another day without any backup, or changes that none has held
        for nine days.
        """
        if self.first_day is None:
            return False
        if self.last is None:
            return self.first_day < self.today or self.trouble is not None
        return self.has_changes and (self.days or 0) >= NAG_DAYS

    @property
    def trouble(self) -> BackupError | None:
        """What is wrong at the first place where the last try failed."""
        return next((p.tried.trouble for p in self.places if p.tried and p.tried.trouble), None)

    @property
    def only_here(self) -> bool:
        """Tell whether every backup is on the vault's own disk, and would be taken or die with it."""
        return not any(p.newest and not p.place.is_home for p in self.places)


@attrs.frozen(kw_only=True)
class Errand:
    """What is to be done at one place: bring the newest, take away what is no longer kept."""

    place: Place
    source: Path
    newest: Kept
    vault_id: bytes
    today: date
    known: tuple[Kept, ...]
    held_since: date | None = None


@attrs.frozen(kw_only=True)
class Done:
    """How an errand went: what lies there now (None when nobody knows), and what was wrong."""

    errand: Errand
    there: tuple[str, ...] | None
    trouble: BackupError | None


def is_wanted(session: Session) -> bool:
    """Tell whether this vault has backups: neither the practice vault has any, nor a helper copy, which is to end."""
    return not session.practice and session.ending is None


def moment(session: Session) -> datetime:
    """Return now, on a machine whose clock may have been set back: never before what the vault calls today."""
    return datetime.combine(session.today(), datetime.now().time()).astimezone()


def status(session: Session) -> Status:
    """Return what is known about the backups."""
    known = register.kept(session)
    tries = register.tried(session)
    key = session.vault.access.key_id

    def state(place: Place) -> PlaceState:
        there = [b for b in known if place.id in b.places]
        newest = there[0] if there else None
        return PlaceState(place=place, newest=newest, number=len(there), tried=tries.get(place.id))

    return Status(
        today=session.today(),
        last=known[0] if known else None,
        has_changes=has_changes(session),
        first_day=proof.first_day(session.vault.db),
        places=tuple(state(place) for place in register.places(session)),
        kept=known,
        old_keys=tuple(b for b in known if b.key != key),
    )


def has_changes(session: Session) -> bool:
    """Tell whether the vault holds anything that the last good backup does not, or opens in another way."""
    return session.store.meta_get(register.MARK) != _mark(session)


def is_due(session: Session) -> bool:
    """Tell whether it is time for another one: there are changes, and the last is of another day or hours old."""
    if not is_wanted(session) or not has_changes(session):
        return False
    known = register.kept(session)
    if not known:
        return True
    now, last = moment(session), known[0].at
    return last.astimezone().date() != now.date() or now - last >= EVERY or last > now


def _mark(session: Session) -> str:
    keys = hashlib.sha256(backups.key_bytes(session.folder)).hexdigest()[:16]
    return f"{proof.content_mark(session.vault.db)}:{keys}"


def make(session: Session, tick: Tick | None = None, why: str = "") -> Kept:
    """Make a backup on this disk now, check it, and thin the older ones there.

    Raises:
        SourceDamagedError: the vault does not pass its check; older backups are as they were.
        BehindError: a backup was made, but there is one with more saves than the vault; nothing was removed.
        BackupError: one of its other kinds. How it went is noted where the vault takes notes.
        HelperCopyReadOnlyError: this is a helper copy; nothing of it would be left when it is removed.
    """
    refuse_in_copy(session)
    place, now = register.places(session)[0], moment(session)
    try:
        mark = _mark(session)
        made = backups.make(session.vault, place.path, now, JUDGE, tick)
    except BackupError as error:
        with contextlib.suppress(VaultError):  # a damaged vault takes no more notes; what is raised matters more
            register.note_try(session, place, now, error)
        raise
    new = _kept(made.folder.name, made.outside.made, made.outside.key_id, made.inside.counter, why)
    register.add(session, new)
    session.store.meta_set(register.MARK, mark)
    rows = [row for row in porter.look(place.path) if row["vault"] == session.vault.id.hex()]
    _adopt(session, place, rows)
    if any(each.counter > new.counter for each in register.kept(session) if HOME in each.places):
        behind = BehindError(place=place.path)
        register.note_try(session, place, now, behind)
        raise behind
    wanted = too_many(rows, register.kept(session), now.date(), holds.vault_held_since(session))
    gone = porter.drop(place.path, wanted, session.vault.id)
    register.take_away(session, gone, place.id)
    register.note_try(session, place, now, None)
    return new


def _kept(name: str, made: int, key: str, counter: int, why: str = "") -> Kept:
    at = datetime.fromtimestamp(made, UTC)
    return Kept(name=name, at=at, key=key, counter=counter, places=frozenset({HOME}), why=why)


def _adopt(session: Session, place: Place, rows: Sequence[dict[str, Any]]) -> None:
    """Make the list true for the place on this disk.

    A backup that is not on it, as after a crash, is put on it if today's key opens its seal; one whose folder is gone
    is taken off.
    """
    known = {b.name for b in register.kept(session) if HOME in b.places}
    there = {row["name"]: row for row in rows}
    for name in there.keys() - known:
        try:
            with session.vault.held_key.lend() as key:
                counter = backups.read_note(place.path / name).open(key).counter
        except (BackupError, OSError):  # of another key, or damaged: it stays, and is not counted
            continue
        register.add(session, _kept(name, there[name]["made"], there[name]["key"], counter))
    register.take_away(session, known - there.keys(), place.id)


def too_many(
    rows: Sequence[dict[str, Any]], known: Sequence[Kept], today: date, held_since: date | None = None
) -> list[str]:
    """Return the names of the backups in a place that are no longer kept; what is not on the list is left alone.

    While the whole vault is under a legal hold, those made up to the day it was placed stay.
    """
    there = {row["name"] for row in rows}
    dated = [Dated(b.name, b.counter, b.at) for b in known if b.name in there]
    wanted = thinning.kept(dated, today)
    held = _held(known, held_since)
    return [each.name for each in dated if each.name not in wanted and each.name not in held]


def _held(known: Sequence[Kept], since: date | None) -> set[str]:
    """Return the names of the backups that a legal hold on the whole vault keeps."""
    return {b.name for b in known if since is not None and b.at.astimezone().date() <= since}


def errands(session: Session) -> list[Errand]:
    """Return what is to be done at the other places with the newest backup."""
    known = register.kept(session)
    home, *others = register.places(session)
    newest = next((b for b in known if HOME in b.places), None)
    if newest is None:
        return []
    return [
        Errand(
            place=place,
            source=home.path / newest.name,
            newest=newest,
            vault_id=session.vault.id,
            held_since=holds.vault_held_since(session),
            today=session.today(),
            known=known,
        )
        for place in others
    ]


def run(errand: Errand, heard: Tick | None = None, quiet: float = messenger.QUIET_SECONDS) -> Done:
    """Do an errand; needs no session, and may take as long as a slow stick does."""
    place = errand.place.path
    there: tuple[str, ...] | None = None
    try:
        messenger.carry(errand.source, place / errand.newest.name, heard, quiet)
        rows = messenger.look(place, quiet)
        gone = messenger.drop(
            place, too_many(rows, errand.known, errand.today, errand.held_since), errand.vault_id, quiet
        )
        there = tuple(row["name"] for row in rows if row["name"] not in gone)
    except BackupError as error:
        return Done(errand=errand, there=there, trouble=error)
    return Done(errand=errand, there=there, trouble=None)


def settle(session: Session, done: Done) -> None:
    """Note how an errand went."""
    place = done.errand.place
    if place not in register.places(session):  # taken off the list meanwhile
        return
    if done.there is not None:
        known = register.kept(session)
        register.keep(
            session,
            [
                attrs.evolve(b, places=b.places | {place.id} if b.name in done.there else b.places - {place.id})
                for b in known
            ],
        )
    register.note_try(session, place, moment(session), done.trouble)


def before(session: Session, why: str = "") -> Kept | None:
    """Make a backup before something large is done (an import, a re-key), unless the last one holds all there is.

    Args:
        session: the open vault.
        why: the message that says what it is made before, shown in the list of backups.

    Raises:
        BackupError: there is none now; whoever asks decides whether to go on.
    """
    if not is_wanted(session) or (not has_changes(session) and register.kept(session)):
        return None
    return make(session, why=why)


def add_place(session: Session, folder: Path) -> Place:
    """Let backups go to one more folder from now on.

    Raises:
        BackupFromAboveError: it lies in the vault's own folder.
    """
    backups.refuse_within(session.folder, folder)
    known = register.places(session)
    same = next((p for p in known if p.path == folder), None)
    if same is not None:
        return same
    place = Place(id=secrets.token_hex(4), path=folder)
    register.keep_places(session, [*known, place])
    return place


def remove_place(session: Session, place_id: str) -> None:
    """Bring no more backups to a place; those that lie there stay, and are no longer counted."""
    register.keep_places(session, [p for p in register.places(session) if p.id != place_id])
    register.take_away(session, [b.name for b in register.kept(session)], place_id)


def drop(session: Session, names: Sequence[str]) -> list[str]:
    """Remove backups from every place that answers, on purpose; return those that are gone everywhere.

    The newest one that opens with today's keys is never removed.

    Raises:
        HeldError: a legal hold on the whole vault keeps one of them; nothing was removed.
    """
    if _held(register.kept(session), holds.vault_held_since(session)) & set(names):
        raise holds.HeldError
    key = session.vault.access.key_id
    today = next((b.name for b in register.kept(session) if b.key == key), "")
    wanted = [name for name in names if name != today]
    for place in register.places(session):
        there = [b.name for b in register.kept(session) if b.name in wanted and place.id in b.places]
        if not there:
            continue
        try:
            gone = (porter if place.is_home else messenger).drop(place.path, there, session.vault.id)
        except BackupError as error:
            register.note_try(session, place, moment(session), error)
            continue
        register.take_away(session, gone, place.id)
    left = {b.name for b in register.kept(session)}
    return [name for name in wanted if name not in left]


def prove(session: Session, backup: Kept, tick: Callable[[int], object] = lambda _bytes: None) -> None:
    """Compare every byte of a backup on this disk with its note, and the note's seal with the key, where it fits.

    Raises:
        BackupError: one of its kinds.
    """
    folder = register.places(session)[0].path / backup.name
    with blamed(folder):
        backups.prove(folder, tick)
        if backup.key == session.vault.access.key_id:
            with session.vault.held_key.lend() as key:
                backups.read_note(folder).open(key)
