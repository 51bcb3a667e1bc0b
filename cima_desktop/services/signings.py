"""What happens to a paper after it is made: signed, copied, revoked; and when it must be renewed (E4, E6)."""

from collections.abc import Mapping
from datetime import date

import attrs

from cima_desktop.documents.loading import load
from cima_desktop.documents.paper import Revoked, revocation_of
from cima_desktop.documents.render import make_packet, new_code
from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.papers import Copy, Document, Signing
from cima_desktop.model.plans import Plan
from cima_desktop.model.touched import Touched
from cima_desktop.services.packet import Packet, approvals, basis_of
from cima_desktop.services.packets import making, note_made
from cima_desktop.services.plans import family as gather
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

SIGN_ACT = N_("Recorded a signing")
COPY_ACT = N_("Recorded a copy")
REVOKE_ACT = N_("Recorded a revocation")


class NotRevocableError(KnownError):
    """There is no revocation for this kind of paper."""

    message = N_("This kind of paper needs no revocation.")
    remedy = N_("Make it again with the new facts, and take back the old copies.")


@attrs.frozen(kw_only=True)
class DocumentRow:
    """One paper with its story so far."""

    document: Document
    plan: str
    signing: Signing | None
    copies: tuple[Copy, ...]
    due: date | None
    """When it ends or must be renewed."""


def documents(session: Session, plan_id: RecordId = NO_ID) -> list[DocumentRow]:
    """Return the papers of a plan, or of all plans, newest first."""
    store = session.store
    found = store.children(Document, plan=plan_id) if plan_id else store.all(Document)
    plans = {p.id: p.name for p in store.all(Plan)}
    rows = [_row(session, d, plans.get(RecordId(d.plan), "")) for d in found]
    return sorted(rows, key=lambda r: (r.document.made_on, r.document.name), reverse=True)


def document(session: Session, document_id: RecordId) -> DocumentRow:
    """Return one paper with its story.

    Raises:
        NotFoundError: no such paper.
    """
    found = session.store.need(Document, document_id)
    plan = session.store.get(Plan, RecordId(found.plan))
    return _row(session, found, plan.name if plan else "")


def _row(session: Session, found: Document, plan: str) -> DocumentRow:
    signings = session.store.children(Signing, document=found.id)
    newest = max(signings, key=lambda s: s.signed_on, default=None)
    dates = [iso_date(found.expires_on), iso_date(newest.renew_on) if newest else None]
    return DocumentRow(
        document=found,
        plan=plan,
        signing=newest,
        copies=tuple(session.store.children(Copy, document=found.id)),
        due=min((d for d in dates if d is not None), default=None),
    )


def sign(session: Session, document_id: RecordId, values: Mapping[str, Value]) -> Touched:
    """Record that a paper was signed.

    Raises:
        InvalidInputError: the notary is somebody who may not be (N.C.G.S. 10B-20), or there is no date.
    """
    found = session.store.need(Document, document_id)
    _refuse_notary(session, found, values)
    if not values.get("signed_on"):
        raise InvalidInputError(N_("The day of signing is missing."), N_("Fill it in."), path="signed_on")
    edits = [
        Edit("signing", new_id(), {"document": document_id, **values}),
        Edit("document", document_id, {"state": "signed"}),
    ]
    return session.store.save(SIGN_ACT, edits)


def _refuse_notary(session: Session, found: Document, values: Mapping[str, Value]) -> None:
    notary = values.get("notary")
    if not notary:
        return
    plan = session.store.get(Plan, RecordId(found.plan)) or Plan()
    barred = {found.person, found.agent, values.get("preparer"), plan.agent, plan.successor1, plan.successor2}
    if notary in barred:
        raise InvalidInputError(
            N_("The notary cannot be the one who signs, prepared the paper, or is named in it."),
            N_("Choose another notary, or correct who prepared it."),
            path="notary",
        )


def give_copy(session: Session, document_id: RecordId, values: Mapping[str, Value]) -> Touched:
    """Record who received a copy or the original.

    Raises:
        InvalidInputError: it is not said who has it.
    """
    if not str(values.get("holder") or "").strip():
        raise InvalidInputError(N_("Write who has it."), path="holder")
    return session.store.save(COPY_ACT, [Edit("copy", new_id(), {"document": document_id, **values})])


def return_copy(session: Session, copy_id: RecordId) -> Touched:
    """Record that a copy came back today."""
    return session.store.save(COPY_ACT, [Edit("copy", copy_id, {"returned_on": session.today().isoformat()})])


def revoke(session: Session, document_id: RecordId, in_language: str) -> Packet:
    """Make the revocation of a signed paper, with the list of everyone who holds a copy (D14).

    Raises:
        NotRevocableError: this kind of paper has none.
    """
    row = document(session, document_id)
    pack = load()
    paper = revocation_of(pack, Revoked(document=row.document, signing=row.signing, copies=row.copies))
    if paper is None:
        raise NotRevocableError
    family = gather(session, RecordId(row.document.plan))
    code = new_code()
    basis = basis_of(session, pack, family, {paper.sort}, document_id)
    rendered, joined = make_packet(
        pack, [paper], family, making(session, in_language, code), approvals=approvals(session, pack)
    )
    made, touched = note_made(session, pack, family, rendered, in_language)
    return Packet(
        plan=family.plan.id, papers=made, joined=joined, code=code, basis=basis, revokes=document_id, touched=touched
    )


def record_revoked(session: Session, document_id: RecordId, day: date) -> Touched:
    """Record that a paper was revoked on a day; everyone who holds a copy must still be told."""
    row = document(session, document_id)
    edits = [Edit("document", document_id, {"state": "revoked"})]
    if row.signing:
        edits.append(Edit("signing", row.signing.id, {"revoked_on": day.isoformat()}))
    return session.store.save(REVOKE_ACT, edits)
