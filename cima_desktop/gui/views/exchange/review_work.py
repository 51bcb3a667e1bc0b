"""What is being done with an arrival, how far it is, and how it ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import PrimaryButton, SecondaryButton
from cima_desktop.gui.widgets.empty_state import Drawing
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.services.arriving_taking import HowFar, Taken

_STEPS = 1000


class WorkPane(QWidget):
    """A sentence, a bar while something goes on, and what can be done next."""

    stop_wanted = Signal()
    close_wanted = Signal()
    go_on_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = Drawing("clock")
        self.line_label, self.detail_label = Label("", "section", wrap=True), Label("", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        bind(self.bar, QWidget.setAccessibleName, N_("Progress"))
        self.stop_button = SecondaryButton(N_("Stop"), "x")
        self.go_on_button = PrimaryButton(N_("Go on"), "arrow-right")
        self.back_button = SecondaryButton(N_("Take all of it back"), "undo-2")
        self.close_button = SecondaryButton(N_("Close"))
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(S(10))
        column.addStretch(2)
        column.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.line_label, self.detail_label):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        self.bar.setMaximumWidth(S(420))
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        for button, name, signal in (
            (self.stop_button, "work_stop_button", self.stop_wanted),
            (self.back_button, "work_back_button", self.back_wanted),
            (self.close_button, "work_close_button", self.close_wanted),
            (self.go_on_button, "work_go_on_button", self.go_on_wanted),
        ):
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, wanted=signal: wanted.emit())
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def begin(self, words: Text, can_stop: bool = True) -> None:
        """Say what is being done."""
        self._say("clock", words)
        self.bar.setMaximum(0)
        self.bar.show()
        self.stop_button.setVisible(can_stop)

    def tick(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.bar.setMaximum(_STEPS)
        self.bar.setValue(_STEPS * done // max(1, total))

    def say_done(self, taken: Taken) -> None:
        """Say what was taken in."""
        self._say("circle-check", lambda: _taken_words(taken), lambda: _after_words(taken))
        self.close_button.show()
        self.close_button.setFocus()

    def say_stopped(self, far: HowFar) -> None:
        """Say what is in and what is not, after somebody stopped it."""
        self._say("clock", lambda: _far_words(far), N_("Go on, or take back what is in. Until then it waits."))
        for button in (self.go_on_button, self.back_button, self.close_button):
            button.show()
        self.go_on_button.setFocus()

    def say_taken_back(self) -> None:
        """Say that what was in was taken back."""
        self._say("undo-2", N_("What came in was taken back."), N_("It stays on the list; you can take it in again."))
        self.close_button.show()
        self.close_button.setFocus()

    def say_failed(self) -> None:
        """Say that nothing can be shown; the reason stands above."""
        self._say("circle-alert", N_("This could not be read."))
        self.close_button.show()
        self.close_button.setFocus()

    def _say(self, icon: str, words: Text, detail: Text = "") -> None:
        self.drawing.set_icon(icon)
        self.line_label.set_words(words)
        self.detail_label.set_words(detail)
        self.bar.hide()
        for button in (self.stop_button, self.go_on_button, self.back_button, self.close_button):
            button.hide()


def _taken_words(taken: Taken) -> str:
    return ngettext("{n} record was taken in.", "{n} records were taken in.", taken.records).format(n=taken.records)


def _after_words(taken: Taken) -> str:
    said = [_("You can take it back on any later day, from the same page.")]
    if taken.declined:
        words = ngettext("{n} record was declined.", "{n} records were declined.", taken.declined)
        said.insert(0, words.format(n=taken.declined))
    if taken.questions:
        words = ngettext("{n} question waits for a decision.", "{n} questions wait for a decision.", taken.questions)
        said.append(words.format(n=taken.questions))
    return " ".join(said)


def _far_words(far: HowFar) -> str:
    return ngettext("Stopped: {done} of {n} change is in.", "Stopped: {done} of {n} changes are in.", far.total).format(
        done=far.done, n=far.total
    )
