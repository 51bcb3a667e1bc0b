"""Files on their way into the vault, one after another, with a way to stop; what cannot be added is said by name."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.tasks import Job
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.i18n import N_, ngettext
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.services import attachments
from cima_desktop.services.attachments import Added, Source

_STEPS = 1000


class AddingDialog(PlainDialog):
    """Adds files to a record; closes by itself when all are in."""

    added = Signal(int)
    """How many were added, told once at the end."""

    def __init__(self, desk: Desk, about: RecordId, sources: Sequence[Source], parent: QWidget | None = None) -> None:
        super().__init__(N_("Adding files"), N_("The originals stay where they are."), N_("Close"), parent)
        self._desk, self._about = desk, about
        self._waiting = list(sources)
        self._count = 0
        self._problems: list[KnownError] = []
        self._job: Job | None = None
        self.name_label = Label("", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        bind(self.bar, QWidget.setAccessibleName, N_("How much is added"))
        self.rows.addWidget(self.name_label)
        self.rows.addWidget(self.bar)
        self.done_button.hide()

    def begin(self) -> None:
        """Show the dialog and start."""
        self.open()
        self._next()

    def reject(self) -> None:
        """Stop, or close at the end: nothing is kept of the file that is on its way, those before it stay."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def done(self, result: int) -> None:
        self.added.emit(self._count)
        super().done(result)

    def _next(self) -> None:
        if not self._waiting:
            self._finish()
            return
        source = self._waiting.pop(0)
        self.name_label.set_words(raw(source.name))
        self.bar.setValue(0)
        self._job = self._desk.draw(
            lambda session, tick: attachments.add(session, self._about, source, tick),
            self._added,
            self._problems.append,
            self._progress,
            self._ended,
        )

    def _progress(self, done: int, total: int) -> None:
        self.bar.setValue(_STEPS * done // max(1, total))

    def _added(self, added: Added) -> None:
        self._count += 1
        self._desk.saved.emit()
        if not self._desk.is_closing:
            self._desk.changed.emit(added.touched)

    def _ended(self) -> None:
        if self._job is not None and not self._job.cancelled:
            self._next()

    def _finish(self) -> None:
        self._job = None
        if not self._problems:
            self.accept()
            return
        self.name_label.set_words(self._counted)
        self.bar.hide()
        self.cancel_button.set_words(N_("Close"))
        self.say(lambda: "\n\n".join(f"{each.sentence()} {each.advice()}" for each in self._problems))

    def _counted(self) -> str:
        total = self._count + len(self._problems)
        return ngettext("{done} of {n} file was added.", "{done} of {n} files were added.", total).format(
            done=self._count, n=total
        )
