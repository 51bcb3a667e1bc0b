"""From a card to a file that only the right person opens, before and after keys change hands."""

import io
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from cima_desktop.exchange import cards
from cima_desktop.exchange.bundle import Bundle, Header, Objects, open_bundle, write_bundle
from cima_desktop.exchange.errors import NotForYouError, RevokedSenderError, UnknownSenderError
from cima_desktop.services import comparing, own_card, peers, revoking
from cima_desktop.services.session import Session
from cima_desktop.store import Trust, steps
from cima_desktop.vault import TESTING_COST, create_vault
from tests.unit.exchange.card_making import card


@pytest.fixture
def two(session: Session, tmp_path: Path) -> Sequence[Session]:
    """Return two vaults; the second has the card of the first, compared."""
    made = create_vault(tmp_path / "rosa", "a passphrase for tests only", "Rosa", TESTING_COST, steps=steps())
    rosa = Session(made.vault, today=session.today)
    device = peers.add_card(rosa, own_card.card_text(session)).peer.id
    comparing.compare(rosa, device, "qr", own_card.mine(session).qr)
    peers.add_card(session, own_card.card_text(rosa))
    return session, rosa


def bundle(sender: Session, receiver: Session, devices: Sequence[bytes] = ()) -> bytes:
    """Make a file with nothing but what every file begins with, for the card that the sender has of the receiver."""
    mine = own_card.present_card(sender)
    peer = sender.store.peer(own_card.present_card(receiver).device)
    header = Header(
        bundle_id=bytes(16),
        sender=mine.device,
        sender_key=mine.public,
        recipients=(peer.fingerprint,),
        made_ms=mine.made_ms,
        sort="delta",
        purpose="peer",
        program="test",
        changes=0,
        pieces=0,
        size=0,
    )
    objects = Objects((*peers.cards_of(sender, devices), *revoking.statements(sender)))
    out = io.BytesIO()
    write_bundle(out, header, [peer.box], sender.store.sign, [objects])
    return out.getvalue()


def opened(receiver: Session, data: bytes) -> Bundle:
    store = receiver.store
    return open_bundle(io.BytesIO(data), store.own_boxes(), store.own_fingerprints(), peers.standing(receiver))


def take_in(receiver: Session, data: bytes) -> None:
    items: list[bytes] = []
    found = opened(receiver, data)
    found.read(lambda section: items.extend(getattr(section, "items", ())))
    peers.know_cards(receiver, items, found.header.sender)
    revoking.hear(receiver, items)


def test_a_file_for_a_card_is_opened_by_its_owner(two: Sequence[Session]) -> None:
    lucia, rosa = two
    take_in(rosa, bundle(lucia, rosa))
    peers.forget_card(rosa, own_card.present_card(lucia).device)
    with pytest.raises(UnknownSenderError):
        opened(rosa, bundle(lucia, rosa))


def test_a_stick_that_comes_late_is_opened_until_its_key_is_destroyed(
    two: Sequence[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    lucia, rosa = two
    late = bundle(lucia, rosa)
    own_card.change_key(rosa)
    opened(rosa, late)
    monkeypatch.setattr(own_card, "KEPT_FOR", timedelta(0))
    own_card.change_key(rosa)
    with pytest.raises(NotForYouError):
        opened(rosa, late)


def test_a_new_card_goes_along_with_the_next_file(two: Sequence[Session]) -> None:
    lucia, rosa = two
    own_card.change_key(lucia)
    take_in(rosa, bundle(lucia, rosa))
    known = rosa.store.peer(own_card.present_card(lucia).device)
    assert known.box == own_card.present_card(lucia).box
    assert known.trust is Trust.CHECKED


def test_a_restored_vault_is_introduced_by_the_one_it_was(two: Sequence[Session]) -> None:
    lucia, rosa = two
    before = own_card.present_card(lucia)
    late = bundle(rosa, lucia)
    lucia.store.begin_new_device()
    after = own_card.present_card(lucia)
    assert after.device != before.device
    opened(lucia, late)  # made for the device it was
    with pytest.raises(UnknownSenderError):
        opened(rosa, bundle(lucia, rosa))
    added = peers.add_card(rosa, own_card.card_text(lucia)).peer
    assert (added.trust, added.introduced_by) == (Trust.INTRODUCED, before.device)
    take_in(rosa, bundle(lucia, rosa, [before.device]))


@pytest.mark.parametrize("decide", [revoking.follow, revoking.refuse])
def test_a_revocation_travels_and_is_asked(
    two: Sequence[Session], decide: Callable[[Session, bytes, bytes], object]
) -> None:
    lucia, rosa = two
    lost = card(7)
    for each in two:
        peers.add_card(each, cards.as_text(lost))
    revoking.revoke(lucia, lost.device, "stolen")
    take_in(rosa, bundle(lucia, rosa))
    assert rosa.store.peer(lost.device).trust is Trust.SEEN
    (asked,) = revoking.asked(rosa)
    assert (asked.device, asked.reason) == (lost.device, "stolen")
    decide(rosa, asked.device, asked.signer)
    is_followed = decide is revoking.follow
    assert (rosa.store.peer(lost.device).trust is Trust.REVOKED) == is_followed
    assert bool(revoking.statements(rosa)) == is_followed


def test_nothing_of_a_revoked_sender_is_opened(two: Sequence[Session]) -> None:
    lucia, rosa = two
    revoking.revoke(rosa, own_card.present_card(lucia).device, "lost")
    with pytest.raises(RevokedSenderError):
        opened(rosa, bundle(lucia, rosa))
