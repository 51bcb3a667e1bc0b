"""Somebody was detained: noted once, followed, told of, looked for, and read live from the family's plan (E5)."""

from datetime import date

import pytest

from cima_desktop.model.detention import Detention
from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Person
from cima_desktop.model.work import Note
from cima_desktop.services import joining
from cima_desktop.services.consulta.tasks import about_title
from cima_desktop.services.detention import beginning, following, scene
from cima_desktop.services.detention.beginning import Beginning, WhoError
from cima_desktop.services.practice import practice_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import TODAY
from tests.unit.services.detaining import ACT, begun, filled, put, seen, tasks


@pytest.fixture
def desk(session: Session) -> Session:
    return filled(session)


# beginning


def test_it_is_noted_with_the_plan_and_its_tasks(desk: Session) -> None:
    made = begun(desk, agency="cbp", place="Una calle inventada", children_safe=False, on="")
    detention = desk.store.need(Detention, made)
    assert detention.children_safe is False
    assert (detention.on, detention.agency, detention.state) == ("2026-11-21", "cbp", "looking")
    assert detention.plan == practice_id("imaginario-plan")
    assert [task.what for task in tasks(desk, made)] == [
        "Recoger a los hijos – Toño",
        "Llamar al abogado – Toño",
        "Ir por el carro – Toño",
    ]
    assert {task.due_on for task in tasks(desk, made)} == {"2026-11-21"}


def test_a_second_press_finds_it_and_loses_nothing(desk: Session) -> None:
    first = beginning.begin(desk, Beginning(person=practice_id("tono"), facts={"agency": "ice"}))
    told = {"agency": "cbp", "place": "El estacionamiento", "told_by": "", "on": date(2026, 11, 21)}
    second = beginning.begin(desk, Beginning(person=practice_id("tono"), facts=told))
    assert second.already
    assert not first.already
    assert second.detention == first.detention
    kept = desk.store.need(Detention, first.detention)
    assert (kept.agency, kept.place) == ("ice", "El estacionamiento")
    notes = desk.store.children(Note, about=first.detention)
    assert [note.words for note in notes] == ["De qué agencia: Patrulla Fronteriza (CBP)"]
    assert len(tasks(desk, first.detention)) == 3


def test_somebody_who_is_not_in_the_vault_is_made_and_has_the_usual_tasks(desk: Session) -> None:
    made = beginning.begin(desk, Beginning(name=" Lucio Inventado ")).detention
    person = desk.store.need(Person, desk.store.need(Detention, made).person)
    assert person.title() == "Lucio Inventado"
    assert len(tasks(desk, made)) == 9
    assert all(task.what.endswith("– Lucio Inventado") for task in tasks(desk, made))


def test_a_plan_made_since_is_found_and_brings_no_doubles(desk: Session) -> None:
    made = begun(desk, "marta")
    assert len(tasks(desk, made)) == 9
    home = put(desk, "household", name="Familia Ficticia")
    plan = put(desk, "plan", name="Familia Ficticia", household=home, parent1=practice_id("marta"))
    for task, detail in (("pick_up", ""), ("pick_up", ""), ("other", "Avisar a la abuela"), ("other", "")):
        put(desk, "first_day_task", plan=plan, task=task, detail=detail)
    found = seen(desk, made)
    assert found.plan is not None
    assert found.lacks_tasks
    beginning.start_tasks(desk, made)
    assert desk.store.need(Detention, made).plan == plan
    words = [task.what for task in tasks(desk, made)]
    assert len(words) == 11
    assert words.count("Recoger a los hijos – Marta Ficticia") == 2
    assert "Avisar a la abuela – Marta Ficticia" in words
    assert not seen(desk, made).lacks_tasks


def test_what_is_done_or_thrown_away_is_not_begun_again(desk: Session) -> None:
    made = begun(desk)
    done, away, _third = tasks(desk, made)
    desk.store.save(ACT, [Edit("task", done.id, {"done_on": TODAY})])
    desk.store.delete(ACT, [away.id])
    beginning.start_tasks(desk, made)
    assert [task.done_on for task in tasks(desk, made)] == ["2026-11-21", ""]


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_nobody_was_named(desk: Session, name: str) -> None:
    before = desk.store.count("detention")
    with pytest.raises(WhoError):
        beginning.begin(desk, Beginning(name=name))
    assert desk.store.count("detention") == before


@pytest.mark.parametrize(
    "facts", [{"on": date(2027, 1, 1)}, {"agency": "santa"}, {"told_by_phone": "12"}, {"place": "x" * 100_000}]
)
def test_what_cannot_be_kept_writes_nothing(desk: Session, facts: dict[str, object]) -> None:
    people = desk.store.count("person")
    with pytest.raises(InvalidInputError):
        beginning.begin(desk, Beginning(name="Lucio Inventado", facts=facts))
    assert desk.store.count("person") == people
    assert desk.store.count("detention") == 0


def test_a_person_who_is_gone(desk: Session) -> None:
    with pytest.raises(NotFoundError):
        beginning.begin(desk, Beginning(person=new_id()))
    with pytest.raises(NotFoundError):
        scene.scene(desk, new_id())


