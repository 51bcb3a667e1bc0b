"""From a report to the all clear, as services: who may do what when, what is refused, and what is written down."""

import attrs
import pytest

from cima_desktop.model.alert_text import Fault
from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.incident_states import State, Why
from cima_desktop.model.incidents import Alert, Incident, IncidentStep, Release, Verification
from cima_desktop.model.volunteers import Assignment
from cima_desktop.services import keys, myself
from cima_desktop.services.alerts import deeds, proving, releasing, story, texts
from cima_desktop.services.alerts.deeds import NoEvidenceError, NoOutcomeError, Seen
from cima_desktop.services.alerts.proving import NoKeyHereError, Proof
from cima_desktop.services.alerts.story import NotCountedError
from cima_desktop.services.alerts.texts import AlertTextError, EmptyTextError, NotReleasedError, Words
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.vault import TESTING_COST
from cima_desktop.vault.errors import FrozenSlotError, WrongPassphraseError
from tests.builders import rid
from tests.unit.services import roster_of
from tests.unit.services.alerts_desk import (
    ACT,
    INCIDENT,
    OMAR,
    RITA,
    SAW,
    TELEPHONE,
    TESS,
    VERA,
    Clock,
    confirmed,
    fill,
    incident,
    out,
    sent,
    written,
)

PASSPHRASE = "a passphrase for tests only"
HERE = Proof(passphrase=PASSPHRASE)


@pytest.fixture
def clock(session: Session) -> Clock:
    return fill(session)


def state(session: Session) -> State:
    return story.stand(session, INCIDENT).state


def test_a_report_becomes_an_alert_and_an_all_clear(session: Session, clock: Clock) -> None:
    assert state(session) is State.TRIAGED
    verification = sent(session)
    clock.on(12)
    deeds.arrive(session, verification)
    clock.on(5)
    deeds.sign(session, verification, SAW, TELEPHONE)
    assert state(session) is State.CONFIRMED
    first = out(session, passphrase=PASSPHRASE)
    assert state(session) is State.ALERTED
    words = texts.to_copy(session, first)
    assert "8:17" in words.spanish
    assert "8:17" in words.english
    clock.on(60)
    out(session, "update", PASSPHRASE)
    clock.on(60)
    last = out(session, "all_clear", PASSPHRASE)
    assert state(session) is State.CLEARED
    texts.note_told(session, last, frozenset({"whatsapp", "radio"}))
    assert session.store.need(Alert, last).channels == {"whatsapp", "radio"}
    assert session.store.need(Incident, INCIDENT).over_on == session.today().isoformat()
    deeds.move(session, INCIDENT, "closed")
    assert state(session) is State.CLOSED
    assert all(each.counts for each in story.stand(session, INCIDENT).told)


def test_what_happened_in_the_world_makes_no_step_of_undo(session: Session, clock: Clock) -> None:
    before = session.store.undo_act()
    confirmed(session)
    assert session.store.undo_act() == before
    assert state(session) is State.CONFIRMED


def test_an_incident_noted_by_hand_begins_at_the_beginning(session: Session, clock: Clock) -> None:
    record = rid("by hand")
    session.store.save(ACT, [Edit("incident", record, {"activity": "home", "area": "Candler"})])
    assert story.stand(session, record).may == {"received"}
    deeds.move(session, record, "received")
    assert session.store.need(Incident, record).on == session.today().isoformat()
    deeds.move(session, record, "triaged")
    with pytest.raises(NotCountedError):
        deeds.move(session, record, "triaged")
    deeds.move(session, record, "unfounded", "Una entrega.")
    assert story.stand(session, record).state is State.UNFOUNDED
    assert session.store.children(IncidentStep, incident=record)[-1].words == "Una entrega."


def test_only_the_trained_who_did_not_report_can_be_sent(session: Session, clock: Clock) -> None:
    roster_of.volunteer(session, "rafa", "verifying")
    other = incident(session, rid("other"), by=rid("rafa"))
    assert [each.volunteer.id for each in deeds.to_send(session, other)] == [VERA]
    with pytest.raises(NotCountedError) as refused:
        deeds.dispatch(session, other, rid("rafa"))
    assert refused.value.why is Why.REPORTER
    assert "reporte" in refused.value.sentence("es")
    with pytest.raises(NotCountedError) as untrained:
        deeds.dispatch(session, other, TESS)
    assert untrained.value.why is Why.UNTRAINED
    assert not session.store.children(Verification, incident=other)
    assert not session.store.children(Assignment, about=other)


