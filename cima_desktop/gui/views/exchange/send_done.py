"""Step 4 of handing records on: where to, how far the writing is, and what to do with the stick now."""

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.exchange.send_look import receivers_of, summary_of
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _
from cima_desktop.model.attachments import size_text
from cima_desktop.services.sharing_export import Left
from cima_desktop.services.sharing_terms import Leaving

_STEPS = 1000


class DoneStep(QWidget):
    """Asks for a place, shows the writing, and says what comes next."""

    place_wanted = Signal()
    stop_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading_label = Label(N_("Where should the file go?"), "section", wrap=True)
        self.what_label = Label("", "strong", wrap=True)
        self.told_label = Label("", "muted", wrap=True)
        self.place_button = PrimaryButton(N_("Choose a place and write the file…"), "hard-drive-download")
        self.place_button.setObjectName("share_place_button")
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        bind(self.bar, QWidget.setAccessibleName, N_("How much of the file is written"))
        self.stop_button = SecondaryButton(N_("Stop"), "x")
        self.drawing = Drawing("circle-check", "tone:good")
        self.file_label = Label("", "strong", wrap=True)
        self.next_label = Label("", wrap=True)
        self.again_button = SecondaryButton(N_("Hand on something else"), "arrow-right")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(12))
        for part in (
            self.drawing,
            self.heading_label,
            self.what_label,
            self.told_label,
            self.file_label,
            self.next_label,
            self.place_button,
            self.bar,
            self.stop_button,
            self.again_button,
        ):
            column.addWidget(part, 0, _left_of(part))
        column.addStretch(1)
        self.place_button.clicked.connect(self.place_wanted)
        self.stop_button.clicked.connect(self.stop_wanted)
        self.again_button.clicked.connect(self.again_wanted)

    def ask(self, leaving: Leaving) -> None:
        """Ask for a place, and say once more what goes to whom: the next press makes the file."""
        self.what_label.set_words(lambda: f"{summary_of(leaving)}\n{receivers_of(leaving)}")
        self.heading_label.set_words(N_("Where should the file go?"))
        self.told_label.set_words(
            N_("Best on a USB stick that you hand over yourself. Only the devices you ticked can open the file.")
        )
        self._show(self.told_label, self.place_button)

    def write(self) -> None:
        """Show that the file is being written."""
        self.heading_label.set_words(N_("The file is being written"))
        self.bar.setValue(0)
        self._show(self.bar, self.stop_button)

    def progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.bar.setValue(_STEPS * done // max(1, total))

    def tell(self, left: Left) -> None:
        """Say that the file is there, and what to do with it."""
        self.heading_label.set_words(N_("The file is ready"))
        self.file_label.set_words(raw(f"{QDir.toNativeSeparators(str(left.path))} · {size_text(left.size)}"))
        self.next_label.set_words(_next_words)
        self._show(self.drawing, self.file_label, self.next_label, self.again_button)

    def wipe(self) -> None:
        """Forget what went to whom, and where."""
        self.what_label.set_words("")
        self.file_label.set_words("")

    def _show(self, *parts: QWidget) -> None:
        for part in (
            self.drawing,
            self.told_label,
            self.file_label,
            self.next_label,
            self.place_button,
            self.bar,
            self.stop_button,
            self.again_button,
        ):
            show_if(part, part in parts)


def _left_of(part: QWidget) -> Qt.AlignmentFlag:
    """Let buttons and drawings keep their own width; words and bars take all of it."""
    narrow = isinstance(part, PrimaryButton | SecondaryButton | Drawing)
    return Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0)


def _next_words() -> str:
    return "\n".join(
        (
            _("1. Take the stick out with the system’s own “safely remove”."),
            _("2. Hand it over yourself. Tell the other person that it opens under Exchange, “Receive”."),
            _("3. When they hand you a file, open it: it tells this vault what reached them."),
            _("What left stands in the register."),
        )
    )
