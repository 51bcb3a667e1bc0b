"""Where an incident stands: worked out from its steps, verifications, alerts and releases, and stored nowhere.

No field says "confirmed": an import, a command or an older program can only add things that happened, and each counts
only if it may where it stands. What does not count is kept and shown, with the reason. The order is that of the
moments written down, so two vaults with the same records come to the same answer, however the records reached them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from cima_desktop.model.ids import RecordId
from cima_desktop.model.incident_marks import alert_mark, outcome_mark
from cima_desktop.model.incident_states import GROUNDS, MOVES, OUTCOME_MOVES, TEXT_MOVES, Lack, State, Why
from cima_desktop.model.incidents import Alert, IncidentStep, Release, Verification
from cima_desktop.model.volunteers import Training

VERIFYING, RELEASING, AGREEMENT = "verifying", "releasing", "agreement"
HOURS_TO_LOOK = 2
"""After so long without an outcome it could not be verified (by the clock)."""
HOURS_OF_ALERT = 12
"""So long after the outcome an alert ends by itself, at the latest."""

_OF_A_VERIFIER = frozenset({"dispatched", "on_scene", "signed"})
"""The steps that tell of one verification."""

Moment = str
"""Day and time as records keep them, "2026-11-26 21:30": their order is that of the letters."""
Order = tuple[Moment, int, str]


@attrs.frozen(kw_only=True)
class Story:
    """Everything that is written down of an incident, in any order, and what must be known of those who wrote it."""

    steps: Sequence[IncidentStep] = ()
    verifications: Sequence[Verification] = ()
    alerts: Sequence[Alert] = ()
    releases: Sequence[Release] = ()
    reporters: Mapping[str, Moment] = attrs.field(factory=dict)
    """The volunteers who took down a report of it, and when first; those of its steps are added by themselves."""
    roster: frozenset[str] = frozenset()
    left: Mapping[str, Moment] = attrs.field(factory=dict)
    """When those of the roster who are in the bin went there: what they did before that still counts."""
    faces: Mapping[str, str] = attrs.field(factory=dict)
    """Of somebody who stands on the roster twice, each record and the first of them: two people are not one twice."""
    trainings: Sequence[Training] = ()

    def is_there(self, volunteer: str, moment: Moment) -> bool:
        """Tell whether somebody is on the roster, or was at that moment."""
        return volunteer in self.roster and (volunteer not in self.left or moment < self.left[volunteer])

    def face(self, volunteer: str) -> str:
        """Return which person a record of the roster is."""
        return self.faces.get(volunteer, volunteer)


@attrs.frozen(kw_only=True)
class Judged:
    """One thing that is written down, whether it counts, and if not why."""

    record: IncidentStep | Alert | Release
    moment: Moment
    why: Why | None = None

    @property
    def counts(self) -> bool:
        """Tell whether it counts."""
        return self.why is None


@attrs.frozen(kw_only=True)
class Released:
    """How far a text has come with its two releases."""

    alert: Alert
    releases: Sequence[Judged] = ()
    lack: Lack | None = None
    at: Order = ("", 0, "")
    """When the second of the two was given."""


@attrs.frozen(kw_only=True)
class Standing:
    """Where an incident stands at one moment."""

    state: State = State.NEW
    by_clock: bool = False
    """Whether only the time that went by made it so."""
    since: Moment = ""
    told: Sequence[Judged] = ()
    """Everything in its order."""
    may: frozenset[str] = frozenset()
    """The steps and texts that may come next, by the values of their closed lists."""
    looking: Sequence[str] = ()
    """The verifications that were sent and wait for an outcome."""
    begun: frozenset[str] = frozenset()
    """The verifications of which it is noted that the verifier began to look."""
    grounds: Sequence[str] = ()
    """The signed verifications that count, the newest last."""
    overturned: frozenset[str] = frozenset()
    """Those of them after which somebody looked and saw the opposite."""
    texts: Sequence[Released] = ()
    """The texts and how far each came, in their order."""
    running: str = ""
    """The alert or update that holds now."""
    ends: Moment = ""
    """When it ends."""

    @property
    def is_doubted(self) -> bool:
        """Tell whether somebody looked after what was told last and saw the opposite: it wants a correction."""
        return any(t.alert.verification in self.overturned for t in self.texts if t.alert.id == self.running)

    def is_out(self, alert: str) -> bool:
        """Tell whether a text may be told: two people released it, and it counts."""
        return any(each.record.id == alert and each.counts for each in self.told)


def moment_of(on: str, at: str) -> Moment:
    """Return a moment."""
    return f"{on} {at}".strip()


def later(moment: Moment, hours: int) -> Moment:
    """Return the moment some hours after another; nothing when that is no whole moment."""
    try:
        return (datetime.strptime(moment, "%Y-%m-%d %H:%M") + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return ""


def holds(trainings: Iterable[Training], volunteer: str, course: str, day: str) -> bool:
    """Tell whether somebody's training of a course, and their agreement, held on a day."""
    held = {
        each.course
        for each in trainings
        if each.volunteer == volunteer and each.done_on <= day and (not each.until or day <= each.until)
    }
    return {course, AGREEMENT} <= held


