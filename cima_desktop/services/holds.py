"""Legal holds (A3): while one is in force, nothing it covers is erased, by a clock or by a person.

A hold covers the whole vault, or one record with everything linked to it. It is no step of undo: only a person who
says why releases it. Backups ask `vault_held_since` before they throw old copies away.
"""

from collections.abc import Iterable
from datetime import date

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError, KnownError, NotFoundError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.keeping import Hold
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

PLACE_ACT = N_("Placed a legal hold")
RELEASE_ACT = N_("Released a legal hold")


class HeldError(KnownError):
    """Something that is under a legal hold was to be erased."""

    message = N_("This is under a legal hold, so nothing of it can be erased.")
    remedy = N_("Ask the organization’s lawyer. The hold can be released in the settings, with a reason.")


class AlreadyReleasedError(KnownError):
    """A hold that is over was to be released."""

    message = N_("This hold was released already.")
    remedy = N_("Nothing was changed.")


@attrs.frozen(kw_only=True)
class Held:
    """What the holds in force cover; with `everything` that is the whole vault."""

    everything: bool
    records: frozenset[RecordId]
    holds: tuple[Hold, ...]

    def covers(self, record: str) -> bool:
        """Tell whether a record is held."""
        return self.everything or record in self.records


def place(session: Session, reason: str, about: RecordId = NO_ID, note: str = "") -> Touched:
    """Hold a record with everything linked to it, or (without `about`) the whole vault.

    Raises:
        NotFoundError: there is no such record.
        InvalidInputError: the reason is none of the list.
    """
    if about and not session.store.kind_of_id(about):
        raise NotFoundError
    if not reason:
        raise InvalidInputError(N_("Choose why it is held."), path="reason")
    values = {
        "about": about,
        "reason": reason,
        "note": note,
        "placed_on": session.today().isoformat(),
        "placed_by": session.who,
    }
    return session.store.save(PLACE_ACT, [Edit("hold", new_id(), values)], undoable=False)


def release(session: Session, hold: RecordId, why: str) -> Touched:
    """End a hold; it stays in the list of holds with who ended it, when and why.

    Raises:
        InvalidInputError: nothing was said about why.
        NotFoundError: there is no such hold.
        AlreadyReleasedError: it is over already.
    """
    if not why.strip():
        raise InvalidInputError(N_("Say why it is released: who decided, and when."), path="release_reason")
    found = session.store.need(Hold, hold)
    if not found.in_force:
        raise AlreadyReleasedError
    values = {
        "released_on": session.today().isoformat(),
        "released_by": session.who,
        "release_reason": why,
    }
    return session.store.save(RELEASE_ACT, [Edit("hold", hold, values)], undoable=False)


def all_holds(session: Session) -> list[Hold]:
    """Return every hold there ever was, those in force first, then the newest."""
    found = sorted(session.store.all(Hold), key=lambda h: (h.placed_on, h.id), reverse=True)
    return sorted(found, key=lambda h: not h.in_force)


def in_force(session: Session) -> list[Hold]:
    """Return the holds that nobody has released."""
    return [hold for hold in all_holds(session) if hold.in_force]


def vault_is_held(session: Session) -> bool:
    """Tell whether the whole vault is under a hold."""
    return any(not hold.about for hold in in_force(session))


def vault_held_since(session: Session) -> date | None:
    """Return the day on which the whole vault came under the oldest hold in force; None when it is under none."""
    days = [iso_date(hold.placed_on) for hold in in_force(session) if not hold.about]
    return min((day for day in days if day is not None), default=None)


def is_held(session: Session, record: str) -> bool:
    """Tell whether a record is under a hold, of its own, by what it is linked to, or of the whole vault."""
    return held(session).covers(record)


def held(session: Session) -> Held:
    """Return what is covered by the holds in force."""
    holds = tuple(in_force(session))
    covered: set[RecordId] = set()
    for hold in holds:
        if hold.about:
            covered |= linked(session, hold.target)
    return Held(everything=any(not h.about for h in holds), records=frozenset(covered), holds=holds)


def linked(session: Session, record: RecordId) -> set[RecordId]:
    """Return a record with everything a hold on it covers: its family's records, papers and notes, and their homes.

    From the record one goes to all that names it and all that it names, then to the parts of those, then to whom
    these name, again with their parts. Rather too much than too little: what is held is only not erased.
    """
    store = session.store
    near = _with(store.going_with([record]), record)
    around = {*near, *store.pointing_to(near), *store.named_by(near)}
    parts = set(store.going_with(around))
    return {record, *parts, *store.going_with(store.named_by(parts))}


def _with(found: Iterable[RecordId], record: RecordId) -> list[RecordId]:
    return list(dict.fromkeys([record, *found]))
