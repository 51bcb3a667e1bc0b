"""Keeping answers: every one is saved as it is given, as a change of the record it belongs to."""

from collections.abc import Mapping, Sequence

from cima_desktop.i18n import N_
from cima_desktop.model.family import Family
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId, new_id
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.people import Person, Relationship
from cima_desktop.model.plans import Caregiver, ChildSheet, Plan
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard
from cima_desktop.services.interview.progress import unknown_key
from cima_desktop.services.interview.step import Step
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.reading import Seen

ANSWER_ACT = N_("Answered the interview")
CHILD_ACT = N_("Added a child")
REMOVE_CHILD_ACT = N_("Took a child out of the plan")
CARER_ACT = N_("Named a caregiver")
APART_ACT = N_("Marked people as kept apart")
UNKNOWN_ACT = N_("Marked an answer as not known yet")
CHOOSE_ACT = N_("Chose a person")


def answer(
    session: Session,
    step: Step,
    record: RecordId,
    values: Mapping[str, Value],
    seen: Seen | None = None,
) -> Touched:
    """Save the answers of a form step or of one row of a list; a record that is not there yet is made.

    Args:
        session: the open vault.
        step: the step that asked.
        record: the record of the row, or `NO_ID` for a new one.
        values: field name to value.
        seen: what the form displayed (`Snapshot.seen`), so that only that is superseded.

    Raises:
        InvalidInputError: a value cannot be kept; nothing was saved.
        AttorneyOnlyError: a value is for a reviewing attorney to give; nothing was saved.
    """
    fixed = {} if record else dict(step.fixed)
    return guard.save(session, ANSWER_ACT, [Edit(step.kind, record or new_id(), {**fixed, **values}, seen)])


def set_unknown(session: Session, plan_id: RecordId, step: Step, field: str, unknown: bool) -> Touched:
    """Mark a field as "I don't know yet", or take the mark away (D12)."""
    plan = session.store.need(Plan, plan_id)
    mark = frozenset({unknown_key(step, field)})
    marks = plan.unknowns | mark if unknown else plan.unknowns - mark
    return session.store.save(UNKNOWN_ACT, [Edit("plan", plan_id, {"unknowns": marks})])


def remember_step(session: Session, plan_id: RecordId, key: str) -> Touched:
    """Remember where the interview stopped, so that it goes on there another day; that is no step of undo."""
    return session.store.save(ANSWER_ACT, [Edit("plan", plan_id, {"step": key})], undoable=False)


def add_child(session: Session, plan_id: RecordId, values: Mapping[str, Value], child: RecordId = NO_ID) -> RecordId:
    """Add a child to the plan with a sheet of its own; return the child's id."""
    plan = session.store.need(Plan, plan_id)
    child = child or new_id()
    sheets = session.store.children(ChildSheet, plan=plan_id)
    edits = [
        Edit("person", child, {"household": plan.household, **values}),
        Edit("plan", plan_id, {"children": plan.children | {child}}),
    ]
    if not any(s.child == child for s in sheets):
        edits.append(Edit("child_sheet", new_id(), {"plan": plan_id, "child": child}))
    session.store.save(CHILD_ACT, edits)
    return child


def remove_child(session: Session, plan_id: RecordId, child: RecordId) -> Touched:
    """Take a child out of the plan; the person and what was written stay, and undo brings all of it back."""
    plan = session.store.need(Plan, plan_id)
    return session.store.save(REMOVE_CHILD_ACT, [Edit("plan", plan_id, {"children": plan.children - {child}})])


def set_person(session: Session, record: RecordId, kind: str, field: str, person: RecordId) -> Touched:
    """Put an existing person into a field of a record; `NO_ID` empties it.

    Raises:
        AttorneyOnlyError: the field is for a reviewing attorney; nothing was saved.
    """
    return guard.save(session, CHOOSE_ACT, [Edit(kind, record, {field: person})])


def new_person(session: Session, record: RecordId, kind: str, field: str, values: Mapping[str, Value]) -> RecordId:
    """Make a person and put them into a field of a record, in one step; return the person's id.

    Raises:
        AttorneyOnlyError: the field is for a reviewing attorney; nothing was saved.
    """
    person = new_id()
    guard.save(session, CHOOSE_ACT, [Edit("person", person, dict(values)), Edit(kind, record, {field: person})])
    return person


def add_carer(
    session: Session,
    plan_id: RecordId,
    children: Sequence[RecordId],
    person: RecordId | Mapping[str, Value],
    link: Mapping[str, Value],
) -> RecordId:
    """Name a caregiver for one or several children; return the caregiver's person id.

    Args:
        session: the open vault.
        plan_id: the plan.
        children: the children this caregiver is named for ("the same for all children" names all of them).
        person: an existing person's id, or the values of a new one.
        link: relation, rank and the other fields of `Caregiver`. Without a rank, the next free one is taken.
    """
    edits: list[Edit] = []
    if isinstance(person, str):
        person_id = RecordId(person)
    else:
        person_id = new_id()
        edits.append(Edit("person", person_id, dict(person)))
    named = session.store.children(Caregiver, plan=plan_id)
    for child in children:
        mine = [c for c in named if c.child == child]
        same = next((c.id for c in mine if c.person == person_id), NO_ID)
        values: dict[str, Value] = {"plan": plan_id, "child": child, "person": person_id}
        if not same and not link.get("rank"):
            values["rank"] = _free_rank({c.rank for c in mine})
        edits.append(Edit("caregiver", same or new_id(), {**values, **{k: v for k, v in link.items() if v != ""}}))
    session.store.save(CARER_ACT, edits)
    return person_id


def _free_rank(taken: set[str]) -> str:
    ranks = [c.value for c in KINDS["caregiver"].field("rank").choices]
    return next((r for r in ranks if r not in taken), ranks[-1])


def keep_apart(session: Session, one: RecordId, other: RecordId, note: str = "") -> Touched:
    """Mark two people as kept apart on purpose (H6)."""
    links = session.store.children(Relationship, person=one)
    known = next((k.id for k in links if k.other == other and k.relation == "kept_apart"), NO_ID)
    values: dict[str, Value] = {"person": one, "other": other, "relation": "kept_apart", "note": note}
    return session.store.save(APART_ACT, [Edit("relationship", known or new_id(), values)])


def people_of(family: Family) -> tuple[Person, ...]:
    """Return everyone a step may offer to choose from before searching: the people of this plan, parents first."""
    parents = {p.id for p in family.parents}
    return tuple(sorted(family.people, key=lambda p: (p.id not in parents, p.sort_name())))
