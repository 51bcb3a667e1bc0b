"""What belongs to a record: who lives in a household, whom a plan names, and the parts of all of them."""

from collections.abc import Iterable, Mapping, Sequence

from cima_desktop.model.cases import Case
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS, children_of
from cima_desktop.model.people import Person
from cima_desktop.model.plans import Caregiver, Plan
from cima_desktop.services.session import Session

WHOLES = ("person", "household", "plan", "case")
"""The kinds that can be chosen to be handed on; what belongs to them goes along."""

ABOUT = frozenset({"about", "person", "child"})
"""Fields by which a record is about somebody; by any other it only names them."""

Belongings = dict[RecordId, str]
"""Records and their kinds, in the order in which they were found: what was chosen, then what belongs to it."""


class NotAWholeError(NotFoundError):
    """Something was chosen to which nothing belongs, or that is in the bin."""


def belongings(session: Session, chosen: Sequence[RecordId]) -> Belongings:
    """Return the records, who belongs to them, and the parts of all.

    A household brings the people who live there; a plan its household and the people it names; a person their cases;
    a case whose it is and the home it names, and none of that person's other cases.

    Raises:
        NotAWholeError: one of them is of another kind, or in the bin.
        NotFoundError: one of them is not in this vault.
    """
    found: Belongings = {}
    for record in chosen:
        kind = session.store.kind_of_id(record)
        if not kind:
            raise NotFoundError
        if kind not in WHOLES or session.store.get(KINDS[kind].record, record) is None:
            raise NotAWholeError
        for each, name in _whole(session, kind, record):
            found.setdefault(each, name)
    for record, name in list(found.items()):
        for part, part_name in parts_of(session, name, record):
            found.setdefault(part, part_name)
    for carer in list(_carers(session, found)):
        found.setdefault(carer, "person")
    return found


def with_company(session: Session, found: Mapping[RecordId, str]) -> Belongings:
    """Return records and everything that is about them: papers, notes, tasks, attachments, consents, relationships.

    A relationship to somebody who does not go is among them: it says who is kept apart from whom.
    """
    company: Belongings = dict(found)
    waiting = list(found)
    while waiting:
        for other, kind, field in session.store.refers_to(waiting.pop()):
            declared = KINDS.get(kind)
            if other in company or declared is None or kind in WHOLES:
                continue
            if field in declared.needs() and _belongs(field, kind):
                company[other] = kind
                waiting.append(other)
    return company


def bound_to(session: Session, stays: Iterable[RecordId]) -> set[RecordId]:
    """Return what cannot leave without these records, or is about them, all the way; a home may be missing."""
    found = set(stays)
    waiting = list(found)
    while waiting:
        for other, kind, field in session.store.refers_to(waiting.pop()):
            declared = KINDS.get(kind)
            if other in found or declared is None or declared.field(field).refers_to == "household":
                continue
            if field in declared.needs() or field in ABOUT:
                found.add(other)
                waiting.append(other)
    return found


def parts_of(session: Session, kind: str, record: RecordId) -> Iterable[tuple[RecordId, str]]:
    """Yield the parts of a record, all the way down."""
    for part in children_of(kind):
        for child in session.store.children(part.record, **{part.parent: record}):
            yield child.id, part.name
            yield from parts_of(session, part.name, child.id)


def _belongs(field: str, kind: str) -> bool:
    """Tell whether what needs a record in this field belongs to it: a caregiver belongs to the plan, not the child."""
    parent = KINDS[kind].parent
    return field == parent or not parent or kind == "relationship"


def _whole(session: Session, kind: str, record: RecordId) -> Iterable[tuple[RecordId, str]]:
    store = session.store
    yield record, kind
    if kind == "person":
        for own in store.children(Case, person=record):
            yield own.id, "case"
    if kind == "case":
        case = store.need(Case, record)
        yield from _there(session, (case.person, case.household))
    if kind == "household":
        for home in ("household", "other_household"):
            for person in store.children(Person, **{home: record}):
                yield person.id, "person"
    if kind == "plan":
        plan = store.need(Plan, record)
        yield from _there(session, (plan.household, plan.parent1, plan.parent2, plan.agent, *sorted(plan.children)))


def _there(session: Session, named: Iterable[str]) -> Iterable[tuple[RecordId, str]]:
    """Yield those of the records that are in this vault and not in the bin."""
    for each in named:
        kind = session.store.kind_of_id(each)
        if kind in WHOLES and session.store.get(KINDS[kind].record, each) is not None:
            yield RecordId(each), kind


def _carers(session: Session, found: Mapping[RecordId, str]) -> Iterable[RecordId]:
    """Yield the people who would care for the children of these plans: a plan is of no use without them."""
    for record, kind in found.items():
        if kind == "caregiver":
            person = RecordId(session.store.need(Caregiver, record).person)
            if session.store.get(Person, person) is not None:
                yield person
