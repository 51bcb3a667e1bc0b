"""Shifts: who is on call, where nobody is, a shift put on the rota, a week copied, the order of call (L9, S2)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import rota
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.display import text_of
from cima_desktop.model.errors import InvalidInputError, KnownError
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.roster_choices import DESKS
from cima_desktop.model.rota import ALWAYS, Hours, Stretch
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Shift, Volunteer
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

PUT_ACT = N_("Put a shift on the rota")
CHANGE_ACT = N_("Changed a shift")
TAKE_OFF_ACT = N_("Took a shift off the rota")
COPY_ACT = N_("Copied a week of the rota")
ORDER_ACT = N_("Changed the order of call")
AHEAD = timedelta(days=7)
FAIR = timedelta(weeks=4)
_DAY = timedelta(days=1)
_OPEN = "rota:open:"
_PORTION = 500


class TwiceOnCallError(InvalidInputError):
    """Somebody would be on two shifts at once."""

    message = N_("{name} is on another shift then: {start}–{end}, {day}, {desk}.")
    remedy = N_("Choose other hours or another person, or change that shift first.")


class NoHoursError(InvalidInputError):
    """A shift without a day, a beginning or an end."""

    message = N_("A shift needs a day, a beginning and an end.")
    remedy = N_("Write all three. An end before the beginning is on the next day.")


class NothingToCopyError(KnownError):
    """A week without shifts was to be copied."""

    message = N_("There is no shift in that week to copy.")
    remedy = N_("Go to a week after one that has shifts.")


@attrs.frozen(kw_only=True)
class Gap:
    """When nobody answers a desk."""

    desk: str
    begin: datetime
    end: datetime


@attrs.frozen(kw_only=True)
class Copied:
    """What came of copying a week."""

    made: int
    left_out: int
    """Shifts of people who rest then or help no more, or who are on another shift already."""
    touched: Touched | None = None


@attrs.frozen(kw_only=True)
class Share:
    """How many hours somebody was and will be on call in four weeks."""

    volunteer: RecordId
    name: str
    minutes: int


def shifts(session: Session, first: date, last: date) -> list[Shift]:
    """Return the shifts that begin on these days, in order of time."""
    kind, span = KINDS["shift"], (first.isoformat(), (last + _DAY).isoformat())
    found, after = [], None
    while True:
        page = session.store.page("shift", after=after, limit=_PORTION, span=span)
        found += [kind.build(row.id, row.columns) for row in page.rows]
        after = page.next
        if after is None:
            return [each for each in found if isinstance(each, Shift)]


def on_call(session: Session, desk: str, day: str, at: str) -> list[Shift]:
    """Return who is on call for a desk at a time, in order of call; nobody when day or time cannot be read."""
    when = rota.moment(day, at)
    if when is None:
        return []
    near = answered(session, shifts(session, when.date() - _DAY, when.date()))
    return rota.covering((each for each in near if each.desk == desk), when)


def answered(session: Session, near: Iterable[Shift]) -> list[Shift]:
    """Return the shifts on which somebody can be counted: who rests that day, left or is gone answers no call."""
    people = {each.id: each for each in session.store.all(Volunteer)}
    return [each for each in near if is_answered(each, people.get(RecordId(each.volunteer)))]


def is_answered(shift: Shift, volunteer: Volunteer | None) -> bool:
    """Tell whether a shift can be counted on, given who is on it."""
    day = iso_date(shift.on)
    return volunteer is not None and day is not None and rota.helps(volunteer, day)


def wanted(session: Session, desk: str) -> Hours | None:
    """Return when a desk is to be answered: hotline and verifiers always, Consulta when somebody has said so."""
    if desk != "consulta":
        return ALWAYS
    try:
        kept = json.loads(session.store.meta_get(_OPEN + desk, "null"))
        return kept and Hours(days=frozenset(map(int, kept["days"])), start=str(kept["start"]), end=str(kept["end"]))
    except (ValueError, TypeError, KeyError):  # hours that cannot be read are none
        return None


def want(session: Session, hours: Hours | None) -> None:
    """Say in which hours Consulta is open, so that an open hour without anybody is shown; None: no longer.

    Raises:
        NoHoursError: there is no day among them, or no beginning or end.
    """
    if hours is not None and (not hours.days or rota.stretch("2026-01-01", hours.start, hours.end) is None):
        raise NoHoursError(path="start")
    kept = hours and {"days": sorted(hours.days), "start": hours.start, "end": hours.end}
    session.store.meta_set(_OPEN + "consulta", json.dumps(kept))


def gaps(session: Session, ahead: timedelta = AHEAD) -> list[Gap]:
    """Return when nobody will answer in the days to come, from now on, in order of time."""
    now = datetime.combine(session.today(), session.now().time().replace(second=0, microsecond=0))
    frame = Stretch(now, now + ahead)
    near = answered(session, shifts(session, frame.begin.date() - _DAY, frame.end.date()))
    found = [gap for desk in DESKS for gap in _gaps_of(session, desk.value, near, frame)]
    return sorted(found, key=lambda gap: gap.begin)


def _gaps_of(session: Session, desk: str, near: list[Shift], frame: Stretch) -> list[Gap]:
    hours = wanted(session, desk)
    if hours is None:
        return []
    covered = [found for each in near if each.desk == desk and (found := rota.hours_of(each)) is not None]
    return [Gap(desk=desk, begin=each.begin, end=each.end) for each in rota.gaps(covered, frame, hours)]


def put(session: Session, values: Mapping[str, object], shift: RecordId = NO_ID) -> Touched:
    """Put a shift on the rota, or change one (`shift`).

    Raises:
        NoHoursError, TwiceOnCallError: it cannot be so; nothing was written.
        InvalidInputError: a value cannot be kept.
        NotFoundError: the shift, or the volunteer, is gone.
    """
    kind = KINDS["shift"]
    known = session.store.need(Shift, shift) if shift else Shift(id=new_id())
    clean: dict[str, Any] = {
        name: cleaned(kind.field(name), value, today=session.today()) for name, value in values.items()
    }
    made = attrs.evolve(known, **clean)
    session.store.need(Volunteer, made.volunteer)
    refuse_twice(session, made)
    return session.store.save(CHANGE_ACT if shift else PUT_ACT, [Edit("shift", known.id, clean)])


def refuse_twice(session: Session, shift: Shift) -> None:
    """Refuse a shift that has no hours, or in whose hours its volunteer is on call already.

    Raises:
        NoHoursError, TwiceOnCallError: says what is wrong.
    """
    hours = rota.hours_of(shift)
    if hours is None:
        raise NoHoursError(path="on")
    other = rota.clash(shift, shifts(session, hours.begin.date() - _DAY, hours.end.date()))
    if other is not None:
        raise TwiceOnCallError(path="start", **facts_of(session, other))


def facts_of(session: Session, shift: Shift) -> dict[str, str]:
    """Return the facts of a shift for a sentence, in the screen's language."""
    kind = KINDS["shift"]
    shown = {name: text_of(kind.field(name), getattr(shift, name)) for name in ("desk", "start", "end")}
    day = text_of(kind.field("on"), shift.on)
    return {"name": session.store.title_of(shift.volunteer), "day": day, **shown}


