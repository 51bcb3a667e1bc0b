"""From a family intake file to records: which there are, what the file says of each, and where it says it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.guarding import KeptOnPurpose, UndecidedWordsError, is_guarded, new_words
from cima_desktop.model.ids import NO_ID, RecordId, derived_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.intake import FORMAT, MOST, Faults, IntakeError, is_sound, shown

_PEOPLE_SECTIONS = ("parents", "children", "people")
_PARTS = {
    "contacts": "emergency_contact",
    "medicines": "medicine",
    "first_day": "first_day_task",
    "papers": "plan_document",
    "assets": "asset",
    "wishes": "wish",
    "adult_sheets": "adult_sheet",
}
_LISTS = (*_PEOPLE_SECTIONS, "households", "notes", *_PARTS)
_TOP = {"format", "version", "family_id", "household", "plan", "apart", *_LISTS}
_KEY = frozenset({"key"})
_CHILD_EXTRAS = frozenset({"key", "sheet", "caregivers", "homes"})
_PLAN_FILLED = frozenset({"household", "parent1", "parent2", "children"})
_MAIN = "main"


@attrs.frozen(kw_only=True)
class Entry:
    """One record of the file. `places` says where each field stands, as far as the file itself names it."""

    kind: str
    id: RecordId
    values: Mapping[str, Value]
    path: str
    places: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Intake:
    """Everything a family file says."""

    family_id: str
    plan: RecordId
    household: RecordId
    parent: RecordId
    """The parent whose plan it is."""
    entries: tuple[Entry, ...]

    def values(self, record: RecordId) -> Mapping[str, Value]:
        """Return what the file says of a record."""
        return next((e.values for e in self.entries if e.id == record), {})


def read(document: Mapping[str, Any], today: date, *, keep_words: bool = False) -> Intake:
    """Return what a family file says; with `keep_words` words about status and entry come in too, and are noted.

    Raises:
        IntakeError: something in it is wrong; every fault names its path.
    """
    reader = _Reader(document, today, keep_words)
    entries = tuple(reader.entries())
    if reader.faults.found:
        raise IntakeError(reader.faults.found)
    parent = next((e.id for e in entries if e.path == "parents[0]"), NO_ID)
    return Intake(
        family_id=reader.family_id, plan=reader.plan, household=reader.homes[_MAIN], parent=parent, entries=entries
    )


def _key(entry: Mapping[str, Any]) -> str:
    """Return the key of an entry; what cannot be one is none."""
    key = entry.get("key")
    return key if isinstance(key, str) and is_sound(key) else ""


def _decided(field: Field, value: Value, path: str, keep_words: bool) -> Value:
    """Return a value, with words about status or entry marked as kept when that was asked for."""
    texts = value if isinstance(value, frozenset) else {value} if isinstance(value, str) else frozenset()
    if not is_guarded(field) or not any(new_words(words) for words in texts):
        return value
    if not keep_words:
        raise UndecidedWordsError(path=path)
    marked = frozenset(KeptOnPurpose(words) for words in texts)
    return marked if isinstance(value, frozenset) else next(iter(marked))


class _Reader:
    """Reads one document into entries and gathers every fault on the way."""

    def __init__(self, document: Mapping[str, Any], today: date, keep_words: bool) -> None:
        self.document = document
        self.today = today
        self.keep_words = keep_words
        self.faults = Faults()
        family_id = document.get("family_id")
        self.family_id = family_id if isinstance(family_id, str) and is_sound(family_id) else ""
        if not self.family_id:
            self.faults.add("family_id", N_("A name for the family in this file is needed here, the same each time."))
        self.lists = {section: self._list(section) for section in _LISTS}
        self.plan = self._id("plan", "plan")
        self.people = self._people_keys()
        self.homes = self._home_keys()

    def _id(self, section: str, *parts: str) -> RecordId:
        return derived_id(FORMAT, self.family_id, section, *parts)

    def _list(self, section: str) -> list[dict[str, Any]]:
        found = self.document.get(section, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            self.faults.add(section, N_("A list of entries was expected here."))
            return []
        if len(found) > MOST:
            self.faults.add(section, N_("There are more than {most} entries here."), most=MOST)
            return []
        return found

    def _object(self, section: str) -> dict[str, Any]:
        found = self.document.get(section, {})
        if isinstance(found, dict):
            return found
        self.faults.add(section, N_("An entry with fields was expected here."))
        return {}

    def _people_keys(self) -> dict[str, RecordId]:
        keys: dict[str, RecordId] = {}
        for section in _PEOPLE_SECTIONS:
            for i, person in enumerate(self.lists[section]):
                key = _key(person)
                if not key:
                    self.faults.add(f"{section}[{i}].key", N_("Each person needs a key of their own, such as “p1”."))
                elif key in keys:
                    self.faults.add(f"{section}[{i}].key", N_("Two people have the same key."))
                else:
                    keys[key] = self._id("person", key)
        return keys

    def _home_keys(self) -> dict[str, RecordId]:
        homes = {_MAIN: self._id("household", _MAIN)}
        for i, home in enumerate(self.lists["households"]):
            key = _key(home)
            if not key:
                self.faults.add(f"households[{i}].key", N_("Each other home needs a key of its own, such as “h2”."))
            elif key in homes:
                self.faults.add(f"households[{i}].key", N_("Two homes have the same key; “main” is the family’s own."))
            else:
                homes[key] = self._id("household", key)
        return homes

    def entries(self) -> Iterable[Entry]:
        """Yield one entry a record, the household first."""
        for name in sorted(set(self.document) - _TOP):
            self.faults.add(shown(name), N_("This name is not part of the format."))
        yield from self._households()
        for section in ("parents", "people"):
            yield from self._people(section)
        yield from self._children()
        yield self._plan()
        for section in _PARTS:
            yield from self._part(section)
        yield from self._apart()
        yield from self._notes()

    def _entry(
        self,
        kind: str,
        record: RecordId,
        given: Mapping[str, Any],
        path: str,
        *,
        fixed: Mapping[str, Value] | None = None,
        filled: frozenset[str] = frozenset(),
        skip: frozenset[str] = _KEY,
    ) -> Entry:
        """Return an entry: what the file says, over what is `fixed`; names in `filled` are not the file's to say."""
        fields = {f.name: f for f in KINDS[kind].fields if f.name not in filled}
        values: dict[str, Value] = {}
        places: dict[str, str] = {}
        for name, raw in given.items():
            if name in skip:
                continue
            place = f"{path}.{shown(name)}"
            if name not in fields:
                self.faults.add(place, N_("This name is not part of the format."))
                continue
            try:
                values[name] = self._value(fields[name], raw, place)
                places[name] = place
            except InvalidInputError as fault:
                self.faults.take(fault)
        return Entry(kind=kind, id=record, values={**(fixed or {}), **values}, path=path, places=places)

    def _value(self, field: Field, raw: Any, path: str) -> Value:
        if field.type is not FieldType.REF or raw in ("", None):
            return _decided(field, cleaned(field, raw, today=self.today, path=path), path, self.keep_words)
        known = {"person": self.people, "household": self.homes}.get(field.refers_to, {})
        if isinstance(raw, str) and raw in known:
            return known[raw]
        raise InvalidInputError(N_("No person or household in this file has the key that is written here."), path=path)

    def _households(self) -> Iterable[Entry]:
        main = self._entry("household", self.homes[_MAIN], self._object("household"), "household", skip=frozenset())
        if not main.values.get("name"):
            self.faults.add("household.name", N_("The household needs a name."))
        yield main
        for i, home in enumerate(self.lists["households"]):
            yield self._entry("household", self.homes.get(_key(home), NO_ID), home, f"households[{i}]")

    def _need_name(self, entry: Entry) -> None:
        names = ("given_names", "paternal_surname", "preferred_name", "name_as_on_id")
        if not any(entry.values.get(name) for name in names):
            self.faults.add(entry.path, N_("A person needs a name."))

    def _people(self, section: str) -> Iterable[Entry]:
        found = self.lists[section]
        if section == "parents" and not 1 <= len(found) <= 2:
            self.faults.add("parents", N_("A plan has one parent or two."))
        home: dict[str, Value] = {"household": self.homes[_MAIN]} if section == "parents" else {}
        for i, person in enumerate(found):
            if _key(person):
                entry = self._entry("person", self.people[_key(person)], person, f"{section}[{i}]", fixed=home)
                self._need_name(entry)
                yield entry

    def _children(self) -> Iterable[Entry]:
        for i, child in enumerate(self.lists["children"]):
            key, path = _key(child), f"children[{i}]"
            if not key:
                continue
            record, homes = self.people[key], self._homes_of(child, path)
            entry = self._entry("person", record, child, path, fixed=homes, skip=_CHILD_EXTRAS)
            self._need_name(entry)
            yield (
                entry
                if "homes" not in child
                else attrs.evolve(entry, places={**dict.fromkeys(homes, f"{path}.homes"), **entry.places})
            )
            fixed: dict[str, Value] = {"plan": self.plan, "child": record}
            yield self._sheet(child, path, self._id("child_sheet", key), fixed)
            yield from self._carers(child, path, key, fixed)

    def _homes_of(self, child: Mapping[str, Any], path: str) -> dict[str, Value]:
        homes = child.get("homes", [_MAIN])
        known = isinstance(homes, list) and all(isinstance(h, str) and h in self.homes for h in homes)
        if not known or not 1 <= len(homes) <= 2 or len(set(homes)) < len(homes):
            self.faults.add(f"{path}.homes", N_("One or two keys of households were expected here."))
            return {}
        return dict(zip(("household", "other_household"), (self.homes[h] for h in homes), strict=False))

    def _sheet(self, child: Mapping[str, Any], path: str, record: RecordId, fixed: Mapping[str, Value]) -> Entry:
        sheet = child.get("sheet", {})
        if not isinstance(sheet, dict):
            self.faults.add(f"{path}.sheet", N_("An entry with fields was expected here."))
            sheet = {}
        filled = frozenset(fixed)
        return self._entry("child_sheet", record, sheet, f"{path}.sheet", fixed=fixed, filled=filled, skip=frozenset())

    def _carers(self, child: Mapping[str, Any], path: str, key: str, fixed: Mapping[str, Value]) -> Iterable[Entry]:
        carers = child.get("caregivers", [])
        if not isinstance(carers, list) or len(carers) > MOST or not all(isinstance(c, dict) for c in carers):
            self.faults.add(f"{path}.caregivers", N_("A list of entries was expected here."))
            return
        for i, carer in enumerate(carers):
            record, place = self._id("caregiver", key, str(i)), f"{path}.caregivers[{i}]"
            filled = frozenset(fixed)
            yield self._entry("caregiver", record, carer, place, fixed=fixed, filled=filled, skip=frozenset())

    def _plan(self) -> Entry:
        name = self._object("household").get("name", "")
        parents = [self.people.get(_key(p), NO_ID) for p in self.lists["parents"]]
        fixed: dict[str, Value] = {
            "name": name if isinstance(name, str) else "",
            "household": self.homes[_MAIN],
            "children": frozenset(self.people[_key(c)] for c in self.lists["children"] if _key(c)),
            **dict(zip(("parent1", "parent2"), parents, strict=False)),
        }
        entry = self._entry(
            "plan", self.plan, self._object("plan"), "plan", fixed=fixed, filled=_PLAN_FILLED, skip=frozenset()
        )
        told = {"children": "children", "parent1": "parents[0]", "parent2": "parents[1]"}
        return attrs.evolve(entry, places={**{n: p for n, p in told.items() if n in fixed}, **entry.places})

    def _part(self, section: str) -> Iterable[Entry]:
        """Yield the entries of a section; one with a key and one without never get the same id."""
        kind, seen = _PARTS[section], set[str]()
        for i, entry in enumerate(self.lists[section]):
            path, key = f"{section}[{i}]", _key(entry)
            if "key" in entry and not key:
                self.faults.add(f"{path}.key", N_("A key is a short text."))
            elif key and key in seen:
                self.faults.add(f"{path}.key", N_("Two entries have the same key."))
            seen.add(key)
            record = self._id(kind, "key", key) if key else self._id(kind, "place", str(i))
            yield self._entry(kind, record, entry, path, fixed={"plan": self.plan}, filled=frozenset({"plan"}))

    def _apart(self) -> Iterable[Entry]:
        pairs = self.document.get("apart", [])
        for i, pair in enumerate(pairs if isinstance(pairs, list) and len(pairs) <= MOST else [None]):
            sound = isinstance(pair, list) and len(pair) == 2 and all(isinstance(k, str) for k in pair)
            if not sound or pair[0] == pair[1] or not all(k in self.people for k in pair):
                self.faults.add(f"apart[{i}]", N_("Two keys of people were expected here."))
                continue
            one, other = sorted(pair)
            values: dict[str, Value] = {
                "person": self.people[one],
                "other": self.people[other],
                "relation": "kept_apart",
            }
            place = f"apart[{i}]"
            record = self._id("apart", one, other)
            yield Entry(kind="relationship", id=record, values=values, path=place, places={"relation": place})

    def _notes(self) -> Iterable[Entry]:
        for i, note in enumerate(self.lists["notes"]):
            record, filled = self._id("note", str(i)), frozenset({"about"})
            fixed: dict[str, Value] = {"about": self.plan}
            yield self._entry("note", record, note, f"notes[{i}]", fixed=fixed, filled=filled, skip=frozenset())
