"""The agenda as lists: a day, a week or a month, those whose day is not known, and those nobody told the end of (C11).

Rows are read from the list's own order, which begins with the day: a large agenda opens as quickly as a small one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import attrs

from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.retention import after_months
from cima_desktop.model.work import NO_DAY
from cima_desktop.model.workups import Appointment
from cima_desktop.services.session import Session
from cima_desktop.store import ListRow

DAY, WEEK, MONTH, UNKNOWN, UNTOLD = "day", "week", "month", "unknown", "untold"
PAGE = 64
FOUND = 60
After = tuple[str, int]
_EARLIEST, _BEYOND = "0", NO_DAY + "9"
_ONE, _SEVEN = timedelta(days=1), timedelta(days=7)


@attrs.frozen(kw_only=True)
class AgendaRow:
    """One line of the agenda."""

    id: RecordId
    sort: str
    what: str
    who: str
    """The name of the person, or of the case."""
    on: str
    at: str
    ask_on: str
    unknown: bool
    place: str
    navigator: str
    confirmed: bool
    result: str
    left: int | None
    """Days until it, less than none once it is past; None while its day is not known."""


@attrs.frozen(kw_only=True)
class AgendaRows:
    """Some rows, where it goes on, and how many there are (None: not counted)."""

    rows: tuple[AgendaRow, ...]
    next: After | None = None
    total: int | None = None


@attrs.frozen(kw_only=True)
class Week:
    """How many appointments a week has, from the day with which it begins here."""

    first: date
    last: date
    count: int


def span_of(view: str, day: date) -> tuple[date, date]:
    """Return the first day of a view and the day after its last; weeks begin on Monday."""
    if view == MONTH:
        first = day.replace(day=1)
        return first, after_months(first, 1)
    if view == WEEK:
        first = day - _ONE * day.weekday()
        return first, first + _SEVEN
    return day, day + _ONE


def step(view: str, day: date, steps: int) -> date:
    """Return the day that lies some views further on, or back."""
    if view == MONTH:
        months = day.year * 12 + day.month - 1 + steps
        return date(months // 12, months % 12 + 1, 1)
    return day + steps * (_SEVEN if view == WEEK else _ONE)


def page(session: Session, view: str, day: date, navigator: str = "", after: After | None = None) -> AgendaRows:
    """Return some rows of a view; what nobody told the end of comes newest first."""
    where: dict[str, Value] = {"navigator": navigator} if navigator else {}
    if view == UNTOLD:
        where["result"] = ""
    span = _span(view, day, session.today())
    found = session.store.page("appointment", after, PAGE, where, span=span, down=view == UNTOLD)
    total = session.store.count("appointment", where, span=span) if after is None else None
    return AgendaRows(rows=_rows(session, found.rows), next=found.next, total=total)


def _span(view: str, day: date, today: date) -> tuple[str, str]:
    if view == UNKNOWN:
        return NO_DAY, _BEYOND
    if view == UNTOLD:
        return _EARLIEST, today.isoformat()
    first, after = span_of(view, day)
    return first.isoformat(), after.isoformat()


def between(session: Session, first: date, last: date, limit: int) -> tuple[AgendaRow, ...]:
    """Return the appointments from one day to another, both counted."""
    span = (first.isoformat(), (last + _ONE).isoformat())
    return _rows(session, session.store.page("appointment", limit=limit, span=span).rows)


def to_ask(session: Session, today: date, limit: int) -> tuple[AgendaRow, ...]:
    """Return those without a date for which somebody was to ask by today, or nobody said when."""
    span = (NO_DAY, f"{NO_DAY} {(today + _ONE).isoformat()}")
    return _rows(session, session.store.page("appointment", limit=limit, span=span).rows)


def search(session: Session, words: str, navigator: str = "") -> AgendaRows:
    """Return the appointments with these words, or of the people with this name, by their day."""
    where: Mapping[str, Value] = {"navigator": navigator} if navigator else {}
    ids: dict[RecordId, None] = {}
    for hit in session.store.search(words, kinds=("appointment", "person"), limit=FOUND):
        found = [hit.id] if hit.kind == "appointment" else _of_person(session, hit.id)
        ids.update(dict.fromkeys(found))
    lines = session.store.lines("appointment", list(ids)[:FOUND], where)
    rows = _rows(session, sorted(lines, key=lambda line: line.sort_key))
    return AgendaRows(rows=rows, total=len(rows))


def _of_person(session: Session, person: RecordId) -> list[RecordId]:
    return [each.id for each in session.store.children(Appointment, person=person)]


def weeks(session: Session, day: date) -> tuple[Week, ...]:
    """Return how many appointments each week of a month has."""
    first, after = span_of(MONTH, day)
    found = []
    while first < after:
        ends = min(span_of(WEEK, first)[1], after)
        count = session.store.count("appointment", span=(first.isoformat(), ends.isoformat()))
        found.append(Week(first=first, last=ends - _ONE, count=count))
        first = ends
    return tuple(found)


def _rows(session: Session, lines: Sequence[ListRow]) -> tuple[AgendaRow, ...]:
    pointed = [line.columns.get(name) or "" for line in lines for name in ("person", "about", "navigator")]
    named = session.store.named([RecordId(each) for each in dict.fromkeys(pointed) if each])
    names = {record: title for record, (_kind, title) in named.items()}
    return tuple(_row(line, names, session.today()) for line in lines)


def _row(line: ListRow, names: Mapping[RecordId, str], today: date) -> AgendaRow:
    columns = line.columns
    unknown = bool(columns["unknown"]) or not columns["on"]
    day = None if unknown else iso_date(columns["on"])
    who = names.get(columns["person"], "") or names.get(columns["about"], "")
    return AgendaRow(
        id=line.id,
        sort=columns["sort"],
        what=columns["what"],
        who=who,
        on=columns["on"],
        at=columns["at"],
        ask_on=columns["ask_on"],
        unknown=unknown,
        place=columns["agency"] or columns["place"].split("\n", 1)[0],
        navigator=names.get(columns["navigator"], ""),
        confirmed=bool(columns["confirmed"]),
        result=columns["result"],
        left=None if day is None else (day - today).days,
    )
