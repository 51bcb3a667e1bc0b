"""Cards given and taken, words compared, and who introduces whom; as two coordinators would do it."""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cima_desktop.exchange import bare_keys, cards, words
from cima_desktop.exchange.cards import CardError, CardNameError, DamagedCardError
from cima_desktop.exchange.reading import Standing
from cima_desktop.exchange.words import NoQrTextError, WordsError
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.services import comparing, own_card, peer_papers, peers, revoking
from cima_desktop.services.comparing import QR, VOICE, WORDS, NotComparableError
from cima_desktop.services.helper_end import HelperCopyReadOnlyError
from cima_desktop.services.own_card import CardNotSavedError, PracticePeersError
from cima_desktop.services.peers import CardFileError, OlderCardError, OwnCardError
from cima_desktop.services.session import Session, open_practice
from cima_desktop.store import Edit, Trust, steps
from cima_desktop.store.clock import Clock
from cima_desktop.store.device import device_id
from cima_desktop.vault import TESTING_COST, create_vault
from tests.pdf_text import squeezed, whole
from tests.unit.exchange.card_making import NOVEMBER, card, follows, public, signed_card

Open = Callable[[str], Session]


@pytest.fixture
def new_session(tmp_path: Path) -> Iterator[Open]:
    """Return a way to open vaults, each of a coordinator of that name."""
    made: list[Session] = []

    def open_one(name: str) -> Session:
        vault = create_vault(tmp_path / name, "a passphrase for tests only", name, TESTING_COST, steps=steps()).vault
        made.append(Session(vault, today=lambda: date(2026, 11, 21)))
        return made[-1]

    yield open_one
    for each in made:
        each.close()


def test_two_coordinators_know_each_other(new_session: Open, tmp_path: Path) -> None:
    lucia, rosa = new_session("Lucía"), new_session("Rosa")
    own_card.save_card(lucia, tmp_path / "lucia.cima-card")
    added = peers.add_card_file(rosa, tmp_path / "lucia.cima-card")
    assert added.is_new
    assert (added.peer.person, added.peer.trust) == ("Lucía", Trust.SEEN)
    shown = own_card.mine(lucia)
    assert peers.standing(rosa)(shown.card.device, shown.card.public) is Standing.KNOWN
    compared = comparing.compare(rosa, added.peer.id, VOICE, " ".join(shown.words["es"]))
    assert compared.is_same
    assert (compared.peer.trust, compared.peer.checked_by, compared.peer.checked_how) == (Trust.CHECKED, "Rosa", VOICE)
    assert [deed.what for deed in rosa.store.deeds()] == ["peer_checked", "card_came"]
    assert [deed.what for deed in lucia.store.deeds()] == ["card_left"]
    again = peers.add_card(rosa, own_card.card_text(lucia))
    assert (again.is_new, again.has_new_key, again.peer.trust) == (False, False, Trust.CHECKED)


def test_the_card_is_the_same_until_something_on_it_changes(session: Session) -> None:
    first = own_card.own_card(session)
    assert own_card.own_card(session) == first
    assert cards.parse(first).person == "Prueba"
    named = own_card.rename(session, " Lucía  Ejemplo ", "Casa")
    assert (named.person, named.label) == ("Lucía Ejemplo", "Casa")
    assert named.replaces(cards.parse(first))
    assert named.previous == cards.parse(first).id
    with pytest.raises(CardNameError):
        own_card.rename(session, " \u2800 ", "")
    assert own_card.own_card(session) == named.raw
    session.store.begin_new_device()
    new = own_card.present_card(session)
    assert (new.person, new.label, new.previous) == ("Lucía Ejemplo", "Casa", b"")
    assert new.follows is not None
    assert device_id(new.follows.public) == named.device


def test_a_clock_that_goes_back_keeps_no_card_back(session: Session) -> None:
    clock = [2_000_000_000.0]
    session.store._clock = Clock(lambda: clock[0])
    first = own_card.present_card(session)
    clock[0] = 1_000_000_000.0
    assert own_card.rename(session, "Lucía", "").made_ms == first.made_ms + 1


