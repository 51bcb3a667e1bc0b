"""The directory: finding help, how old it is, sending somebody there, and what has to be asked again (X1–X4)."""

from datetime import date, timedelta
from typing import Any

import pytest

from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.guarding import UndecidedWordsError
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.people import Organization
from cima_desktop.model.sharing import Referral
from cima_desktop.services import agenda, myself, referrals
from cima_desktop.services.directory import checking, finding, referring, shipping
from cima_desktop.services.directory.finding import Criteria, find
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import TODAY

FRESH = (TODAY - timedelta(days=10)).isoformat()
OLD = (TODAY - timedelta(days=300)).isoformat()


def add(session: Session, kind: str = "organization", **values: Any) -> RecordId:
    record = new_id()
    session.store.save("Added", [Edit(kind, record, values)])
    return record


def names(session: Session, **criteria: Any) -> list[str]:
    return [entry.name for entry in find(session, Criteria(**criteria)).entries]


@pytest.fixture
def filled(session: Session) -> Session:
    add(
        session, name="Despensa", services={"food"}, counties={"Madison"}, languages={"es"}, cost="free", checked_on=OLD
    )
    add(session, name="Clínica", services={"health"}, counties={"Buncombe"}, languages={"es", "mam"}, checked_on=FRESH)
    add(session, name="Línea nacional", services={"hotline", "food"}, languages={"en"}, cost="free", checked_on=FRESH)
    add(session, name="Albergue", services={"housing"}, counties={"Buncombe"})
    return session


def test_what_nobody_asked_about_lately_sinks_and_what_was_never_checked_is_last(filled: Session) -> None:
    assert names(filled) == ["Clínica", "Línea nacional", "Despensa", "Albergue"]
    assert names(filled, only_stale=True) == ["Despensa", "Albergue"]


def test_each_criterion_lets_through_what_fits(filled: Session) -> None:
    assert names(filled, service="food") == ["Línea nacional", "Despensa"]
    assert names(filled, language="mam") == ["Clínica"]
    assert names(filled, cost="free", service="food", language="es") == ["Despensa"]
    assert names(filled, service="violence") == []


def test_an_entry_without_counties_helps_everywhere_and_stands_below_those_of_the_county(session: Session) -> None:
    add(session, name="A nacional", checked_on=FRESH)
    add(session, name="B de Madison", counties={"Madison"}, checked_on=FRESH)
    add(session, name="C de Buncombe", counties={"Buncombe"}, checked_on=FRESH)
    assert names(session, county="Madison") == ["B de Madison", "A nacional"]


def test_words_find_the_organization_and_the_firm_of_a_lawyer(filled: Session) -> None:
    firm = add(filled, name="Bufete", checked_on=FRESH)
    add(filled, "attorney", name="Estrella Inventada", organization=firm)
    assert names(filled, words="clinica") == ["Clínica"]
    assert names(filled, words="madison") == ["Despensa"]
    assert names(filled, words="estrella") == ["Bufete"]
    assert names(filled, words="nadie asi") == []
    assert names(filled, words="   ") == names(filled)


def test_a_lawyer_in_the_bin_leads_nowhere(filled: Session) -> None:
    firm = add(filled, name="Bufete")
    lawyer = add(filled, "attorney", name="Estrella Inventada", organization=firm)
    filled.store.delete("Gone", [lawyer])
    assert names(filled, words="estrella") == []


def test_pages_follow_each_other_without_a_gap(session: Session) -> None:
    session.store.save_many("x", [Edit("organization", new_id(), {"name": f"Lugar {n:03}"}) for n in range(25)])
    first = find(session, Criteria(), limit=10)
    second = find(session, Criteria(), first.next or 0, limit=10)
    third = find(session, Criteria(), second.next or 0, limit=10)
    found = [entry.name for page in (first, second, third) for entry in page.entries]
    assert found == [f"Lugar {n:03}" for n in range(25)]
    assert (first.next, second.next, third.next) == (10, 20, None)
    assert {page.total for page in (first, second, third)} == {25}


@pytest.mark.parametrize(
    ("checked", "stale"),
    [("", True), (FRESH, False), (OLD, True), ("2026-05-22", False), ("2026-05-21", True), ("no day", True)],
)
def test_half_a_year_is_the_limit(checked: str, stale: bool) -> None:
    assert finding.is_stale(checked, date(2026, 11, 21)) is stale


# a person checked this


