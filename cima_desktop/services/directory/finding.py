"""Finding help in the directory: by what it is, where, in which language and at what cost (X1).

What nobody has asked about for half a year stands below everything that is fresh (X2).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import attrs

from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.session import Session
from cima_desktop.store import ListRow

FRESH_FOR = timedelta(days=183)
"""Half a year: telephones, hours and waiting lists change faster than anyone tells us."""
MOST_FOUND = 400
_ASKED = {"services": "service", "counties": "county", "languages": "language", "cost": "cost"}
"""Fields that criteria ask about, and by which of them."""


@attrs.frozen(kw_only=True)
class Criteria:
    """What is looked for; whatever is empty does not count."""

    words: str = ""
    service: str = ""
    county: str = ""
    language: str = ""
    cost: str = ""
    only_stale: bool = False


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
    stale: bool


@attrs.frozen(kw_only=True)
class Found:
    """Some lines of a search, where it goes on (None at the end), and how many there are in all."""

    entries: tuple[Entry, ...]
    next: int | None
    total: int


@lru_cache(maxsize=4096)
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
    ranked = sorted(_ranked(session, criteria, places))
    end = after + limit
    wanted = [record for _rank, record in ranked[after:end]]
    today = session.today()
    lines = session.store.lines("organization", wanted)
    return Found(
        entries=tuple(_entry(line, today) for line in lines),
        next=end if end < len(ranked) else None,
        total=len(ranked),
    )


_Rank = tuple[bool, bool, bool, int]


def _ranked(session: Session, wanted: Criteria, places: dict[RecordId, int] | None) -> Iterator[tuple[_Rank, RecordId]]:
    """Yield what fits with its rank: fresh ones first, what was never checked last, then as the list or search has it.

    Of thousands of entries only the fields that are asked about are read.
    """
    tests = [(name, value) for name in _ASKED if (value := getattr(wanted, _ASKED[name]))]
    today = session.today()
    rows = session.store.scan("organization", ("checked_on", *(name for name, _value in tests)))
    for place, (record, (checked, *values)) in enumerate(rows):
        stale = is_stale(str(checked), today)
        if (places is not None and record not in places) or (wanted.only_stale and not stale):
            continue
        if all(_fits(name, held, value) for (name, value), held in zip(tests, values, strict=True)):
            everywhere = frozenset() in values  # only of the counties does none at all fit
            yield (stale, not checked, everywhere, place if places is None else places[record]), record


def _fits(name: str, held: Value, value: str) -> bool:
    if isinstance(held, frozenset):
        return value in held or (name == "counties" and not held)
    return held == value


def _entry(line: ListRow, today: date) -> Entry:
    columns = line.columns
    sets = {name: frozenset(columns.get(name) or ()) for name in ("services", "counties", "languages")}
    words = {name: str(columns.get(name) or "") for name in ("cost", "phone", "city", "checked_on")}
    return Entry(id=line.id, name=line.title, stale=is_stale(words["checked_on"], today), **sets, **words)  # type: ignore[arg-type]


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
