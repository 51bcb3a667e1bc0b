"""What the rules found, in plain words: what stops, why, where to change it, and the way to a lawyer (D10)."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import ask_lawyer
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.findings import Finding, Severity
from cima_desktop.model.ids import NO_ID
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.work import Task
from cima_desktop.services.interview import Shape, Step
from cima_desktop.services.plans import Standing

TONES = {Severity.BLOCK: "bad", Severity.WARN: "warn", Severity.NOTE: "info"}
_ICONS = {Severity.BLOCK: "ban", Severity.WARN: "triangle-alert", Severity.NOTE: "info"}
_BESIDE_FROM = 460
_CARER_RULES = ("caregiver-", "no-caregiver", "no-backup", "one-home")


def sentence_of(finding: Finding, language: str | None = None) -> str:
    """Return what is the matter; a question is named by the words it was asked in."""
    names = KINDS["plan"].names
    if "question" in finding.facts and finding.field in names:
        question = tr(KINDS["plan"].field(finding.field).label, language)
        return tr(finding.message, language).format(**{**finding.facts, "question": question})
    return finding.sentence(language)


def step_of(finding: Finding, steps: Sequence[Step]) -> str:
    """Return the key of the step where a finding's answer can be changed, or an empty text."""
    exact = (s.key for s in steps if finding.field in s.fields and finding.record in (s.record, NO_ID))
    if finding.child and finding.rule.startswith(_CARER_RULES):
        return f"carers.{finding.child}"
    if finding.child:
        return "children"
    if finding.rule.startswith("apart:"):
        return "apart"
    return next(exact, next((s.key for s in steps if finding.field and finding.field in s.fields), ""))


def findings_of(standing: Standing, steps: Sequence[Step], step: Step) -> tuple[Finding, ...]:
    """Return what the rules found about the answers of one step."""
    if step.shape is Shape.REVIEW:
        return standing.findings
    return tuple(f for f in standing.findings if step_of(f, steps) == step.key)


def question_about(finding: Finding, questions: Iterable[Task]) -> Task | None:
    """Return the question that was put to a lawyer about a finding, the open one first."""
    about = [t for t in questions if t.rule == finding.rule]
    return next((t for t in about if not t.done_on), next(iter(about), None))


class FindingCard(QFrame):
    """One finding: what, why, what to do."""

    change_wanted = Signal(str)
    asked = Signal()

    def __init__(
        self, desk: Desk, standing: Standing, finding: Finding, step: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.finding = finding
        self._desk, self._standing = desk, standing
        tone = TONES[finding.severity]
        self.setProperty("kind", "message")
        self.setProperty("tone", tone)
        line = QHBoxLayout(self)
        line.setContentsMargins(S(14), S(10), S(14), S(10))
        line.setSpacing(S(10))
        drawing = Drawing(_ICONS[finding.severity], f"tone:{tone}", side=18)
        line.addWidget(drawing, 0, Qt.AlignmentFlag.AlignTop)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(S(10))
        line.addLayout(self._parts, 1)
        words = QVBoxLayout()
        words.setSpacing(S(2))
        self._parts.addLayout(words, 1)
        words.addWidget(Label(lambda: sentence_of(finding), "strong", wrap=True))
        words.addWidget(Label(finding.advice, wrap=True))
        if finding.source:
            words.addWidget(Label(lambda: _("Source: {source}").format(source=finding.source), "small", wrap=True))
        self._deeds_part = self._deeds(step)
        self._parts.addWidget(self._deeds_part)
        bind(self, QWidget.setAccessibleName, lambda: f"{sentence_of(finding)} {finding.advice()}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what can be done below the words where there is no room beside them."""
        super().resizeEvent(event)
        beside = self.width() >= S(_BESIDE_FROM)
        self._parts.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def first_button(self) -> QPushButton | None:
        """Return the first thing that can be done about it."""
        return self.findChild(QPushButton)

    def _deeds(self, step: str) -> QWidget:
        deeds = QWidget()
        flow = QVBoxLayout(deeds)
        flow.setContentsMargins(0, 0, 0, 0)
        flow.setSpacing(S(6))
        if step:
            change = SecondaryButton(N_("Go to the answer"), "pencil")
            change.clicked.connect(lambda: self.change_wanted.emit(step))
            flow.addWidget(change)
        question = question_about(self.finding, self._standing.questions)
        if question is not None:
            flow.addWidget(Chip(N_("A lawyer was asked") if not question.done_on else N_("A lawyer answered"), "info"))
        elif self.finding.lawyer:
            ask = SecondaryButton(N_("Ask a lawyer"), "scale")
            ask.clicked.connect(self._ask)
            flow.addWidget(ask)
        show_if(deeds, flow.count() > 0)
        return deeds

    def _ask(self) -> None:
        words = sentence_of(self.finding)
        ask_lawyer(self._desk, self._standing.plan.id, self.finding.rule, words, self.asked.emit)


class FindingsBox(QWidget):
    """Findings under each other, stops first."""

    change_wanted = Signal(str)
    asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(S(8))
        self.cards: list[FindingCard] = []

    def show_findings(self, standing: Standing, findings: Sequence[Finding], steps: Sequence[Step], link: bool) -> None:
        """Show these; `link` offers to go to the answer of each."""
        state = (tuple(findings), standing.questions, link)
        if state == self._shown:
            return
        self._shown = state
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for finding in findings:
            card = FindingCard(self._desk, standing, finding, step_of(finding, steps) if link else "")
            card.change_wanted.connect(self.change_wanted)
            card.asked.connect(self.asked)
            self._column.addWidget(card)
            self.cards.append(card)
        show_if(self, bool(findings))


def counted(findings: Iterable[Finding], severity: Severity) -> int:
    """Return how many findings are this severe."""
    return sum(f.severity is severity for f in findings)
