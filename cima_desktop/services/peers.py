"""The people one exchanges with: taking in their cards, comparing words, and how far each is trusted (Y3)."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import attrs
import msgpack

from cima_desktop.exchange import bare_keys, cards
from cima_desktop.exchange.cards import Card, CardError, NewerCardError
from cima_desktop.exchange.reading import Standing
from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.own_card import new_card, own_card, refuse_where_nothing_leaves
from cima_desktop.services.peer_deeds import CARD_CAME
from cima_desktop.services.session import Session
from cima_desktop.store import Peer, Trust
from cima_desktop.store.device import device_id

TRUST_WORDS = {
    Trust.SIGNS: N_("Known only through others"),
    Trust.SEEN: N_("Not compared yet"),
    Trust.INTRODUCED: N_("Introduced, not compared"),
    Trust.CHECKED: N_("Compared"),
    Trust.REVOKED: N_("No longer trusted"),
}
TRUST_ICONS = {
    Trust.SIGNS: "circle",
    Trust.SEEN: "circle-alert",
    Trust.INTRODUCED: "users",
    Trust.CHECKED: "shield-check",
    Trust.REVOKED: "ban",
}


class OwnCardError(CardError):
    """The card is this vault's own."""

    message = N_("This is the card of this vault itself.")
    remedy = N_("Give it to the other person, and take in theirs.")


class OlderCardError(CardError):
    """A newer card of the same vault is here."""

    message = N_("A newer card of this vault is here already.")
    remedy = N_("Nothing was changed. Ask for the newest card if the other person has another one.")


class RevokedCardError(CardError):
    """The card is of a vault that is no longer trusted here."""

    message = N_("This card belongs to a vault that is no longer trusted here.")
    remedy = N_("Nothing was changed. Call the person. With a new vault they have a new card and other words.")


class CardFileError(CardError):
    """A file could not be read."""

    message = N_("The file with the card cannot be read.")
    remedy = N_("Plug the stick in, wait a moment, and choose the file again.")


@attrs.frozen(kw_only=True)
class Added:
    """A card that was taken in: whose, whether it is the first of that vault, whether its key for receiving is new."""

    peer: Peer
    is_new: bool
    has_new_key: bool


@attrs.frozen(kw_only=True)
class Held:
    """A record that went to a peer or came from it; no more of it than its name."""

    id: RecordId
    kind: str
    title: str


def named(person: str, label: str) -> str:
    """Return what a card calls its vault: the person and the computer, as far as it says."""
    return " · ".join(part for part in (person, label) if part)


def name_of(peer: Peer) -> str:
    """Return how a peer is called: the person and the computer, or the beginning of the device's id."""
    return named(peer.person, peer.label) or tr(N_("A vault without a card ({id})")).format(id=peer.id.hex()[:8])


def add_card(session: Session, given: str | bytes) -> Added:
    """Take in a card that a person was handed, as text or as the bytes of its file.

    Raises:
        CardError: it is no card, or one that is not taken; each with its own sentence.
    """
    refuse_where_nothing_leaves(session)
    card = cards.from_text(given) if isinstance(given, str) else cards.from_file(given)
    if _is_own(session, card):
        raise OwnCardError
    if card.device in session.store.revoked_frontiers():
        raise RevokedCardError
    held = _held_card(session, card)
    if held is not None and held.replaces(card):
        raise OlderCardError
    trust, introducer = introduction(session, card)
    peer = session.store.keep_card(new_card(card), max(trust, Trust.SEEN), introducer)
    session.store.note_deed(CARD_CAME)
    return Added(peer=peer, is_new=held is None, has_new_key=held is not None and held.box != card.box)


def add_card_file(session: Session, path: Path) -> Added:
    """Take in the card in a file; of a larger file no more is read than a card can be.

    Raises:
        CardFileError: the disk does not give it.
        CardError: see `add_card`.
    """
    if path.exists() and not path.is_file():  # a pipe would keep the program waiting for ever
        raise CardFileError
    try:
        with path.open("rb") as file:
            data = file.read(cards.MOST_TEXT)
    except OSError as error:
        raise CardFileError from error
    return add_card(session, data)


