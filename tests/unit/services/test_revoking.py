"""A vault that is lost: what is said, who is asked, and what nobody can do to another (Y13)."""

import pytest

from cima_desktop.exchange import cards, words
from cima_desktop.exchange.reading import Standing
from cima_desktop.exchange.revocations import RevocationError
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import new_id
from cima_desktop.services import comparing, own_card, peers, revoking
from cima_desktop.services.peers import RevokedCardError
from cima_desktop.services.revoking import NoReasonError
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, Store, Trust, steps
from cima_desktop.store.device import device_id
from cima_desktop.vault import TESTING_COST, create_vault
from tests.unit.exchange.card_making import card, follows, public, revocation


def checked(session: Session, number: int) -> bytes:
    """Take in a card and compare it."""
    peer = peers.add_card(session, cards.as_text(card(number))).peer
    comparing.compare(session, peer.id, "qr", words.qr_text(card(number).fingerprint))
    return peer.id


def test_a_revoked_vault_stays_out(session: Session) -> None:
    device = checked(session, 2)
    assert revoking.statements(session) == []
    revoking.revoke(session, device, "stolen")
    peer = session.store.peer(device)
    assert (peer.trust, peer.receives) == (Trust.REVOKED, False)
    assert peers.standing(session)(device, public(2)) is Standing.REVOKED
    assert len(revoking.statements(session)) == 1
    with pytest.raises(RevokedCardError):
        peers.add_card(session, cards.as_text(card(2, made_ms=1_900_000_000_000)))
    peers.know_cards(session, [card(2, made_ms=1_900_000_000_000).raw], device)
    assert session.store.peer(device).trust is Trust.REVOKED
    heir = peers.add_card(session, cards.as_text(card(3, follows=follows(2, 3)))).peer
    assert (heir.trust, heir.introduced_by) == (Trust.SEEN, b"")
    peers.forget_card(session, device)
    assert session.store.peer(device).trust is Trust.REVOKED
    assert "peer_revoked" in [deed.what for deed in session.store.deeds()]


def test_a_reason_and_a_known_vault_are_needed(session: Session) -> None:
    device = checked(session, 2)
    with pytest.raises(NoReasonError):
        revoking.revoke(session, device, "")
    with pytest.raises(NotFoundError):
        revoking.revoke(session, bytes(16), "lost")
    assert session.store.peer(device).trust is Trust.CHECKED


def test_what_a_colleague_says_is_asked(session: Session) -> None:
    colleague, other = checked(session, 2), checked(session, 3)
    told = revocation(2, other)
    assert revoking.hear(session, [told.raw, card(2).raw]) == 1
    assert revoking.hear(session, [told.raw]) == 0
    assert revoking.is_asked(session)
    (asked,) = revoking.asked(session)
    assert (asked.device, asked.signer, asked.reason, asked.about_us, asked.outside) == (
        other,
        colleague,
        "lost",
        False,
        0,
    )
    assert (asked.name, asked.signer_name) == ("Lucía Ejemplo · Mesa 1", "Lucía Ejemplo · Mesa 1")
    assert session.store.peer(other).trust is Trust.CHECKED
    revoking.refuse(session, other, colleague)
    assert revoking.asked(session) == []
    assert not revoking.is_asked(session)
    for decide in (revoking.follow, revoking.refuse):
        with pytest.raises(NotFoundError):
            decide(session, other, colleague)
    assert session.store.peer(other).trust is Trust.CHECKED


def test_following_puts_aside_what_the_colleague_does_not_vouch_for(session: Session) -> None:
    colleague = checked(session, 2)
    with create_vault(session.folder.parent / "there", "a passphrase for tests only", "Beto", TESTING_COST,
                      steps=steps()).vault as vault:  # fmt: skip
        there = Store(vault)
        add_person(there, "Ana")
        honest = there.changes_of_device(device_id(there.own_public_key()))
        add_person(there, "Eva")
        device = session.store.know_device(there.own_public_key(), "")
        assert session.store.import_changes(there.all_changes()).refused == 0
    told = revocation(2, device, tuple(honest))
    assert revoking.hear(session, [told.raw]) == 1
    (asked,) = revoking.asked(session)
    assert (asked.outside, asked.name) == (1, peers.name_of(session.store.peer(device)))
    assert len(revoking.follow(session, device, colleague).ids) == 1
    assert session.store.changes_of_device(device) == honest
    assert session.store.peer(device).trust is Trust.REVOKED
    assert revoking.statements(session) == [told.raw]


def add_person(store: Store, name: str) -> None:
    store.save("Added", [Edit("person", new_id(), {"given_names": name, "paternal_surname": "Prueba"})])


def test_who_is_not_checked_is_not_heard(session: Session) -> None:
    other = checked(session, 3)
    peers.add_card(session, cards.as_text(card(2)))
    assert revoking.hear(session, [revocation(2, other).raw, revocation(4, other).raw]) == 0
    with pytest.raises(RevocationError):
        revoking.hear(session, [revocation(2, other).raw[:-1] + b"\0"])
    revoking.revoke(session, other, "left")
    assert revoking.hear(session, [revocation(3, card(2).device).raw]) == 0
    assert revoking.asked(session) == []


def test_nobody_makes_a_vault_distrust_itself(session: Session) -> None:
    colleague = checked(session, 2)
    own = cards.parse(own_card.own_card(session)).device
    revoking.hear(session, [revocation(2, own).raw])
    (asked,) = revoking.asked(session)
    assert (asked.about_us, asked.outside) == (True, 0)
    revoking.follow(session, own, colleague)
    assert session.store.revoked_frontiers() == {}
    revoking.refuse(session, own, colleague)
    assert revoking.asked(session) == []


def test_a_vault_that_is_not_known_here_can_be_revoked_before_it_is(session: Session) -> None:
    colleague = checked(session, 2)
    stranger = card(5).device
    revoking.hear(session, [revocation(2, stranger).raw])
    (asked,) = revoking.asked(session)
    assert asked.name == stranger.hex()[:8]
    revoking.follow(session, stranger, colleague)
    with pytest.raises(RevokedCardError):
        peers.add_card(session, cards.as_text(card(5)))


def test_whom_a_revoked_vault_introduced_waits_until_words_are_compared(session: Session) -> None:
    lost, colleague = checked(session, 2), checked(session, 3)
    peers.know_cards(session, [card(4).raw, card(5).raw, card(6).raw], lost)
    peers.know_cards(session, [card(7).raw], colleague)
    friends = [device_id(public(number)) for number in (4, 5, 6, 7)]
    comparing.compare(session, friends[1], "qr", words.qr_text(card(5).fingerprint))
    assert revoking.introduced_by(session, lost) == []
    revoking.revoke(session, lost, "stolen")
    trust = [session.store.peer(each).trust for each in friends]
    assert trust == [Trust.SIGNS, Trust.CHECKED, Trust.SIGNS, Trust.INTRODUCED]
    assert {each.id for each in revoking.introduced_by(session, lost)} == {friends[0], friends[2]}
    assert peers.standing(session)(friends[0], public(4)) is Standing.UNKNOWN
    assert not session.store.peer(friends[0]).receives
    # Somebody else may introduce one of them anew, and a person may take in a card and compare.
    peers.know_cards(session, [card(4, made_ms=1_900_000_000_000).raw], colleague)
    assert session.store.peer(friends[0]).introduced_by == colleague
    assert session.store.peer(friends[0]).trust is Trust.INTRODUCED
    comparing.compare(session, friends[2], "qr", words.qr_text(card(6).fingerprint))
    assert revoking.introduced_by(session, lost) == []
