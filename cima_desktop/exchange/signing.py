"""Who signed: the fingerprint of a key, which people compare, and whether a signature is that key's.

Only Ed25519 as OpenSSL checks it is used, as for changes: libraries differ at the edges.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cima_desktop.store.device import fingerprint

__all__ = ["FINGERPRINT_BYTES", "KEY_BYTES", "SIG_BYTES", "fingerprint", "is_signed"]

KEY_BYTES = 32
SIG_BYTES = 64
FINGERPRINT_BYTES = 32


def is_signed(public: bytes, sig: bytes, data: bytes) -> bool:
    """Tell whether the owner of `public` signed `data` (which begins with the domain of what it is)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(sig, data)
    except (InvalidSignature, ValueError):
        return False
    return True
