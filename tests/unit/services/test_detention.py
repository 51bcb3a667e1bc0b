"""Somebody was detained: noted once, followed, told of, looked for, and read live from the family's plan (E5)."""

from datetime import date, datetime, timedelta

import pytest

from cima_desktop.model.detention import Detention, LocatorCard, LocatorCheck, Told
from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.locator_names import SearchName
from cima_desktop.model.people import Person
from cima_desktop.model.work import Note, Task
from cima_desktop.model.workups import Appointment
from cima_desktop.services import holds, joining
from cima_desktop.services.agenda import agenda
from cima_desktop.services.detention import beginning, cards, following, scene
from cima_desktop.services.detention.beginning import Beginning, WhoError
from cima_desktop.services.detention.cards import NobodyAskedError, TooLongError, Wish
from cima_desktop.services.detention.following import Hearing, ReasonMissingError
from cima_desktop.services.detention.scene import Scene
from cima_desktop.services.practice import desk_files, edits, practice_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import TODAY

ACT = "Filled"
NAMES = (SearchName("TONO", "IMAGINARIO"),)


@pytest.fixture
def desk(session: Session) -> Session:
    """Return a vault with the made-up family of the practice desk, before anybody was detained."""
    wanted = {"10-roster.json", "60-detention.json"}
    made = [each for file in desk_files() if file.name in wanted for each in edits(file, TODAY)]
    gone = {"detention", "told", "locator_check", "task"}
    session.store.save(ACT, [each for each in made if each.kind not in gone])
    session.now = lambda: datetime(2026, 11, 21, 20, 30)
    return session


def begun(session: Session, person: str = "tono", **facts: object) -> RecordId:
    return beginning.begin(session, Beginning(person=practice_id(person), facts=facts)).detention


def tasks(session: Session, detention: RecordId) -> list[Task]:
    return session.store.children(Task, about=detention)


def seen(session: Session, detention: RecordId) -> Scene:
    return scene.scene(session, detention)


def put(session: Session, kind: str, **values: object) -> RecordId:
    made = new_id()
    session.store.save(ACT, [Edit(kind, made, values)])
    return made


# beginning


def test_it_is_noted_with_the_plan_and_its_tasks(desk: Session) -> None:
    made = begun(desk, agency="cbp", place="Una calle inventada")
    detention = desk.store.need(Detention, made)
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
    assert [note.words for note in notes] == ["Qué agencia: Patrulla Fronteriza (CBP)"]
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


# following


def test_a_look_says_when_to_look_again(desk: Session) -> None:
    made = begun(desk)
    following.looked(desk, made, "locator", "not_found")
    check = desk.store.children(LocatorCheck, detention=made)[0]
    assert (check.on, check.at, check.where) == ("2026-11-21", "20:30", "locator")
    assert desk.store.need(Detention, made).next_check_on == "2026-11-22"
    again = following.look_again([check])
    assert again is not None
    assert again.soonest == datetime(2026, 11, 22, 2, 30)
    assert again.latest - again.soonest == timedelta(hours=6)


def test_found_is_held_and_no_longer_looked_for(desk: Session) -> None:
    made = begun(desk)
    following.looked(desk, made, "locator", "found", "Stewart")
    detention = desk.store.need(Detention, made)
    assert (detention.state, detention.next_check_on) == ("held", "")
    following.looked(desk, made, "facility", "no_answer")
    assert desk.store.need(Detention, made).next_check_on == ""
    following.set_state(desk, made, "released")
    following.looked(desk, made, "locator", "found")
    assert desk.store.need(Detention, made).state == "released"
    assert [way.last.result for way in seen(desk, made).ways if way.last] == ["found", "no_answer"]


def test_no_time_for_a_look_that_nobody_can_read() -> None:
    assert following.look_again([]) is None
    assert following.look_again([LocatorCheck(result="found", on="2026-11-21")]) is None
    assert following.look_again([LocatorCheck(result="not_found", on="damaged")]) is None
    early = following.look_again([LocatorCheck(result="no_answer", on="2026-11-21")])
    assert early is not None
    assert early.soonest == datetime(2026, 11, 21, 6)


def test_who_was_told_by_whom_and_when(desk: Session) -> None:
    made = begun(desk)
    following.tell(desk, made, "school", "Escuela Imaginaria")
    desk.store.meta_set("desk:me:prueba", practice_id("ana"))
    desk.now = lambda: datetime(2026, 11, 21, 20, 45)
    following.tell(desk, made, "caregiver", "Berta De Mentira", "Va por los hijos")
    found = seen(desk, made)
    assert [(told.who, told.at) for told in found.told] == [("caregiver", "20:45"), ("school", "20:30")]
    assert found.names == {practice_id("ana"): "Ana de Práctica"}
    assert found.was_told("school") is not None
    assert found.was_told("caregiver", "Casimiro De Papel") is None


@pytest.mark.parametrize("who", ["", "mayor", "x" * 1000])
def test_nobody_who_can_be_told(desk: Session, who: str) -> None:
    made = begun(desk)
    with pytest.raises(InvalidInputError):
        following.tell(desk, made, who or "santa")
    assert desk.store.children(Told, detention=made) == []


def test_closing_says_why_and_opening_again_takes_it_back(desk: Session) -> None:
    made = begun(desk)
    with pytest.raises(ReasonMissingError):
        following.set_state(desk, made, "closed", "  ")
    following.set_state(desk, made, "closed", "La familia ya no lo necesita")
    over = desk.store.need(Detention, made)
    assert (over.closed_on, over.closed_reason, over.is_over) == ("2026-11-21", "La familia ya no lo necesita", True)
    assert desk.store.count("detention", span=following.OVER_NOW) == 1
    following.set_state(desk, made, "looking")
    again = desk.store.need(Detention, made)
    assert (again.closed_on, again.closed_reason, again.next_check_on) == ("", "", "2026-11-21")
    following.set_state(desk, made, "removed")
    assert desk.store.need(Detention, made).closed_reason == ""