def standing(story: Story, now: Moment) -> Standing:
    """Return where an incident stands at a moment."""
    fold = _Fold(story)
    texts = sorted((_released(story, alert, fold.verifier_of(alert)) for alert in story.alerts), key=_text_order)
    events: list[tuple[Order, IncidentStep | Released]] = [(_step_order(step), step) for step in story.steps]
    events += [(each.at, each) for each in texts if each.lack is None]
    told: list[Judged] = [judged for each in texts for judged in each.releases]
    for order, event in sorted(events, key=lambda pair: pair[0]):
        record = event.alert if isinstance(event, Released) else event
        why = fold.take_text(event) if isinstance(event, Released) else fold.take_step(event)
        told.append(Judged(record=record, moment=order[0], why=why))
    for each in texts:
        if each.lack is not None:
            told.append(Judged(record=each.alert, moment=_text_order(each)[0], why=Why.NOT_RELEASED))
    told.sort(key=lambda each: (each.moment, each.record.number or 0, each.record.id))
    state = fold.state_at(now)
    return Standing(
        state=state,
        by_clock=state is not fold.state,
        since=fold.since,
        told=tuple(told),
        may=fold.may(state),
        looking=tuple(fold.looking()),
        begun=frozenset(fold.begun),
        grounds=tuple(fold.signed),
        overturned=frozenset(fold.overturned),
        texts=tuple(texts),
        running=fold.running,
        ends=fold.ends,
    )


def _step_order(step: IncidentStep) -> Order:
    return moment_of(step.on, step.at), step.number or 0, step.id


def _text_order(text: Released) -> Order:
    return moment_of(text.alert.composed_on, text.alert.composed_at), text.alert.number or 0, text.alert.id


def _released(story: Story, alert: Alert, verifier: str) -> Released:
    """Return which releases of a text count, and when the second of the two that suffice was given."""
    mark = alert_mark(alert)
    begun: Order = moment_of(alert.composed_on, alert.composed_at), alert.number or 0, alert.id
    counted: list[Release] = []
    judged: list[Judged] = []
    lack: Lack | None = Lack.TWO
    for release in sorted((r for r in story.releases if r.alert == alert.id), key=_release_order):
        why = _release_fault(story, release, mark, counted)
        judged.append(Judged(record=release, moment=moment_of(release.on, release.at), why=why))
        if why is None:
            counted.append(release)
        if why is None and lack is not None:
            lack = _lack(story, counted, verifier)
            begun = max(begun, _release_order(release))
    return Released(alert=alert, releases=tuple(judged), lack=lack, at=begun)


def _release_order(release: Release) -> Order:
    return moment_of(release.on, release.at), release.number or 0, release.id


