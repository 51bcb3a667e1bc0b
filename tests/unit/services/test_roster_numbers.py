"""A volunteer's number is in nothing that leaves and in no list, unless somebody ticks it for one paper (S8)."""

from datetime import date, datetime
from pathlib import Path

import pytest

from cima_desktop.model.kinds import KINDS
from cima_desktop.model.sharing import stays_home
from cima_desktop.services.roster import duties, paper
from cima_desktop.services.roster.paper import Wall
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice
from cima_desktop.store.doings import DID
from tests.builders import rid
from tests.pdf_text import squeezed, whole
from tests.unit.services.exchanging import hand_on, make_vault, meet, opened
from tests.unit.services.roster_of import shift, volunteer

NUMBER, DIGITS = "+18285550151", "5550151"
MONDAY = date(2026, 11, 23)


@pytest.fixture
def roster(session: Session) -> Session:
    """Return a vault with one volunteer, whose number is known, on call on two days."""
    session.now = lambda: datetime(2026, 11, 24, 23)
    ana = volunteer(session, "ana", "verifying", counties=["Buncombe"], languages=["es", "mam"], vehicle="van")
    duties.note_reach(session, ana, {"phone": NUMBER, "address": "9 Calle Inventada", "emergency": "Su hermana"})
    volunteer(session, "beto", rests_from="2026-11-24")
    shift(session, "ana", "2026-11-24", "22:00", "06:00", order=1)
    shift(session, "beto", "2026-11-24", "22:00", "06:00", order=2)
    return session


def test_how_volunteers_are_reached_stays_home_by_declaration() -> None:
    assert stays_home(KINDS["volunteer_contact"])
    assert not any(field.presets for field in KINDS["volunteer_contact"].fields)
    assert not [f.name for f in KINDS["volunteer"].fields if f.type.value == "phone"]


@pytest.mark.parametrize("language", ["es", "en", "both"])
def test_the_rota_for_the_wall_has_names_and_no_number(roster: Session, language: str) -> None:
    made = paper.make(roster, Wall(monday=MONDAY, verifiers=True), language)

    text = whole(made.pdf)
    assert squeezed("1. Ana de Práctica") in text
    assert "Beto" not in text, "who rests is not there to be called"
    assert squeezed("Buncombe") in text
    assert DIGITS not in text.replace("-", "")
    assert "Inventada" not in text


def test_numbers_stand_on_the_paper_when_they_are_ticked_and_it_says_so(roster: Session) -> None:
    text = whole(paper.make(roster, Wall(monday=MONDAY, numbers=True), "en").pdf)

    assert squeezed("(828) 555-0151") in text
    assert squeezed("keep it where only volunteers read it") in text
    assert "Inventada" not in text


def test_each_print_is_noted_and_whether_numbers_were_on_it(roster: Session) -> None:
    paper.begin_print(roster, Wall(monday=MONDAY))
    paper.begin_print(roster, Wall(monday=MONDAY, numbers=True))

    assert [each.what for each in roster.store.doings(limit=2, sorts=(DID,)).rows] == ["rota_numbers", "rota"]


def test_an_empty_week_says_so(session: Session) -> None:
    assert squeezed("Nobody is down for this week yet.") in whole(paper.make(session, Wall(monday=MONDAY), "en").pdf)


def test_two_on_call_together_stand_in_order_beneath_each_other(session: Session) -> None:
    for who, order in (("ana", 2), ("beto", 1)):
        volunteer(session, who)
        shift(session, who, "2026-11-24", "08:00", "12:00", order=order)
    shift(session, "ana", "2026-11-25", "08:00", "12:00", desk="consulta")

    text = whole(paper.make(session, Wall(monday=MONDAY), "en").pdf)

    assert text.index(squeezed("1. Beto de Práctica")) < text.index(squeezed("2. Ana de Práctica"))


def test_a_bundle_with_everything_a_colleague_lacks_has_the_roster_and_no_number(tmp_path: Path) -> None:
    with make_vault(tmp_path / "here", "Ana") as here, make_vault(tmp_path / "there", "Beto") as there:
        meet(here, there)
        meet(there, here)
        ana = volunteer(here, "ana")
        duties.note_reach(here, ana, {"phone": NUMBER, "address": "9 Calle Inventada"})

        left = hand_on(here, Choice(to=(here.store.peers()[0].id,), lacking=True), tmp_path)

        arrived = opened(there, left.path)
        assert ana in arrived.records()
        assert rid("training", "ana", "agreement", "2026-01-10") in arrived.records()
        assert DIGITS.encode() not in arrived.everything()
        assert b"Inventada" not in arrived.everything()
