"""What one volunteer has before them: shifts, tasks, how much, and how they are reached (S8, S9)."""

from datetime import datetime

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model import rota
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Assignment, Shift, Training, Volunteer, VolunteerContact
from cima_desktop.services.consulta.tasks import about_title
from cima_desktop.services.roster.near import OPEN_STATES, tasks_of_week
from cima_desktop.services.roster.rota import FAIR
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

REACH_ACT = N_("Noted how a volunteer is reached")
TRAINING_ACT = N_("Noted a training or agreement")
UNDO_TRAINING_ACT = N_("Took a training or agreement away")
_MOST = 60
_AFTER_ALL = "9999"


@attrs.frozen(kw_only=True)
class Duties:
    """What one volunteer does; `tasks` are open ones first, then the newest."""

    volunteer: Volunteer
    shifts: tuple[Shift, ...]
    tasks: tuple[Assignment, ...]
    titles: tuple[str, ...]
    """What each task is for, in the order of the tasks."""
    load: int
    minutes: int
    """On call in the four weeks around today."""
    rests: bool


def duties(session: Session, volunteer: RecordId) -> Duties:
    """Return what a volunteer has before them.

    Raises:
        NotFoundError: they are not on the roster.
    """
    who, today = session.store.need(Volunteer, volunteer), session.today()
    every = session.store.children(Assignment, volunteer=volunteer)
    open_ones = sorted((each for each in every if each.state in OPEN_STATES), key=Assignment.sort_name)
    rest = sorted((each for each in every if each.state not in OPEN_STATES), key=Assignment.sort_name, reverse=True)
    tasks = [*open_ones, *rest][:_MOST]
    begin = datetime.combine(rota.week_of(today) - FAIR / 2, datetime.min.time())
    near = _shifts(session, volunteer, (begin.date().isoformat(), _AFTER_ALL))
    return Duties(
        volunteer=who,
        shifts=tuple(each for each in near if each.on >= today.isoformat())[:_MOST],
        tasks=tuple(tasks),
        titles=tuple(about_title(session, each.about) for each in tasks),
        load=len(tasks_of_week(session, today).get(volunteer, [])),
        minutes=rota.minutes_of(near, rota.Stretch(begin, begin + FAIR)).get(volunteer, 0),
        rests=rota.rests(who, today),
    )


def _shifts(session: Session, volunteer: RecordId, span: tuple[str, str]) -> list[Shift]:
    page = session.store.page("shift", limit=_MOST * 4, where={"volunteer": volunteer}, span=span)
    found = (KINDS["shift"].build(row.id, row.columns) for row in page.rows)
    return [each for each in found if isinstance(each, Shift)]


def trainings(session: Session, volunteer: RecordId) -> list[Training]:
    """Return the trainings and agreements of a volunteer, those that count longest first."""
    found = session.store.children(Training, volunteer=volunteer)
    return sorted(found, key=lambda each: (each.until or _AFTER_ALL, each.done_on), reverse=True)


def add_training(session: Session, volunteer: RecordId, values: dict[str, Value]) -> Touched:
    """Note a training or agreement; the one it renews stays in the list."""
    return session.store.save(TRAINING_ACT, [Edit("training", new_id(), {**values, "volunteer": volunteer})])


def drop_training(session: Session, training: RecordId) -> Touched:
    """Take one away that was noted by mistake."""
    return session.store.delete(UNDO_TRAINING_ACT, [training])


def reach(session: Session, volunteer: RecordId) -> VolunteerContact | None:
    """Return how a volunteer is reached; None when nothing is noted. It never leaves this vault."""
    return next(iter(session.store.children(VolunteerContact, volunteer=volunteer)), None)


def note_reach(session: Session, volunteer: RecordId, values: dict[str, Value]) -> Touched:
    """Note how a volunteer is reached.

    Raises:
        InvalidInputError: a value cannot be kept.
    """
    known = reach(session, volunteer)
    made = known.id if known else new_id()
    return session.store.save(REACH_ACT, [Edit("volunteer_contact", made, {**values, "volunteer": volunteer})])
