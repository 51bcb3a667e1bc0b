"""Other programs' files, as a section of the exchange: what comes in from a table, and what leaves as one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.files.import_dialog import ImportDialog
from cima_desktop.gui.views.files.leaving import (
    CalendarDialog,
    EverythingDialog,
    FileDialog,
    ListDialog,
    open_leaving,
    stays_here,
)
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.dropped_file import one_file
from cima_desktop.gui.widgets.file_dialogs import choose_file
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.services.files import lists
from cima_desktop.services.helper_end import HelperCopyReadOnlyError

_WHAT_COMES = N_("People and households from CSV, Excel (.xlsx) and vCard files. You can also drop a file here.")


class FilesPart(QWidget):
    """One line for each thing that can be done."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAcceptDrops(True)
        self.message_bar = MessageBar()
        self.deeds_list = RowsList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        why = N_(
            "For what other programs make and read. To hand families to another coordinator, send a bundle instead."
        )
        for part in (Label(why, "muted", wrap=True), self.message_bar, self.deeds_list):
            column.addWidget(part)
        column.addStretch(1)
        self.deeds_list.show_lines(self._lines())

    def begin_import(self) -> None:
        """Ask for a table to take in."""
        if not self._refused_here():
            choose_file(self, N_("Choose the table to take in"), self.take_file)

    def take_file(self, path: str) -> None:
        """Open what a file holds, to decide what of it is taken in."""
        dialog = ImportDialog(self.desk, Path(path), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.take_size(S(1100), S(720))
        dialog.open()
        dialog.begin()

    def save_list(self, kind: str) -> None:
        """Let a whole list out."""
        if not self._stays_here():
            self.desk.ask(lambda s: lists.everything(s, kind), lambda ids: self._offer(kind, ids))

    def save_calendar(self) -> None:
        """Let the days that come out."""
        if not self._stays_here():
            self._open(CalendarDialog(self.desk, self.window()))

    def save_everything(self) -> None:
        """Let everything out."""
        if not self._stays_here():
            self._open(EverythingDialog(self.desk, self.window()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if one_file(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)  # the original is not ours to take away
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if not self._refused_here():
            self.take_file(one_file(event.mimeData()))

    def _lines(self) -> list[Line]:
        take = Deed(words=N_("Choose a file…"), run=self.begin_import)
        found = [Line(title=N_("Take in a table"), detail=_WHAT_COMES, icon="download", deeds=[take])]
        found += [self._list_line(kind) for kind in lists.LISTED]
        day = N_("Signing days, ends of papers, reviews and tasks, without names unless you ask for them.")
        everything = N_("Every record with its history, as files any program reads. Not encrypted.")
        return [
            *found,
            _line(N_("The days that come, for a calendar"), day, "calendar-days", self.save_calendar),
            _line(N_("Everything as open files"), everything, "hard-drive-download", self.save_everything),
        ]

    def _list_line(self, kind: str) -> Line:
        declared = KINDS[kind]
        return _line(
            lambda: tr(N_("List: {what}")).format(what=tr(declared.plural)),
            "",
            declared.icon,
            lambda: self.save_list(kind),
        )

    def _offer(self, kind: str, ids: list[RecordId]) -> None:
        if ids:
            self._open(ListDialog(self.desk, kind, ids, self.window()))
        else:
            self.message_bar.say(N_("This list is empty: there is nothing to save."), "info")

    def _open(self, dialog: FileDialog) -> QDialog:
        return open_leaving(dialog, self.message_bar)

    def _refused_here(self) -> bool:
        if self.desk.is_for_looking:
            self.message_bar.show_problem(HelperCopyReadOnlyError())
        return self.desk.is_for_looking

    def _stays_here(self) -> bool:
        return stays_here(self.desk, self.message_bar)


def _line(title: Text, detail: Text, icon: str, run: Callable[[], object]) -> Line:
    return Line(title=title, detail=detail, icon=icon, deeds=[Deed(words=N_("Save as a file…"), run=run)])
