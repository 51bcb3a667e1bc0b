"""Undo, redo, the bin and the history: exact or not at all, over restarts and imports (R5, R6, R7)."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.model.plans import EmergencyContact, Medicine, Plan
from cima_desktop.store import CannotRedoError, CannotUndoError, Edit, Store, trail
from cima_desktop.store.change import Code, Op, erased
from tests.unit.store.making import add, edit, person, sealed, tell


def picture(store: Store) -> list[Person]:
    return store.all(Person)


def test_steps_are_taken_back_and_done_again_in_order(store: Store) -> None:
    who = person(store)
    pictures = [[], picture(store)]
    for values in ({"city": "Marion"}, {"city": "Sylva", "aliases": ["Mari"]}, {"aliases": ["Pepa"]}, {"city": ""}):
        edit(store, who, **values)
        pictures.append(picture(store))
    for wanted in reversed(pictures[:-1]):
        assert store.undo_act() in ("Changed", "Added")
        store.undo()
        assert picture(store) == wanted
    assert store.undo() is None
    for wanted in pictures[1:]:
        store.redo()
        assert picture(store) == wanted
    assert store.redo() is None
    for wanted in reversed(pictures[:-1]):
        store.undo()
        assert picture(store) == wanted
    assert store.check() == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["city", "alias", "unalias", "delete", "restore", "undo", "redo"]), max_size=14))
def test_any_walk_through_undo_and_redo_ends_where_it_says(store: Store, walk: list[str]) -> None:
    who = person(store, "Ana", str(new_id()))
    past, future = [picture(store)], list[list[Person]]()
    for i, move in enumerate(walk):
        if move == "undo" and len(past) > 1:
            store.undo()
            future.append(past.pop())
        elif move == "redo" and future:
            store.redo()
            past.append(future.pop())
        elif move not in ("undo", "redo") and act(store, who, move, i):
            past.append(picture(store))
            future.clear()
        assert picture(store) == past[-1]


def act(store: Store, who: RecordId, move: str, i: int) -> bool:
    now = store.get(Person, who)
    if move == "restore":
        return bool(store.restore([who]))
    if now is None:
        return False
    if move == "delete":
        return bool(store.delete("Deleted", [who]))
    aliases = {*now.aliases, f"a{i}"} if move == "alias" else ()
    values: dict[str, object] = {"city": f"Pueblo {i}"} if move == "city" else {"aliases": aliases}
    return bool(store.save("Changed", [Edit("person", who, values)]))


def test_a_new_save_ends_redo(store: Store) -> None:
    who = person(store)
    edit(store, who, city="Marion")
    store.undo()
    assert store.redo_act() == "Changed"
    edit(store, who, city="Sylva")
    assert store.redo_act() == ""


def test_one_save_of_many_records_is_one_step(store: Store) -> None:
    ids = [new_id(), new_id()]
    store.save("Added two", [Edit("person", i, {"given_names": "Ana"}) for i in ids])
    touched = store.undo()
    assert touched is not None
    assert touched.ids == set(ids)
    assert picture(store) == []


def test_undo_keeps_what_a_peer_did_elsewhere(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here, city="Marion")
    tell(here, there)
    edit(here, who, city="Sylva")
    edit(there, who, county="Burke")
    tell(there, here)
    here.undo()
    now = here.need(Person, who)
    assert (now.city, now.county) == ("Marion", "Burke")


def test_undo_beside_a_peers_value_takes_only_its_own_back(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here, city="Marion")
    tell(here, there)
    edit(here, who, city="Sylva")
    edit(there, who, city="Canton")
    tell(there, here)
    assert len(here.snapshot(who).conflicts["city"]) == 2
    here.undo()
    assert {v.value for v in here.snapshot(who).conflicts["city"]} == {"Marion", "Canton"}


def test_undoing_a_decision_brings_both_values_back(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here, city="Marion")
    tell(here, there)
    edit(here, who, city="Sylva")
    edit(there, who, city="Canton")
    tell(there, here)
    edit(here, who, city="Brevard")
    assert here.snapshot(who).conflicts == {}
    here.undo()
    assert {v.value for v in here.snapshot(who).conflicts["city"]} == {"Sylva", "Canton"}
    here.redo()
    assert here.need(Person, who).city == "Brevard"
    here.undo()
    assert {v.value for v in here.snapshot(who).conflicts["city"]} == {"Sylva", "Canton"}


def test_a_step_that_was_built_upon_says_so_and_is_passed_over(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here, city="Marion")
    edit(here, who, county="Burke")
    edit(here, who, city="Sylva")
    tell(here, there)
    edit(there, who, city="Canton")  # having seen Sylva
    tell(there, here)
    with pytest.raises(CannotUndoError) as told:
        here.undo()
    assert told.value.sentence("en").startswith("This step can no longer be undone")
    assert here.need(Person, who).city == "Canton"
    here.undo()
    assert here.need(Person, who).county == ""
    assert here.check() == []


def test_a_new_record_that_a_peer_worked_on_is_not_unmade(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here)
    tell(here, there)
    edit(there, who, city="Canton")
    tell(there, here)
    with pytest.raises(CannotUndoError):
        here.undo()
    assert here.need(Person, who).city == "Canton"


def test_a_redo_over_a_peers_work_says_so(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here, city="Marion")
    edit(here, who, city="Sylva")
    here.undo()
    tell(here, there)
    edit(there, who, city="Canton")
    tell(there, here)
    with pytest.raises(CannotRedoError):
        here.redo()
    assert here.redo() is None
    assert here.need(Person, who).city == "Canton"


def test_a_deletion_is_not_done_again_over_a_peers_work(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here, city="Marion")
    here.delete("Deleted", [who])
    here.undo()
    tell(here, there)
    edit(there, who, county="Burke")
    tell(there, here)
    with pytest.raises(CannotRedoError):
        here.redo()
    assert here.need(Person, who).county == "Burke"


def test_what_was_erased_since_cannot_be_undone(store: Store) -> None:
    who = person(store, city="Marion")
    edit(store, who, city="Sylva")
    first = store._log.changes(store._log.find(who).n)[0]  # type: ignore[union-attr]
    with store._vault.transaction() as db:
        db.execute("UPDATE change SET salt = NULL, payload = NULL WHERE id = ?", (first.id,))
    assert erased(first.raw).payload is None
    with pytest.raises(CannotUndoError):
        store.undo()
    assert store.need(Person, who).city == "Sylva"


def test_only_so_many_steps_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "KEPT", 3)
    who = person(store)
    for i in range(6):
        edit(store, who, city=str(i))
    taken = 0
    while store.undo():
        taken += 1
    assert taken == 3


def family(store: Store) -> tuple[RecordId, RecordId]:
    who = person(store)
    plan = add(store, "plan", name="Plan García", parent1=who)
    add(store, "emergency_contact", plan=plan, name="Lola")
    add(store, "medicine", plan=plan, person=who, name="Ibuprofeno")
    return who, plan


def test_a_plan_takes_its_parts_along_and_brings_them_back(store: Store) -> None:
    who, plan = family(store)
    early = store.children(EmergencyContact, plan=plan)[0].id
    store.delete("Deleted a contact", [early])
    touched = store.delete("Deleted the plan", [plan, plan])
    assert touched.kinds == {"plan", "medicine"}
    assert store.get(Plan, plan) is None
    assert store.children(Medicine, plan=plan) == []
    assert store.search("garcia") == store.search("garcia", ["person"])
    entries = store.bin()
    assert [(e.id, e.kind, e.title, e.parts) for e in entries] == [
        (plan, "plan", "Plan García", 1),
        (early, "emergency_contact", "Lola", 0),
    ]
    assert entries[0].who == "Lucía Ejemplo"
    assert not store.delete("Deleted again", [plan])
    store.restore([plan])
    assert len(store.children(Medicine, plan=plan)) == 1
    assert store.children(EmergencyContact, plan=plan) == []  # it had gone before
    assert not store.restore([plan])
    store.undo()
    assert store.get(Plan, plan) is None
    store.undo()
    assert len(store.children(Medicine, plan=plan)) == 1
    assert store.get(Person, who) is not None
    assert store.check() == []


def test_two_wholes_of_one_part(store: Store) -> None:
    ana, leo = person(store, "Ana"), person(store, "Leo")
    add(store, "relationship", person=ana, relation="partner", other=leo)
    store.delete("Deleted", [ana, leo])
    assert {(e.id, e.parts) for e in store.bin()} == {(ana, 1), (leo, 0)}


def test_what_is_not_there_cannot_be_deleted(store: Store) -> None:
    who = person(store)
    with pytest.raises(NotFoundError):
        store.delete("x", [who, new_id()])
    with pytest.raises(NotFoundError):
        store.restore([new_id()])
    assert store.get(Person, who) is not None


def test_a_peers_edit_of_what_is_in_the_bin_shows(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here)
    tell(here, there)
    here.delete("Deleted", [who])
    edit(there, who, city="Canton")
    tell(there, here)
    shot = here.snapshot(who)
    assert (shot.deleted, shot.contested) == (False, True)
    assert here.bin() == []
    assert here.check() == []


def test_the_history_tells_who_what_and_how(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    who = person(here, aliases=["Mari"])
    tell(here, there)
    edit(there, who, aliases=["Mari", "Pepa"])
    tell(there, here)
    here.delete("Deleted", [who])
    here.restore([who])
    entries = here.history(who)
    assert [(e.what, e.by_import) for e in entries] == [
        ("restored", False),
        ("deleted", False),
        ("edited", True),
        ("created", False),
    ]
    assert entries[2].vault == "another laptop"
    assert entries[2].changes == (("aliases", frozenset({"Mari"}), frozenset({"Mari", "Pepa"})),)
    assert entries[1].act == "Deleted"
    assert [c[0] for c in entries[3].changes] == ["given_names", "paternal_surname", "aliases"]


def test_an_earlier_version_comes_back(store: Store) -> None:
    who = person(store, city="Marion", aliases=["Mari"])
    edit(store, who, city="Sylva", county="Burke", aliases=["Pepa"])
    first = store.history(who)[-1].change_id
    store.delete("Deleted", [who])
    assert store.restore_version(who, first).ids == {who}
    now = store.need(Person, who)
    assert (now.city, now.county, now.aliases) == ("Marion", "", frozenset({"Mari"}))
    assert not store.restore_version(who, first)
    store.undo()
    assert store.need(Person, who).city == "Sylva"
    with pytest.raises(NotFoundError):
        store.restore_version(who, "00" * 32)


def test_a_change_without_known_fields_has_an_empty_line(store: Store) -> None:
    who = person(store)
    rec = store._log.find(who)
    assert rec is not None
    made = store._log.sign(rec.id, "person", (Op(Code.SET, "shoe_size", 42),), ())
    store.import_changes([sealed(made, store._log.device.key)])
    assert store.history(who)[0].changes == ()