def test_a_new_key_needs_no_new_comparison(new_session: Open) -> None:
    lucia, rosa = new_session("Lucía"), new_session("Rosa")
    clock = [1_795_260_000.0]
    lucia.store._clock = Clock(lambda: clock[0])
    lucia.today = lambda: date.fromtimestamp(clock[0])
    assert not own_card.is_key_due(lucia)
    old = own_card.mine(lucia)
    device = peers.add_card(rosa, own_card.card_text(lucia)).peer.id
    comparing.compare(rosa, device, QR, old.qr)
    clock[0] += timedelta(days=184).total_seconds()
    assert own_card.is_key_due(lucia)
    assert own_card.mine(lucia).is_due
    assert own_card.change_key(lucia) == 0
    assert not own_card.is_key_due(lucia)
    new = own_card.mine(lucia)
    assert (new.words, new.qr) == (old.words, old.qr)
    assert new.card.box != old.card.box
    added = peers.add_card(rosa, own_card.card_text(lucia))
    assert (added.has_new_key, added.peer.trust, added.peer.box) == (True, Trust.CHECKED, new.card.box)
    with pytest.raises(OlderCardError):
        peers.add_card(rosa, cards.as_text(old.card))
    assert rosa.store.peer(device).box == new.card.box
    clock[0] += timedelta(days=366).total_seconds()
    assert own_card.mine(lucia).old_keys == 1
    assert own_card.change_key(lucia) == 1
    assert len(lucia.store.own_boxes()) == 2


def test_what_is_no_card_is_refused(session: Session, tmp_path: Path) -> None:
    for given in ("", "hello", b"\xff" * 100_000, cards.as_text(card()).replace("BEGIN", "BEGI")):
        with pytest.raises(CardError):
            peers.add_card(session, given)
    with pytest.raises(OwnCardError):
        peers.add_card(session, own_card.card_text(session))
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(CardFileError):
            peers.add_card_file(session, path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CardFileError):
        peers.add_card_file(session, tmp_path / "pipe")
    with pytest.raises(CardNotSavedError):
        own_card.save_card(session, tmp_path / "no" / "card")
    assert session.store.peers() == []


def test_words_that_differ_stop_everything(session: Session) -> None:
    device = peers.add_card(session, cards.as_text(card(2))).peer.id
    right = list(words.words_of(card(2).fingerprint, "en"))
    wrong = [*right[:3], right[4], *right[4:]]
    compared = comparing.compare(session, device, WORDS, " ".join(wrong))
    assert (compared.is_same, compared.differing, compared.peer.trust) == (False, (4,), Trust.SEEN)
    assert not comparing.compare(session, device, QR, words.qr_text(bytes(32))).is_same
    for how, said, error in ((WORDS, "one two", WordsError), (QR, "one two", NoQrTextError)):
        with pytest.raises(error):
            comparing.compare(session, device, how, said)
    assert session.store.peer(device).trust is Trust.SEEN
    with pytest.raises(NotFoundError):
        comparing.compare(session, bytes(16), WORDS, " ".join(right))
    peers.forget_card(session, device)
    with pytest.raises(NotFoundError):
        comparing.compare(session, device, WORDS, " ".join(right))


def test_nobody_gets_through_without_listening(session: Session) -> None:
    device = peers.add_card(session, cards.as_text(card(2))).peer.id
    offered = comparing.choices(session, device, "es")
    right = words.words_of(card(2).fingerprint, "es")
    assert [len(set(four)) for four in offered] == [4] * 13
    assert all(word in four for word, four in zip(right, offered, strict=True))
    assert len({four.index(word) for word, four in zip(right, offered, strict=True)}) > 1
    picked = [four[0] if four[0] != word else four[1] for word, four in zip(right, offered, strict=True)]
    compared = comparing.compare_heard(session, device, WORDS, "es", picked)
    assert compared.differing == tuple(range(1, 14))
    heard = [*right[:5], "", *right[6:]]
    assert comparing.compare_heard(session, device, WORDS, "es", heard).differing == (6,)
    assert comparing.compare_heard(session, device, WORDS, "es", right).is_same
    assert comparing.take_check_back(session, device).trust is Trust.SEEN


def test_introductions_are_never_checked(session: Session) -> None:
    sender = peers.add_card(session, cards.as_text(card(2))).peer.id
    items = [card(2).raw, card(3).raw, bare_keys.make(public(4)), b"\xc1", b"\x91\xa5other", b"\x90", b"\xa1x"]
    peers.know_cards(session, items, sender)
    third, fourth = card(3).device, device_id(public(4))
    assert session.store.peer(third).trust is Trust.SIGNS  # the sender is not checked itself
    assert peers.standing(session)(third, public(3)) is Standing.UNKNOWN
    assert session.store.peer(fourth).card == b""
    comparing.compare(session, sender, QR, words.qr_text(card(2).fingerprint))
    peers.know_cards(session, [card(3, made_ms=NOVEMBER + 5).raw], sender)
    introduced = session.store.peer(third)
    assert (introduced.trust, introduced.introduced_by) == (Trust.INTRODUCED, sender)
    assert peers.standing(session)(third, public(3)) is Standing.KNOWN
    peers.know_cards(session, [card(3).raw], third)  # an old one does not replace it
    assert cards.parse(session.store.peer(third).card).made_ms == NOVEMBER + 5
    peers.know_cards(session, [card(2, made_ms=NOVEMBER + 9, label="Mesa 9").raw], sender)
    assert (session.store.peer(sender).trust, session.store.peer(sender).label) == (Trust.CHECKED, "Mesa 9")


