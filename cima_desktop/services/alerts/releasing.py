"""Two people release a text: each here with a passphrase, in their own vault, or by telephone (L3)."""

from cima_desktop.i18n import N_
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.incident_marks import alert_mark
from cima_desktop.model.incident_states import GROUNDS, Why
from cima_desktop.model.incidents import Alert
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services.alerts import story as told
from cima_desktop.services.alerts import texts
from cima_desktop.services.alerts.proving import Proof, way_of
from cima_desktop.services.alerts.story import NotCountedError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

RELEASE_ACT = N_("Released a text for the community")


def release(session: Session, alert: RecordId, by: RecordId, proof: Proof) -> Touched:
    """Release a text as somebody of the roster, in exactly the words that stand there.

    It is looked over again: whoever was written down since may be named in it.

    Raises:
        NotCountedError: it would not count (the same person twice, both by telephone, time over, ground gone).
        NotFoundError: there is no such text, or the person is no longer on the roster.
        AlertTextError: something in it must not go out.
        NoKeyHereError, WrongPassphraseError: it is not proved who releases.
    """
    there = session.store.need(Alert, alert)
    session.store.need(Volunteer, by)
    incident = RecordId(there.incident)
    stands = texts.need_sort(session, incident, there.sort)
    if there.sort in GROUNDS and there.verification not in stands.grounds:
        raise NotCountedError(Why.NO_GROUND)
    if there.sort in GROUNDS and there.verification in stands.overturned:
        raise NotCountedError(Why.OVERTURNED)
    texts.refuse(session, incident, there.spanish, there.english)
    on, at = session.stamp()
    values = {
        "alert": alert,
        "by": by,
        "way": way_of(session, by, proof, alert),
        "on": on,
        "at": at,
        "number": told.next_number(told.read(session, incident)),
        "wording": alert_mark(there),
    }
    return told.add(session, incident, RELEASE_ACT, [Edit("release", new_id(), values)])
