"""Finding help in the directory: by what it is, where, in which language and at what cost (X1).

What nobody has asked about for half a year stands below everything that is fresh (X2).
"""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.session import Session

FRESH_FOR = timedelta(days=183)
"""Half a year: telephones, hours and waiting lists change faster than anyone tells us."""
MOST_FOUND = 400
_FIELDS = ("name", "services", "counties", "languages", "cost", "phone", "city", "checked_on", "shipped")


@attrs.frozen(kw_only=True)
class Criteria:
    """What is looked for; whatever is empty does not count."""

    words: str = ""
    service: str = ""
    county: str = ""
    language: str = ""
    cost: str = ""
    only_stale: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is wanted."""
        return self == Criteria()


@attrs.frozen(kw_only=True)
class Entry:
    """One line of the directory."""

    id: RecordId
    name: str
    services: frozenset[str]
    counties: frozenset[str]
    languages: frozenset[str]
    cost: str
    phone: str
    city: str
    checked_on: str
    shipped: str
    stale: bool


@attrs.frozen(kw_only=True)
class Found:
    """Some lines of a search, where it goes on (None at the end), and how many there are in all."""

    entries: tuple[Entry, ...]
    next: int | None
    total: int


def is_stale(checked_on: str, today: date) -> bool:
    """Tell whether what was checked on a day has to be asked again; what was never checked has."""
    day = iso_date(checked_on)
    return day is None or day < today - FRESH_FOR


def find(session: Session, criteria: Criteria, after: int = 0, limit: int = 128) -> Found:
    """Return some entries that fit: fresh ones first, those of the county before those that help everywhere.

    Args:
        session: the open vault.
        criteria: what is looked for.
        after: how many lines were given before.
        limit: how many at most.
    """
    places = _places(session, criteria.words)
    fitting = [
        entry for entry in _entries(session) if _fits(entry, criteria) and (places is None or entry.id in places)
    ]
    fitting.sort(key=lambda entry: _order(entry, criteria, (places or {}).get(entry.id, 0)))
    end = after + limit
    return Found(entries=tuple(fitting[after:end]), next=end if end < len(fitting) else None, total=len(fitting))


def _places(session: Session, words: str) -> dict[RecordId, int] | None:
    """Return the organizations that words lead to, themselves or by one of their lawyers, with their place."""
    if not words.strip():
        return None
    hits = session.store.search(words, kinds=("organization", "attorney"), limit=MOST_FOUND)
    firms = {each.id: firm for each in hits if each.kind == "attorney" and (firm := _firm(session, each.id))}
    found: dict[RecordId, int] = {}
    for place, hit in enumerate(hits):
        found.setdefault(firms.get(hit.id, hit.id), place)
    return found


def _firm(session: Session, attorney: RecordId) -> RecordId:
    from cima_desktop.model.directory import Attorney  # lazy: most searches name no lawyer

    found = session.store.get(Attorney, attorney)
    return RecordId(found.organization) if found else NO_ID


def _entries(session: Session) -> Iterator[Entry]:
    today = session.today()
    for record, values in session.store.scan("organization", _FIELDS):
        facts: dict[str, Value] = dict(zip(_FIELDS, values, strict=True))
        yield Entry(id=record, stale=is_stale(str(facts["checked_on"]), today), **facts)  # type: ignore[arg-type]


def _fits(entry: Entry, wanted: Criteria) -> bool:
    return (
        (not wanted.service or wanted.service in entry.services)
        and (not wanted.county or not entry.counties or wanted.county in entry.counties)
        and (not wanted.language or wanted.language in entry.languages)
        and (not wanted.cost or wanted.cost == entry.cost)
        and (not wanted.only_stale or entry.stale)
    )


def _order(entry: Entry, wanted: Criteria, place: int) -> tuple[bool, bool, bool, int]:
    """Return by what entries are ordered; those of the same rank stay in the order of their names.

    What was never checked comes last of all.
    """
    elsewhere = bool(wanted.county) and wanted.county not in entry.counties
    return entry.stale, not entry.checked_on, elsewhere, place
