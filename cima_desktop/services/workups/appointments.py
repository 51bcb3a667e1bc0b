"""Appointments and hearings: of a case or a person, with a day or with a day on which to ask for it (C11)."""

from collections.abc import Mapping

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.cases import Case
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.touched import Touched
from cima_desktop.model.workups import Appointment
from cima_desktop.services import guard
from cima_desktop.services.session import Session
from cima_desktop.services.workups.workup import Begun
from cima_desktop.store import Edit

ADD_ACT, EDIT_ACT = N_("Wrote down an appointment"), N_("Changed an appointment")
HEARING = "hearing"
OVER = N_("This day has passed. Keep it if that is so; then say what came of it.")
NO_DAY = N_("Without a date, say on which day to ask again.")


@attrs.frozen(kw_only=True)
class Looked:
    """What is to be known about an appointment while it stands in a form."""

    record: RecordId
    caution: str
    left: int | None
    is_dated: bool
    """Whether a day, or that there is none yet, is written down."""
    confirmed: bool
    result: str
    case: RecordId
    person: RecordId


def look(session: Session, record: RecordId, values: Mapping[str, Value]) -> Looked:
    """Return what is to be known of the values that stand in a form."""
    day = None if values.get("unknown") else iso_date(str(values.get("on") or ""))
    kept = session.store.get(Appointment, record)
    about = RecordId(kept.about) if kept else NO_ID
    is_case = session.store.kind_of_id(about) == "case"
    return Looked(
        record=record,
        caution=caution(session, values),
        left=None if day is None else (day - session.today()).days,
        is_dated=day is not None or bool(values.get("unknown")),
        confirmed=bool(values.get("confirmed")),
        result=str(values.get("result") or ""),
        case=about if is_case else NO_ID,
        person=RecordId(str(values.get("person") or ("" if is_case else about))),
    )


def of(session: Session, record: RecordId) -> list[Appointment]:
    """Return the appointments about a record, in the order of their days."""
    return sorted(session.store.children(Appointment, about=record), key=lambda each: (each.sort_name(), each.id))


def hearing_of(session: Session, case: RecordId) -> Appointment | None:
    """Return the hearing of a case that matters most: the next one, else the last."""
    today = session.today().isoformat()
    hearings = [each for each in of(session, case) if each.sort == HEARING]
    ahead = [each for each in hearings if not each.result and (each.unknown or each.on >= today)]
    return next(iter(ahead), hearings[-1] if hearings else None)


def days_until(session: Session, appointment: Appointment) -> int | None:
    """Return the days until an appointment, less than none once it is past; None while its day is not known."""
    day = None if appointment.unknown else iso_date(appointment.on)
    return None if day is None else (day - session.today()).days


def caution(session: Session, values: Mapping[str, Value]) -> str:
    """Return what a person should know before these values are kept (a message): a day in the past, no day at all."""
    day = iso_date(str(values.get("on") or ""))
    if values.get("unknown"):
        return "" if values.get("ask_on") else NO_DAY
    if day is not None and day < session.today() and not values.get("result"):
        return OVER
    return "" if day is not None else NO_DAY


def keep(session: Session, record: RecordId | None, values: Mapping[str, Value]) -> Begun:
    """Write an appointment down, or change it; to one of a case goes the person of the case, unless it is said.

    Raises:
        InvalidInputError: a value cannot be kept; nothing was saved.
    """
    made, kept = record or new_id(), dict(values)
    case = session.store.get(Case, str(values.get("about") or "")) if record is None else None
    if case is not None and not kept.get("person"):
        kept["person"] = case.person
    act = EDIT_ACT if record else ADD_ACT
    return Begun(record=made, touched=guard.save(session, act, [Edit("appointment", made, kept)]))


def settle(session: Session, record: RecordId) -> Touched:
    """Let an appointment that was written down by itself belong to the person who goes, so that it goes where they go.

    Nothing is touched when it belongs somewhere already, or nobody is named.
    """
    kept = session.store.need(Appointment, record)
    is_loose = bool(kept.person) and not kept.about
    return session.store.save(EDIT_ACT, [Edit("appointment", record, {"about": kept.person})] if is_loose else [])
