"""What is noted while somebody is looked for: where was looked, who was told, where it stands, one press each (E5)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.detention import OVER, Detention, LocatorCheck
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, derived_id, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.services.myself import my_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

LOOK_ACT = N_("Noted where somebody looked")
TELL_ACT = N_("Noted who was told")
STATE_ACT = N_("Noted where a detention stands")
CONSULATE_ACT = N_("Noted whether the consulate may be told")
FUND_ACT = N_("Noted that the fund will be asked")
COURT_ACT = N_("Noted a hearing")
FUND_TASK = N_("Ask the fund for help (bond, rent or other costs)")
GOING_ON, OVER_NOW = ("0", "1"), ("1", "2")
"""The spans of the list of detentions: those that go on, and those that are over."""
_MOST_OPEN = 1000
SOONEST, LATEST = timedelta(hours=6), timedelta(hours=12)
"""The locator lags behind by hours: between these it is worth looking again (law facts, 6.1)."""


class ReasonMissingError(InvalidInputError):
    """A detention was to be closed without saying why."""

    message = N_("Why is it closed?")
    remedy = N_("Write it in a few words, so that whoever reads this later understands it.")


@attrs.frozen
class LookAgain:
    """Between which moments it is worth looking again."""

    soonest: datetime
    latest: datetime


def look_again(checks: Sequence[LocatorCheck]) -> LookAgain | None:
    """Return when to look again after the newest of the searches, given newest first; None once somebody was found."""
    newest = max(checks, key=lambda check: (check.on, check.at), default=None)
    if newest is None or newest.result == "found":
        return None
    try:
        looked = datetime.fromisoformat(f"{newest.on} {newest.at or '00:00'}")
    except ValueError:  # a day that a newer program or a damaged file wrote otherwise
        return None
    return LookAgain(looked + SOONEST, looked + LATEST)


def looks_due(session: Session, most: int) -> list[Detention]:
    """Return the detentions that go on and whose next look is due, the oldest of them first."""
    today = session.today().isoformat()
    rows = session.store.page("detention", span=GOING_ON, limit=_MOST_OPEN).rows
    due = (row for row in rows if (row.columns.get("next_check_on") or "9") <= today)
    return [found for row in due if (found := session.store.get(Detention, row.id)) is not None][:most]


def looked(session: Session, detention: RecordId, where: str, result: str, words: str = "") -> Touched:
    """Note where was looked just now; "found" and "not found" say when the next look is due.

    Raises:
        NotFoundError: the detention is gone.
        InvalidInputError: the words cannot be kept.
    """
    found = session.store.need(Detention, detention)
    day, at = session.stamp()
    check = {"detention": detention, "where": where, "result": result, "on": day, "at": at, "by": my_id(session)}
    edits = [Edit("locator_check", new_id(), {**check, "words": words})]
    values: dict[str, Value] = {}
    if not found.is_over and result == "found":
        values = {"state": "held", "next_check_on": ""}
    elif not found.is_over and found.state != "held":
        soonest = datetime.fromisoformat(f"{day} {at}") + SOONEST
        values = {"next_check_on": soonest.date().isoformat()}
    if values:
        edits.append(Edit("detention", detention, values))
    return session.store.save(LOOK_ACT, edits)


def tell(session: Session, detention: RecordId, who: str, name: str = "", words: str = "") -> Touched:
    """Note that somebody was told just now.

    Raises:
        NotFoundError: the detention is gone.
        InvalidInputError: the name or the words cannot be kept.
    """
    session.store.need(Detention, detention)
    day, at = session.stamp()
    values = {"detention": detention, "who": who, "name": name, "on": day, "at": at, "by": my_id(session)}
    return session.store.save(TELL_ACT, [Edit("told", new_id(), {**values, "words": words})])


def set_state(session: Session, detention: RecordId, state: str, reason: str = "") -> Touched:
    """Note where it stands; one that is over has the day, one that is closed for another reason says why.

    Raises:
        NotFoundError: the detention is gone.
        ReasonMissingError: it is closed for another reason, and none was said.
    """
    session.store.need(Detention, detention)
    if state == "closed" and not reason.strip():
        raise ReasonMissingError(path="closed_reason")
    today = session.today().isoformat()
    is_over = state in OVER
    values = {
        "state": state,
        "closed_on": today if is_over else "",
        "closed_reason": reason if is_over else "",
        "next_check_on": today if state == "looking" else "",
    }
    return session.store.save(STATE_ACT, [Edit("detention", detention, values)])


def let_consulate(session: Session, detention: RecordId, agreed: bool) -> Touched:
    """Note whether the family wants the consulate told: nobody is told of without them.

    Raises:
        NotFoundError: the detention is gone.
    """
    session.store.need(Detention, detention)
    return session.store.save(CONSULATE_ACT, [Edit("detention", detention, {"consulate_agreed": agreed})])


def want_fund(session: Session, detention: RecordId) -> Touched:
    """Note that the fund will be asked, with a task for it; twice makes one task.

    Raises:
        NotFoundError: the detention is gone.
    """
    found = session.store.need(Detention, detention)
    edits = [Edit("detention", detention, {"fund_wanted": True})]
    task = derived_id("fund-request", detention)
    if not session.store.kind_of_id(task):
        whose = session.store.title_of(found.person)
        what = f"{tr(FUND_TASK)} – {whose}" if whose else tr(FUND_TASK)
        edits.append(Edit("task", task, {"about": detention, "what": what, "due_on": session.today()}))
    return session.store.save(FUND_ACT, edits)


@attrs.frozen(kw_only=True)
class Hearing:
    """A hearing as it is typed: the day may not be known yet."""

    what: str = ""
    on: date | None = None
    at: str = ""
    place: str = ""


def add_hearing(session: Session, detention: RecordId, hearing: Hearing) -> RecordId:
    """Note a hearing as an appointment of the case, or of the person where there is no case; return its id.

    Raises:
        NotFoundError: the detention is gone.
        InvalidInputError: an answer cannot be kept.
    """
    found = session.store.need(Detention, detention)
    made = new_id()
    values = {
        "sort": "hearing",
        "about": found.case or found.person,
        "person": found.person,
        "what": hearing.what,
        "on": hearing.on,
        "at": hearing.at,
        "unknown": True if hearing.on is None else None,
        "place": hearing.place,
        "navigator": my_id(session),
    }
    session.store.save(COURT_ACT, [Edit("appointment", made, values)])
    return made
