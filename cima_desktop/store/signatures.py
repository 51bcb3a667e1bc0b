"""Signatures of changes: one for one change, or one for all changes of a save and a proof of belonging for each.

A signature costs twenty times a hash, to make and to check. So what is written together is signed together: the ids
of up to 64 changes are the leaves of a hash tree, its root is signed, and each change carries that signature, its
place and the hashes that lead from it to the root (docs/formats/change-log.md). Nothing is loosened: every change is
bound to the device's key, alone and in any order. Only Ed25519 as OpenSSL checks it is used: libraries differ at the
edges, and replicas must agree.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cima_desktop.store.change import HASH_BYTES, SIG_BYTES, Raw, change_id

SIGN_DOMAIN = b"app.change.v1\0"
GROUP_DOMAIN = b"app.changes.v1\0"
GROUP = 64
"""Most changes under one signature."""
_PLACE_BYTES = 2
_NOBODY = bytes(HASH_BYTES)

Sign = Callable[[bytes], bytes]


def seal(headers: Sequence[bytes], sign: Sign) -> Iterator[bytes]:
    """Yield the signature of each change, by its header."""
    for start in range(0, len(headers), GROUP):
        group = headers[start : start + GROUP]
        if len(group) == 1:
            yield sign(SIGN_DOMAIN + group[0])
        else:
            yield from _sealed_together(group, sign)


def _sealed_together(group: Sequence[bytes], sign: Sign) -> Iterator[bytes]:
    rows = [[_leaf(change_id(header)) for header in group]]
    while len(rows[-1]) > 1:
        row = rows[-1]
        if len(row) % 2:
            row.append(_NOBODY)
        rows.append([_node(row[i], row[i + 1]) for i in range(0, len(row), 2)])
    signature = sign(GROUP_DOMAIN + rows[-1][0])
    for place in range(len(group)):
        path = b"".join(row[place >> depth ^ 1] for depth, row in enumerate(rows[:-1]))
        yield signature + place.to_bytes(_PLACE_BYTES, "big") + path


def _leaf(name: bytes) -> bytes:
    return hashlib.sha256(b"\0" + name).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Verifier:
    """Checks the signatures of one device; the root of a group is checked once."""

    def __init__(self, public: bytes) -> None:
        self._public = public
        self._good: set[bytes] = set()

    @cached_property
    def _key(self) -> Ed25519PublicKey | None:
        try:
            return Ed25519PublicKey.from_public_bytes(self._public)
        except ValueError:
            return None

    def holds(self, raw: Raw, name: bytes = b"") -> bool:
        """Tell whether the signature of a change, whose length was checked when it was read, is this device's.

        Args:
            raw: the change.
            name: its id, if it is at hand.
        """
        if len(raw.sig) == SIG_BYTES:
            return self._signed(raw.sig, SIGN_DOMAIN + raw.header)
        place = int.from_bytes(raw.sig[SIG_BYTES : SIG_BYTES + _PLACE_BYTES], "big")
        path = raw.sig[SIG_BYTES + _PLACE_BYTES :]
        if place >> len(path) // HASH_BYTES:
            return False  # one place must not have two spellings
        made = _leaf(name or change_id(raw.header))
        for start in range(0, len(path), HASH_BYTES):
            beside = path[start : start + HASH_BYTES]
            made = _node(beside, made) if place & 1 else _node(made, beside)
            place >>= 1
        signature = raw.sig[:SIG_BYTES]
        if signature + made not in self._good:
            if not self._signed(signature, GROUP_DOMAIN + made):
                return False
            self._good.add(signature + made)
        return True

    def _signed(self, signature: bytes, data: bytes) -> bool:
        try:
            if self._key is not None:
                self._key.verify(signature, data)
        except InvalidSignature:
            return False
        return self._key is not None
