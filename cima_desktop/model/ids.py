"""Names for the things that identify a record, so that a type checker keeps them apart."""

import hashlib
import secrets
from typing import NewType

RecordId = NewType("RecordId", str)
"""32 lower-case hexadecimal digits: 16 random bytes, or a digest where the same input must give the same record."""

LENGTH = 32

NO_ID = RecordId("")
"""The id of a record that was never saved."""


def new_id() -> RecordId:
    """Return a new random record id."""
    return RecordId(secrets.token_hex(LENGTH // 2))


def derived_id(*parts: str) -> RecordId:
    """Return the id that the same parts always give, so that importing a family twice finds its own records."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return RecordId(digest[:LENGTH])


def is_id(text: str) -> bool:
    """Tell whether `text` has the form of a record id."""
    return len(text) == LENGTH and set(text) <= set("0123456789abcdef")