def test_checked_today_is_apart_from_edited(session: Session) -> None:
    place = add(session, name="Clínica")
    before = checking.standing(session, place)
    assert before is not None
    assert (before.checked_on, before.checked_by, before.stale, before.news) == ("", "", True, None)
    myself.add_me(session, "Ana de Práctica")
    checking.checked_today(session, place)
    after = checking.standing(session, place)
    assert after is not None
    assert (after.checked_on, after.checked_by, after.stale) == (TODAY.isoformat(), "Ana de Práctica", False)
    assert after.edited_at == before.edited_at
    session.store.save("Edited", [Edit("organization", place, {"hours": "de 9 a 5"})])
    again = checking.standing(session, place)
    assert again is not None
    assert again.edited_at is not None
    assert after.edited_at is not None
    assert again.edited_at >= after.edited_at


def test_what_came_with_the_program_was_edited_by_nobody_until_somebody_does(session: Session) -> None:
    shipping.bring_in(session)
    place = shipping.shipment().entries[0].id
    checking.checked_today(session, place)
    standing = checking.standing(session, place)
    assert standing is not None
    assert standing.edited_at is None
    session.store.save("Edited", [Edit("organization", place, {"hours": "de 9 a 5"})])
    standing = checking.standing(session, place)
    assert standing is not None
    assert standing.edited_at is not None


def test_it_is_noted_without_a_name_where_nobody_said_who_they_are(session: Session) -> None:
    place = add(session, name="Clínica")
    checking.checked_today(session, place)
    assert session.store.need(Organization, place).checked_by == ""
    assert session.store.undo()
    assert session.store.need(Organization, place).checked_on == ""


def test_what_is_gone_has_no_standing_and_cannot_be_checked(session: Session) -> None:
    assert checking.standing(session, new_id()) is None
    with pytest.raises(NotFoundError):
        checking.checked_today(session, new_id())


# sending somebody there


def test_a_referral_names_the_organization_and_waits_for_its_answer(session: Session) -> None:
    place, person = add(session, name="Clínica"), add(session, "person", given_names="Luz")
    made = referring.refer(session, person, place, "Una cita para el niño")
    referral = session.store.need(Referral, made)
    assert (referral.about, referral.organization, referral.receiver) == (person, place, "Clínica")
    assert (referral.state, referral.asked_on) == (referrals.ASKED, TODAY.isoformat())
    assert [each.id for each in referrals.about(session, person)] == [made]


@pytest.mark.parametrize(("question", "somebody"), [("", True), ("   ", True), ("Una cita", False)])
def test_without_a_question_or_a_person_nothing_is_noted(session: Session, question: str, somebody: bool) -> None:
    place = add(session, name="Clínica")
    person = add(session, "person", given_names="Luz") if somebody else NO_ID
    with pytest.raises(InvalidInputError):
        referring.refer(session, person, place, question)
    assert session.store.all(Referral) == []


def test_nobody_is_sent_to_what_is_gone_nor_with_words_about_status(session: Session) -> None:
    place, person = add(session, name="Clínica"), add(session, "person", given_names="Luz")
    with pytest.raises(NotFoundError):
        referring.refer(session, person, new_id(), "Una cita")
    with pytest.raises(UndecidedWordsError):
        referring.refer(session, person, place, "Es indocumentada y necesita una cita")
    assert session.store.all(Referral) == []


# what has to be asked again


def test_the_first_page_names_old_entries_once_and_each_lawyer_who_is_due(filled: Session) -> None:
    add(filled, name="Banco de comida", checked_on=(TODAY - timedelta(days=400)).isoformat())
    firm = add(filled, name="Bufete", checked_on=FRESH)
    due = add(filled, "attorney", name="Cometa", organization=firm, next_check_on=TODAY.isoformat())
    add(filled, "attorney", name="Luna", organization=firm, next_check_on=(TODAY + timedelta(days=1)).isoformat())
    add(filled, "attorney", name="Sol", organization=firm)
    items = [item for item in agenda.agenda(filled).items if item.kind in ("organization", "attorney")]
    assert [(i.title, i.facts["n"], i.day) for i in items if i.kind == "organization"] == [
        ("Banco de comida", "2", None)
    ]
    assert [(i.id, i.day) for i in items if i.kind == "attorney"] == [(due, TODAY)]


def test_a_directory_that_was_never_checked_fills_no_first_page(session: Session) -> None:
    add(session, name="Albergue")
    assert agenda.agenda(session).items == ()
