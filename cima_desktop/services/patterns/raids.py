"""Where and when something was confirmed: by county and hour, or by county and week (P6). No map, no exact place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.incident_states import State
from cima_desktop.model.incidents import Verification
from cima_desktop.model.places import known_county
from cima_desktop.services.alerts.story import stand
from cima_desktop.services.patterns.periods import Period
from cima_desktop.services.session import Session

NO_COUNTY, OTHER_COUNTY = N_("County not known"), N_("Another county")
HOURS, WEEKS, PARTS = "hours", "weeks", "parts"
PARTS_OF_DAY = (
    N_("Night (12 to 6)"),
    N_("Morning (6 to 12)"),
    N_("Afternoon (12 to 6)"),
    N_("Evening (6 to 12)"),
    N_("Hour not known"),
)
CONFIRMED, UNFOUNDED, OPEN = "confirmed", "unfounded", "open"


def county_of(typed: str) -> str:
    """Return the county that figures are counted for: of what was typed only a county's name is ever printed."""
    return known_county(typed) or (OTHER_COUNTY if typed else "")


def county_text(county: str, language: str | None = None) -> str:
    """Return what a county is called in a table; a name is no message ("Person" is a county)."""
    return tr(county or NO_COUNTY, language) if county in ("", OTHER_COUNTY) else county


@attrs.frozen(kw_only=True)
class Incidence:
    """One incident of the period: where roughly, when, what it may be, and how it came out."""

    id: RecordId
    county: str
    activity: str
    on: str
    at: str
    outcome: str
    """An outcome of a signed verification that counts, "unfounded", or "open"."""
    told: tuple[str, ...] = ()
    """The sorts of the texts that two people released."""


@attrs.frozen(kw_only=True)
class Grid:
    """How many were confirmed in each county, by columns of time."""

    sort: str
    columns: tuple[str, ...]
    """Hours as "0" to "23", the Mondays of weeks as days, or the parts of the day as messages."""
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    """Each county ("" where it is not known) with its numbers."""
    undated: int = 0
    """Confirmed ones whose hour is not known: they are in no column of hours."""

    @property
    def most(self) -> int:
        """Return the largest number."""
        return max((n for _county, cells in self.rows for n in cells), default=0)


def incidents(session: Session, period: Period) -> list[Incidence]:
    """Return the incidents of a period, with what the verifications that count say of each."""
    names = ("county", "activity", "on", "at")
    seen = [(each, cells) for each, cells in session.store.scan("incident", names) if period.has(cells[2])]
    return [_incidence(session, each, [str(cell) for cell in cells]) for each, cells in seen]


def _incidence(session: Session, incident: RecordId, cells: Sequence[str]) -> Incidence:
    county, activity, on, at = cells
    stands = stand(session, incident)
    signed = session.store.get(Verification, stands.grounds[-1]) if stands.grounds else None
    outcome = signed.outcome if signed is not None else OPEN
    if signed is None and stands.state is State.UNFOUNDED:
        outcome = UNFOUNDED
    told = [text.alert.sort for text in stands.texts if stands.is_out(text.alert.id)]
    return Incidence(id=incident, county=county, activity=activity, on=on, at=at, outcome=outcome, told=tuple(told))


def grid(found: Sequence[Incidence], period: Period, sort: str) -> Grid:
    """Count the confirmed ones."""
    confirmed = [each for each in found if each.outcome == CONFIRMED]
    columns = tuple(_columns(period, sort))
    counts: Counter[tuple[str, str]] = Counter()
    undated = 0
    for each in confirmed:
        column = _column(each, sort)
        undated += not column
        counts[each.county, column] += 1
    counties = sorted({each.county for each in confirmed}, key=lambda county: (not known_county(county), county))
    rows = tuple((county, tuple(counts[county, column] for column in columns)) for county in counties)
    return Grid(sort=sort, columns=columns, rows=rows, undated=undated)


def _columns(period: Period, sort: str) -> Iterator[str]:
    if sort == HOURS:
        yield from map(str, range(24))
    elif sort == PARTS:
        yield from PARTS_OF_DAY
    else:
        monday = _monday(period.first)
        while monday <= period.last:
            yield monday.isoformat()
            monday += timedelta(days=7)


def _column(each: Incidence, sort: str) -> str:
    if sort == WEEKS:
        day = iso_date(each.on)
        return _monday(day).isoformat() if day else ""
    hour = int(each.at[:2]) if each.at else -1
    if sort == PARTS:
        return PARTS_OF_DAY[hour // 6]
    return str(hour) if each.at else ""


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
