"""What would leave is shown exactly, before anything does (Y5, Y6, H6, L7, C5)."""

import json
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.fields import Preset
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Caregiver, ChildSheet, Plan
from cima_desktop.services import families, joining, sharing
from cima_desktop.services.own_card import PracticePeersError
from cima_desktop.services.session import Session, open_practice
from cima_desktop.services.sharing import NotForSharingError, RevokedReceiverError
from cima_desktop.services.sharing_terms import Choice, Leaving, Problem, Why, unpacked
from cima_desktop.store import Edit, have
from cima_desktop.store.change import Code, Op
from tests.unit.services.conftest import family_of_three
from tests.unit.services.exchanging import a_peer, fields, look, make_vault, put, titles
from tests.unit.store.making import sealed

HELPERS = (Preset.LAWYER, Preset.HOST, Preset.SCHOOL, Preset.REFERRAL)


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


def who(session: Session, name: str) -> RecordId:
    return next(person.id for person in session.store.all(Person) if person.given_names == name)


def reasons(leaving: Leaving, record: RecordId) -> dict[str, Why]:
    return {kept.field: kept.why for kept in leaving.selection.kept if kept.id == record}


def test_a_host_family_receives_how_to_care_and_no_address(here: Session, peer: bytes, plan: RecordId) -> None:
    leaving = look(here, Choice(to=(peer,), preset=Preset.HOST, records=(plan,)))
    home = here.store.need(Plan, plan).household
    assert titles(leaving) >= {"Familia Ejemplo", "María Ejemplo Muñoz", "Ana Ejemplo", "Luis Ejemplo"}
    assert "Inhalador · Luis Ejemplo" in titles(leaving)
    assert fields(leaving, RecordId(home)) == ("name", "county", "area")
    assert reasons(leaving, RecordId(home))["street"] is Why.ROUGHLY
    assert leaving.selection.writes == (Edit("household", RecordId(home), {"area": "Calle Inventada, Asheville"}),)
    words = {shown.label: shown.values for shown in sharing.shown(here, leaving, RecordId(home), "en")}
    assert words["Place, roughly"] == ("Calle Inventada, Asheville",)
    assert here.store.snapshot(RecordId(home)).record.area == ""  # type: ignore[attr-defined] # nothing was written
    assert "Tomás Prueba" not in titles(leaving)  # a caregiver whom nothing that leaves speaks of
    assert not any(going.kind in {"caregiver", "asset", "adult_sheet", "wish"} for going in leaving.selection.going)


def test_a_lawyer_receives_addresses_and_papers_but_no_health(here: Session, peer: bytes, plan: RecordId) -> None:
    document = put(here, "document", plan=plan, name="Poder", sort="care")
    task = put(here, "task", about=plan, what="¿Qué juez?")
    note = put(here, "note", about=plan, words="Solo para nosotros")
    leaving = look(here, Choice(to=(peer,), preset=Preset.LAWYER, records=(plan,)))
    there = {going.id for going in leaving.selection.going}
    assert {document, task} <= there
    assert note not in there
    home = RecordId(here.store.need(Plan, plan).household)
    assert {"street", "zip", "city"} <= set(fields(leaving, home))
    assert not leaving.selection.writes
    sheet = here.store.all(ChildSheet)[0]
    assert sheet.allergies
    assert "allergies" not in fields(leaving, sheet.id)


def test_a_school_receives_caregivers_a_host_family_does_not(here: Session, peer: bytes, plan: RecordId) -> None:
    carer = here.store.all(Caregiver)[0]
    school = look(here, Choice(to=(peer,), preset=Preset.SCHOOL, records=(plan,)))
    assert fields(school, carer.id) == ("plan", "child", "person", "rank", "relation")
    assert "Tomás Prueba" in titles(school)
    assert not any(going.kind == "medicine" for going in school.selection.going)


