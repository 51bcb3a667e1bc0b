"""Identity cards: who somebody says to be, and the keys with which to write to them (docs/formats/identity.md)."""

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import cached_property

import attrs

from cima_desktop.exchange import canonical, strict
from cima_desktop.exchange.canonical import NotCanonicalError
from cima_desktop.exchange.signing import KEY_BYTES, SIG_BYTES, is_signed
from cima_desktop.exchange.strict import demand
from cima_desktop.i18n import N_
from cima_desktop.model import text
from cima_desktop.model.errors import KnownError
from cima_desktop.store.device import device_id, fingerprint, succession_text

TAG = "card"
VERSION = 1
SUFFIX = ".cima-card"
LONGEST_NAME = 80
MOST_BYTES = 1536
MOST_TEXT = 64 * 1024
"""Bytes of a file or a message in which a card is looked for."""
ID_BYTES = 32

_DOMAIN = b"app.card.v1\0"
_BEGIN, _END = "-----BEGIN CIMA CARD-----", "-----END CIMA CARD-----"
_LINE = 64
_BOX = re.compile(r"age1[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{58}")
_BETWEEN = re.compile(r"[\s>]+")


class CardError(KnownError):
    """What was given is no card."""

    message = N_("This is not a card, or not a whole one.")
    remedy = N_("Ask the other person to save the card again and to give you the whole file or the whole text.")


class DamagedCardError(CardError):
    """It is a card whose signature is not right: somebody or something changed it."""

    message = N_("This card was changed after it was made, so it is not taken in.")
    remedy = N_("Ask the other person for the card again, by another way, and compare the words.")


class NewerCardError(CardError):
    """It is of a newer version of the program."""

    message = N_("This card was made by a newer version of CIMA Desktop.")
    remedy = N_("Update the program on this computer, and take the card in then.")


class CardNameError(KnownError):
    """A card was to be made without a name, or with a very long one."""

    message = N_("A card needs a name of at most {longest} characters.")
    remedy = N_("Write the name by which the other person knows you.")

    def __init__(self) -> None:
        super().__init__(longest=LONGEST_NAME)


@attrs.frozen
class Follows:
    """The device whose successor a card's device says to be, and that device's signature of it."""

    public: bytes
    sig: bytes


@attrs.frozen(slots=False)
class Card:
    """A card whose signatures are right; `person` and `label` are cleaned, `raw` is the card as it was signed."""

    public: bytes
    box: str
    person: str
    label: str
    made_ms: int
    previous: bytes
    follows: Follows | None
    raw: bytes = attrs.field(repr=False)

    @cached_property
    def device(self) -> bytes:
        """The id of its device."""
        return device_id(self.public)

    @cached_property
    def fingerprint(self) -> bytes:
        """What people compare."""
        return fingerprint(self.public)

    @cached_property
    def id(self) -> bytes:
        """What the next card of this device calls this one."""
        return card_id(self.raw)

    def replaces(self, other: "Card") -> bool:
        """Tell whether this card counts rather than `other`, which is of the same device."""
        return (self.made_ms, self.id) > (other.made_ms, other.id)


def card_id(raw: bytes) -> bytes:
    """Return the id of the card that these bytes are."""
    return hashlib.sha256(b"app.card.id.v1\0" + raw).digest()


@attrs.frozen(kw_only=True)
class Facts:
    """What is written on a new card."""

    public: bytes
    box: str
    person: str
    label: str = ""
    made_ms: int = 0
    previous: bytes = b""
    follows: Follows | None = None


def make(facts: Facts, sign: Callable[[bytes], bytes]) -> Card:
    """Return a new card, signed by the device whose it is.

    Raises:
        CardNameError: there is no name on it, or one that is too long.
    """
    person, label = text.clean(facts.person), text.clean(facts.label)
    if not person or max(len(person), len(label)) > LONGEST_NAME:
        raise CardNameError
    follows = [facts.follows.public, facts.follows.sig] if facts.follows else []
    body = canonical.pack([facts.public, facts.box, person, label, facts.made_ms, facts.previous, follows])
    return parse(canonical.pack([TAG, VERSION, body, sign(_DOMAIN + body)]))


def parse(raw: bytes) -> Card:
    """Read a card strictly.

    Raises:
        NewerCardError: a newer program made it.
        DamagedCardError: a signature in it is not right.
        CardError: it is no card.
    """
    try:
        version, parts = strict.tagged(raw, TAG, 2, MOST_BYTES)
        if version > VERSION:
            raise NewerCardError
        body, sig = parts
        strict.binary(sig, SIG_BYTES)
        card = _body(body, raw)
    except NotCanonicalError as error:
        raise CardError from error
    older = card.follows
    if not is_signed(card.public, sig, _DOMAIN + body):
        raise DamagedCardError
    if older and not is_signed(older.public, older.sig, succession_text(older.public, card.public)):
        raise DamagedCardError
    return card


def _body(body: object, raw: bytes) -> Card:
    """Return what a card says, if it can be one; no signature is looked at here."""
    public, box, person, label, made_ms, previous, follows = strict.items(body, 7, MOST_BYTES)
    demand(type(previous) is bytes and len(previous) in (0, ID_BYTES) and _is_box(box))
    card = Card(
        public=strict.binary(public, KEY_BYTES),
        box=box,
        person=_name(person),
        label=_name(label),
        made_ms=strict.moment_ms(made_ms),
        previous=previous,
        follows=_follows(follows),
        raw=raw,
    )
    demand(bool(card.person) and (card.follows is None or card.follows.public != public))
    return card


def as_text(card: Card) -> str:
    """Return a card as text, which is also what its file holds."""
    packed = base64.b64encode(card.raw).decode("ascii")
    lines = [packed[start : start + _LINE] for start in range(0, len(packed), _LINE)]
    return "\n".join((_BEGIN, *lines, _END)) + "\n"


def from_text(words: str) -> Card:
    """Read the card in a text that was pasted, or in a file.

    Raises:
        CardError: there is none in it, or more than one; see also `parse`.
    """
    _before, begun, rest = words[:MOST_TEXT].partition(_BEGIN)
    inside, ended, after = rest.partition(_END)
    if not begun or not ended or _BEGIN in inside or _BEGIN in after:
        raise CardError
    packed = _BETWEEN.sub("", inside)
    try:
        raw = base64.b64decode(packed.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise CardError from error
    if base64.b64encode(raw).decode("ascii") != packed:
        raise CardError
    return parse(raw)


def from_file(data: bytes) -> Card:
    """Read the card in the bytes of a file.

    Raises:
        CardError: see `from_text`.
    """
    return from_text(data[:MOST_TEXT].decode("utf-8", "replace"))


def _name(value: object) -> str:
    """Return a name as it is shown."""
    if type(value) is not str or len(value) > LONGEST_NAME:
        raise NotCanonicalError
    demand(not any(unicodedata.category(c) in ("Cc", "Cs") for c in value))
    return text.clean(value)


def _is_box(value: object) -> bool:
    """Tell whether this is a key that a bundle can be encrypted to."""
    if type(value) is not str or not _BOX.fullmatch(value):
        return False
    import pyrage  # lazy: only a card that arrives needs it

    try:
        pyrage.x25519.Recipient.from_str(value)
    except pyrage.RecipientError:
        return False
    return True


def _follows(value: object) -> Follows | None:
    if type(value) is not list or len(value) not in (0, 2):
        raise NotCanonicalError
    return Follows(strict.binary(value[0], KEY_BYTES), strict.binary(value[1], SIG_BYTES)) if value else None
