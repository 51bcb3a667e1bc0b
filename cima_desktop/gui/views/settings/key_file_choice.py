"""Whether a passphrase is to need a key file too: a new one, saved on a stick, or one that is there."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.door.key_file_row import TITLE
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.file_dialogs import choose_file, choose_new_file
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_
from cima_desktop.services import keys

NAME = "cima-key"
_WHY = N_(
    "The passphrase alone then opens nothing: the file on the stick is needed too. A lost stick closes this way in, so"
    " keep the stick apart from the computer and the paper in a safe place."
)
_NONE = N_("No key file chosen yet")


class KeyFileWish:
    """The file that is wanted, and whether it is still to be made."""

    def __init__(self, path: Path, is_new: bool) -> None:
        self.path, self.is_new = path, is_new
        self._made = b""

    def material(self) -> bytes:
        """Return the bytes of the file, after making it once where it is new; runs on the vault's thread.

        Raises:
            KnownError: the stick is gone or refuses, the name is taken, or the file is another one.
        """
        if not self.is_new:
            return keys.read_key_file(self.path)
        if not self._made:  # a second try, after the vault's disk refused, finds its own file there
            made = keys.new_key_file()
            keys.save_key_file(self.path, made)
            self._made = made
        return self._made


class KeyFileChoice(QWidget):
    """A box to tick; then the file is made or chosen. The program keeps no note of where it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish: KeyFileWish | None = None
        self.wanted_box = CheckBox(N_("Also ask for a key file on a USB stick"))
        self.wanted_box.setObjectName("key_file_wanted_box")
        self.why_label = Label(_WHY, "small", wrap=True)
        self.new_button = SecondaryButton(N_("Make a new file…"), "file-plus")
        self.old_button = SecondaryButton(N_("Use a file that is there…"), "hard-drive")
        self.name_label = Label(_NONE, "muted", wrap=True)
        self.inner = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(6))
        column.addWidget(self.wanted_box)
        column.addWidget(self.inner)
        inner = QVBoxLayout(self.inner)
        inner.setContentsMargins(S(24), 0, 0, 0)
        inner.setSpacing(S(6))
        inner.addWidget(self.why_label)
        line = QHBoxLayout()
        line.addWidget(self.new_button)
        line.addWidget(self.old_button)
        line.addStretch(1)
        inner.addLayout(line)
        inner.addWidget(self.name_label)
        self.wanted_box.toggled.connect(self.inner.setVisible)
        self.new_button.clicked.connect(
            lambda: choose_new_file(self, N_("Where to save the key file"), NAME, self.take_new)
        )
        self.old_button.clicked.connect(lambda: choose_file(self, TITLE, self.take_old))
        self.inner.hide()

    def is_ready(self) -> bool:
        """Tell whether nothing is missing: no file is wanted, or there is one."""
        return not self.wanted_box.value() or self._wish is not None

    def wish(self) -> KeyFileWish | None:
        """Return the file that is wanted, None where there is to be none."""
        return self._wish if self.wanted_box.value() else None

    def take_new(self, file: str) -> None:
        """Take the place of a file that is made later."""
        self._take(KeyFileWish(Path(file), True))

    def take_old(self, file: str) -> None:
        """Take a file that is there."""
        self._take(KeyFileWish(Path(file), False))

    def ask_for_file(self) -> None:
        """Lead to where the file is chosen."""
        self.new_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Want no file, and forget which one it was."""
        self._wish = None
        self.wanted_box.set_value(False)
        self.name_label.set_words(_NONE)

    def _take(self, wish: KeyFileWish) -> None:
        self._wish = wish
        self.name_label.set_words(raw(wish.path.name))
