"""Tasks of volunteers: asked, accepted, done; who goes along with a cap, and exactly one who leads (S4, S9)."""

from collections.abc import Sequence
from typing import TypedDict, Unpack

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.cases import Case
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.incidents import Incident
from cima_desktop.model.kinds import Record
from cima_desktop.model.people import Person
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Assignment, Volunteer
from cima_desktop.model.workups import Accompaniment, Appointment
from cima_desktop.services.roster.near import LOAD_STATES, OPEN_STATES, Candidate, Wish, candidates
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

ASSIGN_ACT = N_("Asked a volunteer")
ANSWER_ACT = N_("Noted a volunteer’s answer")
LEAD_ACT = N_("Changed who leads")
GOES = "accompany"
COURSE_OF = {"accompany": "accompaniment", "verify": "verifying", "child_care": "children", "ride": "driving"}
"""The training that a task takes, besides the agreement, which every task takes."""
_NEXT = {
    "asked": frozenset({"accepted", "declined", "not_done"}),
    "accepted": frozenset({"done", "not_done", "declined"}),
}


class GroupIsFullError(KnownError):
    """As many go along as may."""

    message = N_("At most {most} may go along, and {most} are asked already.")
    remedy = N_("Let more go along, or wait until one of them declines.")


class AskedAlreadyError(KnownError):
    """The same person was asked for the same thing."""

    message = N_("{name} is asked for this already.")
    remedy = N_("Note the answer there, or choose somebody else.")


class NotPossibleError(KnownError):
    """A task that is over was to be answered again."""

    message = N_("This answer does not fit what is noted already.")
    remedy = N_("Undo the answer before, or ask anew.")


class Details(TypedDict, total=False):
    """What can be said of a task: its day and hours, what to do (no names), and whether they lead the group."""

    on: str
    start: str
    end: str
    words: str
    leads: bool


def assign(session: Session, volunteer: RecordId, about: RecordId, sort: str, **details: Unpack[Details]) -> Touched:
    """Note that a volunteer was asked to do something for a record; the first who goes along leads.

    Raises:
        NotFoundError: the volunteer or the record is gone.
        AskedAlreadyError, GroupIsFullError: it cannot be so; nothing was written.
        InvalidInputError: a value cannot be kept.
    """
    who = session.store.need(Volunteer, volunteer)
    if not session.store.kind_of_id(about):
        raise NotFoundError
    group = [each for each in of(session, about) if each.sort == sort and each.state in LOAD_STATES]
    if any(each.volunteer == volunteer and each.state in OPEN_STATES for each in group):
        raise AskedAlreadyError(name=who.name)
    journey = session.store.get(Accompaniment, about)
    if sort == GOES and journey is not None and journey.most is not None and len(group) >= journey.most:
        raise GroupIsFullError(most=journey.most)
    made = new_id()
    values = {**details, "volunteer": volunteer, "about": about, "sort": sort, "state": "asked", "leads": False}
    edits = [Edit("assignment", made, values)]
    if sort == GOES and (details.get("leads") or not any(each.leads for each in group)):
        edits += _led_by(group, made, volunteer, journey)
    return session.store.save(ASSIGN_ACT, edits)


def of(session: Session, about: RecordId | str) -> list[Assignment]:
    """Return what volunteers were asked to do for a record, as it was asked."""
    return session.store.children(Assignment, about=about)


def answer(session: Session, assignment: RecordId, state: str, report: str = "") -> Touched:
    """Note an answer, or how it went; when whoever leads drops out, the next one of the group leads.

    Raises:
        NotFoundError: it is gone.
        NotPossibleError: the answer does not follow from the state in which it is.
    """
    found = session.store.need(Assignment, assignment)
    if state not in _NEXT.get(found.state, frozenset()):
        raise NotPossibleError
    values: dict[str, object] = {"state": state}
    if report:
        values["report"] = report
    edits = [Edit("assignment", assignment, values)]
    if found.leads and state not in LOAD_STATES:
        edits += _next_leader(session, found)
    return session.store.save(ANSWER_ACT, edits)


