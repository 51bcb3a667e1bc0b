"""The lists that packs repeat over: children, caregivers, contacts, medicines and so on, entry by entry."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from cima_desktop.documents import names
from cima_desktop.documents.entities import Entity, Maker, Teller, fixed
from cima_desktop.documents.paper import Paper, adults, carer_people, person_of
from cima_desktop.documents.slots import Slot, each_language, same
from cima_desktop.i18n import N_, tr
from cima_desktop.model import choices
from cima_desktop.model.family import Carer, Child, Family
from cima_desktop.model.fields import Choice
from cima_desktop.model.kinds import Record
from cima_desktop.model.people import Person
from cima_desktop.model.plans import AdultSheet, EmergencyContact, FirstDayTask, Medicine, PlanDocument, Wish

if TYPE_CHECKING:
    from cima_desktop.documents.context import Inside

WHOLE_FAMILY = N_("The whole family")
PAGES_NOTARY = N_("Signed before a notary")


@attrs.frozen
class Row:
    """One entry of a list: what its names mean, and the lists that are narrower inside it."""

    list: str
    entities: Mapping[str, Entity]
    lists: "Mapping[str, Rows]" = attrs.field(factory=dict)

    @property
    def first(self) -> str:
        """Return the entity whose name may be left out."""
        return next(iter(names.LISTS[self.list]))


Rows = Callable[[], Sequence[Row]]


def lists_for(teller: Teller, paper: Paper, family: Family, packet: Sequence["Inside"]) -> dict[str, Rows]:
    """Return every list of a paper; each is made when it is asked for."""
    about = tuple(c for c in family.children if c.person.id in paper.children) or family.children
    plan = family.plan
    return {
        "parents": lambda: _parents(teller, paper, family),
        "children": lambda: [_child(teller, family, c) for c in about],
        "adults": lambda: [_adult(teller, family, p) for p in adults(family)],
        "carers": lambda: _carers(teller, paper, family, about),
        "contacts": lambda: _contacts(teller, family),
        "medicines": lambda: _medicines(teller, family, family.medicines),
        "first_day": lambda: _plain("first_day", teller, _in_order(family.first_day)),
        "papers": lambda: _papers(teller, family, family.papers),
        "assets": lambda: _plain("assets", teller, family.assets),
        "wishes": lambda: _wishes(teller, family, family.wishes),
        "packet": lambda: [_inside(entry) for entry in packet],
        "copies": lambda: _plain("copies", teller, paper.revoked.copies if paper.revoked else ()),
        "powers": lambda: _chosen("powers", choices.CARE_POWERS, plan.care_powers),
        "subjects": lambda: _chosen("subjects", choices.MONEY_SUBJECTS, _subjects(plan.money_subjects)),
        "specific": lambda: _chosen("specific", choices.SPECIFIC_POWERS, plan.specific_powers),
    }


def sheet_of(family: Family, person: Person) -> AdultSheet:
    """Return an adult's medical sheet, empty when nobody filled one in."""
    return next((s for s in family.adult_sheets if family.is_one(s.person, person.id)), AdultSheet())


def _subjects(chosen: frozenset[str]) -> frozenset[str]:
    return frozenset({"all"}) if "all" in chosen else chosen


def _in_order(tasks: Iterable[FirstDayTask]) -> list[FirstDayTask]:
    return sorted(tasks, key=lambda task: task.position or 99)


def _plain(name: str, teller: Teller, records: Iterable[Record]) -> list[Row]:
    entity = next(iter(names.LISTS[name]))
    return [Row(name, {entity: teller.record(record)}) for record in records]


def _chosen(name: str, options: tuple[Choice, ...], chosen: frozenset[str]) -> list[Row]:
    entity = next(iter(names.LISTS[name]))
    return [
        Row(name, {entity: fixed(name=_label(option), value=same(option.value))})
        for option in options
        if option.value in chosen
    ]


def _label(option: Choice) -> Slot:
    return each_language(lambda language: tr(option.label, language), option.value)


