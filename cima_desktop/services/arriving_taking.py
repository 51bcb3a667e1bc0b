"""What becomes of an arrival: taken in batch by batch, taken back on any later day, or wanted by nobody (Y9)."""

from collections.abc import Collection, Mapping

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services import arriving_people, backups, deciding
from cima_desktop.services.arriving import CHANGES, Tick
from cima_desktop.services.arriving_review import JOINS, TICKS, joins_of
from cima_desktop.services.own_card import refuse_where_nothing_leaves
from cima_desktop.services.session import Session
from cima_desktop.store import BundleNote
from cima_desktop.store.bundles import DONE, REFUSED, TAKING, UNDONE, WAITING

DECLINED = "declined"
"""How many records were declined; among the facts of an arrival."""
UNSETTLED = "arriving:unsettled"
"""Where the number of the bundle is kept of which the people are still to be joined and asked about."""
BEFORE = N_("Made before a bundle was taken in.")
BEFORE_UNDO = N_("Made before an import was undone.")
"""Said of the backup in the list of backups."""


class NothingTakenInError(KnownError):
    """An import was to be undone of which nothing is in."""

    message = N_("Nothing of this bundle is taken in, so there is nothing to take back.")
    remedy = N_("Nothing was changed.")


class NothingLeftError(KnownError):
    """A bundle was to be taken in after all that is in already, or still waits."""

    message = N_("This bundle is taken in already, or it still waits for your decision.")
    remedy = N_("Nothing was changed. If it waits, look through it and decide.")


@attrs.frozen(kw_only=True)
class Taken:
    """What was taken in, what was declined, and how much waits for a decision now."""

    records: int
    declined: int
    questions: int
    touched: Touched


@attrs.frozen(kw_only=True)
class HowFar:
    """How many changes of an arrival are in or aside, and of how many."""

    done: int
    total: int


@attrs.frozen(kw_only=True)
class Undoing:
    """What undoing an import would do: how many records it concerns, and kind and name of those that stay."""

    records: int
    kept: tuple[tuple[str, str], ...]


def take_in(
    session: Session,
    n: int,
    declined: Collection[RecordId] = (),
    joins: Mapping[RecordId, RecordId] | None = None,
    tick: Tick = lambda _done, _total: None,
    *,
    backup: bool = True,
) -> Taken:
    """Take in everything of an arrival but what was declined, batch by batch; what `tick` raises stops between two.

    Called for one that is half in, it goes on with what was decided then.

    Args:
        session: the open vault.
        n: the number of the arrival.
        declined: records of which nothing is taken in.
        joins: people who came, and who they are here.
        tick: told how many changes are in, and of how many.
        backup: make a backup before anything is written.

    Raises:
        NoBackupFirstError: none could be made; nothing was taken in.
        NothingLeftError: it was decided about before.
        NotFoundError: there is no such arrival.
        VaultError: the disk refused; what is in stays, and it can be gone on with.
    """
    refuse_where_nothing_leaves(session)
    settle_rest(session)
    store = session.store
    state = store.bundle(n).state
    if state not in (WAITING, TAKING):
        raise NothingLeftError
    if state == WAITING:
        if backup:
            backups.before(session, BEFORE)
        store.set_bundle(n, facts={JOINS: dict(joins or {}), DECLINED: len(declined)})
    store.meta_set(UNSETTLED, str(n))
    touched = store.take_in(n, None if state == TAKING else declined, tick)
    return _taken(session, n, touched, half=state == TAKING)


def _taken(session: Session, n: int, touched: Touched, *, half: bool) -> Taken:
    declined = session.store.bundle(n).facts[DECLINED]
    # What was half in came before; what this bundle only brought again is no news.
    came = len(session.store.bundle_records(n)) - declined if half else len(touched.ids)
    settle_rest(session)
    return Taken(
        records=came,
        declined=declined,
        questions=deciding.count(session, anew=True),
        touched=touched,
    )


def settle_rest(session: Session) -> None:
    """Do what follows once everything of a bundle is in: join who is one person, and ask about who may be.

    Asked for again when a vault is opened, because the program may have been killed in between.
    """
    n = int(session.store.meta_get(UNSETTLED) or 0)
    if not n or session.store.is_read_only or session.store.bundle(n).state != DONE:
        return
    arriving_people.settle(session, n, joins_of(session.store.bundle(n)))
    session.store.set_bundle(n, facts={TICKS: None})
    session.store.meta_set(UNSETTLED, "")


def how_far(session: Session, n: int) -> HowFar:
    """Return how much of an arrival is taken in."""
    total = int(session.store.bundle(n).facts.get(CHANGES, 0))
    return HowFar(done=total - session.store.changes_left(n), total=total)


def refuse(session: Session, n: int) -> None:
    """Take nothing of an arrival in; it is not asked about again, and can still be taken in later."""
    session.store.drop_arrival(n)


def undo_preview(session: Session, n: int) -> Undoing:
    """Return what undoing an import would take back, and what stays because somebody worked on it since."""
    found = session.store.undo_preview(n)
    named = session.store.named(found.kept_for_later_work)
    return Undoing(records=len(found.records), kept=tuple(named[each] for each in found.kept_for_later_work))


def undo(session: Session, n: int, *, backup: bool = True) -> Touched:
    """Take back what came with an import, on any later day; what was done since stays.

    Raises:
        NothingTakenInError: nothing of it is in.
        NoBackupFirstError: none could be made; nothing was taken back.
    """
    if session.store.bundle(n).state not in (DONE, TAKING):
        raise NothingTakenInError
    if backup:
        backups.before(session, BEFORE_UNDO)
    return session.store.undo_import(n)


def redo(session: Session, n: int, *, backup: bool = True) -> Touched:
    """Take in after all what was taken back or declined of an import.

    Raises:
        NothingLeftError: it is in, or it waits.
        NoBackupFirstError: none could be made; nothing was taken in.
    """
    refuse_where_nothing_leaves(session)
    if not can_redo(session.store.bundle(n)):
        raise NothingLeftError
    if backup:
        backups.before(session, BEFORE)
    touched = session.store.redo_import(n)
    session.store.set_bundle(n, facts={DECLINED: 0})
    return touched


def can_redo(note: BundleNote) -> bool:
    """Tell whether something of a bundle was taken back or declined, and can be taken in after all."""
    return note.state in (REFUSED, UNDONE) or (note.state == DONE and bool(note.facts.get(DECLINED)))
