"""What a name in a pack stands for: a record of the family with its fields, ready to be said in both languages."""

from collections.abc import Callable, Mapping
from datetime import date

import attrs

from cima_desktop.documents.privacy import Hidden
from cima_desktop.documents.slots import EMPTY, Slot, both, declared, each_language, long_date, said, same
from cima_desktop.i18n import N_, tr
from cima_desktop.model.family import Carer, Family, age_on, birthday_at
from cima_desktop.model.fields import FieldType
from cima_desktop.model.kinds import Record
from cima_desktop.model.people import Household, Person
from cima_desktop.model.plans import ADULT_HEALTH, AdultSheet

KEPT_PRIVATE = N_("kept private")
SEE_SHEET = N_("Allergies and medicines: see my medical sheet")
ALERT_LENGTH = 60
Maker = Callable[[], Slot]


@attrs.define
class Entity:
    """A named thing: its fields are made when first asked for."""

    exists: bool
    fields: Callable[[str], Slot]
    known: dict[str, Slot] = attrs.field(factory=dict)

    def slot(self, field: str) -> Slot:
        """Return one field, empty when the thing does not exist."""
        if field not in self.known:
            self.known[field] = self.fields(field)
        return self.known[field]


def _nothing(_field: str) -> Slot:
    return EMPTY


NOBODY = Entity(False, _nothing)


