"""The course of a case: how urgent it is, what it waits for, who follows it, how it was closed and opened (C1, C8)."""

from datetime import date

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.cases import URGENT_DAYS, Case, CaseTurn, urgent_until
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.model.work import Task
from cima_desktop.services import guard
from cima_desktop.services.myself import my_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

URGENCY_ACT, WAIT_ACT, GO_ON_ACT = N_("Said how urgent a case is"), N_("Let a case wait"), N_("Went on with a case")
CLOSE_ACT, REOPEN_ACT, HAND_OVER_ACT = N_("Closed a case"), N_("Opened a case again"), N_("Handed a case over")


class ReasonMissingError(InvalidInputError):
    """A case was to be closed, opened again or handed over without what must be said."""

    message = N_("It is not said yet why, or to whom.")
    remedy = N_("Fill in what is missing. Whoever reads the case later needs it.")


class CaseIsClosedError(KnownError):
    """Something was to be done with a case that somebody closed."""

    message = N_("This case is closed.")
    remedy = N_("Open it again first, and say why.")


class CaseIsOpenError(KnownError):
    """A case was to be opened again that is open."""

    message = N_("This case is open already.")
    remedy = N_("Nothing was changed. Somebody else may have opened it again.")


@attrs.frozen(kw_only=True)
class Glance:
    """What the head of a case says."""

    case: Case
    person: str = ""
    has_phone: bool = False
    navigator: str = ""
    until: date | None = None
    """The last day of its urgency."""
    is_over: bool = False
    """Whether that day is past."""
    kinds: frozenset[str] = frozenset()
    """The kinds of the records about it."""


def glance(session: Session, case: RecordId) -> Glance:
    """Return what the head of a case says.

    Raises:
        NotFoundError: there is no such case.
    """
    found = session.store.need(Case, case)
    until = urgent_until(found.urgency, found.urgent_since)
    person = session.store.get(Person, found.person)
    pointers = session.store.pointers([case]).get(case, [])
    return Glance(
        case=found,
        person=session.store.title_of(found.person),
        has_phone=bool(person and person.phone),
        navigator=session.store.title_of(found.navigator) if found.navigator else "",
        until=until,
        is_over=until is not None and until < session.today(),
        kinds=frozenset(kind for kind, _field in pointers),
    )


def turns(session: Session, case: RecordId) -> list[CaseTurn]:
    """Return how a case was opened, closed and handed over, the newest first."""
    return sorted(session.store.children(CaseTurn, case=case), key=lambda turn: turn.on, reverse=True)


def navigators(session: Session) -> list[Volunteer]:
    """Return who can follow a case: everybody on the roster who helps at present."""
    return [each for each in session.store.all(Volunteer) if each.active is not False]


def set_urgency(session: Session, case: RecordId, urgency: str) -> Touched:
    """Say how urgent a case is from today on; it ends by itself.

    Raises:
        CaseIsClosedError: the case is closed.
    """
    _need_open(session, case)
    since = session.today().isoformat() if urgency in URGENT_DAYS else ""
    return guard.save(session, URGENCY_ACT, [Edit("case", case, {"urgency": urgency, "urgent_since": since})])


def wait_for(session: Session, case: RecordId, words: str) -> Touched:
    """Note what a case waits for.

    Raises:
        CaseIsClosedError: the case is closed.
        ReasonMissingError: it is not said what for.
    """
    _need_open(session, case)
    if not words.strip():
        raise ReasonMissingError(path="waiting_for")
    return guard.save(session, WAIT_ACT, [Edit("case", case, {"state": "waiting", "waiting_for": words})])


def go_on(session: Session, case: RecordId) -> Touched:
    """Note that a case waits no more."""
    _need_open(session, case)
    return guard.save(session, GO_ON_ACT, [Edit("case", case, {"state": "open", "waiting_for": ""})])


def close(session: Session, case: RecordId, reason: str, words: str = "") -> Touched:
    """Close a case.

    Raises:
        CaseIsClosedError: it is closed already.
        ReasonMissingError: it is not said how it ended.
    """
    _need_open(session, case)
    if not reason:
        raise ReasonMissingError(path="reason")
    today = session.today().isoformat()
    values = {"state": "closed", "closed_on": today, "closed_reason": reason, "waiting_for": ""}
    turn = _turn(session, case, "closed", reason=reason, words=words)
    return guard.save(session, CLOSE_ACT, [Edit("case", case, values), turn])


def reopen(session: Session, case: RecordId, words: str) -> Touched:
    """Open a closed case again.

    Raises:
        CaseIsOpenError: it is open.
        ReasonMissingError: it is not said why.
    """
    if session.store.need(Case, case).state != "closed":
        raise CaseIsOpenError
    if not words.strip():
        raise ReasonMissingError(path="words")
    values = {"state": "open", "closed_on": "", "closed_reason": ""}
    return guard.save(session, REOPEN_ACT, [Edit("case", case, values), _turn(session, case, "reopened", words=words)])


def hand_over(session: Session, case: RecordId, to: RecordId, words: str = "") -> Touched:
    """Let another navigator follow a case; open tasks of whoever followed it until now go along.

    Raises:
        CaseIsClosedError: the case is closed.
        ReasonMissingError: it is not said to whom.
        NotFoundError: there is no such volunteer.
    """
    before = _need_open(session, case).navigator
    if not to:
        raise ReasonMissingError(path="to")
    session.store.need(Volunteer, to)
    tasks = [Edit("task", task, {"whose": to}) for task in _open_tasks(session, case, before)]
    turn = _turn(session, case, "handed_over", to=to, words=words)
    return guard.save(session, HAND_OVER_ACT, [Edit("case", case, {"navigator": to}), turn, *tasks])


def _open_tasks(session: Session, case: RecordId, whose: str) -> list[RecordId]:
    found = session.store.children(Task, about=case)
    return [task.id for task in found if not task.done_on and not task.reviewer and task.whose in ("", whose)]


def _need_open(session: Session, case: RecordId) -> Case:
    found = session.store.need(Case, case)
    if found.state == "closed":
        raise CaseIsClosedError
    return found


def _turn(
    session: Session, case: RecordId, turn: str, *, reason: str = "", words: str = "", to: RecordId = NO_ID
) -> Edit:
    values = {
        "case": case,
        "turn": turn,
        "on": session.today().isoformat(),
        "reason": reason,
        "words": words,
        "by": my_id(session),
        "to": to,
    }
    return Edit("case_turn", new_id(), values)
