"""What needs a decision (Y8), with everything a person must see to decide, and the verbs that decide it.

Every answer is an ordinary change: it can be undone, it goes to peers, and two who answer differently are asked again.
Nothing is chosen beforehand.
"""

from collections.abc import Iterable, Mapping

import attrs

from cima_desktop.i18n import N_
from cima_desktop.model.fields import Field, FieldType, Merge, Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS, Kind, Record
from cima_desktop.model.people import Person
from cima_desktop.model.touched import Touched
from cima_desktop.services import guard, likeness
from cima_desktop.services.session import Session
from cima_desktop.store import Edit, Snapshot, Version
from cima_desktop.store.change import Ref
from cima_desktop.store.deciding import DELETION, GAP, LATER, TWINS, TWO, VALUE, Question

SETTLE_ACT = N_("Decided between two values")
DELETE_ACT = N_("Moved a record to the bin")
LET_GO_ACT = N_("Took out a reference to a record that is not there")
MOST = 60
"""So many are shown at once; the others follow when these are decided."""


@attrs.frozen(kw_only=True)
class Decision:
    """One thing to decide, as it is shown."""

    sort: str
    """VALUE, DELETION, TWINS or GAP."""
    record: RecordId
    kind: Kind
    title: str
    whole: str = ""
    """Of a part (a medicine), whose it is and what the whole is called (the plan)."""
    opens: tuple[str, RecordId]
    """Kind and id of the record to open for a look."""
    field: Field | None = None
    versions: tuple[Version, ...] = ()
    """Every value with who wrote it, when and on which device; of a deletion, who deleted and who edited."""
    seen: tuple[Ref, ...] = ()
    """What these values were read from: only that is replaced."""
    acting: Value = None
    """What the program acts on until somebody decides."""
    other: RecordId = NO_ID
    other_title: str = ""
    is_in_bin: bool = False
    """Of a gap: the other record is in the bin and can be taken out; else it never came."""
    reasons: tuple[str, ...] = ()
    names: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """What the records are called that the values point to."""

    @property
    def is_cautious(self) -> bool:
        """Tell whether the program acts on the cautious value meanwhile."""
        return self.field is not None and self.field.merge is Merge.SAFETY and self.field.cautious is not None

    @property
    def is_together(self) -> bool:
        """Tell whether the program acts on all values together meanwhile."""
        return self.field is not None and self.field.merge is Merge.ALL


@attrs.frozen(kw_only=True)
class Undecided:
    """What is shown of what waits for a decision, and how much there is in all."""

    decisions: tuple[Decision, ...]
    total: int


def count(session: Session, *, anew: bool = False) -> int:
    """Return how much waits for a decision; `anew` also looks for what never came, which is wanted after an import."""
    return session.store.open_questions(anew=anew)


def undecided(session: Session, most: int = MOST) -> Undecided:
    """Return what waits for a decision, the weightiest first."""
    questions = session.store.questions()
    shown = sorted(questions, key=lambda each: _weight(session, each))[:most]
    return Undecided(decisions=tuple(_decision(session, each) for each in shown), total=len(questions))


def settle(session: Session, decision: Decision, value: object) -> Touched:
    """Keep one of the values, or a third; only what was shown is replaced.

    Raises:
        InvalidInputError: the value cannot be kept; nothing was changed.
        AttorneyOnlyError: only a reviewing attorney may decide this; nothing was changed.
        InBinError: the record was deleted meanwhile; nothing was changed.
    """
    name = decision.field.name if decision.field else ""
    edit = Edit(decision.kind.name, decision.record, {name: value}, {name: decision.seen}, frozenset({name}))
    return guard.save(session, SETTLE_ACT, [edit])


def keep(session: Session, decision: Decision) -> Touched:
    """Keep a record that somebody had deleted, with the parts that went with it."""
    return session.store.keep_after_all(decision.record)


def delete(session: Session, decision: Decision) -> Touched:
    """Put the record into the bin after all, seen or not by who deleted it first."""
    return session.store.delete(DELETE_ACT, [decision.record])


def bring_back(session: Session, decision: Decision) -> Touched:
    """Take the record that is pointed to out of the bin, with its parts."""
    return session.store.restore([decision.other])


def let_go(session: Session, decision: Decision) -> Touched:
    """Take the reference out; a part that cannot be without it goes to the bin.

    Raises:
        AttorneyOnlyError: only a reviewing attorney may change this; nothing was changed.
    """
    field = decision.field
    if field is None or field.required:
        return delete(session, decision)
    before = decision.kind.values(session.store.snapshot(decision.record).record)[field.name]
    left = before - {decision.other} if isinstance(before, frozenset) else field.empty
    return guard.save(session, LET_GO_ACT, [Edit(decision.kind.name, decision.record, {field.name: left})])


