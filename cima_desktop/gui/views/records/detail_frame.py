"""How a record's card is laid out."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QToolButton, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.attachments.attachments_panel import AttachmentsTab
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_references import DeskReferences
from cima_desktop.gui.views.keeping.kept_line import KeptLine
from cima_desktop.gui.views.records.detail_head import DetailHead
from cima_desktop.gui.views.records.history_tab import HistoryTab
from cima_desktop.gui.views.records.notes_tab import NotesTab
from cima_desktop.gui.views.records.record_form import RecordForm
from cima_desktop.gui.views.records.record_keeping import SessionKeeping
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_
from cima_desktop.model.kinds import KINDS

ROOMY, LOW = 430, 380


class DetailFrame(Card):
    """Head, tabs (the form first; attachments, notes and history last), and a foot that says what is saved."""

    asked: Sequence[str] = ()
    """The fields of the form, where some of the kind's are changed by deeds of their own; else all of them."""

    def __init__(self, desk: Desk, kind: str, first_field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.kind = KINDS[kind]
        self.first_field = first_field
        self._is_alone = False
        self.keys: list[str] = []
        self.references = DeskReferences(desk)
        self.head = DetailHead()
        self.undo_action = self.head.add_deed("undo-2", N_("Undo"))
        self.copy_action = self.head.add_deed("copy", N_("A copy for a helper…"))
        self.bin_action = self.head.add_deed("trash-2", N_("Move to the bin"))
        self.form = RecordForm(self.kind, SessionKeeping(desk), self.references, self.asked)
        self.attachments_tab = AttachmentsTab(desk)
        self.kept_line = KeptLine(desk)
        self.kept_line.told.connect(self.head.show_note)
        self.notes_tab = NotesTab(desk)
        self.history_tab = HistoryTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setObjectName(f"{kind}_tabs")
        self.undo_button = SecondaryButton(N_("Undo"), "undo-2")
        self.note_button = PrimaryButton(N_("Add a note"), "plus")
        self._build()

    def above_form(self) -> Sequence[QWidget]:
        """Return what stands over the form."""
        return ()

    def parts(self) -> Sequence[tuple[str, Text, Tab]]:
        """Return key, title and widget of the tabs between the form and the notes."""
        return ()

    def tab(self) -> str:
        """Return which part is open."""
        return self.keys[self.tabs.currentIndex()]

    def open_tab(self, key: str) -> None:
        """Open a part."""
        self.tabs.setCurrentIndex(self.keys.index(key) if key in self.keys else 0)

    def make_room(self, alone: bool) -> None:
        """Leave out what can be read or done elsewhere while the record needs all the room."""
        self.head.make_room(alone)
        self._is_alone = alone
        self._fit(self.size())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size())

    def _fit(self, size: QSize) -> None:
        """Leave out at the foot what the record needs the room of: the menu of the head and the notes have it too.

        Whether it is saved is always said, unless the record has all the window.
        """
        has_room = size.height() >= S(LOW) and not self.desk.is_for_looking
        self.footer_part.setVisible(not self._is_alone)
        show_if(self.note_button, has_room)
        show_if(self.undo_button, has_room and size.width() >= S(ROOMY))
        self.footer.setContentsMargins(S(20), S(10 if has_room else 2), S(20), S(10 if has_room else 2))

    def _build(self) -> None:
        self.header.insertWidget(0, self.head, 1000)
        summary = QWidget()
        column = QVBoxLayout(summary)
        column.setContentsMargins(S(2), S(12), S(10), S(4))
        column.setSpacing(S(14))
        for part in self.above_form():
            column.addWidget(part)
        column.addWidget(self.form)
        column.addWidget(self.kept_line)
        column.addStretch(1)
        self._add_tab("summary", N_("Summary"), Scroll(summary))
        for key, title, tab in self.parts():
            self._add_tab(key, title, tab)
        self._add_tab("attachments", N_("Attachments"), self.attachments_tab)
        self._add_tab("notes", N_("Notes"), self.notes_tab)
        self._add_tab("history", N_("History"), self.history_tab)
        bind(self.tabs, QWidget.setAccessibleName, N_("Parts of this record"))
        bar = self.tabs.tabBar()
        bind(bar, QWidget.setAccessibleName, N_("Parts of this record"))
        self.tabs.setUsesScrollButtons(True)  # where there is little room, rather than names nobody can read
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # which it hands on to its bar, as the bar takes its focus
        bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the arrow keys go from one part to the next
        for button in bar.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # they scroll the bar, which follows the arrow keys
        self.body.addWidget(self.tabs, 1)
        self.footer = self.add_footer()
        for part, stretch in ((self.form.state, 1), (self.undo_button, 0), (self.note_button, 0)):
            self.footer.addWidget(part, stretch)

    def _add_tab(self, key: str, title: Text, widget: QWidget) -> None:
        place = self.tabs.addTab(widget, "")
        self.keys.append(key)

        def set_title(_widget: QWidget, words: str) -> None:
            self.tabs.setTabText(place, words)
            self.tabs.setTabToolTip(place, words)

        bind(widget, set_title, title)

    def _tabs(self) -> list[Tab]:
        return [w for i in range(self.tabs.count()) if isinstance(w := self.tabs.widget(i), Tab)]