def test_only_medicine_of_children_goes_to_a_host_family(here: Session, peer: bytes, plan: RecordId) -> None:
    mine = put(here, "medicine", plan=plan, person=who(here, "María"), name="Pastillas de la mamá")
    leaving = look(here, Choice(to=(peer,), preset=Preset.HOST, records=(plan,)))
    assert reasons(leaving, mine) == {"": Why.NOT_FOR}
    assert "Inhalador · Luis Ejemplo" in titles(leaving)


@pytest.mark.parametrize("preset", HELPERS, ids=lambda preset: preset.value)
def test_consent_is_asked_of_everybody_who_goes(here: Session, peer: bytes, plan: RecordId, preset: Preset) -> None:
    choice = Choice(to=(peer,), preset=preset, records=(plan,), referral=new_id(), question="¿?")
    leaving = look(here, choice)
    people = {going.id for going in leaving.selection.going if going.kind == "person"}
    assert {s.person for s in leaving.selection.unsettled()} == people
    assert leaving.problems == (Problem.NO_CONSENT,)
    assert look(here, attrs.evolve(choice, without_consent="No puede esperar")).ready
    for person in people:
        values = {"purpose": preset.value, "agreed": True, "how": "written", "given_on": "2026-11-01"}
        put(here, "consent", person=person, **values)
    assert look(here, choice).ready


def test_who_does_not_agree_stays_and_nothing_goes_past_it(here: Session, peer: bytes, plan: RecordId) -> None:
    luis = who(here, "Luis")
    put(here, "consent", person=luis, purpose="host", agreed=False, how="written", given_on="2026-11-01")
    choice = Choice(to=(peer,), preset=Preset.HOST, records=(plan,), without_consent="No puede esperar")
    leaving = look(here, choice)
    assert "Luis Ejemplo" not in titles(leaving)
    assert "Inhalador · Luis Ejemplo" not in titles(leaving)  # it is his
    assert reasons(leaving, luis) == {"": Why.REFUSED}
    assert "children" not in fields(leaving, plan)  # the list has his number in it
    assert reasons(leaving, plan)["children"] is Why.BELONGS
    assert leaving.ready


def apart(session: Session, one: RecordId, other: RecordId) -> RecordId:
    return put(session, "relationship", person=one, other=other, relation="kept_apart", note="Orden del juez")


def test_both_of_a_pair_never_go_nor_what_leads_to_the_other(here: Session, peer: bytes, plan: RecordId) -> None:
    maria = who(here, "María")
    home = RecordId(here.store.need(Plan, plan).household)
    bruno = put(here, "person", given_names="Bruno", paternal_surname="Ejemplo", phone="8285550177", household=home)
    link = apart(here, bruno, maria)
    put(here, "emergency_contact", plan=plan, name="Bruno Ejemplo", phone="8285550188")
    shared = put(here, "emergency_contact", plan=plan, name="La vecina", phone="(828) 555-0177")
    for preset in HELPERS:
        choice = Choice(to=(peer,), preset=preset, records=(plan, home), referral=new_id(), question="¿?")
        leaving = look(here, choice)
        assert "Bruno Ejemplo" not in titles(leaving)
        assert link not in {going.id for going in leaving.selection.going}
        assert home not in {going.id for going in leaving.selection.going}  # it is his home too
        assert "household" not in fields(leaving, maria)
        assert "household" not in fields(leaving, plan)
        assert "phone" not in fields(leaving, shared)  # his telephone
        assert "María Ejemplo Muñoz" in titles(leaving)
    assert reasons(leaving, bruno) == {"": Why.APART}


