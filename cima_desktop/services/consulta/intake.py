"""A case is opened: from a visit, from a call, or because somebody asked; everything in one save (C1, C2)."""

from collections.abc import Mapping, Sequence

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.cases import URGENT_DAYS, Case, Visit
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard
from cima_desktop.services.consulta.numbers import case_number
from cima_desktop.services.myself import my_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

OPEN_ACT = N_("Opened a case")


class NobodyToHelpError(InvalidInputError):
    """A case was to be opened for nobody."""

    message = N_("It is not said yet whose case this is.")
    remedy = N_("Type a name or a telephone number, or choose somebody who is here already.")


class NeedMissingError(InvalidInputError):
    """A case was to be opened without saying what it is about."""

    message = N_("It is not said yet what is needed.")
    remedy = N_("Choose the need; the keys 1 to 9 choose too.")


class VisitHasCaseError(KnownError):
    """Two people took the same visit in: the second is told of the first one's case."""

    message = N_("{who} opened case {number} for this visit already.")
    remedy = N_("Nothing was saved twice. Look at that case, and add there what you were told.")


@attrs.frozen(kw_only=True)
class Intake:
    """What is asked when somebody comes or calls; all but the need can wait."""

    need: str
    person: RecordId | None = None
    person_values: Mapping[str, object] = attrs.field(factory=dict)
    """Somebody new; not looked at where `person` says who it is."""
    urgency: str = ""
    goal: str = ""
    next_step: str = ""
    next_due: str = ""
    how_heard: str = ""
    call: RecordId = NO_ID
    visit: RecordId = NO_ID
    also: Sequence[Edit] = ()
    """What is kept in the same save, such as the call itself."""


@attrs.frozen(kw_only=True)
class Opened:
    """The case that was opened, and whose it is."""

    case: RecordId
    person: RecordId
    touched: Touched


def open_case(session: Session, intake: Intake) -> Opened:
    """Open a case with its number, the note that it was opened, and its first task.

    Raises:
        NobodyToHelpError, NeedMissingError: that is missing.
        VisitHasCaseError: somebody else has taken this visit in.
        InvalidInputError: a value cannot be kept; nothing was saved.
        NotFoundError: the person is gone.
    """
    if not intake.need:
        raise NeedMissingError(path="need")
    if intake.visit:
        _refuse_twice(session, intake.visit)
    person, edits = _person(session, intake)
    today, _now = session.stamp()
    case, number = _free(session, today)
    edits.append(Edit("case", case, {**_case(session, intake, person), "number": number}))
    turn = {"case": case, "turn": "opened", "on": today, "by": my_id(session)}
    edits.append(Edit("case_turn", new_id(), turn))
    if intake.next_step.strip():
        task = {"about": case, "what": intake.next_step, "due_on": intake.next_due, "whose": my_id(session)}
        edits.append(Edit("task", new_id(), task))
    edits += [*intake.also, *_came_from(session, intake, case, person)]
    return Opened(case=case, person=person, touched=guard.save(session, OPEN_ACT, edits))


def _free(session: Session, today: str) -> tuple[RecordId, str]:
    """Return an id whose number no case of this vault has; another vault's may, once in many thousand."""
    while True:
        case = new_id()
        number = case_number(case, today)
        if all(hit.title != number for hit in session.store.search(number, kinds=("case",), limit=5)):
            return case, number


def _refuse_twice(session: Session, visit: RecordId) -> None:
    found = session.store.need(Visit, visit)
    case = session.store.get(Case, found.case)
    if case is not None:
        who = session.store.title_of(found.navigator) or tr(N_("Somebody"))
        raise VisitHasCaseError(who=who, number=case.number)


def _person(session: Session, intake: Intake) -> tuple[RecordId, list[Edit]]:
    """Return whose case it is, and what makes them if they are new."""
    if intake.person:
        return session.store.need(Person, intake.person).id, []
    if not any(str(value or "").strip() for value in intake.person_values.values()):
        raise NobodyToHelpError(path="person")
    made = new_id()
    return made, [Edit("person", made, intake.person_values)]


def _case(session: Session, intake: Intake, person: RecordId) -> dict[str, object]:
    known = session.store.get(Person, person)
    today = session.today().isoformat()
    return {
        "person": person,
        "need": intake.need,
        "goal": intake.goal,
        "next_step": intake.next_step,
        "urgency": intake.urgency,
        "urgent_since": today if intake.urgency in URGENT_DAYS else "",
        "state": "open",
        "opened_on": today,
        "navigator": my_id(session),
        "household": known.household if known else "",
        "county": known.county if known else str(intake.person_values.get("county") or ""),
        "how_heard": intake.how_heard,
    }


def _came_from(session: Session, intake: Intake, case: RecordId, person: RecordId) -> list[Edit]:
    """Return what ties the visit and the call to the case."""
    edits = []
    if intake.visit:
        _today, now = session.stamp()
        visit = session.store.need(Visit, intake.visit)
        values: dict[str, object] = {"case": case, "person": person, "need": intake.need}
        if visit.state == "waiting":
            values |= {"state": "with", "navigator": my_id(session), "seen_at": now}
        edits.append(Edit("visit", visit.id, values))
    if intake.call:
        edits.append(Edit("call", intake.call, {"case": case}))
    return edits
