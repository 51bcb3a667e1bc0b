"""What waits for a decision is shown with everything needed to decide, and each answer does what it says."""

from pathlib import Path
from typing import Any

import pytest

from cima_desktop.documents.preview import PreviewPages
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Plan
from cima_desktop.services import deciding, joining, offers, one_person, packets, plans
from cima_desktop.services.deciding import Decision
from cima_desktop.services.families import import_bytes
from cima_desktop.services.guard import AttorneyOnlyError
from cima_desktop.services.likeness import SAME_NAME
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.deciding import DELETION, GAP, TWINS, VALUE
from tests.laptops import LABEL, delete_and_edit, disagree
from tests.unit.services.conftest import as_bytes


def add(session: Session, kind: str = "person", **values: object) -> RecordId:
    record = new_id()
    session.store.save("Added", [Edit(kind, record, values)])
    return record


def all_of(session: Session) -> list[Decision]:
    found = deciding.undecided(session)
    assert found.total == len(found.decisions) == deciding.count(session)
    return list(found.decisions)


def only(session: Session) -> Decision:
    (decision,) = all_of(session)
    return decision


@pytest.fixture
def plan(session: Session) -> RecordId:
    """A plan of one parent with one child, who has a sheet and a medicine."""
    home = add(session, "household", name="Familia Ficticia")
    parent = add(session, given_names="Rosa", paternal_surname="Ficticia", household=home)
    child = add(session, given_names="Sofía", paternal_surname="Ficticia", birth_date="2016-03-04")
    made = add(session, "plan", name="Plan Ficticio", household=home, parent1=parent, children={child})
    add(session, "child_sheet", plan=made, child=child, school="Escuela de Tiza")
    add(session, "medicine", plan=made, person=child, name="Salbutamol", dose="2 disparos")
    return made


def record_of(session: Session, kind: str) -> RecordId:
    return session.store.page(kind).rows[0].id


def test_both_values_are_shown_with_who_when_and_where(session: Session, tmp_path: Path) -> None:
    ana = add(session, given_names="Ana", city="Marion")
    disagree(session.store, tmp_path / "other", ana, {"city": "Sylva"}, {"city": "Canton"})
    decision = only(session)
    assert (decision.sort, decision.record, decision.title, decision.opens) == (VALUE, ana, "Ana", ("person", ana))
    assert decision.field is not None
    assert {(v.value, v.vault) for v in decision.versions} == {("Sylva", ""), ("Canton", LABEL)}
    assert all(v.when for v in decision.versions)
    assert (decision.is_cautious, decision.is_together) == (False, False)


@pytest.mark.parametrize("value", ["Sylva", "Canton", "Bryson", ""])
def test_one_is_kept_or_a_third_and_it_can_be_taken_back(session: Session, tmp_path: Path, value: str) -> None:
    ana = add(session, given_names="Ana", city="Marion")
    disagree(session.store, tmp_path / "other", ana, {"city": "Sylva"}, {"city": "Canton"})
    assert deciding.settle(session, only(session), value)
    assert all_of(session) == []
    assert session.store.need(Person, ana).city == value
    session.store.undo()
    assert {v.value for v in only(session).versions} == {"Sylva", "Canton"}


def test_what_was_not_shown_is_not_replaced(session: Session, tmp_path: Path) -> None:  # 11
    ana = add(session, given_names="Ana", city="Marion")
    disagree(session.store, tmp_path / "one", ana, {"city": "Sylva"}, {"city": "Canton"})
    shown = only(session)
    disagree(session.store, tmp_path / "two", ana, {"given_names": "Ana"}, {"city": "Murphy"})
    deciding.settle(session, shown, "Sylva")
    assert {v.value for v in only(session).versions} == {"Sylva", "Murphy"}


def test_a_value_that_cannot_be_is_refused_and_nothing_is_lost(session: Session, tmp_path: Path) -> None:
    ana = add(session, given_names="Ana", birth_date="1990-01-01")
    disagree(session.store, tmp_path / "other", ana, {"birth_date": "1990-01-02"}, {"birth_date": "1990-01-03"})
    with pytest.raises(InvalidInputError):
        deciding.settle(session, only(session), "mañana")
    assert len(only(session).versions) == 2


def test_what_only_an_attorney_may_write_only_an_attorney_decides(
    session: Session, plan: RecordId, tmp_path: Path
) -> None:
    disagree(session.store, tmp_path / "other", plan, {"exclusions": "Una"}, {"exclusions": "Otra"})
    with pytest.raises(AttorneyOnlyError):
        deciding.settle(session, only(session), "Una")


