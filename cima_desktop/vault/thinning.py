"""Which backups of a vault are kept: many of the last days, few of the last weeks, none beyond thirty days.

The bound is a promise: what was erased from the vault is gone from this program's backups once they are that old.
"""

from collections.abc import Hashable, Iterable
from datetime import date, datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

NEWEST_OF_A_DAY = 3
DAYS = 7
WEEKS = 4
MOST_DAYS = 30

Name = TypeVar("Name", bound=Hashable)


class Dated(NamedTuple, Generic[Name]):
    """A backup: what it is called, the vault's save counter then, and when it was made (with a time zone)."""

    name: Name
    counter: int
    made: datetime


def kept(backups: Iterable[Dated[Name]], today: date) -> set[Name]:
    """Return the names of those to keep; the newest is always among them.

    Newest is what has the highest save counter: a clock can be set back, a counter cannot. A backup dated after
    `today` counts as one of today.
    """
    ordered = sorted(backups, key=lambda each: (each.counter, each.made), reverse=True)
    if not ordered:
        return set()
    dated = [(each.name, min(each.made.astimezone().date(), today)) for each in ordered]
    wanted = {dated[0][0]}
    young = [(name, day) for name, day in dated if today - day <= timedelta(MOST_DAYS)]
    wanted.update([name for name, day in young if today - day <= timedelta(1)][:NEWEST_OF_A_DAY])
    wanted.update(_first_of_each(((name, day) for name, day in young if today - day < timedelta(DAYS)), DAYS))
    wanted.update(_first_of_each(((name, day.isocalendar()[:2]) for name, day in young), WEEKS))
    return wanted


def _first_of_each(named: Iterable[tuple[Name, Hashable]], most: int) -> list[Name]:
    """Return the first name of each group, of the first `most` groups."""
    found: dict[Hashable, Name] = {}
    for name, group in named:
        found.setdefault(group, name)
    return list(found.values())[:most]