def lead(session: Session, assignment: RecordId) -> Touched:
    """Let somebody of a group lead it; whoever did leads no longer.

    Raises:
        NotFoundError: it is gone.
        NotPossibleError: nobody goes along there.
    """
    found = session.store.need(Assignment, assignment)
    if found.sort != GOES or found.state not in LOAD_STATES:
        raise NotPossibleError
    journey = session.store.get(Accompaniment, found.about)
    return session.store.save(LEAD_ACT, _led_by(_group(session, found), found.id, RecordId(found.volunteer), journey))


def wish_for(session: Session, about: RecordId, sort: str) -> Wish:
    """Return what is looked for when somebody is wanted for a record: training, county, language, day and time."""
    found = _whole(session, about)
    return Wish(
        course=COURSE_OF.get(sort, ""), county=found.county, language=found.language, day=found.day, at=found.at
    )


def suited(session: Session, about: RecordId, sort: str, wish: Wish | None = None) -> list[Candidate]:
    """Return everybody in the order of asking for a record, without those who are asked already."""
    asked = {each.volunteer for each in of(session, about) if each.sort == sort and each.state in OPEN_STATES}
    everyone = candidates(session, wish or wish_for(session, about, sort))
    return [each for each in everyone if each.volunteer.id not in asked]


@attrs.frozen(kw_only=True)
class _Where:
    """Where and when something is, and in which language."""

    county: str = ""
    language: str = ""
    day: str = ""
    at: str = ""


def _whole(session: Session, about: RecordId) -> _Where:
    """Return where and when a record is, by what kind it is: an incident has its own place, a case its person's."""
    store = session.store
    kind = store.kind_of_id(about)
    if kind == "incident":
        incident = store.need(Incident, about)
        return _Where(county=incident.county, day=incident.on, at=incident.at)
    if kind == "accompaniment":
        return _of_journey(session, store.need(Accompaniment, about))
    record: Record = store.snapshot(about).record
    person = store.get(Person, about if kind == "person" else str(getattr(record, "person", "")))
    return _Where() if person is None else _Where(county=person.county, language=person.language)


def _of_journey(session: Session, journey: Accompaniment) -> _Where:
    case = session.store.get(Case, journey.case)
    base = _Where() if case is None else _whole(session, case.id)
    meeting = session.store.get(Appointment, journey.appointment)
    if meeting is None:
        return base
    day = "" if meeting.unknown else meeting.on
    return attrs.evolve(base, county=meeting.county or base.county, day=day, at=meeting.at if day else "")


def _group(session: Session, found: Assignment) -> list[Assignment]:
    """Return those who go along to the same, without those who dropped out."""
    return [each for each in of(session, found.about) if each.sort == found.sort and each.state in LOAD_STATES]


def _next_leader(session: Session, found: Assignment) -> list[Edit]:
    """Return what makes the next one lead: whoever has accepted first, else whoever was asked first."""
    rest = [each for each in _group(session, found) if each.id != found.id]
    rest.sort(key=lambda each: each.state == "asked")
    journey = session.store.get(Accompaniment, found.about)
    if rest:
        return _led_by([found, *rest], rest[0].id, RecordId(rest[0].volunteer), journey)
    return [Edit("assignment", found.id, {"leads": False}), *_on_paper(journey, "")]


def _led_by(
    group: Sequence[Assignment], assignment: RecordId, volunteer: RecordId, journey: Accompaniment | None
) -> list[Edit]:
    """Return what makes one of a group lead, and no other."""
    others = [Edit("assignment", each.id, {"leads": False}) for each in group if each.leads and each.id != assignment]
    return [Edit("assignment", assignment, {"leads": True}), *others, *_on_paper(journey, volunteer)]


def _on_paper(journey: Accompaniment | None, volunteer: str) -> list[Edit]:
    return [] if journey is None else [Edit("accompaniment", journey.id, {"leader": volunteer})]
