"""Leaving only paper on this computer: what it does, and above all what it does not do, before one confirmation."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.settings.settings_people_dialogs import KeyDialog
from cima_desktop.gui.widgets.buttons import DangerButton, SecondaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys

SERVED = "papers-were-served"
_DOES = N_(
    "Takes every passphrase, with or without a key file, and the keyring out of this vault’s key file at once. The"
    " vault locks, and from then on only the recovery code or the shares open it."
)
_NOT = N_(
    "It destroys nothing and hides nothing. A copy of the vault’s folder or of its key file made before, and a backup"
    " made before, still open with the old passphrases."
)
_KEEP = N_("Keep the paper away from this computer. Without it nobody opens the vault, you included.")
_LAWYER = N_(
    "If papers were served, or somebody said that the records must be kept, ask the lawyer before you do this."
)


class OnlyPaperPart(QWidget):
    """Says what it does, and asks in a dialog."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.open_button = DangerButton(N_("Leave only paper on this computer…"), "key-round")
        self.open_button.clicked.connect(self.begin)
        line = QHBoxLayout()
        line.addWidget(self.open_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(Label(_DOES, "muted", wrap=True))
        column.addLayout(line)

    def begin(self) -> None:
        """Ask, once."""
        OnlyPaperDialog(self.desk, self.window()).open()


class OnlyPaperDialog(KeyDialog):
    """The one confirmation; where it cannot be done, the reason stands in it from the beginning."""

    def __init__(self, desk: Desk, near: QWidget) -> None:
        super().__init__(desk, N_("Leave only paper on this computer"), _DOES, N_("Leave only paper"), near)
        self.cancel_button.setDefault(True)  # Enter alone must not take anything away
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.served_button = SecondaryButton(N_("Read: papers were served"), "scale")
        self.served_button.clicked.connect(self._read_served)
        for kind, words in (("strong", _KEEP), ("", _NOT), ("", _LAWYER)):
            self.rows.addWidget(Label(words, kind, wrap=True))
        self.rows.addWidget(self.served_button, 0, Qt.AlignmentFlag.AlignLeft)
        desk.ask(keys.only_paper_problem, self._judged, self.show_problem)

    def finish(self) -> None:
        desk = self.desk

        def left(keyring_gone: bool) -> None:  # the vault locks even when the dialog is gone by then
            desk.lock_wanted.emit("only paper" if keyring_gone else "only paper, keyring")

        self.error_label.hide()
        self.done_button.setEnabled(False)
        desk.write(keys.only_paper, left, self.show_problem)

    def _judged(self, problem: KnownError | None) -> None:
        if problem is not None:
            self.show_problem(problem)
            self.done_button.setEnabled(False)

    def _read_served(self) -> None:
        self.reject()
        self.desk.open("help", SERVED)
