"""What the desk shows of incidents, the list on paper, the practice desk, and two vaults that release together."""

from pathlib import Path

import pytest

from cima_desktop.model.incident_states import State
from cima_desktop.model.incidents import Alert, Release
from cima_desktop.services.alerts import board, dispatch_paper, releasing, story, texts
from cima_desktop.services.alerts.proving import Proof
from cima_desktop.services.practice import desk_files
from cima_desktop.services.practice import edits as practice_edits
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests import exchange_pair
from tests.builders import rid
from tests.pdf_text import squeezed, whole
from tests.unit.services.alerts_desk import (
    ACT,
    INCIDENT,
    OMAR,
    RITA,
    TESS,
    VERA,
    Clock,
    confirmed,
    fill,
    incident,
    written,
)

PASSPHRASE = "a passphrase for tests only"
HERE = Proof(passphrase=PASSPHRASE)


@pytest.fixture
def clock(session: Session) -> Clock:
    return fill(session)


def state(session: Session) -> State:
    return story.stand(session, INCIDENT).state


# what the desk shows, paper, practice, another vault


def test_the_list_and_the_card_show_where_it_stands(session: Session, clock: Clock) -> None:
    confirmed(session)
    row = board.rows(session, session.store.page("incident").rows)[0]
    assert (row.area, row.state, row.county) == ("US 25, Arden", State.CONFIRMED, "Buncombe")
    known = board.board(session, INCIDENT)
    assert known.name(VERA) == "Vera de Práctica"
    assert known.me == OMAR
    assert OMAR in known.with_key
    assert VERA not in known.with_key
    assert board.alert_of(known, rid("none")) is None


@pytest.mark.parametrize("language", ["es", "en", "both"])
def test_the_list_on_paper_has_telephones_only_when_they_are_ticked(
    session: Session, clock: Clock, language: str
) -> None:
    contact = {"volunteer": VERA, "phone": "8285550152"}
    session.store.save(ACT, [Edit("volunteer_contact", rid("contact"), contact)])
    without = whole(dispatch_paper.make(session, INCIDENT, language).pdf)
    assert squeezed("Vera de Práctica") in without
    assert "555-0152" not in without
    assert "555-0152" in whole(dispatch_paper.make(session, INCIDENT, language, with_phones=True).pdf)
    dispatch_paper.begin_print(session)
    assert session.store.deeds("dispatch_printed")


def test_the_practice_desk_stands_as_it_says(session: Session) -> None:
    for file in desk_files():
        if file.name[:2] in ("10", "50"):
            session.store.save(ACT, practice_edits(file, session.today()), undoable=False)
    rows = board.rows(session, session.store.page("incident").rows)
    assert {row.state for row in rows} == {State.TRIAGED, State.UNCERTAIN, State.UNFOUNDED}
    assert rows[-1].state is State.UNFOUNDED


@pytest.fixture
def two(ana: Session, beto: Session, tmp_path: Path) -> tuple[Session, Session]:
    """Return Ana's vault with an alert that she released, and Beto's that has received all of it."""
    fill(ana)
    confirmed(ana)
    alert = written(ana)
    releasing.release(ana, alert, OMAR, Proof(passphrase=exchange_pair.PASSPHRASE))
    exchange_pair.take(beto, exchange_pair.bundle(ana, [beto], tmp_path / "there.cima"))
    return ana, beto


def test_the_second_release_comes_from_another_vault(two: tuple[Session, Session], tmp_path: Path) -> None:
    ana, beto = two
    beto.now = ana.now
    beto.today = ana.today
    assert state(beto) is State.CONFIRMED
    alert = ana.store.children(Alert, incident=INCIDENT)[0].id
    beto.store.save(ACT, [Edit("volunteer", RITA, {"opens_as": beto.who})])
    releasing.release(beto, alert, RITA, Proof(passphrase=exchange_pair.PASSPHRASE))
    assert state(beto) is State.ALERTED
    exchange_pair.take(ana, exchange_pair.bundle(beto, [ana], tmp_path / "back.cima"))
    assert state(ana) is State.ALERTED
    ways = sorted(each.way for each in ana.store.children(Release, alert=alert))
    assert ways == ["file", "passphrase"]
    assert texts.to_copy(ana, alert) == texts.to_copy(beto, alert)


def test_a_file_cannot_bring_a_confirmation_that_nobody_signed(two: tuple[Session, Session], tmp_path: Path) -> None:
    ana, beto = two
    forged = {"verifier": TESS, "outcome": "confirmed", "signed_by": TESS, "signed_on": "2026-11-21"}
    other = incident(beto, rid("other"))
    beto.store.save(ACT, [Edit("verification", rid("forged"), {**forged, "incident": other})])
    for number, step in enumerate(("dispatched", "on_scene", "signed"), 3):
        values = {"incident": other, "step": step, "number": number, "verification": rid("forged"), "on": "2026-11-21"}
        beto.store.save(ACT, [Edit("incident_step", rid("forged", step), values)])
    exchange_pair.take(ana, exchange_pair.bundle(beto, [ana], tmp_path / "forged.cima"))
    stands = story.stand(ana, other)
    assert stands.state is not State.CONFIRMED
    assert "alert" not in stands.may
