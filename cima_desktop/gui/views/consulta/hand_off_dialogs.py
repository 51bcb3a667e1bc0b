"""Writing what the next shift must know, reading it with a receipt, and the sheet on paper (C9)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cima_desktop.documents.sheets import Sheets
from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.sheets_dialog import SheetsDialog
from cima_desktop.gui.views.records.rows_list import Line, RowsList
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.gui.widgets.check_list import CheckBox, CheckList
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_, _, clock_text
from cima_desktop.model.fields import iso_date
from cima_desktop.model.ids import RecordId
from cima_desktop.services.consulta import hand_off_sheet, handing_off
from cima_desktop.services.consulta.handing_off import Matter, Told
from cima_desktop.services.session import Session


class WriteDialog(TallDialog):
    """What is open at the end of the shift, ticked; words are added."""

    def __init__(self, desk: Desk, matters: Sequence[Matter], parent: QWidget | None = None) -> None:
        super().__init__(
            N_("Hand-off to the next shift"),
            N_("What is open was gathered for you. Take the tick away where nobody needs to know."),
            N_("Keep the hand-off"),
            620,
            parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._matters = {str(place): matter for place, matter in enumerate(matters)}
        named = [(key, raw(matter.title or matter.words)) for key, matter in self._matters.items()]
        more = {key: raw(matter.words) for key, matter in self._matters.items() if matter.title and matter.words}
        self.matters_list = CheckList(named, details=more)
        self.matters_list.setObjectName("hand_off_matters_list")
        self.matters_list.set_value(tuple(self._matters))
        self.none_label = Label(N_("Nothing is open that the program knows of."), "muted", wrap=True)
        self.words_edit = TextArea(lines=4, limit=4000)
        self.words_edit.setObjectName("hand_off_words_edit")
        self.words_edit.setMaximumHeight(self.words_edit.minimumHeight())
        self.words_guard = guarded(self.words_edit)
        self.add_row(N_("Open matters"), self.matters_list)
        self.rows.addWidget(self.none_label)
        show_if(self.none_label, not self._matters)
        self.add_row(N_("What else the next shift must know"), self.words_edit)
        self.written: Callable[[RecordId], object] = lambda _hand_off: None

    def finish(self) -> None:
        if self.words_guard.blocks():
            self.words_edit.setFocus()
            return
        words = self.words_guard.marked(self.words_edit.value().strip())
        matters = [self._matters[key] for key in self.matters_list.value()]
        self.done_button.setEnabled(False)
        self._desk.do(lambda s: handing_off.write(s, words, matters), self._kept, self.show_problem)

    def _kept(self, hand_off: RecordId) -> None:
        self.accept()
        self.written(hand_off)


class ReadDialog(TallDialog):
    """What the last shift left, and the receipt of whoever reads it."""

    def __init__(self, desk: Desk, told: Told, parent: QWidget | None = None) -> None:
        can = not told.is_mine and not told.hand_off.read_by and not desk.is_for_looking
        done: Text = N_("I have read it") if can else N_("Close")
        super().__init__(N_("Hand-off"), lambda: when_and_who(told), done, 620, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._hand_off, self._can = desk, told.hand_off.id, can
        if told.hand_off.words:
            self.rows.addWidget(Label(raw(told.hand_off.words), wrap=True))
        self.matters_list = RowsList()
        self.matters_list.show_lines(
            [Line(title=raw(m.title or "—"), detail=raw(m.words), icon="flag") for m in told.matters]
        )
        self.rows.addWidget(self.matters_list)

    def finish(self) -> None:
        if not self._can:
            self.accept()
            return
        hand_off = self._hand_off
        self.done_button.setEnabled(False)
        self._desk.do(lambda s: handing_off.confirm(s, hand_off), lambda _touched: self.accept(), self.show_problem)


class HandOffSheetDialog(SheetsDialog):
    """The sheet as it will be printed; telephone numbers only when they are asked for."""

    def __init__(self, desk: Desk, hand_off: RecordId, parent: QWidget | None = None) -> None:
        self._hand_off = hand_off
        self.phones_box = CheckBox(N_("With telephone numbers"))
        self.phones_box.setObjectName("hand_off_phones_box")
        words = (N_("Hand-off on paper"), N_("For whoever works at this desk. Destroy it when it was read."))
        super().__init__(desk, words, "hand_off", parent)
        self.rows.insertWidget(1, self.phones_box)
        self.phones_box.edited.connect(self.read)

    def make(self, session: Session, language: str) -> Sheets:
        return hand_off_sheet.make(session, self._hand_off, language, phones=self.phones_box.value())

    def note(self, session: Session) -> None:
        hand_off_sheet.begin_print(session, self._hand_off)


def when_and_who(told: Told) -> str:
    """Return who wrote a hand-off and when, and who read it."""
    note = told.hand_off
    day = iso_date(note.on)
    when = " ".join(filter(None, (show_date(day) if day else "", clock_text(note.at) if note.at else "")))
    read = _("read by {name}").format(name=told.read_by) if told.read_by else _("not yet confirmed")
    return " · ".join(filter(None, (told.by, when, read)))


def open_write(desk: Desk, near: QWidget, matters: Sequence[Matter]) -> WriteDialog:
    """Ask what the next shift must know; the sheet can be printed after that."""
    dialog = WriteDialog(desk, matters, near.window())
    dialog.written = lambda hand_off: open_sheet(desk, near, hand_off)
    dialog.open()
    return dialog


def open_read(desk: Desk, near: QWidget, told: Told) -> ReadDialog:
    """Show a hand-off."""
    dialog = ReadDialog(desk, told, near.window())
    dialog.open()
    return dialog


def open_sheet(desk: Desk, near: QWidget, hand_off: RecordId) -> HandOffSheetDialog:
    """Show the sheet as it will be printed."""
    dialog = HandOffSheetDialog(desk, hand_off, near.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.take_size(S(760), S(640))
    dialog.open()
    return dialog
