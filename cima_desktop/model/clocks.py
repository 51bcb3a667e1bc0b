"""A deadline as a clock: what it is, where it is written, when it runs out, and how sure we are of it."""

from datetime import date

import attrs

from cima_desktop.model.text import sort_key


@attrs.frozen(kw_only=True)
class Clock:
    """One deadline; `name` is a catalogue message, `statute` where it is written.

    A clock is never advice: it says what the law text says, and that a lawyer knows whether it is so here.
    """

    key: str
    name: str
    statute: str
    starts_on: date | None = None
    ends_on: date | None = None
    """None while what it is counted from is not known."""
    days_left: int | None = None
    """Negative once it has run out."""
    sure: bool = True
    """False: known from memory, to be checked with a lawyer."""

    @property
    def is_over(self) -> bool:
        """Tell whether it has run out."""
        return self.days_left is not None and self.days_left < 0


@attrs.frozen(kw_only=True)
class LawFact:
    """One sentence of what the law says (a catalogue message) and where it is written; never advice."""

    words: str
    statute: str
    sure: bool = True


def running(
    key: str, name: str, statute: str, *, starts_on: date | None, ends_on: date | None, today: date, sure: bool = True
) -> Clock:
    """Return a clock with the days that are left of it today."""
    left = (ends_on - today).days if ends_on is not None else None
    return Clock(key=key, name=name, statute=statute, starts_on=starts_on, ends_on=ends_on, days_left=left, sure=sure)


def in_order(clocks: list[Clock]) -> tuple[Clock, ...]:
    """Return those that still run first, the nearest end before the others; then what has run out, newest first."""

    def place(clock: Clock) -> tuple[int, int, str]:
        left = clock.days_left
        if left is None:
            return 1, 0, sort_key(clock.key)
        return (0, left, clock.key) if left >= 0 else (2, -left, clock.key)

    return tuple(sorted(clocks, key=place))