def test_the_cautious_answer_is_acted_on_and_never_chosen_beforehand(session: Session, tmp_path: Path) -> None:
    ana = add(session, given_names="Ana")
    disagree(session.store, tmp_path / "other", ana, {"voicemail_ok": False}, {"voicemail_ok": True})
    decision = only(session)
    assert decision.is_cautious
    assert decision.acting is False
    assert session.store.need(Person, ana).voicemail_ok is False


def test_allergies_are_all_acted_on_and_printed(session: Session, plan: RecordId, tmp_path: Path) -> None:
    sheet = record_of(session, "child_sheet")
    disagree(session.store, tmp_path / "other", sheet, {"allergies": "Cacahuate"}, {"allergies": "Penicilina"})
    decision = only(session)
    assert decision.is_together
    assert set(str(decision.acting).split(" / ")) == {"Cacahuate", "Penicilina"}
    assert (decision.title, decision.whole) == ("Sofía Ficticia", "Plan Ficticio")
    assert decision.opens == ("plan", plan)
    family = plans.family(session, plan)
    assert set(family.children[0].sheet.allergies.split(" / ")) == {"Cacahuate", "Penicilina"}
    assert {value for clash in family.clashes for value in clash.values} == {"Cacahuate", "Penicilina"}
    assert [row.undecided for row in plans.overview(session)] == [1]


def test_safety_comes_first(session: Session, plan: RecordId, tmp_path: Path) -> None:
    ana = add(session, given_names="Ana")
    disagree(session.store, tmp_path / "one", ana, {"city": "Sylva"}, {"city": "Canton"})
    medicine = record_of(session, "medicine")
    disagree(session.store, tmp_path / "two", medicine, {"dose": "1"}, {"dose": "3"})
    first, last = all_of(session)
    assert [d.field.name for d in (first, last) if d.field] == ["dose", "city"]
    assert (first.title, first.whole) == ("Salbutamol", "Sofía Ficticia · Plan Ficticio")
    assert deciding.undecided(session, most=1).total == 2


def test_references_are_told_by_name(session: Session, plan: RecordId, tmp_path: Path) -> None:
    one, two = add(session, given_names="Elena"), add(session, given_names="Jorge")
    disagree(session.store, tmp_path / "other", plan, {"agent": one}, {"agent": two})
    assert dict(only(session).names) == {one: "Elena", two: "Jorge"}


@pytest.mark.parametrize("keep", [True, False])
def test_a_deletion_that_met_an_edit(session: Session, tmp_path: Path, keep: bool) -> None:
    ana = add(session, given_names="Ana")
    delete_and_edit(session.store, tmp_path / "other", ana, city="Canton")
    decision = only(session)
    assert decision.sort == DELETION
    assert [v.vault for v in decision.versions] == ["", LABEL]
    (deciding.keep if keep else deciding.delete)(session, decision)
    assert all_of(session) == []
    assert (session.store.get(Person, ana) is not None) is keep


def test_doubles_wait_with_their_reasons(session: Session) -> None:
    one = add(session, given_names="Ana", paternal_surname="Ficticia")
    other = add(session, given_names="Ana", paternal_surname="Ficticia")
    deciding.set_down(session, one, [other, one])
    decision = only(session)
    assert decision.sort == TWINS
    assert {decision.record, decision.other} == {one, other}
    assert decision.reasons == (SAME_NAME,)
    deciding.are_two(session, one, other)
    assert all_of(session) == []
    deciding.set_down(session, other, [one])  # answered is answered
    assert all_of(session) == []


def test_a_mention_of_somebody_in_the_bin_is_taken_out_or_made_good(session: Session, plan: RecordId) -> None:
    agent = add(session, given_names="Elena")
    session.store.save("Changed", [Edit("plan", plan, {"agent": agent})])
    session.store.delete("Deleted", [agent])
    decision = only(session)
    assert (decision.sort, decision.other_title, decision.is_in_bin) == (GAP, "Elena", True)
    deciding.let_go(session, decision)
    assert all_of(session) == []
    assert session.store.need(Plan, plan).agent == ""
    session.store.undo()
    deciding.bring_back(session, only(session))
    assert all_of(session) == []
    assert session.store.need(Plan, plan).agent == agent


def test_a_child_that_is_in_the_bin_leaves_the_others_in_the_plan(session: Session, plan: RecordId) -> None:
    second = add(session, given_names="Diego")
    children = session.store.need(Plan, plan).children | {second}
    session.store.save("Changed", [Edit("plan", plan, {"children": children})])
    session.store.delete("Deleted", [second])
    deciding.let_go(session, only(session))
    assert session.store.need(Plan, plan).children == children - {second}


