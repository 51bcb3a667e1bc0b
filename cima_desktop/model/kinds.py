"""The register of record kinds: each is declared once, as a class, and found here by name."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import attrs

from cima_desktop.model.fields import METADATA, NEVER_LEAVES, Field, FieldType, Search, Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.retention import FOLLOWS, Keep


@attrs.frozen(kw_only=True)
class Record:
    """What every record has; kinds add their declared fields. Records are values (`attrs.evolve` changes)."""

    id: RecordId = NO_ID

    def title(self) -> str:
        """Return the line that names this record in a list (names and dates as typed, nothing translated)."""
        return ""

    def sort_name(self) -> str:
        """Return the text by which lists are ordered."""
        return self.title()

    def binds_until(self) -> date | None:
        """Return until when this record has to be kept whatever its age (`date.max`: no end); None when it need not."""
        return None


@attrs.frozen(kw_only=True)
class Kind:
    """One record kind and its declaration."""

    name: str
    record: type[Record]
    label: str
    plural: str
    icon: str
    parent: str = ""
    """Name of the field that refers to the record this one is a repeating part of."""
    keep: Keep = FOLLOWS
    """How long its records are kept."""
    fields: tuple[Field, ...] = ()

    def field(self, name: str) -> Field:
        """Return the declaration of one field.

        Raises:
            KeyError: this kind has no such field.
        """
        return self.by_name[name]

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Return the declarations by the names of their fields."""
        return {field.name: field for field in self.fields}

    @cached_property
    def listed(self) -> tuple[Field, ...]:
        """Return the fields that lists show."""
        return tuple(f for f in self.fields if f.listed)

    @cached_property
    def found_by(self) -> Mapping[Search, tuple[Field, ...]]:
        """Return the fields by the way in which they are found."""
        return {how: tuple(f for f in self.fields if f.search is how) for how in Search}

    @cached_property
    def pointing(self) -> tuple[Field, ...]:
        """Return the fields in which ids of records can stand: references, and sets."""
        return tuple(f for f in self.fields if f.type is FieldType.REF or f.type.is_set)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of all fields in declared order."""
        return tuple(f.name for f in self.fields)

    def refs(self) -> tuple[Field, ...]:
        """Return the fields that point to other records."""
        return tuple(f for f in self.fields if f.type is FieldType.REF)

    @property
    def whole(self) -> str:
        """The field with the record that this one is shown under: its parent, or what it is about; "" when none."""
        return self.parent or next((f.name for f in self.refs() if f.required and not f.refers_to), "")

    @property
    def is_home_only(self) -> bool:
        """Tell whether nothing of such a record ever leaves, so that not even its title may stand for it outside."""
        return all(field.presets == NEVER_LEAVES for field in self.fields)

    def needs(self) -> tuple[str, ...]:
        """Return the names of the fields that point to a record without which this one cannot be."""
        return tuple(f.name for f in self.refs() if f.required)

    def build(self, record_id: RecordId, values: Mapping[str, Value]) -> Record:
        """Return a record of this kind; fields that `values` does not name stay empty, unknown names are ignored."""
        known: dict[str, Any] = {name: value for name, value in values.items() if name in self.by_name}
        return self.record(id=record_id, **known)

    def values(self, record: Record) -> dict[str, Value]:
        """Return the fields of `record` by name."""
        return {name: getattr(record, name) for name in self.names}


KINDS: dict[str, Kind] = {}
"""Every record kind by its permanent name."""

R = TypeVar("R", bound=Record)


def declared_fields(record: type[Record]) -> tuple[Field, ...]:
    """Return the declarations that a record class carries, in order."""
    found = [(a.name, a.metadata[METADATA]) for a in attrs.fields(record) if METADATA in a.metadata]
    return tuple(attrs.evolve(field, name=name) for name, field in found)


def kind(
    name: str, *, label: str, plural: str, icon: str, parent: str = "", keep: Keep = FOLLOWS
) -> Callable[[type[R]], type[R]]:
    """Register the class below as the record kind `name` (a permanent string: never renamed, never re-used)."""

    def register(record: type[R]) -> type[R]:
        fields = tuple(attrs.evolve(field, kind=name) for field in declared_fields(record))
        KINDS[name] = Kind(
            name=name, record=record, label=label, plural=plural, icon=icon, parent=parent, keep=keep, fields=fields
        )
        return record

    return register


def kind_of(record: Record | type[Record]) -> Kind:
    """Return the kind that a record or a record class was declared as.

    Raises:
        KeyError: the class was never registered.
    """
    wanted = record if isinstance(record, type) else type(record)
    for candidate in KINDS.values():
        if candidate.record is wanted:
            return candidate
    raise KeyError(wanted.__name__)


def children_of(parent: str) -> tuple[Kind, ...]:
    """Return the kinds that are repeating parts of `parent` (a plan's caregivers, medicines, …)."""
    return tuple(k for k in KINDS.values() if k.parent and k.field(k.parent).refers_to == parent)
