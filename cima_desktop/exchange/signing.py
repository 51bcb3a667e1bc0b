"""Who signed: the fingerprint of a key, which people compare, and whether a signature is that key's.

Only Ed25519 as OpenSSL checks it is used, as for changes: libraries differ at the edges.
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEY_BYTES = 32
SIG_BYTES = 64
FINGERPRINT_BYTES = 32


def fingerprint(public: bytes) -> bytes:
    """Return the fingerprint of a public key; a new box key does not change it."""
    return hashlib.sha256(b"app.identity.v1\0" + public).digest()


def is_signed(public: bytes, sig: bytes, data: bytes) -> bool:
    """Tell whether the owner of `public` signed `data` (which begins with the domain of what it is)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(sig, data)
    except (InvalidSignature, ValueError):
        return False
    return True