def _release_fault(story: Story, release: Release, mark: str, counted: Sequence[Release]) -> Why | None:
    if release.wording != mark:
        return Why.OTHER_WORDS
    if not story.is_there(release.by, moment_of(release.on, release.at)):
        return Why.NOT_ON_ROSTER
    if any(story.face(each.by) == story.face(release.by) for each in counted):
        return Why.SAME_PERSON
    by_telephone = release.way == "telephone" and any(each.way == "telephone" for each in counted)
    return Why.ONE_TELEPHONE if by_telephone else None


def _lack(story: Story, counted: Sequence[Release], verifier: str) -> Lack | None:
    """Return what is missing still: two people, of whom one holds the training and is not the verifier."""
    if len(counted) == 1:
        return Lack.ONE
    of = story.face
    able = (of(r.by) != of(verifier) and holds(story.trainings, r.by, RELEASING, r.on) for r in counted)
    return None if any(able) else Lack.TRAINED


def _reporters(story: Story) -> Mapping[str, Moment]:
    """Return who took down a report, by the person, and when first."""
    steps = ((each.by, moment_of(each.on, each.at)) for each in story.steps if each.step == "received" and each.by)
    found: dict[str, Moment] = {}
    for volunteer, moment in (*story.reporters.items(), *steps):
        face = story.face(volunteer)
        found[face] = min(moment, found.get(face, moment))
    return found


