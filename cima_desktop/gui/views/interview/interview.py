"""One interview for the whole household: one thought a screen, saved after each answer, left and taken up any time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_body import FormBody, StepBody
from cima_desktop.gui.views.interview.interview_course import Course
from cima_desktop.gui.views.interview.interview_family import ApartBody, CarersBody, ChildrenBody
from cima_desktop.gui.views.interview.interview_frame import InterviewFrame
from cima_desktop.gui.views.interview.interview_lawyer import open_with_code
from cima_desktop.gui.views.interview.interview_person import PersonBody
from cima_desktop.gui.views.interview.interview_review import ReviewBody
from cima_desktop.gui.views.interview.interview_rows import RowsBody
from cima_desktop.gui.views.interview.interview_stop import StopScreen
from cima_desktop.i18n import N_
from cima_desktop.model.findings import Finding
from cima_desktop.model.ids import RecordId
from cima_desktop.services import interview
from cima_desktop.services.interview import Shape

_BODIES: dict[Shape, type[StepBody]] = {
    Shape.FORM: FormBody,
    Shape.LIST: RowsBody,
    Shape.PERSON: PersonBody,
    Shape.CHILDREN: ChildrenBody,
    Shape.CARERS: CarersBody,
    Shape.APART: ApartBody,
    Shape.REVIEW: ReviewBody,
}


class InterviewView(InterviewFrame):
    """Goes from step to step; knows the order, not what a step asks."""

    left = Signal()
    """The person leaves the interview; all is kept."""
    packet_wanted = Signal()
    step_shown = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.course = Course(desk)
        self.body: StepBody | None = None
        self.stop: StopScreen | None = None
        self._is_moving = False
        self.side.step_wanted.connect(self.jump)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)
        self.lawyer_button.clicked.connect(lambda: self.ask_lawyer(self.course.plan))
        self.leave_button.clicked.connect(self.close_interview)
        self.question_kept.connect(self._read_again)
        # After an undo, or a change on another page, the plan stands elsewhere.
        desk.changed.connect(lambda _touched: self._read_again() if self.isVisible() and self.course.plan else None)
        for keys, run in (("Ctrl+Return", self.next), ("Ctrl+Enter", self.next), ("Alt+Left", self.back)):
            self.add_key(keys, run)

    # the way in and out

    def open(self, plan: RecordId, step: str = "", ready: Callable[[], object] | None = None, row: str = "") -> None:
        """Take the interview of a plan up, at `step` (and entry `row`) or where it stopped."""
        self.course.begin(plan)
        self.course.read(lambda: self._show(self.course.wanted(step), ready, row))

    def place(self) -> dict[str, Any]:
        """Return where the person is, to come back to after a lock."""
        row = self.body.row() if self.body is not None else ""
        return {"plan": self.course.plan, "step": self.course.key, "row": row}

    def go_to(self, place: Mapping[str, Any], ready: Callable[[], object]) -> None:
        """Come back to a place; `ready` is called when every field stands there."""
        self.open(RecordId(str(place.get("plan", ""))), str(place.get("step", "")), ready, str(place.get("row", "")))

    def flush(self) -> None:
        """Keep everything: another page, a lock or the end is coming."""
        if self.body is not None:
            self.body.flush()

    def close_interview(self) -> None:
        """Leave; the interview goes on here another day."""
        self._settle(self.left.emit)

    # from step to step

    def next(self) -> None:
        """Keep the answers and go to the next step; say first what is wrong, and stop where a rule stops."""
        if self.stop is not None:
            self._advance()
        elif self._may_leave():
            self._settle(lambda: self.course.read(self._stop_or_advance), forward=True)

    def back(self) -> None:
        """Go to the step before; what is half-typed here waits as a draft."""
        key = self.course.key if self.stop is not None else self.course.neighbour(-1)
        if key:
            self.jump(key)

    def jump(self, key: str) -> None:
        """Go to any step; what is half-typed here waits as a draft."""
        self._settle(lambda: self.course.read(lambda: self._show(key)))

    def _may_leave(self) -> bool:
        wrong = self.body.hold_back() if self.body is not None else None
        if wrong is None:
            self.message_bar.hide_message()
            return True
        self.message_bar.say(N_("One answer cannot be kept as it is. What is wrong is written below it."), "warn")
        wrong.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _settle(self, then: Callable[[], object], forward: bool = False) -> None:
        """Wait until every answer that can be kept is on the disk.

        What the vault refused waits as a draft: it keeps nobody from leaving, only from going forward. What is not
        even a draft, as on a full disk, would be lost: then the screen stays.
        """
        if self._is_moving:
            return
        self._is_moving = True
        body = self.body

        def look(_none: None = None) -> None:
            if body is not None and body is self.body and not body.is_settled():
                if not body.is_refused():
                    body.flush()
                self.desk.ask(lambda _session: None, look)
                return
            self._is_moving = False
            if body is None or not ((forward and body.is_refused()) or body.is_lost()):
                then()

        self.flush()
        self.desk.ask(lambda _session: None, look)

    def _stop_or_advance(self) -> None:
        stops = self.course.stops()
        if stops:
            self._show_stop(stops)
        else:
            self._advance()

    def _advance(self) -> None:
        key = self.course.neighbour(1)
        if key:
            self._show(key)
        else:
            self.packet_wanted.emit()

    # what is in sight

    def _show(self, key: str, ready: Callable[[], object] | None = None, row: str = "") -> None:
        self.course.key = key if any(s.key == key for s in self.course.steps) else self.course.steps[0].key
        question = self.course.question()
        if question is None:
            return
        self.stop = None
        self.message_bar.hide_message()
        body = _BODIES[question.step.shape](self.desk, question)
        body.start_at = row
        body.changed.connect(self._read_again)
        body.go_on.connect(self.next)
        body.unlock_wanted.connect(self._unlock)
        body.nothing_open.connect(self.next_button.setFocus)
        if isinstance(body, ReviewBody):
            body.step_wanted.connect(self.jump)
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if ready is not None:
            body.ready.connect(ready)
        self.body = body
        self.put(body)
        self.tell(self.course)
        plan, step = self.course.plan, question.step.key
        self.desk.do(lambda session: interview.remember_step(session, plan, step))
        body.load()
        self.step_shown.emit(step)

    def _show_stop(self, stops: Sequence[Finding]) -> None:
        if self.course.standing is None:
            return
        self.stop = StopScreen(self.desk, self.course.standing, stops, self.course.steps)
        self.stop.go_on.connect(self.next)
        self.stop.change.connect(lambda: self._show(self.course.key, lambda: self._focus_on(stops[0].field)))
        self.stop.asked.connect(lambda: self.course.read(lambda: self._show_stop(stops)))
        self.body = None
        self.findings_box.hide()
        self.put(self.stop)
        self.stop.focus_first()

    def _focus_on(self, field: str) -> None:
        if self.body is not None:
            self.body.focus_on(field)

    def _read_again(self) -> None:
        self.course.read(self._refresh, latest="interview")

    def _refresh(self) -> None:
        question = self.course.question()
        if question is not None and self.body is not None:
            self.tell_standing(self.course)
            self.body.refresh(question)

    def _unlock(self) -> None:
        def opened(reviewer: RecordId, code: str) -> None:
            if isinstance(self.body, FormBody):
                self.body.attorney = (reviewer, code)
                self.body.set_open(True)
                self.message_bar.say(N_("Open until this screen is left. The history says who wrote it."), "info")

        open_with_code(self.desk, self, opened)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._refresh()
