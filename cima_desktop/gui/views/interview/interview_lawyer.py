"""The way to a lawyer: a question that stays on the task list, the attorney's answer, and the attorney's code."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import DangerButton, PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.model.papers import Reviewer
from cima_desktop.model.work import Task
from cima_desktop.services import approvals, plans

OPEN_TITLE = N_("Open with an attorney’s code")
OPEN_WHY = N_("Only the attorney types it. Volunteers never know it and never ask for it.")
OPEN_DONE = N_("Open it")
_FRAME = 60
"""What the window system puts around a dialog."""
FAMILY_ASKS = "family-question"
"""The rule that a question the family puts in its own words belongs to: none that stops a paper."""


def ask_lawyer(desk: Desk, plan: RecordId, rule: str, question: str, then: Callable[[], object] = lambda: None) -> None:
    """Keep a question for a lawyer on the task list."""
    desk.do(lambda session: plans.ask_lawyer(session, plan, rule, question), lambda _touched: then())


class PlainDialog(QDialog):
    """A dialog with a title, an explanation, rows, an error line and two buttons; it opens at its first answer.

    Where the button does what cannot be taken back, `done_kind` says so in its colour, and Enter does not press it.
    """

    done_kind: type[SecondaryButton] = PrimaryButton

    def __init__(self, title: Text, explanation: Text, done: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bind(self, QWidget.setWindowTitle, title)
        self.setModal(True)
        self.setMinimumWidth(S(460))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(S(24), S(20), S(24), S(20))
        self.column.setSpacing(S(14))
        self.column.addWidget(Label(title, "section", wrap=True))
        if explanation:
            self.column.addWidget(Label(explanation, "muted", wrap=True))
        self.rows = QVBoxLayout()
        self.rows.setSpacing(S(12))
        self.column.addLayout(self.rows)
        self.error_label = Label("", "error", wrap=True)
        self.error_label.hide()
        self.column.addWidget(self.error_label)
        self.box = QDialogButtonBox()
        self.done_button = self.done_kind(done)
        self.cancel_button = SecondaryButton(N_("Cancel"))
        self.box.addButton(self.done_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.box.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.box.accepted.connect(self.finish)
        self.box.rejected.connect(self.reject)
        (self.cancel_button if self.done_kind is DangerButton else self.done_button).setDefault(True)
        self.column.addWidget(self.box)

    def add_row(self, label: Text, editor: QWidget, help: Text = "", optional: bool = False) -> FieldRow:
        """Add an answer."""
        row = FieldRow(label, editor, help, optional)
        self.rows.addWidget(row)
        return row

    def finish(self) -> None:
        """Do what the dialog is for; subclasses check and keep first."""
        self.accept()

    def show_problem(self, error: KnownError) -> None:
        """Say what went wrong inside the dialog; nothing typed is lost."""
        self.say(lambda: " ".join((error.sentence(), error.advice())))
        self.done_button.setEnabled(True)

    def say(self, words: Text) -> None:
        """Say what is missing."""
        self.error_label.set_words(words)
        self.error_label.show()
        self.fit()

    def fit(self) -> None:
        """Grow where what is said needs more room, so that nothing is cut off."""
        self.column.activate()
        self.resize(self.width(), max(self.height(), self.column.totalHeightForWidth(self.width())))
        self.keep_in_sight()

    def room(self) -> int:
        """Return how high a dialog can be on this screen."""
        return self.screen().availableGeometry().height() - S(_FRAME)

    def take_size(self, width: int, height: int) -> None:
        """Take this size, as far as the screen has it."""
        self.resize(min(width, self.screen().availableGeometry().width()), min(height, self.room()))

    def keep_in_sight(self) -> None:
        """Move up by what hangs below the screen: a dialog that grows does so downwards from where it was opened."""
        screen = self.screen().availableGeometry()
        below = self.frameGeometry().bottom() - screen.bottom()
        if below > 0:
            self.move(self.x(), self.y() - min(below, max(0, self.frameGeometry().top() - screen.top())))

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that is needed at this width (Qt's own is that of a narrower one), and begin at the top."""
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            self.take_size(self.width(), self.column.totalHeightForWidth(self.width()))
        if self.focusWidget() is None:
            self._focus_first()
        super().showEvent(event)

    def _focus_first(self) -> None:
        """Put the cursor into the first answer: the buttons were made before it, and would have it otherwise."""
        widget: QWidget | None = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisibleTo(self)
            if takes and not self.box.isAncestorOf(widget):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            widget = widget.nextInFocusChain()