class _Fold:
    """Goes through what happened, one thing after the other."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.state = State.NEW
        self.since: Moment = ""
        self.ends: Moment = ""
        self.running = ""
        self.signed: dict[str, str] = {}
        """The verifications that count, and their outcomes."""
        self.overturned: set[str] = set()
        """Those of them after which somebody looked and saw the opposite: nothing more is told on their ground."""
        self._known = {each.id: each for each in story.verifications}
        self._reporters = _reporters(story)
        self._sent: set[str] = set()
        self.begun: set[str] = set()
        self._out: dict[str, Alert] = {}
        self._corrected: set[str] = set()

    def verifier_of(self, alert: Alert) -> str:
        """Return who verified what a text rests on."""
        ground = self._known.get(RecordId(alert.verification))
        return ground.verifier if ground is not None else ""

    def state_at(self, moment: Moment) -> State:
        """Return where it stands at a moment, if nothing more happens until then."""
        if self.state in (State.DISPATCHED, State.VERIFYING) and _is_past(later(self.since, HOURS_TO_LOOK), moment):
            return State.UNCERTAIN
        if self.state in (State.ALERTED, State.UPDATED) and _is_past(self.ends, moment):
            return State.EXPIRED
        return self.state

    def looking(self) -> list[str]:
        """Return the verifications that were sent and wait for an outcome."""
        return [each.id for each in self.story.verifications if each.id in self._sent and each.id not in self.signed]

    def may(self, state: State) -> frozenset[str]:
        """Return what may come next."""
        steps = {step for step, moves in MOVES.items() if state in moves and (step != "received" or state is State.NEW)}
        texts = {sort for sort, moves in TEXT_MOVES.items() if state in moves and self._has_ground(sort)}
        if not self.looking():
            steps.discard("on_scene")
        elif any(state in moves for moves in (OUTCOME_MOVES["confirmed"], MOVES["on_scene"])):
            steps.add("signed")
        return frozenset(steps | texts)

    def _has_ground(self, sort: str) -> bool:
        if sort == "all_clear":
            return bool(self._out)
        if sort == "correction":
            return bool(self._out.keys() - self._corrected)
        return GROUNDS[sort] in (outcome for each, outcome in self.signed.items() if each not in self.overturned)

    def take_step(self, step: IncidentStep) -> Why | None:
        """Let a step happen; return why it does not count, if it does not."""
        moment = moment_of(step.on, step.at)
        state = self.state_at(moment)
        seen = self._known.get(RecordId(step.verification))
        moves = (
            OUTCOME_MOVES.get(seen.outcome if seen else "", {}) if step.step == "signed" else MOVES.get(step.step, {})
        )
        why = self._step_fault(step, seen)
        if why is None and state not in moves:
            why = Why.NOT_NOW
        if why is not None:
            return why
        if seen is not None and step.step in _OF_A_VERIFIER:
            self._note(step.step, moment, seen)
        self.state = moves[state]
        return None

    def _note(self, step: str, moment: Moment, seen: Verification) -> None:
        self.since = moment
        if step == "dispatched":
            self._sent.add(seen.id)
        if step == "on_scene":
            self.begun.add(seen.id)
        if step == "signed":
            if seen.outcome != "uncertain":
                self.overturned |= {each for each, outcome in self.signed.items() if outcome != seen.outcome}
            self.signed[seen.id] = seen.outcome

    def _step_fault(self, step: IncidentStep, seen: Verification | None) -> Why | None:
        """Return what is wrong with a step that tells of a verification."""
        if step.step not in _OF_A_VERIFIER:
            return None
        if seen is None:
            return Why.NO_VERIFICATION
        if step.step == "dispatched":
            reported = self._reporters.get(self.story.face(seen.verifier))
            return Why.REPORTER if reported is not None and reported <= moment_of(step.on, step.at) else None
        if seen.id not in self._sent:
            return Why.NOT_SENT
        if seen.id in self.signed:
            return Why.SIGNED_BEFORE
        return self._outcome_fault(seen) if step.step == "signed" else None

    def _outcome_fault(self, seen: Verification) -> Why | None:
        if seen.id not in self.begun:
            return Why.NOT_BEGUN
        if not (seen.signed_by and seen.signed_on and seen.outcome):
            return Why.NOT_SIGNED
        if seen.signed_by != seen.verifier:
            return Why.OTHERS_NAME
        if seen.signed_mark != outcome_mark(seen):
            return Why.CHANGED
        return self._training_fault(seen)

    def _training_fault(self, seen: Verification) -> Why | None:
        trained = holds(self.story.trainings, seen.verifier, VERIFYING, seen.signed_on)
        there = self.story.is_there(seen.verifier, moment_of(seen.signed_on, seen.signed_at))
        return None if trained and there else Why.UNTRAINED

    def take_text(self, text: Released) -> Why | None:
        """Let a text go out that two people released; return why it does not count, if it does not."""
        alert, moment = text.alert, text.at[0]
        state = self.state_at(moment)
        moves = TEXT_MOVES.get(alert.sort, {})
        why = self._text_fault(alert, moment)
        if why is None and state not in moves:
            why = Why.NOT_NOW
        if why is not None:
            return why
        self._out[alert.id] = alert
        if alert.sort == "correction":
            self._corrected.add(alert.corrects)
        self.state = moves[state]
        self._look_what_runs()
        return None

    def _text_fault(self, alert: Alert, moment: Moment) -> Why | None:
        outcome = GROUNDS.get(alert.sort)
        if outcome is not None and self.signed.get(alert.verification) != outcome:
            return Why.NO_GROUND
        if outcome is not None and alert.verification in self.overturned:
            return Why.OVERTURNED
        if alert.sort == "correction" and alert.corrects not in self._out.keys() - self._corrected:
            return Why.NOTHING_TO_CORRECT
        if alert.sort == "all_clear" and not self._out:
            return Why.NO_GROUND
        return Why.TOO_LATE if outcome == "confirmed" and _is_past(self._end_of(alert), moment) else None

    def _end_of(self, alert: Alert) -> Moment:
        """Return when an alert ends: as it says itself, and never later than some hours after what it rests on."""
        seen = self._known[RecordId(alert.verification)]
        latest = later(moment_of(seen.signed_on, seen.signed_at), HOURS_OF_ALERT)
        own = moment_of(alert.expires_on, alert.expires_at) if alert.expires_on else latest
        return min(own, latest) if latest else own

    def _look_what_runs(self) -> None:
        runs = [a for a in self._out.values() if GROUNDS.get(a.sort) == "confirmed" and a.id not in self._corrected]
        over = self.state not in (State.ALERTED, State.UPDATED)
        self.running = "" if over or not runs else runs[-1].id
        self.ends = self._end_of(runs[-1]) if self.running else self.ends


def _is_past(end: Moment, moment: Moment) -> bool:
    return bool(end) and moment >= end
