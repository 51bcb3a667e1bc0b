"""Made-up families for tests: say only what matters, the rest is filled in. Telephones are 828-555-01xx."""

from datetime import date
from itertools import count
from typing import Any, TypeVar

import attrs

from cima_desktop.model import choices
from cima_desktop.model.family import Carer, Child, Clash, Family
from cima_desktop.model.fields import Field, FieldType
from cima_desktop.model.ids import RecordId, derived_id
from cima_desktop.model.kinds import Record, declared_fields
from cima_desktop.model.people import Household, Person
from cima_desktop.model.plans import (
    AdultSheet,
    Asset,
    Caregiver,
    ChildSheet,
    EmergencyContact,
    FirstDayTask,
    Medicine,
    Plan,
    PlanDocument,
    Wish,
)

TODAY = date(2026, 11, 21)
PLAN_ID = derived_id("builders", "plan")
HOME_ID = derived_id("builders", "home")
R = TypeVar("R", bound=Record)
AWKWARD_NAMES = (
    "María de los Ángeles Xochiquétzal Pérez-Tzoc de Hernández",
    "Juan Q’anjob’al Muñoz Ñúñez",
    "Lucía Kʼicheʼ Tzʼutujil",
    "Mateo Kꞌicheꞌ Sánchez",
    "Inés “La Güera” O’Higgins-Peña",
    "Zoë 😀 Ángel",
    "Abdul \u202eرضا\u202c Núñez",
    "Tomás\u200f Íñiguez\u200e",
    "<b>Ana</b> & Beto",
    '<img src="file:///etc/passwd">',
    "{child.legal_name} **no** %s",
    "X" * 120,
)
"""Names that break careless programs; all of them must print as they are."""


def rid(*parts: object) -> RecordId:
    """Return the id that the same words always give."""
    return derived_id("builders", *(str(part) for part in parts))


def person(name: str = "Rosa López Hernández", **facts: Any) -> Person:
    """Return a person; `name` is the name on the ID."""
    parts = name.split(" ")
    given, surname = parts[0], parts[1] if len(parts) > 1 else ""
    start = Person(id=rid("person", name), given_names=given, paternal_surname=surname, name_as_on_id=name)
    known: dict[str, Any] = {"birth_date": "1988-05-02", "phone": "+18285550101", **facts}
    return attrs.evolve(start, **known)


def home(**facts: Any) -> Household:
    """Return a household in Buncombe County."""
    start = Household(
        id=HOME_ID,
        name="Familia López",
        street="12 Calle del Manzano",
        city="Asheville",
        county="Buncombe",
        state="NC",
        zip="28806",
        phone="+18285550100",
        language="es",
        pets="Un perro, Canelo; la tía lo cuida.",
    )
    return attrs.evolve(start, **facts)


def child(
    name: str = "Sofía López Ramírez", *, birth_date: str = "2016-03-04", carers: tuple[Carer, ...] = ()
) -> Child:
    """Return a child with a sheet that says a little of everything."""
    who = person(name, birth_date=birth_date, phone="", household=HOME_ID)
    sheet = ChildSheet(
        id=rid("sheet", name),
        plan=PLAN_ID,
        child=who.id,
        school="Escuela Primaria Las Lomas",
        grade="4",
        teacher="Mtra. Peña",
        school_phone="+18285550140",
        doctor="Clínica del Valle",
        doctor_phone="+18285550141",
        allergies="Cacahuate: se le hincha la cara.",
        rescue_medicine="EpiPen en la mochila azul",
        routine="Se duerme a las 8:30 con su cobija.",
        comfort="Su osito Benito; le da miedo la oscuridad.",
    )
    return Child(person=who, sheet=sheet, carers=carers)


def carer(of: str, name: str = "Elena Ruiz Campos", rank: str = "first", **facts: Any) -> Carer:
    """Return a caregiver of the child called `of`."""
    who = person(name, birth_date="1979-01-30", phone="+18285550120", street="8 Sendero del Río", city="Arden")
    who = attrs.evolve(who, state="NC", zip="28704", county="Buncombe")
    start = Caregiver(
        id=rid("caregiver", of, name),
        plan=PLAN_ID,
        child=rid("person", of),
        person=who.id,
        rank=rank,
        relation="aunt_uncle",
        relation_note="Es mi hermana; la niña la ve cada domingo.",
        known_since=2016,
        agreed=True,
    )
    return Carer(link=attrs.evolve(start, **facts), person=who)