def are_two(session: Session, one: RecordId, other: RecordId) -> None:
    """Take note that two records are two people: they are not asked about again."""
    session.store.answer_doubt(one, other, TWO)


def set_down(session: Session, one: RecordId, others: Iterable[RecordId]) -> None:
    """Set somebody down who may be the same person as these, to be decided another day; answered pairs stay so."""
    known = session.store.doubts(one)
    for other in others:
        if other != one and other not in known:
            session.store.answer_doubt(one, other, LATER)


def _weight(session: Session, question: Question) -> int:
    """Return the place of a question: what safety hangs on, then other values, deletions, doubles and gaps."""
    if question.sort == VALUE:
        field = KINDS[session.store.kind_of_id(question.record)].field(question.field)
        return 0 if field.merge in (Merge.SAFETY, Merge.ALL) else 1
    return {DELETION: 2, TWINS: 3, GAP: 4}[question.sort]


def _decision(session: Session, question: Question) -> Decision:
    snapshot = session.store.snapshot(question.record)
    whole = _whole(session, snapshot)
    whose = [title for title in map(session.store.title_of, _whose(snapshot.record)) if title]
    named = _named(session, snapshot) or next(iter(whose), "") or session.store.title_of(question.record)
    if whole[1] != question.record:
        whose.append(session.store.title_of(whole[1]))
    start = Decision(
        sort=question.sort,
        record=question.record,
        kind=snapshot.kind,
        title=named,
        whole=" · ".join(dict.fromkeys(title for title in whose if title != named)),
        opens=whole,
        field=_field(snapshot.kind, question.field),
        other=question.other,
        other_title=session.store.title_of(question.other),
    )
    return _MORE[question.sort](session, start, snapshot)


def _value(session: Session, start: Decision, snapshot: Snapshot) -> Decision:
    name = start.field.name if start.field else ""
    versions = snapshot.conflicts[name]
    names = {str(v.value): session.store.title_of(str(v.value)) for v in versions} if _is_ref(start.field) else {}
    acting = snapshot.kind.values(snapshot.record)[name]
    return attrs.evolve(start, versions=versions, seen=snapshot.seen[name], names=names, acting=acting)


def _deletion(session: Session, start: Decision, _snapshot: Snapshot) -> Decision:
    contest = session.store.contest(start.record)
    return attrs.evolve(start, versions=(contest.deleted, contest.edited) if contest else ())


def _twins(session: Session, start: Decision, snapshot: Snapshot) -> Decision:
    other = session.store.get(Person, start.other)
    values = snapshot.kind.values(snapshot.record)
    reasons = likeness.compare(values, snapshot.kind.values(other))[1] if other else ()
    return attrs.evolve(start, reasons=reasons)


def _gap(session: Session, start: Decision, _snapshot: Snapshot) -> Decision:
    there = session.store.kind_of_id(start.other)
    return attrs.evolve(start, is_in_bin=bool(there) and session.store.snapshot(start.other).deleted)


_MORE = {VALUE: _value, DELETION: _deletion, TWINS: _twins, GAP: _gap}


def _named(session: Session, snapshot: Snapshot) -> str:
    """Return what a record is called; a sheet has no name of its own, only that of whom it is about."""
    words = (FieldType.TEXT, FieldType.LONG_TEXT)
    has_name = any(field.required and field.type in words for field in snapshot.kind.fields)
    return snapshot.record.title() or (session.store.title_of(snapshot.record.id) if has_name else "")


def _whose(record: Record) -> list[str]:
    """Return whom a part is about: a sheet's child, who takes a medicine, both people of a relationship."""
    people = (getattr(record, name, "") for name in ("child", "person", "other"))
    return [str(each) for each in people if each]


def _field(kind: Kind, name: str) -> Field | None:
    return kind.field(name) if name else None


def _is_ref(field: Field | None) -> bool:
    return field is not None and field.type is FieldType.REF


def _whole(session: Session, snapshot: Snapshot) -> tuple[str, RecordId]:
    """Return kind and id of what a record is a part of, as long as that is there; else its own."""
    parent = str(getattr(snapshot.record, snapshot.kind.parent)) if snapshot.kind.parent else ""
    kind = session.store.kind_of_id(parent) if parent else ""
    if kind and kind in KINDS and not session.store.snapshot(RecordId(parent)).deleted:
        return kind, RecordId(parent)
    return snapshot.kind.name, snapshot.record.id
