"""Everything a paper may say about a family, by the names that packs use."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import attrs

from cima_desktop.documents import names, rows
from cima_desktop.documents.entities import NOBODY, Entity, Teller, fixed
from cima_desktop.documents.pack import Pack, PaperSpec, Text
from cima_desktop.documents.paper import Paper, Revoked, carer_people, person_of
from cima_desktop.documents.privacy import hidden_in
from cima_desktop.documents.slots import EMPTY, Slot, each_language, long_date, same
from cima_desktop.i18n import tr
from cima_desktop.model import choices
from cima_desktop.model.family import Carer, Child, Family
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.people import Person

ORGANIZATION = "CIMA"
_RANK_LABELS = {choice.value: choice.label for choice in choices.CAREGIVER_RANKS}


@attrs.frozen
class Approved:
    """The attorney who approved exactly this wording."""

    name: str
    bar: str
    approved_on: date


@attrs.frozen
class Inside:
    """One line of the cover sheet: what lies in the packet."""

    title: Text
    pages: int
    signer: str = ""
    notary: bool = False


@attrs.frozen
class Context:
    """The values one paper can print; rows of a list add their own names in front."""

    entities: Mapping[str, Entity]
    words: Mapping[str, Slot]
    lists: Mapping[str, Callable[[], Sequence[rows.Row]]]
    inner: tuple[rows.Row, ...] = ()
    """The entries of lists we are inside of, the innermost last."""

    def slot(self, name: str) -> Slot:
        """Return the value that a placeholder stands for."""
        entity, _, field = name.partition(".")
        if not field:
            return self._word(name)
        return self._entity(entity).slot(field)

    def _word(self, name: str) -> Slot:
        for row in reversed(self.inner):
            first = row.first
            if name in names.LISTS[row.list][first]:
                return row.entities[first].slot(name)
        return self.words.get(name, EMPTY)

    def _entity(self, name: str) -> Entity:
        for row in reversed(self.inner):
            if name in row.entities:
                return row.entities[name]
        return self.entities.get(name, NOBODY)

    def asked(self, name: str) -> Value:
        """Answer a condition's question."""
        if name in names.LISTS and name not in self._defined():
            return bool(self.entries(name))
        if "." not in name and (name in self._defined() or name in names.ENTITIES):
            return self._entity(name).exists
        return self.slot(name).raw

    def _defined(self) -> set[str]:
        return {entity for row in self.inner for entity in row.entities}

    def entries(self, name: str) -> Sequence[rows.Row]:
        """Return the entries of a list; inside a person's entry, those of that person."""
        for row in reversed(self.inner):
            if name in row.lists:
                return row.lists[name]()
        return self.lists[name]()

    def within(self, row: rows.Row) -> "Context":
        """Return the values as one entry of a list sees them."""
        return attrs.evolve(self, inner=(*self.inner, row))

    def saying(self, **words: Slot) -> "Context":
        """Return the same values with further words (`who`, the signer)."""
        return attrs.evolve(self, words={**self.words, **words})


def context_for(
    pack: Pack,
    spec: PaperSpec,
    paper: Paper,
    family: Family,
    *,
    made_on: date,
    approval: Approved | None = None,
    packet: Sequence[Inside] = (),
) -> Context:
    """Gather what one paper may say."""
    planned = iso_date(family.plan.signing_day)
    day = (planned if planned and planned >= made_on else None) if spec.signed else made_on
    teller = Teller(family, hidden_in(paper, family), day)
    entities = {**_of_the_plan(teller, family), **_of_the_paper(teller, paper, family)}
    entities["pack"] = fixed(
        name=Slot(pack.id, pack.name.en, pack.name.es),
        version=same(pack.version),
        state=Slot(pack.id, pack.state.en, pack.state.es),
    )
    entities["organization"] = fixed(name=same(ORGANIZATION))
    entities["reviewer"] = fixed(name=same(approval.name), bar=same(approval.bar)) if approval else NOBODY
    entities["paper"] = fixed(
        rank=each_language(lambda lang: tr(_RANK_LABELS.get(paper.rank, ""), lang), paper.rank),
        signers=same(str(len(paper.signers))),
        title=Slot(spec.sort, spec.title.en, spec.title.es),
    )
    words = {"today": each_language(lambda language: long_date(made_on, language), made_on.isoformat())}
    return Context(entities, words, rows.lists_for(teller, paper, family, packet))


