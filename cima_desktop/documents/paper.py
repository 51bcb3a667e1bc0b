"""Which papers a family needs: one value for each paper that could be made."""

from collections.abc import Callable, Iterator

import attrs

from cima_desktop.documents.pack import Pack, PaperSpec, Text
from cima_desktop.model.family import Child, Family
from cima_desktop.model.findings import Scope
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.papers import Copy, Document, Signing
from cima_desktop.model.people import Person

RANKS = ("first", "backup1", "backup2")


@attrs.frozen(kw_only=True)
class Revoked:
    """The signed paper that a revocation takes back, and who holds copies of it."""

    document: Document
    signing: Signing | None = None
    copies: tuple[Copy, ...] = ()


@attrs.frozen(kw_only=True)
class Paper:
    """One paper to be made. Which of the people matter depends on its sort."""

    sort: str
    scope: Scope
    """What a finding must be about to stop this paper (`Finding.stops(paper.scope, paper.child)`)."""
    signers: tuple[RecordId, ...] = ()
    """Who signs before the notary; empty for papers nobody signs."""
    children: tuple[RecordId, ...] = ()
    carer: RecordId = NO_ID
    """The caregiver it names or is given to."""
    rank: str = ""
    """The caregiver's place in the order; a backup's paper says when it counts."""
    adult: RecordId = NO_ID
    revoked: Revoked | None = None

    @property
    def parent(self) -> RecordId:
        """Return the first person who signs."""
        return self.signers[0] if self.signers else NO_ID

    @property
    def child(self) -> RecordId:
        """Return the child, if it is about one child only."""
        return self.children[0] if len(self.children) == 1 else NO_ID

    @property
    def key(self) -> str:
        """Return the same text for the same paper of the same people, whoever asks."""
        who = ".".join((*self.signers, "", *self.children, "", self.carer, self.adult))
        return f"{self.sort}:{self.rank}:{who}"

    def people(self, family: Family) -> tuple[str, ...]:
        """Return the names that tell this paper from others of its sort, as they are called at home."""
        ids = (self.adult, *self.children, *self.signers, self.carer)
        return tuple(p.title() for p in (person_of(family, i) for i in ids if i) if p is not None)


def person_of(family: Family, record_id: str) -> Person | None:
    """Return anybody of the family by id."""
    for person in (*family.parents, *(c.person for c in family.children), *family.people):
        if person.id == record_id:
            return person
    return next((c.person for child in family.children for c in child.carers if c.person.id == record_id), None)


def signing_groups(family: Family) -> tuple[tuple[RecordId, ...], ...]:
    """Return who signs on one sheet of paper together: both parents, or each apart when they cannot meet."""
    parents = family.signing_parents
    apart = len(parents) == 2 and family.are_apart(parents[0].id, parents[1].id)
    if apart or family.plan.parent2_status == "abroad_signs_separately":
        return tuple((p.id,) for p in parents)
    return (tuple(p.id for p in parents),)


def care_groups(family: Family) -> tuple[tuple[Child, ...], ...]:
    """Return the children by their caregivers: those with the same people in the same order share a paper."""
    groups: dict[tuple[tuple[RecordId, str, str], ...], list[Child]] = {}
    for child in family.children:
        if child.carers:
            order = tuple((c.person.id, c.link.rank, c.link.relation) for c in child.carers)
            groups.setdefault(order, []).append(child)
    return tuple(tuple(group) for group in groups.values())


def adults(family: Family) -> tuple[Person, ...]:
    """Return the adults who have a medical sheet or sign: parents first."""
    found: dict[str, Person] = {p.id: p for p in family.parents}
    for sheet in family.adult_sheets:
        person = person_of(family, sheet.person)
        if person is not None:
            found.setdefault(person.id, person)
    return tuple(found.values())


def carer_people(family: Family) -> tuple[Person, ...]:
    """Return every caregiver once, those of first choice first."""
    links = [
        (RANKS.index(c.link.rank) if c.link.rank in RANKS else 9, c.person) for k in family.children for c in k.carers
    ]
    found: dict[str, Person] = {}
    for _rank, person in sorted(links, key=lambda pair: pair[0]):
        found.setdefault(person.id, person)
    return tuple(found.values())