@attrs.frozen
class Teller:
    """Turns the records of one family into entities of one paper."""

    family: Family
    hidden: Hidden
    signing_day: date | None
    """The day by which ages are counted; None where the day of signing is not known."""

    def record(self, record: Record | None, extra: Mapping[str, Maker] | None = None) -> Entity:
        """Return an entity with the declared fields of a record and what `extra` adds."""
        if record is None:
            return NOBODY
        return Entity(True, self._fields(record, extra or {}))

    def person(self, person: Person | None, extra: Mapping[str, Maker] | None = None) -> Entity:
        """Return a person with name, address, age and so on."""
        if person is None:
            return Entity(False, _only(extra or {})) if extra else NOBODY
        return Entity(True, self._fields(person, {**self._about(person), **(extra or {})}))

    def carer(self, carer: Carer | None, extra: Mapping[str, Maker] | None = None) -> Entity:
        """Return a caregiver: the person and how they stand to the child."""
        if carer is None:
            return NOBODY
        link = self._fields(carer.link, {})
        names = ("relation", "relation_note", "known_since", "same_home", "agreed", "other_school_district", "rank")
        linked: dict[str, Maker] = {name: _bound(link, name) for name in names}
        return self.person(carer.person, {**linked, **(extra or {})})

    def adult(self, person: Person | None, sheet: AdultSheet) -> Entity:
        """Return an adult with what medical staff must know."""
        if person is None:
            return NOBODY
        own = self._fields(sheet, {})
        sheeted: dict[str, Maker] = {name: _bound(own, name) for name in ADULT_HEALTH}
        return self.person(person, {**sheeted, "medical_alert": lambda: self._alert(person, sheet)})

    def household(self, household: Household) -> Entity:
        """Return a household; its place stays unsaid where somebody must not learn it."""
        place = (household.street, household.city, household.state, household.zip, household.county)
        private = self.hidden.hides_address("", place)
        names = ("street", "city", "state", "zip", "county")
        said_places: dict[str, Maker] = {name: _PRIVATE for name in names} if private else {}
        said_places["address"] = _PRIVATE if private else lambda: self._one_line(household, place)
        if self.hidden.hides_phone("", household.phone):
            said_places["phone"] = _PRIVATE
        return self.record(household, said_places)

    def _fields(self, record: Record, extra: Mapping[str, Maker]) -> Callable[[str], Slot]:
        def slot(name: str) -> Slot:
            return extra[name]() if name in extra else self.field(record, name)

        return slot

    def field(self, record: Record, name: str) -> Slot:
        """Return a declared field of a record; two people's different answers are both said."""
        field = declared(record, name)
        if field is None:
            return EMPTY
        raw = getattr(record, name)
        values = self._clash(record, name)
        if values:
            return each_language(lambda language: both((said(field, v, language) for v in values), language), raw)
        if field.type in (FieldType.TEXT, FieldType.LONG_TEXT):
            return Slot(raw, raw, raw)
        return each_language(lambda language: said(field, raw, language), raw)

    def _clash(self, record: Record, name: str) -> tuple[str, ...]:
        return next((c.values for c in self.family.clashes if (c.record, c.field) == (record.id, name)), ())

    def _about(self, person: Person) -> dict[str, Maker]:
        place = self.family.address_of(person)
        legal = "name_as_on_id" if person.name_as_on_id else "given_names"
        made: dict[str, Maker] = {
            "legal_name": lambda: self._name(person, legal, person.legal_name()),
            "name": lambda: self._name(person, legal, person.legal_name()),
            "full_name": lambda: same(person.full_name()),
            "title": lambda: self._name(person, "preferred_name", person.title()),
            "first_name": lambda: same(person.preferred_name or person.given_names or person.title().split(" ")[0]),
            "address": lambda: self._one_line(person, place),
            "age": lambda: self._age(person),
            "turns_18": lambda: self._turns_18(person),
        }
        for name, value in zip(("street", "city", "state", "zip", "county"), place, strict=True):
            made[name] = _constant(value)
        if self.hidden.hides_address(person.id, place):
            made |= dict.fromkeys(("address", "street", "city", "zip"), _PRIVATE)
        for phone in ("phone", "other_phone"):
            if getattr(person, phone) and self.hidden.hides_phone(person.id, getattr(person, phone)):
                made[phone] = _PRIVATE
        return made

    def _name(self, person: Person, field: str, shown: str) -> Slot:
        clashing = self._clash(person, field)
        if field == "given_names" and clashing:  # the parts of the name that agree stay around those that do not
            clashing = tuple(attrs.evolve(person, given_names=value).full_name() for value in clashing)
        return each_language(lambda language: both(clashing, language)) if clashing else same(shown)

    def _one_line(self, record: Person | Household, place: tuple[str, ...]) -> Slot:
        own = not isinstance(record, Person) or record.street or record.city
        source = record if own else self.family.home_of(record) if isinstance(record, Person) else record

        def line(language: str) -> str:
            parts = []
            for name, value in zip(("street", "city", "state", "zip"), place, strict=False):
                values = self._clash(source, name)
                parts.append(both(values, language) if values else value)
            street, city, state, code = parts
            return ", ".join(part for part in (street, city, f"{state} {code}".strip()) if part)

        return each_language(line)

    def _age(self, person: Person) -> Slot:
        age = age_on(person.birth_date, self.signing_day) if self.signing_day else None
        return EMPTY if age is None or age < 0 else same(str(age))

    def _turns_18(self, person: Person) -> Slot:
        day = birthday_at(person.birth_date, 18)
        return EMPTY if day is None else each_language(lambda language: long_date(day, language), day.isoformat())

    def _alert(self, person: Person, sheet: AdultSheet) -> Slot:
        """Return allergies and medicines for a card, or where to find them when they do not fit."""
        parts = [sheet.allergies, *(m.name for m in self.family.medicines_of(person))]
        lines = (" ".join(line.split()) for part in parts for line in part.splitlines())
        alert = "; ".join(line for line in lines if line)
        return each_language(lambda lang: tr(SEE_SHEET, lang)) if len(alert) > ALERT_LENGTH else same(alert)


def _private() -> Slot:
    return each_language(lambda language: tr(KEPT_PRIVATE, language))


_PRIVATE: Maker = _private


def _constant(value: str) -> Maker:
    return lambda: same(value)


def _bound(fields: Callable[[str], Slot], name: str) -> Maker:
    return lambda: fields(name)


def _only(extra: Mapping[str, Maker]) -> Callable[[str], Slot]:
    return lambda name: extra[name]() if name in extra else EMPTY


def fixed(**slots: Slot) -> Entity:
    """Return an entity whose fields are known already."""
    return Entity(True, lambda name: slots.get(name, EMPTY))