def _of_the_plan(teller: Teller, family: Family) -> dict[str, Entity]:
    plan = family.plan
    contacts = (*rows.first_contacts(teller, family), None, None)
    return {
        "contact1": teller.record(contacts[0]),
        "contact2": teller.record(contacts[1]),
        "plan": teller.record(plan),
        "household": teller.household(family.household),
        "agent": teller.person(family.agent),
        "successor1": teller.person(family.successor1),
        "successor2": teller.person(family.successor2),
        "joint_agent": teller.person(family.joint_agent),
        "accounting_recipient": teller.person(family.accounting_recipient),
        "determiner": teller.person(family.determiner),
    }


def _of_the_paper(teller: Teller, paper: Paper, family: Family) -> dict[str, Entity]:
    parent = person_of(family, paper.parent) or family.parent1
    children = children_of(paper, family)
    carers = _carers(paper, children)
    places: list[Carer | None] = [*carers[:3], None, None, None]
    first = next((c for c in carers if c.person.id == paper.carer), places[0])
    carer = teller.carer(first)
    if first is None:
        carer = teller.person(person_of(family, paper.carer))
    one = children[0] if children else None
    adult = person_of(family, paper.adult) or parent
    signing = [p for p in (person_of(family, i) for i in paper.signers) if p is not None] or list(family.parents)
    return {
        "parent": teller.person(parent),
        "other_parent": _other_parent(teller, family, parent),
        "carer": carer,
        "backup1": teller.carer(places[1]),
        "backup2": teller.carer(places[2]),
        "child": teller.person(one.person if one else None),
        "sheet": teller.record(one.sheet if one else None),
        "adult": teller.adult(adult, rows.sheet_of(family, adult)),
        "parents": _group(signing),
        "children": _group([c.person for c in children]),
        "carers": _group([c.person for c in carers] or carer_people(family)),
        "revoked": _revoked(teller, paper.revoked, family),
    }


def children_of(paper: Paper, family: Family) -> tuple[Child, ...]:
    """Return the children a paper is about; all of them when it names none."""
    chosen = tuple(c for c in family.children if c.person.id in paper.children)
    return chosen or family.children


def _carers(paper: Paper, children: tuple[Child, ...]) -> tuple[Carer, ...]:
    """Return the caregivers in order, seen from the first child the paper's caregiver is named for."""
    for child in children:
        if not paper.carer or any(c.person.id == paper.carer for c in child.carers):
            return child.carers
    return children[0].carers if children and not paper.carer else ()


def _other_parent(teller: Teller, family: Family, parent: Person) -> Entity:
    other = next((p for p in family.parents if p.id != parent.id), None)
    plan = family.plan
    return teller.person(
        other,
        {
            "status": lambda: teller.field(plan, "parent2_status"),
            "explanation": lambda: teller.field(plan, "parent2_explanation"),
        },
    )


def _group(people: Sequence[Person]) -> Entity:
    shown = same(", ".join(p.legal_name() for p in people))
    return attrs.evolve(fixed(names=shown, count=same(str(len(people)))), exists=bool(people))


def _revoked(teller: Teller, revoked: Revoked | None, family: Family) -> Entity:
    if revoked is None:
        return NOBODY
    document, signing = revoked.document, revoked.signing
    agent, child = person_of(family, document.agent), person_of(family, document.child)
    holders = ", ".join(copy.holder for copy in revoked.copies if copy.holder)
    return fixed(
        name=same(document.name),
        made_on=teller.field(document, "made_on"),
        signed_on=teller.field(signing, "signed_on") if signing else EMPTY,
        registered=teller.field(signing, "registered") if signing else EMPTY,
        agent=same(agent.legal_name() if agent else ""),
        child=same(child.legal_name() if child else ""),
        holders=same(holders),
    )