def test_one_open_case_is_tied_and_of_two_none(desk: Session) -> None:
    one = put(desk, "case", person=practice_id("tono"), need="detention", number="26-A", opened_on=TODAY)
    assert desk.store.need(Detention, begun(desk)).case == one
    for number in ("26-B", "26-C"):
        put(desk, "case", person=practice_id("marta"), need="wages", number=number, opened_on=TODAY)
    assert desk.store.need(Detention, begun(desk, "marta")).case == ""


def test_one_that_is_over_is_not_taken_for_the_new_one(desk: Session) -> None:
    first = begun(desk)
    following.set_state(desk, first, "released")
    assert begun(desk) != first


def test_both_records_of_one_person_are_asked(desk: Session) -> None:
    other = put(desk, "person", preferred_name="Antonio")
    joining.join(desk, practice_id("tono"), other)
    made = begun(desk)
    again = beginning.begin(desk, Beginning(person=other))
    assert again.detention == made
    assert again.already


# the screen


def test_everything_is_read_live_from_the_plan(desk: Session) -> None:
    made = begun(desk)
    found = seen(desk, made)
    assert [minor.person.given_names for minor in found.children] == ["Nina", "Leo"]
    nina = found.children[0]
    assert [helper.link.rank for helper in nina.helpers] == ["first", "backup1"]
    assert [medicine.name for medicine in nina.medicines] == ["Inhalador"]
    assert [medicine.name for medicine in found.medicines] == ["Metformina"]
    assert [person.given_names for person in found.home] == ["Tomasa"]
    assert [asset.amount for asset in found.money] == ["$950", "$1,400"]
    assert [todo.own.who for todo in found.tasks if todo.own] == ["Berta De Mentira", "Tomasa", "Casimiro De Papel"]
    desk.store.save(ACT, [Edit("child_sheet", nina.sheet.id, {"school": "Otra escuela"})])
    assert seen(desk, made).children[0].sheet.school == "Otra escuela"


def test_whoever_is_kept_apart_is_marked_and_not_at_home(desk: Session) -> None:
    tia, toma = practice_id("imaginario-tia"), practice_id("imaginario-toma")
    put(desk, "relationship", person=practice_id("imaginario-nina"), relation="kept_apart", other=tia)
    put(desk, "relationship", person=toma, relation="kept_apart", other=practice_id("tono"))
    found = seen(desk, begun(desk))
    by_child = {minor.person.given_names: minor.helpers for minor in found.children}
    assert [helper.is_apart for helper in by_child["Nina"]] == [True, False]
    assert [helper.is_apart for helper in by_child["Leo"]] == [False]
    assert found.home == ()


def test_without_a_plan_the_household_is_shown(desk: Session) -> None:
    home = put(desk, "household", name="Familia Ficticia")
    desk.store.save(ACT, [Edit("person", practice_id("marta"), {"household": home})])
    put(desk, "person", preferred_name="Hija Ficticia", household=home)
    found = seen(desk, begun(desk, "marta"))
    assert found.family is None
    assert [person.title() for person in found.home] == ["Hija Ficticia"]
    assert seen(desk, begun(desk, "luz")).home == ()


def test_a_plan_in_the_bin_is_no_plan(desk: Session) -> None:
    made = begun(desk)
    desk.store.delete(ACT, [practice_id("imaginario-plan")])
    assert seen(desk, made).family is None
    desk.store.delete(ACT, [practice_id("tono")])
    assert seen(desk, made).person == Person()


def test_families_that_counted_on_the_person_are_told_of(desk: Session) -> None:
    found = seen(desk, begun(desk, "imaginario-tia"))
    assert found.cares_for == ((practice_id("imaginario-plan"), "Familia Imaginario (práctica)"),)


def test_passwords_are_read_one_at_a_time(desk: Session) -> None:
    assert scene.secret_of(desk, practice_id("imaginario-nina-sheet")) == "Barquito"
    assert scene.secret_of(desk, practice_id("imaginario-plan")) == "Luciérnaga"
    with pytest.raises(NotFoundError):
        scene.secret_of(desk, new_id())


def test_the_ways_to_look_take_their_numbers_from_the_directory(desk: Session) -> None:
    line = put(desk, "organization", name="Línea", phone="8285550180", shipped="ice-line")
    consulate = put(desk, "organization", name="Consulado inventado", sort="consulate")
    jail = put(desk, "organization", name="Centro inventado", sort="detention")
    made = begun(desk, "marta", facility_place=jail)
    found = {way.key: way.place for way in seen(desk, made).ways}
    assert found["ero"] is not None
    assert found["ero"].id == line
    assert found["facility"] is not None
    assert found["facility"].id == jail
    assert found["locator"] is None
    assert [place.id for place in seen(desk, made).consulates] == [consulate]
    assert seen(desk, begun(desk)).consulates == ()


def test_two_different_allergies_are_both_shown(desk: Session) -> None:
    made = begun(desk)
    found = seen(desk, made)
    sheet = found.children[0].sheet
    assert found.answers(sheet.id, "allergies", sheet.allergies) == ("Nuez: se le cierra la garganta",)
    assert found.answers(sheet.id, "bus", "") == ()


def test_a_task_about_it_is_told_by_whose_it_is(desk: Session) -> None:
    made = begun(desk)
    assert about_title(desk, made) == "Toño"
