"""Taking an import back, on any later day, without touching what was done since."""

from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Person, Relationship
from cima_desktop.model.work import Note
from cima_desktop.store import Edit, Store
from tests.unit.store.carrying import carry, content
from tests.unit.store.making import Hands, add, edit, person


def test_an_import_is_taken_back_whole_on_any_later_day(store: Store, other: Store, hands: Hands) -> None:
    mine = person(other, "Mía", "")
    shared = person(store, "Ana", "")
    carry(store, other)
    before = content(other)
    edit(store, shared, city="Marion")
    new = person(store, "Berta", "")
    store.delete("Deleted", [person(store, "Carla", "")])
    n = carry(store, other, other.own_have())
    hands.seconds += 40 * 86400
    seen = other.undo_preview(n)
    assert (len(seen.records), seen.kept_for_later_work) == (3, ())
    other.undo_import(n)
    assert content(other) == before
    assert other.kind_of_id(new) == ""
    assert other.need(Person, mine).given_names == "Mía"
    assert other.check() == []
    assert other.undo_import(n).ids == frozenset()
    other.redo_import(n)
    assert {row[4] for row in content(other)["shown"]} >= {"Berta", "Mía"}  # type: ignore[attr-defined]
    assert other.check() == []


def test_what_was_done_since_stays_as_it_is(store: Store, other: Store) -> None:
    who = person(store, "Ana", "", city="Canton", other_languages=["es"])
    carry(store, other)
    edit(store, who, city="Marion", county="McDowell", other_languages=["es", "mam"])
    n = carry(store, other, other.own_have())
    edit(other, who, city="Sylva", other_languages=["es", "mam", "quc"])
    other.undo_import(n)
    found = other.need(Person, who)
    assert (found.city, found.county) == ("Sylva", "")
    assert found.other_languages == {"es", "quc"}
    assert other.conflicted() == []  # "Canton", which the import had replaced, does not come back
    other.redo_import(n)
    assert other.need(Person, who).city == "Sylva"
    assert other.need(Person, who).county == "McDowell"
    assert other.conflicted() == []


def test_an_older_value_stays_replaced_through_a_chain(store: Store, other: Store) -> None:
    who = person(store, "Ana", "", city="Canton")
    carry(store, other)
    for city in ("Marion", "Brevard", "Asheville"):
        edit(store, who, city=city)
    n = carry(store, other, other.own_have())
    edit(other, who, city="Sylva")
    other.undo_import(n)
    assert other.conflicted() == []
    assert other.need(Person, who).city == "Sylva"


def test_a_deletion_made_since_stays_and_an_imported_one_goes(store: Store, other: Store) -> None:
    ana, berta = person(store, "Ana", ""), person(store, "Berta", "")
    carry(store, other)
    edit(store, ana, city="Marion")
    store.delete("Deleted", [berta])
    n = carry(store, other, other.own_have())
    other.delete("Deleted", [ana])
    assert other.get(Person, berta) is None
    other.undo_import(n)
    assert other.get(Person, ana) is None
    assert other.get(Person, berta) is not None
    assert [entry.id for entry in other.bin()] == [ana]
    assert other.check() == []


def test_a_restored_record_that_was_deleted_again_stays_deleted(store: Store, other: Store) -> None:
    who = person(store, "Ana", "")
    store.delete("Deleted", [who])
    carry(store, other)
    store.restore([who])
    n = carry(store, other, other.own_have())
    other.delete("Deleted", [who])
    other.undo_import(n)
    assert other.get(Person, who) is None
    assert other.check() == []


def test_later_work_keeps_what_it_stands_on(store: Store, other: Store) -> None:
    ana, berta, carla = (person(store, name, "") for name in ("Ana", "Berta", "Carla"))
    link = add(store, "relationship", person=ana, other=berta, relation="sibling")
    note = add(store, "note", about=carla, words="Una nota")
    n = carry(store, other)
    edit(other, link, note="Se ven los domingos")  # worked on, and it cannot be without Ana and Berta
    seen = other.undo_preview(n)
    assert set(seen.kept_for_later_work) == {ana, berta, link}
    edit(other, ana, city="Marion")
    assert set(other.undo_preview(n).kept_for_later_work) == {ana, berta, link}
    other.undo_import(n)
    assert other.get(Person, carla) is None
    assert other.get(Note, note) is None
    assert other.need(Relationship, link).note == "Se ven los domingos"
    assert other.need(Person, ana).given_names == "Ana"
    assert set(other.bundle_records(n)) == {ana, berta, carla, link, note}
    other.undo_import(n)
    assert other.need(Person, ana).given_names == "Ana"


def test_something_new_that_points_to_it_keeps_it(store: Store, other: Store) -> None:
    ana, berta = person(store, "Ana", ""), person(store, "Berta", "")
    n = carry(store, other)
    add(other, "note", about=ana, words="Llamar mañana")
    assert other.undo_preview(n).kept_for_later_work == (ana,)
    other.undo_import(n)
    assert other.get(Person, ana) is not None
    assert other.get(Person, berta) is None


def test_an_import_of_a_record_that_was_here_is_taken_back_though_worked_on(store: Store, other: Store) -> None:
    who = person(store, "Ana", "")
    first = carry(store, other)
    edit(store, who, city="Marion")
    n = carry(store, other, other.own_have())
    edit(other, who, county="McDowell")
    assert other.undo_preview(n).kept_for_later_work == ()
    other.undo_import(n)
    assert (other.need(Person, who).city, other.need(Person, who).county) == ("", "McDowell")
    assert other.undo_preview(first).kept_for_later_work == (who,)


def test_a_table_is_taken_back_like_any_import(store: Store) -> None:
    mine = person(store, "Mía", "")
    n = store.note_bundle("in", bytes(16), sort="table", state="done")
    ids = [new_id() for _ in range(3)]
    edits = [Edit("person", each, {"given_names": f"Ana {i}"}) for i, each in enumerate(ids)]
    assert store.save_through(n, "Imported", [*edits, Edit("person", mine, {"given_names": "Mía"})]) == 3
    assert store.undo_act() != "Imported"
    assert store.save_through(n, "Imported", []) == 0
    edit(store, ids[0], city="Marion")
    store.undo_import(n)
    assert {p.id for p in store.all(Person)} == {mine, ids[0]}