def _parents(teller: Teller, paper: Paper, family: Family) -> list[Row]:
    signing = [p for p in (person_of(family, i) for i in paper.signers) if p is not None]
    return [Row("parents", {"parent": teller.person(p)}) for p in signing or family.parents]


def _child(teller: Teller, family: Family, child: Child) -> Row:
    person = child.person
    return Row(
        "children",
        {"child": teller.person(person), "sheet": teller.record(child.sheet)},
        {
            "carers": lambda: [Row("carers", {"carer": teller.carer(c)}) for c in child.carers],
            "medicines": lambda: _medicines(teller, family, family.medicines_of(person)),
            "papers": lambda: _papers(teller, family, [p for p in family.papers if family.is_one(p.person, person.id)]),
            "wishes": lambda: _wishes(teller, family, [w for w in family.wishes if family.is_one(w.child, person.id)]),
        },
    )


def _adult(teller: Teller, family: Family, person: Person) -> Row:
    return Row(
        "adults",
        {"adult": teller.adult(person, sheet_of(family, person))},
        {
            "medicines": lambda: _medicines(teller, family, family.medicines_of(person)),
            "papers": lambda: _papers(teller, family, [p for p in family.papers if family.is_one(p.person, person.id)]),
        },
    )


def _carers(teller: Teller, paper: Paper, family: Family, about: tuple[Child, ...]) -> list[Row]:
    """Return the caregivers of the paper's children in order; each once, with the children they would care for."""
    found: dict[str, tuple[Carer, list[str]]] = {}
    for person in carer_people(family):
        for child in about:
            for carer in child.carers:
                if carer.person.id == person.id:
                    found.setdefault(person.id, (carer, []))[1].append(child.person.title())
    rows = []
    for carer, children in found.values():
        extra: dict[str, Maker] = {"children": _constant(", ".join(children))}
        rows.append(Row("carers", {"carer": teller.carer(carer, extra)}))
    return rows


def _constant(value: str) -> Maker:
    return lambda: same(value)


def _contacts(teller: Teller, family: Family) -> list[Row]:
    return _plain("contacts", teller, _shown_contacts(teller, family))


def _shown_contacts(teller: Teller, family: Family) -> list[EmergencyContact]:
    private = teller.hidden.phones
    return sorted((c for c in family.contacts if c.phone not in private), key=lambda c: c.position or 99)


def first_contacts(teller: Teller, family: Family) -> tuple[EmergencyContact, ...]:
    """Return the two people a card in a pocket names: those to learn by heart first."""
    return tuple(sorted(_shown_contacts(teller, family), key=lambda c: not c.memorize)[:2])


def _medicines(teller: Teller, family: Family, medicines: Iterable[Medicine]) -> list[Row]:
    return [
        Row("medicines", {"medicine": teller.record(m, {"who": _constant(_title(family, m.person))})})
        for m in medicines
    ]


def _papers(teller: Teller, family: Family, papers: Iterable[PlanDocument]) -> list[Row]:
    return [
        Row("papers", {"paper_item": teller.record(p, {"whose": _constant(_title(family, p.person))})}) for p in papers
    ]


def _wishes(teller: Teller, family: Family, wishes: Iterable[Wish]) -> list[Row]:
    return [Row("wishes", {"wish": teller.record(w, {"whose": _whose(family, w)})}) for w in wishes]


def _whose(family: Family, wish: Wish) -> Maker:
    title = _title(family, wish.child)
    return lambda: same(title) if title else each_language(lambda language: tr(WHOLE_FAMILY, language))


def _title(family: Family, record_id: str) -> str:
    person = person_of(family, record_id)
    return person.title() if person else ""


def _inside(entry: "Inside") -> Row:
    notary = each_language(lambda language: tr(PAGES_NOTARY, language) if entry.notary else "", entry.notary)
    return Row(
        "packet",
        {
            "inside": fixed(
                title=Slot(entry.title.en, entry.title.en, entry.title.es),
                pages=same(str(entry.pages)),
                signer=same(entry.signer),
                copies=same(""),
                notary=notary,
            )
        },
    )
