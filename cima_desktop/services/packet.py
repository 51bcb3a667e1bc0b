"""A packet: papers made together, and whether they still are what would be made of the family now."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

import attrs

from cima_desktop.documents.loading import load
from cima_desktop.documents.pack import Pack, Text
from cima_desktop.documents.paper import Paper
from cima_desktop.documents.render import Approved
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.family import Family
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.papers import Copy, Document, Reviewer, Signing
from cima_desktop.model.plans import Plan
from cima_desktop.model.touched import Touched
from cima_desktop.services.approvals import approval_of
from cima_desktop.services.offers import Stopped, offers
from cima_desktop.services.plans import family as gather
from cima_desktop.services.session import Session


class StalePacketError(KnownError):
    """Papers were to leave that would be made differently now, or not at all."""

    message = N_("Something changed since these papers were made. They were not handed out.")
    remedy = N_("Make them again, and look at the new pages.")


@attrs.frozen(kw_only=True)
class MadePaper:
    """One paper that was made; the PDF is in memory only until somebody prints or saves it."""

    document: RecordId
    paper: Paper
    title: Text
    pdf: bytes = attrs.field(repr=False)
    pages: int
    file_name: str


@attrs.frozen(kw_only=True)
class Packet:
    """Papers made together, and the same as one file with its cover sheet first."""

    plan: RecordId
    papers: tuple[MadePaper, ...]
    joined: bytes = attrs.field(repr=False)
    code: str
    basis: str
    """The fingerprint of everything the papers were made from; see `basis_of`."""
    revokes: RecordId = NO_ID
    """The signed paper that this one takes back."""
    stopped: tuple[Stopped, ...] = ()
    touched: Touched | None = None

    @property
    def pages(self) -> int:
        """Return how many pages there are in all."""
        return sum(p.pages for p in self.papers)


def approvals(session: Session, pack: Pack) -> dict[str, Approved]:
    """Return the approvals that hold today, by kind of paper."""
    found = {}
    for spec in pack.papers:
        approval = approval_of(session, pack.id, spec)
        reviewer = session.store.get(Reviewer, RecordId(approval.reviewer)) if approval else None
        day = approval.day() if approval else None
        if reviewer and day:
            found[spec.sort] = Approved(name=reviewer.name, bar=reviewer.bar(), approved_on=day)
    return found


def basis_of(session: Session, pack: Pack, family: Family, sorts: Collection[str], revokes: RecordId = NO_ID) -> str:
    """Return a fingerprint of what papers are made from: the family's facts, the wording, who approved it.

    Where the interview stopped is no fact of the family; answers of attorneys count through what they allow.
    """
    facts = attrs.evolve(
        family,
        plan=attrs.evolve(family.plan, step=""),
        people=tuple(sorted(family.people, key=lambda p: p.id)),
        households=tuple(sorted(family.households, key=lambda h: h.id)),
        apart=tuple(sorted(family.apart)),
        answered=(),
    )
    held = approvals(session, pack)
    whole = [
        attrs.asdict(facts, value_serializer=_in_order),
        [[sort, pack.spec(sort).wording_hash, repr(held.get(sort))] for sort in sorted(set(sorts))],
        _revoked(session, revokes) if revokes else [],
    ]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode("ascii")).hexdigest()


def _in_order(_owner: object, _field: object, value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _revoked(session: Session, document: RecordId) -> list[str]:
    """Return what a revocation says of the paper it takes back; the state of that paper is not printed."""
    store = session.store
    found = store.get(Document, document)
    parts = [
        *([attrs.evolve(found, state="")] if found else []),
        *store.children(Signing, document=document),
        *store.children(Copy, document=document),
    ]
    return [repr(part) for part in parts]


def still_right(session: Session, packet: Packet) -> bool:
    """Tell whether every paper of a packet would be made today exactly as it was.

    Raises:
        PackError: the document texts cannot be used.
    """
    store = session.store
    kept = all(
        (document := store.get(Document, paper.document)) is not None
        and document.file_hash == hashlib.sha256(paper.pdf).hexdigest()
        for paper in packet.papers
    )
    if not kept or store.get(Plan, packet.plan) is None:
        return False
    pack = load()
    sorts = {p.paper.sort for p in packet.papers}
    if not sorts <= set(pack.sorts):
        return False
    if basis_of(session, pack, gather(session, packet.plan), sorts, packet.revokes) != packet.basis:
        return False
    return bool(packet.revokes) or _allowed(session, pack, packet)


def _allowed(session: Session, pack: Pack, packet: Packet) -> bool:
    open_keys = {o.paper.key for o in offers(session, packet.plan, pack).offers if not o.blocked}
    return all(p.paper.key in open_keys for p in packet.papers)


def refuse_stale(session: Session, packet: Packet) -> None:
    """Raise when a packet is no longer right.

    Raises:
        StalePacketError: it is not; nothing left the vault.
    """
    if not still_right(session, packet):
        raise StalePacketError
