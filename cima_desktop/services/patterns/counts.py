"""How many cases, visits, calls, reports, incidents and so on a period had; records and people told apart (P1, P2).

Two records of one person count as one person, and one person with two cases as one. What was erased since is counted
from what outlived it (P4), by whole months: `store/figures.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model import line_choices
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.patterns.periods import Period
from cima_desktop.services.patterns.raids import OPEN, OTHER_COUNTY, UNFOUNDED, Incidence, county_of, incidents
from cima_desktop.services.session import Session
from cima_desktop.store import Figure

COUNTY = "county"
PEOPLE, VOLUNTEERS = N_("People"), N_("Volunteers")
NOT_SAID = N_("Not said")
ERASED_COUNTY = N_("Erased since: the county is not known any more")
ERASED_OUTCOME = N_("Erased since: the outcome is not known any more")
OUTCOMES = {
    **{choice.value: choice.label for choice in line_choices.OUTCOMES},
    UNFOUNDED: N_("Closed: nothing in it to verify"),
    OPEN: N_("No outcome yet"),
}
"""How an incident came out, in order."""


@attrs.frozen(kw_only=True)
class Row:
    """One line of a table: what it counts, records that are there, records erased since, and people."""

    label: str
    """A message, or a county's name."""
    n: int
    erased: int = 0
    people: int = 0
    is_name: bool = False

    def words(self, language: str | None = None) -> str:
        """Return what it counts, in words."""
        return self.label if self.is_name else tr(self.label, language)

    @property
    def records(self) -> int:
        """Return how many records there were."""
        return self.n + self.erased


@attrs.frozen(kw_only=True)
class Table:
    """The records of one kind in a period, by the answers of one field."""

    by: str
    rows: tuple[Row, ...]


@attrs.frozen(kw_only=True)
class Count:
    """Everything that is counted of one kind."""

    kind: str
    title: str
    n: int
    erased: int = 0
    people: int = 0
    people_word: str = ""
    """What those are who are counted beside the records; empty where nobody is."""
    tables: tuple[Table, ...] = ()

    @property
    def records(self) -> int:
        """Return how many records there were."""
        return self.n + self.erased


@attrs.frozen(kw_only=True)
class Figures:
    """The figures of a period."""

    period: Period
    counts: tuple[Count, ...]
    incidents: tuple[Incidence, ...]
    people: int
    """Everybody whom a case, a visit or an accompaniment was about, each once."""
    households: int


@attrs.frozen
class _Counted:
    """What is counted of a kind: the field with its day, the fields by whose answers, and whose record it is."""

    kind: str
    day: str
    by: tuple[str, ...]
    whose: str = ""
    people_word: str = ""


_COUNTED = (
    _Counted("case", "opened_on", ("need", "county", "state", "closed_reason"), "person", PEOPLE),
    _Counted("visit", "on", ("need",), "person", PEOPLE),
    _Counted("accompaniment", "outcome_on", ("outcome",), "case", PEOPLE),
    _Counted("call", "on", ("matter", "triage", "language")),
    _Counted("report", "received_on", ("activity",)),
    _Counted("assignment", "on", ("sort", "state"), "volunteer", VOLUNTEERS),
)

Seen = Sequence[tuple[RecordId, tuple[Value, ...]]]
Whose = Mapping[RecordId, RecordId]
"""Records and the person each is about."""


def figures(session: Session, period: Period) -> Figures:
    """Count."""
    gone = session.store.figures() if period.is_whole_months else []
    erased = [figure for figure in gone if period.has_month(figure.month)]
    people_of = {case: cells[0] for case, cells in session.store.scan("case", ("person",))}
    people: set[RecordId] = set()
    counts = []
    for each in _COUNTED:
        seen = [(i, cells) for i, cells in session.store.scan(each.kind, _fields(each)) if period.has(cells[0])]
        whose = _whose(session, each, seen, people_of)
        if each.people_word == PEOPLE:
            people.update(whose.values())
        counts.append(_count(each, seen, whose, erased))
    found = tuple(incidents(session, period))
    return Figures(
        period=period,
        counts=(*counts, _of_incidents(found, erased), _of_alerts(found)),
        incidents=found,
        people=len(people),
        households=_households(session, people),
    )


def _fields(counted: _Counted) -> tuple[str, ...]:
    return (counted.day, *counted.by, *filter(None, (counted.whose,)))


