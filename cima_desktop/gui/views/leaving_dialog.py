"""Whatever leaves the vault as an ordinary file: a deliberate act that says what it means and is noted (D14, V8)."""

from pathlib import Path

import attrs
from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cima_desktop.gui.language import Text, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.tall_dialog import TallDialog
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.file_dialogs import choose_folder, choose_new_file
from cima_desktop.gui.widgets.guard_line import guarded
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.line_edit import LineEdit
from cima_desktop.i18n import N_

_WIDTH = 560
_WHO, _NO_WHO = N_("Who is it for?"), N_("Write who it is for.")
_SURE = N_("I understand that anyone with this file can read it")


@attrs.frozen(kw_only=True)
class Words:
    """What such a dialog says; without `where`, a title for the choice of a file's place, a folder is asked for."""

    title: Text
    means: Text
    done: Text
    who: Text = _WHO
    noted: Text
    no_who: Text = _NO_WHO
    where: Text = ""
    sure: Text = _SURE


class LeavingDialog(TallDialog):
    """Says what leaves, asks for whom and where, and leaves only when it was said that this is understood."""

    saved = Signal(object)
    """It left; with what came of it."""

    def __init__(self, desk: Desk, words: Words, parent: QWidget | None = None, width: int = _WIDTH) -> None:
        super().__init__(words.title, words.means, words.done, width, parent)
        self.desk, self.words = desk, words
        self.target = ""
        self.holder_edit = LineEdit(limit=300)
        guarded(self.holder_edit, words=False)
        self.holder_edit.setObjectName("leaving_holder_edit")
        is_file = bool(words.where)
        self.target_label = Label(N_("No place chosen yet") if is_file else N_("No folder chosen yet"), "muted", True)
        self.target_button = SecondaryButton(
            N_("Choose a place…") if is_file else N_("Choose a folder…"), "hard-drive-download"
        )
        self.target_button.setObjectName("target_button")
        self.target_button.clicked.connect(self._choose)
        self.sure_box = CheckBox(words.sure)
        self.sure_box.setObjectName("sure_box")

    def add_questions(self) -> None:
        """Put for whom, where, and whether it is understood under what the dialog shows."""
        self.add_row(self.words.who, self.holder_edit, self.words.noted)
        self.add_purpose()
        line = QHBoxLayout()
        line.setSpacing(S(8))
        line.addWidget(self.target_label, 1)
        line.addWidget(self.target_button)
        self.rows.addLayout(line)
        self.rows.addWidget(self.sure_box)

    def add_purpose(self) -> None:
        """Ask more about why it leaves, where that is noted."""

    def file_name(self) -> str:
        """Return the name that is offered for the file."""
        return ""

    def take_target(self, target: str) -> None:
        """Take the place that was chosen."""
        self.target = target
        self.target_label.set_words(raw(QDir.toNativeSeparators(target)))

    def finish(self) -> None:
        holder = self.holder_edit.value().strip()
        if not holder:
            self.say(self.words.no_who)
        elif not self.target:
            self.say(N_("Choose a place first.") if self.words.where else N_("Choose a folder first."))
        elif not self.sure_box.value():
            self.say(N_("Tick the box to say that you understand."))
        else:
            self.done_button.setEnabled(False)
            self.leave(Path(self.target), holder)

    def leave(self, target: Path, holder: str) -> None:
        """Write it; tell `left` what came of it, or `show_problem` what went wrong."""
        raise NotImplementedError

    def left(self, result: object) -> None:
        """Close: it is there."""
        self.saved.emit(result)
        self.accept()

    def _choose(self) -> None:
        if self.words.where:
            choose_new_file(self, self.words.where, self.file_name(), self.take_target)
        else:
            choose_folder(self, self.take_target)
