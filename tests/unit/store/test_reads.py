"""Words kept on purpose, who looked at what, and everything that was done, newest first (A1, A5)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.guarding import KeptOnPurpose, NeverKeptError, UndecidedWordsError
from cima_desktop.model.ids import new_id
from cima_desktop.store import CannotUndoError, Draft, Edit, Store
from cima_desktop.store.doings import CHANGED, DID, LOOKED
from cima_desktop.store.reads import OPENED, PREVIEWED, PRINTED, READS_KEPT_MONTHS
from cima_desktop.store.register import KEPT_WORDS
from cima_desktop.vault import Vault
from cima_desktop.vault.errors import DiskFullError
from tests.unit.store.making import Hands, add, edit, person

DAY = 24 * 60 * 60
WORDS = "Tiene TPS y dos hijos."


class Closed(KnownError):
    """Changes are refused."""


def everything(vault: Vault) -> str:
    """Return every cell of every table as one text."""
    names = [n for (n,) in vault.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    skipped = ("find", "dial", "spoken")
    cells = []
    for name in names:
        if not name.startswith(skipped):
            cells += [repr(row) for row in vault.db.execute(f'SELECT * FROM "{name}"').fetchall()]
    return "\n".join(cells)


def note(store: Store, words: str) -> None:
    store.save("Added a note", [Edit("note", new_id(), {"about": new_id(), "words": words})])


def test_a_number_is_saved_by_no_door_and_leaves_no_trace(store: Store, new_vault: Callable[[str], Vault]) -> None:
    who = person(store)
    for words in ("A012345678", "SSN 123-45-6789", "EAC2112345678"):
        with pytest.raises(NeverKeptError):
            note(store, words)
        with pytest.raises(NeverKeptError):
            note(store, KeptOnPurpose(words))
        with pytest.raises(NeverKeptError):
            edit(store, who, aliases=["Mari", words])
        with pytest.raises(NeverKeptError):
            store.save_many("Added", [Edit("note", new_id(), {"about": who, "words": words})])
        store.drafts.put("note:x", Draft("form", fields={"words": f"Mi nota: {words}", "phone": "828 555 0119"}))
    held = everything(store._vault)
    assert not any(number in held for number in ("012345678", "6789", "2112345678"))
    kept = store.drafts.get("note:x")
    assert kept is not None
    assert kept.fields == {"words": "Mi nota: EAC••••••••••", "phone": "828 555 0119"}


def test_words_come_in_only_on_purpose_and_that_is_noted_without_them(store: Store) -> None:
    about = person(store)
    with pytest.raises(UndecidedWordsError) as caught:
        store.save("Added a note", [Edit("note", new_id(), {"about": about, "words": WORDS})])
    assert caught.value.path == "words"
    assert store.deeds() == []
    made = new_id()
    store.save("Added a note", [Edit("note", made, {"about": about, "words": KeptOnPurpose(WORDS)})])
    (deed,) = store.deeds(KEPT_WORDS)
    assert (deed.record, deed.detail, deed.who) == (made, "note.words:status", "Lucía Ejemplo")
    rows = store._db.execute("SELECT * FROM deed").fetchall()
    assert "TPS" not in repr(rows)


def test_words_that_a_field_has_had_are_asked_about_once(store: Store) -> None:
    made = add(store, "note", about=new_id(), words=KeptOnPurpose(WORDS))
    edit(store, made, words="Tiene TPS y tres hijos.")
    edit(store, made, words="Tiene tres hijos.")
    edit(store, made, words=WORDS)
    assert len(store.deeds(KEPT_WORDS)) == 1
    with pytest.raises(UndecidedWordsError):
        edit(store, made, words="Tiene TPS y cruzó la frontera.")
    store.undo()
    assert len(store.deeds(KEPT_WORDS)) == 1


def test_a_set_is_looked_through_member_by_member_and_public_bodies_are_left_alone(store: Store) -> None:
    with pytest.raises(UndecidedWordsError):
        add(store, "plan", name="Plan", left_out={"uno", "sin visa"})
    add(store, "plan", name="Plan", left_out={"uno", KeptOnPurpose("sin visa")})
    add(store, "organization", name="Clínica", note="Casos de asilo y TPS")
    assert [d.detail for d in store.deeds()] == ["plan.left_out:status"]


def test_many_at_once_are_asked_about_and_noted_too(store: Store) -> None:
    about = new_id()
    edits = [Edit("note", new_id(), {"about": about, "words": f"Nota {n}"}) for n in range(3)]
    kept = Edit("note", new_id(), {"about": about, "words": KeptOnPurpose(WORDS)})
    assert store.save_many("Added", [*edits, kept]) == 4
    assert [d.record for d in store.deeds(KEPT_WORDS)] == [kept.id]


def test_values_of_the_wrong_shape_are_faults_of_their_own(store: Store) -> None:
    for value in (7, ["a"], b"TPS"):
        with pytest.raises(InvalidInputError):
            note(store, value)  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError):
        add(store, "plan", name="Plan", left_out=[7])


def test_looks_wait_ride_along_with_a_save_and_count_up(store: Store) -> None:
    who = person(store)
    counter = store._vault.save_counter
    for _time in range(3):
        store.saw(who, OPENED)
    store.saw(who, PREVIEWED)
    assert store.has_unkept_reads()
    assert store._vault.save_counter == counter
    assert store.looks() == []
    edit(store, who, city="Arden")
    assert store._vault.save_counter == counter + 1
    assert not store.has_unkept_reads()
    assert {(x.how, x.times, x.who) for x in store.looks_at(who)} == {
        (OPENED, 3, "Lucía Ejemplo"),
        (PREVIEWED, 1, "Lucía Ejemplo"),
    }
    store.saw(who, OPENED)
    store.keep_reads()
    store.keep_reads()
    assert store._vault.save_counter == counter + 2
    assert max(x.times for x in store.looks()) == 4


def test_nonsense_is_no_look(store: Store) -> None:
    store.saw("", OPENED)
    store.saw("nobody", OPENED)
    assert not store.has_unkept_reads()
    with pytest.raises(ValueError, match="not a way of looking"):
        store.saw(new_id(), "stared")


def test_looks_go_on_waiting_when_the_save_they_ride_with_fails(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(store)
    store.saw(who, OPENED)

    def full(_self: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "transaction", full)
        with pytest.raises(DiskFullError):
            edit(store, who, city="Arden")
        with pytest.raises(DiskFullError):
            store.keep_reads()
    assert store.has_unkept_reads()
    edit(store, who, city="Candler")
    assert [x.times for x in store.looks_at(who)] == [1]


def test_looks_are_forgotten_after_their_time_and_with_their_record(store: Store, hands: Hands) -> None:
    old, new = person(store), person(store, "Ana")
    store.saw(old, OPENED)
    store.keep_reads()
    hands.seconds += (READS_KEPT_MONTHS + 1) * 31 * DAY
    edit(store, new, city="Arden")
    store.saw(new, PRINTED)
    store.keep_reads()
    assert [x.record for x in store.looks()] == [new]
    store.note_deed("one_person", new)
    store.saw(new, OPENED)
    store.saw(old, OPENED)
    store.forget_reads([new])
    store.keep_reads()
    assert [x.record for x in store.looks()] == [old]
    assert store.deeds() == []


def test_a_legal_hold_stops_the_clock_of_looks_too(store: Store, hands: Hands) -> None:
    person_id = person(store)
    store.saw(person_id, OPENED)
    store.keep_reads()
    hold = new_id()
    placed = {"reason": "served", "placed_on": store.today().isoformat()}
    store.save("Placed", [Edit("hold", hold, placed)])
    hands.seconds += (READS_KEPT_MONTHS + 1) * 31 * DAY
    store.saw(person_id, PRINTED)
    store.keep_reads()
    assert {look.how for look in store.looks_at(person_id)} == {OPENED, PRINTED}
    store.save("Released", [Edit("hold", hold, {"released_on": store.today().isoformat()})])
    store.saw(person_id, PRINTED)
    store.keep_reads()
    assert {look.how for look in store.looks_at(person_id)} == {PRINTED}


def test_a_clock_set_back_years_forgets_nothing_and_breaks_nothing(store: Store, hands: Hands) -> None:
    who = person(store)
    store.saw(who, OPENED)
    store.keep_reads()
    hands.seconds = 0.0
    store.saw(who, OPENED)
    store.keep_reads()
    assert sum(x.times for x in store.looks()) == 2
    assert len(store.doings().rows) >= 2


def test_everything_that_was_done_comes_newest_first_and_page_by_page(store: Store, hands: Hands) -> None:
    people = [person(store, f"Ana {n}") for n in range(6)]
    hands.seconds += 60
    store.save("Changed two", [Edit("person", p, {"city": "Arden"}) for p in people[:2]])
    hands.seconds += 60
    store.saw(people[0], OPENED)
    store.keep_reads()
    hands.seconds += 60
    store.note_deed("one_person", people[0], "x")
    whole = store.doings(limit=100)
    assert whole.next is None
    assert [d.sort for d in whole.rows] == [DID, LOOKED, *[CHANGED] * 7]
    assert (whole.rows[2].what, whole.rows[2].more) == ("Changed two", 1)
    assert {d.kind for d in whole.rows} == {"person"}
    found, place = [], None
    while True:
        page = store.doings(place, limit=2)
        found += page.rows
        if page.next is None:
            break
        place = page.next
    assert found == whole.rows


def test_what_was_done_is_told_apart_by_sort_and_by_name(new_vault: Callable[[str], Vault], hands: Hands) -> None:
    vault = new_vault("two")
    first = Store(vault, hands.now, actor="Lucía Ejemplo")
    who = person(first)
    first.saw(who, OPENED)
    first.keep_reads()
    first.note_deed("one_person", who)
    second = Store(vault, hands.now, actor="Marta Prueba")
    edit(second, who, city="Arden")
    assert second.doers() == ["Lucía Ejemplo", "Marta Prueba"]
    assert [d.what for d in second.doings(who="Marta Prueba").rows] == ["Changed"]
    assert {d.sort for d in second.doings(who="Lucía Ejemplo").rows} == {CHANGED, LOOKED, DID}
    assert [d.sort for d in second.doings(sorts=(LOOKED,)).rows] == [LOOKED]
    assert second.doings(who="Nadie").rows == []


def test_more_changes_than_are_read_at_once_are_all_told(store: Store) -> None:
    store.save_many("Many", [Edit("person", new_id(), {"given_names": f"Ana {n}"}) for n in range(300)])
    for n in range(300):
        store.saw(new_id(), OPENED) if n % 2 else None
    store.keep_reads()
    page = store.doings(limit=1000)
    assert sum(1 + d.more for d in page.rows if d.sort == CHANGED) == 300
    assert sum(d.sort == LOOKED for d in page.rows) == 150
    assert {d.kind for d in page.rows if d.sort == LOOKED} == {""}


def test_a_store_that_refuses_changes_still_remembers_looks_and_drafts(store: Store) -> None:
    who = person(store)
    assert not store.is_read_only
    store.refuse_changes(Closed)
    assert store.is_read_only
    for change in (
        lambda: edit(store, who, city="Arden"),
        lambda: store.delete("Away", [who]),
        store.undo,
        store.rebuild,
    ):
        with pytest.raises((Closed, CannotUndoError)):
            change()
    store.saw(who, OPENED)
    store.keep_reads()
    store.drafts.put("place", Draft("people"))
    assert len(store.looks()) == 1


def test_signers_are_those_of_the_records_asked_for(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    here, there = new_store("here"), new_store("there")
    mine, theirs = person(here), person(there)
    here.know_device(there.own_public_key(), "other")
    here.import_changes(there.all_changes())
    assert here.signers_of([mine]) == [here.own_public_key()]
    assert here.signers_of([theirs]) == [there.own_public_key()]
    assert set(here.signers_of([mine, theirs])) == {here.own_public_key(), there.own_public_key()}
    assert here.signers_of([new_id()]) == []
