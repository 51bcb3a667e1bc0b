"""The card of one record that has a form, some parts and a history; people and households are such cards."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.detail_head import DetailHead
from cima_desktop.gui.views.history_tab import HistoryTab
from cima_desktop.gui.views.interview_references import DeskReferences
from cima_desktop.gui.views.notes_tab import NotesTab
from cima_desktop.gui.views.record_form import RecordForm
from cima_desktop.gui.views.record_keeping import SessionKeeping
from cima_desktop.gui.views.rows_list import Scroll
from cima_desktop.gui.views.tab import Tab
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.kinds import KINDS
from cima_desktop.model.touched import Touched


class RecordDetail(Card):
    """Head, tabs (the form first, notes and history last), and a foot that says what is saved."""

    binned = Signal(str, str)
    """Somebody moved the record to the bin: its id and name."""

    def __init__(self, desk: Desk, kind: str, first_field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.kind = KINDS[kind]
        self.first_field = first_field
        self._shown = NO_ID
        self.keys: list[str] = []
        self.references = DeskReferences(desk)
        self.head = DetailHead()
        self.bin_action = self.head.add_deed("trash-2", N_("Move to the bin"))
        self.form = RecordForm(self.kind, SessionKeeping(desk), self.references)
        self.notes_tab = NotesTab(desk)
        self.history_tab = HistoryTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setObjectName(f"{kind}_tabs")
        self.undo_button = SecondaryButton(N_("Undo"), "undo-2")
        self.note_button = PrimaryButton(N_("Add a note"), "plus")
        self._build()
        self._connect()

    # for subclasses

    def above_form(self) -> Sequence[QWidget]:
        """Return what stands over the form."""
        return ()

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        """Return key, title and widget of the tabs between the form and the notes."""
        return ()

    def look(self) -> None:
        """Let the head follow what stands in the form."""

    # the card

    def record_id(self) -> RecordId:
        """Return the id of the record shown."""
        return self.form.record_id()

    def holds_new(self) -> bool:
        """Tell whether a record stands here that was never kept."""
        return bool(self._shown) and self.form.is_new()

    def show_record(self, record_id: str) -> None:
        """Show a record."""
        self._shown = RecordId(record_id)
        self.form.load(self._shown)
        self._fill_tab()

    def begin(self) -> None:
        """Start a new record with the cursor in the first field."""
        self.tabs.setCurrentIndex(0)
        self.form.begin()
        self._shown = self.form.record_id()
        self.form.editor(self.first_field).setFocus(Qt.FocusReason.OtherFocusReason)

    def resume(self, record_id: RecordId) -> None:
        """Go on with a new record whose fields wait as a draft."""
        self._shown = record_id
        self.form.resume(record_id)

    def clear(self) -> None:
        """Forget whatever is shown."""
        self._shown = NO_ID
        self.form.clear()
        self.head.show_name("", "")
        self.head.show_chips([])
        for tab in self._tabs():
            tab.clear()

    def tab(self) -> str:
        """Return which part is open."""
        return self.keys[self.tabs.currentIndex()]

    def open_tab(self, key: str) -> None:
        """Open a part."""
        self.tabs.setCurrentIndex(self.keys.index(key) if key in self.keys else 0)

    def write_note(self) -> None:
        """Go to the notes with the cursor in a new one."""
        self.open_tab("notes")
        self.notes_tab.begin_note()

    def leave(self) -> None:
        """Keep everything that was typed."""
        self.form.flush()
        self.notes_tab.flush()

    def _build(self) -> None:
        self.header.insertWidget(0, self.head, 1000)
        summary = QWidget()
        column = QVBoxLayout(summary)
        column.setContentsMargins(S(2), S(12), S(10), S(4))
        column.setSpacing(S(14))
        for part in self.above_form():
            column.addWidget(part)
        column.addWidget(self.form)
        column.addStretch(1)
        self._add_tab("summary", N_("Summary"), Scroll(summary))
        for key, title, tab in self.parts():
            self._add_tab(key, title, tab)
        self._add_tab("notes", N_("Notes and tasks"), self.notes_tab)
        self._add_tab("history", N_("History"), self.history_tab)
        bind(self.tabs, QWidget.setAccessibleName, N_("Parts of this record"))
        bind(self.tabs.tabBar(), QWidget.setAccessibleName, N_("Parts of this record"))
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar takes the focus
        self.body.addWidget(self.tabs, 1)
        footer = self.add_footer()
        for part, stretch in ((self.form.state, 1), (self.undo_button, 0), (self.note_button, 0)):
            footer.addWidget(part, stretch)

    def _add_tab(self, key: str, title: Text, widget: QWidget) -> None:
        place = self.tabs.addTab(widget, "")
        self.keys.append(key)

        def set_title(_widget: QWidget, words: str) -> None:
            self.tabs.setTabText(place, words)

        bind(widget, set_title, title)

    def _connect(self) -> None:
        for signal in (self.form.edited, self.form.ready, self.form.kept):
            signal.connect(self._looked)
        self.bin_action.triggered.connect(self._bin)
        self.undo_button.clicked.connect(self._undo)
        self.note_button.clicked.connect(self.write_note)
        self.tabs.currentChanged.connect(lambda _index: self._fill_tab())
        self.desk.changed.connect(self._changed)

    def _looked(self) -> None:
        self.bin_action.setEnabled(not self.form.is_new())
        self.note_button.setEnabled(not self.form.is_new())
        self.look()

    def _tabs(self) -> list[Tab]:
        return [w for i in range(self.tabs.count()) if isinstance(w := self.tabs.widget(i), Tab)]

    def _fill_tab(self) -> None:
        part = self.tabs.currentWidget()
        if self._shown and isinstance(part, Tab) and not self.desk.is_closing:
            part.show_record(self._shown)

    def _changed(self, touched: Touched) -> None:
        if self.desk.is_closing or not self.record_id():
            return
        if not touched.ids or self.record_id() in touched.ids:
            self.form.refresh()
        self._fill_tab()

    def _undo(self) -> None:
        self.form.flush()
        self.desk.undo()

    def _bin(self) -> None:
        self.form.flush()
        if self.record_id() and not self.form.is_new():
            self.binned.emit(self.record_id(), self.head.name_label.text())
