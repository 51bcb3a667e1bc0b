"""Going along to an appointment: who goes, what to do if somebody is detained, and the next date (S4, C12)."""

from datetime import date

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.cases import Case
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Choice, Field, FieldType, iso_date
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.plans import Plan
from cima_desktop.model.touched import Touched
from cima_desktop.model.workups import Accompaniment, Appointment
from cima_desktop.services import guard
from cima_desktop.services.roster import assigning
from cima_desktop.services.roster.near import LOAD_STATES
from cima_desktop.services.session import Session
from cima_desktop.services.workups.appointments import days_until, of
from cima_desktop.services.workups.workup import Begun, begin
from cima_desktop.store import Edit

OUTCOME_ACT = N_("Wrote down how going along went")
RESULT_OF = {
    "attended": "held",
    "postponed": "postponed",
    "not_held": "cancelled",
    "did_not_go": "missed",
    "detained": "detained",
}
"""What came of the appointment, by what came of going along."""
KNOWN, ASK, NONE = "known", "ask", "none"
NEXT = Field(
    name="next",
    type=FieldType.CHOICE,
    label=N_("Is there a next date?"),
    choices=(
        Choice(KNOWN, N_("Yes, on this day")),
        Choice(ASK, N_("Yes, but the day is not known yet")),
        Choice(NONE, N_("No")),
    ),
)
"""What is asked together with how it went; it is kept as the next appointment."""
_HANDED_ON = ("sort", "about", "person", "what", "place", "agency", "county", "navigator")


@attrs.frozen(kw_only=True)
class GoingView:
    """One accompaniment with its appointment, who comes along, and the family's plan where there is one."""

    going: Accompaniment
    appointment: Appointment | None
    coming: int = 0
    """How many go along, or were asked and have not said no."""
    plan: RecordId = NO_ID
    next: Appointment | None = None
    days: int | None = None
    """Days until the appointment, less than none once it is past; None while its day is not known."""


@attrs.frozen(kw_only=True)
class Outcome:
    """How it went, and when the next date is: `next` is "known", "ask" or "none"."""

    outcome: str
    report: str = ""
    next: str = ""
    on: str = ""
    at: str = ""
    ask_on: str = ""


def of_case(session: Session, case: RecordId) -> list[GoingView]:
    """Return everything of a case to which somebody goes along, the newest first."""
    found = [_view(session, case, going) for going in session.store.children(Accompaniment, case=case)]
    return sorted(found, key=lambda each: each.appointment.sort_name() if each.appointment else "", reverse=True)


@attrs.frozen(kw_only=True)
class Free:
    """An appointment to which nobody goes along yet."""

    appointment: Appointment
    days: int | None


def without_company(session: Session, case: RecordId) -> list[Free]:
    """Return the appointments of a case for which company can still be found: not over, nobody goes yet."""
    taken = {going.appointment for going in session.store.children(Accompaniment, case=case)}
    free = [each for each in of(session, case) if each.id not in taken and not each.result]
    found = [Free(appointment=each, days=days_until(session, each)) for each in free]
    return [each for each in found if each.days is None or each.days >= 0]


def go_along(session: Session, appointment_id: RecordId) -> Begun:
    """Begin going along to an appointment of a case.

    Raises:
        NotFoundError: the appointment, or its case, is gone.
    """
    appointment = session.store.need(Appointment, appointment_id)
    return begin(session, "accompaniment", RecordId(appointment.about), {"appointment": appointment_id})


def _view(session: Session, case: RecordId, going: Accompaniment) -> GoingView:
    store = session.store
    appointment = store.get(Appointment, going.appointment)
    return GoingView(
        going=going,
        appointment=appointment,
        days=days_until(session, appointment) if appointment else None,
        coming=_coming(session, going),
        plan=_plan_of(session, case),
        next=store.get(Appointment, going.next_appointment),
    )


def _coming(session: Session, going: Accompaniment) -> int:
    asked = assigning.of(session, going.id)
    return sum(each.sort == assigning.GOES and each.state in LOAD_STATES for each in asked)


def _plan_of(session: Session, case: RecordId) -> RecordId:
    """Return the plan of the person a case is of; empty when there is none."""
    found = session.store.get(Case, case)
    person = found.person if found else ""
    plans = [plan for name in ("parent1", "parent2") for plan in session.store.children(Plan, **{name: person})]
    return plans[-1].id if plans else NO_ID


def tell(session: Session, going_id: RecordId, told: Outcome) -> Touched:
    """Note how it went, what came of the appointment, and make the next one: all of it, or nothing (C12).

    Raises:
        NotFoundError: it is gone.
        InvalidInputError: nothing is said about the next date, or a value cannot be kept.
    """
    going = session.store.need(Accompaniment, going_id)
    _refuse(told, session.today())
    appointment = session.store.get(Appointment, going.appointment)
    edits: list[Edit] = []
    made = ""
    if told.next != NONE:
        made = new_id()
        edits.append(Edit("appointment", made, {**_handed_on(going, appointment), **_day(told)}))
    values = {
        "outcome": told.outcome,
        "report": told.report,
        "outcome_on": session.today(),
        "next_appointment": made,
    }
    edits.append(Edit("accompaniment", going_id, values))
    if appointment is not None:
        edits.append(Edit("appointment", appointment.id, {"result": RESULT_OF[told.outcome]}))
    return guard.save(session, OUTCOME_ACT, edits)


def _refuse(told: Outcome, today: date) -> None:
    """Raise when what came of it, or the next date, is not said."""
    if told.outcome not in RESULT_OF:
        raise InvalidInputError(N_("Say what came of it."), path="outcome")
    if told.next not in (KNOWN, ASK, NONE):
        raise InvalidInputError(N_("Say whether there is a next date."), path="next")
    if told.next == KNOWN and (day := iso_date(told.on)) is not None and day < today:
        raise InvalidInputError(N_("The next date lies in the past."), path="on")
    if told.next == KNOWN and iso_date(told.on) is None:
        raise InvalidInputError(N_("Write the next date, or say that it is not known yet."), path="on")
    if told.next == ASK and iso_date(told.ask_on) is None:
        raise InvalidInputError(N_("Say on which day to ask again."), path="ask_on")


def _handed_on(going: Accompaniment, before: Appointment | None) -> dict[str, object]:
    """Return what the next appointment has from the one before; without one, it is about the case."""
    if before is None:
        return {"sort": "other", "about": going.case}
    return {name: getattr(before, name) for name in _HANDED_ON}


def _day(told: Outcome) -> dict[str, object]:
    if told.next == ASK:
        return {"unknown": True, "ask_on": told.ask_on}
    return {"on": told.on, "at": told.at}
