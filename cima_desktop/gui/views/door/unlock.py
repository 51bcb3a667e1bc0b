"""The door: a passphrase or the printed recovery code; says why it is locked, and each fault in its own sentence."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.forms.unlock_form import Ui_UnlockForm
from cima_desktop.gui.language import bind
from cima_desktop.gui.views.door.covering import Cover
from cima_desktop.gui.views.records.form_widget import FormWidget
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError

REASONS = {
    "": "",
    "asked": N_("You locked the vault. What you were typing is kept inside it and comes back when you open it."),
    "idle": N_(
        "Nobody used the computer for a while, so the vault locked itself. What you were typing is kept inside."
    ),
    "sleep": N_("The computer was asleep, so the vault locked itself. What you were typing is kept inside."),
    "screen": N_("The screen was locked, so the vault locked itself too. What you were typing is kept inside."),
    "unsaved": N_("The vault was locked, but the disk refused the last words that were typed. They may be missing."),
}


class UnlockForm(FormWidget):
    """The fields of the door, as drawn in ui/unlock_form.ui."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_UnlockForm()
        self.draw(self.ui)
        self.ui.passphrase_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.ui.show_button.setIcon(icons.icon("eye", "muted"))
        self.ui.passphrase_label.setBuddy(self.ui.passphrase_edit)
        self.ui.code_label.setBuddy(self.ui.code_edit)


class UnlockView(Cover):
    """Asks for what opens the vault; knows nothing of vaults itself."""

    opened_by_passphrase = Signal(str)
    opened_by_code = Signal(str)
    practice_wanted = Signal()

    def __init__(self, label: str = "", reason: str = "", parent: QWidget | None = None) -> None:
        super().__init__(N_("Open the vault"), "lock", parent)
        self.form = UnlockForm()
        self.ui = self.form.ui
        self.card.body.addWidget(self.form)
        self._is_busy = False
        self.ui.show_button.toggled.connect(self._show_passphrase)
        self.ui.code_button.clicked.connect(lambda: self.use_code(not self.is_by_code()))
        self.ui.open_button.clicked.connect(self.open)
        self.ui.passphrase_edit.returnPressed.connect(self.open)
        self.ui.code_edit.returnPressed.connect(self.open)
        self.ui.practice_button.clicked.connect(self.practice_wanted)
        self.setFocusProxy(self.ui.passphrase_edit)
        self.use_code(False)
        self.name_vault(label)
        self.say_reason(reason)
        QTimer.singleShot(0, self, self._take_focus)

    def name_vault(self, label: str) -> None:
        """Say whose vault it is, once that is known."""
        if label:
            self.title_label.set_words(lambda: _("Open the vault “{name}”").format(name=label))

    def say_reason(self, reason: str) -> None:
        """Say why it is locked."""
        if REASONS.get(reason):
            self.message_bar.say(REASONS[reason], "warn" if reason == "unsaved" else "info", closable=False)

    def is_by_code(self) -> bool:
        """Tell whether the recovery code is asked for."""
        return self.ui.code_edit.isVisibleTo(self.form)

    def use_code(self, by_code: bool) -> None:
        """Ask for the recovery code, or for the passphrase."""
        for widget in (self.ui.code_edit, self.ui.code_label, self.ui.code_help_label):
            widget.setVisible(by_code)
        for part in (self.ui.passphrase_edit, self.ui.passphrase_label, self.ui.show_button):
            part.setVisible(not by_code)
        words = N_("Use the passphrase") if by_code else N_("Use the printed recovery code")
        bind(self.ui.code_button, QWidget.setAccessibleName, words)
        bind(self.ui.code_button, type(self.ui.code_button).setText, words)
        (self.ui.code_edit if by_code else self.ui.passphrase_edit).setFocus()

    def open(self) -> None:
        """Ask for the vault to be opened with what was typed."""
        typed = self.ui.code_edit.text() if self.is_by_code() else self.ui.passphrase_edit.text()
        if not typed or self._is_busy:
            self._take_focus()
            return
        (self.opened_by_code if self.is_by_code() else self.opened_by_passphrase).emit(typed)

    def set_busy(self, busy: bool) -> None:
        """Show that it is being opened, and offer no second way in meanwhile."""
        self._is_busy = busy
        for button in (self.ui.open_button, self.ui.code_button, self.ui.practice_button):
            button.setEnabled(not busy)
        bind(self.ui.open_button, type(self.ui.open_button).setText, N_("Opening…") if busy else N_("Open"))

    def show_problem(self, error: KnownError) -> None:
        """Say why it did not open; what was typed stays and is selected."""
        self.set_busy(False)
        super().show_problem(error)
        edit = self.ui.code_edit if self.is_by_code() else self.ui.passphrase_edit
        edit.setFocus()
        edit.selectAll()

    def forget(self) -> None:
        """Forget what was typed."""
        for edit in (self.ui.passphrase_edit, self.ui.code_edit):
            edit.clear()

    def _take_focus(self) -> None:
        (self.ui.code_edit if self.is_by_code() else self.ui.passphrase_edit).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_passphrase(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.ui.passphrase_edit.setEchoMode(mode)
        self.ui.show_button.setIcon(icons.icon("eye-off" if shown else "eye", "muted"))
