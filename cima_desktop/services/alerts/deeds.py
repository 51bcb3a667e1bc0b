"""From a report to a signed outcome: looked at, a verifier sent, what the verifier says, closed (L2, L3, L11)."""

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.incident_states import Why
from cima_desktop.model.incidents import Incident, Verification
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.standing import VERIFYING, holds, outcome_mark, standing
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Assignment, Training
from cima_desktop.services import myself
from cima_desktop.services.alerts import story as told
from cima_desktop.services.alerts.proving import Proof, way_of
from cima_desktop.services.alerts.story import NotCountedError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

STEP_ACTS = {
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
    """Note that an incident was looked at ("triaged"), is "unfounded", "expired" or "closed".

    Raises:
        NotCountedError: that cannot follow from where it stands.
        NobodyError: nobody has said who sits at the desk.
    """
    by = myself.need_me(session).id
    number = told.next_number(told.read(session, incident))
    return told.add(session, incident, STEP_ACTS[what], [told.step(session, incident, what, number, by, words=words)])


def dispatch(session: Session, incident: RecordId, verifier: RecordId, back_by: str = "", words: str = "") -> RecordId:
    """Send a verifier, who gets an assignment; return the verification.

    Raises:
        NotCountedError: nobody can be sent now, or not this one (took the report down, training not in force).
        NobodyError: nobody has said who sits at the desk.
    """
    by = myself.need_me(session).id
    there = told.read(session, incident)
    on, at = session.stamp()
    trainings = session.store.children(Training, volunteer=verifier)
    if not holds(trainings, verifier, VERIFYING, on):
        raise NotCountedError(Why.UNTRAINED)
    made = new_id()
    values = {"incident": incident, "verifier": verifier, "sent_on": on, "sent_at": at, "report_back_at": back_by}
    number = told.next_number(there)
    looked = [told.step(session, incident, "triaged", number, by)] if "triaged" in _may(session, incident) else []
    new = [
        Edit("verification", made, values),
        *looked,
        told.step(session, incident, "dispatched", number + 1, by, made, words),
    ]
    task = {"volunteer": verifier, "about": incident, "sort": "verify", "on": on, "start": at, "end": back_by}
    also = [Edit("assignment", new_id(), {**task, "state": "asked", "words": words})]
    told.add(session, incident, SEND_ACT, new, also)
    return made


def _may(session: Session, incident: RecordId) -> frozenset[str]:
    return told.stand(session, incident).may


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

    Raises:
        NoOutcomeError, NoEvidenceError: what was said is not whole.
        NotCountedError: it would not count; nothing was written.
        WrongPassphraseError, NoKeyHereError: it is not proved who signs.
    """
    if seen.outcome not in {each.value for each in KINDS["verification"].field("outcome").choices}:
        raise NoOutcomeError
    if seen.outcome != "uncertain" and not seen.evidence:
        raise NoEvidenceError
    there = session.store.need(Verification, verification)
    incident = RecordId(there.incident)
    by = myself.need_me(session).id
    on, at = session.stamp()
    said = told.clean(session, "verification", attrs.asdict(seen))
    signed = {"result_at": at, "signed_on": on, "signed_at": at, "signed_by": there.verifier}
    signed |= {"signed_way": way_of(session, there.verifier, proof, verification)}
    begun = {} if there.there_at else {"there_at": at}
    values = {**said, **signed, **begun}
    mark = outcome_mark(attrs.evolve(there, **values))
    story = told.read(session, incident)
    number = told.next_number(story)
    new = [Edit("verification", verification, {**values, "signed_mark": mark})]
    if not _began(session, incident, verification):
        new.append(told.step(session, incident, "on_scene", number, by, verification))
    new.append(told.step(session, incident, "signed", number + 1, by, verification))
    return told.add(session, incident, SIGN_ACT, new, _tasks(session, there, "done"))


def _began(session: Session, incident: RecordId, verification: RecordId) -> bool:
    """Tell whether it is noted, in a step that counts, that the verifier began to look."""
    known = told.read(session, incident)
    counted = {each.record.id for each in standing(known, told.now(session)).told if each.counts}
    return any(s.id in counted and s.step == "on_scene" and s.verification == verification for s in known.steps)


def _tasks(session: Session, seen: Verification, state: str) -> list[Edit]:
    """Return what becomes of the verifier's assignment."""
    found = (
        each
        for each in session.store.children(Assignment, about=RecordId(seen.incident))
        if each.volunteer == seen.verifier and each.sort == "verify" and each.state in ("asked", "accepted")
    )
    return [Edit("assignment", each.id, {"state": state}) for each in found]


def need_incident(session: Session, incident: RecordId) -> Incident:
    """Return an incident.

    Raises:
        NotFoundError: there is none.
    """
    return session.store.need(Incident, incident)
