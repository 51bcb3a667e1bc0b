"""The screens about several people: the children, who would care for them, who is kept apart."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_body import Question
from cima_desktop.gui.views.interview.interview_person import write_person
from cima_desktop.gui.views.interview.interview_rows import RowsBody
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.i18n import N_
from cima_desktop.model.family import Carer
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.people import Relationship
from cima_desktop.model.plans import Caregiver
from cima_desktop.services import interview
from cima_desktop.services.interview import PERSON_BASICS
from cima_desktop.services.session import Session
from cima_desktop.store import Edit
from cima_desktop.store.reading import Seen

REMOVE_CARER_ACT = N_("Took a caregiver out of the plan")
CHANGE_CARER_ACT = N_("Changed a caregiver")
APART_ACT = N_("Changed the mark “kept apart”")
REMOVE_APART_ACT = N_("Took the mark “kept apart” away")
_STRANGER_FIELDS = ("relation_note", "known_since")


class ChildrenBody(RowsBody):
    """The children of the plan; a child may live in two homes."""

    adds = N_("Add another child")
    new_title = N_("A child")
    change_title = N_("Change this child")

    def needed(self) -> frozenset[str]:
        return frozenset({"given_names"})

    def records(self) -> tuple[RecordId, ...]:
        return tuple(c.person.id for c in self.question.standing.family.children)

    def write(
        self, session: Session, record: RecordId, is_new: bool, values: Mapping[str, Value], seen: Seen | None
    ) -> object:
        if is_new:
            return interview.add_child(session, self.question.plan, values, record)
        return write_person(session, record, is_new, values, seen)

    def delete(self, session: Session, record: RecordId) -> object:
        return interview.remove_child(session, self.question.plan, record)


class CarersBody(RowsBody):
    """Who would care for one child, in order, with the facts of the person who is named."""

    adds = N_("Add a backup")
    new_title = N_("A caregiver")
    change_title = N_("Change this caregiver")

    def __init__(self, desk: Desk, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(desk, question, parent)
        several = len(question.standing.family.children) > 1
        self._same = several
        self.same_box = CheckBox(N_("The same for all the children"))
        self.same_box.setObjectName("same_for_all")
        show_if(self.same_box, several)
        self.same_box.setChecked(several)
        self.same_box.edited.connect(self._same_changed)
        self.buttons.insertWidget(1, self.same_box)
        self.facts = self.make_form(PERSON_BASICS, "person", prefix="person")
        self.facts.hide_unknowns()
        self.facts_keeper = self.make_keeper(self.facts, write_person)
        self.facts_card = Card(N_("How to reach this caregiver"))
        self.facts_card.body.addWidget(self.facts)
        self.facts_card.hide()
        self.card.body.insertWidget(1, self.facts_card)
        self.form.edited.connect(self._show_parts)
        self.facts.passed_last.connect(super().finish_entry)

    def form_fields(self) -> tuple[str, ...]:
        return ("person", *self.question.step.fields)

    def needed(self) -> frozenset[str]:
        return frozenset({"person", "relation"})

    def records(self) -> tuple[RecordId, ...]:
        return tuple(c.link.id for c in self._carers(self._child()))

    def write(
        self, session: Session, record: RecordId, is_new: bool, values: Mapping[str, Value], seen: Seen | None
    ) -> object:
        children = self._children() if self._same else (self._child(),)
        if is_new:
            link = {name: value for name, value in values.items() if name != "person"}
            person = RecordId(str(values["person"]))
            interview.add_carer(session, self.question.plan, children, person, link)
            return self._link_of(session, self._child(), person)
        before = session.store.need(Caregiver, record)
        others = [
            c.id
            for c in session.store.children(Caregiver, plan=self.question.plan)
            if c.id != record and c.person == before.person and c.child in children
        ]
        shared = {name: value for name, value in values.items() if name != "rank"}
        edits = [Edit("caregiver", record, values, seen), *(Edit("caregiver", other, shared) for other in others)]
        return session.store.save(CHANGE_CARER_ACT, edits)

    def delete(self, session: Session, record: RecordId) -> object:
        return session.store.delete(REMOVE_CARER_ACT, [record])

    def flush(self) -> None:
        super().flush()
        self.facts_keeper.flush()

    def hold_back(self) -> QWidget | None:
        wrong = super().hold_back()
        if wrong is None and not self.facts_card.isHidden():
            row = self.facts.first_wrong()
            wrong = row.editor if row else None
        return wrong

    def finish_entry(self) -> None:
        """After the last answer about the child, ask how to reach the caregiver; then begin a new entry."""
        if self.form.focused_name() and not self.facts_card.isHidden() and self.hold_back() is None:
            self.keeper.save()
            self.facts.focus_first()
            return
        super().finish_entry()

    def show_for(self, record: RecordId) -> None:
        super().show_for(record)
        if record:
            person = str(self.form.values()["person"])
            mine = [c for child in self._children() for c in self._carers(child) if c.person.id == person]
            self._same = len(mine) == len(self._children()) > 1
            self.same_box.setChecked(self._same)
        self._show_parts()

    @staticmethod
    def _link_of(session: Session, child: RecordId, person: RecordId) -> RecordId:
        links = session.store.children(Caregiver, person=person, child=child)
        return links[0].id if links else NO_ID

    def _child(self) -> RecordId:
        return RecordId(self.question.step.fixed["child"])

    def _children(self) -> tuple[RecordId, ...]:
        return tuple(c.person.id for c in self.question.standing.family.children)

    def _carers(self, child: RecordId) -> tuple[Carer, ...]:
        return next((c.carers for c in self.question.standing.family.children if c.person.id == child), ())

    def _same_changed(self) -> None:
        self._same = self.same_box.isChecked()
        person = RecordId(str(self.form.values()["person"]))
        if not self._same or self.keeper.is_new or not person:
            return
        link = {n: v for n, v in self.form.values().items() if n not in ("person", "rank")}
        plan, children = self.question.plan, self._children()
        self.desk.do(
            lambda session: interview.add_carer(session, plan, children, person, link), lambda _id: self._told()
        )

    def _show_parts(self) -> None:
        """Show what matters for this caregiver, and the facts of the person."""
        values = self.form.values()
        knows_well = values["relation"] == "substantial"
        hidden = {*(() if knows_well else _STRANGER_FIELDS), *(("rank",) if self.keeper.is_new else ())}
        self.form.show_rows(n for n in self.form.rows if n not in hidden)
        person = RecordId(str(values["person"] or ""))
        show_if(self.facts_card, bool(person))
        if person and person != self.facts_keeper.record:
            self.facts_keeper.flush()
            self.facts_keeper.show(person, self.question.draft_key(person))
        elif not person:
            self.facts_keeper.record = NO_ID


class ApartBody(RowsBody):
    """Pairs of people who are kept apart on purpose; only their names."""

    adds = N_("Add another pair")
    new_title = N_("Two people who are kept apart")
    change_title = N_("Change this pair")

    def form_fields(self) -> tuple[str, ...]:
        return ("person", "other", "note")

    def needed(self) -> frozenset[str]:
        return frozenset({"person", "other"})

    def records(self) -> tuple[RecordId, ...]:
        return tuple(RecordId(f"{one}/{other}") for one, other in self.question.standing.family.apart)

    def edit(self, record: RecordId) -> None:
        """A pair is taken out and made again, never changed: there is nothing in it but two names."""

    def write(
        self, session: Session, record: RecordId, is_new: bool, values: Mapping[str, Value], seen: Seen | None
    ) -> object:
        if not is_new:
            return session.store.save(APART_ACT, [Edit("relationship", record, values, seen)])
        one, other = RecordId(str(values["person"])), RecordId(str(values["other"]))
        interview.keep_apart(session, one, other, str(values.get("note", "")))
        links = session.store.children(Relationship, person=one, other=other)
        return next((link.id for link in links if link.relation == "kept_apart"), NO_ID)

    def delete(self, session: Session, record: RecordId) -> object:
        one, _slash, other = record.partition("/")
        links = session.store.children(Relationship, person=RecordId(one), other=RecordId(other))
        return session.store.delete(REMOVE_APART_ACT, [k.id for k in links if k.relation == "kept_apart"])
