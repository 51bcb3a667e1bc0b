"""A call is taken down and goes where it belongs, in one save: to verification, to Consulta, or it is closed (9.1)."""

from collections.abc import Mapping, Sequence

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.line import Report
from cima_desktop.model.touched import Touched
from cima_desktop.services import myself, short_clock
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.linea.same_place import open_incident
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

TAKE_ACT = N_("Took a call")
REPORT_MATTER = "report"
PREFILLED = ("seen_on", "seen_at")
_PLACES = ("place", "city", "county")
_NO_PLACE = (
    N_("A report without a place cannot go to verification: nobody would know where to look."),
    N_("Write the road, the town or the county, or close the call with its reason."),
)


@attrs.frozen(kw_only=True)
class Notes:
    """What stands in the form: fields of the call, of who called, and of the report, as typed or cleaned.

    `on` and `at` say when the call came (now, when empty). `tie` is an open incident that the report tells of. For
    Consulta, `case` says what is needed, and `person` who it is if they are here already.
    """

    call: Mapping[str, object]
    caller: Mapping[str, object] = attrs.field(factory=dict)
    report: Mapping[str, object] = attrs.field(factory=dict)
    case: Mapping[str, object] = attrs.field(factory=dict)
    tie: RecordId = NO_ID
    person: RecordId = NO_ID
    on: str = ""
    at: str = ""

    @property
    def triage(self) -> str:
        """Where the call goes."""
        return str(self.call.get("triage") or "")


@attrs.frozen(kw_only=True)
class Taken:
    """What a save made; ids of what was not made are empty."""

    call: RecordId
    touched: Touched
    report: RecordId = NO_ID
    incident: RecordId = NO_ID
    case: RecordId = NO_ID


def take(session: Session, notes: Notes) -> Taken:
    """Keep a call with everything that follows from it, in one transaction.

    Raises:
        InvalidInputError: something that is needed was not said; `path` names the field, nothing was written.
        OverError: the incident to tie it to is over.
        NotFoundError: the person whose case it is to be is gone.
        VaultError: the disk refused; nothing was written.
    """
    check(notes)
    day, clock = session.stamp()
    on, at = notes.on or day, notes.at or clock
    call, report = new_id(), new_id() if has_report(notes) else NO_ID
    incident, edits = _incident(session, notes, on, at) if notes.triage == "verify" else (NO_ID, [])
    if report:
        told = {"received_on": on, "received_at": at, "incident": incident, "by": myself.my_id(session)}
        edits.append(Edit("report", report, {**_stated(notes.report), **told}))
    facts = {"on": on, "at": at, "report": report, "operator": myself.my_id(session)}
    edits.append(Edit("call", call, {**_call_facts(notes), **facts}))
    edits.extend(_caller(session, notes, call))
    if notes.triage == "consulta":
        opened = open_case(session, _intake(notes, call, edits))
        return Taken(call=call, report=report, case=opened.case, touched=opened.touched)
    # What verifiers may have acted on is no step of undo: it is closed there, with its reason.
    touched = session.store.save(TAKE_ACT, edits, undoable=not incident)
    return Taken(call=call, report=report, incident=incident, touched=touched)


def check(notes: Notes) -> None:
    """Make sure that the notes can be kept.

    Raises:
        InvalidInputError: they cannot; `path` names the field to go to.
    """
    if not notes.triage:
        raise InvalidInputError(N_("Nobody has said where this call goes."), _WHERE, path="triage")
    if notes.triage == "closed" and not notes.call.get("closed_reason"):
        raise InvalidInputError(N_("A call is closed with a reason."), _CHOOSE, path="closed_reason")
    is_wanted = notes.call.get("matter") == REPORT_MATTER and notes.triage != "closed"
    if has_report(notes) or is_wanted or notes.triage == "verify":
        _check_report(notes)


def has_report(notes: Notes) -> bool:
    """Tell whether anything was said of what was seen; the time is filled in beforehand and says nothing."""
    return any(name not in PREFILLED for name in _stated(notes.report))


def _check_report(notes: Notes) -> None:
    if not notes.report.get("activity"):
        raise InvalidInputError(N_("A report says what they do."), _CHOOSE, path="activity")
    if has_place(notes.report):
        return
    if notes.triage == "verify":
        raise InvalidInputError(*_NO_PLACE, path="place")
    if not notes.report.get("unplaced"):
        raise InvalidInputError(N_("This report has no place."), _PLACE_OR_NOT, path="place")


def has_place(report: Mapping[str, object]) -> bool:
    """Tell whether a report says anything of where."""
    return any(str(report.get(name) or "").strip() for name in _PLACES)


def _call_facts(notes: Notes) -> dict[str, object]:
    facts = _stated(notes.call)
    if notes.triage != "closed":
        facts.pop("closed_reason", None)
    return facts


def _incident(session: Session, notes: Notes, on: str, at: str) -> tuple[RecordId, list[Edit]]:
    """Return the incident of a report and what makes it: nothing, when it is tied to one that is open."""
    if notes.tie:
        return open_incident(session, notes.tie).id, []
    made, by = new_id(), myself.my_id(session)
    told = KINDS["report"].build(NO_ID, {name: str(notes.report.get(name) or "") for name in _PLACES})
    area = told.rough_place() if isinstance(told, Report) else ""
    values = {
        "activity": notes.report.get("activity"),
        "area": area or notes.report.get("county"),
        "city": notes.report.get("city"),
        "county": notes.report.get("county"),
        "units": notes.report.get("units"),
        "on": notes.report.get("seen_on") or on,
        "at": notes.report.get("seen_at") or at,
    }
    steps = [
        Edit("incident_step", new_id(), {"incident": made, "step": step, "number": n, "on": on, "at": at, "by": by})
        for n, step in enumerate(("received", "triaged"), 1)
    ]
    return made, [Edit("incident", made, _stated(values)), *steps]


def _caller(session: Session, notes: Notes, call: RecordId) -> list[Edit]:
    """Return what keeps who called, if anything was said; with the day on which it is erased."""
    said = _stated(notes.caller)
    if not said:
        return []
    return [Edit("caller", new_id(), {**said, "call": call, short_clock.DAY: short_clock.erase_on(session)})]


def _intake(notes: Notes, call: RecordId, edits: Sequence[Edit]) -> Intake:
    """Return the case of a call: in the words of the call, for who called."""
    who = {
        "preferred_name": notes.caller.get("name"),
        "phone": notes.caller.get("phone"),
        "safe_hours": notes.caller.get("safe_hours"),
    }
    said = _stated(who)
    if said:
        said |= _stated({"language": notes.call.get("language"), "county": notes.report.get("county")})
    return Intake(
        need=str(notes.case.get("need") or ""),
        urgency=str(notes.case.get("urgency") or ""),
        person=notes.person or None,
        person_values=said,
        goal=str(notes.call.get("words") or notes.report.get("words") or ""),
        how_heard="line",
        call=call,
        also=edits,
    )


def _stated(values: Mapping[str, object]) -> dict[str, object]:
    """Return what was said: a new record needs no empty fields."""
    return {name: value for name, value in values.items() if value not in ("", None, frozenset())}


_WHERE = N_("Press F6 for verification, F7 for Consulta, or F8 to close it.")
_CHOOSE = N_("Choose one of the list; the number before it chooses it too.")
_PLACE_OR_NOT = N_("Write the road, the town or the county, or tick that nobody knows where.")
