"""This vault's own card: what others need to write to it, its words, and the key for receiving that is in it (Y3)."""

from datetime import date, timedelta
from pathlib import Path

import attrs

from cima_desktop.exchange import cards, words
from cima_desktop.exchange.cards import Card, CardNameError, Facts, Follows
from cima_desktop.exchange.signing import KEY_BYTES
from cima_desktop.i18n import LANGUAGES, N_
from cima_desktop.model import text
from cima_desktop.model.errors import KnownError
from cima_desktop.services.helper_end import refuse_in_copy
from cima_desktop.services.leaving import PracticeStaysError
from cima_desktop.services.peer_deeds import CARD_LEFT, KEY_CHANGED
from cima_desktop.services.session import Session
from cima_desktop.store import NewCard
from cima_desktop.vault.errors import known_faults
from cima_desktop.vault.files import write_atomically

CHANGE_AFTER = timedelta(days=183)
"""After so long the program reminds of changing the key for receiving."""
KEPT_FOR = timedelta(days=365)
"""So long a key that is out of use still opens what comes late; then it goes with the next change."""


class PracticePeersError(PracticeStaysError):
    """The practice vault was to exchange with somebody."""

    message = N_("The practice vault has no card, and exchanges with nobody.")
    remedy = N_("Its families are made up. Open your own vault to exchange records.")


class CardNotSavedError(KnownError):
    """The place for a card is not there, or does not take it."""

    message = N_("The card could not be saved there.")
    remedy = N_("Plug the stick in, or choose another folder, and save it again.")


@attrs.frozen(kw_only=True)
class Mine:
    """This vault's card as people see it: the words in each language, what its QR code says, how old its key is."""

    card: Card
    words: dict[str, tuple[str, ...]]
    qr: str
    key_made: date
    key_due: date
    is_due: bool
    old_keys: int
    """Keys that go with the next change, because they have been out of use for long."""


def refuse_where_nothing_leaves(session: Session) -> None:
    """Raise where there is no exchange.

    Raises:
        HelperCopyReadOnlyError: it is a helper copy.
        PracticePeersError: it is the practice vault.
    """
    refuse_in_copy(session)
    if session.practice:
        raise PracticePeersError


def own_card(session: Session) -> bytes:
    """Return this vault's card, made when it is first wanted and again when something on it has changed.

    Raises:
        PracticePeersError, HelperCopyReadOnlyError: nothing leaves this vault.
    """
    return present_card(session).raw


def present_card(session: Session) -> Card:
    """Return this vault's card, read; see `own_card`."""
    refuse_where_nothing_leaves(session)
    public, box, kept = session.store.own_public_key(), session.store.own_box(), session.store.own_card()
    if kept:
        card = cards.parse(kept)
        if card.box == box.public:
            return card
    person, label = session.store.own_names()
    return _make(session, public, person or session.who or session.folder.name, label)


def mine(session: Session) -> Mine:
    """Return this vault's card as people see it; see `own_card`."""
    card = present_card(session)
    made = session.store.own_box().made.astimezone().date()
    return Mine(
        card=card,
        words={language: words.words_of(card.fingerprint, language) for language in LANGUAGES},
        qr=words.qr_text(card.fingerprint),
        key_made=made,
        key_due=made + CHANGE_AFTER,
        is_due=made + CHANGE_AFTER <= session.today(),
        old_keys=session.store.old_boxes(KEPT_FOR),
    )


def is_key_due(session: Session) -> bool:
    """Tell whether the key for receiving should be changed; never in a vault that has no card yet."""
    if not session.store.own_card():
        return False
    return session.store.own_box().made.astimezone().date() + CHANGE_AFTER <= session.today()


def rename(session: Session, person: str, label: str) -> Card:
    """Put other names on the card: whose it is, and which computer or place.

    Raises:
        CardNameError: there is no name, or one is too long; the card stays as it is.
    """
    refuse_where_nothing_leaves(session)
    if not text.clean(person):
        raise CardNameError
    return _make(session, session.store.own_public_key(), person, label)


def change_key(session: Session) -> int:
    """Make a new key for receiving, and a card with it; the words stay as they are.

    The key of before goes on opening what comes late. Keys that have been out of use for a year are destroyed now: a
    person's act does it, never a clock by itself.

    Returns:
        How many old keys were destroyed.
    """
    refuse_where_nothing_leaves(session)
    session.store.change_box()
    gone = session.store.destroy_boxes(KEPT_FOR)
    present_card(session)
    session.store.note_deed(KEY_CHANGED)
    return gone


def save_card(session: Session, path: Path) -> None:
    """Write the card to a file, to be given to somebody.

    Raises:
        VaultError, CardNotSavedError: the disk refused, or is not there any more.
    """
    made = cards.as_text(present_card(session))
    try:
        with known_faults(path.parent):
            write_atomically(path, made.encode("ascii"))
    except OSError as error:
        raise CardNotSavedError from error
    session.store.note_deed(CARD_LEFT)


def card_text(session: Session) -> str:
    """Return the card as text, to be pasted into a message; that it left is noted."""
    made = cards.as_text(present_card(session))
    session.store.note_deed(CARD_LEFT)
    return made


def _make(session: Session, public: bytes, person: str, label: str) -> Card:
    store = session.store
    before = store.own_card()
    follows = store.own_follows()
    earlier = cards.parse(before) if before else None
    now = store.now_ms()
    facts = Facts(
        public=public,
        box=store.own_box().public,
        person=person,
        label=label,
        made_ms=max(now, earlier.made_ms + 1) if earlier else now,
        previous=earlier.id if earlier else b"",
        follows=Follows(follows[:KEY_BYTES], follows[KEY_BYTES:]) if follows else None,
    )
    card = cards.make(facts, store.sign)
    store.keep_own_card(new_card(card))
    return card


def new_card(card: Card) -> NewCard:
    """Return a card as the store keeps it."""
    return NewCard(card=card.raw, public=card.public, box=card.box, person=card.person, label=card.label)
