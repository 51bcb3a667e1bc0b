"""Who can open the vault: another passphrase, a new recovery sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.first_run_passphrase import PassphrasePart
from cima_desktop.gui.views.first_run_recovery import RecoveryPart
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_
from cima_desktop.vault.calibrate import calibrate


class AccessPart(QWidget):
    """Changing the passphrase asks for the old one; a new recovery code ends the printed one."""

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
            N_("The sheet that was printed before stops working as soon as there is a new code."), "muted", wrap=True
        )
        self.recovery_part = RecoveryPart()
        self.recovery_part.hide()
        self.done_button = PrimaryButton(N_("The sheet is right"), "check")
        self.done_button.hide()
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
        column.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _connect(self) -> None:
        self.change_button.clicked.connect(self.new_part.check)
        self.new_part.submitted.connect(self.new_part.check)
        self.new_part.accepted.connect(self._change)
        self.code_button.clicked.connect(self._new_code)
        self.recovery_part.proved_changed.connect(self.done_button.setEnabled)
        self.done_button.clicked.connect(self._proved)
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
        self.recovery_part.forget()
        self.recovery_part.hide()
        self.done_button.hide()

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
        self.desk.write(
            lambda s: s.vault.access.replace_recovery_code(), self._show_code, self.message_bar.show_problem
        )

    def _show_code(self, code: str) -> None:
        self.recovery_part.show_code(code)
        self.recovery_part.show()
        self.done_button.show()
        self.done_button.setEnabled(False)
        self.recovery_part.ui.group1_edit.setFocus()

    def _proved(self) -> None:
        self.recovery_part.forget()
        self.recovery_part.hide()
        self.done_button.hide()
        self.message_bar.say(N_("The new recovery sheet works. Destroy the old one."), "good")
