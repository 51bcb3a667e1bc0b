"""The one door to erasing: shown first, confirmed in writing, refused under a hold, honest about what it leaves."""

from datetime import date
from pathlib import Path

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Plan
from cima_desktop.model.work import Note
from cima_desktop.services import agenda, erasing, families, holds, plans
from cima_desktop.services.chronicle import chronicle
from cima_desktop.services.erasing import (
    NotConfirmedError,
    NotErasedError,
    NothingToEraseError,
)
from cima_desktop.services.guard import AttorneyOnlyError
from cima_desktop.services.session import Session
from cima_desktop.store import ErasedError, Store
from cima_desktop.vault.errors import DiskFullError
from tests.unit.services.conftest import as_bytes, family_of_three
from tests.unit.store.making import add, edit, person


@pytest.fixture
def mother(session: Session) -> RecordId:
    home = add(session.store, "household", name="Casa Ejemplo")
    made = person(session.store, "Rosa", "Ejemplo", household=home)
    plan = add(session.store, "plan", name="Plan", household=home, parent1=made)
    paper = add(session.store, "document", plan=plan, name="Poder", sort="poa", state="signed", expires_on="2030-01-01")
    add(session.store, "copy", document=paper, method="print", holder="Escuela Inventada", given_on="2026-11-20")
    return made


def test_a_preview_says_what_goes_what_changes_and_what_is_out_of_reach(session: Session, mother: RecordId) -> None:
    plan = add(session.store, "plan", name="Otro", household=add(session.store, "household", name="Otra casa"))
    edit(session.store, plan, agent=mother)
    school = add(session.store, "organization", name="Escuela", note="Rosa Ejemplo preguntó")
    aunt = person(session.store, "Elena", "Prueba")
    note = add(session.store, "note", about=aunt, words="Rosa Ejemplo llamó")
    seen = erasing.preview(session, [mother])
    assert [(a.id, a.title) for a in seen.asked] == [(mother, "Rosa Ejemplo")]
    assert seen.parts == {"plan": 1, "document": 1, "copy": 1}
    assert [c.id for c in seen.cut] == [plan]
    assert [m.id for m in seen.mentions] == [note]
    assert school  # what is not searched is not found either
    assert [(x.paper, x.holder, x.method, x.day) for x in seen.left] == [
        ("Poder", "Escuela Inventada", "print", date(2026, 11, 20))
    ]
    assert seen.binding == ("Poder",)
    assert (seen.is_held, seen.word, seen.copies_until) == (False, "Rosa Ejemplo", date(2026, 12, 21))
    assert session.store.get(Person, mother) is not None  # nothing has happened


@pytest.mark.parametrize("typed", ["", "Rosa", "Rosa  Ejemplo X", "x" * 10_000, "\0"])
def test_without_the_right_word_nothing_is_erased(session: Session, mother: RecordId, typed: str) -> None:
    with pytest.raises(NotConfirmedError):
        erasing.erase(session, [mother], "asked", typed, "Rosa Ejemplo")
    with pytest.raises(NotConfirmedError):
        erasing.erase(session, [mother], "asked", "", "")
    assert session.store.get(Person, mother) is not None


def test_accents_and_capitals_do_not_matter_to_the_word(session: Session) -> None:
    made = person(session.store, "José", "Núñez")
    done = erasing.erase(session, [made], "asked", "jose nunez", "José Núñez")
    assert (done.records, done.is_finished) == (1, True)
    assert not session.store.erasing_unfinished()


@pytest.mark.parametrize("name", ["—", "...", "🌵"])
def test_a_name_without_letters_is_confirmed_by_another_word(session: Session, name: str) -> None:
    made = add(session.store, "household", name=name)
    assert erasing.preview(session, [made]).word == ""
    with pytest.raises(NotConfirmedError):
        erasing.erase(session, [made], "asked", "", name)


