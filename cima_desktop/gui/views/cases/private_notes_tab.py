"""Notes about a record that never leave this vault, not even for a colleague (C10)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.draft_text import DraftText
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.record_picker import References
from cima_desktop.i18n import N_
from cima_desktop.model.cases import PrivateNote
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.services.consulta import private_notes


class PrivateNotesTab(Tab):
    """A box for a new note, and the notes."""

    def __init__(self, desk: Desk, _references: References) -> None:
        super().__init__(desk)
        self.note_edit = DraftText(desk, "private_note", lines=3)
        self.note_edit.setObjectName("private_note_words_edit")
        self.keep_button = SecondaryButton(N_("Keep the note here"), "lock")
        self.keep_button.setObjectName("private_note_keep_button")
        self.keep_button.clicked.connect(self._keep)
        self.notes_list = RowsList()
        for part in (self.note_edit, self.keep_button):
            part.setEnabled(not desk.is_for_looking)
        self.column.addWidget(
            FieldRow(
                N_("New note that stays here"),
                self.note_edit,
                N_("It goes into no file for anybody. It is in this vault and its backups, for whoever can open them."),
            )
        )
        self.column.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.notes_list)
        self.column.addStretch(1)

    def show_record(self, record_id: RecordId) -> None:
        other = record_id != self.record_id
        super().show_record(record_id)
        if other:
            self.note_edit.show_draft(record_id)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: private_notes.of(s, wanted), self._show, latest="private notes")

    def clear(self) -> None:
        super().clear()
        self.note_edit.forget()
        self._show(())

    def flush(self) -> None:
        """Keep a note that is half-written as a draft."""
        self.note_edit.keep()

    def _show(self, found: Sequence[PrivateNote]) -> None:
        self.notes_list.show_lines([_line(each) for each in found])

    def _keep(self) -> None:
        words, about = self.note_edit.value().strip(), self.record_id
        if not words or not about or self.note_edit.guard_line.blocks():
            self.note_edit.setFocus()
            return
        kept = self.note_edit.guard_line.marked(words)
        self.desk.do(lambda s: private_notes.add(s, about, kept), lambda _touched: self.note_edit.done(words))


def _line(note: PrivateNote) -> Line:
    day = iso_date(note.written_on)
    return Line(title=raw(note.words), detail=(lambda: show_date(day)) if day else "", icon="lock")
