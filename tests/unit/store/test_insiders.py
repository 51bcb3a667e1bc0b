"""A taste of the torture run: changes that an insider signs, very many at once, and lies about what is there."""

import random
from pathlib import Path

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.model.ids import new_id
from cima_desktop.store import HaveSet, Store
from cima_desktop.store.change import MAX_OPS, Body, Code, Op, Ref, make, read_stored
from cima_desktop.store.have import BadHaveSetError, Run, pack, unpack
from tests.torture import insiders
from tests.torture.bundles import spoilt
from tests.torture.insiders import DEVICE, KEY
from tests.unit.store.carrying import bring, wait
from tests.unit.store.making import NOON, change, edit, no_signature, person, sealed

MILLION = 1_000_000


def test_changes_of_an_insider_are_refused_or_can_be_taken_back(tmp_path: Path) -> None:
    figures = insiders.fuzz(tmp_path, 40)
    assert min(figures["refused"], figures["taken"]) > 9


def test_many_people_at_once_take_little_memory(tmp_path: Path) -> None:
    assert insiders.large_import(tmp_path, 2500)["most MiB"] < insiders.MOST_MIB_LARGE


def test_the_largest_change_there_can_be(store: Store) -> None:
    store.know_device(KEY.public_key().public_bytes_raw(), "an insider")
    who = person(store)
    first = store.all_changes(who)[0]
    preds = (Ref(change().id, 0), Ref(make(_body(who, ()), no_signature).id, MAX_OPS - 1))
    ops = tuple(Op(Code.SET, "aliases", f"{n:03d}" + "😀" * 100, tuple(sorted(preds))) for n in range(MAX_OPS))
    huge = sealed(make(_body(who, ops), no_signature), KEY)
    n, staged = wait(store, [huge, first])
    assert (staged.kept, staged.known) == (1, 1)
    store.take_in(n, ())
    assert len(store.snapshot(who).record.aliases) == MAX_OPS  # type: ignore[attr-defined]
    assert store.check() == []


def _body(who: str, ops: tuple[Op, ...]) -> Body:
    return Body(bytes.fromhex(who), DEVICE, 2**64 - 1, (), bytes(16), "person", ops)


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_a_spoilt_statement_is_refused_or_means_more_is_sent(chance: random.Random) -> None:
    have = HaveSet({bytes([n]) * 16: tuple(Run(10 * i, 10 * i + 5, 3, bytes(16)) for i in range(4)) for n in range(3)})
    data = spoilt(pack(have), chance)
    try:
        made = unpack(data)
    except BadHaveSetError:
        return
    assert pack(made) == data


def test_statements_that_lie_make_nobody_miss_anything(store: Store) -> None:
    people = [person(store, f"Ana {n}") for n in range(3)]
    device = store._log.device.id
    edit(store, people[0], city="Marion")
    size = len(store.all_changes())
    for runs in (
        (Run(0, 2**64 - 1, size, bytes(16)),),
        (Run(0, 2**64 - 1, 2**32, bytes(16)),),
        tuple(Run(2 * n, 2 * n + 1, 1, bytes(16)) for n in range(60_000)),
        (Run(int(NOON), int(NOON), 1, bytes(16)),),
    ):
        assert store.gather_count(unpack(pack(HaveSet({device: runs, bytes(16): runs[:1]}))))[0] == size


def test_a_statement_of_a_million_devices_is_refused_at_once() -> None:
    data = msgpack.packb([1, [[bytes(16), []]] * MILLION])
    with pytest.raises(BadHaveSetError):
        unpack(data)


def test_everything_odd_that_somebody_may_write_arrives_as_it_is(store: Store, other: Store) -> None:  # 25
    odd = ("", "é", "e\u0301", "\u202eرضا\u202c", "😀👩‍👩‍👧", "\0", "\r\n\t", "\ufeff", "x" * 4000, "’“”", "\U0010ffff")
    who = new_id()
    raws = [
        sealed(
            make(
                Body(bytes.fromhex(who), store._log.device.id, n, (), bytes(16), "person",
                     (Op(Code.SET, "aliases", text), Op(Code.SET, f"newer_{n}", text))), no_signature,
            ),
            store._log.device.key,
        )
        for n, text in enumerate(odd)
    ]  # fmt: skip
    bring(store, raws)
    bring(other, store.gather(None))
    assert sorted(other.all_changes(who)) == sorted(raws)
    assert [read_stored(raw).ops[0].value for raw in other.all_changes(who)] == list(odd)
    assert store.check() + other.check() == []
