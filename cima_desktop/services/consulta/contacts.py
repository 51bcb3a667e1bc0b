"""Attempts to reach somebody, and what came of each (C3): added, never rewritten."""

from cima_desktop.i18n import N_
from cima_desktop.model.cases import Contact
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard
from cima_desktop.services.myself import my_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

CONTACT_ACT = N_("Noted an attempt to reach somebody")


class OutcomeMissingError(InvalidInputError):
    """An attempt was to be noted without saying how, or what came of it."""

    message = N_("It is not said yet how, or what came of it.")
    remedy = N_("Choose both; the keys 1 to 9 choose too.")


def log(
    session: Session, about: RecordId, way: str, outcome: str, *, words: str = "", incoming: bool | None = None
) -> Touched:
    """Note an attempt to reach somebody about a record, now, by whoever sits at this desk.

    Raises:
        OutcomeMissingError: it is not said how, or what came of it.
        InvalidInputError: a value cannot be kept.
    """
    if not way or not outcome:
        raise OutcomeMissingError(path="outcome" if way else "way")
    on, at = session.stamp()
    values = {
        "about": about,
        "way": way,
        "incoming": incoming,
        "outcome": outcome,
        "on": on,
        "at": at,
        "words": words,
        "by": my_id(session),
    }
    return guard.save(session, CONTACT_ACT, [Edit("contact", new_id(), values)])


def of(session: Session, about: RecordId) -> list[tuple[Contact, str]]:
    """Return the attempts about a record, the newest first, each with who made it."""
    found = sorted(session.store.children(Contact, about=about), key=Contact.sort_name, reverse=True)
    return [(each, session.store.title_of(each.by)) for each in found]
