"""How long records are kept in this vault, and what is due (A2). Nothing is erased here: a person is asked."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, islice

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.retention import BIN_DAYS, Facts, Retention, Rule, Until
from cima_desktop.services import holds
from cima_desktop.services.session import Session

LEAST_MONTHS, MOST_MONTHS = 1, 240
LEAST_BIN_DAYS, MOST_BIN_DAYS = 7, 365
CLIENT_FILE_MONTHS = 72
"""Six years: North Carolina RPC 209, for the closed file of a lawyer's client, unless the client consents."""

_MONTHS = "keeping:months:"
_BIN = "keeping:bin_days"
_CLIENT_FILE = "keeping:client_file"
_FEW = 200
_LEAP = timedelta(days=365)

RULE_WORDS: Mapping[str, str] = {
    "clock": N_("It was last changed on {since}."),
    "binds": N_("A signed paper counts until {since}."),
    "open": N_("A signed paper counts until somebody revokes it."),
    "stays": N_("It has no date."),
    "day": N_("It is erased by itself on the day that stands in it."),
    "held": N_("A legal hold has stopped the clock."),
}


@attrs.frozen(kw_only=True)
class Periods:
    """How long things are kept here; `months` by kind, for those kinds that have a clock."""

    months: Mapping[str, int]
    bin_days: int
    client_file: bool


@attrs.frozen(kw_only=True)
class Kept:
    """Until when one record is kept and why: `rule` is a key of `RULE_WORDS`, `reason` the message of the kind.

    `kind` is the one whose clock counts (a plan may keep a person); without `day` no date can be given.
    """

    rule: str
    day: date | None
    since: date | None
    months: int
    kind: str
    reason: str
    is_due: bool


@attrs.frozen(kw_only=True)
class Due:
    """Something whose time is over; `until` is the day, `why` "time" or "bin"."""

    id: RecordId
    kind: str
    title: str
    why: str
    until: date
    since: date


def periods(session: Session) -> Periods:
    """Return how long things are kept in this vault."""
    client_file = session.store.meta_get(_CLIENT_FILE) == "yes"
    months = {}
    for kind in KINDS.values():
        if kind.keep.rule is Rule.CLOCK:
            chosen = _number(session.store.meta_get(_MONTHS + kind.name), kind.keep.months)
            floor = CLIENT_FILE_MONTHS if client_file else LEAST_MONTHS
            months[kind.name] = max(floor, min(MOST_MONTHS, chosen))
    days = _number(session.store.meta_get(_BIN), BIN_DAYS)
    return Periods(months=months, bin_days=max(LEAST_BIN_DAYS, min(MOST_BIN_DAYS, days)), client_file=client_file)


def set_months(session: Session, kind: str, months: int) -> None:
    """Keep records of a kind for so many months in this vault.

    Raises:
        InvalidInputError: fewer or more than can be chosen.
    """
    if not LEAST_MONTHS <= months <= MOST_MONTHS or KINDS[kind].keep.rule is not Rule.CLOCK:
        raise InvalidInputError(path=kind)
    session.store.meta_set(_MONTHS + kind, str(months))


def set_bin_days(session: Session, days: int) -> None:
    """Offer things for erasing after so many days in the bin.

    Raises:
        InvalidInputError: fewer or more than can be chosen.
    """
    if not LEAST_BIN_DAYS <= days <= MOST_BIN_DAYS:
        raise InvalidInputError(path="bin")
    session.store.meta_set(_BIN, str(days))


def set_client_file(session: Session, yes: bool) -> None:
    """Say whether these records are files of a lawyer's clients, which are kept for six years at least."""
    session.store.meta_set(_CLIENT_FILE, "yes" if yes else "")


def kept(session: Session, record: RecordId) -> Kept | None:
    """Return until when a record is kept and why; None when there is none or it is in the bin."""
    until = Retention(session.store.facts_of, periods(session).months).until(record)
    if until is None:
        return None
    return _kept(until, session.today(), holds.is_held(session, record))


def _kept(until: Until, today: date, is_held: bool) -> Kept:
    dated = not until.is_open and not is_held
    rule = "clock"
    if is_held:
        rule = "held"
    elif until.is_open:
        own = "day" if KINDS[until.clock].keep.rule is Rule.DAY else "stays"
        rule = "open" if until.binds else own
    elif until.binds:
        rule = "binds"
    return Kept(
        rule=rule,
        day=until.day if dated else None,
        since=until.since if dated else None,
        months=until.months,
        kind=until.clock,
        reason=KINDS[until.clock].keep.reason,
        is_due=dated and until.day <= today,
    )


def due(session: Session, most: int | None = None) -> list[Due]:
    """Return what is past its day, the oldest first: records with a clock of their own, and what is in the bin.

    Parts of a record are not named apart, and what is under a legal hold is not due. With `most` that many at most.
    """
    today, chosen, stopped = session.today(), periods(session), holds.held(session)
    if stopped.everything:
        return []
    both = chain(_binned(session, today, chosen), _past(session, today, chosen))
    found = list(islice((d for d in both if not stopped.covers(d.id)), most))
    return sorted(found, key=lambda d: (d.until, d.kind, d.id))


def _past(session: Session, today: date, chosen: Periods) -> Iterator[Due]:
    store = session.store
    least = min(chosen.months.values())
    old = [
        (record, kind) for record, kind in store.untouched_since(_months_before(today, least)) if kind in chosen.months
    ]
    look: Callable[[str], Facts | None] = store.facts_of if len(old) < _FEW else store.all_facts().get
    judge = Retention(look, chosen.months)
    for record, kind in old:
        until = judge.until(record)
        if until is not None and until.day <= today:
            title = store.title_of(record)
            yield Due(id=record, kind=kind, title=title, why="time", until=until.day, since=until.since)


def _binned(session: Session, today: date, chosen: Periods) -> list[Due]:
    found = []
    for entry in session.store.bin():
        since = entry.when.astimezone().date()
        until = since + timedelta(days=chosen.bin_days)
        if until <= today and entry.kind in KINDS and KINDS[entry.kind].keep.rule is not Rule.STAYS:
            found.append(Due(id=entry.id, kind=entry.kind, title=entry.title, why="bin", until=until, since=since))
    return found


def clock_leapt(session: Session) -> bool:
    """Tell whether today lies a year or more after anything was last written: then the clock is worth a look."""
    last = session.store.last_saved_at
    return last is not None and session.today() - last.astimezone().date() >= _LEAP


def _months_before(day: date, months: int) -> date:
    """Return a day that lies at least so many months before another, and rather a few days too late than too early."""
    return day - timedelta(days=28 * months)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) <= 4 else otherwise
