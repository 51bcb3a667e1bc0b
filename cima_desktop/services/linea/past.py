"""What was told before from a number, and of a place: shown while the operator types (R3).

A number is found while its caller's details are kept (`short_clock`); marks on it stay a year. Nothing here refuses.
"""

from collections.abc import Mapping
from datetime import timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Choice
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incidents import Incident
from cima_desktop.model.line import Call, Caller, NumberMark, Report
from cima_desktop.model.line_choices import CALL_CLOSED, TRIAGES
from cima_desktop.model.text import digits
from cima_desktop.services.alerts.story import stand
from cima_desktop.services.linea.rough import SAME_ROAD, SAME_TOWN, road, same_place
from cima_desktop.services.session import Session
from cima_desktop.store.alike import PHONE_DIGITS

GONE = N_("Its incident is not here any more")
NO_INCIDENT = N_("Not sent to verification")
_YEAR = timedelta(days=365)
_MOST = 6
_LOOKED_AT = 400
"""So many of the newest reports are looked through for a town."""
_FOUND = 60


@attrs.frozen(kw_only=True)
class Told:
    """A report of before: what was said to happen, when, where, and what came of it (a message)."""

    report: Report
    outcome: str


@attrs.frozen(kw_only=True)
class PastCall:
    """A call of before from a number, and what became of it (a message)."""

    call: Call
    report: Report | None
    outcome: str


@attrs.frozen(kw_only=True)
class Number:
    """What is known of a number: people with it, calls from it, and marks in force."""

    people: tuple[tuple[RecordId, str], ...] = ()
    calls: tuple[PastCall, ...] = ()
    marks: tuple[NumberMark, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is known."""
        return bool(self.people or self.calls or self.marks)


def of_number(session: Session, phone: str) -> Number:
    """Return what is known of a whole telephone number; nothing for a part of one."""
    tail = _tail(phone)
    if not tail:
        return Number()
    hits = session.store.search(tail, kinds=("person", "caller", "number_mark"), limit=_FOUND)
    callers = [session.store.need(Caller, hit.id) for hit in hits if hit.kind == "caller"]
    calls = [session.store.get(Call, caller.call) for caller in callers if _tail(caller.phone) == tail]
    newest = sorted((call for call in calls if call is not None), key=lambda call: call.sort_name(), reverse=True)
    marks = [session.store.need(NumberMark, hit.id) for hit in hits if hit.kind == "number_mark"]
    return Number(
        people=tuple((hit.id, hit.title) for hit in hits if hit.kind == "person"),
        calls=tuple(_past_call(session, call) for call in newest[:_MOST]),
        marks=tuple(mark for mark in marks if _tail(mark.phone) == tail and not mark.lifted_on),
    )


def of_place(session: Session, values: Mapping[str, object], but: RecordId | str = "") -> list[Told]:
    """Return the reports of the last twelve months from the same road, or else the same town, the newest first."""
    since = (session.today() - _YEAR).isoformat()
    near = _near(session, values, since)
    near = [report for report in near if report.id != but]
    near.sort(key=lambda report: report.sort_name(), reverse=True)
    return [Told(report=report, outcome=outcome_of(session, report.incident)) for report in near[:_MOST]]


def outcome_of(session: Session, incident: str) -> str:
    """Return what came of an incident, as a message: where it stands, worked out from what counts."""
    found = session.store.get(Incident, incident)
    if found is None:
        return GONE if incident else NO_INCIDENT
    return stand(session, found.id).state.label


def _near(session: Session, values: Mapping[str, object], since: str) -> list[Report]:
    """Return the reports of the same road, where one is named and any are, else those of the same town."""
    words = road(values)
    if words:
        hits = session.store.search(words, kinds=("report",), limit=_FOUND)
        found = _kept(session, values, [hit.id for hit in hits], since, SAME_ROAD)
        if found:
            return found
    if not values.get("city"):
        return []
    newest = session.store.page("report", limit=_LOOKED_AT, down=True).rows
    there = [row.id for row in newest if SAME_TOWN in same_place(values, row.columns)]
    return _kept(session, values, there[:_FOUND], since, SAME_TOWN)


def _kept(session: Session, values: Mapping[str, object], ids: list[RecordId], since: str, reason: str) -> list[Report]:
    reports = (session.store.need(Report, record) for record in ids)
    return [
        report
        for report in reports
        if report.received_on >= since
        and reason in same_place(values, {"place": report.place, "city": report.city, "county": report.county})
    ]


def _past_call(session: Session, call: Call) -> PastCall:
    report = session.store.get(Report, call.report) if call.report else None
    if call.triage == "closed":
        outcome = _label(CALL_CLOSED, call.closed_reason)
    elif report is not None:
        outcome = outcome_of(session, report.incident)
    else:
        outcome = _label(TRIAGES, call.triage)
    return PastCall(call=call, report=report, outcome=outcome)


def _label(choices: tuple[Choice, ...], value: str) -> str:
    return next((choice.label for choice in choices if choice.value == value), value)


def _tail(phone: str) -> str:
    found = digits(phone)[-PHONE_DIGITS:]
    return found if len(found) == PHONE_DIGITS else ""
