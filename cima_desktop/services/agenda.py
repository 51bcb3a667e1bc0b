"""What needs doing, for the first page: plans to finish, papers to sign, dates that come up, tasks, appointments.

Tasks and appointments are read from their lists, which begin with the day: only as many as are shown.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import attrs

from cima_desktop.i18n import N_, clock_text
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.papers import Document, Signing
from cima_desktop.model.work import Task
from cima_desktop.services.consulta.tasks import about_title
from cima_desktop.services.detention.following import looks_due
from cima_desktop.services.directory.due import Due, checks
from cima_desktop.services.plans import PlanRow, overview
from cima_desktop.services.roster import coming
from cima_desktop.services.session import Session
from cima_desktop.services.workups import agenda_list

SOON = timedelta(days=30)
AHEAD, BEHIND = timedelta(days=7), timedelta(days=30)
"""How far appointments that come, and past ones nobody told the end of, are shown here."""
_LIMIT = 60
_OPEN = ("0", "1")
"""Where open tasks stand in the list of tasks (`Task.sort_name`)."""


@attrs.frozen(kw_only=True)
class AgendaItem:
    """One thing to do; `note` and `chip` are catalogue messages, `facts` fill the note, `tone` colors the chip."""

    kind: str
    id: RecordId
    title: str
    note: str
    facts: Mapping[str, str]
    day: date | None
    chip: str
    tone: str


@attrs.frozen(kw_only=True)
class Agenda:
    """The counts and the list of the first page."""

    plans_in_progress: int
    plans_stopped: int
    to_sign: int
    expiring: int
    tasks_open: int
    tasks_late: int
    items: tuple[AgendaItem, ...]


def agenda(session: Session) -> Agenda:
    """Return what needs doing, late things first, then by date, then plans to finish."""
    today = session.today()
    plans = overview(session)
    papers = [d for d in session.store.all(Document) if d.state != "revoked"]
    tasks = _open_tasks(session)
    expiring = list(_expiring(session, papers, today))
    to_sign = [d for d in papers if d.state == "printed"]
    items = [
        *_look_items(session, today),
        *_task_items(session, tasks, today),
        *_appointment_items(session, today),
        *expiring,
        *(_sign_item(d) for d in to_sign),
        *_plan_items(plans, today),
        *coming.items(session),
        *(_check_item(each) for each in checks(session, today)),
    ]
    return Agenda(
        plans_in_progress=sum(p.stage in ("started", "ready") for p in plans),
        plans_stopped=sum(p.stops > 0 and p.stage == "started" for p in plans),
        to_sign=len(to_sign),
        expiring=len(expiring),
        tasks_open=session.store.count("task", span=_OPEN),
        tasks_late=session.store.count("task", span=(_OPEN[0], f"0 {today.isoformat()}")),
        items=tuple(sorted(items, key=_urgency)[:_LIMIT]),
    )


def _open_tasks(session: Session) -> list[Task]:
    """Return the open tasks that are due first, as many as the list has room for."""
    rows = session.store.page("task", span=_OPEN, limit=_LIMIT).rows
    return [task for row in rows if (task := session.store.get(Task, row.id)) is not None]


_TONES = ("danger", "warn", "info", "accent", "ok")


def _urgency(item: AgendaItem) -> tuple[int, date]:
    return _TONES.index(item.tone), item.day or date.max


def _appointment_items(session: Session, today: date) -> Iterator[AgendaItem]:
    """Yield appointments of the week, those whose date is to be asked for, and those nobody told the end of."""
    rows = agenda_list.between(session, today, today + AHEAD, _LIMIT)
    asked = agenda_list.to_ask(session, today, _LIMIT)
    past = agenda_list.between(session, today - BEHIND, today - timedelta(days=1), _LIMIT)
    for row in (*rows, *asked, *past):
        if row.result:
            continue
        note, tone = N_("Appointment: {who}"), "info"
        if row.unknown:
            note, tone = N_("Ask whether there is a date: {who}"), "warn"
        elif row.left is not None and row.left < 0:
            note, tone = N_("Write down what came of it: {who}"), "warn"
        elif not row.left:
            tone = "warn"
        yield AgendaItem(
            kind="appointment",
            id=row.id,
            title=row.what or text_of(KINDS["appointment"].field("sort"), row.sort),
            note=note,
            facts={"who": " · ".join(part for part in (row.who, clock_text(row.at)) if part) or "–"},
            day=iso_date(row.ask_on if row.unknown else row.on),
            chip=N_("Appointment"),
            tone=tone,
        )


def _look_items(session: Session, today: date) -> Iterator[AgendaItem]:
    """Yield the detained people for whom it is time to look again."""
    for detention in looks_due(session, _LIMIT):
        day = iso_date(detention.next_check_on)
        yield AgendaItem(
            kind="detention",
            id=detention.id,
            title=session.store.title_of(detention.person),
            note=N_("Detained: it is time to look again."),
            facts={},
            day=day,
            chip=N_("Look again"),
            tone="danger" if day is not None and day < today else "warn",
        )


def _task_items(session: Session, tasks: list[Task], today: date) -> Iterator[AgendaItem]:
    for task in tasks:
        about = about_title(session, task.about)
        due = iso_date(task.due_on)
        late = due is not None and due < today
        lawyer = bool(task.rule)
        yield AgendaItem(
            kind="task",
            id=task.id,
            title=task.what,
            note=N_("A question for a lawyer") if lawyer else "{about}" if about else N_("Task"),
            facts={"about": about},
            day=due,
            chip=N_("Late") if late else N_("Ask a lawyer") if lawyer else N_("Task"),
            tone="danger" if late else "warn" if lawyer else "info",
        )


def _expiring(session: Session, papers: list[Document], today: date) -> Iterator[AgendaItem]:
    for paper in papers:
        renewals = [iso_date(s.renew_on) for s in session.store.children(Signing, document=paper.id)]
        ends = min((d for d in [iso_date(paper.expires_on), *renewals] if d is not None), default=None)
        if paper.state == "signed" and ends is not None and ends <= today + SOON:
            yield AgendaItem(
                kind="document",
                id=paper.id,
                title=paper.name,
                note=N_("This paper ends soon; talk with the family about a new one."),
                facts={},
                day=ends,
                chip=N_("Ended") if ends < today else N_("Ends soon"),
                tone="danger" if ends < today else "warn",
            )


def _sign_item(paper: Document) -> AgendaItem:
    return AgendaItem(
        kind="document",
        id=paper.id,
        title=paper.name,
        note=N_("Printed and not yet signed"),
        facts={},
        day=iso_date(paper.made_on),
        chip=N_("To sign"),
        tone="info",
    )


def _plan_items(plans: list[PlanRow], today: date) -> Iterator[AgendaItem]:
    for plan in plans:
        if plan.stage == "due":
            note, chip, tone = N_("The plan is due to be read again with the family."), N_("Review"), "warn"
        elif plan.stops:
            note, chip, tone = N_("Something must be settled before papers are made."), N_("Stopped"), "warn"
        elif plan.stage in ("started", "ready"):
            note = N_("{percent} % of the needed answers are there.")
            chip, tone = (N_("Ready"), "ok") if plan.stage == "ready" else (N_("In progress"), "accent")
        else:
            continue
        yield AgendaItem(
            kind="plan",
            id=plan.id,
            title=plan.name,
            note=note,
            facts={"percent": str(plan.percent)},
            day=plan.next_date if plan.next_date and plan.next_date <= today + SOON else None,
            chip=chip,
            tone=tone,
        )


def _check_item(check: Due) -> AgendaItem:
    lawyer = check.kind == "attorney"
    return AgendaItem(
        kind=check.kind,
        id=check.id,
        title=check.title,
        note=N_("A lawyer to ask again") if lawyer else N_("Entries of the directory to ask again: {n}"),
        facts={"n": str(check.number)},
        day=check.day if lawyer else None,
        chip=N_("Ask again"),
        tone="info",
    )
