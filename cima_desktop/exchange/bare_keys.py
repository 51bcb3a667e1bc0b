"""Public keys without a card, so that what their devices signed can be checked (docs/formats/identity.md).

A device that was replaced before it ever made a card has none, and nobody can make one for it any more.
"""

from cima_desktop.exchange import canonical, strict
from cima_desktop.exchange.canonical import NotCanonicalError
from cima_desktop.exchange.signing import KEY_BYTES
from cima_desktop.exchange.strict import demand
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError

TAG = "key"
VERSION = 1
_MOST_BYTES = 64


class BareKeyError(KnownError):
    """What was given is no key."""

    message = N_("This file holds a key that is none.")
    remedy = N_("Nothing was taken in. Ask the sender to make the file again, and copy it whole.")


def make(public: bytes) -> bytes:
    """Return a device's public key as an object for a bundle."""
    return canonical.pack([TAG, VERSION, public])


def parse(raw: bytes) -> bytes:
    """Return the public key in such an object.

    Raises:
        BareKeyError: it is none.
    """
    try:
        version, parts = strict.tagged(raw, TAG, 1, _MOST_BYTES)
        demand(version == VERSION)
        return strict.binary(parts[0], KEY_BYTES)
    except NotCanonicalError as error:
        raise BareKeyError from error
