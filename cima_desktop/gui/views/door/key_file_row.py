"""The key file on a USB stick: chosen anew each time, remembered nowhere."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import IconButton, SecondaryButton
from cima_desktop.gui.widgets.file_dialogs import choose_file
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _

TITLE = N_("Choose the key file")
HINT = N_("It is on the USB stick that belongs to this person.")


class KeyFileRow(QWidget):
    """Asks for the file and says its name; the program keeps no note of where it was."""

    chosen = Signal()

    def __init__(self, hint: Text = HINT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._hint = hint
        self.label = Label(N_("Key file"), "label")
        self.name_label = Label("", "muted", wrap=True)
        self.choose_button = SecondaryButton(N_("Choose the file…"), "hard-drive")
        self.clear_button = IconButton("x", N_("Use no key file"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(4))
        column.addWidget(self.label)
        line = QHBoxLayout()
        line.setSpacing(S(8))
        line.addWidget(self.choose_button)
        line.addWidget(self.name_label, 1)
        line.addWidget(self.clear_button)
        column.addLayout(line)
        self.label.setBuddy(self.choose_button)
        self.choose_button.clicked.connect(lambda: choose_file(self, TITLE, self.take))
        self.clear_button.clicked.connect(self.forget)
        self.setFocusProxy(self.choose_button)
        self.forget()

    def path(self) -> Path | None:
        """Return the file that was chosen."""
        return self._path

    def take(self, file: str) -> None:
        """Take the file that was chosen."""
        self._path = Path(file)
        self.name_label.set_words(raw(self._path.name))
        self.clear_button.show()
        bind(self.choose_button, QWidget.setAccessibleDescription, self._spoken)
        self.chosen.emit()

    def forget(self) -> None:
        """Forget which file it was."""
        self._path = None
        self.name_label.set_words(self._hint)
        self.clear_button.hide()
        bind(self.choose_button, QWidget.setAccessibleDescription, self._spoken)

    def _spoken(self) -> str:
        return _("Chosen: {name}").format(name=self._path.name) if self._path else self.name_label.text()
