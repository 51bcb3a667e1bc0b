"""Which papers can be made for a plan now, which are stopped and why (D10)."""

from collections.abc import Iterable

import attrs

from cima_desktop.documents.loading import load
from cima_desktop.documents.pack import Pack, Text
from cima_desktop.documents.paper import RANKS, Paper, Revoked, name_of, papers_for, revocation_of
from cima_desktop.i18n import N_, tr
from cima_desktop.model.errors import KnownError
from cima_desktop.model.family import Child, Family
from cima_desktop.model.findings import Finding, Scope, Severity
from cima_desktop.model.ids import NO_ID, RecordId, is_id
from cima_desktop.model.papers import Document
from cima_desktop.model.plans import Plan
from cima_desktop.model.rules import judge
from cima_desktop.model.text import fold
from cima_desktop.services.approvals import approval_of
from cima_desktop.services.plans import family as gather
from cima_desktop.services.session import Session

_ABOUT_CHILDREN = frozenset({Scope.CARE, Scope.HEALTH})
_OTHER_PAPERS = N_("Papers that cannot be made yet")
_SHORTEST_PREFIX = 6
BACKUPS = frozenset(RANKS[1:])


@attrs.frozen(kw_only=True)
class Offer:
    """One paper that the plan calls for; `blocked` says what must be settled first."""

    paper: Paper
    title: Text
    blocked: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    wanted: bool
    """False when the family does not want this kind of paper, and for papers that cost one more signature before
    the notary (a backup caregiver's own form, a revocation kept ready): nobody chooses those for the family."""
    optional: bool
    """A backup caregiver's own form or a revocation kept ready."""
    draft: bool
    """True while no attorney approved exactly this wording; such a paper prints DRAFT."""
    document: Document | None
    """The newest paper of this kind that was made for the same people."""


@attrs.frozen(kw_only=True)
class Stopped:
    """A paper that is not made, by name, with the findings that stop it."""

    title: str
    findings: tuple[Finding, ...]


@attrs.frozen(kw_only=True)
class Offers:
    """Everything the packet page shows: papers in printing order, and stops that belong to no paper."""

    family: Family
    offers: tuple[Offer, ...]
    other_stops: tuple[Finding, ...]
    faults: tuple[KnownError, ...] = ()
    """Papers whose own clauses cannot be used, each in words: they are not among the offers."""

    @property
    def open(self) -> tuple[Offer, ...]:
        """Return the offers that are wanted and not stopped."""
        return tuple(o for o in self.offers if o.wanted and not o.blocked)

    def stopped(self, language: str) -> tuple[Stopped, ...]:
        """Return what is not made and why, in words."""
        found = [
            Stopped(title=o.title.get(language), findings=o.blocked) for o in self.offers if o.wanted and o.blocked
        ]
        if self.other_stops:
            found.append(Stopped(title=tr(_OTHER_PAPERS, language), findings=self.other_stops))
        return tuple(found)


class NoSuchPlanError(KnownError):
    """No plan, or more than one, answers to what was asked for."""

    message = N_("{count} plans answer to that.")
    remedy = N_("Give the plan’s whole name or its number; “search” shows both.")


def offers(session: Session, plan_id: RecordId, pack: Pack | None = None) -> Offers:
    """Return every paper the plan calls for.

    A child whose own papers are stopped does not stop the papers of brothers and sisters.

    Raises:
        NotFoundError: no such plan.
        PackError: the document texts cannot be used.
    """
    pack = pack or load()
    family = gather(session, plan_id)
    findings = judge(family, session.today())
    papers = _papers(pack, family, findings)
    made = session.store.children(Document, plan=plan_id)
    found = tuple(_offer(session, pack, family, paper, findings, made) for paper in papers)
    attached = {f.rule for o in found for f in o.blocked}
    loose = [f for f in findings if f.severity is Severity.BLOCK and f.rule not in attached]
    loose += [_fault_stop(sort, fault) for sort, fault in pack.faults.items()]
    return Offers(family=family, offers=found, other_stops=tuple(loose), faults=tuple(pack.faults.values()))