def test_the_one_who_was_chosen_goes_and_the_other_stays(here: Session, peer: bytes, plan: RecordId) -> None:
    maria, luis = who(here, "María"), who(here, "Luis")
    bruno = put(here, "person", given_names="Bruno", paternal_surname="Ejemplo")
    here.store.save("x", [Edit("plan", plan, {"parent2": bruno})])
    apart(here, luis, bruno)
    by_plan = look(here, Choice(to=(peer,), preset=Preset.LAWYER, records=(plan,)))
    assert "Luis Ejemplo" in titles(by_plan)  # a child before the other parent, who is named first
    assert "Bruno Ejemplo" not in titles(by_plan)
    chosen = look(here, Choice(to=(peer,), preset=Preset.LAWYER, records=(plan, bruno)))
    assert "Bruno Ejemplo" in titles(chosen)
    assert "Luis Ejemplo" not in titles(chosen)
    apart(here, maria, bruno)
    both = look(here, Choice(to=(peer,), preset=Preset.LAWYER, records=(maria, bruno)))
    assert "María Ejemplo Muñoz" in titles(both)  # of two who were chosen, the one named first
    assert "Bruno Ejemplo" not in titles(both)


def test_words_that_name_the_one_left_out_stay(here: Session, peer: bytes, plan: RecordId) -> None:
    bruno = put(here, "person", given_names="Bruno", paternal_surname="Ejemplo", street="77 Vereda Honda")
    apart(here, who(here, "María"), bruno)
    sheet = here.store.all(ChildSheet)[0]
    words = {"pick_up": "Cualquiera menos Bruno Ejemplo", "comfort": "su osito", "routine": "vive en 77 Vereda Honda"}
    here.store.save("x", [Edit("child_sheet", sheet.id, words)])
    leaving = look(here, Choice(to=(peer,), preset=Preset.HOST, records=(plan,)))
    assert {"pick_up": Why.TELLS, "routine": Why.TELLS}.items() <= reasons(leaving, sheet.id).items()
    assert "comfort" in fields(leaving, sheet.id)


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


def test_colleagues_receive_whole_records_with_the_mark_that_keeps_people_apart(
    here: Session, peer: bytes, plan: RecordId
) -> None:
    bruno = put(here, "person", given_names="Bruno")
    link = apart(here, bruno, who(here, "María"))
    note = put(here, "note", about=plan, words="Llamar el lunes")
    leaving = look(here, Choice(to=(peer,), records=(plan,)))
    there = {going.id for going in leaving.selection.going}
    assert {link, note, plan} <= there
    assert bruno not in there
    assert all(going.whole for going in leaving.selection.going)
    assert leaving.changes == len(there)
    assert leaving.ready


def test_what_they_lack_is_everything_but_what_never_leaves(here: Session, peer: bytes, plan: RecordId) -> None:
    reviewer = put(here, "reviewer", name="Lic. Prueba", bar_number="1", code_salt="ab", code_hash="cd")
    leaving = look(here, Choice(to=(peer,), lacking=True))
    assert reviewer not in {going.id for going in leaving.selection.going}
    assert reasons(leaving, reviewer) == {"": Why.NEVER}
    assert plan in {going.id for going in leaving.selection.going}


def test_what_a_peer_said_it_has_is_not_sent_again(here: Session, peer: bytes, plan: RecordId) -> None:
    here.store.note_have(peer, have.pack(here.store.own_have()), 1)
    assert look(here, Choice(to=(peer,), lacking=True)).problems == (Problem.NOTHING,)
    new = put(here, "person", given_names="Nueva")
    leaving = look(here, Choice(to=(peer,), lacking=True))
    assert new in {going.id for going in leaving.selection.going}
    assert plan not in {going.id for going in leaving.selection.going}


def test_several_peers_receive_what_any_of_them_lacks(here: Session, peer: bytes) -> None:
    other = a_peer(here, "Caro").id
    first = put(here, "person", given_names="Primera")
    here.store.note_have(peer, have.pack(here.store.own_have()), 1)
    second = put(here, "person", given_names="Segunda")
    leaving = look(here, Choice(to=(peer, other), lacking=True))
    assert {going.id for going in leaving.selection.going} == {first, second}
    assert leaving.changes == 2
    assert look(here, Choice(to=(peer, other), records=(first,))).changes == 1


