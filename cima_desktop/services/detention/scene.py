"""Everything that whoever picks up the telephone needs, read live: nothing of it is copied, so nothing goes stale (E5).

What the family wrote down stands in its plan, through every record about the person. Whoever is kept apart from the
person or from a child is shown as such and never as somebody to call (H6). Passwords and code words are not read here;
they are asked for one at a time (`secret_of`).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

import attrs

from cima_desktop.model import line_choices
from cima_desktop.model.detention import Detention, LocatorCard, LocatorCheck, Told
from cima_desktop.model.errors import NotFoundError
from cima_desktop.model.family import Child, Family
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.people import Organization, Person
from cima_desktop.model.plans import AdultSheet, Asset, Caregiver, ChildSheet, FirstDayTask, Medicine, Plan
from cima_desktop.model.work import Task
from cima_desktop.model.workups import Appointment
from cima_desktop.services.apart import kept_apart
from cima_desktop.services.detention.beginning import by_task, first_tasks, with_plan
from cima_desktop.services.detention.cards import card_of
from cima_desktop.services.plans import gather
from cima_desktop.services.session import Session
from cima_desktop.store import Store

N = TypeVar("N", Told, LocatorCheck)
CONSULATE = "consulate"
PLACE_KEYS = {"locator": "ice-locator", "ero": "ice-line", "facility": "stewart", "court_line": "eoir-line"}
"""Where a way to look finds its number in the directory: keys of entries that came with the program."""


@attrs.frozen(kw_only=True)
class Helper:
    """Somebody who would care for a child, and whether they may."""

    link: Caregiver
    person: Person
    is_apart: bool
    """Kept apart from the child or from whoever was detained: not to be called for this."""


@attrs.frozen(kw_only=True)
class Minor:
    """A child, who cares for it in order, school, and what it takes."""

    person: Person
    sheet: ChildSheet
    helpers: tuple[Helper, ...] = ()
    medicines: tuple[Medicine, ...] = ()


@attrs.frozen(kw_only=True)
class ToDo:
    """A task of the first day; `own` is what the plan says about it: who does it, by when."""

    task: Task
    own: FirstDayTask | None = None


@attrs.frozen(kw_only=True)
class Way:
    """A way to look for somebody, with its entry in the directory and the newest search."""

    key: str
    place: Organization | None = None
    last: LocatorCheck | None = None


@attrs.frozen(kw_only=True)
class Scene:
    """The whole screen, and the whole sheet."""

    detention: Detention
    person: Person
    today: date
    plan: Plan | None = None
    family: Family | None = None
    children: tuple[Minor, ...] = ()
    home: tuple[Person, ...] = ()
    """The other parent; without a plan, whoever else lives there."""
    cares_for: tuple[tuple[RecordId, str], ...] = ()
    """Plans in which the person was to care for a child."""
    medicines: tuple[Medicine, ...] = ()
    health: AdultSheet | None = None
    money: tuple[Asset, ...] = ()
    consulates: tuple[Organization, ...] = ()
    """From the directory, where the plan names none."""
    tasks: tuple[ToDo, ...] = ()
    lacks_tasks: bool = False
    """Whether tasks of the first day are not there yet: the plan was made, or got more of them, since."""
    told: tuple[Told, ...] = ()
    """The newest first."""
    checks: tuple[LocatorCheck, ...] = ()
    """The newest first."""
    ways: tuple[Way, ...] = ()
    hearings: tuple[Appointment, ...] = ()
    card: LocatorCard | None = None
    names: dict[str, str] = attrs.field(factory=dict)
    """What the volunteers who noted something are called, by their ids."""

    def answers(self, record: RecordId, name: str, value: str) -> tuple[str, ...]:
        """Return an answer, or all of them where two people wrote different things: nobody's allergy is left out."""
        clashes = self.family.clashes if self.family else ()
        return next((c.values for c in clashes if (c.record, c.field) == (record, name)), (value,) if value else ())

    def was_told(self, who: str, name: str = "") -> Told | None:
        """Return the newest note that somebody was told."""
        return next((t for t in self.told if t.who == who and (not name or t.name == name)), None)


