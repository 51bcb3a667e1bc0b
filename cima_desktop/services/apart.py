"""Who is kept apart from whom on purpose (H6), seen through every record about the two people."""

from collections.abc import Iterable

from cima_desktop.model.ids import RecordId
from cima_desktop.model.people import Relationship
from cima_desktop.store import Store

KEPT_APART = "kept_apart"


def everybody_apart(store: Store) -> frozenset[RecordId]:
    """Return everybody who is kept apart from somebody, by all of their records."""
    links = [link for link in store.all(Relationship) if link.relation == KEPT_APART]
    people = {RecordId(each) for link in links for each in (link.person, link.other)}
    return frozenset(store.about(people))


def kept_apart(store: Store, people: Iterable[RecordId]) -> frozenset[RecordId]:
    """Return everybody who is kept apart from one of these, by all of their records.

    Whichever of the two says so, and while people disagree about the mark, the cautious value counts.
    """
    mine = set(people)
    found: set[RecordId] = set()
    for one in mine:
        links = [*store.children(Relationship, person=one), *store.children(Relationship, other=one)]
        marked = (RecordId(i) for link in links if link.relation == KEPT_APART for i in (link.person, link.other))
        found |= {other for each in marked if each not in mine for other in store.one_person(each)}
    return frozenset(found)
