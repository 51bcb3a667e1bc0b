"""What one shift tells the next: gathered, kept, read with a receipt that is nobody's own, and printed (C9)."""

from datetime import datetime

import pytest

from cima_desktop import i18n
from cima_desktop.documents import hand_off as paper
from cima_desktop.documents.sheets import Sheets
from cima_desktop.model.cases import HandOff, HandOffItem
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.services import myself, reads
from cima_desktop.services.consulta import hand_off_sheet, handing_off, queue
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.myself import NobodyError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.pdf_text import pages_of
from tests.unit.services.conftest import TODAY
from tests.unit.store.making import add

LUZ = {"given_names": "Luz", "paternal_surname": "Inventada", "phone": "8285550161"}


@pytest.fixture
def ana(session: Session) -> RecordId:
    session.now = lambda: datetime(2026, 11, 21, 17, 5)
    return myself.add_me(session, "Ana de Prueba")


@pytest.fixture
def case(session: Session, ana: RecordId) -> RecordId:
    intake = Intake(need="housing", person_values=LUZ, urgency="days", next_step="Llamar", next_due="2026-11-21")
    return open_case(session, intake).case


def said(sheets: Sheets) -> str:
    """Return the words of a paper."""
    return " ".join(" ".join(pages_of(sheets.pdf)).split())


def beto_sits_here(session: Session) -> RecordId:
    """Let the next volunteer open the vault."""
    beto = add(session.store, "volunteer", name="Beto de Prueba")
    session.store.save("Left", [Edit("volunteer", myself.my_id(session), {"opens_as": ""})])
    myself.i_am(session, beto)
    return beto


def test_what_is_open_is_gathered_once_for_each_record(
    session: Session, case: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_current", "en")
    queue.arrive(session, "Marta")
    queue.arrive(session, "")
    queue.finish(session, queue.today(session)[1].visit.id)
    person = add(session.store, "person", given_names="Toño")
    add(session.store, "appointment", sort="clinic", person=person, on="2026-11-22", at="09:00")
    add(session.store, "appointment", sort="hearing", about=case, on="2026-11-22", what="Desalojo")
    add(session.store, "appointment", sort="dmv", person=person, on="2026-11-22", result="cancelled")
    found = {matter.title.split(" · ")[0]: matter.words for matter in handing_off.open_matters(session)}
    assert found == {
        "Luz Inventada": "Urgent until Nov 24, 2026. Llamar, due Nov 21, 2026. Tomorrow: Court hearing · Desalojo",
        "Marta": "Came at 5:05\N{NO-BREAK SPACE}PM and is still here.",
        "Toño": "Tomorrow: Clinic or hospital · 9:00\N{NO-BREAK SPACE}AM",
    }


def test_a_hand_off_waits_until_somebody_else_has_read_it(session: Session, case: RecordId, ana: RecordId) -> None:
    matters = handing_off.open_matters(session)
    made = handing_off.write(session, "La impresora no tiene tóner\nni papel", matters)
    (told,) = handing_off.listed(session)
    assert (told.by, told.read_by, told.is_mine, told.hand_off.at) == ("Ana de Prueba", "", True, "17:05")
    assert [matter.about for matter in told.matters] == [case]
    with pytest.raises(handing_off.OwnHandOffError):
        handing_off.confirm(session, made)
    beto = beto_sits_here(session)
    handing_off.confirm(session, made)
    note = session.store.need(HandOff, made)
    assert (note.read_by, note.read_on, note.read_at) == (beto, "2026-11-21", "17:05")
    with pytest.raises(handing_off.HandOffReadError) as refused:
        handing_off.confirm(session, made)
    assert refused.value.sentence("en") == "Beto de Prueba confirmed already that they read it."
    assert [each.read_by for each in handing_off.listed(session)] == ["Beto de Prueba"]


def test_those_that_wait_come_first_and_old_ones_make_room(session: Session, ana: RecordId) -> None:
    for day in range(1, 8):
        add(session.store, "hand_off", desk="consulta", on=f"2026-11-0{day}", at="17:00", words="x", read_by=ana)
    waiting = add(session.store, "hand_off", desk="consulta", on="2026-10-01", words="vieja")
    add(session.store, "hand_off", desk="linea", on="2026-11-20", words="de la línea")
    found = handing_off.listed(session)
    assert found[0].hand_off.id == waiting
    assert [each.hand_off.on for each in found[1:]] == ["2026-11-07", "2026-11-06", "2026-11-05"]


def test_nothing_and_nobody_make_no_hand_off(session: Session) -> None:
    with pytest.raises(NobodyError):
        handing_off.write(session, "x", [])
    myself.add_me(session, "Ana")
    with pytest.raises(handing_off.EmptyHandOffError):
        handing_off.write(session, "  ", [])
    assert session.store.all(HandOff) + session.store.all(HandOffItem) == []
    with pytest.raises(NotFoundError):
        handing_off.confirm(session, new_id())


def test_the_sheet_has_no_number_unless_it_was_asked_for(session: Session, case: RecordId) -> None:
    queue.arrive(session, "")
    made = handing_off.write(session, "Dos palabras", handing_off.open_matters(session))
    plain = said(hand_off_sheet.make(session, made, "es"))
    assert "Relevo del turno" in plain
    assert "Escrito por Ana de Prueba el 21 nov 2026" in plain
    assert "El siguiente turno todavía no lo confirma" in plain
    assert "Dos palabras" in plain
    assert "Luz Inventada" in plain
    assert "555-0161" not in plain
    assert "(828) 555-0161" in said(hand_off_sheet.make(session, made, "es", phones=True))
    both = said(hand_off_sheet.make(session, made, "both"))
    assert "Relevo del turno / Hand-off of the shift" in both
    assert session.store.deeds(reads.HAND_OFF) == []
    hand_off_sheet.begin_print(session, made)
    assert [deed.record for deed in session.store.deeds(reads.HAND_OFF)] == [made]


def test_a_long_sheet_goes_on_and_a_bare_one_says_that_nothing_is_open() -> None:
    lines = [paper.Line(title=f"Caso {n}", words="palabras " * 60) for n in range(40)]
    long = paper.Sheet(by="", on=(None, ""), words="", lines=lines, read_by="Beto", read_on=TODAY, made_on=TODAY)
    assert paper.draw(long, ("en",)).pages > 3
    bare = paper.Sheet(by="Ana", on=(TODAY, "09:00"), words="\n\n", lines=(), made_on=TODAY, practice=True)
    words = said(paper.draw(bare, ("en",)))
    assert "No open matters." in words
    assert "Read by" not in words
