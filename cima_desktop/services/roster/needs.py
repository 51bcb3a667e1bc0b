"""What still needs somebody: going along, rides, child care, interpreting, a report to verify."""

from collections.abc import Iterator

import attrs

from cima_desktop.model.ids import RecordId
from cima_desktop.model.incidents import Incident, Verification
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.volunteers import Assignment
from cima_desktop.model.workups import Accompaniment, Appointment
from cima_desktop.services.consulta.tasks import about_title
from cima_desktop.services.roster.assigning import GOES, of
from cima_desktop.services.session import Session

MOST = 100
_TAKEN = frozenset({"accepted", "done"})
_EXTRAS = (("ride", "ride"), ("child_care", "child_care"), ("interpreter", "interpret"))
_PORTION = 100


@attrs.frozen(kw_only=True)
class Need:
    """Something for which nobody has said yes; `asked` tells how many have not answered."""

    about: RecordId
    kind: str
    title: str
    sort: str
    day: str = ""
    at: str = ""
    asked: int = 0


def open_needs(session: Session) -> list[Need]:
    """Return what needs somebody, by day; what has no day comes last."""
    found: dict[tuple[str, str], Need] = {}
    for need in (*_of_incidents(session), *_of_journeys(session), *_declined(session)):
        found.setdefault((need.about, need.sort), need)
    return sorted(found.values(), key=lambda need: (need.day or "9999", need.at, need.title, need.sort))[:MOST]


def _of_journeys(session: Session) -> Iterator[Need]:
    """Yield what is missing where somebody is to be accompanied and nobody wrote yet what came of it."""
    today = session.today().isoformat()
    for journey_id, (outcome,) in list(session.store.scan("accompaniment", ("outcome",))):
        journey = None if outcome else session.store.get(Accompaniment, journey_id)
        if journey is None or journey.agreed is False:
            continue
        meeting = session.store.get(Appointment, journey.appointment)
        day, at = (meeting.on, meeting.at) if meeting is not None and not meeting.unknown else ("", "")
        if day and day < today:
            continue
        wanted = [GOES, *(sort for name, sort in _EXTRAS if getattr(journey, name))]
        title = (meeting.title() if meeting is not None else "") or journey.title()
        yield from _missing(
            session, Need(about=journey.id, kind="accompaniment", title=title, sort="", day=day, at=at), wanted
        )


def _of_incidents(session: Session) -> Iterator[Need]:
    """Yield the incidents that are not over and that nobody was sent to verify."""
    for row in session.store.page("incident", limit=_PORTION, where={"over_on": ""}).rows:
        incident = KINDS["incident"].build(row.id, row.columns)
        if isinstance(incident, Incident) and not session.store.children(Verification, incident=incident.id):
            need = Need(
                about=incident.id, kind="incident", title=incident.area, sort="", day=incident.on, at=incident.at
            )
            yield from _missing(session, need, ["verify"])


def _declined(session: Session) -> Iterator[Need]:
    """Yield what somebody declined and nobody else was asked for."""
    where = {"state": "declined"}
    for row in session.store.page("assignment", limit=_PORTION, where=where, down=True).rows:
        task = KINDS["assignment"].build(row.id, row.columns)
        if isinstance(task, Assignment) and not _is_past(session, task):
            kind = session.store.kind_of_id(task.about)
            others = [each for each in of(session, task.about) if each.sort == task.sort and each.state != "declined"]
            if kind and not others:
                title = about_title(session, task.about)
                yield Need(
                    about=RecordId(task.about), kind=kind, title=title, sort=task.sort, day=task.on, at=task.start
                )


def _is_past(session: Session, task: Assignment) -> bool:
    return bool(task.on) and task.on < session.today().isoformat()


def _missing(session: Session, need: Need, wanted: list[str]) -> Iterator[Need]:
    tasks = of(session, need.about)
    for sort in wanted:
        mine = [each for each in tasks if each.sort == sort]
        if not any(each.state in _TAKEN for each in mine):
            yield attrs.evolve(need, sort=sort, asked=sum(each.state == "asked" for each in mine))
