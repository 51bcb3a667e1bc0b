"""Joining and taking apart (R9), and "it is her" while somebody is typed in: nothing typed or kept is ever lost."""

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.work import Note
from cima_desktop.services import joining, one_person
from cima_desktop.services.joining import KeptApartError
from cima_desktop.services.likeness import SAME_NAME
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.deciding import TWO


def add(session: Session, kind: str = "person", **values: object) -> RecordId:
    record = new_id()
    session.store.save("Added", [Edit(kind, record, values)])
    return record


def pair(session: Session) -> tuple[RecordId, RecordId]:
    first = add(session, given_names="Rosa", paternal_surname="Ficticia", phone="828-555-0101", city="Sylva")
    second = add(session, given_names="Rosa", paternal_surname="Ficticia", phone="828-555-0102")
    lead, behind = sorted((first, second))
    return lead, behind


def people(session: Session) -> list[RecordId]:
    return [row.id for row in session.store.page("person").rows]


@pytest.mark.parametrize("turned", [False, True])
def test_the_larger_id_points_to_the_smaller_whoever_is_named_first(session: Session, turned: bool) -> None:
    lead, behind = pair(session)
    joining.join(session, *((behind, lead) if turned else (lead, behind)))
    assert session.store.need(Person, behind).same_as == lead
    assert session.store.need(Person, lead).same_as == ""
    assert people(session) == [lead]
    assert not joining.join(session, lead, behind)  # already so: nothing is written
    session.store.undo()
    assert set(people(session)) == {lead, behind}


def test_taking_apart_is_one_step_and_they_are_not_asked_about_again(session: Session) -> None:
    lead, behind = pair(session)
    joining.join(session, lead, behind)
    joining.part(session, behind)
    assert set(people(session)) == {lead, behind}
    assert session.store.doubts(lead) == {behind: TWO}
    assert not joining.part(session, behind)


def test_groups_are_joined_by_those_who_lead_them(session: Session) -> None:
    a, b, c, d = sorted(add(session, given_names=f"Rosa {n}") for n in range(4))
    joining.join(session, a, c)
    joining.join(session, b, d)
    joining.join(session, c, d)
    assert session.store.one_person(d) == (a, b, c, d)
    assert people(session) == [a]


@pytest.mark.parametrize("marked", ["lead", "behind", "another record of hers"])
def test_who_is_kept_apart_cannot_be_joined(session: Session, marked: str) -> None:
    lead, behind = pair(session)
    ends = {"lead": (lead, behind), "behind": (behind, lead)}.get(marked)
    if ends is None:
        third = add(session, given_names="Rosa")
        joining.join(session, third, behind)
        ends = (third, lead)
    add(session, "relationship", person=ends[0], other=ends[1], relation="kept_apart")
    with pytest.raises(KeptApartError):
        joining.join(session, lead, behind)
    assert lead not in session.store.one_person(behind)


def test_what_is_not_there_cannot_be_joined(session: Session) -> None:
    lead, behind = pair(session)
    session.store.delete("Deleted", [lead])
    for wrong in (lead, new_id()):
        with pytest.raises(NotFoundError):
            joining.join(session, wrong, behind)
        with pytest.raises(NotFoundError):
            joining.part(session, wrong)
        with pytest.raises(NotFoundError):
            joining.beside(session, behind, wrong)


def test_they_stand_beside_each_other_with_every_field(session: Session) -> None:
    lead, behind = pair(session)
    home = add(session, "household", name="Casa")
    session.store.save("Changed", [Edit("person", lead, {"household": home})])
    both = joining.beside(session, lead, behind)
    assert [side.id for side in both.sides] == [lead, behind]
    assert both.differing == {"phone"}
    assert {field.name for field in both.fields} == {"given_names", "paternal_surname", "phone", "city", "household"}
    assert SAME_NAME in both.reasons
    assert both.sides[0].names[home] == "Casa"
    assert {side.joined_to for side in both.sides} == {""}
    joining.join(session, lead, behind)
    joined = joining.beside(session, behind)
    assert [(side.id, side.joined_to) for side in joined.sides] == [(lead, ""), (behind, lead)]
    assert joined.reasons == ()
    assert [side.id for side in joining.beside(session, behind, lead).sides] == [lead, behind]


def test_what_was_typed_goes_into_hers_and_the_rest_into_a_note(session: Session) -> None:
    hers = add(session, given_names="Rosa", phone="828-555-0101", aliases={"Rosita"})
    new = add(session, given_names="Rosa")
    typed: dict[str, Value] = {
        "given_names": "Rosa",
        "phone": "+18285550102",
        "city": "Sylva",
        "aliases": frozenset({"Chabela"}),
        "birth_date": "",
    }
    touched = joining.take_over(session, typed, hers, new)
    person = session.store.need(Person, hers)
    assert (person.phone, person.city, person.aliases) == ("+18285550101", "Sylva", frozenset({"Rosita", "Chabela"}))
    (note,) = session.store.children(Note, about=hers)
    assert "(828) 555-0102" in note.words
    assert "Rosa" not in note.words
    assert touched.ids == {hers, note.id, new}
    assert session.store.get(Person, new) is None
    assert [entry.id for entry in session.store.bin()] == [new]


def test_nothing_new_to_say_writes_nothing(session: Session) -> None:
    hers = add(session, given_names="Rosa")
    assert not joining.take_over(session, {"given_names": "Rosa"}, hers, new_id())
    with pytest.raises(NotFoundError):
        joining.take_over(session, {"given_names": "Rosa"}, new_id())


def test_the_paper_about_a_person_tells_of_all_her_records(session: Session) -> None:
    lead, behind = pair(session)
    add(session, "note", about=behind, words="Prefiere la tarde")
    danger = add(session, given_names="Bruno", paternal_surname="Lejano")
    add(session, "relationship", person=behind, other=danger, relation="kept_apart")
    joining.join(session, lead, behind)
    for either in (lead, behind):
        held = one_person.gather(session, either, ("en",))
        told = " ".join(fact.value[0] for part in held.parts for fact in part.facts)
        assert "(828) 555-0101" in told
        assert "(828) 555-0102" in told
        assert "Prefiere la tarde" in told
        assert "Lejano" not in " ".join([told, *(part.name for part in held.parts)])
