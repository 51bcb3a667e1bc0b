"""Marks on numbers from which hoaxes came (L12): made from a closed call, taken off again, and never a refusal."""

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.line import Call, Caller, NumberMark
from cima_desktop.model.touched import Touched
from cima_desktop.services import myself
from cima_desktop.services.linea.past import of_number
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

MARK_ACT = N_("Marked a number")
LIFT_ACT = N_("Took a mark off a number")


class NotClosedError(KnownError):
    """A number was to be marked by a call that was not closed as a hoax."""

    message = N_("A number is marked only from a call that was closed as a hoax.")
    remedy = N_("Nothing was changed.")


class NoNumberError(KnownError):
    """The call to mark by has no number (any more)."""

    message = N_("This call has no number, or the caller’s details were erased already.")
    remedy = N_("Nothing was changed.")


def number_of(session: Session, call: RecordId) -> str:
    """Return the number a call came from, while it is kept."""
    return next((caller.phone for caller in session.store.children(Caller, call=call) if caller.phone), "")


def mark(session: Session, call: RecordId, reason: str = "") -> Touched:
    """Mark the number of a call that was closed as a hoax; a mark that is there already counts one more.

    Raises:
        NotClosedError, NoNumberError: it cannot be marked by this call.
    """
    if session.store.need(Call, call).closed_reason != "hoax":
        raise NotClosedError
    phone = number_of(session, call)
    if not phone:
        raise NoNumberError
    known = of_number(session, phone)
    if known.marks:
        there = known.marks[0]
        values: dict[str, object] = {"hoaxes": (there.hoaxes or 0) + 1, "reason": reason or there.reason}
        return session.store.save(MARK_ACT, [Edit("number_mark", there.id, values)])
    hoaxes = sum(each.call.closed_reason == "hoax" for each in known.calls)
    values = {
        "phone": phone,
        "hoaxes": hoaxes,
        "reason": reason,
        "marked_on": session.today(),
        "by": myself.my_id(session),
    }
    return session.store.save(MARK_ACT, [Edit("number_mark", new_id(), values)])


def lift(session: Session, number_mark: RecordId) -> Touched:
    """Take a mark off; it stays in the history.

    Raises:
        NotFoundError: it is not there.
    """
    session.store.need(NumberMark, number_mark)
    return session.store.save(LIFT_ACT, [Edit("number_mark", number_mark, {"lifted_on": session.today()})])


def in_force(session: Session) -> list[NumberMark]:
    """Return the marks that nobody has taken off, the newest first."""
    found = [each for each in session.store.all(NumberMark) if not each.lifted_on]
    return sorted(found, key=lambda each: (each.marked_on, each.id), reverse=True)
