"""Whose address and telephone a paper must not print, because it concerns somebody they are kept apart from (H6)."""

from collections.abc import Iterable

import attrs

from cima_desktop.documents.paper import Paper, adults, carer_people, person_of
from cima_desktop.model.family import Family
from cima_desktop.model.findings import Scope
from cima_desktop.model.people import Household, Person

Address = tuple[str, ...]


@attrs.frozen
class Hidden:
    """The people, places and numbers that one paper keeps to itself."""

    people: frozenset[str] = frozenset()
    addresses: frozenset[Address] = frozenset()
    phones: frozenset[str] = frozenset()

    def hides_address(self, person_id: str, address: Address) -> bool:
        """Tell whether an address must not be printed."""
        return person_id in self.people or address[:2] in self.addresses

    def hides_phone(self, person_id: str, phone: str) -> bool:
        """Tell whether a telephone must not be printed."""
        return person_id in self.people or phone in self.phones


def concerned(paper: Paper, family: Family) -> tuple[Person, ...]:
    """Return everybody a paper is about or is given to."""
    ids = (*paper.signers, *paper.children, paper.carer, paper.adult)
    named = [p for p in (person_of(family, i) for i in ids if i) if p is not None]
    if paper.scope is Scope.MONEY:
        named += [p for p in (family.agent, family.successor1, family.successor2, family.joint_agent) if p is not None]
    elif paper.scope is Scope.CARE:
        named += [c.person for k in family.children if k.person.id in paper.children for c in k.carers]
    elif paper.scope is Scope.PLAN and not paper.carer and not paper.adult:
        named += [family.parent1, *carer_people(family)]
        named += [p for p in adults(family) if not family.are_apart(p.id, family.parent1.id)]
    return tuple({p.id: p for p in named}.values())


def hidden_in(paper: Paper, family: Family) -> Hidden:
    """Return what a paper keeps to itself; nothing when nobody is kept apart."""
    if not family.apart:
        return Hidden()
    there = concerned(paper, family)
    everyone = {p.id: p for p in (*family.people, *family.parents, *there)}
    private = [p for p in everyone.values() if any(family.are_apart(p.id, other.id) for other in there)]
    own = {family.address_of(p)[:2] for p in there if p.id in paper.signers or p.id == family.parent1.id}
    own -= {family.address_of(p)[:2] for p in private if _has_own_home(p, family)}
    return Hidden(
        people=frozenset(p.id for p in private),
        addresses=frozenset(family.address_of(p)[:2] for p in private) - own - {("", "")},
        phones=frozenset(_phones(private, family)),
    )


def _has_own_home(person: Person, family: Family) -> bool:
    return bool(person.street or person.city) or person.household not in ("", family.household.id)


def _phones(people: Iterable[Person], family: Family) -> Iterable[str]:
    for person in people:
        home = family.home_of(person) if _has_own_home(person, family) else Household()
        yield from (phone for phone in (person.phone, person.other_phone, home.phone) if phone)