def _whose(session: Session, counted: _Counted, seen: Seen, people_of: Mapping[RecordId, Value]) -> Whose:
    """Return the person each record is about; of several records about one person the leading one."""
    if not counted.whose:
        return {}
    said = {record: RecordId(str(cells[-1])) for record, cells in seen if cells[-1]}
    if counted.whose == "case":
        said = {record: RecordId(str(people_of[case])) for record, case in said.items() if people_of.get(case)}
    leads = session.store.leading(set(said.values()))
    return {record: leads.get(person, person) for record, person in said.items()}


def _households(session: Session, people: Collection[RecordId]) -> int:
    """Return in how many households these people live; who has none is one of their own."""
    lived = session.store.scan("person", ("household",))
    homes = {str(cells[0]) or person for person, cells in lived if person in people}
    return len(homes)


def _count(counted: _Counted, seen: Seen, whose: Whose, erased: Sequence[Figure]) -> Count:
    tables = []
    for place, name in enumerate(counted.by, start=1):
        found: Counter[str] = Counter()
        people: dict[str, set[RecordId]] = defaultdict(set)
        for record, cells in seen:
            value = county_of(str(cells[place])) if name == COUNTY else str(cells[place])
            found[value] += 1
            if record in whose:
                people[value].add(whose[record])
        tables.append(_table(counted.kind, name, found, erased, people))
    return Count(
        kind=counted.kind,
        title=KINDS[counted.kind].plural,
        n=len(seen),
        erased=_all_erased(erased, counted.kind),
        people=len(set(whose.values())),
        people_word=counted.people_word,
        tables=tuple(table for table in tables if any(row.label != NOT_SAID for row in table.rows)),
    )


def _table(
    kind: str,
    name: str,
    found: Mapping[str, int],
    erased: Sequence[Figure],
    people: Mapping[str, Collection[RecordId]],
) -> Table:
    """Return the answers in their declared order, or counties from the most frequent one, then what is not said."""
    field = KINDS[kind].field(name)
    gone: Counter[str] = Counter()
    for figure in erased:
        if (figure.kind, figure.field) == (kind, name):
            gone[figure.value] += figure.n
    labels = {choice.value: choice.label for choice in field.choices}
    others = sorted(found.keys() - labels.keys() - {""}, key=lambda value: (-found[value], value))
    rows = [
        Row(
            label=labels.get(value, value),
            n=found.get(value, 0),
            erased=gone[value],
            people=len(people.get(value, ())),
            is_name=value in others and value != OTHER_COUNTY,
        )
        for value in (*labels, *others)
        if found.get(value) or gone[value]
    ]
    rest = _all_erased(erased, kind) - gone.total()
    rows += _said_nothing(NOT_SAID, found.get("", 0), rest if field.counted else 0, len(people.get("", ())))
    rows += _said_nothing(ERASED_COUNTY, 0, 0 if field.counted else rest, 0)
    return Table(by=field.label, rows=tuple(rows))


def _said_nothing(label: str, n: int, erased: int, people: int) -> list[Row]:
    return [Row(label=label, n=n, erased=erased, people=people)] if n or erased else []


def _all_erased(erased: Iterable[Figure], kind: str) -> int:
    return sum(figure.n for figure in erased if figure.kind == kind and not figure.field)


def _of_incidents(found: Sequence[Incidence], erased: Sequence[Figure]) -> Count:
    """Count incidents by what they may have been, and by how they came out."""
    activities = _table("incident", "activity", Counter(each.activity for each in found), erased, {})
    outcomes = Counter(each.outcome for each in found)
    gone = _all_erased(erased, "incident")
    rows = [Row(label=label, n=outcomes[value]) for value, label in OUTCOMES.items() if outcomes[value]]
    rows += _said_nothing(ERASED_OUTCOME, 0, gone, 0)
    return Count(
        kind="incident",
        title=KINDS["incident"].plural,
        n=len(found),
        erased=gone,
        tables=(activities, Table(by=N_("Outcome"), rows=tuple(rows))),
    )


def _of_alerts(found: Sequence[Incidence]) -> Count:
    """Count the texts that two people released; of an erased one nobody can tell whether it went out."""
    told = Counter(sort for each in found for sort in each.told)
    labels = {choice.value: choice.label for choice in line_choices.ALERT_KINDS}
    rows = tuple(Row(label=label, n=told[sort]) for sort, label in labels.items() if told[sort])
    return Count(
        kind="alert", title=N_("Alerts that went out"), n=told.total(), tables=(Table(by=N_("What kind"), rows=rows),)
    )