def test_what_is_held_is_refused(session: Session, mother: RecordId) -> None:
    aunt = person(session.store, "Elena", "Prueba")
    holds.place(session, "served", about=mother)
    seen = erasing.preview(session, [mother])
    assert seen.is_held
    for ids in ([mother], [aunt, mother]):
        with pytest.raises(holds.HeldError):
            erasing.erase(session, ids, "asked", "ERASE", "ERASE")
    with pytest.raises(holds.HeldError):
        erasing.erase_field(session, mother, "role", "x", "x")
    session.store.delete("Deleted", [mother])
    with pytest.raises(holds.HeldError):
        erasing.erase(session, [mother], "bin", "x", "x")
    assert erasing.erase(session, [aunt], "asked", "x", "x").records == 1
    holds.release(session, holds.in_force(session)[0].id, "La abogada")
    assert erasing.erase(session, [mother], "bin", "x", "x").records == 4


def test_a_hold_that_is_over_loses_its_note_with_what_it_was_about(session: Session, mother: RecordId) -> None:
    holds.place(session, "served", about=mother, note="Rosa Ejemplo, caso 7")
    hold = holds.in_force(session)[0]
    holds.release(session, hold.id, "La abogada")
    erasing.erase(session, [mother], "asked", "x", "x")
    over = holds.all_holds(session)[0]
    assert (over.note, over.reason, over.about, over.release_reason) == ("", "served", mother, "La abogada")


def test_some_things_are_not_erased_by_anybody(session: Session) -> None:
    reviewer = add(session.store, "reviewer", name="Lic. Torres", bar_number="1")
    hold = holds.place(session, "served", about=reviewer)
    for record in (reviewer, *hold.ids):
        with pytest.raises(NotErasedError):
            erasing.preview(session, [record])
        with pytest.raises(NotErasedError):
            erasing.erase(session, [record], "asked", "x", "x")
        with pytest.raises(NotErasedError):
            erasing.erase_field(session, record, "note", "x", "x")


def test_nothing_nobody_and_no_reason(session: Session, mother: RecordId) -> None:
    with pytest.raises(NothingToEraseError):
        erasing.preview(session, [])
    for wrong in (new_id(), RecordId("")):
        with pytest.raises(NotFoundError):
            erasing.preview(session, [wrong])
        with pytest.raises(NotFoundError):
            erasing.erase_field(session, wrong, "role", "x", "x")
    with pytest.raises(ValueError, match="reason"):
        erasing.erase(session, [mother], "Rosa", "x", "x")


def test_a_field_is_erased_with_its_past(session: Session) -> None:
    made = person(session.store, "Rosa", "Ejemplo", role="secreto")
    edit(session.store, made, role="otro")
    done = erasing.erase_field(session, made, "role", "rosa ejemplo", "Rosa Ejemplo")
    assert (done.records, done.is_finished) == (1, True)
    assert session.store.need(Person, made).role == ""
    assert erasing.erase_field(session, made, "role", "x", "x").records == 0
    with pytest.raises(NotConfirmedError):
        erasing.erase_field(session, made, "city", "x", "y")
    plan = add(session.store, "plan", name="Plan")
    with pytest.raises(AttorneyOnlyError):
        erasing.erase_field(session, plan, "exclusions", "x", "x")


def test_only_what_was_ever_written_and_may_go_is_offered(session: Session) -> None:
    made = person(session.store, "Rosa", "Ejemplo", role="secreto")
    edit(session.store, made, role="", city="Arden")
    kind, names = erasing.written_fields(session, made)
    assert kind == "person"
    assert set(names) == {"given_names", "paternal_surname", "role", "city"}
    home = add(session.store, "household", name="Casa", city="Arden")
    assert erasing.written_fields(session, home) == ("household", ("city",))
    with pytest.raises(NotFoundError):
        erasing.written_fields(session, new_id())


