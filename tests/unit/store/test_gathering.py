"""What another vault lacks, from what it said it has; and what it says."""

import msgpack
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.store import Store
from cima_desktop.store import have as h
from cima_desktop.store.gathering import _runs, _unmatched
from cima_desktop.store.have import BadHaveSetError, HaveSet, Run, pack, unpack
from tests.unit.store.carrying import bring, carry
from tests.unit.store.making import edit, person, tell

RUNS = st.builds(
    lambda low, more, size, digest: Run(low, low + more, size, digest),
    st.integers(0, 2**48),
    st.integers(0, 2**16),
    st.integers(1, 2**32),
    st.binary(min_size=16, max_size=16),
)


def in_order(runs: list[Run]) -> tuple[Run, ...]:
    """Leave out the runs that begin before an earlier one ends."""
    found: list[Run] = []
    for run in sorted(runs):
        if not found or found[-1].high < run.low:
            found.append(run)
    return tuple(found)


HAVES = st.builds(
    HaveSet, st.dictionaries(st.binary(min_size=16, max_size=16), st.lists(RUNS, max_size=4).map(in_order), max_size=4)
)


@given(HAVES)
def test_what_is_said_is_read_back(have: HaveSet) -> None:
    assert unpack(pack(have)) == have


@given(st.binary(max_size=200))
def test_garbage_is_refused_with_one_error(data: bytes) -> None:
    with pytest.raises(BadHaveSetError):
        unpack(data)


DEVICE = b"d" * 16
DIGEST = b"x" * 16


@pytest.mark.parametrize(
    "value",
    [
        [2, []],
        [True, []],
        [1],
        [1, {}],
        [1, [[DEVICE]]],
        [1, [[b"short", []]]],
        [1, [[DEVICE, {}]]],
        [1, [[DEVICE, [[1, 2, 3]]]]],
        [1, [[DEVICE, [[2, 1, 3, DIGEST]]]]],
        [1, [[DEVICE, [[-1, 1, 3, DIGEST]]]]],
        [1, [[DEVICE, [[1, 2**64 - 1, -3, DIGEST]]]]],
        [1, [[DEVICE, [[1, 2, 0, DIGEST]]]]],
        [1, [[DEVICE, [[1, 2, 2**33, DIGEST]]]]],
        [1, [[DEVICE, [[1, 2, True, DIGEST]]]]],
        [1, [[DEVICE, [[1, 2, 3, b"short"]]]]],
        [1, [[DEVICE, [[1, 4, 3, DIGEST], [4, 9, 3, DIGEST]]]]],
        [1, [[DEVICE, []], [DEVICE, []]]],
        [1, [[b"e" * 16, []], [DEVICE, []]]],
        [1, [[i.to_bytes(16, "big"), []] for i in range(h.MOST_DEVICES + 1)]],
        [1, [[DEVICE, [[1, 2, 3, DIGEST]] * (h.MOST_RUNS + 1)]]],
    ],
)
def test_a_hostile_statement_is_refused(value: object) -> None:
    with pytest.raises(BadHaveSetError):
        unpack(msgpack.packb(value))


def test_only_what_is_lacking_is_gathered(store: Store, other: Store) -> None:
    first, second = person(store), person(store, "Ana")
    assert store.gather_count(None) == (2, 2)
    carry(store, other)
    assert list(store.gather(other.own_have())) == []
    edit(store, first, city="Marion")
    assert store.lacking(other.own_have()) == [first]
    assert store.lacking(other.own_have(), [second]) == []
    assert store.lacking(other.own_have(), []) == []
    assert store.gather_count(other.own_have()) == (1, 1)
    assert [raw.header for raw in store.gather(None, [second])] == [raw.header for raw in store.all_changes(second)]


def test_a_run_that_differs_is_sent_again_whole(store: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cima_desktop.store.gathering.RUN", 4)
    people = [person(store, f"Ana {i}") for i in range(10)]
    declined = people[5]
    bring(other, store.gather(None), declined=[declined])
    have = other.own_have()
    assert [len(runs) for runs in have.devices.values()] == [3]
    lacking = store.lacking(have)
    assert declined in lacking
    assert len(lacking) == 5  # the run with the hole in it
    assert {run.size for run in have.devices[next(iter(have.devices))]} == {4, 1}


def test_equal_stamps_are_never_in_two_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    stamps, ids = [1, 2, 2, 2, 3], [bytes([i]) * 32 for i in range(5)]
    monkeypatch.setattr("cima_desktop.store.gathering.RUN", 2)
    runs = list(_runs(stamps, ids))
    assert [(run.low, run.high, run.size) for run in runs] == [(1, 2, 4), (3, 3, 1)]
    assert _unmatched((stamps, ids, [10, 11, 12, 13, 14]), runs) == []
    forged = [runs[0]._replace(digest=bytes(16)), runs[1]]
    assert _unmatched((stamps, ids, [10, 11, 12, 13, 14]), forged) == [10, 11, 12, 13]


def test_names_of_authors_go_along_and_only_true_ones_are_learned(store: Store, other: Store) -> None:
    who = person(store)
    names = store.author_names()
    assert list(names.values()) == ["Lucía Ejemplo"]
    assert store.author_names([who]) == names
    assert store.author_names([]) == {}
    tell(store, other)
    actor = next(iter(names))
    other.meta_set("actor:" + actor.hex(), "")
    other._vault.db.execute("DELETE FROM meta WHERE key = ?", ("actor:" + actor.hex(),))
    other.learn_names({actor: "Somebody Else"})
    assert other.history(who)[0].who == ""
    other.learn_names({bytes(16): "x" * 500})
    other.learn_names(names)
    assert other.history(who)[0].who == "Lucía Ejemplo"
    other.learn_names(names)
    assert other.author_names() == names


def test_devices_and_a_signature_of_this_vault(store: Store) -> None:
    assert store.signing_devices() == []
    who = person(store)
    assert store.signing_devices() == store.signing_devices([who])
    assert len(store.signing_devices()) == 1
    Ed25519PublicKey.from_public_bytes(store.own_public_key()).verify(store.sign(b"domain\0data"), b"domain\0data")
