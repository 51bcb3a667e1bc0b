"""Who sits at this desk: the volunteer on the roster whose name stands on the key that opened the vault."""

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.text import fold
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

CLAIM_ACT = N_("Said who sits at this desk")
_CHOSEN = "desk:me:"


class NobodyError(KnownError):
    """The desk needs to know who works at it, and nobody has said so."""

    message = N_("The program does not know yet who you are on the roster.")
    remedy = N_("Choose yourself on the roster, or add yourself; it takes one click.")


def me(session: Session) -> Volunteer | None:
    """Return the volunteer who works at this desk, or None when nobody has said so.

    First the roster is asked for the name on the key, then what was chosen here for that key.
    """
    name = fold(session.who)
    if name:
        found = [each for each in session.store.all(Volunteer) if fold(each.opens_as) == name]
        if found:
            return min(found, key=lambda each: each.id)
    chosen = session.store.meta_get(_CHOSEN + name)
    return session.store.get(Volunteer, chosen) if chosen else None


def my_id(session: Session) -> RecordId:
    """Return the id of the volunteer who works at this desk; empty when nobody has said so."""
    found = me(session)
    return found.id if found else NO_ID


def need_me(session: Session) -> Volunteer:
    """Return the volunteer who works at this desk.

    Raises:
        NobodyError: nobody has said so.
    """
    found = me(session)
    if found is None:
        raise NobodyError
    return found


def i_am(session: Session, volunteer: RecordId) -> Touched:
    """Note that whoever opens the vault with this key is that volunteer.

    Raises:
        NotFoundError: there is no such volunteer.
    """
    session.store.need(Volunteer, volunteer)
    session.store.meta_set(_CHOSEN + fold(session.who), volunteer)
    values = {"opens_as": session.who} if session.who else {}
    return session.store.save(CLAIM_ACT, [Edit("volunteer", volunteer, values)])


def add_me(session: Session, name: str, roles: frozenset[str] = frozenset()) -> RecordId:
    """Put whoever works at this desk on the roster, and return their id.

    Raises:
        InvalidInputError: the name cannot be kept.
    """
    made = new_id()
    values = {"name": name, "roles": roles, "active": True, "since": session.today(), "opens_as": session.who}
    session.store.save(CLAIM_ACT, [Edit("volunteer", made, values)])
    session.store.meta_set(_CHOSEN + fold(session.who), made)
    return made
