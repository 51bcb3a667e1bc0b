"""What stands around every screen of the interview: the way so far, the question, the way on, the way to a lawyer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_course import Course
from cima_desktop.gui.views.interview.interview_findings import FindingsBox
from cima_desktop.gui.views.interview.interview_lawyer import AskDialog
from cima_desktop.gui.views.interview.interview_side import InterviewSide
from cima_desktop.gui.views.interview.interview_words import title_of, why_of
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar, announce
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.findings import Severity
from cima_desktop.model.ids import RecordId
from cima_desktop.services.interview import Shape

_SIDE_FROM = 860


class InterviewFrame(QWidget):
    """The widgets that stay while the steps go by."""

    question_kept = Signal()
    """A question for a lawyer was put on the task list."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.side = InterviewSide()
        self.place_label = Label("", "label")
        self.title_label = Label("", "title", wrap=True)
        self.why_label = Label("", "muted", wrap=True)
        self.message_bar = MessageBar()
        self.findings_box = FindingsBox(desk)
        self._inner = QWidget()
        self.step_scroll = Scroll(self._make_room())
        self.back_button = SecondaryButton(N_("Back"), "arrow-left")
        self.next_button = PrimaryButton(N_("Next"), "arrow-right")
        self.lawyer_button = QuietButton(N_("I want to ask a lawyer"), "scale")
        self.leave_button = QuietButton(N_("Leave the interview"), "x")
        self.back_button.setObjectName("back_button")
        self.next_button.setObjectName("next_button")
        self.lawyer_button.setObjectName("lawyer_button")
        self.next_button.setToolTip("Ctrl+Enter")
        self.back_button.setToolTip("Alt+←")
        self._arrange()

    def tell(self, course: Course) -> None:
        """Say the question of the step underway, and how far the interview has come."""
        step, standing = course.step(), course.standing
        if step is None or standing is None:
            return
        number, total = course.place() + 1, len(course.steps)
        self.place_label.set_words(
            lambda: _("{section} · screen {n} of {total}").format(section=tr(step.section), n=number, total=total)
        )
        self.title_label.set_words(lambda: title_of(step))
        self.why_label.set_words(lambda: why_of(step))
        show_if(self.why_label, bool(step.why))
        self.back_button.setEnabled(number > 1)
        self.next_button.set_words(N_("Next") if step.shape is not Shape.REVIEW else N_("Make the packet…"))
        self.tell_standing(course)
        announce(self, self.title_label.text())

    def tell_standing(self, course: Course) -> None:
        """Say where the plan stands now."""
        if course.standing is None:
            return
        self.side.show_standing(course.standing, course.steps, course.key)
        loud = [f for f in course.findings() if f.severity is not Severity.WARN or f.lawyer]
        self.findings_box.show_findings(course.standing, loud, course.steps, link=False)

    def put(self, inner: QWidget) -> None:
        """Show another screen."""
        old, self._inner = self._inner, inner
        self.step_room.replaceWidget(old, inner)
        self.step_scroll.verticalScrollBar().setValue(0)
        old.hide()
        old.deleteLater()

    def ask_lawyer(self, plan: RecordId) -> None:
        """Let the family put a question to a lawyer."""
        dialog = AskDialog(self.desk, plan, parent=self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.asked.connect(self._question_kept)
        dialog.open()
        dialog.question_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _question_kept(self) -> None:
        self.message_bar.say(N_("The question is on the task list for a lawyer."), "good", seconds=8)
        self.question_kept.emit()

    def add_key(self, keys: str, run: object) -> None:
        """Have keys do something wherever the focus is in the interview."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)

    def _make_room(self) -> QWidget:
        """Return what scrolls: the answers, and below them what the rules found about them."""
        room = QWidget()
        self.step_room = QVBoxLayout(room)
        self.step_room.setContentsMargins(0, 0, 0, 0)
        self.step_room.setSpacing(S(14))
        self.step_room.addWidget(self._inner)
        self.step_room.addWidget(self.findings_box)
        self.step_room.addStretch(1)
        return room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the way so far out where there is no room for it."""
        super().resizeEvent(event)
        self.side_card.setFixedWidth(S(284))
        show_if(self.side_card, self.width() >= S(_SIDE_FROM))

    def _arrange(self) -> None:
        self.side_card, card = Card(), Card()
        self.side_card.body.addWidget(self.side)
        self.side_card.setFixedWidth(S(284))
        head = QVBoxLayout()
        head.setSpacing(S(4))
        top = QHBoxLayout()
        top.addWidget(self.place_label, 1)
        top.addWidget(self.leave_button)
        head.addLayout(top)
        for part in (self.title_label, self.why_label):
            head.addWidget(part)
        card.body.addLayout(head)
        card.body.addWidget(self.message_bar)
        card.body.addWidget(self.step_scroll, 1)
        footer = card.add_footer()
        footer.addWidget(self.back_button)
        footer.addStretch(1)
        footer.addWidget(self.lawyer_button)
        footer.addWidget(self.next_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S(16))
        row.addWidget(self.side_card)
        row.addWidget(card, 1)
