"""The lines of a week of the rota, by day and desk."""

from collections.abc import Sequence
from datetime import date, timedelta

import attrs

from cima_desktop.gui.tables.columns import Column
from cima_desktop.gui.views.roster.roster_words import DESK_WORDS
from cima_desktop.i18n import N_, tr
from cima_desktop.model import rota as model
from cima_desktop.model.ids import RecordId
from cima_desktop.model.roster_choices import DESKS
from cima_desktop.model.volunteers import Shift, Volunteer
from cima_desktop.services.roster import rota, swapping
from cima_desktop.services.roster.telling import hours_text, shift_day
from cima_desktop.services.session import Session

_PLACES = {desk.value: place for place, desk in enumerate(DESKS)}


@attrs.frozen(kw_only=True)
class ShiftRow:
    """One shift with what to know about it."""

    id: RecordId
    shift: Shift
    name: str
    counts: bool
    """Whether somebody can be counted on: who rests that day or left cannot."""
    twice: bool
    """Whether they are on another shift at the same time."""
    asked: bool
    """Whether somebody else was asked to take it."""


@attrs.frozen(kw_only=True)
class RotaWeek:
    """The shifts that begin in one week."""

    monday: date
    today: date
    rows: Sequence[ShiftRow]


def rota_week(session: Session, monday: date | None) -> RotaWeek:
    """Read a week; the present one when none is named."""
    first = monday or model.week_of(session.today())
    found = rota.shifts(session, first, first + timedelta(days=6))
    people = {each.id: each for each in session.store.all(Volunteer)}
    twice = {each.id for pair in model.clashes(found) for each in pair}
    asked = {each.shift.id for each in swapping.waiting(session)}
    rows = [_row(shift, people.get(RecordId(shift.volunteer)), twice, asked) for shift in found]
    return RotaWeek(monday=first, today=session.today(), rows=sorted(rows, key=_order))


def _row(shift: Shift, who: Volunteer | None, twice: set[RecordId], asked: set[RecordId]) -> ShiftRow:
    return ShiftRow(
        id=shift.id,
        shift=shift,
        name=who.name if who else "",
        counts=rota.is_answered(shift, who),
        twice=shift.id in twice,
        asked=shift.id in asked,
    )


def _order(row: ShiftRow) -> tuple[str, int, str, int, str]:
    shift = row.shift
    return shift.on, _PLACES.get(shift.desk, len(_PLACES)), shift.start, shift.order or len(_PLACES) * 100, row.name


def _desk(row: ShiftRow) -> str:
    return tr(DESK_WORDS.get(row.shift.desk, row.shift.desk))


def _chips(row: ShiftRow) -> list[tuple[str, str]]:
    found = [] if row.counts else [(tr(N_("Not there")), "bad")]
    if row.twice:
        found.append((tr(N_("Twice at once")), "bad"))
    if row.asked:
        found.append((tr(N_("Swap asked")), "info"))
    return found


COLUMNS = (
    Column(
        key="when",
        title=N_("Day and hours"),
        text=lambda row: shift_day(row.shift),
        detail=lambda row: hours_text(row.shift),
        sort=lambda row: row.shift.sort_name(),
        stretch=True,
    ),
    Column(key="desk", title=N_("For"), text=_desk, width=135),
    Column(key="who", title=N_("Who"), text=lambda row: row.name or tr(N_("(nobody)")), chips=_chips, width=170),
    Column(
        key="order",
        title=N_("Order"),
        text=lambda row: str(row.shift.order or "—"),
        sort=lambda row: row.shift.order or 0,
        width=76,
        spare=True,
    ),
)
