"""What opened a vault on another day: its passphrase with the key file, the recovery code or the shares."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.door.key_file_row import KeyFileRow
from cima_desktop.gui.views.door.shares_entry import SharesEntry
from cima_desktop.gui.views.door.typed import CODE, PASSPHRASE, SHARES, Typed
from cima_desktop.gui.widgets.buttons import QuietButton
from cima_desktop.gui.widgets.field_row import FieldRow
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.gui.widgets.secret_words import keep_nowhere
from cima_desktop.i18n import N_


class OpeningPart(QWidget):
    """Asks for one of the three. Which of them that day had is not known here, so each can be chosen."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = PASSPHRASE
        self.passphrase_edit = LineEdit(limit=4000)
        self.passphrase_edit.setObjectName("restore_passphrase_edit")
        self.passphrase_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.code_edit = LineEdit("XXXXX-XXXXX-…", limit=400)
        self.code_edit.setObjectName("restore_code_edit")
        keep_nowhere(self.passphrase_edit, self.code_edit)
        self.passphrase_row = FieldRow(N_("The passphrase it opened with"), self.passphrase_edit)
        self.key_file_row = KeyFileRow(N_("Only where the passphrase needed a key file on a USB stick."))
        self.code_row = FieldRow(
            N_("The recovery code"),
            self.code_edit,
            N_("From the printed sheet. Small letters, spaces and dashes do not matter."),
        )
        self.shares_entry = SharesEntry()
        self.passphrase_button = QuietButton(N_("Use the passphrase"), "lock")
        self.code_button = QuietButton(N_("Use the printed recovery code"), "key-round")
        self.shares_button = QuietButton(N_("Use the shares of trusted people"), "users")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        for part in (self.passphrase_row, self.key_file_row, self.code_row, self.shares_entry):
            column.addWidget(part)
        for button, way in self._buttons():
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.clicked.connect(lambda _checked=False, w=way: self._turn_to(w))
        self.shares_entry.submitted.connect(self.submitted)
        self.use(PASSPHRASE)

    def use(self, way: str) -> None:
        """Ask for the passphrase, the recovery code or the shares."""
        self.way = way
        for row, of in (
            (self.passphrase_row, PASSPHRASE),
            (self.key_file_row, PASSPHRASE),
            (self.code_row, CODE),
            (self.shares_entry, SHARES),
        ):
            row.setVisible(of == way)
        for button, of in self._buttons():
            button.setVisible(of != way)

    def typed(self) -> Typed | None:
        """Return what was typed or chosen; None where nothing was."""
        if self.way == CODE:
            return Typed(recovery_code=code) if (code := self.code_edit.value()) else None
        if self.way == SHARES:
            return Typed(shares=shares) if (shares := self.shares_entry.shares()) else None
        passphrase = self.passphrase_edit.value()
        return Typed(passphrase=passphrase, key_file=self.key_file_row.path()) if passphrase else None

    def forget(self) -> None:
        """Forget what was typed and chosen."""
        self.passphrase_edit.clear()
        self.code_edit.clear()
        self.key_file_row.forget()
        self.shares_entry.forget()

    def _buttons(self) -> tuple[tuple[QuietButton, str], ...]:
        return ((self.passphrase_button, PASSPHRASE), (self.code_button, CODE), (self.shares_button, SHARES))

    def _turn_to(self, way: str) -> None:
        self.use(way)
        fields = {PASSPHRASE: self.passphrase_edit, CODE: self.code_edit, SHARES: self.shares_entry}
        fields[way].setFocus(Qt.FocusReason.OtherFocusReason)
