"""Everything that was answered on one screen, read once more before any paper is made (D8)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cima_desktop import i18n
from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_body import Question, StepBody
from cima_desktop.gui.views.interview.interview_findings import FindingsBox
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.i18n import N_, _
from cima_desktop.services import interview
from cima_desktop.services.interview import ReviewRow, ReviewSection


class StepAnswers(QWidget):
    """The answers of one step; a click anywhere on them, or the button, goes to where they are changed."""

    opened = Signal(str)

    def __init__(self, section: ReviewSection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = section.step
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, S(6), 0, S(6))
        column.setSpacing(S(4))
        head = QHBoxLayout()
        head.addWidget(Label(raw(section.title), "strong", wrap=True), 1)
        button = QuietButton(N_("Change"), "pencil")
        button.setObjectName(f"change.{section.step}")
        bind(button, QWidget.setAccessibleName, lambda: _("Change: {question}").format(question=section.title))
        button.clicked.connect(lambda: self.opened.emit(self._step))
        head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(S(16))
        grid.setVerticalSpacing(S(4))
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for line, row in enumerate(section.rows):
            grid.addWidget(Label(raw(row.label), "muted", wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value(row), line, 1, Qt.AlignmentFlag.AlignTop)
        if not section.rows:
            grid.addWidget(Label(N_("Nothing was answered here."), "small"), 0, 0, 1, 2)
        column.addLayout(grid)

    def _value(self, row: ReviewRow) -> QWidget:
        if row.unknown:
            return Chip(N_("Not known yet"), "info")
        if row.clash:
            return Label(lambda: _("Two answers: {answers}").format(answers=row.value), "error", wrap=True)
        if not row.value:
            return Chip(N_("Missing"), "warn")
        value: QLabel = Label(raw(row.value), wrap=True)
        return value

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._step)


class ReviewBody(StepBody):
    """What stops, then every answer by section, then the way to the papers."""

    step_wanted = Signal(str)

    def __init__(self, desk: Desk, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(desk, question, parent)
        self.findings = FindingsBox(desk)
        self.findings.change_wanted.connect(self.step_wanted)
        self.findings.asked.connect(self.changed)
        self.answers = QWidget()
        self._told_in = ""
        self.column.addWidget(self.findings)
        self.column.addWidget(self.answers)
        self.column.addStretch(1)
        self._fill()

    def refresh(self, question: Question) -> None:
        if question != self.question or self._told_in != i18n.language():
            super().refresh(question)
            self._fill()

    def _fill(self) -> None:
        standing = self.question.standing
        self._told_in = i18n.language()
        self.findings.show_findings(standing, standing.findings, interview.steps(standing.family), link=True)
        old, self.answers = self.answers, QWidget()
        column = QVBoxLayout(self.answers)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(12))
        card, current = Card(), ""
        for section in interview.review(standing.family, self._told_in):
            if section.section != current:
                current = section.section
                card = Card(raw(current))
                column.addWidget(card)
            else:
                card.body.addWidget(Rule())
            answers = StepAnswers(section)
            answers.opened.connect(self.step_wanted)
            card.body.addWidget(answers)
        self.column.replaceWidget(old, self.answers)
        old.hide()
        old.deleteLater()
