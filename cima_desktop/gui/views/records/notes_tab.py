"""Notes about a record and what is still to do; notes are added, not rewritten."""

from collections.abc import Mapping, Sequence

import attrs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.draft_text import DraftText
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.choice_box import ChoiceBox
from cima_desktop.gui.widgets.date_edit import DateEdit
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_, _
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId, new_id
from cima_desktop.model.volunteers import Volunteer
from cima_desktop.model.work import Note, Task
from cima_desktop.services import guard
from cima_desktop.services.session import Session
from cima_desktop.store import Edit

NOTE_ACT, TASK_ACT, DONE_ACT = N_("Added a note"), N_("Added a task"), N_("Marked a task as done")


@attrs.frozen(kw_only=True)
class Jottings:
    """What was noted about a record, newest first, and its tasks, open ones first."""

    notes: Sequence[Note] = ()
    tasks: Sequence[Task] = ()
    names: Mapping[str, str] = attrs.field(factory=dict)
    """What those are called whose tasks they are."""
    roster: Sequence[Volunteer] = ()
    """Whose task a new one can be."""


def jottings(session: Session, record_id: RecordId) -> Jottings:
    """Read the notes and tasks about a record."""
    notes = sorted(session.store.children(Note, about=record_id), key=lambda n: n.written_on, reverse=True)
    tasks = session.store.children(Task, about=record_id)
    return Jottings(
        notes=notes,
        tasks=sorted(tasks, key=lambda t: (bool(t.done_on), t.due_on or "9999")),
        names={task.whose: session.store.title_of(task.whose) for task in tasks if task.whose},
        roster=[each for each in session.store.all(Volunteer) if each.active is not False],
    )


class NotesTab(Tab):
    """A box for a new note, the notes, and the tasks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.note_edit = DraftText(desk, "note", lines=3)
        self.note_edit.setObjectName("note_words_edit")
        self.keep_button = SecondaryButton(N_("Keep the note"), "check")
        self.keep_button.clicked.connect(self._keep_note)
        self.column.addWidget(FieldRow(N_("New note (only what is needed)"), self.note_edit))
        self.column.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.notes_list = RowsList()
        self.column.addWidget(self.notes_list)
        self.add_heading(N_("Tasks"))
        self.tasks_list = RowsList()
        self.column.addWidget(self.tasks_list)
        self.no_tasks = self.add_empty(N_("Nothing to do."))
        self._build_task_line()
        self.column.addStretch(1)

    def _build_task_line(self) -> None:
        self.task_edit = LineEdit(limit=500)
        self.task_edit.setObjectName("task_what_edit")
        self.task_guard = guarded(self.task_edit)
        self.due_edit = DateEdit()
        self.due_edit.setObjectName("task_due_on_edit")
        self.task_button = SecondaryButton(N_("Add a task"), "plus")
        self.task_button.clicked.connect(self._add_task)
        self.task_edit.returnPressed.connect(self._add_task)
        line = QHBoxLayout()
        line.setSpacing(S(10))
        self.due_row = FieldRow(N_("Due on"), self.due_edit)
        self.whose_box = ChoiceBox([], empty=N_("Anybody"))
        self.whose_box.setObjectName("task_whose_edit")
        self.whose_row = FieldRow(N_("Whose task"), self.whose_box)
        line.addWidget(FieldRow(N_("What to do"), self.task_edit), 3)
        line.addWidget(self.due_row, 2)
        line.addWidget(self.whose_row, 2)
        line.addWidget(self.task_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(line)

    def begin_note(self) -> None:
        """Put the cursor into the box for a new note."""
        self.note_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Keep a note that is half-written as a draft."""
        self.note_edit.keep()

    def show_record(self, record_id: RecordId) -> None:
        other = record_id != self.record_id
        super().show_record(record_id)
        if other:
            self.note_edit.show_draft(record_id)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: jottings(s, wanted), self._show, latest="jottings")

    def clear(self) -> None:
        super().clear()
        self.note_edit.forget()
        self._show(Jottings())

    def _show(self, found: Jottings) -> None:
        self.notes_list.show_lines([_note_line(note) for note in found.notes])
        self.tasks_list.show_lines([self._task_line(task, found.names.get(task.whose, "")) for task in found.tasks])
        self.no_tasks.setVisible(not found.tasks)
        self.whose_box.set_choices([(each.id, raw(each.title())) for each in found.roster])
        show_if(self.whose_row, bool(found.roster))

    def _task_line(self, task: Task, whose: str) -> Line:
        done, due = iso_date(task.done_on), iso_date(task.due_on)
        finish = Deed(words=N_("Done"), run=lambda: self._finish(task.id), icon="check")
        detail: Text = ""
        if done:
            detail = lambda: _("Done on {day}").format(day=show_date(done))  # noqa: E731 - a text told again at a switch
        elif due:
            detail = lambda: _("Due on {day}").format(day=show_date(due))  # noqa: E731
        chips: list[tuple[Text, str]] = [(N_("Ask a lawyer"), "warn")] if task.rule and not done else []
        if whose:
            chips.append((raw(whose), "info"))
        deeds = () if done or task.rule else (finish,)
        icon = "circle-check" if done else "circle"
        return Line(title=raw(task.what), detail=detail, icon=icon, chips=chips, deeds=deeds, faint=bool(done))

    def _keep_note(self) -> None:
        words, about = self.note_edit.value().strip(), self.record_id
        if not words or not about or self.note_edit.guard_line.blocks():
            self.note_edit.setFocus()
            return
        kept = self.note_edit.guard_line.marked(words)

        def write(session: Session) -> object:
            values = {"about": about, "words": kept, "written_on": session.today().isoformat()}
            return session.store.save(NOTE_ACT, [Edit("note", new_id(), values)])

        self.desk.do(write, lambda _touched: self.note_edit.done(words))

    def _add_task(self) -> None:
        what, about = self.task_edit.value().strip(), self.record_id
        if not what or not about or self.task_guard.blocks():
            self.task_edit.setFocus()
            return
        what = self.task_guard.marked(what)
        if not self.due_row.check():
            self.due_edit.setFocus()
            return
        due = self.due_edit.value()
        whose = self.whose_box.value()
        values = {"about": about, "what": what, "due_on": due.isoformat() if due else "", "whose": whose}
        self.desk.do(lambda s: s.store.save(TASK_ACT, [Edit("task", new_id(), values)]))
        self.task_edit.set_value("")
        self.due_edit.set_value(None)
        self.whose_box.set_value("")

    def _finish(self, task: RecordId) -> None:
        def write(session: Session) -> object:
            return guard.save(session, DONE_ACT, [Edit("task", task, {"done_on": session.today().isoformat()})])

        self.desk.do(write)


def _note_line(note: Note) -> Line:
    day = iso_date(note.written_on)
    return Line(title=raw(note.words), detail=(lambda: show_date(day)) if day else "", icon="notebook-pen")
