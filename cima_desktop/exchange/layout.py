"""The plaintext of a bundle as a whole: where header, sections, padding and end stand, and what is signed."""

import struct

from cima_desktop.exchange.age import CHUNK
from cima_desktop.exchange.sections import HEAD_BYTES
from cima_desktop.exchange.signing import SIG_BYTES
from cima_desktop.store.change import HASH_BYTES

MAGIC = b"CIMABND1"
LENGTH = struct.Struct("<I")
HEADER_DOMAIN = b"app.bundle.header.v1\0"
END_BYTES = HASH_BYTES + SIG_BYTES
MOST_SECTIONS = 131_072
"""The reader remembers a digest for each of them."""
_COUNT = struct.Struct("<Q")
_END_DOMAIN = b"app.bundle.end.v1\0"


def end_statement(bundle_id: bytes, sections: int, transcript: bytes) -> bytes:
    """Return what the sender signs at the end: everything before it, by its digest."""
    return _END_DOMAIN + bundle_id + _COUNT.pack(sections) + transcript


def padding_after(length: int) -> int:
    """Return how many bytes of padding follow `length` bytes of header and sections, so that sizes tell little."""
    least = length + 2 * HEAD_BYTES + END_BYTES
    return padded(least) - least


def padded(length: int) -> int:
    """Return the next length of the scheme Padmé that is made of whole chunks of age."""
    whole = -(-length // CHUNK) * CHUNK
    exponent = whole.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-whole // step) * step
