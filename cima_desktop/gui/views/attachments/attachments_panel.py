"""The attachments of one record: a list, and three ways to add (a button, dropping, pasting)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.attachments.attachments_adding import AddingDialog
from cima_desktop.gui.views.attachments.attachments_details import DetailsDialog
from cima_desktop.gui.views.attachments.attachments_save import SaveCopyDialog
from cima_desktop.gui.views.attachments.attachments_sources import is_welcome, sources_of
from cima_desktop.gui.views.attachments.attachments_viewer import AttachmentViewer
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.file_dialogs import choose_files
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.attachments import OTHER, Attachment, size_text
from cima_desktop.model.display import text_of
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.services import attachments
from cima_desktop.services.attachment_source import FileSource
from cima_desktop.services.attachments import Row, Source

_HINT = N_("Or drop files here. The originals stay where they are.")
_LET_GO = N_("Drop the files to add them.")


class AttachmentsPanel(QWidget):
    """Lists the attachments of a record and takes new ones."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.record_id = NO_ID
        self.message_bar = MessageBar()
        self.add_button = SecondaryButton(N_("Add files…"), "plus")
        self.add_button.setObjectName("attachment_add_button")
        self.paste_button = SecondaryButton(N_("Paste"), "clipboard-paste")
        self.paste_button.setObjectName("attachment_paste_button")
        bind(self.paste_button, QWidget.setToolTip, N_("Add the picture or the files that were copied (Ctrl+V)"))
        self.hint_label = Label(_HINT, "small", wrap=True)
        self.rows_list = RowsList()
        self.empty_label = Label(N_("Nothing is attached yet."), "muted", wrap=True)
        self.setAcceptDrops(True)
        self._build()
        self.add_button.clicked.connect(lambda: choose_files(self, N_("Choose the files to add"), self._chosen))
        self.paste_button.clicked.connect(self.paste)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)
        desk.changed.connect(self._changed)

    def show_record(self, record_id: RecordId) -> None:
        """Show the attachments of a record."""
        if record_id != self.record_id:
            self.clear()
        self.record_id = record_id
        self.read()

    def read(self) -> None:
        """Ask for what is shown."""
        wanted = self.record_id
        if wanted:
            stream = f"attachments:{id(self)}"
            self.desk.ask(lambda session: attachments.of(session, wanted), self._show, latest=stream)

    def clear(self) -> None:
        """Forget what is shown."""
        self.record_id = NO_ID
        self.message_bar.hide_message()
        self._show(())

    def add(self, sources: Sequence[Source]) -> None:
        """Add files to the record."""
        if not sources or not self.record_id:
            return
        dialog = AddingDialog(self.desk, self.record_id, sources, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.added.connect(self._say_added)
        dialog.begin()

    def paste(self) -> None:
        """Add what was copied."""
        sources = sources_of(QGuiApplication.clipboard().mimeData())
        if sources:
            self.add(sources)
        else:
            self.message_bar.say(N_("Nothing that could be attached was copied: no file and no picture."), "warn")

    def look_at(self, attachment: Attachment) -> None:
        """Open an attachment in the program."""
        viewer = AttachmentViewer(self.desk, attachment, self.window())
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.save_wanted.connect(lambda: self._save(attachment, viewer))
        viewer.begin()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_welcome(event.mimeData()) and self.record_id:
            self.hint_label.set_words(_LET_GO)
            _take_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hint_label.set_words(_HINT)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.hint_label.set_words(_HINT)
        _take_copy(event)
        sources = sources_of(event.mimeData())
        if sources:
            self.add(sources)
        else:
            self.message_bar.say(N_("That could not be added: it is no file on this computer."), "warn")

    def _chosen(self, files: list[str]) -> None:
        self.add([FileSource(Path(file)) for file in files])

    def _say_added(self, count: int) -> None:
        if count and not self.desk.is_closing:
            self.message_bar.say(
                lambda: ngettext("{n} file was added.", "{n} files were added.", count).format(n=count),
                "good",
                seconds=8,
            )

    def _changed(self, touched: Touched) -> None:
        if touches(touched, "attachment", "saved_copy") and self.isVisible() and not self.desk.is_closing:
            self.read()

    def _show(self, rows: Sequence[Row]) -> None:
        self.rows_list.show_lines([self._line(row) for row in rows])
        self.empty_label.setVisible(not rows)

    def _line(self, row: Row) -> Line:
        each = row.attachment
        shown = each.media not in ("", OTHER)
        deeds = (
            Deed(words=N_("View"), run=lambda: self.look_at(each), icon="eye"),
            Deed(words=N_("Name, note and history"), run=lambda: self._details(row), icon="pencil", small=True),
            Deed(words=N_("Save a readable copy…"), run=lambda: self._save(each, self), icon="download", small=True),
            Deed(words=N_("Move to the bin"), run=lambda: self._bin(each), icon="trash-2", small=True),
        )
        icon = "file-text" if each.media == "pdf" else "image" if shown else "paperclip"
        return Line(title=raw(each.name), detail=lambda: _words(row), icon=icon, deeds=deeds if shown else deeds[1:])

    def _details(self, row: Row) -> None:
        dialog = DetailsDialog(self.desk, row, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _save(self, attachment: Attachment, near: "AttachmentViewer | AttachmentsPanel") -> None:
        if self.desk.session.practice:
            near.message_bar.show_problem(attachments.AttachmentStaysError())
            return
        dialog = SaveCopyDialog(self.desk, attachment, near.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(
            lambda: near.message_bar.say(N_("The readable file was written, and noted here."), "good", seconds=10)
        )
        dialog.open()

    def _bin(self, attachment: Attachment) -> None:
        name, record = attachment.name, attachment.id
        self.desk.do(
            lambda session: attachments.delete(session, record),
            lambda _touched: self.message_bar.say(
                lambda: _("{name} is in the bin.").format(name=name),
                "good",
                N_("Undo"),
                lambda: self.desk.do(lambda session: session.store.restore([record])),
                seconds=10,
            ),
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        ways = QWidget()
        flow = FlowLayout(ways, S(8))
        flow.addWidget(self.add_button)
        flow.addWidget(self.paste_button)
        for part in (ways, self.hint_label, self.message_bar, self.rows_list, self.empty_label):
            column.addWidget(part)
        column.addStretch(1)


def _take_copy(event: QDropEvent) -> None:
    """Accept a drop, but never as a move: the original is not ours to take away."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class AttachmentsTab(Tab):
    """The attachments as a part of a record's card."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.panel = AttachmentsPanel(desk)
        self.column.addWidget(self.panel, 1)

    def read(self) -> None:
        self.panel.show_record(self.record_id)

    def clear(self) -> None:
        super().clear()
        self.panel.clear()


def _words(row: Row) -> str:
    """Return "PDF · 1.2 MB · Added on 4 mar 2026", the note, and how many readable copies there are."""
    each, kind = row.attachment, KINDS["attachment"]
    day = iso_date(each.added_on)
    parts = [
        text_of(kind.field("media"), each.media),
        size_text(each.size or 0),
        _("Added on {day}").format(day=show_date(day)) if day else "",
    ]
    lines = [" · ".join(part for part in parts if part), each.note]
    if row.copies:
        count = len(row.copies)
        lines.append(ngettext("{n} readable copy was saved", "{n} readable copies were saved", count).format(n=count))
    return "\n".join(line for line in lines if line)