def test_whoever_took_down_a_report_tied_later_cannot_be_sent(session: Session, clock: Clock) -> None:
    on, at = session.stamp()
    for key in ("one", "two"):
        values = {"incident": INCIDENT, "activity": "checkpoint", "received_on": on, "received_at": at, "by": VERA}
        session.store.save(ACT, [Edit("report", rid("report", key), values)])
    assert deeds.to_send(session, INCIDENT) == []
    with pytest.raises(NotCountedError):
        deeds.dispatch(session, INCIDENT, VERA)


def test_the_nearest_who_speaks_the_callers_language_comes_first(session: Session, clock: Clock) -> None:
    roster_of.volunteer(session, "mam", "verifying", counties=frozenset({"Buncombe"}), languages=frozenset({"mam"}))
    values = {"incident": INCIDENT, "activity": "checkpoint", "by": TESS}
    session.store.save(ACT, [Edit("report", rid("r"), values)])
    session.store.save(ACT, [Edit("call", rid("c"), {"report": rid("r"), "language": "mam"})])
    assert deeds.to_send(session, INCIDENT)[0].volunteer.id == rid("mam")


def test_whoever_is_sent_has_an_assignment_that_ends_with_the_outcome(session: Session, clock: Clock) -> None:
    verification = sent(session)
    task = session.store.children(Assignment, about=INCIDENT)[0]
    assert (task.volunteer, task.sort, task.state) == (VERA, "verify", "asked")
    deeds.arrive(session, verification)
    assert session.store.need(Assignment, task.id).state == "accepted"
    deeds.sign(session, verification, SAW, TELEPHONE)
    assert session.store.need(Assignment, task.id).state == "done"


def test_signing_says_all_there_is_to_say(session: Session, clock: Clock) -> None:
    verification = sent(session)
    for outcome in ("", "maybe"):
        with pytest.raises(NoOutcomeError):
            deeds.sign(session, verification, Seen(outcome=outcome), TELEPHONE)
    with pytest.raises(NoEvidenceError):
        deeds.sign(session, verification, Seen(outcome="confirmed"), TELEPHONE)
    deeds.sign(session, verification, Seen(outcome="uncertain", words="  Ya no   estaban. "), TELEPHONE)
    seen = session.store.need(Verification, verification)
    assert (seen.signed_way, seen.words, seen.there_at) == ("telephone", "Ya no estaban.", "08:00")
    assert state(session) is State.UNCERTAIN
    with pytest.raises(NotCountedError):
        deeds.sign(session, verification, SAW, TELEPHONE)
    with pytest.raises(NotFoundError):
        deeds.sign(session, rid("nobody"), SAW, TELEPHONE)


def test_a_form_that_changes_what_was_signed_takes_the_confirmation_away(session: Session, clock: Clock) -> None:
    verification = sent(session)
    deeds.sign(session, verification, Seen(outcome="not_confirmed", evidence=frozenset({"agency"})), TELEPHONE)
    session.store.save(ACT, [Edit("verification", verification, {"outcome": "confirmed"})])
    assert state(session) is State.VERIFYING
    with pytest.raises(NotCountedError):
        texts.propose(session, INCIDENT, "alert")


# whose yes it is


def test_a_passphrase_is_tried_against_the_one_key_of_that_person(session: Session, clock: Clock) -> None:
    keys.add_person(session, "Rita Llave", "cinco palabras sin nada que ver", TESTING_COST)
    session.store.save(ACT, [Edit("volunteer", RITA, {"opens_as": "rita llave"})])
    confirmed(session)
    alert = written(session)
    with pytest.raises(WrongPassphraseError):
        releasing.release(session, alert, RITA, HERE)  # the passphrase of Omar's key
    with pytest.raises(WrongPassphraseError):
        releasing.release(session, alert, OMAR, Proof(passphrase="cinco palabras sin nada que ver"))
    with pytest.raises(NoKeyHereError):
        releasing.release(session, alert, TESS, HERE)
    assert not session.store.children(Release, alert=alert)
    releasing.release(session, alert, OMAR, HERE)
    releasing.release(session, alert, RITA, Proof(passphrase="cinco palabras sin nada que ver"))
    assert [each.way for each in session.store.children(Release, alert=alert)] == ["passphrase", "passphrase"]
    assert state(session) is State.ALERTED
    assert "cinco" not in repr(Proof(passphrase="cinco palabras"))


def test_a_frozen_key_releases_nothing(session: Session, clock: Clock) -> None:
    slot = keys.add_person(session, "Rita Llave", "cinco palabras sin nada que ver", TESTING_COST)
    session.store.save(ACT, [Edit("volunteer", RITA, {"opens_as": "Rita Llave"})])
    keys.freeze(session, slot)
    confirmed(session)
    alert = written(session)
    with pytest.raises(FrozenSlotError):
        releasing.release(session, alert, RITA, Proof(passphrase="cinco palabras sin nada que ver"))


