"""Trying the paper: it is typed as on the day it is needed; nothing changes but the date that is noted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.shares_entry import SharesEntry
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.secret_words import keep_nowhere
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys


class RehearsalPart(QWidget):
    """Asks for the whole code, or for as many sheets as are needed."""

    done = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kind = keys.CODE
        self.message_bar = MessageBar()
        self.code_edit = LineEdit("XXXXX-XXXXX-…", limit=400)
        self.code_edit.setObjectName("rehearsal_code_edit")
        keep_nowhere(self.code_edit)
        self.code_row = FieldRow(
            N_("Recovery code"),
            self.code_edit,
            N_("From the printed sheet. Small letters, spaces and dashes do not matter."),
        )
        self.entry = SharesEntry()
        self.try_button = PrimaryButton(N_("Try it"), "check")
        self.leave_button = QuietButton(N_("Cancel"), "x")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.message_bar)
        why = N_(
            "Fetch the paper and type what it says, as on the day it is needed. Nothing changes; the date is noted."
        )
        for part in (Label(why, wrap=True), self.code_row, self.entry):
            column.addWidget(part)
        line = QHBoxLayout()
        line.addWidget(self.try_button)
        line.addWidget(self.leave_button)
        line.addStretch(1)
        column.addLayout(line)
        self.code_edit.edited.connect(self._fit)
        self.code_edit.returnPressed.connect(self.try_paper)
        self.entry.changed.connect(self._fit)
        self.entry.submitted.connect(self.try_paper)
        self.try_button.clicked.connect(self.try_paper)
        self.leave_button.clicked.connect(self._leave)
        desk.closing.connect(self.forget)

    def begin(self, kind: str) -> None:
        """Ask for the code or for the shares."""
        self.forget()
        self.kind = kind
        self.code_row.setVisible(kind == keys.CODE)
        self.entry.setVisible(kind == keys.SHARES)
        self._fit()
        (self.code_edit if kind == keys.CODE else self.entry).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what was typed."""
        self.code_edit.clear()
        self.entry.forget()
        self.message_bar.hide_message()

    def try_paper(self) -> None:
        """Try what was typed."""
        if not self.try_button.isEnabled():
            return
        typed = (self.code_edit.value(),) if self.kind == keys.CODE else self.entry.shares()
        self.try_button.setEnabled(False)
        self._desk.write(lambda s: keys.rehearse(s, typed), self._tried, self._failed)

    def _tried(self, is_right: bool) -> None:
        if is_right:
            self.forget()
            self.done.emit()
            return
        self._fit()
        self.message_bar.say(
            N_(
                "This paper does not open this vault. It may be an old one: make a new one today, and destroy this one."
            ),
            "bad",
        )

    def _failed(self, error: KnownError) -> None:
        self._fit()
        self.message_bar.show_problem(error)

    def _fit(self) -> None:
        is_there = bool(self.code_edit.value().strip()) if self.kind == keys.CODE else self.entry.is_complete()
        self.try_button.setEnabled(is_there)

    def _leave(self) -> None:
        self.forget()
        self.left.emit()
