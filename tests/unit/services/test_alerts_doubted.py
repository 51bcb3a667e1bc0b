"""No way around two people and a verifier's eyes: one person in two records, and an outcome that was overturned."""

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incident_states import State, Why
from cima_desktop.model.incidents import IncidentStep, Release, Verification
from cima_desktop.services.alerts import deeds, releasing, story, texts
from cima_desktop.services.alerts.deeds import Seen
from cima_desktop.services.alerts.proving import Proof
from cima_desktop.services.alerts.story import NotCountedError
from cima_desktop.services.alerts.texts import OverturnedError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import rid
from tests.unit.services.alerts_desk import (
    ACT,
    INCIDENT,
    OMAR,
    SAW,
    TELEPHONE,
    TESS,
    VERA,
    Clock,
    alert,
    confirmed,
    fill,
    out,
    written,
)
from tests.unit.services.roster_of import volunteer

PASSPHRASE = "a passphrase for tests only"
HERE = Proof(passphrase=PASSPHRASE)
NOTHING_THERE = Seen(outcome="not_confirmed", evidence=frozenset({"own_eyes"}))


@pytest.fixture
def clock(session: Session) -> Clock:
    return fill(session)


def looks_again(session: Session, clock: Clock, seen: Seen, who: str = "wanda") -> RecordId:
    """Send another verifier, who signs ten minutes later."""
    clock.on(10)
    deeds.dispatch(session, INCIDENT, volunteer(session, who, "verifying"))
    made = next(v.id for v in session.store.children(Verification, incident=INCIDENT) if v.verifier == rid(who))
    deeds.sign(session, made, seen, TELEPHONE)
    clock.on(1)
    return made


@pytest.mark.parametrize("facts", [{"opens_as": "Prueba"}, {"name": "OMAR de práctica"}])
def test_one_person_in_two_records_releases_once(session: Session, clock: Clock, facts: dict[str, str]) -> None:
    confirmed(session)
    text = written(session)
    twin = volunteer(session, "twin", "releasing", **facts)
    releasing.release(session, text, OMAR, HERE)
    with pytest.raises(NotCountedError) as refused:
        releasing.release(session, text, twin, TELEPHONE)
    assert refused.value.why is Why.SAME_PERSON
    assert len(session.store.children(Release, alert=text)) == 1


def test_who_verified_it_is_not_the_trained_one_by_another_record(session: Session, clock: Clock) -> None:
    confirmed(session)
    text = written(session)
    twin = volunteer(session, "twin", "releasing", name="Vera de Práctica")
    releasing.release(session, text, OMAR, HERE)
    releasing.release(session, text, twin, TELEPHONE)
    assert story.stand(session, INCIDENT).state is State.CONFIRMED
    assert not story.stand(session, INCIDENT).is_out(text)


def test_who_took_the_report_down_is_not_sent_by_another_record(session: Session, clock: Clock) -> None:
    twin = volunteer(session, "twin", "verifying", name="Tess de Práctica")
    assert [each.volunteer.id for each in deeds.to_send(session, INCIDENT)] == [VERA]
    with pytest.raises(NotCountedError) as refused:
        deeds.dispatch(session, INCIDENT, twin)
    assert refused.value.why is Why.REPORTER
    assert TESS in {each.by for each in session.store.children(IncidentStep, incident=INCIDENT)}


def test_what_a_later_verifier_did_not_see_is_not_told_on(session: Session, clock: Clock) -> None:
    confirmed(session)
    text = out(session, passphrase=PASSPHRASE)
    looks_again(session, clock, NOTHING_THERE)
    stands = story.stand(session, INCIDENT)
    assert stands.state is State.ALERTED
    assert stands.is_doubted
    assert "update" not in stands.may
    assert {"correction", "all_clear"} <= stands.may
    with pytest.raises(OverturnedError):
        texts.to_copy(session, text)
    assert texts.to_copy(session, out(session, "correction", PASSPHRASE)).sort == "correction"
    assert not story.stand(session, INCIDENT).is_doubted


def test_a_text_that_waited_is_not_released_on_an_overturned_outcome(session: Session, clock: Clock) -> None:
    confirmed(session)
    out(session, passphrase=PASSPHRASE)
    waiting = written(session, "update")
    releasing.release(session, waiting, OMAR, HERE)
    looks_again(session, clock, NOTHING_THERE)
    again = looks_again(session, clock, SAW, "wes")
    with pytest.raises(NotCountedError) as refused:
        releasing.release(session, waiting, rid("rita"), TELEPHONE)
    assert refused.value.why is Why.OVERTURNED
    newer = out(session, "update", PASSPHRASE)
    assert alert(session, newer).verification == again
    assert texts.to_copy(session, newer).sort == "update"


def test_a_file_that_releases_it_all_the_same_does_not_count(session: Session, clock: Clock) -> None:
    confirmed(session)
    out(session, passphrase=PASSPHRASE)
    waiting = written(session, "update")
    releasing.release(session, waiting, OMAR, HERE)
    first = session.store.children(Release, alert=waiting)[0]
    looks_again(session, clock, NOTHING_THERE)
    on, at = session.stamp()
    said = {"alert": waiting, "by": rid("rita"), "way": "file", "on": on, "at": at, "wording": first.wording}
    session.store.save(ACT, [Edit("release", rid("forged"), {**said, "number": 99})])
    stands = story.stand(session, INCIDENT)
    assert not stands.is_out(waiting)
    assert next(each.why for each in stands.told if each.record.id == waiting) is Why.OVERTURNED


def test_who_could_not_tell_overturns_nothing(session: Session, clock: Clock) -> None:
    confirmed(session)
    text = out(session, passphrase=PASSPHRASE)
    looks_again(session, clock, Seen(outcome="uncertain"))
    assert not story.stand(session, INCIDENT).is_doubted
    assert texts.to_copy(session, text).sort == "alert"


def test_who_is_taken_off_the_roster_did_what_they_did(session: Session, clock: Clock) -> None:
    confirmed(session)
    text = out(session, passphrase=PASSPHRASE)
    session.store.delete("Binned", [rid("rita"), VERA])
    stands = story.stand(session, INCIDENT)
    assert stands.state is State.ALERTED
    assert stands.is_out(text)
    assert texts.to_copy(session, out_again(session)).sort == "all_clear"


def out_again(session: Session) -> RecordId:
    """Say all clear with somebody who is still there."""
    made = written(session, "all_clear")
    with pytest.raises(NotFoundError):
        releasing.release(session, made, rid("rita"), TELEPHONE)
    releasing.release(session, made, OMAR, HERE)
    releasing.release(session, made, volunteer(session, "rut", "releasing"), TELEPHONE)
    return made
