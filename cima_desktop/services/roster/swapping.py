"""Requests to swap: the least-asked suitable people are offered first; whoever accepts takes the shift over (S3)."""

from datetime import timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import rota
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Shift, SwapRequest, Volunteer
from cima_desktop.services.roster.near import is_full, tasks_of_week
from cima_desktop.services.roster.rota import refuse_twice, shifts
from cima_desktop.services.roster.trained import trained_ids
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

ASK_ACT = N_("Asked somebody to take a shift")
ACCEPT_ACT = N_("A shift changed hands")
DECLINE_ACT = N_("Somebody declined a shift")
WITHDRAW_ACT = N_("Withdrew a request to swap")
ASKED, ACCEPTED, DECLINED, WITHDRAWN = "asked", "accepted", "declined", "withdrawn"
ROLE_OF = {"linea": "operator", "verifiers": "verifier", "consulta": "navigator"}
COURSE_OF = {"linea": "hotline", "verifiers": "verifying", "consulta": ""}
_DAY = timedelta(days=1)
_LATELY = timedelta(weeks=4)


class AnsweredError(KnownError):
    """A request was to be answered that is answered already, or withdrawn."""

    message = N_("This request was answered or withdrawn already.")
    remedy = N_("Look at the rota, and ask anew if it is still needed.")


class AskedAlreadyError(KnownError):
    """The same person was asked for the same shift."""

    message = N_("{name} is asked for this shift already.")
    remedy = N_("Wait for the answer, or ask somebody else.")


@attrs.frozen(kw_only=True)
class Substitute:
    """Somebody who could take a shift over."""

    volunteer: RecordId
    name: str
    asked: int
    """How often they were asked in four weeks."""
    load: int
    """Their tasks and shifts of that week."""


@attrs.frozen(kw_only=True)
class Asked:
    """A request that waits for an answer, with the shift it is about."""

    id: RecordId
    shift: Shift
    by: str
    of: str


def substitutes(session: Session, shift: RecordId) -> list[Substitute]:
    """Return who could take a shift over, the least-asked first, then who has the least to do that week.

    Of the desk's role, trained for it, helping that day, and not on another shift then.

    Raises:
        NotFoundError: the shift is gone.
    """
    found = session.store.need(Shift, shift)
    hours, day = rota.hours_of(found), iso_date(found.on)
    if hours is None or day is None:
        return []
    monday = rota.week_of(day)
    week = shifts(session, monday - _DAY, monday + 7 * _DAY)
    able, tasks, asked = (
        trained_ids(session, COURSE_OF.get(found.desk, "")),
        tasks_of_week(session, day),
        _asked(session),
    )
    waiting = {each.of for each in session.store.children(SwapRequest, shift=shift) if each.state == ASKED}
    offered = []
    for who in session.store.all(Volunteer):
        mine = [each for each in week if each.volunteer == who.id]
        taken = rota.clash(attrs.evolve(found, id=NO_ID, volunteer=who.id), mine) is not None
        suits = who.id in able and ROLE_OF.get(found.desk) in who.roles and rota.helps(who, day)
        todo = len(tasks.get(who.id, []))
        if suits and not taken and who.id not in waiting and who.id != found.volunteer and not is_full(who, todo):
            offered.append(
                Substitute(volunteer=who.id, name=who.name, asked=asked.get(who.id, 0), load=todo + len(mine))
            )
    return sorted(offered, key=lambda each: (each.asked, each.load, each.name))


def ask(session: Session, shift: RecordId, of: RecordId, note: str = "") -> Touched:
    """Note that somebody is asked to take a shift over.

    Raises:
        NotFoundError: the shift or the volunteer is gone.
        AskedAlreadyError: they are asked already.
    """
    found, who = session.store.need(Shift, shift), session.store.need(Volunteer, of)
    if any(each.of == of and each.state == ASKED for each in session.store.children(SwapRequest, shift=shift)):
        raise AskedAlreadyError(name=who.name)
    values = {
        "shift": shift,
        "by": found.volunteer,
        "of": of,
        "asked_on": session.today().isoformat(),
        "state": ASKED,
        "note": note,
    }
    return session.store.save(ASK_ACT, [Edit("swap_request", new_id(), values)])


def accept(session: Session, request: RecordId) -> Touched:
    """Let the shift change hands; whoever else was asked for it is asked no more. All of it, or nothing.

    Raises:
        NotFoundError, AnsweredError: there is nothing to answer any more.
        TwiceOnCallError: they are on another shift by now.
    """
    found = _open(session, request)
    shift = session.store.need(Shift, found.shift)
    refuse_twice(session, attrs.evolve(shift, volunteer=found.of))
    session.store.need(Volunteer, found.of)
    others = [each for each in session.store.children(SwapRequest, shift=shift.id) if each.state == ASKED]
    edits = [_answered(session, each.id, ACCEPTED if each.id == request else WITHDRAWN) for each in others]
    return session.store.save(ACCEPT_ACT, [Edit("shift", shift.id, {"volunteer": found.of}), *edits])


def decline(session: Session, request: RecordId) -> Touched:
    """Note that somebody cannot take the shift.

    Raises:
        NotFoundError, AnsweredError: there is nothing to answer any more.
    """
    return session.store.save(DECLINE_ACT, [_answered(session, _open(session, request).id, DECLINED)])


def withdraw(session: Session, request: RecordId) -> Touched:
    """Take a request back.

    Raises:
        NotFoundError, AnsweredError: there is nothing to answer any more.
    """
    return session.store.save(WITHDRAW_ACT, [_answered(session, _open(session, request).id, WITHDRAWN)])


def waiting(session: Session) -> list[Asked]:
    """Return the requests without an answer about shifts that are not over, in order of time."""
    today, found = session.today().isoformat(), []
    rows = list(session.store.scan("swap_request", ("shift", "by", "of", "state")))
    for request, (about, by, of, state) in rows:
        shift = session.store.get(Shift, str(about)) if state == ASKED else None
        if shift is not None and shift.on >= today:
            names = [session.store.title_of(str(each)) for each in (by, of)]
            found.append(Asked(id=request, shift=shift, by=names[0], of=names[1]))
    return sorted(found, key=lambda each: (each.shift.sort_name(), each.of))


def _open(session: Session, request: RecordId) -> SwapRequest:
    found = session.store.need(SwapRequest, request)
    if found.state != ASKED:
        raise AnsweredError
    return found


def _answered(session: Session, request: RecordId, state: str) -> Edit:
    return Edit("swap_request", request, {"state": state, "answered_on": session.today().isoformat()})


def _asked(session: Session) -> dict[str, int]:
    """Return how often each was asked in the last four weeks."""
    since, found = (session.today() - _LATELY).isoformat(), dict[str, int]()
    for _id, (of, asked_on) in session.store.scan("swap_request", ("of", "asked_on")):
        if str(asked_on) >= since:
            found[str(of)] = found.get(str(of), 0) + 1
    return found
