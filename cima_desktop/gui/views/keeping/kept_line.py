"""On each record: until when it is kept and why (A2), whether a legal hold covers it, and the way to erase it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.keeping.erase_dialog import open_erase
from cima_desktop.gui.views.keeping.erase_field_dialog import open_erase_field
from cima_desktop.gui.views.keeping.hold_dialog import open_place
from cima_desktop.gui.views.keeping.keeping_words import kept_reason, kept_title
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services import retention
from cima_desktop.services.retention import Kept


class KeptLine(QWidget):
    """Hidden until it knows; follows holds and changes by being asked again."""

    told = Signal(object)
    """Until when, in a few words (a `Text`), for the head of the record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.record = NO_ID
        self._drawing = Drawing("clock", "muted", side=18)
        self.title_label = Label("", "strong", wrap=True)
        self.reason_label = Label("", "small", wrap=True)
        self.hold_button = QuietButton(N_("Hold…"), "shield")
        self.field_button = QuietButton(N_("Erase one field…"), "minus")
        self.erase_button = QuietButton(N_("Erase…"), "circle-x")
        self.hold_button.setObjectName("hold_button")
        self.field_button.setObjectName("erase_field_button")
        self.erase_button.setObjectName("erase_button")
        self._build()
        self.hold_button.clicked.connect(self._hold)
        self.field_button.clicked.connect(self._erase_field)
        self.erase_button.clicked.connect(self._erase)
        desk.changed.connect(self._changed)
        self.hide()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(S(2))
        words.addWidget(self.title_label)
        words.addWidget(self.reason_label)
        buttons = QWidget()
        flow = FlowLayout(buttons, S(4))
        for button in (self.hold_button, self.field_button, self.erase_button):
            flow.addWidget(button)
        words.addWidget(buttons)
        row = QHBoxLayout()
        row.setSpacing(S(10))
        row.addWidget(self._drawing, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(Rule())
        column.addLayout(row)

    def show_record(self, record: str) -> None:
        """Say until when a record is kept."""
        if record != self.record:
            self.record = RecordId(record)
            self.hide()
            self.told.emit("")
        self.reload()

    def clear(self) -> None:
        """Forget the record."""
        self.record = NO_ID
        self.hide()
        self.told.emit("")

    def reload(self) -> None:
        """Ask again."""
        record = self.record
        if record and not self.desk.is_closing and not self.desk.is_for_looking:
            # A stream of its own: the lines of several pages must not take each other's answers.
            self.desk.ask(lambda s: (record, retention.kept(s, record)), self._show, latest=f"kept {id(self)}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _changed(self, _touched: Touched) -> None:
        if self.isVisible():
            self.reload()

    def _show(self, found: tuple[RecordId, Kept | None]) -> None:
        record, kept = found
        if record != self.record:
            return
        self.setVisible(kept is not None)
        if kept is not None:
            is_held = kept.rule == "held"
            self._drawing.set_icon("shield" if is_held else "clock", "tone:warn" if is_held or kept.is_due else "muted")
            self.title_label.set_words(lambda: kept_title(kept))
            self.reason_label.set_words(lambda: kept_reason(kept))
            for button in (self.field_button, self.erase_button):
                button.setEnabled(not is_held)
            self.told.emit(lambda: kept_title(kept))

    def _hold(self) -> None:
        if self.record:
            open_place(self.desk, self, self.record)

    def _erase_field(self) -> None:
        if self.record:
            open_erase_field(self.desk, self, self.record)

    def _erase(self) -> None:
        if self.record:
            open_erase(self.desk, self, [self.record], "asked")
