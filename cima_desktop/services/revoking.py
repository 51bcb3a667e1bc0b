"""A vault of somebody else is lost, taken or not to be trusted any more: what is said, asked and done then (Y13)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from cima_desktop.exchange import revocations
from cima_desktop.exchange.revocations import REASONS, Facts, Revocation
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError, NotFoundError
from cima_desktop.model.touched import Touched
from cima_desktop.services.own_card import refuse_where_nothing_leaves
from cima_desktop.services.peer_deeds import NOT_REVOKED, REVOKED
from cima_desktop.services.peers import is_checked, known, name_of, tag_of
from cima_desktop.services.session import Session
from cima_desktop.store import NewRevocation, Peer, Told, Trust
from cima_desktop.store.peers import APPLIED
from cima_desktop.store.revoking import TOLD

REASON_WORDS = dict(
    zip(
        REASONS,
        (
            N_("The computer or the stick is lost"),
            N_("It was stolen"),
            N_("An agency took it"),
            N_("The person does not work with us any more"),
            N_("Another reason"),
        ),
        strict=True,
    )
)


class NoReasonError(KnownError):
    """Somebody stopped trusting a vault and gave no reason, or one that is none."""

    message = N_("Choose why this vault is no longer trusted.")
    remedy = N_("Nothing was changed.")


@attrs.frozen(kw_only=True)
class Asked:
    """What a colleague says: that a device is not trusted any more. A person here decides whether to follow.

    `outside` counts the changes of that device which count here now and would be put aside.
    """

    device: bytes
    signer: bytes
    name: str
    signer_name: str
    reason: str
    made: datetime
    outside: int
    about_us: bool


def revoke(session: Session, device: bytes, reason: str) -> Touched:
    """Trust a device no more: what of it counts until now goes on counting, and nothing else of it does.

    Devices that it introduced are trusted no further than their signature until somebody compares words.

    Raises:
        NotFoundError: the device is not known here.
        NoReasonError: `reason` is none of `REASON_WORDS`.
    """
    refuse_where_nothing_leaves(session)
    store = session.store
    store.peer(device)
    if reason not in REASON_WORDS:
        raise NoReasonError
    facts = Facts(
        public=store.own_public_key(),
        device=device,
        made_ms=store.now_ms(),
        reason=reason,
        changes=store.changes_of_device(device),
    )
    touched = store.revoke([_new(each) for each in revocations.make(facts, store.sign)])
    store.note_deed(REVOKED)
    return touched


def introduced_by(session: Session, device: bytes) -> list[Peer]:
    """Return the devices that are known here by no more than the introduction of one that is revoked."""
    return [peer for peer in session.store.peers() if peer.introduced_by == device and peer.trust is Trust.SIGNS]


def hear(session: Session, items: Iterable[bytes]) -> int:
    """Keep the revocations among the objects of a bundle, to be asked about; return how many are new.

    One whose signer is not checked here is left: nobody here knows who says so.

    Raises:
        RevocationError: one of them is not what it says to be; none was kept.
    """
    refuse_where_nothing_leaves(session)
    told = [revocations.parse(item) for item in items if tag_of(item) == revocations.TAG]
    return session.store.keep_revocations([_new(each) for each in told if is_checked(session, each.signer)])


def asked(session: Session) -> list[Asked]:
    """Return what colleagues say of devices and nobody has decided yet, the newest first."""
    found: dict[tuple[bytes, bytes], list[Told]] = {}
    for told in session.store.revocations(TOLD):
        found.setdefault((told.device, told.signer), []).append(told)
    return [_asked(session, statements) for statements in found.values()]


def is_asked(session: Session) -> bool:
    """Tell whether a colleague says so of a device and nobody has decided yet."""
    return bool(session.store.revocations(TOLD))


def follow(session: Session, device: bytes, signer: bytes) -> Touched:
    """Do as a colleague says: trust a device no more; its changes that nobody vouches for go aside.

    Raises:
        NotFoundError: no colleague says so, or somebody has decided already.
    """
    touched = session.store.apply_revocations(_told(session, device, signer))
    session.store.note_deed(REVOKED)
    return touched


def refuse(session: Session, device: bytes, signer: bytes) -> None:
    """Go on trusting a device that a colleague does not trust any more.

    Raises:
        NotFoundError: no colleague says so, or somebody has decided already.
    """
    session.store.refuse_revocations(_told(session, device, signer))
    session.store.note_deed(NOT_REVOKED)


def statements(session: Session) -> list[bytes]:
    """Return the revocations that are applied here, for a bundle: so that others are asked too."""
    return [told.statement for told in session.store.revocations(APPLIED)]


def _told(session: Session, device: bytes, signer: bytes) -> list[bytes]:
    """Return the statements of one signer about one device that wait for a decision."""
    refuse_where_nothing_leaves(session)
    told = [each.id for each in session.store.revocations(TOLD) if (each.device, each.signer) == (device, signer)]
    if not told:
        raise NotFoundError
    return told


def _asked(session: Session, told: Sequence[Told]) -> Asked:
    newest = told[0]
    vouched: set[bytes] = set()
    for each in told:
        vouched |= revocations.parse(each.statement).frontier
    vouched |= session.store.revoked_frontiers().get(newest.device, frozenset())
    about, signer = known(session, newest.device), known(session, newest.signer)
    own = session.store.own_devices()
    counted = [] if newest.device in own else session.store.changes_of_device(newest.device)
    return Asked(
        device=newest.device,
        signer=newest.signer,
        name=name_of(about) if about else newest.device.hex()[:8],
        signer_name=name_of(signer) if signer else newest.signer.hex()[:8],
        reason=newest.reason,
        made=newest.made,
        outside=sum(change[: len(newest.device)] not in vouched for change in counted),
        about_us=newest.device in own,
    )


def _new(told: Revocation) -> NewRevocation:
    return NewRevocation(
        id=told.id,
        device=told.device,
        signer=told.signer,
        reason=told.reason,
        made_ms=told.made_ms,
        statement=told.raw,
        frontier=told.frontier,
    )
