"""The smaller cards of the desk: urgent cases, tasks that are due, today’s appointments, hand-offs not yet read."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.views.cases.case_words import row_detail, urgency_chip
from cima_desktop.gui.views.consulta import hand_off_dialogs
from cima_desktop.gui.views.consulta.hand_off_dialogs import when_and_who
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.filter_chips import FilterChips
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, clock_text
from cima_desktop.model.display import text_of
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.consulta import tasks
from cima_desktop.services.consulta.board import Meeting
from cima_desktop.services.consulta.handing_off import Told
from cima_desktop.services.consulta.listing import CaseRow
from cima_desktop.services.consulta.tasks import DueTask


class ListCard(Card):
    """A title, lines, and a sentence for when there are none."""

    def __init__(self, desk: Desk, title: Text, none: Text, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._desk = desk
        self.rows_list = RowsList()
        self.none_label = Label(none, "muted", wrap=True)
        for part in (self.none_label, self.rows_list):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self.rows_list.show_lines(lines)
        show_if(self.none_label, not lines)


class UrgentCard(ListCard):
    """Urgent cases of everybody, and those whose urgency ended by itself (C8)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, N_("Urgent"), N_("No case is urgent."))

    def show_rows(self, rows: Sequence[CaseRow]) -> None:
        """Show these cases."""
        self.show_lines([self._line(row) for row in rows])

    def _line(self, row: CaseRow) -> Line:
        chip = urgency_chip(row)
        opens = Deed(words=N_("Open"), run=lambda: self._desk.open("case", row.id), icon="arrow-right", small=True)
        return Line(
            title=lambda: row.person or _("(no name yet)"),
            detail=lambda: row_detail(row),
            icon="siren",
            chips=(chip,) if chip else (),
            deeds=(opens,),
        )


class TasksCard(ListCard):
    """Tasks due today and overdue ones: one's own with those of nobody, or everybody's (C2)."""

    asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, N_("Tasks due"), N_("Nothing is due today."))
        self.whose_chips = FilterChips([("mine", N_("My tasks")), ("all", N_("Everybody’s"))])
        self.whose_chips.chosen.connect(lambda _key: self.asked.emit())
        self.body.insertWidget(0, self.whose_chips)

    def shows_all(self) -> bool:
        """Tell whether everybody's tasks are wanted."""
        return self.whose_chips.value() == "all"

    def show_tasks(self, found: Sequence[DueTask]) -> None:
        """Show these tasks."""
        self.show_lines([self._line(task) for task in found])

    def _line(self, task: DueTask) -> Line:
        opens = Deed(words=N_("Open"), run=lambda: self._desk.open("task", task.id), icon="arrow-right", small=True)
        done = Deed(words=N_("Done"), run=lambda: self._finish(task), icon="check")
        can_finish = not task.is_for_lawyer and not self._desk.is_for_looking
        late: tuple[Text, str] = (N_("Late"), "bad") if task.is_late else (N_("Today"), "info")
        return Line(
            title=raw(task.what),
            detail=lambda: _about(task),
            icon="circle",
            chips=(late, *(((N_("Ask a lawyer"), "warn"),) if task.is_for_lawyer else ())),
            deeds=(done, opens) if can_finish else (opens,),
        )

    def _finish(self, task: DueTask) -> None:
        self._desk.do(lambda s: tasks.finish(s, task.id))


class MeetingsCard(ListCard):
    """The appointments of today."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, N_("Today’s appointments"), N_("No appointments today."))

    def show_meetings(self, found: Sequence[Meeting]) -> None:
        """Show these appointments."""
        self.show_lines([self._line(each) for each in found])

    def _line(self, each: Meeting) -> Line:
        one = each.appointment
        opens = Deed(
            words=N_("Open"), run=lambda: self._desk.open("appointment", one.id), icon="arrow-right", small=True
        )
        when: Text = raw("")
        if one.at:
            when = lambda: clock_text(one.at)  # noqa: E731 - a text told again at a switch
        return Line(
            title=lambda: _meeting_title(each),
            detail=lambda: " · ".join(part for part in (each.whose, one.agency or one.place.split("\n", 1)[0]) if part),
            icon="calendar-clock",
            chips=((when, "info"),) if one.at else (),
            deeds=(opens,),
        )


class HandOffsCard(ListCard):
    """Hand-offs that nobody has confirmed, and a few that were read; not in sight while there are none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, N_("Hand-offs"), "")
        self.hide()

    def show_hand_offs(self, found: Sequence[Told]) -> None:
        """Show these hand-offs."""
        self.show_lines([self._line(each) for each in found])
        self.setVisible(bool(found))

    def _line(self, told: Told) -> Line:
        read = Deed(words=N_("Read"), run=lambda: hand_off_dialogs.open_read(self._desk, self, told), icon="eye")
        paper = Deed(
            words=N_("Print…"),
            run=lambda: hand_off_dialogs.open_sheet(self._desk, self, told.hand_off.id),
            icon="printer",
            small=True,
        )
        title = told.hand_off.title()
        return Line(
            title=raw(title) if title else N_("Open matters"),
            detail=lambda: when_and_who(told),
            icon="corner-down-left",
            chips=()
            if told.hand_off.read_by
            else ((N_("Yours"), "neutral") if told.is_mine else (N_("To read"), "warn"),),
            faint=bool(told.hand_off.read_by),
            deeds=(read,) if self._desk.is_for_looking else (read, paper),
        )


def _about(task: DueTask) -> str:
    due = _("due {day}").format(day=show_date(task.due)) if task.due else ""
    return " · ".join(part for part in (task.about_title, task.whose, due) if part)


def _meeting_title(each: Meeting) -> str:
    sort = text_of(KINDS["appointment"].field("sort"), each.appointment.sort)
    return " · ".join(part for part in (sort, each.appointment.what) if part)
