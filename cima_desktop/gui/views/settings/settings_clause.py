"""One clause of a paper: the shipped words in both languages, and the organization's own beside them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import QuietButton, SecondaryButton
from cima_desktop.gui.widgets.chip import Chip
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label, Rule
from cima_desktop.gui.widgets.text_area import TextArea
from cima_desktop.i18n import N_
from cima_desktop.services.approvals import Wording


class ClausePart(QWidget):
    """Shipped on the left, own on the right; the fields for own words open when they are wanted."""

    keep_asked = Signal(str, str)
    """Own words in English and Spanish."""
    drop_asked = Signal()

    def __init__(self, clause: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clause = clause
        own = clause.own
        self.english_edit, self.spanish_edit = TextArea(lines=4), TextArea(lines=4)
        self.english_edit.set_value(own.en if own else clause.shipped.en)
        self.spanish_edit.set_value(own.es if own else clause.shipped.es)
        for edit in (self.english_edit, self.spanish_edit):
            guarded(edit, words=False)  # law speaks of status; a number of somebody's belongs in no clause
        self.write_button = QuietButton(N_("Write an own clause"), "pencil")
        self.keep_button = SecondaryButton(N_("Keep the own clause"), "check")
        self.drop_button = QuietButton(N_("Go back to the shipped words"), "undo-2")
        self.editor = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(8))
        column.addWidget(Rule())
        head = QHBoxLayout()
        head.addWidget(Label(raw(clause.block), "label"))
        head.addWidget(Chip(N_("Own clause") if own else "", "info"))
        head.addStretch(1)
        head.addWidget(self.write_button)
        column.addLayout(head)
        column.addLayout(self._words())
        column.addWidget(self._editor())
        self.editor.hide()
        self.write_button.clicked.connect(self._write)
        self.keep_button.clicked.connect(
            lambda: self.keep_asked.emit(self.english_edit.value(), self.spanish_edit.value())
        )
        self.drop_button.clicked.connect(self.drop_asked)

    def _words(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(S(16))
        shipped, own = self.clause.shipped, self.clause.own
        columns = [(N_("Shipped words"), shipped)] + ([(N_("Own clause"), own)] if own else [])
        for place, (title, words) in enumerate(columns):
            grid.addWidget(Label(title, "label"), 0, place)
            grid.addWidget(Label(raw(words.en), wrap=True), 1, place)
            grid.addWidget(Label(raw(words.es), "muted", wrap=True), 2, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _editor(self) -> QWidget:
        column = QVBoxLayout(self.editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FieldRow(N_("Own words in English"), self.english_edit))
        column.addWidget(FieldRow(N_("Own words in Spanish"), self.spanish_edit))
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.drop_button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.drop_button.setVisible(self.clause.own is not None)
        return self.editor

    def _write(self) -> None:
        self.editor.setVisible(not self.editor.isVisible())
        if self.editor.isVisible():
            self.english_edit.setFocus()
