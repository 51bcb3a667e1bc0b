"""Views are what the log says, whatever happened; and what a peer sends is checked before it counts."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cima_desktop.model.ids import new_id
from cima_desktop.model.people import Person
from cima_desktop.store import Draft, Edit, Raw, Store
from cima_desktop.store.change import Body, Code, Op, make
from cima_desktop.store.device import device_id
from cima_desktop.vault import Vault
from tests.unit.store.making import Hands, add, edit, no_signature, person, sealed, tell

MOVES = st.tuples(
    st.sampled_from(["edit", "edit", "sets", "delete", "restore", "undo", "tell"]),
    st.integers(0, 1),
    st.sampled_from(["Marion", "Sylva", ""]),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=14))
def test_views_are_the_state_after_any_history(
    shared: tuple[Store, Store], moves: list[tuple[str, int, str]]
) -> None:  # 19
    here, there = shared
    who = person(here, str(new_id()))
    tell(here, there)
    for move, side, word in moves:
        walk((here, there)[side], (there, here)[side], who, move, word)
    tell(here, there)
    tell(there, here)
    assert here.snapshot(who).record == there.snapshot(who).record
    for one in shared:
        assert one.check() == []
        before = dump(one)
        one.rebuild()
        assert dump(one) == before


@pytest.fixture
def shared(new_store: Callable[[str], Store]) -> tuple[Store, Store]:
    return new_store("here"), new_store("there")


def walk(one: Store, other: Store, who: str, move: str, word: str) -> None:
    record = one.snapshot(who).record  # type: ignore[arg-type]
    if move == "tell":
        tell(one, other)
    elif move == "undo":
        one.undo()
    elif move == "restore":
        one.restore([record.id])
    elif move == "delete":
        one.delete("Deleted", [record.id])
    elif one.get(Person, who):
        values: dict[str, object] = {"city": word} if move == "edit" else {"aliases": [word, "Mari"]}
        one.save("Changed", [Edit("person", record.id, values)])


def dump(store: Store) -> list[list[object]]:
    tables = ("rec", "k_person", "listing", "ref", "conflict", "change")
    return [store._db.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in tables]


def test_telling_twice_changes_nothing(shared: tuple[Store, Store]) -> None:
    here, there = shared
    who = person(here)
    add(here, "note", about=who, words="Hola")
    there.know_device(here.own_public_key(), "laptop")
    first = there.import_changes(here.all_changes())
    assert (first.new, first.known, first.refused) == (2, 0, 0)
    assert first.touched.kinds == {"person", "note"}
    assert first.touched
    before = dump(there)
    second = there.import_changes(iter(here.all_changes() * 2))
    assert (second.new, second.known, second.refused) == (0, 4, 0)
    assert not second.touched
    assert dump(there) == before
    assert there.undo() is None  # an import is no step of one's own
    assert [raw.header for raw in there.all_changes(who)] == [raw.header for raw in here.all_changes(who)]


def test_many_changes_come_in_batches(shared: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    from cima_desktop.store import upkeep

    monkeypatch.setattr(upkeep, "_BATCH", 3)
    here, there = shared
    for i in range(7):
        person(here, f"Ana {i}")
    tell(here, there)
    assert there.count("person") == 7
    assert there.import_changes([]).new == 0


def test_strangers_forgers_and_garbage_are_refused(shared: tuple[Store, Store]) -> None:
    here, there = shared
    who = person(here)
    good = here.all_changes()[0]
    assert there.import_changes([good]).refused == 1  # nobody here knows that device
    there.know_device(here.own_public_key(), "laptop")
    forged = good._replace(sig=bytes(64))
    report = there.import_changes([forged, Raw(b"\xc1", b"", None, None), good])
    assert (report.new, report.refused) == (1, 2)
    thief = Ed25519PrivateKey.generate()
    victim = device_id(here.own_public_key())
    body = Body(bytes.fromhex(who), victim, 2, (), bytes(16), "person", (Op(Code.SET, "city", "Canton"),))
    assert there.import_changes([sealed(make(body, no_signature), thief)]).refused == 1


def test_a_kind_only_a_newer_program_knows_is_kept(shared: tuple[Store, Store]) -> None:
    here, there = shared
    person(here)
    rec = bytes.fromhex(new_id())
    with here._vault.transaction():
        made = here._log.sign(rec, "spaceship", (Op(Code.SET, "engine", "warp"),), ())
        broken = here._log.sign(rec, "spaceship", (Op(Code.SET, "engine", "warp"),), ())
    there.know_device(here.own_public_key(), "laptop")
    assert there.import_changes([sealed(each, here._log.device.key) for each in (made, broken)]).new == 2
    assert there.check() == []
    assert len(there.all_changes()) == 2
    assert there.kind_of_id(rec.hex()) == "spaceship"


def test_a_stamp_too_large_for_a_column_is_taken_in(store: Store) -> None:
    key = Ed25519PrivateKey.generate()
    device = store.know_device(key.public_key().public_bytes_raw(), "a broken clock")
    body = Body(bytes(16), device, 2**64 - 1, (), bytes(16), "person", (Op(Code.SET, "given_names", "Ana"),))
    assert store.import_changes([sealed(make(body, no_signature), key)]).new == 1
    who = store.all(Person)[0].id
    assert store.history(who)[0].when.year > 6000
    edit(store, who, given_names="Eva")
    assert store.need(Person, who).given_names == "Eva"
    assert Store(store._vault).need(Person, who).given_names == "Eva"
    assert store.check() == []


def test_a_check_finds_every_kind_of_damage(store: Store) -> None:
    who = person(store, "Ana", "García", phone="8285550101")
    other = add(store, "note", about=who, words="Hola")
    damages = [
        "UPDATE k_person SET city = 'Sylva'",
        "UPDATE rec SET title = 'Otra' WHERE kind = 'person'",
        "UPDATE listing SET title = 'Otra' WHERE kind = 'person'",
        "DELETE FROM ref",
        "INSERT INTO conflict (rec, field, kind) VALUES (1, 'city', 'value')",
        "UPDATE tally SET n = 5",
        "DELETE FROM k_note",
        "INSERT INTO find (rowid, name, sound, word) VALUES (99, 'x', '', '')",
        "INSERT INTO dial (rowid, digits) VALUES (99, '12345')",
    ]
    assert store.check() == []
    for damage in damages:
        store._db.execute("BEGIN")
        store._db.execute(damage)
        assert store.check() != []
        store._db.execute("ROLLBACK")
    assert store.check() == []
    assert store.get(Person, who)
    assert store.title_of(other) == "Hola"


def test_a_restored_backup_goes_on_as_another_device(store: Store) -> None:
    who = person(store)
    first = store.own_public_key()
    store.begin_new_device()
    assert store.own_public_key() != first
    edit(store, who, city="Marion")
    assert {raw.header[20:40] for raw in store.all_changes()} != set()
    assert len(store._db.execute("SELECT 1 FROM device WHERE secret IS NOT NULL").fetchall()) == 1
    assert [e.what for e in store.history(who)] == ["edited", "created"]


def test_a_new_vault_has_a_key_when_asked(new_vault: Callable[[str], Vault]) -> None:
    vault = new_vault("vault")
    key = Store(vault).own_public_key()
    assert len(key) == 32
    assert Store(vault).own_public_key() == key


def test_drafts_outlive_everything_but_being_dropped(store: Store, hands: Hands) -> None:  # V6
    draft = Draft("people", new_id(), {"city": "Mari", "odd": "\ud800"}, "city", 4, 120)
    store.drafts.put("person:1", draft)
    at = store.drafts.kept_at("person:1")
    store.drafts.put("person:1", draft)
    assert store.drafts.kept_at("person:1") == at
    later = Draft("people")
    store.drafts.put("person:2", later)
    store.drafts.put("person:1", later)
    store.drafts.put("person:1", draft)
    again = Store(store._vault, hands.now)
    assert again.drafts.all() == {"person:2": later, "person:1": draft}
    assert again.drafts.get("person:1") == draft
    again.drafts.drop("person:1")
    again.drafts.drop("person:1")
    assert again.drafts.get("person:1") is None
    assert again.drafts.kept_at("person:1") is None
    assert store.all_changes() == []
