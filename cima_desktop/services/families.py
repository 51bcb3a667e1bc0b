"""A whole family from one file: the intake format of docs/formats/family-intake.md, checked field by field.

The same file always gives the same record ids, so a family typed on paper forms and imported on two computers is
one family when they exchange; importing it again changes nothing.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import Field, FieldType, Value
from cima_desktop.model.ids import RecordId, derived_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.plans import Plan
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

FORMAT, VERSION = "cima-family-intake", 1
LIMIT_BYTES = 4 * 1024 * 1024
IMPORT_ACT = N_("Imported a family")
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
_TOP = {
    "format",
    "version",
    "family_id",
    "household",
    "households",
    "plan",
    "apart",
    "notes",
    *_PEOPLE_SECTIONS,
    *_PARTS,
}
_CHILD_EXTRAS = frozenset({"key", "sheet", "caregivers", "homes"})
_MOST = 200


class IntakeError(KnownError):
    """The file cannot be imported; `faults` lists every field that is wrong, with its path. Nothing was imported."""

    message = N_("This family file has {count} mistakes; nothing was imported.\n{list}")
    remedy = N_("Correct the places named above and import the file again.")

    def __init__(self, faults: list[tuple[str, KnownError]]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(faults))

    def sentence(self, language: str | None = None) -> str:
        """Return what is wrong, one line a field."""
        lines = (f"  {path or '.'}: {fault.sentence(language)} {fault.advice(language)}" for path, fault in self.faults)
        return tr(self.message, language).format(count=len(self.faults), list="\n".join(lines))


@attrs.frozen(kw_only=True)
class Imported:
    """What an import did: the plan, what was touched, and whether the same file had been imported before."""

    plan: RecordId
    touched: Touched | None
    already: bool


def import_file(session: Session, file: Path) -> Imported:
    """Import a family from an intake file.

    Raises:
        IntakeError: something in the file is wrong; each fault names its path, and nothing was imported.
    """
    try:
        if file.stat().st_size > LIMIT_BYTES:
            raise _single("", N_("The file is larger than 4 MB; a family file never is."))
        data = file.read_bytes()
    except OSError as error:
        raise KnownError(
            N_("The file cannot be read."), N_("Check that it is there and that you may open it.")
        ) from error
    return import_bytes(session, data)


def import_bytes(session: Session, data: bytes) -> Imported:
    """Import a family from the bytes of an intake file; see `import_file`."""
    document = _parsed(data)
    reader = _Reader(document, session)
    edits = reader.edits()
    if reader.faults:
        raise IntakeError(reader.faults)
    mark, digest = f"intake:{reader.family_id}", _digest(document)
    plan = reader.plan_id
    if session.store.meta_get(mark) == digest and session.store.get(Plan, plan):
        return Imported(plan=plan, touched=None, already=True)
    restored = _out_of_the_bin(session, edits)
    touched = session.store.save(IMPORT_ACT, edits) or restored
    session.store.meta_set(mark, digest)
    return Imported(plan=plan, touched=touched, already=False)


def _out_of_the_bin(session: Session, edits: Iterable[Edit]) -> Touched | None:
    """Take back what an undo or a delete put into the bin: importing a family again is asking for it again."""
    wanted = {edit.id for edit in edits}
    gone = [entry.id for entry in session.store.bin() if entry.id in wanted]
    return session.store.restore(gone) if gone else None


def _digest(document: Mapping[str, Any]) -> str:
    plain = json.dumps(document, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("ascii")).hexdigest()


def _single(path: str, message: str, remedy: str = "", **facts: object) -> IntakeError:
    return IntakeError([(path, InvalidInputError(message, remedy, path=path, **facts))])


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_no_twins)
    except UnicodeDecodeError as error:
        raise _single("", N_("The file is not UTF-8 text."), N_("Save it as UTF-8.")) from error
    except json.JSONDecodeError as error:
        raise _single(
            "",
            N_("Line {line} is not valid JSON."),
            N_("Look for a missing comma, quote or bracket near there."),
            line=error.lineno,
        ) from error
    except RecursionError as error:
        raise _single("", N_("The file is nested too deeply.")) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _single(
            "format", N_("This is not a family intake file."), N_('The file must say "format": "{name}".'), name=FORMAT
        )
    if document.get("version") != VERSION:
        raise _single(
            "version",
            N_("This version of the format is not known here."),
            N_("Update the program, or save as version 1."),
        )
    return document


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _single(key, N_("This name stands twice in the same place."))
        found[key] = value
    return found


def _key(entry: Mapping[str, Any]) -> str:
    """Return the key of an entry; what is no text is no key."""
    key = entry.get("key")
    return key if isinstance(key, str) else ""


class _Reader:
    """Reads one document into edits and gathers every fault on the way."""

    def __init__(self, document: dict[str, Any], session: Session) -> None:
        self.document = document
        self.today = session.today()
        self.faults: list[tuple[str, KnownError]] = []
        family_id = document.get("family_id")
        self.family_id = family_id if isinstance(family_id, str) and 0 < len(family_id) <= _MOST else ""
        if not self.family_id:
            self._fault("family_id", N_("A name for the family in this file is needed here, the same each time."))
        self.plan_id = self._id("plan", "plan")
        self.keys = self._people_keys()
        self.homes = {"main": self._id("household", "main")}

    def _id(self, section: str, key: str) -> RecordId:
        return derived_id(FORMAT, self.family_id, section, key)

    def _fault(self, path: str, message: str, remedy: str = "", **facts: object) -> None:
        self.faults.append(
            (path, InvalidInputError(message, remedy or N_("Correct it in the file."), path=path, **facts))
        )

    def _people_keys(self) -> dict[str, RecordId]:
        keys: dict[str, RecordId] = {}
        for section in _PEOPLE_SECTIONS:
            for i, person in enumerate(self._list(section)):
                key = person.get("key")
                if not isinstance(key, str) or not key:
                    self._fault(f"{section}[{i}].key", N_("Each person needs a key of their own, such as “p1”."))
                elif key in keys:
                    self._fault(f"{section}[{i}].key", N_("Two people have the same key."))
                else:
                    keys[key] = self._id("person", key)
        return keys

    def _list(self, section: str) -> list[dict[str, Any]]:
        found = self.document.get(section, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            self._fault(section, N_("A list of entries was expected here."))
            return []
        if len(found) > _MOST:
            self._fault(section, N_("There are more than {most} entries here."), most=_MOST)
            return []
        return found

    def _object(self, section: str) -> dict[str, Any]:
        found = self.document.get(section, {})
        if isinstance(found, dict):
            return found
        self._fault(section, N_("An entry with fields was expected here."))
        return {}

    def edits(self) -> list[Edit]:
        """Return one edit a record, the household first."""
        for name in sorted(set(self.document) - _TOP):
            self._fault(name, N_("This name is not part of the format."))
        for i, home in enumerate(self._list("households")):
            self.homes[str(home.get("key", i))] = self._id("household", str(home.get("key", i)))
        home_values = self._values("household", self._object("household"), "household")
        if not home_values.get("name"):
            self._fault("household.name", N_("The household needs a name."))
        edits = [Edit("household", self.homes["main"], home_values)]
        for i, home in enumerate(self._list("households")):
            values = self._values("household", home, f"households[{i}]", skip=frozenset({"key"}))
            edits.append(Edit("household", self.homes[str(home.get("key", i))], values))
        edits += [edit for section in ("parents", "people") for edit in self._people(section)]
        edits += self._children()
        edits.append(self._plan())
        edits += [edit for section in _PARTS for edit in self._part(section)]
        return [*edits, *self._apart(), *self._notes()]

    def _need_name(self, values: Mapping[str, Value], path: str) -> None:
        if not any(values.get(name) for name in ("given_names", "paternal_surname", "preferred_name", "name_as_on_id")):
            self._fault(path, N_("A person needs a name."))

    def _people(self, section: str) -> list[Edit]:
        found = self._list(section)
        if section == "parents" and not 1 <= len(found) <= 2:
            self._fault(section, N_("A plan has one parent or two."))
        edits = []
        for i, person in enumerate(found):
            if _key(person) in self.keys:
                extras = {"household": self.homes["main"]} if section == "parents" else {}
                values = self._values("person", person, f"{section}[{i}]", skip=frozenset({"key"}))
                edits.append(Edit("person", self.keys[_key(person)], {**extras, **values}))
                self._need_name(values, f"{section}[{i}]")
        return edits

    def _children(self) -> list[Edit]:
        edits: list[Edit] = []
        for i, child in enumerate(self._list("children")):
            key = _key(child)
            if key not in self.keys:
                continue
            path, record = f"children[{i}]", self.keys[key]
            values = {**self._homes_of(child, path), **self._values("person", child, path, skip=_CHILD_EXTRAS)}
            self._need_name(values, path)
            edits.append(Edit("person", record, values))
            fixed: dict[str, Value] = {"plan": self.plan_id, "child": record}
            sheet = child.get("sheet", {})
            if isinstance(sheet, dict):
                values = self._values("child_sheet", sheet, f"{path}.sheet")
                edits.append(Edit("child_sheet", self._id("child_sheet", key), {**fixed, **values}))
            else:
                self._fault(f"{path}.sheet", N_("An entry with fields was expected here."))
            edits += self._carers(child, path, key, fixed)
        return edits

    def _homes_of(self, child: Mapping[str, Any], path: str) -> dict[str, Value]:
        homes = child.get("homes", ["main"])
        if not isinstance(homes, list) or not 1 <= len(homes) <= 2 or not all(str(h) in self.homes for h in homes):
            self._fault(f"{path}.homes", N_("One or two keys of households were expected here."))
            return {}
        second: dict[str, Value] = {"other_household": self.homes[str(homes[1])]} if len(homes) == 2 else {}
        return {"household": self.homes[str(homes[0])], **second}

    def _carers(self, child: Mapping[str, Any], path: str, key: str, fixed: Mapping[str, Value]) -> list[Edit]:
        carers = child.get("caregivers", [])
        if not isinstance(carers, list) or not all(isinstance(c, dict) for c in carers):
            self._fault(f"{path}.caregivers", N_("A list of entries was expected here."))
            return []
        return [
            Edit(
                "caregiver",
                self._id("caregiver", f"{key}/{i}"),
                {**fixed, **self._values("caregiver", carer, f"{path}.caregivers[{i}]")},
            )
            for i, carer in enumerate(carers)
        ]

    def _plan(self) -> Edit:
        given = self._object("plan")
        household = self._object("household").get("name", "")
        parents = [_key(p) for p in self._list("parents")]
        fixed: dict[str, Value] = {
            "name": household if isinstance(household, str) else "",
            "household": self.homes["main"],
            "children": frozenset(self.keys[_key(c)] for c in self._list("children") if _key(c) in self.keys),
        }
        for field, key in zip(("parent1", "parent2"), parents, strict=False):
            fixed[field] = self.keys.get(key, "")
        return Edit("plan", self.plan_id, {**fixed, **self._values("plan", given, "plan")})

    def _part(self, section: str) -> list[Edit]:
        kind = _PARTS[section]
        return [
            Edit(
                kind,
                self._id(kind, str(entry.get("key", i))),
                {
                    "plan": self.plan_id,
                    **self._values(kind, entry, f"{section}[{i}]", skip=frozenset({"key"})),
                },
            )
            for i, entry in enumerate(self._list(section))
        ]

    def _apart(self) -> list[Edit]:
        edits = []
        pairs = self.document.get("apart", [])
        for i, pair in enumerate(pairs if isinstance(pairs, list) else [None]):
            known = (
                isinstance(pair, list) and len(pair) == 2 and all(isinstance(k, str) and k in self.keys for k in pair)
            )
            if not known:
                self._fault(f"apart[{i}]", N_("Two keys of people were expected here."))
                continue
            one, other = (self.keys[k] for k in pair)
            values: dict[str, Value] = {"person": one, "other": other, "relation": "kept_apart"}
            edits.append(Edit("relationship", self._id("apart", f"{pair[0]}/{pair[1]}"), values))
        return edits

    def _notes(self) -> list[Edit]:
        return [
            Edit("note", self._id("note", str(i)), {"about": self.plan_id, **self._values("note", note, f"notes[{i}]")})
            for i, note in enumerate(self._list("notes"))
        ]

    def _values(
        self, kind: str, given: Mapping[str, Any], path: str, skip: frozenset[str] = frozenset()
    ) -> dict[str, Value]:
        fields = {f.name: f for f in KINDS[kind].fields}
        values: dict[str, Value] = {}
        for name, raw in given.items():
            if name in skip:
                continue
            if name not in fields:
                self._fault(f"{path}.{name}", N_("This name is not part of the format."))
                continue
            try:
                values[name] = self._value(fields[name], raw, f"{path}.{name}")
            except InvalidInputError as fault:
                self.faults.append((fault.path, fault))
        return values

    def _value(self, field: Field, raw: Any, path: str) -> Value:
        if field.type is not FieldType.REF or raw in ("", None):
            return cleaned(field, raw, today=self.today, path=path)
        known = {**self.keys, **self.homes}
        if isinstance(raw, str) and raw in known:
            return known[raw]
        raise InvalidInputError(N_("No person or household in this file has the key that stands here."), path=path)
