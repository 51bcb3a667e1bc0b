"""What a volunteer has before them: shifts, tasks, how much of it, and whether they rest (S9)."""

from PySide6.QtCore import Qt

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.views.roster.assigned_list import task_deeds
from cima_desktop.gui.views.roster.roster_words import (
    DESK_WORDS,
    SORT_WORDS,
    load_text,
    long_hours,
    sort_icon,
    task_chips,
    when_text,
)
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _, tr
from cima_desktop.model.fields import iso_date
from cima_desktop.model.volunteers import Assignment, Shift, Volunteer
from cima_desktop.services.roster.duties import Duties, duties
from cima_desktop.services.roster.telling import hours_text, shift_day


class DutiesTab(Tab):
    """Load and rest in a sentence, then shifts and tasks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.load_label = Label("", "strong", wrap=True)
        self.rest_label = Label("", "muted", wrap=True)
        for label in (self.load_label, self.rest_label):
            self.column.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        self.add_heading(N_("Tasks"))
        self.tasks_list = RowsList()
        self.column.addWidget(self.tasks_list)
        self.no_tasks = self.add_empty(N_("No task yet."))
        self.add_heading(N_("Shifts to come"))
        self.shifts_list = RowsList()
        self.column.addWidget(self.shifts_list)
        self.no_shifts = self.add_empty(N_("No shift on the rota."))
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: duties(s, wanted), self._show, lambda _gone: None, latest="duties")

    def clear(self) -> None:
        super().clear()
        self.load_label.set_words("")
        self.rest_label.set_words("")
        self.tasks_list.show_lines(())
        self.shifts_list.show_lines(())

    def _show(self, found: Duties) -> None:
        self.load_label.set_words(lambda: _load(found))
        self.rest_label.set_words(lambda: rest_text(found.volunteer))
        pairs = zip(found.tasks, found.titles, strict=True)
        self.tasks_list.show_lines([self._task_line(task, title) for task, title in pairs])
        self.no_tasks.setVisible(not found.tasks)
        self.shifts_list.show_lines([self._shift_line(shift) for shift in found.shifts])
        self.no_shifts.setVisible(not found.shifts)

    def _task_line(self, task: Assignment, title: str) -> Line:
        opens = Deed(
            words=N_("Open"), run=lambda: self.desk.open("assignment", task.id), icon="arrow-right", small=True
        )
        deeds = [] if self.desk.is_for_looking else task_deeds(self.desk, task, self)
        words = SORT_WORDS.get(task.sort, task.sort)
        return Line(
            title=lambda: " · ".join(part for part in (tr(words), title) if part),
            detail=lambda: " · ".join(p for p in (when_text(task.on, task.start, task.end), task.words) if p),
            icon=sort_icon(task.sort),
            chips=task_chips(task),
            deeds=(*deeds, opens),
            faint=task.state in ("declined", "not_done"),
        )

    def _shift_line(self, shift: Shift) -> Line:
        opens = Deed(words=N_("Open"), run=lambda: self.desk.open("shift", shift.id), icon="arrow-right")
        return Line(
            title=lambda: shift_day(shift),
            detail=lambda: hours_text(shift),
            icon="calendar-clock",
            chips=((DESK_WORDS.get(shift.desk, shift.desk), "info"),),
            deeds=(opens,),
        )


def _load(found: Duties) -> str:
    load = load_text(found.load, found.volunteer.most_a_week)
    hours = _("{hours} on call in four weeks").format(hours=long_hours(found.minutes))
    return f"{load} · {hours}"


def rest_text(volunteer: Volunteer) -> str:
    """Return when somebody rests; nothing when nothing is said of it."""
    begin, end = iso_date(volunteer.rests_from), iso_date(volunteer.rests_until)
    if begin and end:
        return _("Rests from {first} to {last}.").format(first=show_date(begin), last=show_date(end))
    if begin:
        return _("Rests from {first} on.").format(first=show_date(begin))
    return _("Rests until {last}.").format(last=show_date(end)) if end else ""
