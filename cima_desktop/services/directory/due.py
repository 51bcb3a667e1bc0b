"""What of the directory has to be asked again, for the first page."""

from collections.abc import Iterator
from datetime import date

import attrs

from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.services.directory.finding import is_stale
from cima_desktop.services.session import Session


@attrs.frozen(kw_only=True)
class Due:
    """Something to ask again: a lawyer, or the oldest of the entries that have become old."""

    kind: str
    id: RecordId
    title: str
    day: date | None
    number: int = 1
    """How many entries have become old."""


def checks(session: Session, today: date) -> Iterator[Due]:
    """Yield the lawyers whose day to be asked again has come, and one line for all entries that have become old.

    What was never checked is not here: it stands at the end of the directory and says so.
    """
    rows = session.store.scan("organization", ("name", "checked_on"))
    old = [(str(day), record, str(name)) for record, (name, day) in rows if day and is_stale(str(day), today)]
    if old:
        day, record, name = min(old)
        yield Due(kind="organization", id=record, title=name, day=iso_date(day), number=len(old))
    for record, (called, wanted) in session.store.scan("attorney", ("name", "next_check_on")):
        if wanted and str(wanted) <= today.isoformat():
            yield Due(kind="attorney", id=record, title=str(called), day=iso_date(str(wanted)))
