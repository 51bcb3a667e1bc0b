"""What is erased by itself on its day: what callers say of themselves, and entries for a search (L8, law facts, 9).

Each such record says its own day in `erase_on`, and whoever wrote it down saw that day. A legal hold stops the clock.
A half-typed call counts too: it may hold a number.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

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
    today, stopped = session.today().isoformat(), holds.held(session)
    found = (row for kind in KINDS_ON_IT for row in _days(session, kind))
    return [record for record, day in found if (not day or day < today) and not stopped.covers(record)]


def is_anything_due(session: Session) -> bool:
    """Tell whether a sweep would erase anything."""
    return bool(due(session)) or _is_draft_old(session)


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
    return erasing.erase_due(session, records).records if records else 0


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
    return kept_at is not None and datetime.now(UTC) - kept_at > timedelta(days=SHORT_CLOCK_DAYS)
