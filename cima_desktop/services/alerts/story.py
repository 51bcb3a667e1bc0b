"""What is written down of an incident, read for `model/standing`, and the one way in which more is added to it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.incident_states import Why
from cima_desktop.model.incidents import Alert, Incident, IncidentStep, Release, Verification
from cima_desktop.model.kinds import KINDS, Record
from cima_desktop.model.line import Report
from cima_desktop.model.roster_faces import faces
from cima_desktop.model.standing import Moment, Standing, Story, moment_of, standing
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Training, Volunteer
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

_PARTS = {"incident_step": "steps", "verification": "verifications", "alert": "alerts", "release": "releases"}


class NotCountedError(KnownError):
    """What was to be written down would not count where the incident stands."""

    message = N_("This cannot be done now. {why}")
    remedy = N_("Nothing was written. Look at what happened so far, and at what may come next.")

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__()

    def sentence(self, language: str | None = None) -> str:
        """Return what is wrong."""
        return tr(self.message, language).format(why=tr(self.why.sentence, language))


def now(session: Session) -> Moment:
    """Return the moment of now."""
    return moment_of(*session.stamp())


def read(session: Session, incident: RecordId) -> Story:
    """Return everything that is written down of an incident."""
    store = session.store
    verifications = store.children(Verification, incident=incident)
    alerts = store.children(Alert, incident=incident)
    releases = [release for alert in alerts for release in store.children(Release, alert=alert.id)]
    reporters: dict[str, Moment] = {}
    for report in store.children(Report, incident=incident):
        if report.by:
            moment = moment_of(report.received_on, report.received_at)
            reporters[report.by] = min(moment, reporters.get(report.by, moment))
    story = Story(
        steps=store.children(IncidentStep, incident=incident),
        verifications=verifications,
        alerts=alerts,
        releases=releases,
        reporters=reporters,
    )
    also = [*reporters, *(step.by for step in story.steps if step.step == "received" and step.by)]
    return with_people(session, story, [*(v.verifier for v in verifications), *(r.by for r in releases), *also])


def with_people(session: Session, story: Story, people: Iterable[str]) -> Story:
    """Return a story with what must be known of these volunteers."""
    there = dict.fromkeys((*story.roster, *people))
    known = {each: found for each in there if (found := session.store.get(Volunteer, each)) is not None}
    gone = _gone(session, [each for each in there if each not in known])
    trainings = [training for each in known for training in session.store.children(Training, volunteer=each)]
    every = {training.id: training for training in (*story.trainings, *trainings, *_trainings_in_bin(session, gone))}
    return attrs.evolve(
        story,
        roster=frozenset((*known, *gone)),
        left={each: when for each, (_volunteer, when) in gone.items()},
        faces=faces((*known.values(), *(volunteer for volunteer, _when in gone.values()))),
        trainings=tuple(every.values()),
    )


def _gone(session: Session, volunteers: Sequence[str]) -> dict[str, tuple[Volunteer, Moment]]:
    """Return those of some volunteers who are in the bin, and since when; asked only when one is not on the roster."""
    found = {}
    for each in session.store.bin() if volunteers else ():
        record = session.store.snapshot(each.id).record if each.id in volunteers else None
        if isinstance(record, Volunteer):
            found[str(each.id)] = (record, f"{each.when.astimezone():%Y-%m-%d %H:%M}")
    return found


def _trainings_in_bin(session: Session, volunteers: Collection[str]) -> Iterator[Training]:
    """Yield what volunteers in the bin were trained for."""
    for each in session.store.binned("training") if volunteers else ():
        record = session.store.snapshot(each).record
        if isinstance(record, Training) and record.volunteer in volunteers:
            yield record


def stand(session: Session, incident: RecordId) -> Standing:
    """Return where an incident stands now."""
    return standing(read(session, incident), now(session))


def next_number(story: Story) -> int:
    """Return the number that puts something behind all that was written in the same minute."""
    parts: Sequence[IncidentStep | Alert | Release] = [*story.steps, *story.alerts, *story.releases]
    return max((part.number or 0 for part in parts), default=0) + 1


def step(
    session: Session, incident: RecordId, what: str, number: int, by: str, verification: str = "", words: str = ""
) -> Edit:
    """Return a new step of now."""
    on, at = session.stamp()
    values = {"incident": incident, "step": what, "on": on, "at": at, "number": number, "by": by}
    return Edit("incident_step", new_id(), {**values, "verification": verification, "words": words})


def clean(session: Session, kind: str, values: Mapping[str, object]) -> dict[str, Value]:
    """Return values as they are kept, so that a mark over them fits what is read later."""
    return {name: cleaned(KINDS[kind].field(name), raw, today=session.today()) for name, raw in values.items()}


def add(session: Session, incident: RecordId, act: str, new: Sequence[Edit], also: Sequence[Edit] = ()) -> Touched:
    """Write down what happened, in one save, after trying out that all of it counts.

    A text that waits for its releases need not count yet. It makes no step of undo: it happened in the world.

    Args:
        session: the open vault.
        incident: what it happened to.
        act: what is done, for the history.
        new: steps, verifications, alerts and releases; what they say is tried out first.
        also: what is written along, such as an assignment.

    Raises:
        NotCountedError: something would not count; nothing was written.
        NotFoundError: there is no such incident.
    """
    there = session.store.need(Incident, incident)
    after = standing(_with(session, read(session, incident), new), now(session))
    concerned = {edit.id for edit in new} | {edit.values.get("alert") for edit in new}
    for judged in after.told:
        if judged.record.id in concerned and judged.why not in (None, Why.NOT_RELEASED):
            raise NotCountedError(judged.why or Why.NOT_NOW)
    over = session.today().isoformat() if after.state.is_over else ""
    settled = [Edit("incident", incident, {"over_on": over})] if bool(over) != bool(there.over_on) else []
    return session.store.save(act, [*new, *also, *settled], undoable=False)


def _with(session: Session, story: Story, edits: Sequence[Edit]) -> Story:
    """Return a story with these edits, as it would be read after the save."""
    people: list[str] = []
    for edit in edits:
        name = _PARTS[edit.kind]
        kind = KINDS[edit.kind]
        parts: dict[str, Record] = {part.id: part for part in getattr(story, name)}
        blank = {field.name: field.empty for field in kind.fields}
        known = kind.values(parts[edit.id]) if edit.id in parts else blank
        values = {**known, **clean(session, edit.kind, edit.values)}
        parts[edit.id] = kind.build(edit.id, values)
        changes: dict[str, Any] = {name: tuple(parts.values())}
        story = attrs.evolve(story, **changes)
        people += [str(values[who]) for who in ("verifier", "by") if values.get(who)]
    return with_people(session, story, people)
