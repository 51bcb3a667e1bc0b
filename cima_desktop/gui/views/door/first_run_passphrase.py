"""The page on which a passphrase is chosen: how hard it is to guess, a suggestion, and what this computer can do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.forms.passphrase_form import Ui_PassphraseForm
from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.tasks import Tasks
from cima_desktop.gui.views.records.form_widget import FormWidget
from cima_desktop.gui.widgets.labels import restyle
from cima_desktop.gui.widgets.secret_words import keep_nowhere
from cima_desktop.i18n import N_, language
from cima_desktop.vault import Cost
from cima_desktop.vault.calibrate import Calibration
from cima_desktop.vault.strength import Strength, judge, suggest_words

JUDGE_MS = 250


class PassphrasePart(FormWidget):
    """`accepted` carries name and passphrase once both can be used."""

    accepted = Signal(str, str)
    submitted = Signal()
    """Enter was pressed in the last field."""

    def __init__(
        self, tasks: Tasks, measure: Callable[[], Calibration], named: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ui = Ui_PassphraseForm()
        self.draw(self.ui)
        self._tasks, self._measure = tasks, measure
        self._calibration: Calibration | None = None
        self._mode(QLineEdit.EchoMode.Password)
        keep_nowhere(self.ui.passphrase_edit, self.ui.again_edit)
        self.ui.show_button.setIcon(icons.icon("eye", "muted"))
        for label, edit in (
            (self.ui.name_label, self.ui.name_edit),
            (self.ui.passphrase_label, self.ui.passphrase_edit),
            (self.ui.again_label, self.ui.again_edit),
        ):
            label.setBuddy(edit)
        self.ask_name(named)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(JUDGE_MS)
        self._clock.timeout.connect(self._judge)
        self.ui.passphrase_edit.textChanged.connect(lambda _text: self._clock.start())
        self.ui.again_edit.returnPressed.connect(self.submitted)
        self.ui.show_button.toggled.connect(self._show_passphrase)
        self.ui.suggest_button.clicked.connect(self.suggest)

    def ask_name(self, named: bool) -> None:
        """Ask for the name on the key as well, or for the passphrase alone."""
        self._named = named
        for widget in (self.ui.name_label, self.ui.name_edit, self.ui.name_help_label):
            widget.setVisible(named)

    def measure(self) -> None:
        """Find out, once, how fast this computer is."""
        if self._calibration is None:
            self._say_computer(N_("Measuring this computer…"))
            self._tasks.run(self._measure, self._measured)

    def cost(self) -> Cost:
        """Return what a guess should cost here; until it has been measured, the least there is."""
        return self._calibration.cost if self._calibration else Cost.FLOOR

    def suggest(self) -> None:
        """Offer a random passphrase, in sight so that it can be written down."""
        words = suggest_words(language())
        self.ui.show_button.setChecked(True)
        self.ui.passphrase_edit.setText(words)
        self.ui.again_edit.clear()
        self.ui.again_edit.setFocus()
        self._judge()

    def check(self) -> None:
        """Look whether everything can be used, and tell `accepted` or say what is missing."""
        name, passphrase = self.ui.name_edit.text().strip(), self.ui.passphrase_edit.text()
        if self._named and not name:
            self._say(N_("Write a name first."))
            self.ui.name_edit.setFocus()
            return
        if passphrase != self.ui.again_edit.text():
            self._say(N_("The two passphrases are not the same. Type the second one again."))
            self.ui.again_edit.setFocus()
            self.ui.again_edit.selectAll()
            return
        self._tasks.run(partial(judge, passphrase, (name,)), partial(self._judged_to_use, name, passphrase))

    def forget(self) -> None:
        """Forget what was typed."""
        self._clock.stop()
        for edit in (self.ui.passphrase_edit, self.ui.again_edit):
            edit.clear()

    def _judged_to_use(self, name: str, passphrase: str, strength: Strength) -> None:
        self._show_strength(strength)
        if strength.acceptable:
            self.accepted.emit(name, passphrase)
        else:
            self._say(strength.hint)
            self.ui.passphrase_edit.setFocus()

    def _judge(self) -> None:
        passphrase, name = self.ui.passphrase_edit.text(), self.ui.name_edit.text()
        self._tasks.run(partial(judge, passphrase, (name,)), self._show_strength, latest="strength")

    def _show_strength(self, strength: Strength) -> None:
        typed = bool(self.ui.passphrase_edit.text())
        self.ui.strength_bar.setValue(strength.score if typed else 0)
        self._say(strength.hint if typed else "", wrong=False)

    def _say(self, words: Text, wrong: bool = True) -> None:
        self.ui.hint_label.setProperty("kind", "error" if wrong else "small")
        restyle(self.ui.hint_label)
        bind(self.ui.hint_label, type(self.ui.hint_label).setText, words)

    def _measured(self, calibration: Calibration) -> None:
        self._calibration = calibration
        self._say_computer(calibration.sentence)

    def _say_computer(self, words: Text) -> None:
        bind(self.ui.computer_label, type(self.ui.computer_label).setText, words)

    def _show_passphrase(self, shown: bool) -> None:
        self._mode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.ui.show_button.setIcon(icons.icon("eye-off" if shown else "eye", "muted"))

    def _mode(self, mode: QLineEdit.EchoMode) -> None:
        self.ui.passphrase_edit.setEchoMode(mode)
        self.ui.again_edit.setEchoMode(mode)