class AskDialog(PlainDialog):
    """A question for a lawyer in the family's own words."""

    asked = Signal()

    def __init__(self, desk: Desk, plan: RecordId, question: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Ask a lawyer"),
            N_("The question stays on the task list until an attorney has answered it. Write no more than is needed."),
            N_("Keep the question"),
            parent,
        )
        self._desk, self._plan = desk, plan
        self.question_edit = TextArea(N_("What does the family want to know?"))
        self.question_edit.setObjectName("question_edit")
        self.guard = guarded(self.question_edit)
        self.question_edit.set_value(question)
        self.add_row(N_("The question"), self.question_edit)

    def finish(self) -> None:
        words = " ".join(self.question_edit.value().split())
        if not words:
            self.say(N_("Write the question first."))
            return
        if self.guard.blocks():
            self.question_edit.setFocus()
            return
        if len(words) > 500:
            self.say(N_("This is too long: write the question in at most 500 characters."))
            return
        ask_lawyer(self._desk, self._plan, FAMILY_ASKS, self.guard.marked(words), self._kept)

    def _kept(self) -> None:
        self.asked.emit()
        self.accept()


class CodeDialog(PlainDialog):
    """A reviewing attorney shows who they are with their own code."""

    approved = Signal(str, str)
    """The attorney's record id and the code."""

    def __init__(
        self,
        desk: Desk,
        reviewers: Sequence[Reviewer],
        title: Text = OPEN_TITLE,
        explanation: Text = OPEN_WHY,
        done: Text = OPEN_DONE,
        parent: QWidget | None = None,
    ) -> None:
        nobody = N_("No reviewing attorney is known to this vault yet. One can be added in Settings.")
        super().__init__(title, explanation if reviewers else nobody, done, parent)
        self._desk = desk
        self.reviewer_box = ChoiceBox([(r.id, raw(r.name)) for r in reviewers])
        if reviewers:
            self.reviewer_box.set_value(reviewers[0].id)
        self.code_edit = LineEdit(limit=200)
        self.code_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.code_edit.setObjectName("code_edit")
        if reviewers:
            self.add_row(N_("Reviewing attorney"), self.reviewer_box)
            self.add_row(N_("The attorney’s code"), self.code_edit)
            self.code_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        show_if(self.done_button, bool(reviewers))

    def finish(self) -> None:
        reviewer, code = RecordId(self.reviewer_box.value()), self.code_edit.value()
        self._desk.ask(
            lambda session: approvals.check_code(session, reviewer, code),
            lambda _reviewer: self._open(reviewer, code),
            self.show_problem,
        )

    def _open(self, reviewer: RecordId, code: str) -> None:
        self.code_edit.clear()
        self.approved.emit(reviewer, code)
        self.accept()


class AnswerDialog(CodeDialog):
    """A reviewing attorney answers a question; a rule that stopped a paper then no longer does."""

    answered = Signal()

    def __init__(self, desk: Desk, reviewers: Sequence[Reviewer], task: Task, parent: QWidget | None = None) -> None:
        super().__init__(
            desk,
            reviewers,
            N_("The attorney’s answer"),
            raw(task.what),
            N_("Keep the answer"),
            parent,
        )
        self._task = task
        self.outcome_edit = TextArea(N_("What was decided, in a sentence"))
        self.outcome_edit.setObjectName("outcome_edit")
        guarded(self.outcome_edit, words=False)  # the attorney's own words
        if reviewers:
            self.add_row(N_("Answer"), self.outcome_edit)

    def finish(self) -> None:
        reviewer, code, outcome = RecordId(self.reviewer_box.value()), self.code_edit.value(), self.outcome_edit.value()
        task = self._task.id
        self._desk.do(
            lambda session: approvals.answer_for_lawyer(session, task, reviewer, code, outcome),
            lambda _touched: self._kept(),
            self.show_problem,
        )

    def _kept(self) -> None:
        self.code_edit.clear()
        self.answered.emit()
        self.accept()


def open_with_code(desk: Desk, near: QWidget, opened: Callable[[RecordId, str], object]) -> None:
    """Ask a reviewing attorney for their code; `opened` is told who it was."""

    def ask(found: Sequence[Reviewer]) -> None:
        dialog = CodeDialog(desk, found, parent=near.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.approved.connect(lambda reviewer, code: opened(RecordId(reviewer), code))
        dialog.open()

    desk.ask(approvals.reviewers, ask)


def answer_question(desk: Desk, near: QWidget, task: Task, answered: Callable[[], object]) -> None:
    """Let a reviewing attorney answer a question."""

    def ask(found: Sequence[Reviewer]) -> None:
        dialog = AnswerDialog(desk, found, task, near.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.answered.connect(answered)
        dialog.open()

    desk.ask(approvals.reviewers, ask)