def plan(**facts: Any) -> Plan:
    """Return a plan in which most questions are answered."""
    start = Plan(
        id=PLAN_ID,
        name="Familia López",
        household=HOME_ID,
        parent1=rid("person", "Rosa López Hernández"),
        parent2_status="signs",
        open_case=False,
        custody_order=False,
        protective_order=False,
        other_parent_disagrees=False,
        owns_land=False,
        care_powers=frozenset(c.value for c in choices.CARE_POWERS),
        travel_scope="country",
        effective_mode="immediate",
        care_expires="2027-11-21",
        money_subjects=frozenset({"banks", "tangible", "claims", "family", "taxes"}),
        compensation="expenses",
        revokes_prior="none",
        meeting_place="La iglesia de la esquina",
        code_word="Girasol",
        lawyer_name="Lic. Ana Torres",
        lawyer_phone="+18285550130",
        hotline_phone="+18285550199",
        consulate_name="Consulado en Raleigh",
        consulate_phone="+18285550150",
        destination_contact="Abuela Carmen",
        return_bag="Clóset de la entrada",
        reviewed_on="2026-11-01",
        review_due="2027-11-01",
    )
    return attrs.evolve(start, **facts)


def family(
    *, children: tuple[Child, ...] | None = None, parents: int = 2, of_plan: Plan | None = None, **facts: Any
) -> Family:
    """Return a family: two parents, two children, caregivers in two homes, unless something else is said."""
    rosa = person("Rosa López Hernández", household=HOME_ID, language="es")
    miguel = person("Miguel Ramírez Soto", household=HOME_ID, phone="+18285550102", birth_date="1986-09-17")
    if children is None:
        names = (("Sofía López Ramírez", "2016-03-04"), ("Diego López Ramírez", "2019-10-25"))
        children = tuple(child(n, birth_date=b, carers=(carer(n), _backup(n))) for n, b in names)
    agent = person("Elena Ruiz Campos", phone="+18285550120", street="8 Sendero del Río", city="Arden", state="NC")
    successor = person("Jorge Pérez Luna", phone="+18285550121", street="77 Camino Alto", city="Candler", state="NC")
    first = children[0].person.id if children else ""
    known: dict[str, Any] = {
        "household": home(),
        "parent1": rosa,
        "parent2": miguel if parents == 2 else None,
        "children": children,
        "agent": agent,
        "successor1": successor,
        "people": _people(rosa, miguel, children, agent, successor),
        "households": (home(),),
        **_details(rosa, first),
        **facts,
    }
    chosen = of_plan or plan(parent2_status="signs" if parents == 2 else "none")
    return Family(plan=chosen, **known)


def _backup(of: str) -> Carer:
    made = carer(of, "Jorge Pérez Luna", "backup1", relation="substantial", relation_note="Vecino y padrino.")
    who = attrs.evolve(made.person, street="77 Camino Alto", city="Candler", zip="28715", phone="+18285550121")
    return attrs.evolve(made, person=who)


def _people(*parts: Person | tuple[Child, ...]) -> tuple[Person, ...]:
    found: dict[str, Person] = {}
    for part in parts:
        for one in (part,) if isinstance(part, Person) else _of_children(part):
            found.setdefault(one.id, one)
    return tuple(found.values())


def _of_children(children: tuple[Child, ...]) -> list[Person]:
    return [c.person for c in children] + [k.person for c in children for k in c.carers]


def _details(rosa: Person, first_child: str) -> dict[str, Any]:
    contact = EmergencyContact(id=rid("contact"), plan=PLAN_ID, name="Elena Ruiz", relation="tía", phone="+18285550120")
    second = EmergencyContact(id=rid("contact2"), plan=PLAN_ID, name="Padre Tomás", phone="+18285550122", position=2)
    medicine = Medicine(id=rid("medicine"), plan=PLAN_ID, person=first_child, name="Salbutamol", dose="2 disparos")
    adult = AdultSheet(id=rid("adult"), plan=PLAN_ID, person=rosa.id, conditions="Diabetes", allergies="Penicilina")
    task = FirstDayTask(id=rid("task"), plan=PLAN_ID, position=1, task="pick_up", who="Elena Ruiz", by_when="3 pm")
    paper = PlanDocument(id=rid("paper"), plan=PLAN_ID, person=first_child, sort="birth_certificate", have="yes")
    asset = Asset(id=rid("asset"), plan=PLAN_ID, sort="bank", description="Cuenta de cheques", last4="1234")
    wish = Wish(id=rid("wish"), plan=PLAN_ID, topic="siblings", words="Queremos que siempre estén juntos.")
    return {
        "contacts": (attrs.evolve(contact, position=1, memorize=True), second),
        "medicines": (attrs.evolve(medicine, times=frozenset({"needed"})),),
        "adult_sheets": (adult,),
        "first_day": (task, attrs.evolve(task, id=rid("task2"), position=2, task="call_lawyer", who="Miguel")),
        "papers": (paper,),
        "assets": (asset,),
        "wishes": (wish,),
    }