def test_who_sits_at_the_desk_proves_it_with_the_key_that_opened(session: Session, clock: Clock) -> None:
    session.store.save(ACT, [Edit("volunteer", OMAR, {"opens_as": ""})])
    assert not proving.has_key(session, OMAR)
    session.store.meta_set("desk:me:prueba", OMAR)
    assert myself.my_id(session) == OMAR
    assert proving.has_key(session, OMAR)


def test_the_same_person_and_two_telephones_are_refused(session: Session, clock: Clock) -> None:
    confirmed(session)
    alert = written(session)
    releasing.release(session, alert, RITA, TELEPHONE)
    for who, proof, why in ((RITA, TELEPHONE, Why.SAME_PERSON), (TESS, TELEPHONE, Why.ONE_TELEPHONE)):
        with pytest.raises(NotCountedError) as refused:
            releasing.release(session, alert, who, proof)
        assert refused.value.why is why
    assert len(session.store.children(Release, alert=alert)) == 1


# the words


def test_nothing_is_composed_before_a_verifier_signed(session: Session, clock: Clock) -> None:
    for sort in ("alert", "update", "denial", "correction", "all_clear"):
        with pytest.raises(NotCountedError):
            texts.propose(session, INCIDENT, sort)
        with pytest.raises(NotCountedError):
            texts.write(session, INCIDENT, Words(sort=sort, spanish="Hola.", english="Hello."))
    assert not session.store.children(Alert, incident=INCIDENT)


@pytest.mark.parametrize(
    ("words", "marked", "fault"),
    [
        ("Lo vio Vera.", "Vera", Fault.NAME),
        ("Pregunte por luz inventada.", "luz", Fault.NAME),
        ("Está en Gasolinera Roja 12, ahí.", "Gasolinera Roja 12", Fault.PLACE),
        ("Camioneta ABC-1234.", "ABC-1234", Fault.PLATE),
        ("Frente a 1200 Hendersonville Road.", "1200", Fault.DOOR),
        ("Llame al 828-555-0199.", "828-555-0199", Fault.NUMBER),
    ],
)
def test_a_text_that_tells_too_much_is_refused_and_shows_where(
    session: Session, clock: Clock, words: str, marked: str, fault: Fault
) -> None:
    person = {"given_names": "Luz", "paternal_surname": "Inventada"}
    session.store.save(ACT, [Edit("person", rid("luz"), person)])
    place = {"incident": INCIDENT, "activity": "checkpoint", "place": "Gasolinera Roja 12", "by": TESS}
    session.store.save(ACT, [Edit("report", rid("r"), place)])
    confirmed(session)
    proposed = texts.propose(session, INCIDENT, "alert")
    assert texts.look_over(session, INCIDENT, proposed.spanish, proposed.english).is_clean
    with pytest.raises(AlertTextError) as refused:
        texts.write(session, INCIDENT, Words(sort="alert", spanish=words, english=proposed.english))
    found = refused.value.finding
    assert (words[found.start : found.end], found.fault, refused.value.language) == (marked, fault, "es")
    assert marked in refused.value.sentence("en")
    assert not session.store.children(Alert, incident=INCIDENT)
    with pytest.raises(AlertTextError) as english:
        texts.write(session, INCIDENT, Words(sort="alert", spanish=proposed.spanish, english=words))
    assert english.value.language == "en"


def test_a_text_stands_in_both_languages(session: Session, clock: Clock) -> None:
    confirmed(session)
    for spanish, english in (("Confirmado.", " "), ("", "Confirmed.")):
        with pytest.raises(EmptyTextError):
            texts.write(session, INCIDENT, Words(sort="alert", spanish=spanish, english=english))


def test_who_was_written_down_since_is_found_at_the_release(session: Session, clock: Clock) -> None:
    confirmed(session)
    alert = texts.write(session, INCIDENT, Words(sort="alert", spanish="Cerca de Zulema.", english="Confirmed."))
    session.store.save(ACT, [Edit("person", rid("zulema"), {"given_names": "Zulema"})])
    with pytest.raises(AlertTextError):
        releasing.release(session, alert, RITA, TELEPHONE)


def test_who_called_about_it_is_not_named(session: Session, clock: Clock) -> None:
    edits = [
        Edit("report", rid("report"), {"incident": INCIDENT, "activity": "checkpoint"}),
        Edit("call", rid("call"), {"report": rid("report")}),
        Edit("caller", rid("caller"), {"call": rid("call"), "name": "Xóchitl"}),
    ]
    session.store.save(ACT, edits)
    confirmed(session)
    words = texts.propose(session, INCIDENT, "alert")
    with pytest.raises(AlertTextError) as refused:
        texts.write(session, INCIDENT, attrs.evolve(words, spanish=f"{words.spanish} Lo vio Xochitl."))
    assert refused.value.finding.fault is Fault.NAME


