"""The screen on which one person is chosen, found or made, and their basic facts are filled in."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.deciding.likely import LikelyBox
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_body import Question, StepBody
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.i18n import N_
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import interview
from cima_desktop.services.interview import PERSON_BASICS, Step
from cima_desktop.services.session import Session
from cima_desktop.store.reading import Seen

_ASKED_NEXT = frozenset({"parent2"})
"""Roles whose person gets screens of their own right after."""


def write_person(
    session: Session, record: RecordId, _is_new: bool, values: Mapping[str, Value], seen: Seen | None
) -> object:
    """Keep facts of a person."""
    step = Step(key="person", section="", title="", kind="person", record=record)
    return interview.answer(session, step, record, values, seen)


class PersonBody(StepBody):
    """A picker, and below it the facts of the person who was picked."""

    def __init__(self, desk: Desk, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(desk, question, parent)
        self._field = question.step.fields[0]
        self.form = self.make_form((self._field,), question.step.kind)
        self.keeper = self.make_keeper(self.form, self._write)
        self.facts = self.make_form(PERSON_BASICS, "person", prefix="person")
        self.facts.hide_unknowns()
        self.facts_keeper = self.make_keeper(self.facts, write_person)
        self.likely_box = LikelyBox(desk)
        self.card = Card(N_("About this person"))
        self.card.body.addWidget(self.likely_box)
        self.card.body.addWidget(self.facts)
        self.card.hide()
        self.form.passed_last.connect(self._after_picker)
        self.form.edited.connect(self._picked)
        self.facts.passed_last.connect(self.go_on)
        self.facts.edited.connect(self._look_for_twins)
        self.likely_box.taking.connect(self.facts_keeper.flush)
        self.likely_box.taken.connect(self._is_hers)
        self.keeper.kept.connect(self._picked)
        self.column.addWidget(self.form)
        self.column.addWidget(self.card)
        self.column.addStretch(1)
        is_closed = KINDS[question.step.kind].field(self._field).attorney_only
        self.form.set_open(not is_closed)

    def load(self) -> None:
        def arrived(has_cursor: bool) -> None:
            self._show_facts(lambda has: self._stand(has_cursor or has))

        self.keeper.show(self.question.step.record, self.question.draft_key(), self.question.unknown(), arrived)

    def flush(self) -> None:
        self.keeper.flush()
        self.facts_keeper.flush()

    def hold_back(self) -> QWidget | None:
        row = self.form.first_wrong() or (self.facts.first_wrong() if not self.card.isHidden() else None)
        return row.editor if row else None

    def focus_first(self) -> None:
        self.form.focus_first(blank=False)

    def _stand(self, has_cursor: bool) -> None:
        if not has_cursor:
            self.focus_first()
        self.ready.emit()

    def _chosen(self) -> RecordId:
        value = self.form.values()[self._field]
        return RecordId(value) if isinstance(value, str) else NO_ID

    def _picked(self) -> None:
        if self._chosen() != self.facts_keeper.record or self.card.isHidden():
            self._show_facts()
        if self.form.changes():
            self.keeper.save()

    def _show_facts(self, then: Callable[[bool], object] | None = None) -> None:
        person = self._chosen()
        show_if(self.card, bool(person) and self._field not in _ASKED_NEXT)
        if self.card.isHidden():
            if then:
                then(False)
            return
        if person != self.facts_keeper.record:
            self.likely_box.stop()
            self.facts_keeper.flush()
            self.facts_keeper.show(person, self.question.draft_key(person), then=then)
        elif then:
            then(False)

    def _look_for_twins(self) -> None:
        """Say who is here already while somebody is written in (R8)."""
        self.likely_box.watch(self.facts_keeper.record, self.facts.values())

    def _is_hers(self, record: str) -> None:
        """What was typed is in her record: choose hers in the place of the new one."""
        self.form.rows[self._field].editor.set_value(record)
        self._picked()

    def _after_picker(self) -> None:
        if self.card.isHidden():
            self.go_on.emit()
        else:
            self.facts.setFocus(Qt.FocusReason.TabFocusReason)
            self.facts.focus_first()

    def _write(
        self, session: Session, record: RecordId, _is_new: bool, values: Mapping[str, Value], _seen: Seen | None
    ) -> object:
        person = RecordId(str(values.get(self._field, "")))
        return interview.set_person(session, record, self.question.step.kind, self._field, person)
