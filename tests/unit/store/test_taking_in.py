"""Taking in what was accepted, and leaving aside what was not."""

from collections.abc import Callable

import pytest

from cima_desktop.model.people import Person
from cima_desktop.store import Store
from tests.unit.store.carrying import bring, carry, compared, content, set_aside, wait
from tests.unit.store.making import edit, person


def sorts(target: Store, source: Store) -> dict[str, str]:
    rows = compared(target, source.gather(target.own_have())).rows
    return {row.title: row.sort for row in rows}


def waiting_of(store: Store) -> int:
    return int(store._db.execute("SELECT count(*) FROM arrival").fetchone()[0])


def aside_of(store: Store) -> list[str]:
    return [why for (why,) in store._db.execute("SELECT why FROM aside ORDER BY n")]


def test_declined_records_never_count_and_are_told_of_when_more_comes(store: Store, other: Store) -> None:
    ana, berta = person(store, "Ana", ""), person(store, "Berta", "")
    n = bring(other, store.gather(None), declined=[berta])
    assert other.get(Person, berta) is None
    assert aside_of(other) == ["declined"]
    have = other.own_have()
    assert sum(run.size for runs in have.devices.values() for run in runs) == 1
    edit(store, berta, city="Marion")
    edit(store, ana, city="Marion")
    assert sorts(other, store) == {"Ana": "changed", "Berta": "declined"}
    other.rebuild()
    assert other.get(Person, berta) is None
    bring(other, store.gather(other.own_have()))
    assert other.need(Person, berta) == store.need(Person, berta)
    assert aside_of(other) == []
    assert content(other) == content(store)
    assert other.bundle(n).state == "done"


def test_nothing_at_all_is_accepted(store: Store, other: Store) -> None:
    who = person(store)
    n, _staged = wait(other, store.gather(None))
    other.drop_arrival(n)
    assert other.bundle(n).state == "refused"
    assert other.all(Person) == []
    assert other.bundle_records(n) == {who: ()}
    other.redo_import(n)
    assert content(other) == content(store)
    other.redo_import(n)  # there is nothing more of it
    assert content(other) == content(store)


def test_it_can_be_stopped_between_batches_and_gone_on_with(store: Store, other: Store) -> None:
    people = [person(store, f"Ana {i}", "") for i in range(6)]
    n, _staged = wait(other, store.gather(None), size=2)

    def stop(done: int, total: int) -> None:
        assert total == 6
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        other.take_in(n, [people[5]], stop)
    assert len(other.all(Person)) == 4
    assert [note.state for note in other.arrivals()] == ["taking"]
    other.take_in(n)
    assert {p.id for p in other.all(Person)} == set(people[:5])
    assert aside_of(other) == ["declined"]


def test_what_was_stopped_half_way_can_be_taken_back_whole(store: Store, other: Store) -> None:
    for i in range(4):
        person(store, f"Ana {i}", "")
    n, _staged = wait(other, store.gather(None), size=2)
    with pytest.raises(KeyboardInterrupt):
        other.take_in(n, (), _stop_at(2))
    other.undo_import(n)
    assert other.all(Person) == []
    assert waiting_of(other) == 0
    assert aside_of(other) == ["undone"] * 4
    other.redo_import(n)
    assert content(other) == content(store)


def _stop_at(number: int) -> Callable[[int, int], None]:
    def stop(done: int, _total: int) -> None:
        if done == number:
            raise KeyboardInterrupt

    return stop


def test_what_was_erased_here_stays_erased(store: Store, other: Store) -> None:
    who = person(store, "Ana", "Perdida")
    carry(store, other)
    other.erase([who], "asked")
    edit(store, who, city="Marion")
    n, _staged = wait(other, store.gather(other.own_have()))
    [row] = other.compare(n).rows
    assert row.sort == "erased"
    other.take_in(n, ())
    assert other.get(Person, who) is None
    assert other.erased(who) is not None
    assert other._db.execute("SELECT count(*) FROM change WHERE payload IS NOT NULL").fetchone()[0] == 0


def test_erasing_reaches_what_waits_and_what_is_aside(store: Store, other: Store) -> None:
    who, stays = person(store, "Ana", "Perdida"), person(store, "Berta", "")
    carry(store, other)
    edit(store, who, city="Marion", street="1 Secret Road")
    bring(other, store.gather(other.own_have()), declined=[who])
    edit(store, who, street="2 Secret Road")
    edit(store, stays, city="Marion")
    n, _staged = wait(other, store.gather(other.own_have()))
    other.note_bundle("out", bytes(16), sort="chosen", records={who: ["street"], stays: ["city"]})
    other.erase([who], "asked")
    assert other._db.execute("SELECT count(*) FROM aside WHERE payload IS NOT NULL").fetchone()[0] == 0
    raws = [raw for _i, some in other._staged_raws(n) for raw in some]
    assert [raw.payload is None for raw in raws].count(False) == 1
    other.take_in(n, ())
    assert other.need(Person, stays).city == "Marion"
    assert other.bundle_records(other.bundles("out")[0].n) == {stays: ("city",)} | {who: ()}


def test_erasing_a_field_reaches_them_too(store: Store, other: Store) -> None:
    who = person(store)
    carry(store, other)
    edit(store, who, street="1 Secret Road")
    bring(other, store.gather(other.own_have()), declined=[who])
    edit(other, who, street="3 Known Road")
    edit(store, who, street="2 Secret Road")
    wait(other, store.gather(other.own_have()))
    other.erase_fields("Erased", who, ["street"])
    assert other._db.execute("SELECT count(*) FROM aside WHERE payload IS NOT NULL").fetchone()[0] == 0
    kept = [raw for _i, some in other._staged_raws(other.arrivals()[0].n) for raw in some if raw.payload]
    assert all(b"Secret" not in raw.payload for raw in kept if raw.payload)


def test_what_a_revoked_device_says_later_goes_aside(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, known = person(store, "Ana", ""), person(store, "Berta", "")
    carry(store, other)
    frontier = frozenset(raw_id[:16] for raw_id in _ids(other))
    edit(store, who, city="Marion")
    new = person(store, "Carla", "")
    monkeypatch.setattr(Store, "revoked_frontiers", lambda _self: {store._log.device.id: frontier})
    n, _staged = wait(other, store.gather(None))
    assert {row.title: row.sort for row in other.compare(n).rows} == {"Ana": "revoked", "Carla": "revoked"}
    other.take_in(n, ())
    assert other.need(Person, who).city == ""
    assert other.get(Person, new) is None
    assert aside_of(other) == ["revoked", "revoked"]
    other.redo_import(n)
    assert other.get(Person, new) is None
    set_aside(other, _ids(other)[:1], "revoked")
    assert len(aside_of(other)) == 3
    assert {other.get(Person, who) is None, other.get(Person, known) is None} == {True, False}
    set_aside(other, [bytes(32)], "revoked")
    assert len(aside_of(other)) == 3
    assert other.check() == []


def _ids(store: Store) -> list[bytes]:
    return [i for (i,) in store._db.execute("SELECT id FROM change ORDER BY n")]
