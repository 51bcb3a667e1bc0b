"""What is due: tasks by their day, one's own or everybody's (C2)."""

from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.cases import Case
from cima_desktop.model.detention import Detention
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.model.work import Task
from cima_desktop.services import guard
from cima_desktop.services.myself import my_id
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

DONE_ACT = N_("Marked a task as done")
MOST = 60


@attrs.frozen(kw_only=True)
class DueTask:
    """A task whose day has come."""

    id: RecordId
    what: str
    due: date | None
    is_late: bool
    whose: str
    about: RecordId
    about_title: str
    is_for_lawyer: bool = False
    """It is answered where the question was asked, not ticked off here."""


def due(session: Session, *, mine: bool, days: int = 0) -> list[DueTask]:
    """Return the open tasks that are due until so many days from today, the longest overdue first.

    Args:
        session: the open vault.
        mine: only those of whoever sits at this desk, and those of nobody.
        days: how far to look ahead.
    """
    me = my_id(session) if mine else NO_ID
    span = ("0 ", f"0 {(session.today() + timedelta(days=days + 1)).isoformat()}")
    wheres = ({"whose": me}, {"whose": ""}) if mine and me else (None,)
    ids = [row.id for where in wheres for row in session.store.page("task", None, MOST, where, span=span).rows]
    tasks = sorted((session.store.need(Task, each) for each in ids), key=Task.sort_name)
    return [_due(session, task) for task in tasks]


def finish(session: Session, task: RecordId) -> Touched:
    """Mark a task as done today."""
    return guard.save(session, DONE_ACT, [Edit("task", task, {"done_on": session.today().isoformat()})])


def _due(session: Session, task: Task) -> DueTask:
    day = iso_date(task.due_on)
    return DueTask(
        id=task.id,
        what=task.what,
        due=day,
        is_late=day is not None and day < session.today(),
        whose=session.store.title_of(task.whose) if task.whose else "",
        about=RecordId(task.about),
        about_title=about_title(session, task.about),
        is_for_lawyer=bool(task.rule),
    )


def about_title(session: Session, about: str) -> str:
    """Return what a record is called where it is named beside something else: a case or a detention by whose it is."""
    case = session.store.get(Case, about)
    if case is not None:
        return " · ".join(filter(None, (session.store.title_of(case.person), case.number)))
    detention = session.store.get(Detention, about)
    named = session.store.title_of(detention.person) if detention is not None else ""
    return named or session.store.title_of(about)
