"""From a report to a signed outcome: looked at, a verifier sent, what the verifier says, closed (L2, L3, L11)."""

from typing import Any

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.incident_marks import outcome_mark
from cima_desktop.model.incident_states import Why
from cima_desktop.model.incidents import Incident, Verification
from cima_desktop.model.line import Call, Report
from cima_desktop.model.line_choices import OUTCOMES
from cima_desktop.model.roster_faces import faces
from cima_desktop.model.standing import VERIFYING, standing
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Assignment, Volunteer
from cima_desktop.services import myself
from cima_desktop.services.alerts import story as told
from cima_desktop.services.alerts.proving import Proof, way_of
from cima_desktop.services.alerts.story import NotCountedError
from cima_desktop.services.roster.assigning import suited, wish_for
from cima_desktop.services.roster.near import LEFT, UNTRAINED, Candidate
from cima_desktop.services.roster.trained import holds
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

TASK = "verify"
"""What a verifier is asked to do, as assignments name it."""
STEP_ACTS = {
    "received": N_("Noted an incident"),
    "triaged": N_("Sent an incident to verification"),
    "unfounded": N_("Closed an incident without verification"),
    "expired": N_("Closed an incident that nobody could verify"),
    "closed": N_("Closed an incident"),
}
SEND_ACT = N_("Sent a verifier")
THERE_ACT = N_("Noted that a verifier began to look")
SIGN_ACT = N_("Signed the outcome of a verification")


class NoOutcomeError(KnownError):
    """A verification was to be signed without saying what came of it."""

    message = N_("The outcome is missing.")
    remedy = N_("Choose one of the three: confirmed, false alarm, could not be verified.")


class NoEvidenceError(KnownError):
    """Something was to be confirmed or denied that rests on nothing."""

    message = N_("It does not say what the outcome rests on.")
    remedy = N_("Tick what the verifier saw or asked. If there is nothing, it could not be verified.")


@attrs.frozen(kw_only=True)
class Seen:
    """What a verifier says."""

    outcome: str
    evidence: frozenset[str] = frozenset()
    sure: int | None = None
    agents: int | None = None
    vehicles: int | None = None
    units: frozenset[str] = frozenset()
    still: bool | None = None
    words: str = ""


def move(session: Session, incident: RecordId, what: str, words: str = "") -> Touched:
    """Note that an incident was "received", looked at ("triaged"), is "unfounded", "expired" or "closed".

    One that was noted by hand without a day is dated by its first step.

    Raises:
        NotCountedError: that cannot follow from where it stands.
        NobodyError: nobody has said who sits at the desk.
    """
    by = myself.need_me(session).id
    number = told.next_number(told.read(session, incident))
    on, at = session.stamp()
    dated = session.store.need(Incident, incident).on
    also = [] if dated else [Edit("incident", incident, {"on": on, "at": at})]
    new = [told.step(session, incident, what, number, by, words=words)]
    return told.add(session, incident, STEP_ACTS[what], new, also)


def to_send(session: Session, incident: RecordId) -> list[Candidate]:
    """Return who can be sent, in the order of asking: trained, helping at present, and not who took the report down."""
    story = told.read(session, incident)
    reporters = {*story.reporters, *(step.by for step in story.steps if step.step == "received")}
    on, at = session.stamp()
    wish = attrs.evolve(wish_for(session, incident, TASK), day=on, at=at, language=_language(session, incident))
    never = {UNTRAINED, LEFT}
    found = suited(session, incident, TASK, wish)
    face = faces(session.store.all(Volunteer))
    reporting = {face.get(RecordId(each)) for each in reporters}
    return [each for each in found if face[each.volunteer.id] not in reporting and not never & set(each.doubts)]


def _language(session: Session, incident: RecordId) -> str:
    """Return the language in which people called about it."""
    reports = session.store.children(Report, incident=incident)
    calls = (call for report in reports for call in session.store.children(Call, report=report.id))
    return next((call.language for call in calls if call.language), "")


