"""Cards, revocations and their parts, the same for the same facts; made-up people only."""

from typing import Any

import attrs
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cima_desktop.exchange import canonical, cards, revocations
from cima_desktop.exchange.cards import Card, Follows
from cima_desktop.store.device import succession_text

BOX = "age195x2z8nqg687ktjqxma6a776y87sv2jdwlw4jzmkzc6p95eq6cdsy305ml"
NOVEMBER = 1_795_260_000_000


def key(number: int = 1) -> Ed25519PrivateKey:
    """Return a signing key."""
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def public(number: int = 1) -> bytes:
    """Return the public half of a signing key."""
    return key(number).public_key().public_bytes_raw()


def card(number: int = 1, **changed: Any) -> Card:
    """Return a card."""
    facts = cards.Facts(public=public(number), box=BOX, person="Lucía Ejemplo", label="Mesa 1", made_ms=NOVEMBER)
    return cards.make(attrs.evolve(facts, **changed), key(number).sign)


def follows(old: int, new: int) -> Follows:
    """Return what one device's card says of the device it follows."""
    return Follows(public(old), key(old).sign(succession_text(public(old), public(new))))


def signed_card(body: object, number: int = 1, *, version: object = 1, tag: str = "card") -> bytes:
    """Return whatever somebody signs as a card."""
    packed = body if isinstance(body, bytes) else canonical.pack(body)
    return canonical.pack([tag, version, packed, key(number).sign(b"app.card.v1\0" + packed)])


def signed_revocation(body: object, number: int = 1, *, version: object = 1) -> bytes:
    """Return whatever somebody signs as a revocation."""
    packed = canonical.pack(body)
    return canonical.pack(["revoked", version, packed, key(number).sign(b"app.revocation.v1\0" + packed)])


def revocation(signer: int = 1, device: bytes = bytes(16), changes: tuple[bytes, ...] = ()) -> revocations.Revocation:
    """Return a revocation."""
    facts = revocations.Facts(public=public(signer), device=device, made_ms=NOVEMBER, reason="lost", changes=changes)
    return revocations.make(facts, key(signer).sign)[0]