def scene(session: Session, detention_id: RecordId) -> Scene:
    """Read everything about a detention.

    Raises:
        NotFoundError: there is no such detention, or it is in the bin.
    """
    store = session.store
    detention = with_plan(session, store.need(Detention, detention_id))
    person = store.get(Person, detention.person) or Person()
    same = store.one_person(person.id) if person.id else ()
    family = _family(store, detention)
    apart = kept_apart(store, same)
    told = _newest(store.children(Told, detention=detention_id))
    checks = _newest(store.children(LocatorCheck, detention=detention_id))
    return Scene(
        detention=detention,
        person=person,
        today=session.today(),
        plan=family.plan if family else None,
        family=family,
        children=tuple(_minor(family, child, apart) for child in family.children) if family else (),
        home=_home(store, person, family, {*same, *apart}),
        cares_for=tuple(_cares_for(store, same, family.plan.id if family else NO_ID)),
        medicines=tuple(m for m in family.medicines if m.person in same) if family else (),
        health=next((s for s in family.adult_sheets if s.person in same), None) if family else None,
        money=family.assets if family else (),
        consulates=_consulates(store) if family is None or not family.plan.consulate_name else (),
        tasks=_tasks(store, detention, family),
        lacks_tasks=not detention.is_over and bool(first_tasks(session, detention)),
        told=told,
        checks=checks,
        ways=_ways(store, detention, checks),
        hearings=_hearings(store, same),
        card=card_of(session, detention_id),
        names=_names(store, [*(each.by for each in told), *(each.by for each in checks)]),
    )


def secret_of(session: Session, record: RecordId) -> str:
    """Return the code word of a plan, or the pick-up password of a child's sheet.

    Raises:
        NotFoundError: the record is gone.
    """
    sheet = session.store.get(ChildSheet, record)
    return sheet.pick_up_password if sheet else session.store.need(Plan, record).code_word


def _family(store: Store, detention: Detention) -> Family | None:
    try:
        return gather(store, RecordId(detention.plan)) if detention.plan else None
    except NotFoundError:  # the plan is in the bin
        return None


def _minor(family: Family, child: Child, apart: frozenset[RecordId]) -> Minor:
    helpers = tuple(
        Helper(
            link=carer.link,
            person=carer.person,
            is_apart=carer.person.id in apart or family.are_apart(carer.person.id, child.person.id),
        )
        for carer in child.carers
    )
    return Minor(person=child.person, sheet=child.sheet, helpers=helpers, medicines=family.medicines_of(child.person))


def _home(store: Store, person: Person, family: Family | None, out: set[RecordId]) -> tuple[Person, ...]:
    """Return who is at home: never the person themselves, nor anybody who is kept apart from them."""
    if family is not None:
        near = list(family.parents)
    else:
        near = store.children(Person, household=person.household) if person.household else []
    return tuple(p for p in near if p.id not in out and p.title())


def _cares_for(store: Store, same: Iterable[RecordId], own: RecordId) -> Iterator[tuple[RecordId, str]]:
    """Yield the other families that count on this person."""
    links = [link for one in same for link in store.children(Caregiver, person=one)]
    for plan in dict.fromkeys(RecordId(link.plan) for link in links):
        if plan != own and store.get(Plan, plan) is not None:
            yield plan, store.title_of(plan)


def _tasks(store: Store, detention: Detention, family: Family | None) -> tuple[ToDo, ...]:
    own = by_task(detention, list(family.first_day) if family else [])
    found = [ToDo(task=task, own=own.get(task.id)) for task in store.children(Task, about=detention.id)]
    return tuple(sorted(found, key=lambda each: bool(each.task.done_on)))


def _consulates(store: Store) -> tuple[Organization, ...]:
    """Return the consulates of the directory: nobody is asked for a country here."""
    ids = [record for record, (sort,) in store.scan("organization", ["sort"]) if sort == CONSULATE]
    return tuple(found for each in ids if (found := store.get(Organization, each)) is not None)


def _ways(store: Store, detention: Detention, checks: tuple[LocatorCheck, ...]) -> tuple[Way, ...]:
    shipped = {str(key): record for record, (key,) in store.scan("organization", ["shipped"]) if key}
    found = []
    for choice in line_choices.WHERE_LOOKED:
        record = shipped.get(PLACE_KEYS.get(choice.value, ""), NO_ID)
        if choice.value == "facility" and detention.facility_place:
            record = RecordId(detention.facility_place)
        last = next((check for check in checks if check.where == choice.value), None)
        found.append(Way(key=choice.value, place=store.get(Organization, record), last=last))
    return tuple(found)


def _hearings(store: Store, same: Iterable[RecordId]) -> tuple[Appointment, ...]:
    found = [a for one in same for a in store.children(Appointment, person=one) if a.sort == "hearing"]
    return tuple(sorted(found, key=lambda a: (a.sort_name(), a.id)))


def _names(store: Store, volunteers: Iterable[str]) -> dict[str, str]:
    return {each: store.title_of(each) for each in dict.fromkeys(volunteers) if each}


def _newest(records: Iterable[N]) -> tuple[N, ...]:
    """Return notes with the newest first; of those of one minute, the one that was added last."""
    return tuple(reversed(sorted(records, key=lambda r: (r.on, r.at))))
