"""After a detention: where was looked, who was told, where it stands; what a search needs, kept for a while (E5)."""

from datetime import date, datetime, timedelta

import pytest

from cima_desktop.model.detention import Detention, LocatorCard, LocatorCheck, Told
from cima_desktop.model.errors import InvalidInputError, NotFoundError
from cima_desktop.model.ids import new_id
from cima_desktop.model.locator_names import SearchName
from cima_desktop.model.work import Task
from cima_desktop.model.workups import Appointment
from cima_desktop.services import short_clock
from cima_desktop.services.agenda import agenda
from cima_desktop.services.detention import beginning, cards, following
from cima_desktop.services.detention.cards import NobodyAskedError, TooLongError, Wish
from cima_desktop.services.detention.following import Hearing, ReasonMissingError
from cima_desktop.services.practice import practice_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import TODAY
from tests.unit.services.detaining import ACT, begun, filled, put, seen, tasks

NAMES = (SearchName("TONO", "IMAGINARIO"),)


@pytest.fixture
def desk(session: Session) -> Session:
    return filled(session)


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


def test_it_is_erased_by_itself_after_its_day_and_earlier_when_the_family_says_so(desk: Session) -> None:
    made = begun(desk)
    cards.keep(desk, made, wish(TODAY))
    card = cards.card_of(desk, made)
    assert card is not None
    assert short_clock.sweep(desk) == 0
    desk.today = lambda: TODAY + timedelta(days=1)
    assert short_clock.sweep(desk) == 1
    assert cards.card_of(desk, made) is None
    cards.keep(desk, made, wish(TODAY + timedelta(days=9)))
    again = cards.card_of(desk, made)
    assert again is not None
    assert short_clock.erase_now(desk, again.id) == 1
    assert desk.store.erased(again.id) is not None


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