def _plan(spec: PaperSpec, family: Family) -> Iterator[Paper]:
    yield Paper(sort=spec.sort, scope=spec.scope, children=tuple(c.person.id for c in family.children))


def _parent(spec: PaperSpec, family: Family) -> Iterator[Paper]:
    agent = family.agent
    for parent in family.signing_parents:
        own_agent = agent is not None and family.is_one(agent.id, parent.id) and len(family.signing_parents) > 1
        if spec.scope is Scope.MONEY and (agent is None or own_agent):
            continue  # nobody is their own agent; a rule says so to the family
        yield Paper(sort=spec.sort, scope=spec.scope, signers=(parent.id,))


def _parents(spec: PaperSpec, family: Family) -> Iterator[Paper]:
    for children in care_groups(family):
        for signers in signing_groups(family):
            yield Paper(
                sort=spec.sort,
                scope=spec.scope,
                signers=signers,
                children=tuple(c.person.id for c in children),
                carer=children[0].carers[0].person.id,
                rank=RANKS[0],
            )


def _child(spec: PaperSpec, family: Family) -> Iterator[Paper]:
    for child in family.children:
        yield Paper(sort=spec.sort, scope=spec.scope, children=(child.person.id,))


def _child_parent_carer(spec: PaperSpec, family: Family) -> Iterator[Paper]:
    for child in family.children:
        for parent in family.signing_parents:
            for place, carer in enumerate(child.carers[: len(RANKS)]):
                yield Paper(
                    sort=spec.sort,
                    scope=spec.scope,
                    signers=(parent.id,),
                    children=(child.person.id,),
                    carer=carer.person.id,
                    rank=RANKS[place],
                )


def _carer(spec: PaperSpec, family: Family) -> Iterator[Paper]:
    for person in carer_people(family):
        children = [c for c in family.children if any(k.person.id == person.id for k in c.carers)]
        ranks = [k.link.rank for c in children for k in c.carers if k.person.id == person.id]
        yield Paper(
            sort=spec.sort,
            scope=spec.scope,
            children=tuple(c.person.id for c in children),
            carer=person.id,
            rank=min(ranks, key=lambda r: RANKS.index(r) if r in RANKS else len(RANKS)),
        )


def _adult(spec: PaperSpec, family: Family) -> Iterator[Paper]:
    for person in adults(family):
        yield Paper(sort=spec.sort, scope=spec.scope, adult=person.id)


def _document(_spec: PaperSpec, _family: Family) -> Iterator[Paper]:
    return iter(())


_MAKERS: dict[str, Callable[[PaperSpec, Family], Iterator[Paper]]] = {
    "plan": _plan,
    "parent": _parent,
    "parents": _parents,
    "child": _child,
    "child+parent+carer": _child_parent_carer,
    "carer": _carer,
    "adult": _adult,
    "document": _document,
}


def papers_for(pack: Pack, family: Family) -> tuple[Paper, ...]:
    """Return every paper that could be made for a family, in printing order; revocations are not among them."""
    return tuple(paper for spec in pack.papers for paper in _MAKERS[spec.one_per](spec, family))


def revocation_of(pack: Pack, revoked: Revoked) -> Paper | None:
    """Return the paper that takes back a signed one, or None when the pack has none for its sort."""
    sort = f"revoke_{revoked.document.sort}"
    spec = next((s for s in pack.papers if s.sort == sort), None)
    if spec is None:
        return None
    document = revoked.document
    return Paper(
        sort=sort,
        scope=spec.scope,
        signers=(RecordId(document.person),) if document.person else (),
        children=(RecordId(document.child),) if document.child else (),
        carer=RecordId(document.agent),
        revoked=revoked,
    )


def name_of(pack: Pack, paper: Paper, family: Family) -> Text:
    """Return the paper's title with the names that tell it from the others of its sort."""
    title = pack.spec(paper.sort).title
    names = ", ".join(paper.people(family)) if pack.spec(paper.sort).one_per != "plan" else ""
    return Text(f"{title.en}: {names}", f"{title.es}: {names}") if names else title
