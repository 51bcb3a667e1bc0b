"""What every screen of the interview can do; the shapes of a step are its subclasses."""

from collections.abc import Mapping

import attrs
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_form import AnswerForm
from cima_desktop.gui.views.interview.interview_keeping import AnswerKeeper, Write
from cima_desktop.gui.views.interview.interview_references import DeskReferences
from cima_desktop.model.fields import Value
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services import approvals, guard, interview
from cima_desktop.services.interview import Step
from cima_desktop.services.plans import Standing
from cima_desktop.services.session import Session
from cima_desktop.store.reading import Seen


@attrs.frozen(kw_only=True)
class Question:
    """One step of the interview, with where the plan stands."""

    step: Step
    standing: Standing

    @property
    def plan(self) -> RecordId:
        """Return the plan's id."""
        return self.standing.plan.id

    def draft_key(self, part: str = "") -> str:
        """Return the name under which half-typed answers of this step are kept."""
        return "/".join(["interview", self.plan, self.step.key, *([part] if part else [])])

    def unknown(self) -> frozenset[str]:
        """Return the answers of this step that the family does not know yet."""
        names = (*self.step.fields, *self.step.essential)
        return frozenset(n for n in names if interview.unknown_key(self.step, n) in self.standing.plan.unknowns)


class StepBody(QWidget):
    """The answers of one step."""

    changed = Signal()
    """Something was kept: the plan may stand elsewhere now."""
    go_on = Signal()
    """The person is through with this step."""
    ready = Signal()
    """Everything stands in its field, half-typed answers and the cursor too."""
    unlock_wanted = Signal()
    nothing_open = Signal()
    """Nothing can be answered here: all of it is an attorney's."""

    def __init__(self, desk: Desk, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.question = question
        self._keepers: list[AnswerKeeper] = []
        self.start_at = ""
        """The entry to show first, where there are several: the one that was worked on before a lock."""
        self.references = DeskReferences(
            desk, lambda: [p.id for p in interview.people_of(self.question.standing.family)]
        )
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, S(6), 0)
        self.column.setSpacing(S(14))

    def _likely(self) -> list[str]:
        return [p.id for p in interview.people_of(self.question.standing.family)]

    def load(self) -> None:
        """Read what is kept; tell `ready` when it stands there."""
        self.ready.emit()

    def row(self) -> str:
        """Return the entry that is worked on, where there are several."""
        return ""

    def refresh(self, question: Question) -> None:
        """Take note of where the plan stands now, without touching what is being typed."""
        self.question = question

    def flush(self) -> None:
        """Keep everything now."""

    def is_settled(self) -> bool:
        """Tell whether nothing that could be kept waits any more."""
        return all(keeper.is_settled() for keeper in self._keepers)

    def is_refused(self) -> bool:
        """Tell whether the vault has refused an answer that stands here."""
        return any(keeper.is_refused() for keeper in self._keepers)

    def is_lost(self) -> bool:
        """Tell whether not even a draft of what stands here could be kept."""
        return any(keeper.is_lost() for keeper in self._keepers)

    def hold_back(self) -> QWidget | None:
        """Return the first answer that is wrong, with its reason shown; None when the person may go on."""
        return None

    def focus_first(self) -> None:
        """Put the cursor where the first answer is wanted."""
        self.setFocus()

    def focus_on(self, field: str) -> None:
        """Put the cursor into one answer."""
        self.focus_first()

    def set_open(self, is_open: bool) -> None:
        """Open or lock what only an attorney may change."""

    def mark_unknown(self, field: str, unknown: bool) -> None:
        """Keep that the family does not know an answer yet, or does now."""
        plan, step = self.question.plan, self.question.step
        self.desk.do(
            lambda session: interview.set_unknown(session, plan, step, field, unknown), lambda _touched: self._told()
        )

    def _told(self) -> None:
        self.changed.emit()

    def make_form(self, names: tuple[str, ...], kind: str, prefix: str = "answer") -> AnswerForm:
        """Return a form over fields of a kind, wired to this step."""
        form = AnswerForm(KINDS[kind], names, self.references, prefix)
        form.unknown_changed.connect(self.mark_unknown)
        form.unlock_wanted.connect(self.unlock_wanted)
        return form

    def make_keeper(self, form: AnswerForm, write: Write, needed: frozenset[str] = frozenset()) -> AnswerKeeper:
        """Return what keeps a form's answers, wired to this step."""
        keeper = AnswerKeeper(self.desk, form, write, needed)
        keeper.kept.connect(self.changed)
        self._keepers.append(keeper)
        return keeper


class FormBody(StepBody):
    """Some answers of one record."""

    attorney: tuple[RecordId, str] | None = None
    """The attorney at the keyboard, while attorney-only parts are open."""

    def __init__(self, desk: Desk, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(desk, question, parent)
        self.form = self.make_form(question.step.fields, question.step.kind)
        self.keeper = self.make_keeper(self.form, self._write)
        self.form.passed_last.connect(self.go_on)
        self.form.edited.connect(self._show_what_matters)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.form.set_open(False)

    def load(self) -> None:
        def arrived(has_cursor: bool) -> None:
            self._show_what_matters()
            self.form.set_open(self.attorney is not None)
            if not has_cursor:
                self.focus_first()
            self.ready.emit()

        self.keeper.show(self.question.step.record, self.question.draft_key(), self.question.unknown(), arrived)

    def flush(self) -> None:
        self.keeper.flush()

    def hold_back(self) -> QWidget | None:
        row = self.form.first_wrong()
        return row.editor if row else None

    def focus_first(self) -> None:
        has_gaps = bool(interview.gaps(self.question.standing.family, self.question.step))
        self.form.focus_first(blank=has_gaps)
        if not any(row.can_answer() for row in self.form.rows.values()):
            self.nothing_open.emit()

    def focus_on(self, field: str) -> None:
        if field in self.form.rows:
            self.form.rows[field].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def set_open(self, is_open: bool) -> None:
        if not is_open:
            self.attorney = None
        self.form.set_open(is_open)

    def _show_what_matters(self) -> None:
        """Hide answers that only matter after another one was given."""
        values = self.form.values()
        hidden = {n for n, needs in _MATTERS.items() if n in values and values.get(needs[0]) not in needs[1]}
        self.form.show_rows(n for n in self.form.rows if n not in hidden or values[n])

    def _write(
        self, session: Session, record: RecordId, is_new: bool, values: Mapping[str, Value], seen: Seen | None
    ) -> object:
        step = self.question.step
        closed = guard.closed(step.kind, values) if self.attorney is not None else {}
        plain = {n: v for n, v in values.items() if n not in closed}
        touched: object = None
        if closed and self.attorney is not None:
            touched = approvals.fill_attorney_part(session, record, closed, *self.attorney)
        if plain or touched is None:
            first = {**step.fixed, **plain} if is_new else plain
            touched = interview.answer(session, step, record, first, seen)
        return touched


_MATTERS: dict[str, tuple[str, frozenset[Value]]] = {
    "parent2_explanation": (
        "parent2_status",
        frozenset({"deceased", "unknown", "cannot_locate", "no_legal_custody", "protective_order", "refuses"}),
    ),
    "effective_date": ("effective_mode", frozenset({"date"})),
    "event_text": ("effective_mode", frozenset({"event"})),
}
