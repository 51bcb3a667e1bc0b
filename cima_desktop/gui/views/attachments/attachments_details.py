"""Name and note of one attachment, who has a readable copy of it, and everything that happened to it."""

from dataclasses import replace

import attrs
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.views.records.history_tab import Past, changes_in_words, headline, past
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _
from cima_desktop.model.attachments import SavedCopy
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.services import attachments
from cima_desktop.services.attachments import Row
from cima_desktop.services.session import Session
from cima_desktop.store import Entry

_MACHINE_FIELDS = frozenset({"about", "size", "digest", "media"})
"""Fields nobody typed: their values say nothing in a history."""
_HISTORY_HEIGHT = 90


def told_past(session: Session, record: RecordId) -> Past:
    """Read the history of an attachment, without what only the machine knows."""
    found = past(session, record)
    entries = [
        replace(entry, changes=tuple(change for change in entry.changes if change[0] not in _MACHINE_FIELDS))
        for entry in found.entries
    ]
    return attrs.evolve(found, entries=entries)


class DetailsDialog(PlainDialog):
    """Lets an attachment be named and noted, and shows its history."""

    def __init__(self, desk: Desk, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(N_("About this attachment"), "", N_("Keep"), parent)
        self._desk, self._row = desk, row
        kind = KINDS["attachment"]
        self.name_edit = LineEdit(limit=kind.field("name").max_length)
        self.name_edit.setObjectName("attachment_name_edit")
        self.name_edit.set_value(row.attachment.name)
        self.add_row(kind.field("name").label, self.name_edit)
        self.note_edit = LineEdit(limit=kind.field("note").max_length)
        self.note_edit.setObjectName("attachment_note_edit")
        self.note_edit.set_value(row.attachment.note)
        self.add_row(N_("Note (only what is needed)"), self.note_edit, optional=True)
        self.rows.addWidget(Label(N_("Who has a readable copy"), "section"))
        self.copies_list = RowsList()
        self.copies_list.show_lines([_copy_line(copy) for copy in row.copies])
        if row.copies:
            self.rows.addWidget(self.copies_list)
        else:
            self.rows.addWidget(Label(N_("Nobody: no readable copy was saved here."), "muted", wrap=True))
        self.rows.addWidget(Label(N_("History"), "section"))
        self.history_list = RowsList()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, S(10), 0)
        column.addWidget(self.history_list)
        column.addStretch(1)
        history = Scroll(holder)
        history.setMinimumHeight(S(_HISTORY_HEIGHT))
        self.rows.addWidget(history, 1)
        self.take_size(S(480), S(540))
        record = row.attachment.id
        desk.ask(lambda session: told_past(session, record), self._show_past)

    def _show_past(self, found: Past) -> None:
        self.history_list.show_lines([_past_line(found, entry) for entry in found.entries])

    def finish(self) -> None:
        name, note = self.name_edit.value().strip(), self.note_edit.value().strip()
        if not name:
            self.say(N_("Write a name for the file."))
            self.name_edit.setFocus()
            return
        record = self._row.attachment.id
        self._desk.do(
            lambda session: attachments.change(session, record, name, note),
            self._kept,
            self.show_problem,
        )

    def _kept(self, _touched: Touched) -> None:
        self.accept()


def _copy_line(copy: SavedCopy) -> Line:
    day = iso_date(copy.given_on)
    return Line(
        title=raw(copy.holder),
        detail=(lambda: _("Saved on {day}").format(day=show_date(day))) if day else "",
        icon="copy",
    )


def _past_line(found: Past, entry: Entry) -> Line:
    return Line(title=lambda: headline(entry), detail=lambda: "\n".join(changes_in_words(found, entry)), icon="history")