_LETTERS = "Ángeles Ñúñez de la Peña’s güera "
_serial = count(1)


def full(record: R, marker: str = "") -> R:
    """Return a record with every field of words, date, telephone or choice filled to its maximum length.

    Each text begins with a word of its own and ends in "fin" with the same number, so that a test can look for both.
    """
    values: dict[str, Any] = {}
    for field in declared_fields(type(record)):
        if field.type is FieldType.REF or field.name == "children":
            continue
        values[field.name] = _longest(field, f"{marker}{next(_serial)}")
    return attrs.evolve(record, **values)


def _longest(field: Field, mark: str) -> Any:
    if field.type in (FieldType.TEXT, FieldType.LONG_TEXT):
        return longest_text(field.max_length, mark)
    if field.type is FieldType.CHOICE:
        return max((c.value for c in field.choices), key=len)
    if field.type.is_set:
        return frozenset(c.value for c in field.choices)
    fixed: dict[FieldType, object] = {
        FieldType.DATE: "2027-09-30",
        FieldType.PHONE: "+18285550188",
        FieldType.FLAG: True,
        FieldType.NUMBER: field.high,
        FieldType.MONEY: field.high,
        FieldType.HOURS: field.high,
        FieldType.TIME: "12:59",
    }
    return fixed[field.type]


def longest_text(length: int, mark: str) -> str:
    """Return a text of exactly `length` characters that can be found again by its beginning and its end."""
    begin, end = f"ini{mark} ", f" fin{mark}"
    if length <= len(begin) + len(end):
        return mark[-length:].rjust(length, "z")
    middle = (_LETTERS * (length // len(_LETTERS) + 1))[: length - len(begin) - len(end)]
    return begin + middle.rstrip().ljust(len(middle), "x") + end


def filled_family(number_of_children: int = 12) -> Family:
    """Return a family in which every field is at its maximum length, with names that are hard to print."""
    children = []
    for number in range(number_of_children):
        name = AWKWARD_NAMES[number % len(AWKWARD_NAMES)]
        carers = tuple(_filled_carer(name, number, rank) for rank in ("first", "backup1", "backup2"))
        plain = child(name, carers=carers)
        sheet = full(plain.sheet, f"s{number}q")
        children.append(attrs.evolve(plain, person=_long(plain.person, f"k{number}q"), sheet=sheet))
    base = family(children=tuple(children))
    of_plan = full(base.plan, "p")
    of_plan = attrs.evolve(of_plan, parent2_status="signs", travel_scope="abroad", effective_mode="event")
    return attrs.evolve(
        base,
        plan=of_plan,
        household=attrs.evolve(home(), street=longest_text(300, "street")),
        contacts=tuple(full(c, "c") for c in base.contacts),
        medicines=tuple(full(m, "m") for m in base.medicines),
        adult_sheets=tuple(full(s, "a") for s in base.adult_sheets),
        first_day=tuple(full(t, "t") for t in base.first_day),
        papers=tuple(full(p, "d") for p in base.papers),
        assets=tuple(full(a, "v") for a in base.assets),
        wishes=tuple(full(w, "w") for w in base.wishes),
    )


def _filled_carer(of: str, number: int, rank: str) -> Carer:
    made = carer(of, f"{AWKWARD_NAMES[0]} {rank} {number}", rank)
    link = full(made.link, f"l{number}q")
    link = attrs.evolve(link, rank=rank, relation="aunt_uncle")
    return Carer(link=link, person=_long(made.person, f"{rank}{number}q"))


def _long(who: Person, mark: str) -> Person:
    """Fill a person's fields, keeping the birth date and the name that is hard to print in front."""
    filled = full(who, mark)
    name = f"{who.name_as_on_id} {longest_text(200 - len(who.name_as_on_id) - 1, mark)}"
    return attrs.evolve(filled, birth_date=who.birth_date, name_as_on_id=name, signing_mode="signature")


def clash(record: Record, field: str, *values: str) -> Clash:
    """Return two people's different answers to one question."""
    return Clash(record=record.id, field=field, values=values)
