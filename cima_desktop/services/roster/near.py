"""Whom to ask first: who is on shift, of the same county, speaks the language, and has the fewest tasks (L11, S9)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import rota
from cima_desktop.model.fields import iso_date
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.rota import Stretch
from cima_desktop.model.text import fold
from cima_desktop.model.volunteers import Assignment, Shift, Volunteer
from cima_desktop.services.roster.rota import shifts
from cima_desktop.services.roster.trained import trained_ids
from cima_desktop.services.session import Session

OPEN_STATES = frozenset({"asked", "accepted"})
LOAD_STATES = OPEN_STATES | {"done"}
DESK_OF = {"verifying": "verifiers", "hotline": "linea"}
"""The desk whose shift means that somebody waits for just this; other shifts keep people busy."""

RESTS = N_("Rests then")
LEFT = N_("Does not help at present")
UNTRAINED = N_("Training or agreement missing")
FULL = N_("Has enough tasks this week")
ON_SHIFT = N_("Is on a shift then")
TAKEN = N_("Has another task then")

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_PORTION = 500


@attrs.frozen(kw_only=True)
class Candidate:
    """Somebody who could be asked, and why first or why not."""

    volunteer: Volunteer
    on_shift: bool = False
    same_county: bool = False
    speaks: bool = False
    load: int = 0
    """Tasks of the week."""
    doubts: tuple[str, ...] = ()
    """Why to think before asking them, as catalogue messages; empty when nothing speaks against it."""

    def rank(self) -> tuple[bool, bool, bool, bool, int, str]:
        """Return the place in the order of asking; the lowest first."""
        return (
            bool(self.doubts),
            not self.on_shift,
            not self.same_county,
            not self.speaks,
            self.load,
            fold(self.volunteer.name),
        )


@attrs.frozen(kw_only=True)
class Wish:
    """What somebody is wanted for; nothing that is empty counts."""

    course: str = ""
    """The training it takes ("" when none); the agreement it always takes."""
    county: str = ""
    language: str = ""
    day: str = ""
    """Today when empty."""
    at: str = ""
    end: str = ""


def nearest(session: Session, *, course: str, county: str, language: str, day: str, at: str) -> list[Candidate]:
    """Return who may do it and helps that day, in the order of asking.

    Those against whom nothing speaks come first; among them who is on shift, of the county, speaks the language, and
    has the fewest tasks that week.
    """
    wish = Wish(course=course, county=county, language=language, day=day, at=at)
    return [each for each in candidates(session, wish) if not {RESTS, LEFT, UNTRAINED} & set(each.doubts)]


def candidates(session: Session, wish: Wish) -> list[Candidate]:
    """Return everybody of the roster in the order of asking, with what speaks against asking them."""
    day = iso_date(wish.day) or session.today()
    view = _View(
        wish=wish,
        day=day,
        able=trained_ids(session, wish.course),
        tasks=tasks_of_week(session, day),
        hours=rota.task_hours(day.isoformat(), wish.at, wish.end),
        near=shifts(session, day - _DAY, day + _DAY),
    )
    return sorted((view.candidate(each) for each in session.store.all(Volunteer)), key=Candidate.rank)


@attrs.frozen(kw_only=True)
class _View:
    """What is known about everybody when somebody is wanted."""

    wish: Wish
    day: date
    able: frozenset[str]
    tasks: Mapping[str, list[Assignment]]
    hours: Stretch | None
    near: Sequence[Shift]

    def candidate(self, who: Volunteer) -> Candidate:
        """Return somebody as a candidate."""
        wish, mine = self.wish, self.tasks.get(who.id, [])
        return Candidate(
            volunteer=who,
            on_shift=self._waits(who.id),
            same_county=bool(wish.county) and fold(wish.county) in {fold(each) for each in who.counties},
            speaks=bool(wish.language) and wish.language in who.languages,
            load=len(mine),
            doubts=tuple(self._doubts(who, mine)),
        )

    def _doubts(self, who: Volunteer, mine: Sequence[Assignment]) -> Iterator[str]:
        if who.active is False:
            yield LEFT
        elif rota.rests(who, self.day):
            yield RESTS
        if who.id not in self.able:
            yield UNTRAINED
        if is_full(who, len(mine)) and not self._waits(who.id):  # who waits for just this is asked first all the same
            yield FULL
        if self._desks(who.id) - {DESK_OF.get(self.wish.course, "")}:
            yield ON_SHIFT
        if any(self._meets(rota.task_hours(each.on, each.start, each.end)) for each in mine):
            yield TAKEN

    def _waits(self, who: str) -> bool:
        """Tell whether somebody is on call then for just this."""
        return DESK_OF.get(self.wish.course, "") in self._desks(who)

    def _desks(self, who: str) -> set[str]:
        """Return the desks for which somebody is on call at the time in question."""
        return {each.desk for each in self.near if each.volunteer == who and self._meets(rota.hours_of(each))}

    def _meets(self, other: Stretch | None) -> bool:
        return self.hours is not None and other is not None and self.hours.meets(other)


def is_full(volunteer: Volunteer, load: int) -> bool:
    """Tell whether somebody has as many tasks in a week as they want at most."""
    return volunteer.most_a_week is not None and load >= volunteer.most_a_week


def tasks_of_week(session: Session, day: date) -> dict[str, list[Assignment]]:
    """Return the tasks of a day's week by volunteer, and those without a day that are still open."""
    first = rota.week_of(day)
    found: dict[str, list[Assignment]] = {}
    dated = _read(session, (first.isoformat(), (first + _WEEK).isoformat()))
    for each in (*(a for a in dated if a.state in LOAD_STATES), *undated(session)):
        found.setdefault(each.volunteer, []).append(each)
    return found


def undated(session: Session) -> list[Assignment]:
    """Return the open tasks that have no day."""
    return [each for each in _read(session, ("", "0")) if not each.on and each.state in OPEN_STATES]


def _read(session: Session, span: tuple[str, str]) -> Iterator[Assignment]:
    """Yield assignments by their day, without the words that no list shows."""
    kind, after = KINDS["assignment"], None
    while True:
        page = session.store.page("assignment", after=after, limit=_PORTION, span=span)
        yield from (each for row in page.rows if isinstance(each := kind.build(row.id, row.columns), Assignment))
        after = page.next
        if after is None:
            return
