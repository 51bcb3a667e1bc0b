"""What is erased by itself on its day: what callers say of themselves, and entries for a search (L8, law facts, 9).

Each such record says its own day in `erase_on`, and whoever wrote it down saw that day. A legal hold stops the clock.
A half-typed call counts too: it may hold a number.

A clock alone erases nothing: a day that comes long after the one before is believed once another has come after it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from cima_desktop.model.declared import KINDS
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.line import SHORT_CLOCK_DAYS
from cima_desktop.model.retention import Rule
from cima_desktop.services import erasing, holds
from cima_desktop.services.session import Session

KINDS_ON_IT = tuple(kind.name for kind in KINDS.values() if kind.keep.rule is Rule.DAY)
DAY = "erase_on"
"""The field in which each says its day."""
CALL_DRAFT = "linea:call"
"""Under this key waits the call that is being typed."""
_SEEN = "short_clock:seen"
"""The two last days on which somebody worked here while anything was on the clock."""
_LEAP = timedelta(days=SHORT_CLOCK_DAYS)


@attrs.frozen(kw_only=True)
class Clock:
    """How many records of a kind wait for their day, the first and the last of those days, how many are held."""

    records: int
    first: date | None
    last: date | None
    held: int


def erase_on(session: Session) -> str:
    """Return the day on which what is written down today will be erased."""
    return (session.today() + timedelta(days=SHORT_CLOCK_DAYS)).isoformat()


def due(session: Session) -> list[RecordId]:
    """Return the records whose day is over and that no hold covers; a record without a day counts as due."""
    today, stopped = _believed(session).isoformat(), holds.held(session)
    found = (row for kind in KINDS_ON_IT for row in _days(session, kind))
    return [record for record, day in found if (not day or day < today) and not stopped.covers(record)]


def is_anything_due(session: Session) -> bool:
    """Tell whether a sweep would write anything."""
    return bool(due(session)) or _is_draft_old(session) or _is_new_day(session)


def sweep(session: Session) -> int:
    """Erase what is due; return how many records.

    Raises:
        VaultError: the disk refused; nothing was erased.
    """
    if session.store.is_read_only:
        return 0
    if _is_draft_old(session):
        session.store.drafts.drop(CALL_DRAFT)
    records = due(session)
    erased = erasing.erase_due(session, records).records if records else 0
    if _is_new_day(session):
        session.store.meta_set(_SEEN, _seen_text(session))
    return erased


def waiting(session: Session, kind: str = "caller") -> Clock:
    """Return what waits for its day."""
    stopped = holds.held(session)
    found = list(_days(session, kind))
    days = sorted(filter(None, (iso_date(day) for record, day in found if not stopped.covers(record))))
    return Clock(
        records=len(found),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        held=sum(stopped.covers(record) for record, _day in found),
    )


def erase_now(session: Session, record: RecordId) -> int:
    """Erase one of these records before its day, because a person asks for it.

    Raises:
        HeldError: a legal hold covers it; nothing was erased.
        NotErasedError: it is of another kind.
        NotFoundError: it is not there (any more).
        VaultError: the disk refused; nothing was erased.
    """
    if session.store.kind_of_id(record) not in ("", *KINDS_ON_IT):
        raise erasing.NotErasedError
    return erasing.erase_due(session, [record], "asked").records


def _days(session: Session, kind: str) -> Iterator[tuple[RecordId, str]]:
    """Yield every record of a kind with its day; the bin keeps nothing from the clock."""
    for record, (day,) in session.store.scan(kind, (DAY,)):
        yield record, str(day)
    for record in session.store.binned(kind):
        yield record, str(getattr(session.store.snapshot(record).record, DAY))


def _is_draft_old(session: Session) -> bool:
    """Tell whether a half-typed call lies there that nobody went on with for as long as a caller's number is kept."""
    kept_at = session.store.drafts.kept_at(CALL_DRAFT)
    return kept_at is not None and _believed(session) - kept_at.astimezone().date() > _LEAP


def _believed(session: Session) -> date:
    """Return the day up to which is erased: today, or after a leap the last day on which somebody worked before it."""
    before, day = _seen(session)
    return day if day - before <= _LEAP else before


def _seen(session: Session) -> tuple[date, date]:
    """Return today and the last day before it on which somebody worked here; today alone where the clock went back."""
    day = session.store.day_of_clock() if session.store.is_clock_behind else session.today()
    before, last = _kept(session)
    if last is None:
        saved = session.store.last_saved_at
        return min(day, saved.astimezone().date()) if saved else day, day
    if before is None or day < last:
        return day, day
    return (before, day) if day == last else (last, day)


def _kept(session: Session) -> tuple[date | None, date | None]:
    before, _space, last = session.store.meta_get(_SEEN).partition(" ")
    return iso_date(before), iso_date(last)


def _seen_text(session: Session) -> str:
    return " ".join(day.isoformat() for day in _seen(session))


def _is_new_day(session: Session) -> bool:
    """Tell whether today is to be remembered; a vault with nothing on the clock need not know."""
    return session.store.meta_get(_SEEN) != _seen_text(session) and any(map(session.store.count, KINDS_ON_IT))
