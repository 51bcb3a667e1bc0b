"""Family plans: start one, gather everything that belongs to it, see where it stands, ask a lawyer."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.display import text_of
from cima_desktop.model.family import Carer, Child, Clash, Family, Missing, carers_in_order
from cima_desktop.model.fields import Value, iso_date
from cima_desktop.model.findings import Finding, Severity
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.kinds import KINDS, Record
from cima_desktop.model.papers import Document
from cima_desktop.model.people import Household, Person
from cima_desktop.model.plans import (
    AdultSheet,
    Asset,
    Caregiver,
    ChildSheet,
    EmergencyContact,
    FirstDayTask,
    Medicine,
    Plan,
    PlanDocument,
    Wish,
)
from cima_desktop.model.rules import judge
from cima_desktop.model.touched import Touched
from cima_desktop.model.work import Task
from cima_desktop.services.apart import kept_apart
from cima_desktop.services.interview.progress import Part, Unknown, parts, unknowns
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, Store

RENEW_SOON_DAYS = 30
START_ACT = N_("Started a family plan")
ASK_ACT = N_("Asked a lawyer")


@attrs.frozen(kw_only=True)
class Standing:
    """Where a plan stands: what is answered, what is missing, what stops it, how old it is (E6)."""

    plan: Plan
    family: Family
    findings: tuple[Finding, ...]
    parts: tuple[Part, ...]
    unknowns: tuple[Unknown, ...]
    questions: tuple[Task, ...]
    """Questions to a lawyer about this plan, open and answered."""
    percent: int
    age_days: int | None
    stage: str
    """One of started, ready, made, printed, signed, due."""


@attrs.frozen(kw_only=True)
class PlanRow:
    """One plan in the list."""

    id: RecordId
    name: str
    household: str
    children: int
    percent: int
    stops: int
    stage: str
    age_days: int | None
    next_date: date | None
    undecided: int = 0
    """On how many of its answers people wrote different things."""


@attrs.frozen(kw_only=True)
class _Parts:
    """The repeating parts of a plan that are no people, named as `Family` names them."""

    adult_sheets: tuple[AdultSheet, ...]
    contacts: tuple[EmergencyContact, ...]
    medicines: tuple[Medicine, ...]
    first_day: tuple[FirstDayTask, ...]
    papers: tuple[PlanDocument, ...]
    assets: tuple[Asset, ...]
    wishes: tuple[Wish, ...]

    def records(self) -> list[Record]:
        return [r for part in attrs.astuple(self, recurse=False) for r in part]


def start(session: Session, name: str) -> RecordId:
    """Start a plan with an empty household and one parent; return the plan's id."""
    plan, household, parent = new_id(), new_id(), new_id()
    session.store.save(
        START_ACT,
        [
            Edit("household", household, {"name": name, "state": "NC"}),
            Edit("person", parent, {"household": household}),
            Edit("plan", plan, {"name": name, "household": household, "parent1": parent}),
        ],
    )
    return plan


def family(session: Session, plan_id: RecordId) -> Family:
    """Gather a plan with everything that belongs to it.

    Raises:
        NotFoundError: no such plan in this vault.
    """
    return gather(session.store, plan_id)


def gather(store: Store, plan_id: RecordId) -> Family:
    """Gather a plan from the store; see `family`."""
    plan = store.need(Plan, plan_id)
    carers = store.children(Caregiver, plan=plan_id)
    people = _people(store, plan, carers)
    sheets = store.children(ChildSheet, plan=plan_id)
    households = _households(store, plan, people.values())
    parts = _Parts(
        adult_sheets=tuple(store.children(AdultSheet, plan=plan_id)),
        contacts=tuple(store.children(EmergencyContact, plan=plan_id)),
        medicines=tuple(store.children(Medicine, plan=plan_id)),
        first_day=tuple(store.children(FirstDayTask, plan=plan_id)),
        papers=tuple(store.children(PlanDocument, plan=plan_id)),
        assets=tuple(store.children(Asset, plan=plan_id)),
        wishes=tuple(store.children(Wish, plan=plan_id)),
    )
    same = store.about(map(RecordId, people))
    every = [plan, *households, *people.values(), *carers, *sheets, *parts.records()]
    return Family(
        plan=plan,
        household=next((h for h in households if h.id == plan.household), Household()),
        parent1=people.get(plan.parent1, Person()),
        parent2=people.get(plan.parent2),
        children=_children(plan, people, carers, sheets),
        people=tuple(people.values()),
        households=households,
        apart=_apart(store, same),
        leads=store.leading(same),
        answered=tuple(t for t in store.children(Task, about=plan_id) if t.done_on and t.reviewer),
        clashes=_clashes(store, every),
        missing=tuple(_missing(plan, carers, people, households)),
        agent=people.get(plan.agent),
        successor1=people.get(plan.successor1),
        successor2=people.get(plan.successor2),
        joint_agent=people.get(plan.joint_agent),
        accounting_recipient=people.get(plan.accounting_recipient),
        determiner=people.get(plan.determiner),
        **attrs.asdict(parts, recurse=False),
    )


_PLAN_PEOPLE = tuple(f.name for f in KINDS["plan"].refs() if f.refers_to == "person")


def _people(store: Store, plan: Plan, carers: Iterable[Caregiver]) -> dict[str, Person]:
    wanted = [*(getattr(plan, role) for role in _PLAN_PEOPLE), *plan.children, *(c.person for c in carers)]
    found = (store.get(Person, RecordId(i)) for i in dict.fromkeys(wanted) if i)
    return {p.id: p for p in found if p is not None}