def test_a_peer_with_a_scope_receives_only_what_was_chosen_before(here: Session, peer: bytes, plan: RecordId) -> None:
    here.store.set_scope(peer, "chosen")
    other = put(here, "person", given_names="Otra")
    choice = Choice(to=(peer,), lacking=True)
    assert look(here, choice).problems == (Problem.NOTHING,)
    went = {plan: (), who(here, "María"): ()}
    here.store.note_bundle("out", b"1" * 16, sort="chosen", purpose="peer", peers=[peer], records=went)
    only = {who(here, "Luis"): ("given_names",)}
    here.store.note_bundle("out", b"2" * 16, sort="chosen", purpose="host", peers=[peer], records=only)
    note = put(here, "note", about=plan, words="Nueva nota")
    leaving = look(here, choice)
    there = {going.id for going in leaving.selection.going}
    assert {plan, who(here, "María"), note} <= there
    assert other not in there
    assert who(here, "Luis") not in there
    assert reasons(leaving, other) == {"": Why.OTHERS}


def test_who_says_no_to_colleagues_is_in_no_whole_record(here: Session, peer: bytes) -> None:
    rosa = put(here, "person", given_names="Rosa")
    note = put(here, "note", about=rosa, words="Sobre Rosa")
    put(here, "consent", person=rosa, purpose="peer", agreed=False, given_on="2026-11-01")
    assert look(here, Choice(to=(peer,), lacking=True)).problems == (Problem.NOTHING,)
    leaving = look(here, Choice(to=(peer,), records=(rosa,)))
    assert leaving.problems == (Problem.NOTHING,)
    assert reasons(leaving, rosa) == reasons(leaving, note) == {"": Why.REFUSED}


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


def test_what_is_held_back_by_hand_stays(here: Session, peer: bytes, plan: RecordId) -> None:
    maria, luis = who(here, "María"), who(here, "Luis")
    choice = Choice(to=(peer,), preset=Preset.LAWYER, records=(plan,)).without(maria, "birth_date").without(luis)
    leaving = look(here, choice)
    assert "birth_date" not in fields(leaving, maria)
    assert reasons(leaving, maria)["birth_date"] is Why.HELD_BACK
    assert reasons(leaving, luis) == {"": Why.HELD_BACK}
    assert look(here, choice.with_all()) == look(here, Choice(to=(peer,), preset=Preset.LAWYER, records=(plan,)))
    whole = look(here, Choice(to=(peer,), records=(maria,)).without(maria, "birth_date"))
    assert "given_names" in fields(whole, maria)
    assert "birth_date" not in fields(whole, maria)
    assert look(here, Choice(to=(peer,), records=(maria,)).without(maria)).problems == (Problem.NOTHING,)


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


def test_both_values_of_a_conflict_are_shown(here: Session, peer: bytes) -> None:
    rosa = put(here, "person", given_names="Rosa", phone="8285550101")
    seen = here.store.snapshot(rosa).seen
    here.store.save("x", [Edit("person", rosa, {"phone": "8285550102"}, seen)])
    here.store.save("x", [Edit("person", rosa, {"phone": "8285550103"}, seen)])
    leaving = look(here, Choice(to=(peer,), preset=Preset.LAWYER, records=(rosa,)))
    (phone,) = [each for each in sharing.shown(here, leaving, rosa) if each.field == "phone"]
    assert len(phone.values) == 2


def test_attachments_go_when_they_were_ticked_and_the_purpose_allows(here: Session, peer: bytes) -> None:
    rosa = put(here, "person", given_names="Rosa")

    def edit(digest: str, size: int) -> Edit:
        return Edit("attachment", scan, {"about": rosa, "name": "carta.pdf", "digest": digest, "size": size})

    scan = new_id()
    here.store.save_with_bytes("x", edit, [b"%PDF-1.4 invented"])
    lost = put(here, "attachment", about=rosa, name="perdido.pdf", digest="ab" * 32)
    lawyer = Choice(to=(peer,), preset=Preset.LAWYER, records=(rosa,))
    assert reasons(look(here, lawyer), scan) == {"": Why.FILE}
    ticked = look(here, attrs.evolve(lawyer, files=True))
    assert (ticked.files, ticked.size) == (1, 17)
    assert {scan, lost} <= {going.id for going in ticked.selection.going}
    assert look(here, Choice(to=(peer,), preset=Preset.REFERRAL, records=(rosa,), files=True)).files == 0
    whole = look(here, Choice(to=(peer,), records=(rosa,)))
    assert whole.files == 0
    assert scan in {going.id for going in whole.selection.going}
    assert "1 attachment" in sharing.summary(ticked) or "1 archivo" in sharing.summary(ticked)