def take_off(session: Session, shift: RecordId) -> Touched:
    """Take a shift off the rota.

    Raises:
        NotFoundError: it is gone.
    """
    session.store.need(Shift, shift)
    return session.store.delete(TAKE_OFF_ACT, [shift])


def copy_week(session: Session, monday: date) -> Copied:
    """Copy the week before `monday` into the week that begins with it.

    What cannot be is left out: people who rest then or help no more, and hours in which somebody is on call already.

    Raises:
        NothingToCopyError: there is nothing in the week before.
    """
    before = shifts(session, monday - AHEAD, monday - _DAY)
    if not before:
        raise NothingToCopyError
    people = {each.id: each for each in session.store.all(Volunteer)}
    there = shifts(session, monday - _DAY, monday + AHEAD)
    edits = []
    for shift in before:
        made = _a_week_later(shift)
        if is_answered(made, people.get(RecordId(made.volunteer))) and rota.clash(made, there) is None:
            there.append(made)
            edits.append(Edit("shift", made.id, KINDS["shift"].values(made)))
    touched = session.store.save(COPY_ACT, edits) if edits else None
    return Copied(made=len(edits), left_out=len(before) - len(edits), touched=touched)


def _a_week_later(shift: Shift) -> Shift:
    day = iso_date(shift.on)
    later = "" if day is None else (day + AHEAD).isoformat()
    return attrs.evolve(shift, id=new_id(), on=later, note="")


def move(session: Session, shift: RecordId, by: int) -> Touched:
    """Call somebody earlier (-1) or later (1) among those who are on call together; nothing changes at either end.

    Raises:
        NotFoundError: the shift is gone.
    """
    found = session.store.need(Shift, shift)
    together = _together(session, found)
    edits = [Edit("shift", RecordId(each), {"order": n}) for each, n in rota.moved(together, shift, by).items()]
    return session.store.save(ORDER_ACT, edits)


def _together(session: Session, shift: Shift) -> list[Shift]:
    """Return the shifts of a desk that have time in common with one, and that one."""
    hours = rota.hours_of(shift)
    if hours is None:
        return [shift]
    near = shifts(session, hours.begin.date() - _DAY, hours.end.date())
    same = [each for each in near if each.desk == shift.desk]
    return [each for each in same if (theirs := rota.hours_of(each)) is not None and theirs.meets(hours)]


def fairness(session: Session) -> list[Share]:
    """Return how the hours of the four weeks around today fall on those who help, the most first."""
    today = session.today()
    first = rota.week_of(today) - FAIR / 2
    begin = datetime.combine(first, datetime.min.time())
    frame = Stretch(begin, begin + FAIR)
    minutes = rota.minutes_of(shifts(session, first - _DAY, first + FAIR), frame)
    helping = [each for each in session.store.all(Volunteer) if each.active is not False]
    shares = [Share(volunteer=each.id, name=each.name, minutes=minutes.get(each.id, 0)) for each in helping]
    return sorted((each for each in shares if each.minutes), key=lambda each: (-each.minutes, each.name))
