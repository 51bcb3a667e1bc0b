"""Whether two work-ups are about the same employer or landlord: names that are spelled any way, and reasons (P7)."""

from typing import Any

import pytest

from cima_desktop.model.ids import RecordId, derived_id
from cima_desktop.services.patterns import matching
from cima_desktop.services.patterns.matching import Business, compare, groups, links_between


def landlord(*names: str, sort: str = "landlord", key: str = "", **facts: Any) -> Business:
    return Business(workup=derived_id("matching", key or names[0]), sort=sort, names=names, **facts)


def named(businesses: list[Business], found: list[matching.Group]) -> list[list[str]]:
    names = {each.workup: each.names[0] for each in businesses}
    return [sorted(names[each] for each in group.workups) for group in found]


FIVE = [
    landlord("Robert Hensley"),
    landlord("Robert Hensly"),
    landlord("R. Hensley", phones=("+18285550177",)),
    landlord("Roberto Hensley", phones=("(828) 555-0177",)),
    landlord("Hensley Rentals LLC", phones=("828.555.0177",)),
]
SMITHS = [landlord("John Smith"), landlord("Mary Smith"), landlord("Smith")]


def test_a_landlord_spelled_five_ways_is_one_and_the_smiths_stay_apart() -> None:
    every = [*FIVE, *SMITHS]
    assert named(every, groups(every)) == [sorted(each.names[0] for each in FIVE)]


def test_the_reasons_are_told() -> None:
    (group,) = groups(FIVE)
    assert set(group.reasons) == {matching.SAME_PHONE, matching.NAME_NEARLY}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (landlord("Juan Peña"), landlord("Juan Pena", key="b"), matching.SAME_NAME),
        (landlord("Constructora Vázquez Núñez LLC"), landlord("Basquez Nunes Inc."), matching.NAME_SOUNDS),
        (landlord("Blue Ridge Drywall"), landlord("Blue Rigde Drywall Co."), matching.NAME_NEARLY),
        (landlord("A", phones=("8285550199",)), landlord("B", phones=("+1 (828) 555-0199",)), matching.SAME_PHONE),
        (landlord("Uno", street="120 Haywood Rd"), landlord("Dos", street="120 haywood road"), matching.SAME_STREET),
        (landlord("Uno", contact="Sr. Pedro Gil"), landlord("Dos", contact="Pedro Gil"), matching.SAME_CONTACT),
        (landlord("Uno", contractor="Cumbre Homes"), landlord("Dos", contractor="CUMBRE"), matching.SAME_CONTRACTOR),
        (landlord("Gil", contact="Pedro"), landlord("Gil", contact="Pedro", key="b"), matching.SAME_CONTACT),
        (landlord("Gil", place="Lomas Park"), landlord("Gil", place="LOMAS PARK", key="b"), matching.SAME_PLACE),
    ],
)
def test_what_makes_two_the_same(one: Business, other: Business, reason: str) -> None:
    link = compare(one, other)
    assert link is not None
    assert reason in link.reasons
    assert [each.workups for each in groups([one, other])] == [(one.workup, other.workup)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (landlord("John Smith"), landlord("Mary Smith")),
        (landlord("Smith"), landlord("Smith", key="b")),
        (landlord("R. Hensley"), landlord("S. Hensley")),
        (landlord("LLC"), landlord("Inc.")),
        (landlord(""), landlord("", key="b")),
        (landlord("Juan Peña"), landlord("Juan Peña", sort="employer", key="b")),
        (landlord("Uno", phones=("555-0199",)), landlord("Dos", phones=("555-0199",))),
        (landlord("Uno", street="Haywood Rd"), landlord("Dos", street="Haywood Rd")),
        (landlord("Uno", street="PO Box 12"), landlord("Dos", street="PO Box 12")),
        (landlord("Juan Peña"), landlord("Juan Peña")),
    ],
)
def test_what_does_not(one: Business, other: Business) -> None:
    assert compare(one, other) is None
    assert groups([one, other]) == [] or one.workup == other.workup


def test_where_a_name_is_common_two_of_its_words_still_find_each_other() -> None:
    crowd = [landlord(f"{given} Smith", key=f"{given}{n}") for n, given in enumerate(_made_up(80))]
    found = groups([*crowd, landlord("Jon Smyth", key="x"), landlord("John Smith", key="y")])
    pair = {derived_id("matching", "x"), derived_id("matching", "y")}
    assert any(pair <= set(group.workups) for group in found)


def test_however_many_share_a_telephone_they_are_one_and_each_pair_is_linked_once() -> None:
    every = [landlord(name, phones=("8285550188",)) for name in _made_up(200)]
    (group,) = groups(every)
    assert len(group.workups) == 200
    links = links_between(every)
    assert len({(link.one, link.other) for link in links}) == len(links)


def test_what_a_person_said_comes_before_what_it_looks_like() -> None:
    one, other, third = landlord("Gil Rentals", key="1"), landlord("Nube", key="2"), landlord("Otro", key="3")
    (group,) = groups([one, other, third], same=[(one.workup, other.workup)])
    assert set(group.workups) == {one.workup, other.workup}
    assert group.reasons == ()


def test_whoever_was_told_apart_is_not_brought_back_by_a_third() -> None:
    one, other, third = (landlord("Juan Peña", key=str(n), phones=("8285550111",)) for n in range(3))
    found = groups([one, other, third], apart=[(one.workup, other.workup)])
    assert len(found) == 1
    assert not {one.workup, other.workup} <= set(found[0].workups)


def test_work_ups_that_are_gone_are_passed_over() -> None:
    gone = RecordId("f" * 32)
    one = landlord("Juan Peña")
    assert groups([one], same=[(one.workup, gone)], apart=[(gone, one.workup)]) == []


@pytest.mark.parametrize("text", ["", " ", "’", "😀", "\u202e", "x" * 100_000, "1 2 3 4", "<b>%s</b>"])
def test_no_text_breaks_it(text: str) -> None:
    odd = [landlord(text, key=str(n), phones=(text,), street=text, contact=text, place=text) for n in range(2)]
    assert len(groups([*odd, landlord("Juan Peña")])) <= 1


def _made_up(count: int) -> list[str]:
    parts = ["ba", "ce", "di", "fo", "gu", "la", "mi", "no", "pu", "ra"]
    return [(parts[n // 100 % 10] + parts[n // 10 % 10] + parts[n % 10]).capitalize() for n in range(count)]
