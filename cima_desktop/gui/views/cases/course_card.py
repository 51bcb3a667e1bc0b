"""Where a case stands, and what can be done with it: call, say how urgent it is, wait, hand over, close."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.cases import course_dialogs
from cima_desktop.gui.views.cases.dial_dialog import open_dial
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.services.consulta import course
from cima_desktop.services.consulta.course import Glance


class CourseCard(QFrame):
    """Reads where the case stands, and tells it to the head of the card."""

    told = Signal(object)
    """A `Glance`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.desk = desk
        self._record = NO_ID
        self._glance: Glance | None = None
        self.state_label = Label("", "strong", wrap=True)
        self.next_label = Label("", "muted", wrap=True)
        self._deeds = QWidget()
        self._flow = FlowLayout(self._deeds, S(6))
        self.call_button = self._button(N_("Call…"), "phone", "call", self._call)
        self.urgency_button = self._button(N_("How urgent…"), "clock", "urgency", self._ask_urgency)
        self.wait_button = self._button(N_("Waiting…"), "hourglass", "wait", self._ask_wait)
        self.go_on_button = self._button(N_("Go on"), "arrow-right", "go_on", self._go_on)
        self.over_button = self._button(N_("Hand over…"), "user-check", "hand_over", self._ask_hand_over)
        self.close_button = self._button(N_("Close…"), "circle-check", "close", self._ask_close)
        self.reopen_button = self._button(N_("Open again…"), "rotate-cw", "reopen", self._ask_reopen)
        column = QVBoxLayout(self)
        column.setContentsMargins(S(12), S(10), S(12), S(10))
        column.setSpacing(S(6))
        for part in (self.state_label, self.next_label, self._deeds):
            column.addWidget(part)
        self.hide()

    def show_record(self, record: RecordId) -> None:
        """Read where a case stands."""
        self._record = record
        self.desk.ask(lambda s: course.glance(s, record), self._show, latest="case glance", failed=self._gone)

    def clear(self) -> None:
        """Forget what is shown."""
        self._record, self._glance = NO_ID, None
        for label in (self.state_label, self.next_label):
            label.set_words("")
        self.hide()

    def _button(self, words: Text, icon: str, name: str, run: Callable[[], object]) -> SecondaryButton:
        button = SecondaryButton(words, icon)
        button.setObjectName(f"case_{name}_button")
        button.clicked.connect(lambda _checked=False: run())
        self._flow.addWidget(button)
        return button

    def _gone(self, _error: object) -> None:
        self.clear()

    def _show(self, found: Glance) -> None:
        if found.case.id != self._record:
            return
        self._glance = found
        is_open = found.case.state != "closed"
        can = not self.desk.is_for_looking
        self.state_label.set_words(lambda: standing(found))
        self.next_label.set_words(lambda: who_and_when(found))
        show_if(self.call_button, can and found.has_phone)
        for button in (self.urgency_button, self.over_button, self.close_button):
            show_if(button, can and is_open)
        show_if(self.wait_button, can and found.case.state == "open")
        show_if(self.go_on_button, can and found.case.state == "waiting")
        show_if(self.reopen_button, can and not is_open)
        self.show()
        self.told.emit(found)

    def _call(self) -> None:
        if self._glance is not None:
            open_dial(self.desk, self, RecordId(self._glance.case.person), self._record)

    def _ask_urgency(self) -> None:
        if self._glance is not None:
            course_dialogs.ask_urgency(self.desk, self, self._glance)

    def _ask_wait(self) -> None:
        course_dialogs.ask_wait(self.desk, self, self._record)

    def _go_on(self) -> None:
        case = self._record
        self.desk.do(lambda s: course.go_on(s, case))

    def _ask_hand_over(self) -> None:
        self.desk.ask(course.navigators, self._offer_roster)

    def _offer_roster(self, roster: list[Volunteer]) -> None:
        if self._glance is not None:
            course_dialogs.ask_hand_over(self.desk, self, self._glance, roster)

    def _ask_close(self) -> None:
        course_dialogs.ask_close(self.desk, self, self._record)

    def _ask_reopen(self) -> None:
        course_dialogs.ask_reopen(self.desk, self, self._record)


def standing(found: Glance) -> str:
    """Return where a case stands, as a sentence."""
    case = found.case
    closed = iso_date(case.closed_on)
    if case.state == "closed":
        reason = text_of(KINDS["case"].field("closed_reason"), case.closed_reason)
        return _("Closed on {day}: {reason}").format(day=show_date(closed) if closed else "—", reason=reason)
    if case.state == "waiting":
        return _("Waiting for: {what}").format(what=case.waiting_for)
    until = found.until
    if until is None:
        return _("Open, without hurry")
    words = N_("Its urgency ended on {day}. Say anew how urgent it is.") if found.is_over else N_("Urgent until {day}")
    return tr(words).format(day=show_date(until))


def who_and_when(found: Glance) -> str:
    """Return who follows a case, and since when it is open."""
    opened = iso_date(found.case.opened_on)
    who = _("{name} follows it").format(name=found.navigator) if found.navigator else _("Nobody follows it yet")
    return " · ".join(filter(None, (who, _("opened on {day}").format(day=show_date(opened)) if opened else "")))
