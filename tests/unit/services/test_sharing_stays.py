"""What stays here: by a no, held back by hand, or because a value that is not shown tells of somebody (C5, H6)."""

import json
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.plans import ChildSheet, Plan
from cima_desktop.services import families, joining
from cima_desktop.services.session import Session
from cima_desktop.services.sharing_terms import Choice, Problem, Why
from cima_desktop.store import Edit
from cima_desktop.store.change import Code, Op
from tests.unit.services.conftest import family_of_three
from tests.unit.services.exchanging import a_peer, apart, fields, look, make_vault, put, reasons, titles, who
from tests.unit.store.making import sealed


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Session]:
    with make_vault(tmp_path / "here", "Ana") as opened:
        yield opened


@pytest.fixture
def peer(here: Session) -> bytes:
    return a_peer(here, "Beto").id


@pytest.fixture
def plan(here: Session) -> RecordId:
    families.import_bytes(here, json.dumps(family_of_three()).encode(), backup=False)
    return here.store.all(Plan)[0].id


def test_a_parents_no_keeps_the_children_and_what_is_about_them_here(
    here: Session, peer: bytes, plan: RecordId
) -> None:
    maria = who(here, "María")
    tomas, lucia = who(here, "Tomás"), who(here, "Lucía")
    put(here, "consent", person=maria, purpose="peer", agreed=False, given_on="2026-11-01")
    for choice in (Choice(to=(peer,), lacking=True), Choice(to=(peer,), records=(plan, tomas, lucia))):
        leaving = look(here, choice)
        assert {"household", "person"} >= {going.kind for going in leaving.selection.going}
        assert {tomas, lucia} <= {going.id for going in leaving.selection.going}
        for stays in (maria, who(here, "Luis"), plan, here.store.all(ChildSheet)[0].id):
            assert reasons(leaving, stays) == {"": Why.REFUSED}
    assert {s.title for s in leaving.selection.standings} == {"María Ejemplo Muñoz", "Ana Ejemplo", "Luis Ejemplo"}


def test_a_no_on_one_record_holds_for_the_other_of_the_same_person(here: Session, peer: bytes) -> None:
    rosa, rosita = put(here, "person", given_names="Rosa"), put(here, "person", given_names="Rosita")
    joining.join(here, rosa, rosita)
    put(here, "consent", person=rosita, purpose="lawyer", agreed=True, how="written", given_on="2026-01-01")
    for purpose in ("peer", "lawyer"):
        put(here, "consent", person=rosa, purpose=purpose, agreed=False, given_on="2026-11-01")
        for one in (rosa, rosita):
            leaving = look(here, Choice(to=(peer,), preset=Preset(purpose), records=(one,), without_consent="x"))
            assert leaving.problems == (Problem.NOTHING,)
            assert reasons(leaving, one) == {"": Why.REFUSED}


def test_nothing_about_somebody_held_back_by_hand_leaves_whole(here: Session, peer: bytes, plan: RecordId) -> None:
    luis = who(here, "Luis")
    sheet = next(sheet for sheet in here.store.all(ChildSheet) if sheet.child == luis)
    note = put(here, "note", about=luis, words="Solo sobre Luis")
    about_the_sheet = put(here, "task", about=sheet.id, what="Pedir la receta")
    for choice in (Choice(to=(peer,), lacking=True), Choice(to=(peer,), records=(plan,))):
        leaving = look(here, choice.without(luis))
        assert reasons(leaving, luis) == {"": Why.HELD_BACK}
        for stays in (note, sheet.id, about_the_sheet):
            assert reasons(leaving, stays) == {"": Why.BELONGS}
        assert plan in {going.id for going in leaving.selection.going}
        assert "Ana Ejemplo" in titles(leaving)


def both_said(here: Session, kind: str, record: RecordId, field: str, one: object, other: object) -> None:
    """Let two people have written different things, the second of which is shown."""
    seen = here.store.snapshot(record).seen
    for value in (one, other):
        here.store.save("x", [Edit(kind, record, {field: value}, seen)])


def test_the_value_that_is_not_shown_tells_of_nobody_either(here: Session, peer: bytes, plan: RecordId) -> None:
    maria, luis = who(here, "María"), who(here, "Luis")
    home = RecordId(here.store.need(Plan, plan).household)
    theirs = put(here, "household", name="Familia Lejana", street="77 Vereda Honda")
    bruno = put(here, "person", given_names="Bruno", paternal_surname="Lejano", household=theirs)
    apart(here, maria, bruno)
    both_said(here, "person", maria, "ask_for", "Bruno Lejano", "la tía")
    both_said(here, "person", luis, "household", theirs, home)
    sheet = next(sheet for sheet in here.store.all(ChildSheet) if sheet.child == luis)
    both_said(here, "child_sheet", sheet.id, "child", bruno, luis)
    choice = Choice(to=(peer,), preset=Preset.REFERRAL, records=(plan,), referral=new_id(), question="¿?")
    leaving = look(here, choice)
    assert here.store.need(Person, maria).ask_for == "la tía"
    assert "ask_for" not in fields(leaving, maria)
    assert reasons(leaving, maria)["ask_for"] is Why.TELLS
    assert reasons(leaving, luis)["household"] is Why.TELLS
    host = look(here, attrs.evolve(choice, preset=Preset.HOST))
    assert reasons(host, sheet.id) == {"": Why.NOT_FOR}  # it may not be about a child of this plan


def odd(here: Session, record: RecordId, field: str, value: str) -> None:
    """Put a value into a field of a person that no form writes, as a peer can."""
    log = here.store._log
    made = log.sign(bytes.fromhex(record), "person", (Op(Code.SET, field, value),), ())
    assert here.store.import_changes([sealed(made, log.device.key)]).new == 1


def test_a_value_that_cannot_be_shown_does_not_leave(here: Session, peer: bytes) -> None:
    rosa = put(here, "person", given_names="Rosa", interpreter=True, other_languages={"en"})
    choice = Choice(to=(peer,), preset=Preset.LAWYER, records=(rosa,))
    assert fields(look(here, choice), rosa) == ("given_names", "other_languages", "interpreter")
    odd(here, rosa, "interpreter", "828 555 0199")
    odd(here, rosa, "other_languages", "Vive en 77 Vereda Honda")
    leaving = look(here, choice)
    assert fields(leaving, rosa) == ("given_names",)
    assert reasons(leaving, rosa)["other_languages"] is Why.STRANGE
    assert reasons(leaving, rosa).get("interpreter") is None  # to this vault it is empty
