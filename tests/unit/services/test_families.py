"""A family file gives the same family everywhere, once; every mistake in it is named by its path."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cima_desktop import paths
from cima_desktop.model.errors import KnownError
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Caregiver, Plan
from cima_desktop.services.families import LIMIT_BYTES, IntakeError, import_bytes, import_file
from cima_desktop.services.plans import family, standing
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from tests.unit.services.conftest import as_bytes, family_of_three

Document = dict[str, Any]


def test_a_family_comes_in_whole(session: Session, family_file: Document) -> None:
    done = import_bytes(session, as_bytes(family_file))
    gathered = family(session, done.plan)
    assert [c.person.given_names for c in gathered.children] == ["Ana", "Luis"]
    assert [k.person.given_names for k in gathered.children[0].carers] == ["Lucía", "Tomás"]
    assert gathered.parent1.phone == "+18285550101"
    assert gathered.agent is not None
    assert gathered.agent.given_names == "Lucía"
    assert gathered.children[1].sheet.allergies == "cacahuate"
    assert standing(session, done.plan).percent == 100


def test_importing_twice_changes_nothing(session: Session, family_file: Document) -> None:
    first = import_bytes(session, as_bytes(family_file))
    changes = len(session.store.all_changes())
    shuffled = json.dumps(dict(reversed(family_file.items())), indent=3).encode()
    again = import_bytes(session, shuffled)
    assert again.already
    assert again.plan == first.plan
    assert again.touched is None
    assert len(session.store.all_changes()) == changes


def test_a_second_import_keeps_what_a_person_changed(session: Session, family_file: Document) -> None:
    done = import_bytes(session, as_bytes(family_file))
    parent = family(session, done.plan).parent1
    session.store.save("x", [Edit("person", parent.id, {"given_names": "Mariana"})])
    import_bytes(session, as_bytes(family_file))
    assert session.store.need(Person, parent.id).given_names == "Mariana"


def test_a_changed_file_is_one_step_that_undo_takes_back(session: Session, family_file: Document) -> None:
    done = import_bytes(session, as_bytes(family_file))
    family_file["household"]["city"] = "Marshall"
    family_file["parents"][0]["phone"] = "828-555-0109"
    assert not import_bytes(session, as_bytes(family_file), replace=True).already
    assert family(session, done.plan).household.city == "Marshall"
    session.store.undo()
    gathered = family(session, done.plan)
    assert (gathered.household.city, gathered.parent1.phone) == ("Asheville", "+18285550101")


def test_a_family_that_was_undone_can_be_imported_again(session: Session, family_file: Document) -> None:
    done = import_bytes(session, as_bytes(family_file))
    session.store.undo()
    assert session.store.get(Plan, done.plan) is None
    again = import_bytes(session, as_bytes(family_file))
    assert not again.already
    assert again.touched
    assert len(family(session, done.plan).children) == 2
    assert len(session.store.children(Caregiver, plan=done.plan)) == 4


def test_two_computers_get_the_same_records(session: Session, family_file: Document) -> None:
    done = import_bytes(session, as_bytes(family_file))
    family_file["family_id"] = "another"
    assert import_bytes(session, as_bytes(family_file)).plan != done.plan


MISTAKES: list[tuple[str, Callable[[Document], object]]] = [
    ("format", lambda d: d.update(format="x")),
    ("version", lambda d: d.update(version=2)),
    ("version", lambda d: d.update(version=True)),
    ("family_id", lambda d: d.update(family_id="a\ud800b")),
    ("family_id", lambda d: d.update(family_id="a\x1fb")),
    ("x", lambda d: d.update({"\ud800x\x1b": 1})),
    ("people[1].key", lambda d: d["people"][1].update(key="k\x1f1")),
    ("households[0].key", lambda d: d.update(households=[{"name": "Sin clave"}])),
    ("households[0].key", lambda d: d.update(households=[{"key": "main", "name": "Otra"}])),
    ("households[1].key", lambda d: d.update(households=[{"key": "h", "name": "Una"}, {"key": "h", "name": "Otra"}])),
    ("contacts[1].key", lambda d: d.update(contacts=[{"key": "a", "name": "Una"}, {"key": "a", "name": "Otra"}])),
    ("contacts[0].key", lambda d: d["contacts"][0].update(key=5)),
    ("contacts[0].plan", lambda d: d["contacts"][0].update(plan="")),
    ("plan.parent1", lambda d: d["plan"].update(parent1="k1")),
    ("plan.children", lambda d: d["plan"].update(children=["0" * 32])),
    ("plan.agent", lambda d: d["plan"].update(agent="main")),
    ("children[0].sheet.child", lambda d: d["children"][0]["sheet"].update(child="c2")),
    ("children[0].caregivers[0].plan", lambda d: d["children"][0]["caregivers"][0].update(plan="")),
    ("children[0].homes", lambda d: d["children"][0].update(homes=["main", "main"])),
    ("notes[0].about", lambda d: d.update(notes=[{"about": "", "words": "x"}])),
    ("apart[0]", lambda d: d.update(apart=[["c1", "c1"]])),
    ("family_id", lambda d: d.pop("family_id")),
    ("ssn", lambda d: d.update(ssn="1")),
    ("parents[0].immigration_status", lambda d: d["parents"][0].update(immigration_status="x")),
    ("parents", lambda d: d.update(parents=[])),
    ("parents", lambda d: d.update(parents="María")),
    ("parents[0].key", lambda d: d["parents"][0].update(key=["p"])),
    ("people[1].key", lambda d: d["people"][1].update(key="k1")),
    ("people[0]", lambda d: (d["people"][0].pop("given_names"), d["people"][0].pop("paternal_surname"))),
    ("household.name", lambda d: d["household"].pop("name")),
    ("household", lambda d: d.update(household=[1])),
    ("children[1].birth_date", lambda d: d["children"][1].update(birth_date="31/12/2019")),
    ("children[1].birth_date", lambda d: d["children"][1].update(birth_date="1850-01-01")),
    ("children[1].birth_date", lambda d: d["children"][1].update(birth_date="2050-01-01")),
    ("children[0].sheet", lambda d: d["children"][0].update(sheet="x")),
    ("children[0].sheet.school", lambda d: d["children"][0]["sheet"].update(school=5)),
    ("children[0].homes", lambda d: d["children"][0].update(homes=["nowhere"])),
    ("children[0].homes", lambda d: d["children"][0].update(homes=[{}])),
    ("children[0].caregivers", lambda d: d["children"][0].update(caregivers={})),
    ("children[0].caregivers[1].person", lambda d: d["children"][0]["caregivers"][1].update(person="zz")),
    ("children[0].caregivers[1].person", lambda d: d["children"][0]["caregivers"][1].update(person=[1])),
    ("plan.open_case", lambda d: d["plan"].update(open_case="no")),
    ("plan.care_powers[0]", lambda d: d["plan"].update(care_powers=["fly"])),
    ("plan.parent2_explanation", lambda d: d["plan"].update(parent2_explanation="x" * 10_000_00)),
    ("contacts[0].phone", lambda d: d["contacts"][0].update(phone="12")),
    ("contacts[0].position", lambda d: d["contacts"][0].update(position=True)),
    ("apart[0]", lambda d: d.update(apart=[["c1", "zz"]])),
    ("apart[0]", lambda d: d.update(apart="c1")),
    ("wishes", lambda d: d.update(wishes=[{"topic": "other", "words": "x"}] * 201)),
]


@pytest.mark.parametrize(("path", "spoil"), MISTAKES)
def test_a_mistake_is_named_and_nothing_comes_in(
    session: Session, family_file: Document, path: str, spoil: Callable[[Document], object]
) -> None:
    spoil(family_file)
    with pytest.raises(IntakeError) as caught:
        import_bytes(session, json.dumps(family_file).encode())
    assert path in [p for p, _ in caught.value.faults]
    assert path in caught.value.sentence("es")
    assert path in caught.value.sentence("en")
    assert session.store.count("person") == 0


def test_all_mistakes_are_told_at_once(session: Session, family_file: Document) -> None:
    family_file["parents"][0]["birth_date"] = "x"
    family_file["plan"]["agent"] = "zz"
    with pytest.raises(IntakeError) as caught:
        import_bytes(session, as_bytes(family_file))
    assert [p for p, _ in caught.value.faults] == ["parents[0].birth_date", "plan.agent"]


@pytest.mark.parametrize(
    "data",
    [
        b'{"format": "cima-family-intake", "version": ' + b"9" * 5000 + b"}",
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{",
        b'{"format":',
        b'{"format": 1, "format": 2}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_family_file_is_refused_in_words(session: Session, data: bytes) -> None:
    with pytest.raises(IntakeError) as caught:
        import_bytes(session, data)
    assert caught.value.sentence("es")
    assert caught.value.advice("es")


def test_a_broken_line_is_named(session: Session) -> None:
    with pytest.raises(IntakeError) as caught:
        import_bytes(session, b'{\n"format": "x",\n"version" 1}')
    assert "3" in caught.value.sentence("en")


def test_a_huge_or_missing_file_is_refused(session: Session, tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    for path in (huge, tmp_path / "missing.json", tmp_path):
        with pytest.raises(KnownError) as caught:
            import_file(session, path)
        assert caught.value.sentence("es")


def test_hostile_names_are_kept_as_they_are(session: Session, family_file: Document) -> None:
    name = '<img src="file:///etc/passwd"> <b> Q’anjob’al ñ 👩‍👧'
    family_file["parents"][0]["given_names"] = name + "\u202e\u0000"
    done = import_bytes(session, as_bytes(family_file))
    assert family(session, done.plan).parent1.given_names == name


def test_twelve_children_in_two_homes_and_people_apart(session: Session) -> None:
    document = family_of_three()
    child = document["children"][0]
    document["households"] = [{"key": "other", "name": "Segunda casa", "city": "Marshall"}]
    document["children"] = [{**child, "key": f"c{i}", "homes": ["main", "other"]} for i in range(12)]
    document["medicines"], document["papers"] = [], []
    document["apart"] = [["c0", "k2"]]
    gathered = family(session, import_bytes(session, as_bytes(document)).plan)
    assert len(gathered.children) == 12
    assert {h.name for h in gathered.households} == {"Familia Ejemplo", "Segunda casa"}
    assert gathered.are_apart(gathered.apart[0][0], gathered.apart[0][1])


def test_every_practice_family_comes_in(session: Session) -> None:
    files = sorted((paths.resources() / "practice").glob("*.json"))
    assert files
    for file in files:
        assert family(session, import_file(session, file).plan).household.name
