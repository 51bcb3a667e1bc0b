"""Which open incidents a report may belong to (L6): a report is not a raid, and five of them may tell of one."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incidents import Incident
from cima_desktop.model.line import Report
from cima_desktop.model.text import fold
from cima_desktop.model.touched import Touched
from cima_desktop.services.linea.rough import SAME_ROAD, same_place
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

SAME_ACTIVITY = N_("the same is said to happen")
SAME_HOURS = N_("within three hours")
SAME_WORDS = N_("the words of the place fit")
TIE_ACT = N_("Tied a report to an incident")
_HOURS = timedelta(hours=3)
_OPEN = ("0", "1")
_MOST_OPEN = 200
_WEIGHT = {SAME_ROAD: 3, SAME_ACTIVITY: 1, SAME_HOURS: 1}
_PLACE = 2


class OverError(KnownError):
    """A report was to be tied to an incident that is over, or not there."""

    message = N_("That incident is over, or it is not in this vault any more.")
    remedy = N_("Choose another, or let this report begin an incident of its own.")


@attrs.frozen(kw_only=True)
class Alike:
    """An open incident that may be the same, and why (messages, the weightiest first)."""

    incident: Incident
    reasons: tuple[str, ...]
    reports: int


def alike(session: Session, report: Mapping[str, object], limit: int = 4) -> list[Alike]:
    """Return the open incidents that a report with these values may belong to, the likeliest first."""
    page = session.store.page("incident", limit=_MOST_OPEN, span=_OPEN)
    judged = [(row.id, _reasons(report, row.columns)) for row in page.rows]
    likely = [(record, reasons) for record, reasons in judged if _is_enough(reasons)]
    likely.sort(key=lambda each: -_score(each[1]))
    found = []
    for record, reasons in likely[:limit]:
        incident = session.store.need(Incident, record)
        reports = session.store.count("report", {"incident": record})
        found.append(Alike(incident=incident, reasons=tuple(reasons), reports=reports))
    return found


def open_incident(session: Session, incident: str) -> Incident:
    """Return an incident that is not over.

    Raises:
        OverError: it is over, or not there.
    """
    found = session.store.get(Incident, incident)
    if found is None or found.over_on:
        raise OverError
    return found


def tie(session: Session, report: RecordId, incident: RecordId) -> Touched:
    """Say that a report tells of an incident; it leaves the one it was tied to before.

    Raises:
        OverError: the incident is over, or not there.
        NotFoundError: the report is not there.
    """
    session.store.need(Report, report)
    open_incident(session, incident)
    return session.store.save(TIE_ACT, [Edit("report", report, {"incident": incident})])


def _reasons(report: Mapping[str, object], incident: Mapping[str, object]) -> list[str]:
    reasons = same_place(report, incident)
    place, area = fold(str(report.get("place") or "")), fold(str(incident.get("area") or ""))
    if not reasons and place and place in area:
        reasons.append(SAME_WORDS)
    if not reasons:
        return []
    if report.get("activity") and report.get("activity") == incident.get("activity"):
        reasons.append(SAME_ACTIVITY)
    if _is_near(report, incident):
        reasons.append(SAME_HOURS)
    return reasons


def _is_near(report: Mapping[str, object], incident: Mapping[str, object]) -> bool:
    one, other = _moment(report.get("seen_on"), report.get("seen_at")), _moment(incident.get("on"), incident.get("at"))
    return one is not None and other is not None and abs(one - other) <= _HOURS


def _moment(day: object, clock: object) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        return None


def _is_enough(reasons: Iterable[str]) -> bool:
    """Tell whether it is worth saying: the road, or the place and something besides."""
    found = tuple(reasons)
    return SAME_ROAD in found or len(found) > 1


def _score(reasons: Iterable[str]) -> int:
    return sum(_WEIGHT.get(reason, _PLACE) for reason in reasons)
