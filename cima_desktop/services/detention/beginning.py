"""Somebody was detained: noted in seconds, tied to plan and case, and the first day's tasks set going (E5)."""

from collections.abc import Mapping, Sequence

import attrs

from cima_desktop.i18n import N_, tr
from cima_desktop.model.cases import Case
from cima_desktop.model.choices import FIRST_DAY_TASKS
from cima_desktop.model.cleaning import cleaned
from cima_desktop.model.detention import Detention
from cima_desktop.model.display import text_of
from cima_desktop.model.errors import InvalidInputError
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId, derived_id, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person
from cima_desktop.model.plans import FirstDayTask, Plan
from cima_desktop.model.touched import Touched
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

BEGIN_ACT = N_("Noted that somebody was detained")
TASKS_ACT = N_("Started the tasks of the first 24 hours")
_KIND = KINDS["detention"]
_OTHER = "other"


class WhoError(InvalidInputError):
    """Nobody was named."""

    message = N_("Who was detained?")
    remedy = N_("Write the name, or choose the person from the list.")


@attrs.frozen(kw_only=True)
class Beginning:
    """What is known at the first call; `facts` are fields of the detention, raw or cleaned."""

    person: RecordId = NO_ID
    name: str = ""
    """The name of somebody who is not in the vault yet."""
    case: RecordId = NO_ID
    facts: Mapping[str, object] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Begun:
    """The detention; `already` tells that it had been noted before, and what is new was added to it."""

    detention: RecordId
    touched: Touched
    already: bool


def begin(session: Session, told: Beginning) -> Begun:
    """Note a detention, once: a second time finds the one that is open and loses nothing of what was told.

    Raises:
        WhoError: nobody was named.
        InvalidInputError: an answer cannot be kept; nothing was written.
        NotFoundError: the person is gone.
    """
    known = open_detention(session, told.person) if told.person else None
    if known is not None:
        added, note = _added(session, known, told.facts)
        edits = [*_going_on(session, known, added), *note]
        return Begun(detention=known.id, touched=session.store.save(BEGIN_ACT, edits), already=True)
    edits = []
    person = told.person
    if person:
        session.store.need(Person, person)
    elif told.name.strip():
        person = new_id()
        edits.append(Edit("person", person, {"preferred_name": told.name}))
    else:
        raise WhoError(path="person")
    day, _at = session.stamp()
    plan = plan_of(session, person)
    values: dict[str, object] = {
        "on": day,
        **{name: value for name, value in told.facts.items() if value},
        "person": person,
        "plan": plan,
        "case": told.case or _case_of(session, person),
        "state": "looking",
        "next_check_on": day,
    }
    made = Detention(id=new_id(), person=person, plan=plan)
    edits += [Edit("detention", made.id, values), *first_tasks(session, made, told.name)]
    return Begun(detention=made.id, touched=session.store.save(BEGIN_ACT, edits), already=False)


def open_detention(session: Session, person: RecordId) -> Detention | None:
    """Return the detention of somebody that is not over, the newest where there are several."""
    found = [d for one in session.store.one_person(person) for d in session.store.children(Detention, person=one)]
    return max((d for d in found if not d.is_over), key=lambda d: (d.on, d.at, d.id), default=None)


def plan_of(session: Session, person: RecordId) -> RecordId:
    """Return the family plan of which somebody is a parent, the one last reviewed; NO_ID when there is none."""
    store = session.store
    same = store.one_person(person) if person else ()
    plans = [
        plan
        for one in same
        for record, kind, field in store.refers_to(one)
        if kind == "plan" and field in ("parent1", "parent2") and (plan := store.get(Plan, record)) is not None
    ]
    return max(plans, key=lambda plan: (plan.reviewed_on, plan.id)).id if plans else NO_ID


def with_plan(session: Session, detention: Detention) -> Detention:
    """Return a detention with its plan, or with the one that was made since; a plan in the bin is none."""
    if detention.plan and session.store.get(Plan, detention.plan) is not None:
        return detention
    return attrs.evolve(detention, plan=plan_of(session, RecordId(detention.person)))


def start_tasks(session: Session, detention: RecordId) -> Touched:
    """Set the first day's tasks going; what is there already, done or not, stays as it is.

    Raises:
        NotFoundError: the detention is gone.
    """
    found = session.store.need(Detention, detention)
    return session.store.save(TASKS_ACT, _going_on(session, found, {}))


def _going_on(session: Session, known: Detention, values: Mapping[str, Value]) -> list[Edit]:
    """Return what a detention that is there still lacks: these values, the tie to a plan made since, and its tasks."""
    tied = with_plan(session, known)
    changed = {**values, "plan": tied.plan}
    return [Edit("detention", known.id, changed), *first_tasks(session, tied)]


def first_tasks(session: Session, detention: Detention, name: str = "") -> list[Edit]:
    """Return the tasks of the first day that are not there yet: the plan's own, or the usual ones without a plan."""
    whose = name.strip() or session.store.title_of(detention.person)
    due = session.today().isoformat()
    edits = []
    for task, words in planned(session, detention):
        if not session.store.kind_of_id(task):
            what = f"{words} – {whose}" if whose else words
            edits.append(Edit("task", task, {"about": detention.id, "what": what, "due_on": due}))
    return edits


def planned(session: Session, detention: Detention) -> list[tuple[RecordId, str]]:
    """Return id and words of each task of the first day.

    The id tells which task it is: the first "pick up the children" of a plan is the one that was begun without it.
    """
    own = session.store.children(FirstDayTask, plan=detention.plan) if detention.plan else []
    if not own:
        return [(_task_id(detention, c.value, 0), tr(c.label)) for c in FIRST_DAY_TASKS if c.value != _OTHER]
    label = KINDS["first_day_task"].field("task")
    return [
        (task, text_of(label, each.task) if each.task != _OTHER else each.detail)
        for task, each in by_task(detention, own).items()
        if each.task != _OTHER or each.detail
    ]


def by_task(detention: Detention, own: list[FirstDayTask]) -> dict[RecordId, FirstDayTask]:
    """Return the plan's tasks by the ids of the tasks that come of them."""
    seen: dict[str, int] = {}
    found = {}
    for each in own:
        seen[each.task] = seen.get(each.task, -1) + 1
        found[_task_id(detention, each.task, seen[each.task])] = each
    return found


def _task_id(detention: Detention, task: str, number: int) -> RecordId:
    return derived_id("first-day", detention.id, task, str(number))


def _case_of(session: Session, person: RecordId) -> RecordId:
    """Return somebody's one open case; of several nobody but a person can say which it is."""
    same = session.store.one_person(person)
    found = [c.id for one in same for c in session.store.children(Case, person=one) if c.state != "closed"]
    return found[0] if len(found) == 1 else NO_ID


def _added(session: Session, known: Detention, facts: Mapping[str, object]) -> tuple[dict[str, Value], Sequence[Edit]]:
    """Return what was told anew: for fields that are empty, and as a note where something else stands there."""
    values: dict[str, Value] = {}
    other: list[str] = []
    for name, told in facts.items():
        field = _KIND.field(name)
        value, stands = cleaned(field, told, today=session.today()), getattr(known, name)
        if stands == field.empty:
            values[name] = value
        elif value not in (field.empty, stands):
            other.append(f"{tr(field.label)}: {text_of(field, value)}")
    if not other:
        return values, ()
    note = {"about": known.id, "words": "\n".join(other), "written_on": session.today().isoformat()}
    return values, (Edit("note", new_id(), note),)
