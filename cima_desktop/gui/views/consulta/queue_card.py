"""The queue of open office hours: a name and Enter puts somebody at its end; then their turn, done, or left."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_, _, clock_text, hours_text, ngettext
from cima_desktop.model.case_choices import VISIT_STATES
from cima_desktop.model.ids import RecordId
from cima_desktop.services.consulta import queue
from cima_desktop.services.consulta.queue import DONE, LEFT, WAITING, WITH, Waiting

_TONES = {WAITING: "warn", WITH: "accent", DONE: "good", LEFT: "neutral"}
IN_HOURS = 90
"""From so many minutes on a wait is told in hours."""
_STATES = {choice.value: choice.label for choice in VISIT_STATES}


class QueueCard(Card):
    """Who came today."""

    intake_wanted = Signal(str)
    """A case is to be opened for this visit."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(N_("Open office hours"), parent)
        self._desk = desk
        self.count_label = Label("", "muted")
        self.header.addWidget(self.count_label)
        self.arrive_edit = LineEdit(N_("Who came? A first name is enough"), limit=80)
        self.arrive_edit.setObjectName("queue_arrive_edit")
        bind(self.arrive_edit, QWidget.setAccessibleName, N_("Who came"))
        self.arrive_guard = guarded(self.arrive_edit)
        self.arrive_button = SecondaryButton(N_("Came"), "door-open")
        self.arrive_button.setObjectName("queue_arrive_button")
        self.rows_list = RowsList()
        self.none_label = Label(N_("Nobody came yet today. Type a name, or only press Enter."), "muted", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(S(8))
        line.addWidget(self.arrive_edit, 1)
        line.addWidget(self.arrive_button)
        self.body.addLayout(line)
        for part in (self.arrive_guard, self.none_label, self.rows_list):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.arrive_edit.setEnabled(not desk.is_for_looking)
        self.arrive_button.setEnabled(not desk.is_for_looking)
        self.arrive_edit.returnPressed.connect(self.arrive)
        self.arrive_button.clicked.connect(lambda _checked=False: self.arrive())

    def arrive(self) -> None:
        """Put whoever is typed at the end of the queue."""
        called = self.arrive_edit.value().strip()
        if self.arrive_guard.blocks():
            self.arrive_edit.setFocus()
            return
        kept = self.arrive_guard.marked(called)
        self._desk.do(lambda s: queue.arrive(s, kept), lambda _touched: self._kept(called))

    def show_queue(self, found: Sequence[Waiting]) -> None:
        """Show who came."""
        self.rows_list.show_lines([self._line(each) for each in found])
        show_if(self.none_label, not found)
        waiting = sum(each.visit.state == WAITING for each in found)
        self.count_label.set_words(lambda: ngettext("{n} waiting", "{n} waiting", waiting).format(n=waiting))

    def _kept(self, called: str) -> None:
        if self.arrive_edit.value().strip() == called:
            self.arrive_edit.set_value("")

    def _line(self, each: Waiting) -> Line:
        state: Text = _STATES.get(each.visit.state, "")
        return Line(
            title=lambda: f"{each.place}.  {each.name or _('(no name)')}",
            detail=lambda: _detail(each),
            icon="user",
            chips=((state, _TONES.get(each.visit.state, "neutral")),),
            deeds=() if self._desk.is_for_looking else self._deeds(each),
            faint=each.visit.state in (DONE, LEFT),
        )

    def _deeds(self, each: Waiting) -> tuple[Deed, ...]:
        visit = each.visit.id
        done = Deed(words=N_("Done"), run=lambda: self._desk.do(lambda s: queue.finish(s, visit)), icon="check")
        back = Deed(words=N_("Back to the queue"), run=lambda: self._back(visit), icon="undo-2", small=True)
        if each.visit.state == WAITING:
            left = Deed(words=N_("They left"), run=lambda: self._left(visit), icon="x", small=True)
            take = Deed(words=N_("Their turn"), run=lambda: self._take(visit), icon="user-check")
            return take, self._case(each), left
        if each.visit.state == WITH:
            return self._case(each), done, back
        return (back,)

    def _case(self, each: Waiting) -> Deed:
        if each.visit.case:
            case = each.visit.case
            return Deed(words=N_("Open the case"), run=lambda: self._desk.open("case", case), icon="briefcase")
        visit = each.visit.id
        return Deed(words=N_("New case…"), run=lambda: self.intake_wanted.emit(visit), icon="plus")

    def _take(self, visit: RecordId) -> None:
        self._desk.do(lambda s: queue.take(s, visit))

    def _back(self, visit: RecordId) -> None:
        self._desk.do(lambda s: queue.put_back(s, visit))

    def _left(self, visit: RecordId) -> None:
        self._desk.do(lambda s: queue.finish(s, visit, left=True))


def _waits(minutes: int) -> str:
    """Return how long somebody waits: in minutes, or in hours where nobody would count minutes any more."""
    if minutes >= IN_HOURS:
        return _("waits {length}").format(length=hours_text(minutes))
    return ngettext("waits {n} minute", "waits {n} minutes", minutes).format(n=minutes)


def _detail(each: Waiting) -> str:
    parts = [clock_text(each.visit.at) if each.visit.at else ""]
    if each.visit.state == WAITING:
        parts.append(_waits(each.minutes))
    if each.navigator:
        parts.append(_("with {name}").format(name=each.navigator))
    parts.append(each.case)
    return " · ".join(part for part in parts if part)
