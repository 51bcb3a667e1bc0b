"""People kept apart on purpose, as what leaves must honour it (H6).

What leaves for a purpose never has both of a pair, and nothing by which the one who is left out could be found or
reached: no home they share, no telephone, no line in which their name stands.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, is_id
from cima_desktop.model.people import Household, Person
from cima_desktop.model.places import roughly
from cima_desktop.model.plans import Plan
from cima_desktop.model.text import digits, fold
from cima_desktop.services.apart import kept_apart
from cima_desktop.services.session import Session
from cima_desktop.store.change import Scalar

_LEAST_WORD, _LEAST_DIGITS = 4, 7


@attrs.frozen(kw_only=True)
class Protected:
    """Everybody who may not be in what leaves or be found by it, and by which words and numbers they would be."""

    people: frozenset[RecordId] = frozenset()
    homes: frozenset[RecordId] = frozenset()
    words: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def is_told(self, value: Value | frozenset[Scalar]) -> bool:
        """Tell whether a value names one of them, their telephone or their road."""
        if isinstance(value, frozenset):
            return any(self.is_told(each) for each in value)
        if not isinstance(value, str) or not value:
            return False
        if is_id(value):
            return value in self.people or value in self.homes
        said, called = f" {fold(value)} ", digits(value)
        return any(f" {word} " in said for word in self.words) or any(number in called for number in self.numbers)


def protected(session: Session, people: Sequence[RecordId], chosen: Collection[RecordId]) -> Protected:
    """Return who of these people may not go with the others, and everybody outside who is kept apart from one who goes.

    Of a pair the one stays in who was chosen; else a child of the plan, else the parent; else the one named first.
    """
    ranks = _ranks(session, people, chosen)
    going: dict[RecordId, None] = {}
    left: set[RecordId] = set()
    for person in sorted(dict.fromkeys(people), key=lambda each: ranks[each]):  # stable: first named, first served
        apart = kept_apart(session.store, session.store.one_person(person))
        if apart & going.keys():
            left.add(person)
        else:
            going[person] = None
            left |= apart
    return _traces(session, frozenset(left - going.keys()), going)


def _ranks(session: Session, people: Sequence[RecordId], chosen: Collection[RecordId]) -> Mapping[RecordId, int]:
    plans = [plan for record in chosen if (plan := session.store.get(Plan, record)) is not None]
    children = {child for plan in plans for child in plan.children}
    parents = {plan.parent1 for plan in plans}
    return {p: 0 if p in chosen else 1 if p in children else 2 if p in parents else 3 for p in people}


def _traces(session: Session, people: frozenset[RecordId], going: Iterable[RecordId]) -> Protected:
    """Return how the people could be found; words that those who go share with them say nothing and are let be."""
    found = [person for each in sorted(people) if (person := session.store.get(Person, each)) is not None]
    homes = {RecordId(home) for person in found for home in (person.household, person.other_household) if home}
    words: set[str] = set()
    numbers: set[str] = set()
    for person in found:
        words |= {fold(name) for name in (person.title(), person.full_name(), person.name_as_on_id, *person.aliases)}
        words |= _roads(person.street)
        numbers |= {digits(person.phone), digits(person.other_phone)}
    for each in homes:
        home = session.store.get(Household, each)
        if home is not None:
            words |= _roads(home.street)
            numbers.add(digits(home.phone))
    own = {fold(p.title()) for each in going if (p := session.store.get(Person, each)) is not None}
    return Protected(
        people=people,
        homes=frozenset(homes),
        words=frozenset(w for w in words - own if len(w) >= _LEAST_WORD),
        numbers=frozenset(n[-10:] for n in numbers if len(n) >= _LEAST_DIGITS),
    )


def _roads(street: str) -> set[str]:
    """Return a street as it was written and as it is said roughly."""
    return {fold(street), fold(roughly(street, ""))}
