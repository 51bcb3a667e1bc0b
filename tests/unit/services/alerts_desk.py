"""A desk of verification for tests: a roster, an incident, and the clock in one's hand; made-up people only."""

from datetime import datetime, timedelta

from cima_desktop.model.ids import RecordId
from cima_desktop.model.incidents import Alert, Verification
from cima_desktop.services import myself
from cima_desktop.services.alerts import deeds, releasing, texts
from cima_desktop.services.alerts.deeds import Seen
from cima_desktop.services.alerts.proving import Proof
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import rid
from tests.unit.services.roster_of import volunteer

ACT = "Filled the practice vault"
INCIDENT = rid("incident")
OMAR, VERA, RITA, TESS = (rid(name) for name in ("omar", "vera", "rita", "tess"))
"""Omar sits at the desk, Vera verifies, Rita releases, Tess is on the roster and trained for nothing."""
TELEPHONE = Proof(by_telephone=True)
SAW = Seen(outcome="confirmed", evidence=frozenset({"own_eyes"}), sure=3, agents=4, still=True)


class Clock:
    """A time of the day that goes on when it is told to."""

    def __init__(self, session: Session) -> None:
        self.moment = datetime.combine(session.today(), datetime.min.time()) + timedelta(hours=8)
        session.now = lambda: self.moment
        self._day = session.today()
        session.today = self.moment.date

    def on(self, minutes: int) -> None:
        """Let minutes go by."""
        self.moment += timedelta(minutes=minutes)


def fill(session: Session) -> Clock:
    """Put the roster and an incident that waits for a verifier into a vault, with Omar at the desk."""
    clock = Clock(session)
    volunteer(session, "omar", "hotline", opens_as=session.who)
    volunteer(session, "vera", "verifying", counties=frozenset({"Buncombe"}), languages=frozenset({"es"}))
    volunteer(session, "rita", "releasing")
    volunteer(session, "tess")
    incident(session)
    return clock


def incident(session: Session, record: RecordId = INCIDENT, by: RecordId = TESS) -> RecordId:
    """Put an incident into a vault that was received and triaged."""
    on, at = session.stamp()
    facts = {
        "activity": "checkpoint",
        "area": "US 25, Arden",
        "city": "Arden",
        "county": "Buncombe",
        "on": on,
        "at": at,
    }
    edits = [Edit("incident", record, facts)]
    for number, step in enumerate(("received", "triaged"), 1):
        values = {"incident": record, "step": step, "on": on, "at": at, "number": number, "by": by}
        edits.append(Edit("incident_step", rid(record, step), values))
    session.store.save(ACT, edits)
    return record


def sent(session: Session, verifier: RecordId = VERA) -> RecordId:
    """Send a verifier; return the verification."""
    deeds.dispatch(session, INCIDENT, verifier)
    return session.store.children(Verification, incident=INCIDENT)[-1].id


def confirmed(session: Session) -> RecordId:
    """Bring the incident to a confirmation; return the verification."""
    verification = sent(session)
    deeds.arrive(session, verification)
    deeds.sign(session, verification, SAW, TELEPHONE)
    return verification


def written(session: Session, sort: str = "alert") -> RecordId:
    """Write the proposed text of a kind; return it."""
    return texts.write(session, INCIDENT, texts.propose(session, INCIDENT, sort))


def out(session: Session, sort: str = "alert", passphrase: str = "") -> RecordId:
    """Bring a text out: Omar here, Rita by telephone."""
    alert = written(session, sort)
    releasing.release(session, alert, myself.my_id(session), Proof(passphrase=passphrase))
    releasing.release(session, alert, RITA, TELEPHONE)
    return alert


def alert(session: Session, record: RecordId) -> Alert:
    """Return a text."""
    return session.store.need(Alert, record)
