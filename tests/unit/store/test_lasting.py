"""What happened in the world or behind a code is no step of undo, stays in the history, and guards what it wrote."""

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Person
from cima_desktop.store import CannotUndoError, Edit, Store
from tests.unit.store.making import edit, person


def test_a_lasting_save_is_no_step_and_is_in_the_history(store: Store) -> None:
    who = person(store, city="Marion")
    edit(store, who, county="Burke")
    store.save("Approved", [Edit("person", who, {"city": "Sylva"})], undoable=False)
    assert store.history(who)[0].act == "Approved"
    assert store.undo_act() == "Changed"
    store.undo()
    now = store.need(Person, who)
    assert (now.city, now.county) == ("Sylva", "")


def test_an_earlier_step_that_wrote_the_same_cannot_be_taken_back(store: Store) -> None:
    who = person(store, city="Marion")
    edit(store, who, city="Canton")
    store.save("Approved", [Edit("person", who, {"city": "Sylva"})], undoable=False)
    with pytest.raises(CannotUndoError):
        store.undo()
    with pytest.raises(CannotUndoError):  # nor the step that made the record
        store.undo()
    assert store.need(Person, who).city == "Sylva"


def test_a_lasting_save_leaves_redo_alone(store: Store) -> None:
    who, other = person(store), person(store, "Luz")
    edit(store, who, city="Canton")
    store.undo()
    store.save("Approved", [Edit("person", other, {"city": "Sylva"})], undoable=False)
    store.redo()
    assert store.need(Person, who).city == "Canton"


def test_a_lasting_deletion_is_no_step(store: Store) -> None:
    who = person(store)
    store.delete("Taken back", [who], undoable=False)
    assert store.undo_act() == "Added"
    with pytest.raises(NotFoundError):
        store.need(Person, who)


def test_a_version_is_read_without_going_back_to_it(store: Store) -> None:
    who = person(store, city="Marion")
    first = store.history(who)[0].change_id
    edit(store, who, city="Sylva")
    assert store.version(who, first)["city"] == "Marion"
    assert store.need(Person, who).city == "Sylva"
    with pytest.raises(NotFoundError):
        store.version(who, str(new_id()))
