"""Comparing the words or the QR code of somebody's card, so that nobody gets through without comparing (Y3)."""

import secrets
from collections.abc import Sequence

import attrs

from cima_desktop.exchange import words
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.services.own_card import refuse_where_nothing_leaves
from cima_desktop.services.peer_deeds import CHECKED, UNCHECKED
from cima_desktop.services.session import Session
from cima_desktop.store import Peer, Trust

QR, WORDS, VOICE = "qr", "words", "voice"
"""How a card was compared: both together with a QR code, both together with words, by telephone with words."""

HOW_WORDS = {
    QR: N_("in person, with the QR code"),
    WORDS: N_("in person, with the words"),
    VOICE: N_("by telephone, with the words"),
}
_OTHERS = 3
"""Wrong words offered beside the right one."""


class NotComparableError(KnownError):
    """Words of a vault that is no longer trusted were to be compared."""

    message = N_("This vault is no longer trusted here, so there is nothing to compare.")
    remedy = N_("Call the person. With a new vault they have a new card and other words.")


@attrs.frozen(kw_only=True)
class Compared:
    """What came of comparing: the same or not, and which words (from 1) differ, where words were compared."""

    peer: Peer
    is_same: bool
    differing: tuple[int, ...] = ()


def compare(session: Session, device: bytes, how: str, said: str) -> Compared:
    """Compare what the other person says, or a telephone read, with the card that is here; note it if it is the same.

    Args:
        session: the open vault.
        device: whose card.
        how: `QR`, `WORDS` or `VOICE`.
        said: the thirteen words, or the text of the QR code.

    Raises:
        WordsError, NoQrTextError: what was typed cannot be either, so nothing was compared.
        NotComparableError: the device is revoked.
        NotFoundError: there is no card of this device.
    """
    peer = _comparable(session, device)
    differing = () if how == QR else words.differing(said, peer.fingerprint)
    if differing or (how == QR and not words.is_same(said, peer.fingerprint)):
        return Compared(peer=peer, is_same=False, differing=differing)
    return _same(session, device, how)


def compare_heard(session: Session, device: bytes, how: str, language: str, heard: Sequence[str]) -> Compared:
    """Compare the words that somebody picked while the other person read aloud; an empty one was none of those offered.

    Raises:
        NotComparableError, NotFoundError: see `compare`.
    """
    peer = _comparable(session, device)
    right = words.words_of(peer.fingerprint, language)
    pairs = zip(right, heard, strict=True)
    differing = tuple(place for place, (word, picked) in enumerate(pairs, 1) if word != picked)
    if differing:
        return Compared(peer=peer, is_same=False, differing=differing)
    return _same(session, device, how)


def choices(session: Session, device: bytes, language: str) -> list[tuple[str, ...]]:
    """Return, for each of the thirteen words, four to choose from, in no order: the right one and three others.

    Whoever clicks without listening gets through once in four to the thirteenth.
    """
    right = words.words_of(_comparable(session, device).fingerprint, language)
    listed = words.word_list(language).words
    dice = secrets.SystemRandom()
    offered = []
    for word in right:
        others = dice.sample([other for other in listed if other[0] != word[0]], _OTHERS)
        offered.append(tuple(dice.sample([word, *others], _OTHERS + 1)))
    return offered


def take_check_back(session: Session, device: bytes) -> Peer:
    """Take back that a card was compared."""
    refuse_where_nothing_leaves(session)
    peer = session.store.take_check_back(device)
    session.store.note_deed(UNCHECKED)
    return peer


def _comparable(session: Session, device: bytes) -> Peer:
    refuse_where_nothing_leaves(session)
    peer = session.store.peer(device)
    if peer.trust is Trust.REVOKED:
        raise NotComparableError
    if not peer.card:
        raise NotFoundError
    return peer


def _same(session: Session, device: bytes, how: str) -> Compared:
    peer = session.store.note_checked(device, how)
    session.store.note_deed(CHECKED)
    return Compared(peer=peer, is_same=True)
