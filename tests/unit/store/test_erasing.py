"""Erasing: what was written leaves the vault, what hangs together goes together, the rest stays and still verifies."""

from collections.abc import Callable

import pytest

from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person, Relationship
from cima_desktop.model.plans import Caregiver, Plan
from cima_desktop.model.work import Note
from cima_desktop.store import CannotUndoError, Draft, Edit, ErasedError, Store
from cima_desktop.store.change import Raw, change_id, erased, parse
from cima_desktop.store.erasing import SWEEPERS
from cima_desktop.vault import Vault
from cima_desktop.vault.errors import DiskFullError
from tests.unit.store.making import Hands, add, edit, person, signed_by, tell

CANARIES = ("Zwaxtkanariq", "Zwbxskanariw", "Zwcxrkanarie")


def family(store: Store, name: str = "Rosa") -> tuple[RecordId, RecordId, RecordId]:
    """Save a mother, a home and a plan with a caregiver, a note and a relationship."""
    home = add(store, "household", name=f"Casa {name}")
    mother = person(store, name, household=home)
    plan = add(store, "plan", name=f"Plan {name}", household=home, parent1=mother)
    add(store, "note", about=mother, words=f"Nota de {name}")
    return mother, home, plan


def rows_about(store: Store, record: RecordId) -> int:
    """Count the rows of every table that name a record's number or id, but for its own, its changes and tombstone."""
    db = store._db
    n = db.execute("SELECT n FROM rec WHERE id = ?", (bytes.fromhex(record),)).fetchone()[0]
    counts = [
        db.execute("SELECT count(*) FROM ref WHERE n = ? OR target = ?", (n, bytes.fromhex(record))).fetchone()[0],
        db.execute("SELECT count(*) FROM conflict WHERE rec = ?", (n,)).fetchone()[0],
        db.execute("SELECT count(*) FROM listing WHERE n = ?", (n,)).fetchone()[0],
        db.execute("SELECT count(*) FROM look WHERE rec = ?", (bytes.fromhex(record),)).fetchone()[0],
        db.execute("SELECT count(*) FROM change WHERE rec = ? AND payload IS NOT NULL", (n,)).fetchone()[0],
        *(db.execute(f"SELECT count(*) FROM k_{kind} WHERE n = ?", (n,)).fetchone()[0] for kind in ("person", "note")),
    ]
    return sum(counts)


def test_a_person_goes_with_all_that_cannot_be_without_them(store: Store) -> None:
    mother, home, plan = family(store)
    aunt = person(store, "Elena")
    link = add(store, "caregiver", plan=plan, child=person(store, "Sofía"), person=aunt, rank="first")
    kept = add(store, "relationship", person=aunt, relation="sibling", other=mother)
    going = store.going_with([mother])
    assert set(going) == {mother, plan, link, kept, *(n.id for n in store.all(Note))}
    assert store.going_with([plan, mother, plan])[0] == plan
    assert set(store.going_with([plan, mother, plan])) == set(going)
    touched = store.erase([mother], "asked")
    assert touched.ids >= set(going)
    assert touched.kinds >= {"person", "plan", "caregiver", "note", "relationship"}
    assert not any(store.all(kind) for kind in (Plan, Caregiver, Relationship, Note))
    assert {p.given_names for p in store.all(Person)} == {"Elena", "Sofía"}
    assert [rows_about(store, each) for each in going] == [0] * len(going)
    assert store.kind_of_id(mother) == store.title_of(mother) == ""
    assert store.get(Person, mother) is None
    assert [hit.id for hit in store.search("Rosa")] == [home]  # it has its own name, and stays
    assert store.count("person") == 2
    assert store.check() == []
    assert store.kind_of_id(home) == "household"
    stones = {stone.id: stone for stone in store.tombstones()}
    assert set(stones) == set(going)
    assert (stones[mother].kind, stones[mother].reason, stones[mother].who) == ("person", "asked", "Lucía Ejemplo")
    assert store.erased(mother) == stones[mother]
    assert store.erased(home) is None
    assert store.erased("") is None


def test_what_points_to_it_is_cut_loose_and_says_nothing_of_it(store: Store) -> None:
    aunt = person(store, "Elena")
    mother, _home, plan = family(store)
    children = [person(store, name) for name in ("Ana", "Luis")]
    edit(store, plan, agent=aunt, parent2=aunt, children=[*children])
    store.erase([aunt, children[0]], "asked")
    now = store.need(Plan, plan)
    assert (now.agent, now.parent2, now.children) == ("", "", frozenset({children[1]}))
    assert now.parent1 == mother
    assert store.history(plan)[0].act == "Left out what was erased"
    assert store.check() == []


