"""What was erased stays erased, whoever sends it again, and leaves no trace in what waits, is aside or was noted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cima_desktop import store as store_room
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.people import Person
from cima_desktop.store import Edit, Store
from cima_desktop.store.change import Code, Op
from cima_desktop.store.log import Save
from cima_desktop.vault import TESTING_COST, create_vault
from tests.decryptor import hits, pages
from tests.unit.store.carrying import bring, carry, content, introduce, set_aside, wait
from tests.unit.store.making import Hands, edit, person

WORDS = "ocho palabras que nadie adivina"
SECRETS = [f"Kanari{number}Zwx" for number in range(12)]


@pytest.fixture
def third(store: Store, other: Store, new_store: Callable[[str], Store]) -> Store:
    made = new_store("third")
    introduce(store, other, made)
    return made


def contents(store: Store, record: RecordId) -> int:
    """Return how many changes of a record have content, wherever they are kept."""
    waiting = [raw for note in store.arrivals() for _i, raws in store._staged_raws(note.n) for raw in raws]
    kept = [*store.all_changes(), *waiting]
    aside = store._db.execute(
        "SELECT count(*) FROM aside WHERE rec = ? AND payload IS NOT NULL", (bytes.fromhex(record),)
    )
    about = [raw for raw in kept if raw.header[4:20] == bytes.fromhex(record) and raw.payload]
    return len(about) + int(aside.fetchone()[0])


def test_it_stays_erased_when_a_third_sends_it_on(store: Store, other: Store, third: Store) -> None:  # 17
    who, stays = person(store, "Ana", "Perdida"), person(store, "Berta", "")
    carry(store, other)
    carry(other, third)
    edit(store, who, city="Marion")
    edit(third, who, county="Burke")
    late, _staged = wait(other, store.gather(other.own_have()))
    other.erase([who], "asked")
    assert contents(other, who) == 0
    other.take_in(late, ())
    carry(third, other)  # everything, from one who had it from us
    n = carry(store, other)
    other.undo_import(n)
    other.redo_import(n)
    bring(other, third.gather(None), declined=[who])
    assert contents(other, who) == 0
    assert (other.get(Person, who), other.need(Person, stays).given_names) == (None, "Berta")
    assert other.erased(who) is not None
    assert other.check() == []
    carry(other, third)  # and what is left of it takes nothing from others
    assert third.need(Person, who).given_names == "Ana"
    assert third.check() == []


def test_an_erased_field_stays_erased_whoever_sends_it(store: Store, other: Store, third: Store) -> None:
    who = person(store, "Ana", "", street="1 Secret Road", city="Marion")
    carry(store, other)
    carry(store, third)
    edit(third, who, street="2 Secret Road")
    bring(other, third.gather(other.own_have()), declined=[who])
    n, _staged = wait(other, third.gather(other.own_have()))
    other.erase_fields("Erased", who, ["street"])
    other.take_in(n, ())
    carry(third, other)
    found = other.need(Person, who)
    assert (found.street, found.city) == ("", "Marion")
    assert not any(b"Secret" in (raw.payload or b"") for raw in other.all_changes())
    assert other.check() == []


def test_no_page_keeps_what_waited_was_aside_or_was_noted(tmp_path: Path, hands: Hands) -> None:
    vaults = [create_vault(tmp_path / name, WORDS, cost=TESTING_COST, steps=store_room.steps()).vault for name in "ab"]
    here, there = (Store(vault, hands.now) for vault in vaults)
    introduce(here, there)
    ids = [person(there, word, f"{word}Uno", phone=f"82855501{i:02}") for i, word in enumerate(SECRETS)]
    carry(there, here)
    here_too = person(here, "Permanece", "Aqui")
    for record, word in zip(ids, SECRETS, strict=True):
        edit(there, record, city=f"{word}burg", safe_hours=f"{word} " * 12)
    bring(here, there.gather(here.own_have()), declined=ids[:6])
    here.undo_import(carry(there, here, here.own_have(), ids[:3]))
    for record, word in zip(ids, SECRETS, strict=True):
        edit(there, record, role=f"{word}oficio")
    wait(here, there.gather(here.own_have()), size=3)
    here.note_bundle("out", bytes(16), sort="chosen", records={record: ["city"] for record in ids})
    waited = [data[-40:] for (data,) in here._db.execute("SELECT data FROM arrival")]
    assert len(waited) > 3
    with vaults[0]._key.lend() as lent:
        key = bytes(lent)
    assert clear(vaults[0].path, key, waited) == len(waited)
    here.erase(ids, "asked")
    assert here.finish_erasing()
    assert here.check() == []
    assert here.need(Person, here_too).given_names == "Permanece"
    for vault in vaults:
        vault.close()
    assert clear(vaults[0].path, key, waited) == 0
    assert hits(vaults[0].path, key, [*SECRETS, *(word[-9:] for word in SECRETS)]) == []


def clear(path: Path, key: bytes, parts: list[bytes]) -> int:
    """Return how many of these bytes stand in some page."""
    data = b"".join(pages(path, key))
    return sum(part in data for part in parts)


def test_what_only_a_newer_program_knows_comes_back_to_it_as_it_was(
    store: Store, other: Store, third: Store
) -> None:  # 18
    who, ship = person(store), new_id()
    rec = store._log.find(who)
    assert rec is not None
    with store._writing():
        save = Save("0" * 32, "Changed")
        store._log.write(rec, (Op(Code.SET, "shoe_size", 42), Op(Code.SET, "~newer", "remark")), (), save)
        made = store._log.find_or_add(bytes.fromhex(ship), "spaceship")
        store._log.write(made, (Op(Code.SET, "engine", "warp"),), (), save)
    n = carry(store, other)
    edit(other, who, city="Marion")
    other.save("Changed", [Edit("person", who, {"county": "Burke"})])
    other.undo()
    other.undo_import(n)
    other.redo_import(n)
    other.rebuild()
    carry(other, third)
    carry(other, store, store.own_have())
    assert content(third)["changes"] == content(store)["changes"]
    assert sorted(third.all_changes()) == sorted(store.all_changes())
    assert store.check() + other.check() + third.check() == []


@pytest.mark.parametrize("order", ["revoked last", "revoked first", "in between", "with a wrong clock"])
def test_what_counts_of_a_revoked_device_does_not_depend_on_order_or_clock(
    order: str, store: Store, other: Store, third: Store, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:  # 16
    if order == "with a wrong clock":
        hands.seconds -= 10 * 366 * 86_400
    who = person(other, "Ana", "", city="Marion")
    vouched = frozenset(raw_id[:16] for raw_id in ids(other))
    if order == "with a wrong clock":
        hands.seconds += 20 * 366 * 86_400
    carry(other, store)
    edit(other, who, city="Sylva")
    person(other, "Berta", "")
    carry(store, third)
    edit(store, who, county="Burke")
    revoked = {other._log.device.id: vouched}
    monkeypatch.setattr(Store, "revoked_frontiers", lambda self: revoked if self in know else {})
    know: list[Store] = []
    parcels = {"late": list(other.gather(None)), "kept": list(store.gather(None))}
    plan = {
        "revoked last": ["late", "kept", "revoke"], "revoked first": ["revoke", "late", "kept"],
        "in between": ["kept", "revoke", "late"], "with a wrong clock": ["late", "revoke", "kept"],
    }[order]  # fmt: skip
    for step in plan:
        if step == "revoke":
            know.append(third)
            set_aside(third, [each for each in theirs(third, other) if each[:16] not in vouched], "revoked")
        else:
            bring(third, parcels[step])
    assert content(third) == content(store)
    assert (third.need(Person, who).city, third.need(Person, who).county) == ("Marion", "Burke")
    assert [why for (why,) in third._db.execute("SELECT why FROM aside")] == ["revoked"] * 2
    assert third.check() == []


def ids(store: Store) -> list[bytes]:
    return [each for (each,) in store._db.execute("SELECT id FROM change ORDER BY n")]


def theirs(store: Store, signer: Store) -> list[bytes]:
    rows = store._db.execute(
        "SELECT change.id FROM change JOIN device ON device.n = dev WHERE device.id = ?", (signer._log.device.id,)
    )
    return [each for (each,) in rows]