def test_a_family_file_does_not_bring_back_who_was_erased(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "family.json"
    file.write_bytes(as_bytes(family_of_three()))
    families.import_file(session, file)
    aunt = next(p.id for p in session.store.all(Person) if p.given_names == "Lucía")
    erasing.erase(session, [aunt], "asked", "x", "x")
    assert families.import_file(session, file).already
    changed = family_of_three()
    changed["household"]["city"] = "Marshall"
    file.write_bytes(as_bytes(changed))
    with pytest.raises(ErasedError):
        families.import_file(session, file)
    assert session.store.get(Person, aunt) is None
    assert session.check().ok


def test_on_a_full_disk_the_reserve_makes_room(
    session: Session, mother: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve = session.folder / "vault.spare"
    real, tried = Store.erase, []

    def full_at_first(store: Store, *what: object) -> object:
        tried.append(reserve.exists())
        if reserve.exists():
            raise DiskFullError
        return real(store, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "erase", full_at_first)
    if not reserve.exists():
        reserve.write_bytes(bytes(10))
    assert erasing.erase(session, [mother], "asked", "x", "x").records == 4
    assert tried == [True, False]
    monkeypatch.setattr(Store, "erase", lambda *_what: (_ for _ in ()).throw(DiskFullError()))
    with pytest.raises(DiskFullError):
        erasing.erase(session, [person(session.store)], "asked", "x", "x")


def test_what_could_not_be_finished_is_finished_later(
    session: Session, mother: RecordId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(session.vault, "compact", full)
        assert not erasing.erase(session, [mother], "asked", "x", "x").is_finished
    assert session.store.get(Person, mother) is None
    assert session.store.erasing_unfinished()
    assert erasing.finish(session)
    assert not session.store.erasing_unfinished()


def test_after_erasing_anybody_of_a_family_every_page_can_still_be_read(session: Session, tmp_path: Path) -> None:
    """A plan whose caregiver, child, agent or contact was erased shows a gap, and breaks nowhere."""
    file = tmp_path / "family.json"
    file.write_bytes(as_bytes(family_of_three()))
    families.import_file(session, file)
    plan = session.store.all(Plan)[0].id
    people = [p.id for p in session.store.all(Person)]
    parent = plans.standing(session, plan).plan.parent1
    for each in people:
        if each != parent:
            erasing.erase(session, [each], "asked", "x", "x")
            standing = plans.standing(session, plan)
            assert standing.family.parent1.id == parent
            assert agenda.agenda(session).plans_in_progress == 1
            assert chronicle(session, plan)
            assert session.check().ok
    assert plans.standing(session, plan).family.children == ()
    assert [p.id for p in session.store.all(Person)] == [parent]
    erasing.erase(session, [RecordId(parent)], "asked", "x", "x")
    assert plans.overview(session) == []
    assert session.store.all(Note) == []


def test_the_name_of_a_family_file_does_not_stay(session: Session) -> None:
    here, other = family_of_three(), family_of_three()
    here["family_id"], other["family_id"] = "ejemplo-rosa-1988", "another-family"
    gone, stays = (families.import_bytes(session, as_bytes(each)) for each in (here, other))
    session.store.meta_set("intake:ejemplo-rosa-1988", "as an earlier version kept it")
    everything = [gone.plan, *(r for r in session.store.going_with([gone.plan]) if r != gone.plan)]
    erasing.erase(session, everything, "asked", "borrar", "borrar")
    keys = [key for (key,) in session.vault.db.execute("SELECT key FROM meta WHERE key LIKE 'intake:%'")]
    assert keys == [f"intake:{stays.plan}"]
    assert families.import_bytes(session, as_bytes(other)).already


@pytest.mark.parametrize("is_binned", [False, True])
def test_what_she_said_of_herself_when_she_called_goes_with_her(session: Session, is_binned: bool) -> None:
    rosa = person(session.store, "Rosa", "Ejemplo")
    case = add(session.store, "case", person=rosa, need="wages")
    hers, other = (add(session.store, "call", case=each) for each in (case, ""))
    callers = [add(session.store, "caller", call=call, name="Rosa", phone="8285550111") for call in (hers, other)]
    if is_binned:
        session.store.delete("Binned", callers)
    assert erasing.preview(session, [rosa]).parts == {"case": 1, "caller": 1}
    erasing.erase(session, [rosa], "asked", "Rosa Ejemplo", "Rosa Ejemplo")
    assert [session.store.erased(each) is not None for each in callers] == [True, False]
    assert session.store.kind_of_id(hers) == "call"  # of which nobody can tell whose it was