def test_of_two_different_answers_only_the_one_that_points_to_it_goes(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    first, second = person(here, "Elena"), person(here, "Jorge")
    _mother, _home, plan = family(here)
    tell(here, there)
    seen = there.snapshot(plan).seen
    there.save("Changed", [Edit("person", second, {"city": "Arden"}, there.snapshot(second).seen)])
    edit(here, second, city="Candler")
    there.save("Changed", [Edit("plan", plan, {"agent": first}, seen)])
    edit(here, plan, agent=second)
    tell(there, here)
    assert len(here.snapshot(plan).conflicts["agent"]) == 2
    here.erase([first], "asked")
    assert here.snapshot(plan).conflicts == {}
    assert set(here.snapshot(second).conflicts) == {"city"}
    assert here.need(Plan, plan).agent == second


def test_what_is_in_the_bin_can_be_erased_and_what_is_in_the_bin_stays_there(store: Store) -> None:
    mother, _home, plan = family(store)
    aunt = person(store, "Elena", household=_home)
    edit(store, plan, agent=aunt)
    store.delete("Deleted", [plan, mother])
    store.erase([aunt], "asked")
    assert {entry.id for entry in store.bin()} == {plan, mother}
    store.restore([plan])
    assert store.title_of(store.need(Plan, plan).agent) == ""  # it still names what is gone, and nothing breaks
    store.erase([mother], "time")
    assert store.bin() == []
    assert store.check() == []


def test_a_hold_that_is_over_keeps_saying_what_it_was_about(store: Store) -> None:
    aunt = person(store)
    hold = add(store, "hold", about=aunt, reason="served", placed_on="2026-01-01", released_on="2026-02-01")
    store.erase([aunt], "asked")
    assert store.snapshot(hold).kind.values(store.snapshot(hold).record)["about"] == aunt


def test_erasing_nothing_or_nobody(store: Store) -> None:
    assert not store.erase([], "asked")
    aunt = person(store)
    for wrong in (new_id(), RecordId(""), RecordId("x")):
        with pytest.raises(NotFoundError):
            store.erase([aunt, wrong], "asked")
    assert store.get(Person, aunt)
    assert not store.erasing_unfinished()
    assert not store.finish_erasing()
    store.erase([aunt], "asked")
    with pytest.raises(NotFoundError):
        store.erase([aunt], "asked")


def test_ids_and_signatures_outlive_the_content(new_store: Callable[[str], Store]) -> None:
    """Exchange, property 7."""
    store = new_store("here")
    mother, _home, _plan = family(store)
    edit(store, mother, city="Arden")
    before = store.all_changes(mother)
    store.erase([mother], "asked")
    after = store.all_changes(mother)
    assert [change_id(raw.header) for raw in after] == [change_id(raw.header) for raw in before]
    assert all(raw.salt is None and raw.payload is None for raw in after)
    assert all(signed_by(raw, store.own_public_key()) and parse(raw).ops == () for raw in after)
    assert after == [erased(raw) for raw in before]


def test_what_arrives_late_stays_erased(new_store: Callable[[str], Store]) -> None:
    """Exchange, property 17: the old changes again, newer ones of the same record, and through a third vault."""
    here, there, third = new_store("here"), new_store("there"), new_store("third")
    mother = person(here, CANARIES[0])
    old = here.all_changes()
    tell(here, there)
    tell(here, third)
    edit(there, mother, city=CANARIES[1])
    tell(there, third)
    here.erase([mother], "asked")
    here.know_device(there.own_public_key(), "there")
    assert here.import_changes(old).known == len(old)
    for source in (there, third):
        report = here.import_changes(source.all_changes())
        assert report.refused == 0
    assert here.kind_of_id(mother) == ""
    assert not any((here.search(CANARIES[0]), here.search(CANARIES[1]), here.all(Person)))
    assert all(raw.payload is None for raw in here.all_changes(mother))
    assert len(here.all_changes(mother)) == 2
    assert here.check() == []
    # The third still has it whole: erasing here reaches no other vault.
    assert [p.given_names for p in third.all(Person)] == [CANARIES[0]]


def test_a_skeleton_that_arrives_first_learns_its_kind_from_what_follows(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    mother = person(here, "Rosa")
    edit(here, mother, city="Arden")
    first, second = here.all_changes(mother)
    there.know_device(here.own_public_key(), "here")
    there.import_changes([erased(first)])
    assert there.kind_of_id(mother) == ""
    with pytest.raises(ErasedError):
        there.save("Changed", [Edit("person", mother, {"city": "Candler"})])
    there.import_changes([second])
    assert there.need(Person, mother).city == "Arden"
    assert there.check() == []


def test_nothing_can_be_written_into_it_again(store: Store) -> None:
    mother = person(store)
    seen = store.snapshot(mother).seen
    store.erase([mother], "asked")
    with pytest.raises(ErasedError):
        store.save("Changed", [Edit("person", mother, {"city": "Arden"}, seen)])
    for refused in (store.snapshot, store.history):
        with pytest.raises(NotFoundError):
            refused(mother)
    with pytest.raises(NotFoundError):
        store.restore([mother])


def test_its_steps_of_undo_are_gone_and_the_others_work(store: Store) -> None:
    other = person(store, "Elena")
    edit(store, other, city="Arden")
    mother = person(store, "Rosa")
    edit(store, mother, city="Arden")
    store.undo()
    store.redo()
    edit(store, other, city="Candler")
    store.undo()
    store.erase([mother], "asked")
    assert store._db.execute("SELECT count(*) FROM stand_in").fetchone() == (1,)  # that of the step of the other one
    store.redo()
    assert store.need(Person, other).city == "Candler"
    for _step in range(3):
        assert store.undo()
    assert store.undo() is None
    assert store.all(Person) == []
    assert store.check() == []


def test_undo_of_a_step_that_named_it_leaves_a_gap_that_is_shown_as_one(store: Store) -> None:
    aunt, uncle = person(store, "Elena"), person(store, "Jorge")
    _mother, _home, plan = family(store)
    edit(store, plan, agent=aunt)
    edit(store, plan, agent=uncle)
    store.erase([aunt], "asked")
    store.undo()
    assert store.title_of(store.need(Plan, plan).agent) == ""
    edit(store, plan, agent=uncle)
    store.erase([uncle], "asked")
    with pytest.raises(CannotUndoError):
        store.undo()
    assert store.need(Plan, plan).agent == ""


def test_drafts_reads_and_the_name_of_an_author_go_too(new_vault: Callable[[str], Vault], hands: Hands) -> None:
    vault = new_vault("vault")
    Store(vault, hands.now, actor="Elena García").save("Added", [Edit("person", new_id(), {"given_names": "Ana"})])
    store = Store(vault, hands.now, actor="Lucía Ejemplo")
    mother, other = person(store, "Elena"), person(store, "Lucía", "Ejemplo")
    store.drafts.put(f"person:{mother}", Draft("people", fields={"city": "Arden"}))
    store.drafts.put("lock", Draft("people", record=mother))
    store.drafts.put("signing:x", Draft("documents", fields={"notary": mother}))
    store.drafts.put(f"person:{other}", Draft("people", fields={"city": "Candler"}))
    store.drafts.put("person:new", Draft("people", fields={"city": "Leicester"}))
    with vault.transaction() as db:
        for each in (mother, other):
            facts = (bytes.fromhex(each), bytes(16))
            db.execute("INSERT INTO look (day, rec, who, how, first) VALUES ('2026-11-21', ?, ?, 'page', 1)", facts)
            db.execute("INSERT INTO deed (at, rec, who, what) VALUES (1, ?, ?, 'copy')", facts)
    authors = {entry.who for p in store.all(Person) for entry in store.history(p.id)}
    assert authors == {"Elena García", "Lucía Ejemplo"}
    store.erase([mother, other], "asked")
    assert list(store.drafts.all()) == ["person:new"]
    for name in ("look", "deed"):
        assert store._db.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)
    authors = {entry.who for p in store.all(Person) for entry in store.history(p.id)}
    assert authors == {""}
    assert {stone.who for stone in store.tombstones()} == {"Lucía Ejemplo"}  # who works here keeps the name


def test_a_tombstone_holds_nothing_of_the_person(store: Store) -> None:
    """P02."""
    mother = person(store, CANARIES[2], phone="8285550155")
    store.erase([mother], "asked")
    row = store._db.execute("SELECT * FROM erase").fetchone()
    assert (row[0].hex(), row[1], row[2], len(row[3]), type(row[4])) == (mother, "person", "asked", 16, int)
    assert store._db.execute("SELECT id, kind, title, name, word, digits, created FROM rec").fetchall() == [
        (bytes.fromhex(mother), "", "", "", "", "", 0)
    ]


def test_a_full_disk_leaves_everything_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    mother = person(store)

    def full(*_what: object) -> None:
        raise DiskFullError

    monkeypatch.setattr("cima_desktop.store.erasing.SWEEPERS", (*SWEEPERS, full))
    with pytest.raises(DiskFullError):
        store.erase([mother], "asked")
    assert store.get(Person, mother) is not None
    assert not any((store.tombstones(), store.figures()))
    assert not store.erasing_unfinished()
    assert store.check() == []


def test_no_copy_from_before_a_migration_outlasts_it(store: Store) -> None:
    mother, folder = person(store), store._vault.folder
    store._vault.save_copy(folder / "before-migration-9.db")
    stuck = folder / "before-migration-8.db"
    stuck.mkdir()  # as a file that somebody else has open is on some systems
    store.erase([mother], "asked")
    assert store.finish_erasing()
    assert not (folder / "before-migration-9.db").exists()
    assert store.erasing_unfinished()
    stuck.rmdir()
    assert store.finish_erasing()
    assert not store.erasing_unfinished()


def test_raw_changes_without_content_are_told_apart(store: Store) -> None:
    mother = person(store)
    raw = store.all_changes(mother)[0]
    assert isinstance(raw, Raw)
    assert parse(erased(raw)).kind == ""
