"""The same employer or landlord in several cases, joined by a person, with the consent of each to meet (P7)."""

from typing import Any

import pytest

from cima_desktop.model.errors import KnownError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.patterns import Pattern, PatternCase
from cima_desktop.services.patterns import matching
from cima_desktop.services.patterns.finding import (
    NOT_SAME,
    SAME,
    Finding,
    findings,
    how_many_people,
    look,
    say_meet,
    say_not_same,
    say_same,
)
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.builders import rid


def claim(session: Session, key: str, employer: str, who: str = "", **facts: Value) -> RecordId:
    """Put somebody's case about wages into the vault, and return its work-up."""
    person, case, workup = rid("person", who or key), rid("case", key), rid("claim", key)
    session.store.save(
        "Added",
        [
            Edit("person", person, {"given_names": who or key, "phone": "8285550101"}),
            Edit("case", case, {"number": key, "person": person, "need": "wages", "opened_on": "2026-11-02"}),
            Edit("wage_claim", workup, {"case": case, "employer": employer, **facts}),
        ],
    )
    return workup


@pytest.fixture
def three(session: Session) -> list[RecordId]:
    return [
        claim(session, "Luz", "Montaña Inventada LLC", employer_phone="8285550171"),
        claim(session, "Tono", "Montana Imbentada Construction"),
        claim(session, "Marta", "M. Inventada", employer_phone="8285550171"),
    ]


def only(session: Session) -> Finding:
    (found,) = findings(session)
    return found


def test_two_others_have_the_same_employer(session: Session, three: list[RecordId]) -> None:
    claim(session, "Otro", "Cafetería Lejana")
    found = only(session)
    assert {each.workup for each in found.members} == set(three)
    assert {matching.SAME_PHONE, matching.NAME_SOUNDS} <= set(found.reasons)
    assert (found.pattern, found.sort, found.is_decided) == ("", "employer", False)
    assert session.store.count("pattern") == 0  # nobody decided anything


def test_a_landlord_is_found_in_two_homes(session: Session) -> None:
    for key in ("a", "b"):
        claim(session, key, f"Nadie {key * 5}")
        home = {"case": rid("case", key), "landlord": "R. Peña Gil", "landlord_phone": "8285550172"}
        session.store.save("Added", [Edit("housing", rid("home", key), home)])
    found = only(session)
    assert (found.sort, [each.kind for each in found.members]) == ("landlord", ["housing", "housing"])


def test_joined_they_stay_joined_whatever_the_names_become(session: Session, three: list[RecordId]) -> None:
    say_same(session, only(session), three)
    assert only(session).is_decided
    session.store.save("Changed", [Edit("wage_claim", three[1], {"employer": "Otro nombre del todo"})])
    found = only(session)
    assert {each.workup for each in found.members} == set(three)
    assert [each.decision for each in found.members] == [SAME] * 3
    (pattern,) = session.store.all(Pattern)
    assert (found.pattern, found.key, found.name) == (pattern.id, pattern.id, pattern.name)


def test_one_press_takes_a_case_out_and_one_brings_it_back(session: Session, three: list[RecordId]) -> None:
    say_same(session, only(session), three)
    say_not_same(session, only(session), three[2])
    found = only(session)
    assert {each.workup for each in found.members} == set(three[:2])
    assert [each.workup for each in found.told_apart] == [three[2]]
    say_same(session, found, [three[2]])
    assert {each.workup for each in only(session).members} == set(three)
    assert len(session.store.all(PatternCase)) == 3


def test_told_apart_before_anything_was_joined(session: Session) -> None:
    for key in ("Luz", "Tono"):
        claim(session, key, "Montaña Inventada LLC")
    found = only(session)
    first, other = found.members
    say_not_same(session, found, other.workup)
    found = only(session)  # the decision is there to be taken back
    assert [each.workup for each in found.members] == [first.workup]
    assert [each.workup for each in found.told_apart] == [other.workup]
    say_same(session, found, [other.workup])
    assert len(only(session).members) == 2


def test_whoever_is_no_part_of_one_may_be_part_of_another(session: Session, three: list[RecordId]) -> None:
    found = only(session)
    other = found.members[1].workup
    say_not_same(session, found, other)
    assert not any({other, found.members[0].workup} <= {m.workup for m in each.members} for each in findings(session))


def test_two_desks_that_join_the_same_make_one_pattern(session: Session, three: list[RecordId]) -> None:
    found = only(session)
    say_same(session, found, three)
    first = session.store.all(Pattern)
    session.store.delete("Bin", [each.id for each in (*session.store.all(PatternCase), *first)])
    say_same(session, only(session), three)  # what is in the bin stays there
    again = session.store.all(Pattern)
    assert len(again) == 1
    assert again[0].id != first[0].id


def test_a_pattern_made_twice_is_shown_once(session: Session, three: list[RecordId]) -> None:
    say_same(session, only(session), three)
    twin = rid("twin")
    edits = [Edit("pattern", twin, {"name": "Inventada", "sort": "employer"})]
    edits += [
        Edit("pattern_case", rid("line", each), {"pattern": twin, "workup": each, "decision": SAME}) for each in three
    ]
    session.store.save("Arrived", edits)
    assert len(findings(session)) == 1


def test_only_who_said_yes_wants_to_meet(session: Session, three: list[RecordId]) -> None:
    say_same(session, only(session), three)
    first, second, _third = only(session).members
    assert first.may_meet is None
    say_meet(session, first.line, True)
    say_meet(session, second.line, False)
    found = only(session)
    assert [each.may_meet for each in found.members] == [True, False, None]
    assert found.members[0].asked_on == "2026-11-21"
    with pytest.raises(KnownError):
        say_meet(session, rid("nobody"), True)


def test_the_card_says_whose_each_case_is_and_who_is_kept_apart(session: Session, three: list[RecordId]) -> None:
    apart = {"person": rid("person", "Luz"), "other": rid("person", "Marta"), "relation": "kept_apart"}
    session.store.save("Added", [Edit("relationship", rid("apart"), apart)])
    known = {each.number: each for each in look(session, only(session))}
    assert {number: each.is_apart for number, each in known.items()} == {"Luz": True, "Tono": False, "Marta": True}
    assert known["Luz"].person is not None


def test_two_records_of_one_person_are_one(session: Session, three: list[RecordId]) -> None:
    people = sorted([rid("person", "Luz"), rid("person", "Tono")])
    assert how_many_people(session, only(session)) == 3
    session.store.save("Joined", [Edit("person", people[1], {"same_as": people[0]})])
    assert how_many_people(session, only(session)) == 2


def test_a_case_whose_person_is_gone_is_still_shown(session: Session, three: list[RecordId]) -> None:
    session.store.delete("Bin", [rid("person", "Luz")])
    found = only(session)
    assert {each.number: each.person is None for each in look(session, found)} == {
        "Luz": True,
        "Tono": False,
        "Marta": False,
    }
    assert how_many_people(session, found) == 2


def test_a_work_up_in_the_bin_is_no_longer_compared(session: Session, three: list[RecordId]) -> None:
    say_same(session, only(session), three)
    session.store.delete("Bin", [three[0]])
    found = only(session)
    assert {each.workup for each in found.members} == set(three[1:])
    session.store.delete("Bin", three[1:])
    assert findings(session) == []


def test_words_of_a_decision_are_the_declared_ones(session: Session, three: list[RecordId]) -> None:
    say_not_same(session, only(session), only(session).members[1].workup)
    decisions: list[Any] = [each.decision for each in session.store.all(PatternCase)]
    assert sorted(decisions) == [NOT_SAME, SAME]