def test_a_referral_needs_its_question(here: Session, peer: bytes, plan: RecordId) -> None:
    choice = Choice(to=(peer,), preset=Preset.REFERRAL, records=(plan,), without_consent="x", referral=new_id())
    assert look(here, choice).problems == (Problem.NO_QUESTION,)
    asked = look(here, attrs.evolve(choice, question="¿Pueden ayudar?"))
    assert asked.ready
    told = {shown.field: shown.values for shown in sharing.shown(here, asked, choice.referral, "en")}
    assert told["question"] == ("¿Pueden ayudar?",)
    assert told["receiver"] == ("Beto",)
    earlier = put(here, "referral", about=plan, question="A otros", state="declined")
    again = look(here, attrs.evolve(choice, question="¿Pueden ayudar?"))
    assert earlier not in {going.id for going in again.selection.going}


def test_receivers_are_named_and_uncompared_ones_need_a_yes(here: Session, plan: RecordId) -> None:
    dora = a_peer(here, "Dora", compared=False)
    choice = Choice(to=(dora.id,), records=(plan,))
    leaving = look(here, choice)
    assert leaving.problems == (Problem.NOT_COMPARED,)
    assert not leaving.receivers[0].compared
    assert look(here, attrs.evolve(choice, not_compared=True)).ready
    assert Problem.NOBODY in look(here, attrs.evolve(choice, to=())).problems
    here.store.forget_card(dora.id)
    with pytest.raises(RevokedReceiverError):
        look(here, choice)


def test_what_cannot_be_handed_on_is_refused(here: Session, peer: bytes, plan: RecordId) -> None:
    with pytest.raises(NotFoundError):
        look(here, Choice(to=(peer,), records=(new_id(),)))
    with pytest.raises(NotForSharingError):
        look(here, Choice(to=(peer,), records=(put(here, "note", about=plan, words="x"),)))
    gone = put(here, "person", given_names="Se fue")
    here.store.delete("x", [gone])
    with pytest.raises(NotForSharingError):
        look(here, Choice(to=(peer,), records=(gone,)))
    assert look(here, Choice(to=(peer,))).problems == (Problem.NOTHING,)


def test_the_practice_vault_hands_nothing_on(tmp_path: Path) -> None:
    with open_practice(tmp_path / "practice") as practice, pytest.raises(PracticePeersError):
        look(practice, Choice(lacking=True))


def test_a_record_of_which_nothing_leaves_shows_nothing(here: Session, peer: bytes, plan: RecordId) -> None:
    leaving = look(here, Choice(to=(peer,), preset=Preset.HOST, records=(plan,)))
    assert sharing.shown(here, leaving, new_id()) == []
    (children,) = [s for s in sharing.shown(here, leaving, plan) if s.field == "children"]
    assert children.values == ("Ana Ejemplo, Luis Ejemplo",)


def test_a_choice_survives_as_a_draft(peer: bytes) -> None:
    one = new_id()
    choice = Choice(
        to=(peer,), preset=Preset.HOST, records=(one,), reason="¿por qué?", note="n", files=True, without_consent="w"
    )
    choice = choice.without(one, "phone").without(new_id())
    assert unpacked(choice.packed()) == choice
    for damaged in ("", "{}", "[]", "null", choice.packed().replace("host", "hostile"), '{"to": ["zz"]}'):
        assert unpacked(damaged) == Choice()