def _missing(
    plan: Plan, carers: Iterable[Caregiver], people: dict[str, Person], households: Iterable[Household]
) -> Iterator[Missing]:
    """Name every role of the plan whose person is in the bin or was never here."""
    for role in _PLAN_PEOPLE:
        if getattr(plan, role) and getattr(plan, role) not in people:
            yield Missing(role=role, record=plan.id)
    if not plan.children <= people.keys():
        yield Missing(role="children", record=plan.id)
    for link in carers:
        if link.person and link.person not in people and link.child in plan.children:
            yield Missing(role="person", child=RecordId(link.child), record=link.id)
    if plan.household and all(h.id != plan.household for h in households):
        yield Missing(role="household", record=plan.id)


def _households(store: Store, plan: Plan, people: Iterable[Person]) -> tuple[Household, ...]:
    ids = dict.fromkeys([plan.household, *(i for p in people for i in (p.household, p.other_household))])
    found = (store.get(Household, RecordId(i)) for i in ids if i)
    return tuple(h for h in found if h is not None)


def _children(
    plan: Plan, people: dict[str, Person], carers: Iterable[Caregiver], sheets: Iterable[ChildSheet]
) -> tuple[Child, ...]:
    by_child = {s.child: s for s in sheets}
    known = [people[i] for i in plan.children if i in people]
    return tuple(
        Child(
            person=person,
            sheet=by_child.get(person.id, ChildSheet()),
            carers=carers_in_order(
                [Carer(link=c, person=people[c.person]) for c in carers if c.child == person.id and c.person in people]
            ),
        )
        for person in sorted(known, key=lambda p: (p.birth_date or "9999", p.sort_name(), p.id))
    )


def _apart(store: Store, people: Iterable[RecordId]) -> tuple[tuple[RecordId, RecordId], ...]:
    """Return the pairs kept apart, whichever of somebody's records says so."""
    pairs: dict[frozenset[RecordId], tuple[RecordId, RecordId]] = {}
    for one in dict.fromkeys(people):
        for other in sorted(kept_apart(store, [one])):
            pairs.setdefault(frozenset((one, other)), (one, other))
    return tuple(pairs.values())


def _clashes(store: Store, records: Iterable[Record]) -> tuple[Clash, ...]:
    mine = {r.id for r in records}
    return tuple(
        Clash(record=record, field=field, values=_versions(store, record, field))
        for record, field in store.conflicted()
        if record in mine
    )


def _versions(store: Store, record: RecordId, field: str) -> tuple[str, ...]:
    snapshot = store.snapshot(record)
    declared = snapshot.kind.field(field)
    return tuple(text_of(declared, v.value, None, store.title_of) for v in snapshot.conflicts.get(field, ()))


def standing(session: Session, plan_id: RecordId) -> Standing:
    """Say where a plan stands.

    Raises:
        NotFoundError: no such plan in this vault.
    """
    gathered = family(session, plan_id)
    findings = judge(gathered, session.today())
    done = parts(gathered)
    total = sum(p.total for p in done)
    percent = round(100 * sum(p.done for p in done) / total) if total else 0
    reviewed = iso_date(gathered.plan.reviewed_on)
    return Standing(
        plan=gathered.plan,
        family=gathered,
        findings=findings,
        parts=done,
        unknowns=unknowns(gathered),
        questions=tuple(session.store.children(Task, about=plan_id)),
        percent=percent,
        age_days=(session.today() - reviewed).days if reviewed else None,
        stage=_stage(session, gathered, findings, percent),
    )


def _stage(session: Session, gathered: Family, findings: tuple[Finding, ...], percent: int) -> str:
    documents = session.store.children(Document, plan=gathered.plan.id)
    due = _next_date(gathered.plan, documents)
    states = {d.state for d in documents} - {"revoked"}
    if due is not None and (due - session.today()).days <= 0:
        return "due"
    for stage in ("signed", "printed", "approved", "made"):
        if stage in states:
            return "made" if stage == "approved" else stage
    stopped = any(f.severity is Severity.BLOCK for f in findings)
    return "ready" if percent == 100 and not stopped else "started"


def _next_date(plan: Plan, documents: Iterable[Document]) -> date | None:
    ends = [iso_date(d.expires_on) for d in documents if d.state not in ("revoked", "made")]
    return min((d for d in [iso_date(plan.review_due), *ends] if d is not None), default=None)


def overview(session: Session) -> list[PlanRow]:
    """Return every plan with where it stands, those that need someone first."""
    rows = [_row(session, plan.id) for plan in session.store.all(Plan)]
    order = ("due", "started", "ready", "made", "printed", "signed")
    return sorted(rows, key=lambda r: (order.index(r.stage), r.name))


def _row(session: Session, plan_id: RecordId) -> PlanRow:
    stands = standing(session, plan_id)
    return PlanRow(
        id=plan_id,
        name=stands.plan.name,
        household=stands.family.household.title(),
        children=len(stands.family.children),
        percent=stands.percent,
        stops=sum(f.severity is Severity.BLOCK for f in stands.findings),
        stage=stands.stage,
        age_days=stands.age_days,
        undecided=len(stands.family.clashes),
        next_date=_next_date(stands.plan, session.store.children(Document, plan=plan_id)),
    )


def ask_lawyer(session: Session, plan_id: RecordId, rule: str, question: str) -> Touched:
    """Keep a question for a lawyer as a task of the plan; asking the same one twice keeps one task (D10)."""
    open_tasks = session.store.children(Task, about=plan_id)
    most = KINDS["task"].field("what").max_length
    what = question if len(question) <= most else f"{question[: most - 1]}…"  # names alone can be that long
    known = next((t for t in open_tasks if t.rule == rule and t.what == what and not t.done_on), None)
    values: dict[str, Value] = {"about": plan_id, "what": what, "rule": rule}
    return session.store.save(ASK_ACT, [Edit("task", known.id if known else new_id(), values)])
