"""How long a record is kept (A2): the rule of each kind, declared once, and the date that follows from it.

Nothing here erases: the date says from when on a person is asked. A record that others point to is kept at least as
long as they are; what cannot be without another record follows that one.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum

import attrs

from cima_desktop.i18n import N_

BIN_DAYS = 60
"""After so many days in the bin something is offered for erasing."""


class Rule(Enum):
    """What decides how long a kind of record is kept."""

    CLOCK = "clock"
    """Months after the last time anything of it was changed or a paper of it ended."""
    FOLLOWS = "follows"
    """As long as the records it cannot be without."""
    DAY = "day"
    """Until the day that stands in the record itself, on which it is erased without asking (services/short_clock)."""
    STAYS = "stays"
    """No clock: until a person takes it out."""


@attrs.frozen(kw_only=True)
class Keep:
    """How long records of a kind are kept, and why (a catalogue message)."""

    rule: Rule
    reason: str
    months: int = 0


FOLLOWS = Keep(rule=Rule.FOLLOWS, reason=N_("It is kept as long as what it belongs to."))


def clock(months: int, reason: str) -> Keep:
    """Declare a kind that is kept for some months after the last change."""
    return Keep(rule=Rule.CLOCK, reason=reason, months=months)


def until_its_day(reason: str) -> Keep:
    """Declare a kind that is erased by itself on the day each record says; nobody can choose it longer."""
    return Keep(rule=Rule.DAY, reason=reason)


def stays(reason: str) -> Keep:
    """Declare a kind that has no clock."""
    return Keep(rule=Rule.STAYS, reason=reason)


@attrs.frozen(kw_only=True)
class Facts:
    """What the clock looks at in one record: ids are those of other records, `binds` the end of a signed paper."""

    keep: Keep
    kind: str
    changed: date
    requires: tuple[str, ...] = ()
    pointed_by: tuple[str, ...] = ()
    binds: date | None = None


@attrs.frozen(kw_only=True, order=True)
class Until:
    """Until when a record is kept (`date.max`: no date), and which record decides it.

    `since` is the day from which the months are counted; with `binds` that is the end of a signed paper. `clock` is
    the kind whose clock that is: of a part, the kind of its whole.
    """

    day: date
    record: str
    clock: str
    since: date
    months: int
    binds: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether no date can be given."""
        return self.day == date.max


def after_months(day: date, months: int) -> date:
    """Return the same day some months later, the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Retention:
    """Answers until when records are kept; each is looked at once."""

    def __init__(self, look: Callable[[str], Facts | None], months: Mapping[str, int]) -> None:
        """Take what is known of records, and the months each kind with a clock is kept in this vault.

        Args:
            look: gives the facts of a record; None when there is none or it is in the bin.
            months: by kind.
        """
        self._look = look
        self._months = months
        self._seen: dict[str, Facts | None] = {}
        self._reached: dict[str, Until | None] = {}

    def until(self, record: str) -> Until | None:
        """Return until when a record is kept; None when there is no such record."""
        return self._kept(record, frozenset())

    def _kept(self, record: str, above: frozenset[str]) -> Until | None:
        facts = self._facts(record)
        if facts is None or record in above:
            return None
        if facts.keep.rule is not Rule.FOLLOWS:
            return self._reach(record, frozenset())
        wholes = [self._kept(whole, above | {record}) for whole in facts.requires]
        return max((u for u in wholes if u), default=None) or self._reach(record, frozenset())

    def _reach(self, record: str, above: frozenset[str]) -> Until | None:
        """Return until when a record and everything that points to it have to be kept."""
        if record in self._reached:
            return self._reached[record]
        facts = self._facts(record)
        if facts is None or record in above:
            return None
        known = [self._own(record, facts)]
        pointing = [other for other in facts.pointed_by if self._has_clock(other)]
        known += [found for other in pointing if (found := self._reach(other, above | {record}))]
        self._reached[record] = max(known)
        return self._reached[record]

    def _has_clock(self, record: str) -> bool:
        """Tell whether a record can keep another one.

        What stays for ever (a hold that is over) and what goes by itself on its day keep nothing else.
        """
        facts = self._facts(record)
        return facts is not None and facts.keep.rule in (Rule.CLOCK, Rule.FOLLOWS)

    def _own(self, record: str, facts: Facts) -> Until:
        clock = self._clock_of(record, frozenset())
        needed = (self._facts(whole) for whole in facts.requires)
        since = max([facts.changed, *(whole.changed for whole in needed if whole)])
        binds = facts.binds is not None and facts.binds > since
        since = facts.binds if binds and facts.binds is not None else since
        if clock is None:
            return Until(day=date.max, record=record, clock=facts.kind, since=since, months=0, binds=binds)
        months, kind = clock
        day = after_months(since, months) if since < date.max else date.max
        return Until(day=day, record=record, clock=kind, since=since, months=months, binds=binds)

    def _clock_of(self, record: str, above: frozenset[str]) -> tuple[int, str] | None:
        """Return months and kind of its own clock, or of the slowest of what it belongs to; None without a clock."""
        facts = self._facts(record)
        if facts is None or record in above or facts.keep.rule in (Rule.STAYS, Rule.DAY):
            return None
        if facts.keep.rule is Rule.CLOCK:
            return self._months.get(facts.kind, facts.keep.months), facts.kind
        found = [self._clock_of(whole, above | {record}) for whole in facts.requires]
        return max((clock for clock in found if clock), default=None)

    def _facts(self, record: str) -> Facts | None:
        if record not in self._seen:
            self._seen[record] = self._look(record)
        return self._seen[record]