def test_objects_of_a_bundle_are_looked_at(session: Session) -> None:
    sender = peers.add_card(session, cards.as_text(card(2))).peer.id
    newer = signed_card([1, 2], version=2)
    peers.know_cards(session, [newer, own_card.own_card(session)], sender)
    turned = bytearray(card(3).raw)
    turned[-1] ^= 1
    with pytest.raises(DamagedCardError):
        peers.know_cards(session, [bytes(turned)], sender)
    assert [peer.id for peer in session.store.peers()] == [sender]


def test_who_follows_a_checked_vault_is_introduced_and_not_checked(session: Session) -> None:
    old = peers.add_card(session, cards.as_text(card(2))).peer.id
    heir = card(3, follows=follows(2, 3))
    assert peers.add_card(session, cards.as_text(heir)).peer.trust is Trust.SEEN
    comparing.compare(session, old, QR, words.qr_text(card(2).fingerprint))
    peer = peers.add_card(session, cards.as_text(card(3, follows=follows(2, 3), made_ms=NOVEMBER + 1))).peer
    assert (peer.trust, peer.introduced_by) == (Trust.INTRODUCED, old)
    assert peers.standing(session)(peer.id, public(3)) is Standing.KNOWN
    assert peers.standing(session)(peer.id, public(2)) is Standing.UNKNOWN


def test_cards_for_a_bundle(session: Session) -> None:
    mine = own_card.own_card(session)
    sender = peers.add_card(session, cards.as_text(card(2))).peer.id
    session.store.know_device(public(4), "")
    devices = [sender, device_id(public(4)), cards.parse(mine).device]
    found = peers.cards_of(session, devices)
    assert found[0] == mine
    assert set(found[1:]) == {card(2).raw, bare_keys.make(public(4))}


def test_what_a_peer_held(session: Session) -> None:
    device = peers.add_card(session, cards.as_text(card(2))).peer.id
    ana, home, gone = RecordId("a" * 32), RecordId("b" * 32), RecordId("c" * 32)
    session.store.save("Added", [Edit("person", ana, {"given_names": "Ana", "paternal_surname": "Tzoc"})])
    session.store.save("Added", [Edit("household", home, {"name": "Casa Prueba"})])
    records: dict[RecordId, tuple[str, ...]] = {ana: (), home: (), gone: ()}
    session.store.note_bundle("out", bytes(16), sort="chosen", peers=[device], records=records)
    held = peers.held_by(session, device)
    told = [(each.kind, each.title) for each in held]
    assert told == [("household", "Casa Prueba"), ("person", "Ana Tzoc"), ("", "")]
    assert [len(part) for _title, part in peer_papers.held_groups(held)] == [1, 1, 1]
    said = whole(peer_papers.held_pdf(session, device))
    assert squeezed("Ana Tzoc") in said
    assert squeezed("Casa Prueba") in said
    assert session.store.deeds()[0].what == "held_printed"


def test_the_sheet_with_the_words(session: Session) -> None:
    said = whole(peer_papers.words_pdf(session))
    shown = own_card.mine(session)
    for language in ("es", "en"):
        assert all(squeezed(word) in said for word in shown.words[language])
    assert "Prueba" in said


def test_names_of_peers(session: Session) -> None:
    device = session.store.know_device(public(4), "")
    assert device.hex()[:8] in peers.name_of(session.store.peer(device))
    peer = peers.add_card(session, cards.as_text(card(2))).peer
    assert peers.name_of(peer) == "Lucía Ejemplo · Mesa 1"
    peers.set_scope(session, peer.id, "chosen")
    assert session.store.peer(peer.id).scope == "chosen"


def test_the_practice_vault_exchanges_with_nobody(tmp_path: Path) -> None:
    with open_practice(tmp_path / "practice") as practice:
        for call in (own_card.own_card, own_card.mine, own_card.change_key, own_card.card_text):
            with pytest.raises(PracticePeersError):
                call(practice)
        with pytest.raises(PracticePeersError):
            peers.add_card(practice, cards.as_text(card()))
        assert not own_card.is_key_due(practice)


def test_a_helper_copy_exchanges_with_nobody(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "ending", object())
    for call in (lambda: own_card.own_card(session), lambda: peers.know_cards(session, [], bytes(16))):
        with pytest.raises(HelperCopyReadOnlyError):
            call()


def test_a_revoked_vault_is_not_compared(session: Session) -> None:
    device = peers.add_card(session, cards.as_text(card(2))).peer.id
    revoking.revoke(session, device, "lost")
    with pytest.raises(NotComparableError):
        comparing.choices(session, device, "es")
