"""A case leaves with its person as the presets say, what is private never does, and erasing takes everything along."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cima_desktop.model.cases import Case, CaseTurn, Contact, HandOff, HandOffItem, PrivateNote, Visit
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Person
from cima_desktop.model.sharing import Referral
from cima_desktop.model.work import Task
from cima_desktop.model.workups import Housing
from cima_desktop.services import erasing, referrals
from cima_desktop.services.belonging import belongings
from cima_desktop.services.consulta import contacts, handing_off, listing, private_notes, queue
from cima_desktop.services.consulta.handing_off import Matter
from cima_desktop.services.consulta.intake import Intake, open_case
from cima_desktop.services.myself import add_me
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice
from tests.unit.services.exchanging import a_peer, fields, look, make_vault, put


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Session]:
    with make_vault(tmp_path / "here", "Ana") as opened:
        add_me(opened, "Ana de Prueba")
        yield opened


@pytest.fixture
def luz(here: Session) -> RecordId:
    return put(here, "person", given_names="Luz", paternal_surname="Inventada", phone="8285550161")


@pytest.fixture
def case(here: Session, luz: RecordId) -> RecordId:
    queue.arrive(here, "Luz")
    visit = here.store.all(Visit)[0].id
    intake = Intake(need="housing", person=luz, goal="Quedarse", next_step="Llamar", visit=visit)
    made = open_case(here, intake).case
    contacts.log(here, made, "call", "reached", words="CONTACTO")
    private_notes.add(here, made, "PRIVADO")
    put(here, "note", about=made, words="NOTA")
    put(here, "housing", case=made, landlord="Casero Inventado")
    return made


def going(session: Session, preset: Preset, record: RecordId) -> set[str]:
    """Return the kinds that would leave."""
    peer = a_peer(session, "Beto").id
    leaving = look(session, Choice(to=(peer,), preset=preset, records=(record,)))
    return {each.kind for each in leaving.selection.going}


@pytest.mark.parametrize("chosen", ["person", "case"])
def test_a_lawyer_receives_the_case_and_its_work_ups_never_notes_or_contacts(
    here: Session, luz: RecordId, case: RecordId, chosen: str
) -> None:
    kinds = going(here, Preset.LAWYER, luz if chosen == "person" else case)
    assert {"person", "case", "housing"} <= kinds
    assert not kinds & {"note", "contact", "private_note", "case_turn", "visit", "worklist_item", "hand_off"}
    peer = a_peer(here, "Carla").id
    leaving = look(here, Choice(to=(peer,), preset=Preset.LAWYER, records=(case,)))
    assert {"number", "person", "need", "goal"} <= set(fields(leaving, case))
    assert not {"navigator", "next_step", "how_heard"} & set(fields(leaving, case))


def test_a_colleague_receives_everything_but_what_stays_here(here: Session, luz: RecordId, case: RecordId) -> None:
    kinds = going(here, Preset.PEER, luz)
    assert {"person", "case", "housing", "case_turn", "contact", "note", "task", "visit"} <= kinds
    assert not kinds & {"private_note", "worklist_item"}


@pytest.mark.parametrize("preset", [Preset.HOST, Preset.SCHOOL])
def test_a_host_family_and_a_school_learn_of_no_case(
    here: Session, luz: RecordId, case: RecordId, preset: Preset
) -> None:
    assert not going(here, preset, luz) & {"case", "housing", "contact", "visit", "task"}


def test_a_case_that_is_handed_on_brings_no_other_case_of_hers(here: Session, luz: RecordId, case: RecordId) -> None:
    home = put(here, "household", name="Casa")
    other = open_case(here, Intake(need="wages", person=luz)).case
    put(here, "case_turn", case=other, turn="opened")
    gone = put(here, "household", name="Otra")
    third = put(here, "case", person=luz, need="food", household=home, number="26-AAAAA", opened_on="2026-11-01")
    assert set(belongings(here, [case]).values()) == {"case", "person", "case_turn", "housing"}
    assert other not in belongings(here, [case])
    assert {luz, case, other, third} <= set(belongings(here, [luz]))
    assert home in belongings(here, [third])
    here.store.delete("Deleted", [home])
    assert home not in belongings(here, [third])
    assert gone not in belongings(here, [third])


def test_erasing_a_person_takes_cases_visits_contacts_and_what_a_hand_off_says_of_them(
    here: Session, luz: RecordId, case: RecordId
) -> None:
    handing_off.write(here, "Otra cosa", [Matter(about=case, title="Luz", words="Llamar a Luz")])
    title = here.store.title_of(luz)
    erasing.erase(here, [luz], "asked", title, title)
    for kind in (Person, Case, CaseTurn, Visit, Contact, PrivateNote, Task, Housing, HandOffItem):
        assert here.store.all(kind) == []
    assert len(here.store.all(HandOff)) == 1
    assert here.store.search("Luz") == here.store.search("Inventada") == []


def test_a_case_in_the_bin_comes_back_whole(here: Session, luz: RecordId, case: RecordId) -> None:
    here.store.delete("Deleted", [case])
    assert listing.page(here, "all", None).rows == []
    here.store.restore([case])
    assert [row.id for row in listing.page(here, "all", None).rows] == [case]


# the loop of a referral (X3)


def test_a_referral_is_closed_when_the_family_says_what_came_of_it(here: Session, case: RecordId) -> None:
    made = put(here, "referral", about=case, question="¿Pueden ayudar con la renta?", state="accepted")
    with pytest.raises(referrals.NothingSaidError):
        referrals.close_loop(here, made, got_there=None, helped=None)
    referrals.close_loop(here, made, got_there=True, helped=None, again="2026-12-05")
    found = here.store.need(Referral, made)
    assert (found.got_there, found.helped, found.asked_again_on) == (True, None, "2026-11-21")
    asked = [task for task in here.store.children(Task, about=case) if task.due_on == "2026-12-05"]
    assert ["renta" in task.what for task in asked] == [True]
    referrals.close_loop(here, made, got_there=True, helped=False)
    assert here.store.need(Referral, made).helped is False


def test_only_a_day_to_ask_again_says_nothing_of_what_came_of_it(here: Session, case: RecordId) -> None:
    made = put(here, "referral", about=case, question="¿Comida?", state="asked")
    referrals.close_loop(here, made, got_there=None, helped=None, again="2026-12-01")
    assert here.store.need(Referral, made).asked_again_on == ""
