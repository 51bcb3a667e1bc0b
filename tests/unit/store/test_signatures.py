"""One signature for many changes: each is bound by it, alone and in any order, and nothing else is."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cima_desktop.model.ids import new_id
from cima_desktop.store import Edit, Store
from cima_desktop.store.change import GROUP_SIGS, BadChangeError, Code, Op, Raw, parse
from cima_desktop.store.signatures import GROUP, Verifier, seal
from tests.unit.store.making import change, signed_by

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def signed(count: int) -> list[Raw]:
    raws = [change(Op(Code.SET, "city", f"Marion {i}"), hlc=i).raw for i in range(count)]
    return [raw._replace(sig=sig) for raw, sig in zip(raws, seal([r.header for r in raws], KEY.sign), strict=True)]


@given(st.integers(0, 3 * GROUP + 1))
def test_every_change_of_every_group_holds(count: int) -> None:
    raws = signed(count)
    verifier = Verifier(PUBLIC)
    assert all(verifier.holds(parse(raw).raw) for raw in reversed(raws))
    assert all(signed_by(raw, PUBLIC) for raw in raws)
    assert len(verifier._good) <= count // 2


def test_one_change_alone_is_signed_by_itself() -> None:
    assert [len(raw.sig) for raw in signed(1)] == [64]
    assert {len(raw.sig) for raw in signed(GROUP + 1)} == {64, 64 + 2 + 32 * 6}


@given(st.integers(2, GROUP), st.data())
def test_a_changed_bit_anywhere_breaks_it(count: int, data: st.DataObject) -> None:
    raws = signed(count)
    raw = raws[data.draw(st.integers(0, count - 1))]
    place = data.draw(st.integers(0, len(raw.sig) - 1))
    broken = bytearray(raw.sig)
    broken[place] ^= 1 << data.draw(st.integers(0, 7))
    assert not signed_by(raw._replace(sig=bytes(broken)), PUBLIC)


def test_the_proof_of_one_does_not_serve_another() -> None:
    first, second, third = signed(3)
    assert not signed_by(first._replace(sig=second.sig), PUBLIC)
    assert not signed_by(third._replace(sig=third.sig[:64] + bytes(2) + third.sig[66:]), PUBLIC)
    assert not signed_by(first, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert not signed_by(first, b"no key at all")


def test_a_place_has_one_spelling() -> None:
    first = signed(2)[0]
    assert not signed_by(first._replace(sig=first.sig[:64] + (2).to_bytes(2, "big") + first.sig[66:]), PUBLIC)


@pytest.mark.parametrize("length", [0, 63, 65, 66, 97, 99, 64 + 2 + 32 * 17])
def test_other_lengths_are_no_signatures(length: int) -> None:
    assert length not in GROUP_SIGS
    with pytest.raises(BadChangeError):
        parse(change(Op(Code.SET, "city", "Marion")).raw._replace(sig=bytes(length)))


def test_a_save_of_several_records_has_one_signature(store: Store) -> None:
    ids = [new_id() for _ in range(5)]
    store.save("Added", [Edit("person", each, {"given_names": "Ana"}) for each in ids])
    raws = store.all_changes()
    assert len({raw.sig[:64] for raw in raws}) == 1
    assert all(signed_by(raw, store.own_public_key()) for raw in raws)
    store.save_many("Added", (Edit("person", new_id(), {"given_names": "Eva"}) for _ in range(130)))
    assert len({raw.sig[:64] for raw in store.all_changes()}) == 4
    assert all(signed_by(raw, store.own_public_key()) for raw in store.all_changes())
