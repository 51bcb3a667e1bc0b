"""Who can open the vault: another passphrase, a new recovery sheet."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import ANYTHING, Desk
from cima_desktop.gui.views.door.first_run_passphrase import PassphrasePart
from cima_desktop.gui.views.door.first_run_recovery import RecoveryPart
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import recovery_sheet
from cima_desktop.vault.calibrate import calibrate


class AccessPart(QWidget):
    """Changing the passphrase asks for the old one; a new recovery code ends the printed one once it is proved."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.message_bar = MessageBar()
        self.practice_label = Label(
            N_("The practice vault opens without a passphrase, so there is nothing to change here."), "muted", wrap=True
        )
        self.old_edit = LineEdit(limit=4000)
        self.old_edit.setObjectName("access_old_edit")
        self.old_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.new_part = PassphrasePart(desk.tasks, calibrate, named=False)
        self.change_button = PrimaryButton(N_("Change the passphrase"), "key-round")
        self.code_button = SecondaryButton(N_("Make a new recovery code"), "refresh-cw")
        self.code_label = Label(
            N_(
                "The sheet that was printed before goes on working until three groups of the new one have been typed"
                " back."
            ),
            "muted",
            wrap=True,
        )
        self.recovery_part = RecoveryPart()
        self.recovery_part.hide()
        self.done_button = PrimaryButton(N_("The sheet is right"), "check")
        self.done_button.hide()
        self.keep_button = QuietButton(N_("Stay with the old sheet"), "x")
        self.keep_button.hide()
        self._parts = (FieldRow(N_("Present passphrase"), self.old_edit), self.new_part, self.change_button)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        column.addWidget(self.message_bar)
        column.addWidget(self.practice_label)
        self._headings = [Label(N_("Change the passphrase"), "section"), Label(N_("Recovery sheet"), "section")]
        column.addWidget(self._headings[0])
        column.addWidget(self._parts[0])
        column.addWidget(self.new_part)
        column.addWidget(self.change_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(S(16))
        column.addWidget(self._headings[1])
        column.addWidget(self.code_label)
        column.addWidget(self.code_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.recovery_part)
        line = QHBoxLayout()
        line.addWidget(self.done_button)
        line.addWidget(self.keep_button)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)

    def _connect(self) -> None:
        self.change_button.clicked.connect(self.new_part.check)
        self.new_part.submitted.connect(self.new_part.check)
        self.new_part.accepted.connect(self._change)
        self.code_button.clicked.connect(self._new_code)
        self.recovery_part.proved_changed.connect(self.done_button.setEnabled)
        self.done_button.clicked.connect(self._prove)
        self.keep_button.clicked.connect(self._withdraw)
        self.desk.closing.connect(self.forget)

    def read(self) -> None:
        """Show what can be changed in this vault."""
        practice = self.desk.session.practice
        self.practice_label.setVisible(practice)
        for part in (*self._parts, *self._headings, self.code_label, self.code_button):
            part.setVisible(not practice)
        if not practice:
            self.new_part.measure()

    def forget(self) -> None:
        """Forget everything that was typed or shown."""
        self.old_edit.set_value("")
        self.new_part.forget()
        self._put_away()

    def _change(self, _name: str, new: str) -> None:
        old, cost = self.old_edit.value(), self.new_part.cost()
        self.desk.write(
            lambda s: s.vault.access.change_passphrase(old, new, cost), self._changed, self.message_bar.show_problem
        )

    def _changed(self, _nothing: object) -> None:
        self.old_edit.set_value("")
        self.new_part.forget()
        self.message_bar.say(N_("The passphrase was changed. The old one no longer opens the vault."), "good")

    def _new_code(self) -> None:
        self.desk.ask(recovery_sheet.offer, self._show_code, self.message_bar.show_problem)

    def _show_code(self, code: str) -> None:
        self.message_bar.hide_message()
        self.recovery_part.show_code(code)
        for part in (self.recovery_part, self.done_button, self.keep_button):
            part.show()
        self.done_button.setEnabled(False)
        self.code_button.setEnabled(False)
        self.recovery_part.ui.group1_edit.setFocus()
        QTimer.singleShot(0, self, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """Scroll to the code, with as much of what belongs to it as there is room for."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self.done_button)
            above.ensureWidgetVisible(self.recovery_part.ui.code_label)

    def _prove(self) -> None:
        """Let the new sheet, whose groups were typed back, take the place of the old one."""
        code = self.recovery_part.code()
        self.done_button.setEnabled(False)
        self.desk.write(lambda s: recovery_sheet.prove(s, code), self._proved, self._not_proved)

    def _proved(self, is_right: bool) -> None:
        self._put_away()
        if is_right:
            words = N_("The new recovery sheet works, and the old one no longer does. Destroy the old one.")
            self.message_bar.say(words, "good")
            self.desk.changed.emit(ANYTHING)

    def _not_proved(self, error: KnownError) -> None:
        self.done_button.setEnabled(True)
        self.message_bar.show_problem(error)

    def _withdraw(self) -> None:
        self.desk.ask(recovery_sheet.withdraw)
        self._put_away()
        self.message_bar.say(
            N_("The old recovery sheet goes on working. Destroy the new one if it was printed."), "info"
        )

    def _put_away(self) -> None:
        self.recovery_part.forget()
        for part in (self.recovery_part, self.done_button, self.keep_button):
            part.hide()
        self.code_button.setEnabled(True)
