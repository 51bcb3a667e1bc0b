"""Ages, birthdays, addresses and who signs, from what is known of a family."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cima_desktop.model.family import age_on, birthday_at, carers_in_order, signing_day
from cima_desktop.model.people import Household, Person
from tests import builders
from tests.unit.model.builders import TODAY, carer_of, child_of, quiet, who

DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DATES, st.integers(0, 120))
def test_somebody_reaches_an_age_on_the_birthday_and_not_before(born: date, age: int) -> None:
    birthday = birthday_at(born.isoformat(), age)
    assert birthday is not None
    assert age_on(born.isoformat(), birthday) == age
    assert age_on(born.isoformat(), birthday - timedelta(days=1)) == age - 1


@given(DATES, DATES)
def test_nobody_grows_younger(born: date, day: date) -> None:
    assume(day < date(2100, 12, 31))
    today, tomorrow = age_on(born.isoformat(), day), age_on(born.isoformat(), day + timedelta(days=1))
    assert today is not None
    assert tomorrow is not None
    assert tomorrow - today in (0, 1)


@pytest.mark.parametrize(
    ("day", "age"), [(date(2022, 2, 28), 17), (date(2022, 3, 1), 18), (date(2024, 2, 28), 19), (date(2024, 2, 29), 20)]
)
def test_a_leap_days_child_grows_on_the_first_of_march(day: date, age: int) -> None:
    assert age_on("2004-02-29", day) == age
    assert birthday_at("2004-02-29", 18) == date(2022, 3, 1)
    assert birthday_at("2004-02-29", 20) == date(2024, 2, 29)


@pytest.mark.parametrize("unknown", ["", "2015", "2015-13-01"])
def test_an_unknown_day_of_birth_is_no_age(unknown: str) -> None:
    assert age_on(unknown, TODAY) is None
    assert birthday_at(unknown, 18) is None


def test_the_calendar_ends() -> None:
    assert birthday_at("9990-01-01", 18) is None


@pytest.mark.parametrize(
    ("planned", "day"), [("", TODAY), ("2026-12-24", date(2026, 12, 24)), ("2026-01-01", TODAY), ("pronto", TODAY)]
)
def test_the_signing_day_is_never_past(planned: str, day: date) -> None:
    assert signing_day(quiet(plan={"signing_day": planned}), TODAY) == day


@pytest.mark.parametrize(
    ("status", "signers"), [("signs", 2), ("abroad_signs_separately", 2), ("deceased", 1), ("", 1), ("refuses", 1)]
)
def test_who_signs(status: str, signers: int) -> None:
    assert len(quiet(plan={"parent2_status": status}).signing_parents) == signers
    alone = quiet(plan={"parent2_status": status}, parent2=None)
    assert len(alone.signing_parents) == len(alone.parents) == 1


def test_every_known_parent_is_a_parent() -> None:
    assert [p.given_names for p in quiet().parents] == ["Rosa", "Miguel"]


def test_caregivers_stand_in_order() -> None:
    sofia = who("Sofía")
    ranks = ["backup2", "", "first", "backup1"]
    ordered = carers_in_order([carer_of(sofia, rank or "X", rank) for rank in ranks])
    assert [c.link.rank for c in ordered] == ["first", "backup1", "backup2", ""]
    assert child_of().first_carer == child_of().carers[0]
    assert attrs.evolve(child_of(), carers=()).first_carer is None


def test_people_are_found_by_id() -> None:
    family = quiet(people=(who("Rosa"), who("Elena")))
    assert family.person(who("Elena").id) == who("Elena")
    assert family.person("nobody") is None


HOME = Household(id=builders.rid("one"), city="Asheville", street="1 Calle", county="Buncombe", state="NC", zip="28801")
OTHER = Household(id=builders.rid("two"), city="Marshall", street="2 Calle", county="Madison")


def test_an_address_is_the_persons_own_or_that_of_their_home() -> None:
    family = quiet(household=HOME, households=(HOME, OTHER))
    there = Person(id=builders.rid("there"), household=OTHER.id)
    assert family.address_of(there) == ("2 Calle", "Marshall", "", "", "Madison")
    assert family.address_of(attrs.evolve(there, city="Sylva", county="Jackson"))[1:] == ("Sylva", "", "", "Jackson")
    assert family.address_of(attrs.evolve(there, street="3 Calle"))[0] == "3 Calle"


def test_a_parent_lives_in_the_familys_home_and_a_stranger_nowhere() -> None:
    family = quiet(household=HOME)
    assert family.address_of(family.parent1) == ("1 Calle", "Asheville", "NC", "28801", "Buncombe")
    assert family.address_of(who("Tomás", county="Henderson")) == ("", "", "", "", "Henderson")
    assert family.home_of(who("Tomás", household=OTHER.id)) == HOME


def test_medicines_are_found_by_who_takes_them() -> None:
    family = builders.family()
    taker = family.children[0].person
    assert [m.name for m in family.medicines_of(taker)] == ["Salbutamol"]
    assert family.medicines_of(family.parent1) == ()


def test_kept_apart_counts_both_ways() -> None:
    one, other = who("Rosa").id, who("Tomás").id
    family = quiet(apart=((one, other),))
    assert family.are_apart(one, other)
    assert family.are_apart(other, one)
    assert not family.are_apart(one, who("Elena").id)