def forget_card(session: Session, device: bytes) -> None:
    """Let go of a card that was taken in; that its owner's changes can be checked stays."""
    refuse_where_nothing_leaves(session)
    session.store.forget_card(device)


def set_scope(session: Session, device: bytes, scope: str) -> None:
    """Say what is proposed for a peer: everything it lacks, or only what a person chooses."""
    refuse_where_nothing_leaves(session)
    session.store.set_scope(device, scope)


def know_cards(session: Session, items: Iterable[bytes], introducer: bytes) -> None:
    """Keep the cards and keys among the objects of a bundle; others, and those of newer programs, are left.

    `introducer` is the device that made the bundle. What it brings is never more than introduced, and only that if it
    is checked itself; its own card takes the place of an older one.

    Raises:
        CardError, BareKeyError: one of them is not what it says to be. Those before it were kept.
    """
    refuse_where_nothing_leaves(session)
    for item in items:
        tag = tag_of(item)
        if tag == bare_keys.TAG:
            session.store.know_device(bare_keys.parse(item), "")
        elif tag == cards.TAG:
            _hear_card(session, item, introducer)


def cards_of(session: Session, devices: Collection[bytes]) -> list[bytes]:
    """Return the cards of these devices for a bundle, or their bare keys where there is no card; this vault's first."""
    refuse_where_nothing_leaves(session)
    known = session.store.cards_of(devices)
    return [own_card(session), *(card or bare_keys.make(public) for public, card in known)]


def held_by(session: Session, device: bytes) -> list[Held]:
    """Return the records that ever went to a peer or came from it, by kind and name; what was erased has no name."""
    records = session.store.records_of_peer(device)
    named = session.store.named(records)
    found = []
    for record in records:
        kind, title = named.get(record, ("", ""))
        found.append(Held(id=record, kind=kind, title=title))
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda held: (order.get(held.kind, len(order)), held.title.casefold(), held.id))


def standing(session: Session) -> Callable[[bytes, bytes], Standing]:
    """Return the judge of senders for `open_bundle`: what a device with this id and key is here."""
    revoked = session.store.revoked_frontiers()
    trusted = {peer.id: peer.public for peer in session.store.peers() if Trust.SIGNS < peer.trust < Trust.REVOKED}

    def judge(device: bytes, public: bytes) -> Standing:
        if device in revoked:
            return Standing.REVOKED
        return Standing.KNOWN if trusted.get(device) == public else Standing.UNKNOWN

    return judge


def _hear_card(session: Session, item: bytes, introducer: bytes) -> None:
    try:
        card = cards.parse(item)
    except NewerCardError:
        return
    held = _held_card(session, card)
    if _is_own(session, card) or (held is not None and not card.replaces(held)):
        return
    trust, by = introduction(session, card)
    if card.device != introducer and is_checked(session, introducer):
        trust, by = Trust.INTRODUCED, introducer
    session.store.keep_card(new_card(card), trust, by)


def introduction(session: Session, card: Card) -> tuple[Trust, bytes]:
    """Return what following another device is worth: an introduction by it, if it is checked."""
    older = device_id(card.follows.public) if card.follows else b""
    return (Trust.INTRODUCED, older) if older and is_checked(session, older) else (Trust.SIGNS, b"")


def is_checked(session: Session, device: bytes) -> bool:
    """Tell whether somebody here compared the words of a device."""
    peer = known(session, device)
    return peer is not None and peer.trust is Trust.CHECKED


def _is_own(session: Session, card: Card) -> bool:
    return card.fingerprint in session.store.own_fingerprints()


def known(session: Session, device: bytes) -> Peer | None:
    """Return a device of somebody else, or None if nothing of it is here."""
    try:
        return session.store.peer(device)
    except NotFoundError:
        return None


def _held_card(session: Session, card: Card) -> Card | None:
    """Return the card of the same device that is here."""
    peer = known(session, card.device)
    return cards.parse(peer.card) if peer is not None and peer.card else None


def tag_of(item: bytes) -> str:
    """Return what kind of object this is; its reader looks at it strictly."""
    try:
        value = msgpack.unpackb(item, strict_map_key=True)
    except (ValueError, msgpack.UnpackException, RecursionError):
        return ""
    return value[0] if isinstance(value, list) and value and isinstance(value[0], str) else ""