def test_a_part_without_its_whole_goes_with_it_or_brings_it_back(session: Session) -> None:
    nowhere, home, parent = new_id(), add(session, "household", name="Casa"), add(session, given_names="Rosa")
    assert deciding.count(session) == 0
    wish = add(session, "wish", plan=nowhere, words="Juntos")
    assert deciding.count(session) == 0  # looked for after an import only
    assert deciding.count(session, anew=True) == 1
    decision = only(session)
    assert (decision.is_in_bin, decision.opens) == (False, ("wish", wish))
    deciding.let_go(session, decision)
    assert all_of(session) == []
    plan = add(session, "plan", name="Plan", household=home, parent1=parent)
    session.store.delete("Deleted", [plan])
    other = add(session, "wish", plan=plan, words="Siempre")
    decision = only(session)
    assert (decision.is_in_bin, decision.opens) == (True, ("wish", other))
    deciding.bring_back(session, decision)
    assert all_of(session) == []


def test_the_paper_about_a_person_prints_both_values(session: Session, tmp_path: Path) -> None:
    ana = add(session, given_names="Ana", phone="828-555-0101")
    disagree(session.store, tmp_path / "one", ana, {"phone": "828-555-0102"}, {"phone": "828-555-0103"})
    contacts = add(session, "note", about=ana, words="Una nota")
    disagree(session.store, tmp_path / "two", contacts, {"words": "Llama por la tarde"}, {"words": "Llama temprano"})
    held = one_person.gather(session, ana, ("en",))
    told = " ".join(fact.value[0] for part in held.parts for fact in part.facts)
    for words in ("(828) 555-0102", "(828) 555-0103", "Llama por la tarde", "Llama temprano"):
        assert words in told


def test_the_contacts_of_a_plan_print_both_values(
    session: Session, family_file: dict[str, Any], tmp_path: Path
) -> None:
    plan = import_bytes(session, as_bytes(family_file)).plan
    contact = add(session, "emergency_contact", plan=plan, position=1, name="Tomás Ficticio", phone="828-555-0121")
    disagree(session.store, tmp_path / "other", contact, {"phone": "828-555-0122"}, {"phone": "828-555-0123"})
    found = [offer.paper for offer in offers.offers(session, plan).open if offer.paper.sort == "family_plan"]
    with PreviewPages(packets.make(session, plan, found, "en").joined) as pages:
        told = " ".join(" ".join(pages.text(number) for number in range(len(pages))).split())
    assert "(828) 555-0122" in told
    assert "(828) 555-0123" in told


def test_rules_see_through_two_records_of_one_person(session: Session, family_file: dict[str, Any]) -> None:
    """A caregiver who is the parent under another record is still the parent."""
    plan = import_bytes(session, as_bytes(family_file)).plan
    family = plans.family(session, plan)
    parent, carer = family.parent1.id, family.children[0].carers[0].person.id
    joining.join(session, parent, carer)
    seen = plans.family(session, plan)
    assert seen.is_one(parent, carer)
    assert not seen.is_one(parent, seen.children[0].person.id)
    rules = {finding.rule.split(":")[0] for finding in plans.standing(session, plan).findings}
    assert "caregiver-parent" in rules
    assert (seen.parent1.id, seen.parent1.phone) == (parent, family.parent1.phone)  # nothing is merged
    joining.part(session, max(parent, carer))
    after = {finding.rule.split(":")[0] for finding in plans.standing(session, plan).findings}
    assert "caregiver-parent" not in after


def test_whoever_is_kept_apart_is_so_by_every_record(session: Session, family_file: dict[str, Any]) -> None:
    plan = import_bytes(session, as_bytes(family_file)).plan
    family = plans.family(session, plan)
    child, carer = family.children[0].person.id, family.children[0].carers[0].person.id
    other = add(session, given_names="Otro registro")
    joining.join(session, other, carer)
    add(session, "relationship", person=child, other=other, relation="kept_apart")
    seen = plans.family(session, plan)
    assert seen.are_apart(child, carer)
    found = [f.rule for f in plans.standing(session, plan).findings if f.rule.startswith(("apart", "caregiver-apart"))]
    assert len([rule for rule in found if rule.startswith("apart")]) == 1
    assert any(rule.startswith("caregiver-apart") for rule in found)


def test_an_imported_family_sets_doubles_down(session: Session, family_file: dict[str, Any]) -> None:
    file = as_bytes(family_file)
    parent = family_file["parents"][0]
    known = add(session, **{k: parent[k] for k in ("given_names", "paternal_surname") if k in parent})
    imported = import_bytes(session, file)
    assert imported.doubles == 1
    decision = only(session)
    assert decision.sort == TWINS
    assert known in (decision.record, decision.other)
    assert import_bytes(session, file).doubles == 0
