"""The bin: what was moved into it, the way back (R6), and the way out."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.keeping.erase_dialog import done_words, open_erase
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _, ngettext, tr
from cima_desktop.model.ids import RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched
from cima_desktop.store import BinEntry


class BinPart(QWidget):
    """Newest first; nothing in the bin is lost, and nothing leaves it by itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.entries_list = RowsList()
        self.empty = Label(N_("The bin is empty."), "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        for part in (self.message_bar, self.entries_list, self.empty):
            column.addWidget(part)
        column.addStretch(1)
        desk.changed.connect(self._changed)
        desk.closing.connect(lambda: self.entries_list.show_lines(()))

    def read(self) -> None:
        """Read what is in the bin."""
        self.desk.ask(lambda s: s.store.bin(), self._show, latest="bin")

    def _show(self, entries: list[BinEntry]) -> None:
        self.entries_list.show_lines([self._line(entry) for entry in entries])
        self.empty.setVisible(not entries)

    def _line(self, entry: BinEntry) -> Line:
        kind = KINDS.get(entry.kind)
        back = Deed(words=N_("Put back"), run=lambda: self._restore(entry.id), icon="archive-restore")
        erase = Deed(words=N_("Erase…"), run=lambda: self._erase(entry.id), icon="circle-x", small=True)
        title: Text = raw(entry.title) if entry.title else N_("(no name yet)")
        return Line(
            title=title, detail=lambda: _about(entry), icon=kind.icon if kind else "file-text", deeds=(back, erase)
        )

    def _restore(self, record: RecordId) -> None:
        self.desk.do(lambda s: s.store.restore([record]), lambda _touched: self._restored())

    def _erase(self, record: RecordId) -> None:
        open_erase(
            self.desk, self, [record], "bin", lambda done: self.message_bar.say(lambda: done_words(done), "good")
        )

    def _restored(self) -> None:
        self.message_bar.say(N_("It is back where it was."), "good", seconds=8)
        self.read()

    def _changed(self, _touched: Touched) -> None:
        if self.isVisible() and not self.desk.is_closing:
            self.read()


def _about(entry: BinEntry) -> str:
    kind = KINDS.get(entry.kind)
    parts = [
        tr(kind.label) if kind else "",
        _("in the bin since {day}").format(day=show_date(entry.when.astimezone().date())),
        ngettext("with {n} part", "with {n} parts", entry.parts).format(n=entry.parts) if entry.parts else "",
    ]
    return " · ".join(part for part in parts if part)
