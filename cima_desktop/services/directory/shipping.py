"""The entries that come with the program: brought in once, the same record in every vault, and then ours.

What a person wrote, checked or deleted is never touched. Where a newer program knows something newer, the entry says so
and a person decides (ADR 0035).
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from cima_desktop import paths
from cima_desktop.i18n import N_
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, derived_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Organization
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

BRING_ACT = N_("Brought in the entries that come with the program")
TAKE_ACT = N_("Took over what a newer program knows")
_BROUGHT = "directory:brought"
_ANSWERED = "directory:answered:"
_LANGUAGES = ("es", "en")


@attrs.frozen(kw_only=True)
class Shipped:
    """One entry as the program has it."""

    key: str
    values: Mapping[str, Any]
    spoken: Mapping[str, Mapping[str, str]]
    """Texts that the program has in each language; the record keeps both, one below the other."""
    changed: frozenset[str]
    """The fields that say something else than an earlier program brought."""

    @property
    def id(self) -> RecordId:
        """Return the id of its record, the same in every vault."""
        return derived_id("directory", self.key)

    def record_values(self) -> dict[str, Any]:
        """Return the values of its record."""
        texts = {name: "\n".join(words[each] for each in _LANGUAGES) for name, words in self.spoken.items()}
        return {**self.values, **texts, "shipped": self.key}


@attrs.frozen(kw_only=True)
class Shipment:
    """Everything that comes with this program; the number grows with each change."""

    version: int
    entries: tuple[Shipped, ...]


@attrs.frozen(kw_only=True)
class News:
    """What the program knows that an entry does not say yet: field and value."""

    record: RecordId
    key: str
    values: Mapping[str, Value]


@cache
def shipment() -> Shipment:
    """Return what comes with this program."""
    file = paths.resources() / "directory" / "us-nc.json"
    return read(json.loads(file.read_text("utf-8")))


def read(document: Mapping[str, Any]) -> Shipment:
    """Return a shipment from its file's content."""
    entries = tuple(
        Shipped(
            key=each["key"],
            values=each["values"],
            spoken=each.get("spoken", {}),
            changed=frozenset(each.get("changed", ())),
        )
        for each in document["entries"]
    )
    return Shipment(version=document["version"], entries=entries)


def is_due(session: Session) -> bool:
    """Tell whether this program has entries that were never brought into this vault."""
    return session.store.meta_get(_BROUGHT) != str(shipment().version) and not session.store.is_read_only


def bring_in(session: Session) -> Touched | None:
    """Make the entries this vault never had; return None when there was nothing to do.

    An entry that is here, in the bin or erased stays as it is.
    """
    if not is_due(session):
        return None
    every = shipment()
    there = session.store.named([each.id for each in every.entries])
    edits = [Edit("organization", each.id, each.record_values()) for each in every.entries if each.id not in there]
    touched = session.store.save(BRING_ACT, edits, undoable=False) if edits else None
    session.store.meta_set(_BROUGHT, str(every.version))
    return touched


def kept_values(session: Session, shipped: Shipped) -> dict[str, Value]:
    """Return the values of an entry as its record keeps them."""
    kind, today = KINDS["organization"], session.today()
    return {name: cleaned(kind.field(name), raw, today=today) for name, raw in shipped.record_values().items()}


def news(session: Session, entry: Organization) -> News | None:
    """Return what the program knows that an entry does not say yet; None once somebody has answered."""
    shipped = by_key().get(entry.shipped)
    if shipped is None or session.store.meta_get(_ANSWERED + shipped.key) == str(shipment().version):
        return None
    values = kept_values(session, shipped)
    differing = {name: values[name] for name in sorted(shipped.changed) if values[name] != getattr(entry, name)}
    return News(record=entry.id, key=shipped.key, values=differing) if differing else None


def take(session: Session, offered: News) -> Touched:
    """Write what the program knows into the entry; it still has to be checked by a person."""
    touched = session.store.save(TAKE_ACT, [Edit("organization", offered.record, offered.values)])
    leave(session, offered)
    return touched


def leave(session: Session, offered: News) -> None:
    """Keep the entry as it is, and do not ask again until there is something newer still."""
    session.store.meta_set(_ANSWERED + offered.key, str(shipment().version))


def words_in(entry: Organization, name: str, language: str) -> str:
    """Return a text of an entry in one language, where it is still the program's; else as somebody wrote it."""
    text = str(getattr(entry, name))
    shipped = by_key().get(entry.shipped)
    if shipped is None or name not in shipped.spoken or text != shipped.record_values()[name]:
        return text
    return shipped.spoken[name][language]


def by_key() -> dict[str, Shipped]:
    """Return the entries by their permanent keys."""
    return {each.key: each for each in shipment().entries}
