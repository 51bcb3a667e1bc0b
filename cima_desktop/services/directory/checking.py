"""When a person last asked whether an entry is still right, which is not when somebody last typed into it (X2)."""

from datetime import datetime

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Organization
from cima_desktop.model.touched import Touched
from cima_desktop.services import myself
from cima_desktop.services.directory import shipping
from cima_desktop.services.directory.finding import is_stale
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

CHECK_ACT = N_("Checked an entry of the directory")


@attrs.frozen(kw_only=True)
class Standing:
    """How far an entry can be relied on."""

    record: RecordId
    checked_on: str
    checked_by: str
    """The name of the volunteer who asked."""
    edited_at: datetime
    stale: bool
    news: shipping.News | None
    """What a newer program knows differently."""


def standing(session: Session, organization: RecordId) -> Standing | None:
    """Return how far an entry can be relied on; None when there is none."""
    found = session.store.get(Organization, organization)
    if found is None:
        return None
    return Standing(
        record=organization,
        checked_on=found.checked_on,
        checked_by=session.store.title_of(found.checked_by),
        edited_at=session.store.snapshot(organization).changed_at,
        stale=is_stale(found.checked_on, session.today()),
        news=shipping.news(session, found),
    )


def checked_today(session: Session, organization: RecordId) -> Touched:
    """Note that whoever sits here asked today, and that everything in the entry is right.

    Raises:
        NotFoundError: the entry is gone.
    """
    session.store.need(Organization, organization)
    values = {"checked_on": session.today().isoformat(), "checked_by": myself.my_id(session)}
    return session.store.save(CHECK_ACT, [Edit("organization", organization, values)])
