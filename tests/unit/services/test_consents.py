"""Consent is for one purpose, ends, and a no is a no (C5)."""

from datetime import date

import pytest

from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId
from cima_desktop.services import joining
from cima_desktop.services.consents import Answer, consent_for, refusing
from cima_desktop.services.session import Session
from tests.unit.services.exchanging import put

TODAY = date(2026, 11, 21)
ROSA = {"given_names": "Rosa", "birth_date": "1988-05-02"}


def consent(session: Session, person: RecordId, **said: object) -> RecordId:
    facts = {"purpose": "lawyer", "agreed": True, "how": "written", "given_on": "2026-10-01", **said}
    return put(session, "consent", person=person, **facts)


def answer(session: Session, person: RecordId, purpose: Preset = Preset.LAWYER) -> Answer:
    return consent_for(session, person, purpose, TODAY).answer


def test_without_a_note_there_is_no_consent(session: Session) -> None:
    rosa = put(session, "person", **ROSA)
    assert answer(session, rosa) is Answer.MISSING
    assert answer(session, rosa, Preset.PEER) is Answer.NOT_ASKED


def test_a_consent_is_for_its_purpose_only(session: Session) -> None:
    rosa = put(session, "person", **ROSA)
    given = consent(session, rosa)
    standing = consent_for(session, rosa, Preset.LAWYER, TODAY)
    assert (standing.answer, standing.consent, standing.title) == (Answer.YES, given, "Rosa")
    assert answer(session, rosa, Preset.HOST) is Answer.MISSING


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"how": "witness"}, Answer.MISSING),
        ({"how": "witness", "witness": "Inés Prueba"}, Answer.YES),
        ({"how": ""}, Answer.MISSING),
        ({"agreed": None}, Answer.MISSING),
        ({"agreed": False, "how": ""}, Answer.NO),
        ({"expires_on": "2026-11-20"}, Answer.EXPIRED),
        ({"expires_on": "2026-11-21"}, Answer.YES),
        ({"agreed": False, "expires_on": "2026-11-20"}, Answer.NO),
    ],
)
def test_what_counts_as_an_answer(session: Session, said: dict[str, object], expected: Answer) -> None:
    rosa = put(session, "person", **ROSA)
    consent(session, rosa, **said)
    assert answer(session, rosa) is expected


def test_the_newest_answer_counts_and_a_no_on_the_same_day(session: Session) -> None:
    rosa = put(session, "person", **ROSA)
    consent(session, rosa, given_on="2026-10-02")
    consent(session, rosa, given_on="2026-10-01", agreed=False)
    assert answer(session, rosa) is Answer.YES
    consent(session, rosa, given_on="2026-10-02", agreed=False)
    assert answer(session, rosa) is Answer.NO


def test_a_no_counts_where_no_consent_is_needed(session: Session) -> None:
    rosa = put(session, "person", **ROSA)
    consent(session, rosa, purpose="peer", agreed=False)
    assert answer(session, rosa, Preset.PEER) is Answer.NO


def family(session: Session, **plan: object) -> tuple[RecordId, RecordId, RecordId]:
    """Return a mother, a father and their child, who are in one plan."""
    mother, father = put(session, "person", **ROSA), put(session, "person", given_names="Tomás")
    child = put(session, "person", given_names="Sofía", birth_date="2016-03-04")
    put(session, "plan", name="López", parent1=mother, parent2=father, children={child}, **plan)
    return mother, father, child


def test_parents_answer_for_a_child(session: Session) -> None:
    mother, father, child = family(session, parent2_status="signs")
    assert answer(session, child) is Answer.MISSING
    consent(session, mother)
    standing = consent_for(session, child, Preset.LAWYER, TODAY)
    assert (standing.answer, standing.by, standing.person) == (Answer.YES, "Rosa", child)
    consent(session, father, agreed=False)
    assert answer(session, child) is Answer.NO
    assert answer(session, mother) is Answer.YES


def test_a_parent_who_may_not_decide_does_not_answer(session: Session) -> None:
    _mother, father, child = family(session, parent2_status="no_legal_custody")
    consent(session, father)
    assert answer(session, child) is Answer.MISSING


def test_a_childs_own_no_counts(session: Session) -> None:
    mother, _father, child = family(session)
    consent(session, mother)
    consent(session, child, agreed=False)
    assert answer(session, child) is Answer.NO


def test_nobody_answers_for_an_adult_or_for_somebody_who_is_gone(session: Session) -> None:
    mother, _father, child = family(session)
    consent(session, mother)
    session.store.save("x", [])
    assert consent_for(session, RecordId("ab" * 16), Preset.LAWYER, TODAY).answer is Answer.MISSING
    assert consent_for(session, child, Preset.LAWYER, date(2040, 1, 1)).answer is Answer.MISSING


def test_what_was_said_counts_for_every_record_about_the_person(session: Session) -> None:
    one, other = put(session, "person", **ROSA), put(session, "person", given_names="Rosita")
    joining.join(session, one, other)
    consent(session, other, given_on="2026-01-01")
    assert answer(session, one) is answer(session, other) is Answer.YES
    consent(session, one, agreed=False)
    assert answer(session, one) is answer(session, other) is Answer.NO


def test_a_parents_no_counts_for_every_record_about_the_child(session: Session) -> None:
    mother, _father, child = family(session)
    double, twin = put(session, "person", given_names="Sofi"), put(session, "person", given_names="Rosita")
    joining.join(session, child, double)
    joining.join(session, mother, twin)
    consent(session, twin, agreed=False)
    assert answer(session, child) is answer(session, double) is Answer.NO


def test_everybody_who_does_not_agree_is_found(session: Session) -> None:
    mother, father, child = family(session, parent2_status="signs")
    double = put(session, "person", given_names="Sofi")
    joining.join(session, child, double)
    consent(session, mother, purpose="peer")
    assert refusing(session, Preset.PEER, TODAY) == []
    consent(session, father, purpose="peer", agreed=False)
    standings = refusing(session, Preset.PEER, TODAY)
    assert [s.person for s in standings] == sorted({father, child, double})
    assert {s.by for s in standings} == {"", "Tomás"}
    consent(session, father, purpose="peer", given_on="2026-11-02")
    assert refusing(session, Preset.PEER, TODAY) == []