def dispatch(session: Session, incident: RecordId, verifier: RecordId, back_by: str = "", words: str = "") -> Touched:
    """Send a verifier, who gets an assignment.

    Raises:
        NotCountedError: nobody can be sent now, or not this one (took the report down, training not in force).
        NobodyError: nobody has said who sits at the desk.
    """
    by = myself.need_me(session).id
    if not holds(session, verifier, VERIFYING):
        raise NotCountedError(Why.UNTRAINED)
    on, at = session.stamp()
    made = new_id()
    values = {"incident": incident, "verifier": verifier, "sent_on": on, "sent_at": at, "report_back_at": back_by}
    number = told.next_number(told.read(session, incident))
    new = [
        Edit("verification", made, values),
        told.step(session, incident, "dispatched", number, by, made, words),
    ]
    task = {"volunteer": verifier, "about": incident, "sort": TASK, "on": on, "start": at, "end": back_by}
    also = [Edit("assignment", new_id(), {**task, "state": "asked", "words": words})]
    return told.add(session, incident, SEND_ACT, new, also)


def arrive(session: Session, verification: RecordId) -> Touched:
    """Note that a verifier began to look.

    Raises:
        NotCountedError: nobody sent them, or the outcome is signed.
        NobodyError: nobody has said who sits at the desk.
    """
    by = myself.need_me(session).id
    seen = session.store.need(Verification, verification)
    incident = RecordId(seen.incident)
    number = told.next_number(told.read(session, incident))
    new = [
        Edit("verification", verification, {"there_at": session.stamp()[1]}),
        told.step(session, incident, "on_scene", number, by, verification),
    ]
    return told.add(session, incident, THERE_ACT, new, _tasks(session, seen, "accepted"))


def sign(session: Session, verification: RecordId, seen: Seen, proof: Proof) -> Touched:
    """Sign an outcome as the verifier, who proves it by their passphrase or says it by telephone.

    Whoever signs has looked: where nobody noted that they began, it is noted now.

    Raises:
        NoOutcomeError, NoEvidenceError: what was said is not whole.
        NotCountedError: it would not count; nothing was written.
        WrongPassphraseError, NoKeyHereError: it is not proved who signs.
    """
    _check(seen)
    there = session.store.need(Verification, verification)
    incident = RecordId(there.incident)
    by = myself.need_me(session).id
    on, at = session.stamp()
    way = way_of(session, there.verifier, proof, verification)
    stamps = {"result_at": at, "signed_on": on, "signed_at": at, "signed_by": there.verifier, "signed_way": way}
    values: dict[str, Any] = {**told.clean(session, "verification", attrs.asdict(seen)), **stamps}
    story = told.read(session, incident)
    number = told.next_number(story)
    new = [told.step(session, incident, "signed", number + 1, by, verification)]
    if verification not in standing(story, told.now(session)).begun:
        values["there_at"] = at
        new.insert(0, told.step(session, incident, "on_scene", number, by, verification))
    mark = outcome_mark(attrs.evolve(there, **values))
    new.insert(0, Edit("verification", verification, {**values, "signed_mark": mark}))
    return told.add(session, incident, SIGN_ACT, new, _tasks(session, there, "done"))


def _check(seen: Seen) -> None:
    if seen.outcome not in {each.value for each in OUTCOMES}:
        raise NoOutcomeError
    if seen.outcome != "uncertain" and not seen.evidence:
        raise NoEvidenceError


def _tasks(session: Session, seen: Verification, state: str) -> list[Edit]:
    """Return what becomes of the verifier's assignment."""
    found = (
        each
        for each in session.store.children(Assignment, about=RecordId(seen.incident))
        if each.volunteer == seen.verifier and each.sort == TASK and each.state in ("asked", "accepted")
    )
    return [Edit("assignment", each.id, {"state": state}) for each in found]
