"""The hotline's page: take a call, look at the calls, and the marked numbers."""

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.linea.calls import CallsPage
from cima_desktop.gui.views.linea.marks_part import MarksPart
from cima_desktop.gui.views.linea.new_call import NewCall
from cima_desktop.gui.views.linea.status_line import StatusLine
from cima_desktop.gui.views.roster.me_box import MeBox
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.page import Page
from cima_desktop.i18n import N_
from cima_desktop.services.session import Session

TAKE, CALLS, MARKS = "take", "calls", "marks"
LOW = 480
"""Below this height the title and who is on call give way to the call."""
_PARTS = ((TAKE, N_("Take a call")), (CALLS, N_("Calls")), (MARKS, N_("Marked numbers")))


class LineaPage(Page):
    """Three parts, one of them in sight; a call that is being typed waits in its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Community line"), "linea")
        self.desk = desk
        self.me_box = MeBox(desk)
        self.status_line = StatusLine(desk)
        self.part_chips = FilterChips(_PARTS)
        self.part_chips.setObjectName("linea_part_chips")
        bind(self.part_chips, QWidget.setAccessibleName, N_("Parts of this page"))
        self.new_call = NewCall(desk, self.message_bar)
        self.stack = QStackedWidget()
        self.primary = QAction(icons.icon("phone", "accent_text"), "", self)
        bind(self.primary, QAction.setText, N_("Take a call"))
        self.primary.setEnabled(not desk.is_for_looking)
        self.count_label.hide()
        self._lay_out()
        self._connect()

    @cached_property
    def calls(self) -> CallsPage:
        """The list of calls, made when it is first wanted: a call that comes in does not wait for it."""
        made = CallsPage(self.desk)
        inner = made.layout()
        if inner is not None:
            inner.setContentsMargins(0, 0, 0, 0)
        made.new_wanted.connect(self.begin)
        self.stack.addWidget(made)
        return made

    @cached_property
    def marks(self) -> MarksPart:
        """The marked numbers, made when they are first wanted."""
        made = MarksPart(self.desk)
        self.stack.addWidget(made)
        return made

    def part(self) -> str:
        """Return which part is in sight."""
        return self.part_chips.value()

    def show_part(self, key: str) -> None:
        """Bring a part into sight."""
        self.leave()
        self.part_chips.set_value(key)
        self.stack.setCurrentWidget(self.new_call if key == TAKE else self.calls if key == CALLS else self.marks)
        self._arrange()
        self._read()

    def begin(self, _checked: bool = False) -> None:
        """Go to the form of a call; one that is being typed is still there."""
        self.show_part(TAKE)
        self.new_call.start()

    def open_of(self, kind: str, record_id: str) -> None:
        """Show a call, the call of a report, or the marked numbers; without an id, begin a call."""
        if not record_id:
            self.begin()
        elif kind == "number_mark":
            self.show_part(MARKS)
        elif kind == "report":
            self.desk.ask(lambda s: _call_of(s, record_id), self._open_report)
        else:
            self.show_part(CALLS)
            self.calls.open_record(record_id)

    def shown(self) -> None:
        self.me_box.read()
        self.status_line.read()
        self._read()

    def leave(self) -> None:
        self.new_call.keep_draft()
        if self._has_calls():
            self.calls.leave()

    def focus_search(self) -> None:
        self.show_part(CALLS)
        self.calls.focus_search()

    def place(self) -> dict[str, object]:
        """Return where the person at the desk is, without anything that was typed."""
        return {"part": self.part(), **(self.calls.place() if self._has_calls() else {})}

    def go_to(self, place: Mapping[str, object], ready: Callable[[], object]) -> None:
        """Go back to a place and tell when every field stands there."""
        part = str(place.get("part") or TAKE)
        self.show_part(part if part in (CALLS, MARKS) else TAKE)
        if self.part() == CALLS:
            self.calls.go_to(place, ready)
        else:
            ready()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Leave out where the window is low what can be read elsewhere; the list of calls has a title of its own."""
        part, has_room = self.part(), self.height() >= S(LOW)
        for label in (self.title_label, self.status_line.clock_label):
            label.setVisible(part == MARKS or (part == TAKE and has_room))
        self.status_line.setVisible(part == TAKE or has_room)

    def _lay_out(self) -> None:
        self.stack.addWidget(self.new_call)
        top = QHBoxLayout()
        top.setSpacing(S(16))
        top.addWidget(self.part_chips)
        top.addWidget(self.status_line, 1)
        self.add_action(self.status_line.clock_label)
        self.body.addWidget(self.me_box)
        self.body.addLayout(top)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        if self.primary is not None:
            self.primary.triggered.connect(self.begin)
        self.part_chips.chosen.connect(self.show_part)
        self.new_call.taken.connect(lambda _taken: self.status_line.read())

    def _has_calls(self) -> bool:
        """Tell whether the list of calls was made already."""
        return "calls" in self.__dict__

    def _read(self) -> None:
        """Read what is in sight again."""
        part = self.part()
        if part == CALLS:
            self.calls.shown()
        elif part == MARKS:
            self.marks.read()

    def _open_report(self, call: str) -> None:
        if call:
            self.open_of("call", call)
            self.calls.open_part("report")


def _call_of(session: Session, report: str) -> str:
    """Return the call in which a report was told; an empty text when it is gone."""
    return next((record for record, kind, _field in session.store.refers_to(report) if kind == "call"), "")
