"""A revocation is what its signer said, whole and unchanged, or it is refused."""

import hashlib

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cima_desktop.exchange import canonical, revocations
from cima_desktop.exchange.revocations import Facts, RevocationError
from tests.unit.exchange.card_making import NOVEMBER, card, key, public, revocation, signed_revocation

DEVICE = bytes(range(16))
IDS = tuple(hashlib.sha256(bytes([n])).digest() for n in range(5))
BODY = [public(), DEVICE, NOVEMBER, "lost", b"".join(sorted(change[:16] for change in IDS))]


def changed(place: int, value: object) -> list[object]:
    return [*BODY[:place], value, *BODY[place + 1 :]]


def test_a_statement_says_what_it_was_made_of() -> None:
    told = revocation(1, DEVICE, (*IDS, IDS[0]))
    assert revocations.parse(told.raw) == told
    assert told.signer == card(1).device
    assert (told.device, told.reason, told.made_ms) == (DEVICE, "lost", NOVEMBER)
    assert told.frontier == frozenset(change[:16] for change in IDS)
    assert told.id != revocation(2, DEVICE, IDS).id
    assert told.raw == signed_revocation(BODY)


def test_very_many_changes_take_several_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocations, "MOST_CHANGES", 2)
    facts = Facts(public=public(), device=DEVICE, made_ms=NOVEMBER, reason="left", changes=IDS)
    told = revocations.make(facts, key().sign)
    assert [len(each.frontier) for each in told] == [2, 2, 1]
    assert frozenset().union(*(each.frontier for each in told)) == frozenset(change[:16] for change in IDS)
    empty = revocations.make(attrs.evolve(facts, changes=()), key().sign)
    assert [each.frontier for each in empty] == [frozenset()]


def test_the_largest_statement_fits_into_an_object() -> None:
    ids = b"".join(n.to_bytes(16, "big") for n in range(revocations.MOST_CHANGES))
    raw = signed_revocation(changed(4, ids))
    assert len(revocations.parse(raw).frontier) == revocations.MOST_CHANGES
    assert len(raw) <= 1024 * 1024


@pytest.mark.parametrize(
    "body",
    [
        changed(0, b"short"),
        changed(1, bytes(15)),
        changed(1, "x" * 16),
        changed(2, -1),
        changed(3, "because"),
        changed(3, ["lost"]),
        changed(3, b"lost"),
        changed(4, bytes(15)),
        changed(4, bytes(32)),
        changed(4, bytes(16) + b"\xff" * 16 + b"\x01" * 16),
        changed(4, "x" * 16),
        changed(4, b"".join(n.to_bytes(16, "big") for n in range(revocations.MOST_CHANGES + 1))),
        BODY[:4],
    ],
)
def test_what_somebody_signs_is_still_looked_at(body: object) -> None:
    with pytest.raises(RevocationError):
        revocations.parse(signed_revocation(body))


def test_another_signer_another_version_and_other_things() -> None:
    for raw in (
        signed_revocation(BODY, 2),
        signed_revocation(BODY, version=2),
        canonical.pack(["revoked", 1, 5, bytes(64)]),
        canonical.pack(["revoked", 1, canonical.pack(BODY), b""]),
        card().raw,
        b"",
    ):
        with pytest.raises(RevocationError):
            revocations.parse(raw)


@settings(max_examples=200)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_bit_can_be_turned(at: int, bit: int) -> None:
    raw = bytearray(revocation(1, DEVICE, IDS).raw)
    raw[at % len(raw)] ^= 1 << bit
    with pytest.raises(RevocationError):
        revocations.parse(bytes(raw))