def _fault_stop(sort: str, fault: KnownError) -> Finding:
    return Finding(
        rule=f"pack-fault:{sort}",
        severity=Severity.BLOCK,
        message=fault.message,
        todo=fault.remedy,
        scopes=frozenset(Scope),
        facts={name: str(value) for name, value in fault.facts.items()},
    )


def _papers(pack: Pack, family: Family, findings: Iterable[Finding]) -> list[Paper]:
    stopped = {f.child for f in findings if f.severity is Severity.BLOCK and f.child != NO_ID}
    able = [c for c in family.children if c.person.id not in stopped]
    every = [p for p in papers_for(pack, family) if p.scope not in _ABOUT_CHILDREN]
    groups: list[list[Child]] = [able, *([c] for c in family.children if c.person.id in stopped)]
    for group in groups:
        part = papers_for(pack, attrs.evolve(family, children=tuple(group)))
        every += [p for p in part if p.scope in _ABOUT_CHILDREN]
    every += [r for p in every if not _is_backup(p) and (r := prepared_revocation(pack, family, p))]
    order = {sort: place for place, sort in enumerate(pack.sorts)}
    return sorted(every, key=lambda p: order[p.sort])


def prepared_revocation(pack: Pack, family: Family, paper: Paper) -> Paper | None:
    """Return the revocation that lies ready for a paper before anything happens, or None when it has none.

    A parent in detention may be told that they can no longer revoke (N.C.G.S. 32C-1-110(g)), so the form is
    offered together with the paper it would end; dates are left to be filled in by hand.
    """
    document = Document(plan=family.plan.id, sort=paper.sort, person=paper.parent, child=paper.child, agent=paper.carer)
    revocation = revocation_of(pack, Revoked(document=document))
    return revocation and attrs.evolve(revocation, signers=paper.signers, children=paper.children)


def _offer(
    session: Session, pack: Pack, family: Family, paper: Paper, findings: Iterable[Finding], made: Iterable[Document]
) -> Offer:
    spec = pack.spec(paper.sort)
    concerned = [f for f in findings if paper.scope in f.scopes and _is_about(f, paper)]
    return Offer(
        paper=paper,
        title=name_of(pack, paper, family),
        blocked=tuple(f for f in concerned if f.severity is Severity.BLOCK),
        warnings=tuple(f for f in concerned if f.severity is Severity.WARN),
        wanted=paper.sort not in family.plan.left_out and not _is_optional(paper),
        optional=_is_optional(paper),
        draft=approval_of(session, pack.id, spec) is None,
        document=_newest(made, paper),
    )


def _is_backup(paper: Paper) -> bool:
    return paper.scope is Scope.HEALTH and paper.rank in BACKUPS


def _is_optional(paper: Paper) -> bool:
    return _is_backup(paper) or paper.revoked is not None


def _is_about(finding: Finding, paper: Paper) -> bool:
    return finding.child == NO_ID or finding.child in paper.children


def _newest(made: Iterable[Document], paper: Paper) -> Document | None:
    same = [d for d in made if is_same_paper(d, paper) and d.state != "revoked"]
    return max(same, key=lambda d: d.made_on, default=None)


def is_same_paper(document: Document, paper: Paper) -> bool:
    """Tell whether a document was made of this paper: the same kind for the same people."""
    return (document.sort, document.person, document.child, document.agent) == (
        paper.sort,
        paper.parent or paper.adult,
        paper.child,
        paper.carer,
    )


def find_plan(session: Session, words: str) -> RecordId:
    """Return the plan with this number (or the beginning of it) or this name.

    Raises:
        NoSuchPlanError: none or several answer.
    """
    wanted = words.strip()
    plans = session.store.all(Plan)
    if is_id(wanted):
        found = [p for p in plans if p.id == wanted]
    else:
        named = [p for p in plans if fold(p.name) == fold(wanted)]
        by_number = [p for p in plans if len(wanted) >= _SHORTEST_PREFIX and p.id.startswith(wanted.casefold())]
        found = named or by_number or [p for p in plans if fold(wanted) and fold(wanted) in fold(p.name)]
    if len(found) != 1:
        raise NoSuchPlanError(count=len(found))
    return found[0].id
