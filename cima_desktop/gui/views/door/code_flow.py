"""A new recovery code, from its first sight until it is typed back: one sheet of paper opens the vault."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.door.first_run_recovery import RecoveryPart
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys


class CodeFlow(QWidget):
    """The code of before goes on working until this one is proved."""

    shown = Signal()
    proved = Signal()
    left = Signal()

    def __init__(self, desk: Desk, leave_words: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.message_bar = MessageBar()
        self.recovery_part = RecoveryPart(desk)
        self.done_button = PrimaryButton(N_("The sheet is right"), "check")
        self.leave_button = QuietButton(leave_words, "x")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.message_bar)
        column.addWidget(self.recovery_part)
        line = QHBoxLayout()
        line.addWidget(self.done_button)
        line.addWidget(self.leave_button)
        line.addStretch(1)
        column.addLayout(line)
        self.recovery_part.proved_changed.connect(self.done_button.setEnabled)
        self.recovery_part.ui.group3_edit.returnPressed.connect(self.done_button.click)
        self.done_button.clicked.connect(self._prove)
        self.leave_button.clicked.connect(self._leave)
        desk.closing.connect(self.forget)

    def begin(self) -> None:
        """Ask for a new code and show it."""
        self._desk.ask(keys.offer_code, self._show, self.message_bar.show_problem)

    def forget(self) -> None:
        """Forget the code."""
        self.recovery_part.forget()
        self.message_bar.hide_message()

    def _show(self, code: str) -> None:
        self.message_bar.hide_message()
        self.recovery_part.show_code(code)
        self.done_button.setEnabled(False)
        self.recovery_part.ui.group1_edit.setFocus()
        self.shown.emit()

    def _prove(self) -> None:
        """Let the new sheet, whose groups were typed back, take the place of the old one."""
        if not self.recovery_part.is_proved():
            return
        code = self.recovery_part.code()
        self.done_button.setEnabled(False)
        self._desk.write(lambda s: keys.accept_code(s, code), self._proved, self._not_proved)

    def _proved(self, is_right: bool) -> None:
        self.forget()
        (self.proved if is_right else self.left).emit()

    def _not_proved(self, error: KnownError) -> None:
        self.done_button.setEnabled(True)
        self.message_bar.show_problem(error)

    def _leave(self) -> None:
        self._desk.ask(keys.withdraw)
        self.forget()
        self.left.emit()
