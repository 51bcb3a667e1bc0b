"""Revocations: a signed statement that a device is not trusted any more, and which of its changes still count.

See docs/formats/identity.md.
"""

import hashlib
from collections.abc import Callable, Collection
from functools import cached_property
from itertools import pairwise

import attrs

from cima_desktop.exchange import canonical, strict
from cima_desktop.exchange.canonical import NotCanonicalError
from cima_desktop.exchange.signing import KEY_BYTES, SIG_BYTES, is_signed
from cima_desktop.exchange.strict import demand
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.store.change import ID_BYTES
from cima_desktop.store.device import device_id

TAG = "revoked"
VERSION = 1
REASONS = ("lost", "stolen", "taken", "left", "other")
MOST_CHANGES = 65_000
"""In one statement; more of them take several, which together say what counts."""
MOST_BYTES = 1024 * 1024

_DOMAIN = b"app.revocation.v1\0"


class RevocationError(KnownError):
    """What was given is no revocation, or it was changed."""

    message = N_("This is not a statement that a vault is no longer trusted, or not a whole one.")
    remedy = N_("Nothing was changed. Ask the sender to make the file again.")


@attrs.frozen(slots=False)
class Revocation:
    """A statement whose signature is right; `raw` is the statement as it was signed."""

    public: bytes
    device: bytes
    made_ms: int
    reason: str
    frontier: frozenset[bytes]
    raw: bytes = attrs.field(repr=False)

    @cached_property
    def signer(self) -> bytes:
        """The id of the device that says so."""
        return device_id(self.public)

    @cached_property
    def id(self) -> bytes:
        """What this statement is called."""
        return hashlib.sha256(b"app.revocation.id.v1\0" + self.raw).digest()


@attrs.frozen(kw_only=True)
class Facts:
    """What a new statement says: by whom, about whom, why, and the ids of the changes that count."""

    public: bytes
    device: bytes
    made_ms: int
    reason: str
    changes: Collection[bytes]


def make(facts: Facts, sign: Callable[[bytes], bytes]) -> list[Revocation]:
    """Return new statements, signed by the device that says so: one, or as many as the changes that count need."""
    ids = sorted({change[:ID_BYTES] for change in facts.changes})
    pieces = [ids[start : start + MOST_CHANGES] for start in range(0, len(ids), MOST_CHANGES)] or [[]]
    made = []
    for piece in pieces:
        body = canonical.pack([facts.public, facts.device, facts.made_ms, facts.reason, b"".join(piece)])
        made.append(parse(canonical.pack([TAG, VERSION, body, sign(_DOMAIN + body)])))
    return made


def parse(raw: bytes) -> Revocation:
    """Read a statement strictly.

    Raises:
        RevocationError: it is none, or its signature is not right.
    """
    try:
        version, parts = strict.tagged(raw, TAG, 2, MOST_BYTES)
        demand(version == VERSION)
        body, sig = parts
        public, device, made_ms, reason, frontier = strict.items(body, 5, MOST_BYTES)
        demand(type(reason) is str and reason in REASONS)
        told = Revocation(
            public=strict.binary(public, KEY_BYTES),
            device=strict.binary(device, ID_BYTES),
            made_ms=strict.moment_ms(made_ms),
            reason=reason,
            frontier=_frontier(frontier),
            raw=raw,
        )
        demand(is_signed(public, strict.binary(sig, SIG_BYTES), _DOMAIN + body))
    except NotCanonicalError as error:
        raise RevocationError from error
    return told


def _frontier(packed: object) -> frozenset[bytes]:
    """Return the ids in a frontier, which are ascending and all different."""
    if type(packed) is not bytes or len(packed) % ID_BYTES or len(packed) > MOST_CHANGES * ID_BYTES:
        raise NotCanonicalError
    ids = [packed[start : start + ID_BYTES] for start in range(0, len(packed), ID_BYTES)]
    demand(all(low < high for low, high in pairwise(ids)))
    return frozenset(ids)
