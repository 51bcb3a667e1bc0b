"""The page that shows the recovery code, prints it, and has three of its groups typed back."""

import secrets

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cima_desktop.gui.forms.recovery_form import Ui_RecoveryForm
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.secret_paper import PAPER_ONLY, SecretPaper
from cima_desktop.gui.views.records.form_widget import FormWidget
from cima_desktop.gui.widgets.labels import Label, restyle
from cima_desktop.gui.widgets.secret_words import keep_nowhere
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.services import keys
from cima_desktop.vault.recovery import GROUPS, is_group

ASKED = 3
_LINE = 5


class RecoveryPart(FormWidget):
    """Nothing goes on until the three groups match the sheet."""

    proved_changed = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = Ui_RecoveryForm()
        self.draw(self.ui)
        self._groups: list[str] = []
        self._asked: list[int] = []
        self.ui.code_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.ui.code_label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bind(self.ui.code_label, QWidget.setAccessibleName, N_("The recovery code"))
        self.edits: list[QLineEdit] = [self.ui.group1_edit, self.ui.group2_edit, self.ui.group3_edit]
        self.labels = [self.ui.group1_label, self.ui.group2_label, self.ui.group3_label]
        keep_nowhere(*self.edits)
        for edit in self.edits:
            edit.textChanged.connect(lambda _text: self._look())
        self.paper = SecretPaper(desk, self)
        self.paper.refused.connect(self._refused)
        self.paper.printed.connect(lambda: self._say(N_("Printed. Take the sheet with you.")))
        self.ui.print_button.clicked.connect(lambda: self.paper.ask(self.sheet))
        self.printer_label = Label(PAPER_ONLY, "small", wrap=True)
        self.ui.column.insertWidget(self.ui.column.indexOf(self.ui.print_row) + 1, self.printer_label)

    def show_code(self, code: str) -> None:
        """Show a code and choose the groups that are typed back."""
        self._groups = code.split("-")
        self._asked = sorted(secrets.SystemRandom().sample(range(GROUPS), ASKED))
        self.ui.code_label.setText(self._in_lines())
        self._say(PAPER_ONLY)
        for place, label, edit in zip(self._asked, self.labels, self.edits, strict=True):
            name = _name_of(place)
            bind(label, type(label).setText, name)
            bind(edit, QWidget.setAccessibleName, name)
            edit.clear()
            label.setBuddy(edit)
        self._look()

    def is_proved(self) -> bool:
        """Tell whether the groups were typed back."""
        return bool(self._groups) and all(
            _plain(edit.text()) == _plain(self._groups[place])
            for place, edit in zip(self._asked, self.edits, strict=True)
        )

    def forget(self) -> None:
        """Forget the code."""
        self._groups, self._asked = [], []
        self.ui.code_label.clear()
        for edit in self.edits:
            edit.clear()

    def code(self) -> str:
        """Return the code that is shown."""
        return "-".join(self._groups)

    def sheet(self) -> bytes:
        """Return the sheet as it is printed, a PDF that is never written to a disk."""
        return keys.code_pdf(self.code())

    def _say(self, words: Text, kind: str = "small") -> None:
        self.printer_label.setProperty("kind", kind)
        restyle(self.printer_label)
        self.printer_label.set_words(words)

    def _refused(self, error: KnownError) -> None:
        self._say(lambda: f"{error.sentence()} {error.advice()}", "error")

    def _in_lines(self) -> str:
        lines = [self._groups[i : i + _LINE] for i in range(0, len(self._groups), _LINE)]
        return "\n".join("  –  ".join(line) for line in lines)

    def _look(self) -> None:
        wrong = [
            place + 1
            for place, edit in zip(self._asked, self.edits, strict=False)
            if len(_plain(edit.text())) >= len(self._groups[place])
            and not (is_group(place, edit.text()) and _plain(edit.text()) == _plain(self._groups[place]))
        ]
        words: Text = ""
        if wrong:
            words = _wrong_words(wrong)
        bind(self.ui.group_help_label, type(self.ui.group_help_label).setText, words)
        self.proved_changed.emit(self.is_proved())


def _wrong_words(wrong: list[int]) -> Text:
    return lambda: _("Look at the sheet again: group {numbers}.").format(numbers=", ".join(map(str, wrong)))


def _name_of(place: int) -> Text:
    return lambda: _("Group {number}").format(number=place + 1)


def _plain(typed: str) -> str:
    """Return a group as it is compared: capitals, and the signs that look alike as one."""
    look_alike = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
    return "".join(c for c in typed.upper() if c.isalnum()).translate(look_alike)
