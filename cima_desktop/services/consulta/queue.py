"""Open office hours: who came, who waits and how long, with whom they are, and who left."""

from collections.abc import Sequence
from datetime import time, timedelta

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.cases import Visit
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard
from cima_desktop.services.myself import need_me
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.lists import Span

ARRIVE_ACT, TAKE_ACT = N_("Somebody came to office hours"), N_("Somebody’s turn came")
DONE_ACT, LEFT_ACT, BACK_ACT = N_("A visit is done"), N_("Somebody left"), N_("Put a visit back in the queue")
MOST = 200
"""More do not come on one day."""
WAITING, WITH, DONE, LEFT = "waiting", "with", "done", "left"


class VisitTakenError(KnownError):
    """Two people took the same visit: the second is told who has it."""

    message = N_("{who} is with them already.")
    remedy = N_("Take the next one who waits. If that is wrong, put the visit back in the queue first.")


class VisitOverError(KnownError):
    """Something was to be done with a visit that is over."""

    message = N_("This visit is over.")
    remedy = N_("Put it back in the queue if the person is still here.")


@attrs.frozen(kw_only=True)
class Waiting:
    """One who came today."""

    visit: Visit
    place: int
    """In order of arrival, from 1."""
    minutes: int
    """How long they wait, or waited until their turn."""
    name: str
    navigator: str
    case: str
    """The number of the case, once there is one."""


def today(session: Session) -> list[Waiting]:
    """Return who came today: first those who wait, in order of arrival, then those with somebody, then the rest."""
    _day, now = session.stamp()
    page = session.store.page("visit", limit=MOST, span=of_day(session))
    visits = [session.store.need(Visit, row.id) for row in page.rows]
    named = session.store.named(_named(visits))

    def title(record: str) -> str:
        return named.get(RecordId(record), ("", ""))[1]

    found = [
        Waiting(
            visit=visit,
            place=place,
            minutes=_between(visit.at, visit.seen_at or now),
            name=title(visit.person) or visit.called,
            navigator=title(visit.navigator),
            case=title(visit.case),
        )
        for place, visit in enumerate(visits, start=1)
    ]
    order = (WAITING, WITH, DONE, LEFT)
    return sorted(found, key=lambda each: order.index(each.visit.state) if each.visit.state in order else len(order))


def of_day(session: Session) -> Span:
    """Return today as the lists by date take it."""
    day = session.today()
    return day.isoformat(), (day + timedelta(days=1)).isoformat()


def arrive(session: Session, called: str, person: RecordId | str = "") -> Touched:
    """Put somebody at the end of the queue; a name may be missing, the time is enough.

    Raises:
        InvalidInputError: the name cannot be kept.
    """
    on, at = session.stamp()
    values = {"called": called, "person": person, "on": on, "at": at, "state": WAITING}
    return guard.save(session, ARRIVE_ACT, [Edit("visit", new_id(), values)])


def take(session: Session, visit: RecordId) -> Touched:
    """Note that somebody’s turn came, and that whoever sits at this desk is with them.

    Raises:
        NobodyError: it is not known who sits here.
        VisitTakenError: somebody else is with them.
        VisitOverError: they left, or it is done.
    """
    me, found = need_me(session), session.store.need(Visit, visit)
    if found.state == WITH and found.navigator != me.id:
        raise VisitTakenError(who=session.store.title_of(found.navigator) or tr(N_("Somebody")))
    if found.state in (DONE, LEFT):
        raise VisitOverError
    _day, now = session.stamp()
    return guard.save(session, TAKE_ACT, [Edit("visit", visit, {"state": WITH, "navigator": me.id, "seen_at": now})])


def finish(session: Session, visit: RecordId, *, left: bool = False) -> Touched:
    """Note that a visit is done, or that somebody left before their turn."""
    session.store.need(Visit, visit)
    _day, now = session.stamp()
    values = {"state": LEFT if left else DONE, "done_at": now}
    return guard.save(session, LEFT_ACT if left else DONE_ACT, [Edit("visit", visit, values)])


def put_back(session: Session, visit: RecordId) -> Touched:
    """Let somebody wait again, in the place their arrival gives them."""
    session.store.need(Visit, visit)
    values = {"state": WAITING, "navigator": "", "seen_at": "", "done_at": ""}
    return guard.save(session, BACK_ACT, [Edit("visit", visit, values)])


def _named(visits: Sequence[Visit]) -> list[RecordId]:
    wanted = {each for visit in visits for each in (visit.person, visit.navigator, visit.case) if each}
    return [RecordId(each) for each in sorted(wanted)]


def _between(start: str, end: str) -> int:
    """Return the minutes from one time of a day to another; none when one is missing or the clock was set back."""
    return max(0, _minutes(end) - _minutes(start)) if start and end else 0


def _minutes(clock: str) -> int:
    at = time.fromisoformat(clock)
    return at.hour * 60 + at.minute
