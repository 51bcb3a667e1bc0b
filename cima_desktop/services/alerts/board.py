"""What the desk shows of incidents: a line for each in the list, and everything about one on its card."""

from collections.abc import Mapping, Sequence

import attrs

from cima_desktop.model.ids import RecordId
from cima_desktop.model.incident_states import State
from cima_desktop.model.incidents import Alert, Incident, Verification
from cima_desktop.model.line import Report
from cima_desktop.model.standing import Standing, standing
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services import myself
from cima_desktop.services.alerts import story as told
from cima_desktop.services.alerts.proving import has_key
from cima_desktop.services.session import Session
from cima_desktop.store import ListRow


@attrs.frozen(kw_only=True)
class IncidentRow:
    """One line of the list."""

    id: RecordId
    area: str
    activity: str
    on: str
    at: str
    county: str
    state: State
    by_clock: bool
    sort: str


def rows(session: Session, lines: Sequence[ListRow]) -> list[IncidentRow]:
    """Return lines of the list with where each stands now."""
    return [_row(session, line) for line in lines]


def _row(session: Session, line: ListRow) -> IncidentRow:
    stands = told.stand(session, line.id)
    facts = {name: str(line.columns.get(name) or "") for name in ("activity", "on", "at", "county")}
    return IncidentRow(
        id=line.id, area=line.title, state=stands.state, by_clock=stands.by_clock, sort=line.sort_key, **facts
    )


@attrs.frozen(kw_only=True)
class Board:
    """Everything about one incident."""

    incident: Incident
    stands: Standing
    verifications: Mapping[str, Verification] = attrs.field(factory=dict)
    names: Mapping[str, str] = attrs.field(factory=dict)
    """What to call the volunteers that are mentioned."""
    with_key: frozenset[str] = frozenset()
    """The volunteers on the roster who can prove here who they are."""
    roster: Sequence[Volunteer] = ()
    reports: Sequence[Report] = ()
    me: str = ""
    today: str = ""

    def name(self, volunteer: str) -> str:
        """Return what to call a volunteer."""
        return self.names.get(volunteer, "")


def board(session: Session, incident: RecordId) -> Board:
    """Return everything about one incident.

    Raises:
        NotFoundError: there is none.
    """
    store = session.store
    there = store.need(Incident, incident)
    story = told.read(session, incident)
    roster = [each for each in store.all(Volunteer) if each.active is not False]
    mentioned: set[str] = {v.verifier for v in story.verifications} | {r.by for r in story.releases}
    mentioned |= {step.by for step in story.steps} | {alert.composed_by for alert in story.alerts}
    return Board(
        incident=there,
        stands=standing(story, told.now(session)),
        verifications={each.id: each for each in story.verifications},
        names={each: store.title_of(each) for each in mentioned if each} | {each.id: each.name for each in roster},
        with_key=frozenset(each.id for each in roster if has_key(session, each.id)),
        roster=roster,
        reports=store.children(Report, incident=incident),
        me=myself.my_id(session),
        today=session.stamp()[0],
    )


def alert_of(known: Board, alert: str) -> Alert | None:
    """Return a text of an incident."""
    return next((each.alert for each in known.stands.texts if each.alert.id == alert), None)
