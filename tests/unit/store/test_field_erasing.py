"""Erasing single fields: nothing of them stays, nothing else is lost and nothing old comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cima_desktop import store as store_room
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Person
from cima_desktop.store import Draft, InBinError, Store
from cima_desktop.store.change import Code, Op, Ref
from cima_desktop.store.field_erasing import _replacing
from cima_desktop.store.log import Save
from cima_desktop.vault import TESTING_COST, create_vault
from tests.decryptor import hits
from tests.unit.store.making import edit, person, signed_by, tell

ACT = "Erased a field"


def test_what_stood_in_a_field_is_gone_and_the_rest_is_as_it_was(store: Store) -> None:
    mother = person(store, "Rosa")
    edit(store, mother, role="secreto uno", city="Arden", other_languages=["mam", "es"])
    edit(store, mother, role="secreto dos", city="Candler")
    edit(store, mother, city="Asheville", other_languages=["mam"])
    before = store.need(Person, mother)
    raw = store.all_changes(mother)
    touched = store.erase_fields(ACT, mother, ["role"])
    assert touched.ids == {mother}
    after = store.need(Person, mother)
    assert after.role == ""
    assert (after.city, after.given_names, after.other_languages) == ("Asheville", "Rosa", frozenset({"mam"}))
    assert before.role == "secreto dos"
    again = store.all_changes(mother)
    assert [r.header for r in again[: len(raw)]] == [r.header for r in raw]
    assert [r.payload is None for r in again[: len(raw)]] == [False, True, True, False]
    assert all(signed_by(r, store.own_public_key()) for r in again)
    assert store.snapshot(mother).conflicts == {}
    assert "What was written here was erased" in {entry.act for entry in store.history(mother)}
    assert store.search("secreto") == []
    assert store.check() == []
    assert store.erasing_unfinished()


def test_what_is_half_typed_in_the_field_goes_and_the_rest_of_the_draft_stays(store: Store) -> None:
    mother, other = person(store, "Rosa"), person(store, "Inés")
    for one in (mother, other):
        edit(store, one, role="secreto")
    both, alone, of_other = {"role": "secreto", "city": "Arden"}, {"role": "secreto"}, {"role": "secreto"}
    store.drafts.put(f"person:{mother}", Draft("form", "", both))
    store.drafts.put("interview", Draft("interview", mother, alone))
    store.drafts.put(f"person:{other}", Draft("form", "", of_other))
    store.drafts.put(f"note:{mother}", Draft("form", "", {"words": "Llamar"}))
    store.erase_fields(ACT, mother, ["role"])
    assert {key: draft.fields for key, draft in store.drafts.all().items()} == {
        f"person:{mother}": {"city": "Arden"},
        f"person:{other}": of_other,
        f"note:{mother}": {"words": "Llamar"},
    }


def test_a_field_that_never_held_anything(store: Store) -> None:
    mother = person(store)
    assert not store.erase_fields(ACT, mother, ["role"])
    assert not store.erasing_unfinished()
    with pytest.raises(KeyError):
        store.erase_fields(ACT, mother, ["shoe_size"])
    with pytest.raises(NotFoundError):
        store.erase_fields(ACT, new_id(), ["role"])
    store.delete("Deleted", [mother])
    with pytest.raises(InBinError):
        store.erase_fields(ACT, mother, ["role"])


def test_what_was_replaced_long_ago_does_not_come_back(store: Store) -> None:
    mother = person(store, "Rosa")
    for place in ("Arden", "Weaverville", "Leicester"):
        edit(store, mother, city=place, role=place)
    edit(store, mother, city="Arden", role="x")
    edit(store, mother, city="Candler")
    store.erase_fields(ACT, mother, ["role"])
    assert store.need(Person, mother).city == "Candler"
    assert store.snapshot(mother).conflicts == {}


def test_a_very_long_past_is_named_in_pieces() -> None:
    ops = list(_replacing({"city": {Ref(n.to_bytes(32, "big"), 0) for n in range(1200)}, "role": set()}))
    assert [len(op.preds) for op in ops] == [500, 500, 200]


def test_undo_of_it_is_gone_and_of_other_things_works(store: Store) -> None:
    mother, other = person(store, "Rosa"), person(store, "Elena")
    edit(store, mother, role="secreto", city="Arden")
    edit(store, other, city="Candler")
    store.erase_fields(ACT, mother, ["role"])
    store.undo()
    assert store.need(Person, other).city == ""
    store.undo()
    assert [p.given_names for p in store.all(Person)] == ["Rosa"]  # the step with the secret was passed over
    assert store.need(Person, mother).city == "Arden"


def test_a_record_that_left_the_bin_stays_out_of_it(store: Store) -> None:
    """Undo may write taking out of the bin and a value in one change."""
    mother = person(store, "Rosa")
    store.delete("Deleted", [mother])
    rec = store._log.find(mother)
    assert rec is not None
    before = store._log.changes(rec.n)
    delete = before[-1].ref(2)
    with store._writing():
        ops = [Op(Code.UNDEL, "", None, (delete,)), Op(Code.SET, "role", "secreto")]
        store._log.write(rec, ops, (before[-1].id,), Save("0" * 32, "Mixed"))
    store.rebuild()
    store.erase_fields(ACT, mother, ["role"])
    assert store.need(Person, mother).role == ""
    assert store.bin() == []
    assert store.check() == []


def test_a_peer_who_has_it_all_sees_no_conflict(new_store: Callable[[str], Store]) -> None:
    here, there = new_store("here"), new_store("there")
    mother = person(here, "Rosa")
    edit(here, mother, role="secreto", city="Arden")
    edit(here, mother, role="otro secreto", city="Candler")
    tell(here, there)
    here.erase_fields(ACT, mother, ["role"])
    tell(here, there)
    assert there.snapshot(mother).conflicts == {}
    assert there.need(Person, mother).city == "Candler"
    tell(there, here)  # the old changes with their content: they are known here, and stay without it
    assert here.need(Person, mother).role == ""
    assert here.search("secreto") == []


def test_no_trace_in_any_page(tmp_path: Path) -> None:
    vault = create_vault(tmp_path / "v", "ocho palabras que nadie adivina", cost=TESTING_COST, steps=store_room.steps())
    store = Store(vault.vault)
    mother = person(store, "Rosa", role="Zwxakanari")
    edit(store, mother, role="Zwxbkanari", city="Arden")
    store.erase_fields(ACT, mother, ["role"])
    store.finish_erasing()
    with vault.vault._key.lend() as lent:
        key = bytes(lent)
    vault.vault.close()
    words = ["Zwxakanari", "Zwxbkanari", "xakanari", "Rosa", "Arden"]
    assert hits(tmp_path / "v" / "vault.db", key, words) == ["Arden", "Rosa"]


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "role": st.sampled_from(["", "a", "b"]),
        "city": st.sampled_from(["", "Arden", "Candler"]),
        "other_languages": st.sets(st.sampled_from(["es", "mam", "en"])).map(sorted),
        "voicemail_ok": st.sampled_from([True, False, None]),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=st.lists(VALUES, max_size=6), undone=st.integers(0, 2))
def test_whatever_was_done_before_the_other_fields_are_as_they_were(
    store: Store, saves: list[dict[str, object]], undone: int
) -> None:
    mother = person(store, "Rosa")
    for values in saves:
        edit(store, mother, **values)
    for _step in range(min(undone, len(saves))):
        store.undo()
    if store.get(Person, mother) is None:
        return
    before = store.snapshot(mother)
    store.erase_fields(ACT, mother, ["role"])
    after = store.snapshot(mother)
    expected = {**before.kind.values(before.record), "role": ""}
    assert after.kind.values(after.record) == expected
    assert after.conflicts == {}
    assert store.check() == []
