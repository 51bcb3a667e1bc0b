"""A bar for work that takes a while, inside whatever asked for it."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from cima_desktop.gui.language import Text, bind
from cima_desktop.gui.tasks import Job
from cima_desktop.gui.theme import S
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_

_STEPS = 1000


class Working(QWidget):
    """Says what is being done and how far it is, with a way to stop; hidden while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self.label = Label("", "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.stop_button = SecondaryButton(N_("Stop"))
        self.stop_button.clicked.connect(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S(10))
        row.addWidget(self.label)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        self.hide()

    def begin(self, words: Text, job: Job | None) -> None:
        """Show what was begun; what has no job cannot be stopped."""
        self.job = job
        self.label.set_words(words)
        bind(self.bar, QWidget.setAccessibleName, words)
        self.bar.setValue(0)
        self.stop_button.setVisible(job is not None)
        self.show()

    def progress(self, done: int, total: int) -> None:
        """Show how far it is; without a total, only that it goes on."""
        self.bar.setRange(0, _STEPS if total else 0)
        self.bar.setValue(_STEPS * done // max(1, total))

    def stop(self) -> None:
        """Stop it; nothing of it is kept."""
        if self.job is not None:
            self.job.cancel()
        self.end()

    def end(self) -> None:
        """Put the bar away."""
        self.job = None
        self.hide()