def test_a_new_text_takes_the_one_that_waits_back(session: Session, clock: Clock) -> None:
    confirmed(session)
    first = written(session)
    second = written(session)
    assert [each.id for each in session.store.children(Alert, incident=INCIDENT)] == [second]
    texts.discard(session, second)
    assert not session.store.children(Alert, incident=INCIDENT)
    with pytest.raises(NotFoundError):
        releasing.release(session, first, RITA, TELEPHONE)


def test_what_went_out_is_not_taken_back_but_corrected(session: Session, clock: Clock) -> None:
    confirmed(session)
    wrong = out(session, passphrase=PASSPHRASE)
    with pytest.raises(NotCountedError):
        texts.discard(session, wrong)
    right = out(session, "correction", PASSPHRASE)
    assert session.store.need(Alert, right).corrects == wrong
    assert texts.to_copy(session, right).sort == "correction"
    with pytest.raises(NotReleasedError):
        texts.to_copy(session, wrong)


def test_a_false_alarm_is_denied(session: Session, clock: Clock) -> None:
    verification = sent(session)
    deeds.sign(session, verification, Seen(outcome="not_confirmed", evidence=frozenset({"own_eyes"})), TELEPHONE)
    assert session.store.need(Incident, INCIDENT).over_on
    denial = out(session, "denial", PASSPHRASE)
    assert "NO CONFIRMADO" in texts.to_copy(session, denial).spanish


def test_a_text_may_be_told_only_while_it_holds(session: Session, clock: Clock) -> None:
    confirmed(session)
    alert = written(session)
    with pytest.raises(NotReleasedError):
        texts.to_copy(session, alert)
    releasing.release(session, alert, OMAR, HERE)
    releasing.release(session, alert, RITA, TELEPHONE)
    assert texts.to_copy(session, alert).sort == "alert"
    clock.on(12 * 60)
    assert state(session) is State.EXPIRED
    with pytest.raises(NotReleasedError):
        texts.note_told(session, alert, frozenset({"radio"}))
    assert texts.to_copy(session, out(session, "all_clear", PASSPHRASE)).sort == "all_clear"


def test_a_release_that_comes_after_the_end_is_refused(session: Session, clock: Clock) -> None:
    confirmed(session)
    alert = written(session)
    releasing.release(session, alert, OMAR, HERE)
    clock.on(13 * 60)
    with pytest.raises(NotCountedError) as refused:
        releasing.release(session, alert, RITA, TELEPHONE)
    assert refused.value.why is Why.TOO_LATE


def test_a_text_whose_ground_is_gone_is_not_released(session: Session, clock: Clock) -> None:
    verification = confirmed(session)
    roster_of.volunteer(session, "otra", "verifying")
    other = sent(session, rid("otra"))
    deeds.sign(session, other, SAW, TELEPHONE)
    alert = written(session)
    assert session.store.need(Alert, alert).verification == other
    session.store.save(ACT, [Edit("verification", other, {"words": "changed"})])
    assert verification in story.stand(session, INCIDENT).grounds
    with pytest.raises(NotCountedError) as refused:
        releasing.release(session, alert, RITA, TELEPHONE)
    assert refused.value.why is Why.NO_GROUND


def test_the_moment_is_said_in_words() -> None:
    assert texts.moment_text("2026-11-21 21:30", "en", "2026-11-21") == "9:30\N{NO-BREAK SPACE}PM"
    assert texts.moment_text("2026-11-21 21:30", "es", "2026-11-22").endswith("2026")
    assert texts.moment_text("soon", "en") == ""


def test_what_cannot_be_kept_is_refused_whole(session: Session, clock: Clock) -> None:
    with pytest.raises(InvalidInputError):
        deeds.dispatch(session, INCIDENT, VERA, back_by="soon")
    with pytest.raises(InvalidInputError):
        deeds.move(session, INCIDENT, "unfounded", "x" * 600)
    assert state(session) is State.TRIAGED
    verification = sent(session)
    for wrong in (Seen(outcome="uncertain", agents=-1), Seen(outcome="uncertain", words="x" * 1001)):
        with pytest.raises(InvalidInputError):
            deeds.sign(session, verification, wrong, TELEPHONE)
    assert not session.store.need(Verification, verification).signed_by
    deeds.sign(session, verification, SAW, TELEPHONE)
    with pytest.raises(InvalidInputError):
        texts.write(session, INCIDENT, Words(sort="alert", spanish="Sí. " * 400, english="Yes."))
    assert not session.store.children(Alert, incident=INCIDENT)