def test_the_consulate_only_with_the_family(desk: Session) -> None:
    made = begun(desk)
    following.let_consulate(desk, made, False)
    assert desk.store.need(Detention, made).consulate_agreed is False


def test_the_fund_is_one_task(desk: Session) -> None:
    made = begun(desk)
    following.want_fund(desk, made)
    following.want_fund(desk, made)
    assert desk.store.need(Detention, made).fund_wanted is True
    assert sum("fondo" in task.what for task in tasks(desk, made)) == 1
    nameless = put(desk, "person", phone="8285550181")
    other = put(desk, "detention", person=nameless)
    following.want_fund(desk, other)
    assert not tasks(desk, other)[0].what.endswith("– ")


def test_a_hearing_with_and_without_a_date(desk: Session) -> None:
    made = begun(desk)
    known = following.add_hearing(desk, made, Hearing(what="Fianza", on=date(2026, 12, 1), at="09:30", place="Corte"))
    following.add_hearing(desk, made, Hearing(what="Otra"))
    put(desk, "appointment", sort="clinic", person=practice_id("tono"), what="Consulta")
    kept = desk.store.need(Appointment, known)
    assert (kept.sort, kept.about, kept.on, kept.unknown) == ("hearing", practice_id("tono"), "2026-12-01", None)
    assert [hearing.unknown for hearing in seen(desk, made).hearings] == [None, True]


def test_nothing_is_noted_about_a_detention_that_is_gone(desk: Session) -> None:
    gone = new_id()
    for call in (
        lambda: following.looked(desk, gone, "locator", "found"),
        lambda: following.tell(desk, gone, "school"),
        lambda: following.set_state(desk, gone, "held"),
        lambda: following.let_consulate(desk, gone, True),
        lambda: following.want_fund(desk, gone),
        lambda: following.add_hearing(desk, gone, Hearing()),
        lambda: beginning.start_tasks(desk, gone),
        lambda: cards.keep(desk, gone, Wish(names=NAMES, country="", asked_by="Tomasa", until=TODAY)),
    ):
        with pytest.raises(NotFoundError):
            call()


# what is due


def test_the_first_page_reminds_of_looking_again(desk: Session) -> None:
    made = begun(desk)
    late = begun(desk, "marta")
    desk.store.save(ACT, [Edit("detention", late, {"next_check_on": TODAY - timedelta(days=1)})])
    over = begun(desk, "luz")
    following.set_state(desk, over, "released")
    items = [item for item in agenda(desk).items if item.kind == "detention"]
    assert [(item.id, item.tone) for item in items] == [(late, "danger"), (made, "warn")]
    assert items[1].title == "Toño"
    following.looked(desk, made, "locator", "not_found")
    assert [item.id for item in agenda(desk).items if item.kind == "detention"] == [late]


# what a search needs


def wish(until: date | None = TODAY + timedelta(days=30), asked_by: str = "Tomasa") -> Wish:
    return Wish(names=NAMES, country="Un país inventado", asked_by=asked_by, until=until)


def test_it_is_kept_because_somebody_asked_until_a_day(desk: Session) -> None:
    made = begun(desk)
    cards.keep(desk, made, wish())
    cards.keep(desk, made, wish(TODAY + timedelta(days=90)))
    found = desk.store.children(LocatorCard, detention=made)
    assert len(found) == 1
    assert (found[0].names, found[0].country) == (frozenset({"TONO IMAGINARIO"}), "Un país inventado")
    assert (found[0].agreed_by, found[0].agreed_on, found[0].erase_on) == ("Tomasa", "2026-11-21", "2027-02-19")
    assert seen(desk, made).card == found[0]


@pytest.mark.parametrize("until", [None, TODAY - timedelta(days=1), TODAY + timedelta(days=91), date.max])
def test_never_longer_than_ninety_days(desk: Session, until: date | None) -> None:
    made = begun(desk)
    with pytest.raises(TooLongError):
        cards.keep(desk, made, wish(until))
    assert cards.card_of(desk, made) is None


def test_never_unasked(desk: Session) -> None:
    made = begun(desk)
    with pytest.raises(NobodyAskedError):
        cards.keep(desk, made, wish(asked_by=" "))
    assert cards.card_of(desk, made) is None


def test_it_is_erased_when_the_family_says_so(desk: Session) -> None:
    made = begun(desk)
    assert cards.let_go(desk, made) is None
    cards.keep(desk, made, wish())
    card = cards.card_of(desk, made)
    assert card is not None
    hold = holds.place(desk, "lawyer", NO_ID)
    with pytest.raises(holds.HeldError):
        cards.let_go(desk, made)
    holds.release(desk, next(iter(hold.ids)), "over")
    assert cards.let_go(desk, made)
    assert cards.card_of(desk, made) is None
    assert desk.store.erased(card.id) is not None


def test_what_is_erased_takes_the_detention_along(desk: Session) -> None:
    made = begun(desk)
    following.tell(desk, made, "school")
    following.looked(desk, made, "locator", "not_found")
    cards.keep(desk, made, wish())
    desk.store.erase([practice_id("tono")], "asked")
    assert desk.store.count("detention") == 0
    assert desk.store.get(Detention, made) is None
    for kind in (Told, LocatorCheck, LocatorCard, Task):
        assert desk.store.all(kind) == []
