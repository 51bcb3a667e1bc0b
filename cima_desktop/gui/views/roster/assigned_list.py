"""Who was asked to do what for a record: a list with its deeds that any card can hold."""

from collections.abc import Sequence

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.roster.assign_dialog import open_assign
from cima_desktop.gui.views.roster.roster_words import SORT_WORDS, sort_icon, task_chips, when_text
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_, tr
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.model.volunteers import Assignment
from cima_desktop.services.roster import assigning
from cima_desktop.services.session import Session

DONE_TITLE = {"done": N_("It was done"), "not_done": N_("It did not happen")}


@attrs.frozen(kw_only=True)
class Assigned:
    """One task with the name that stands in its title."""

    task: Assignment
    name: str


def assigned_for(session: Session, about: RecordId) -> list[Assigned]:
    """Read who was asked to do what for a record."""
    return [Assigned(task=task, name=session.store.title_of(task.volunteer)) for task in assigning.of(session, about)]


class ReportDialog(PlainDialog):
    """Asks how it went."""

    def __init__(self, desk: Desk, task: RecordId, state: str, parent: QWidget | None = None) -> None:
        super().__init__(
            DONE_TITLE[state],
            N_("Write only what the next volunteer needs; no names of families."),
            N_("Keep"),
            parent,
        )
        self._desk, self._task, self._state = desk, task, state
        self.report_edit = TextArea(lines=4)
        self.report_edit.setObjectName("assignment_report_edit")
        guarded(self.report_edit)
        self.add_row(N_("How it went"), self.report_edit, optional=True)

    def finish(self) -> None:
        task, state, report = self._task, self._state, self.report_edit.value()
        self._desk.do(
            lambda s: assigning.answer(s, task, state, report), lambda _touched: self.accept(), self.show_problem
        )


class AssignedList(QWidget):
    """Shows the tasks of one record, and asks somebody more; tells nothing while there is no record."""

    def __init__(self, desk: Desk, sort: str = assigning.GOES, parent: QWidget | None = None) -> None:
        """Make the list; `sort` is what is offered first when somebody is asked."""
        super().__init__(parent)
        self.desk = desk
        self.sort = sort
        self.about = NO_ID
        self.tasks_list = RowsList()
        self.nobody_label = Label(N_("Nobody has been asked yet."), "muted", wrap=True)
        self.ask_button = SecondaryButton(N_("Ask a volunteer…"), "user-plus")
        self.ask_button.clicked.connect(lambda: open_assign(self.desk, self.about, self.sort, self))
        show_if(self.ask_button, not desk.is_for_looking)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(self.tasks_list)
        column.addWidget(self.nobody_label)
        column.addWidget(self.ask_button, 0, Qt.AlignmentFlag.AlignLeft)
        desk.changed.connect(self._changed)
        desk.closing.connect(self.clear)

    def show_about(self, about: RecordId) -> None:
        """Show the tasks of a record."""
        if about != self.about:
            self.clear()
        self.about = about
        self.read()

    def clear(self) -> None:
        """Forget what is shown."""
        self.about = NO_ID
        self.show_tasks(())

    def read(self) -> None:
        """Read the tasks."""
        about = self.about
        if about:
            self.desk.ask(lambda s: (about, assigned_for(s, about)), self._arrived)

    def _arrived(self, found: tuple[RecordId, list[Assigned]]) -> None:
        if found[0] == self.about:
            self.show_tasks(found[1])

    def show_tasks(self, found: Sequence[Assigned]) -> None:
        """Show these tasks."""
        self.tasks_list.show_lines([self._line(each) for each in found])
        self.nobody_label.setVisible(not found)

    def _line(self, each: Assigned) -> Line:
        return Line(
            title=raw(each.name),
            detail=lambda: _detail(each.task),
            icon=sort_icon(each.task.sort),
            chips=task_chips(each.task),
            deeds=() if self.desk.is_for_looking else task_deeds(self.desk, each.task, self),
            faint=each.task.state in ("declined", "not_done"),
        )

    def _changed(self, touched: Touched) -> None:
        if touches(touched, "assignment", "volunteer") and not self.desk.is_closing:
            self.read()


def _detail(task: Assignment) -> str:
    parts = (tr(SORT_WORDS.get(task.sort, "")), when_text(task.on, task.start, task.end), task.report or task.words)
    return " · ".join(part for part in parts if part)


def task_deeds(desk: Desk, task: Assignment, near: QWidget) -> list[Deed]:
    """Return what can be noted of a task as it stands."""

    def noted(state: str) -> None:
        desk.do(lambda s: assigning.answer(s, task.id, state))

    def told(state: str) -> None:
        dialog = ReportDialog(desk, task.id, state, near.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    deeds: list[Deed] = []
    if task.state == "asked":
        deeds.append(Deed(words=N_("Said yes"), run=lambda: noted("accepted"), icon="check"))
        deeds.append(Deed(words=N_("Said no"), run=lambda: noted("declined"), icon="x", small=True))
    elif task.state == "accepted":
        deeds.append(Deed(words=N_("Done…"), run=lambda: told("done"), icon="check"))
        deeds.append(Deed(words=N_("Did not happen…"), run=lambda: told("not_done"), icon="x", small=True))
    if task.sort == assigning.GOES and not task.leads and task.state in ("asked", "accepted"):
        deeds.append(
            Deed(
                words=N_("Let them lead"),
                run=lambda: desk.do(lambda s: assigning.lead(s, task.id)),
                icon="flag",
                small=True,
            )
        )
    return deeds
