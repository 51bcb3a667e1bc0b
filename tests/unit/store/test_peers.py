"""What the store knows of peers: cards, trust, keys for receiving, and whom nobody trusts any more."""

from collections.abc import Callable
from datetime import timedelta

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.exchange.signing import is_signed
from cima_desktop.model.errors import NotFoundError
from cima_desktop.store import BadHaveSetError, HaveSet, NewCard, Store, Trust
from cima_desktop.store.device import device_id, fingerprint, succession_text
from cima_desktop.store.have import pack
from cima_desktop.store.peers import CHOSEN
from tests.unit.store.making import NOON, Hands

YEAR = timedelta(days=365)


def public(number: int) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key().public_bytes_raw()


def new_card(number: int = 1, **changed: object) -> NewCard:
    facts = {"card": b"card", "box": "age1box", "person": "Rosa Prueba", "label": "Mesa 2", **changed}
    return NewCard(public=public(number), **facts)  # type: ignore[arg-type]


def test_a_card_makes_a_peer(store: Store) -> None:
    assert store.peers() == []
    peer = store.keep_card(new_card(), Trust.SEEN)
    assert store.peers() == [peer] == [store.peer(peer.id)]
    assert (peer.person, peer.label, peer.box, peer.card) == ("Rosa Prueba", "Mesa 2", "age1box", b"card")
    assert (peer.trust, peer.scope, peer.introduced_by, peer.have) == (Trust.SEEN, "all", b"", None)
    assert (peer.checked_at, peer.checked_by, peer.checked_how, peer.revoked_at) == (None, "", "", None)
    assert peer.fingerprint == fingerprint(public(1))
    assert peer.receives
    with pytest.raises(NotFoundError):
        store.peer(bytes(16))


def test_a_card_never_lowers_trust_and_a_key_alone_is_no_peer(store: Store) -> None:
    device = store.know_device(public(1), "")
    assert store.peers() == []
    assert store.peer(device).trust is Trust.SIGNS
    assert not store.peer(device).receives
    assert store.keep_card(new_card(), Trust.SIGNS).trust is Trust.SIGNS
    assert store.keep_card(new_card(), Trust.INTRODUCED, b"i" * 16).introduced_by == b"i" * 16
    assert store.keep_card(new_card(person="Rosa P."), Trust.SEEN, b"j" * 16).trust is Trust.INTRODUCED
    again = store.peer(device)
    assert (again.introduced_by, again.person) == (b"i" * 16, "Rosa P.")


def test_who_compared_and_when_is_kept(store: Store) -> None:
    device = store.keep_card(new_card(), Trust.SEEN).id
    peer = store.note_checked(device, "words")
    assert (peer.trust, peer.checked_how, peer.checked_by) == (Trust.CHECKED, "words", "Lucía Ejemplo")
    assert peer.checked_at is not None
    assert store.keep_card(new_card(box="age1new"), Trust.SIGNS).trust is Trust.CHECKED
    back = store.take_check_back(device)
    assert (back.trust, back.checked_how, back.checked_by, back.checked_at) == (Trust.SEEN, "", "", None)
    assert store.take_check_back(device).trust is Trust.SEEN


def test_a_card_can_be_let_go_of(store: Store) -> None:
    device = store.keep_card(new_card(), Trust.SEEN).id
    store.note_checked(device, "qr")
    store.note_have(device, pack(HaveSet()), 5)
    store.forget_card(device)
    assert store.peers() == []
    left = store.peer(device)
    assert (left.trust, left.card, left.person, left.have, left.checked_at) == (Trust.SIGNS, b"", "", None, None)


def test_what_a_peer_says_it_has_counts_as_it_arrives(store: Store) -> None:
    device = store.keep_card(new_card(), Trust.SEEN).id
    said = HaveSet({})
    store.note_have(device, pack(said), int(NOON * 1000))
    store.note_have(device, pack(said), 7)
    peer = store.peer(device)
    assert peer.have == said
    assert peer.have_at is not None
    assert peer.have_at.timestamp() == 0.007
    with pytest.raises(BadHaveSetError):
        store.note_have(device, b"rubbish", 8)
    store.set_scope(device, CHOSEN)
    assert store.peer(device).scope == CHOSEN


def test_the_own_card_and_those_of_others_for_a_bundle(store: Store) -> None:
    assert (store.own_card(), store.own_follows(), store.own_names(), store.own_fingerprints()) == (
        b"",
        b"",
        ("", ""),
        [],
    )
    first = store.own_public_key()
    assert (store.own_card(), store.own_follows()) == (b"", b"")
    store.keep_own_card(NewCard(card=b"mine", public=first, box="age1mine", person="Lucía", label="Casa"))
    assert store.own_card() == b"mine"
    assert store.own_names() == ("Lucía", "Casa")
    with pytest.raises(NotFoundError):
        store.keep_card(NewCard(card=b"x", public=first, box="", person="", label=""), Trust.CHECKED)
    assert store.own_card() == b"mine"
    store.begin_new_device()
    assert store.own_card() == b""
    assert store.own_names() == ("Lucía", "Casa")
    store.keep_card(new_card(1), Trust.SEEN)
    store.know_device(public(2), "")
    asked = [device_id(first), device_id(public(1)), device_id(public(2)), bytes(16)]
    now = store.own_public_key()
    assert set(store.cards_of([*asked, device_id(now)])) == {
        (first, b"mine"),
        (public(1), b"card"),
        (public(2), b""),
    }
    assert store.own_fingerprints() == [fingerprint(now), fingerprint(first)]
    assert store.own_devices() == {device_id(now), device_id(first)}


def test_a_new_device_follows_the_old_one_and_receives_with_a_new_key(store: Store) -> None:
    first = store.own_public_key()
    box = store.own_box()
    store.begin_new_device()
    second = store.own_public_key()
    follows = store.own_follows()
    assert follows[:32] == first
    assert is_signed(first, follows[32:], succession_text(first, second))
    assert store.own_box() != box
    assert len(store.own_boxes()) == 2


def test_keys_for_receiving(store: Store, hands: Hands) -> None:
    first = store.own_box()
    assert store.own_box() == first
    hands.seconds += 1
    second = store.change_box()
    assert store.own_box() == second != first
    secrets = store.own_boxes()
    publics = [str(pyrage.x25519.Identity.from_str(secret).to_public()) for secret in secrets]
    assert publics == [second.public, first.public]
    assert (store.old_boxes(YEAR), store.destroy_boxes(YEAR)) == (0, 0)
    hands.seconds += YEAR.total_seconds() - 10
    assert store.old_boxes(YEAR) == 0
    hands.seconds += 20
    assert store.old_boxes(YEAR) == 1
    third = store.change_box()
    assert store.destroy_boxes(YEAR) == 1
    assert [str(pyrage.x25519.Identity.from_str(secret).to_public()) for secret in store.own_boxes()] == [
        third.public,
        second.public,
    ]
    assert store.now_ms() >= int(NOON * 1000)


def test_a_clock_at_its_beginning_retires_a_key_all_the_same(new_store: Callable[[str], Store], hands: Hands) -> None:
    hands.seconds = -1.0
    store = new_store("early")
    first = store.own_box()
    assert store.change_box() != first
    assert store.own_box() != first
