"""Taking a table in: read, say what its columns are, look at the rows, decide; one import that can be taken back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.exchange.sheets import Sheet
from cima_desktop.gui.language import raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import ANYTHING, Desk
from cima_desktop.gui.views.files.mapping_part import MappingPart
from cima_desktop.gui.views.files.review_part import ReviewPart
from cima_desktop.gui.views.files.working import Working
from cima_desktop.gui.views.interview.interview_lawyer import PlainDialog
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.check_list import CheckBox
from cima_desktop.gui.widgets.file_dialogs import choose_new_file
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.errors import KnownError
from cima_desktop.services.attachment_source import display_name
from cima_desktop.services.backups import NoBackupFirstError
from cima_desktop.services.files.reading import read_file
from cima_desktop.services.files.review import Review, judge
from cima_desktop.services.files.taking import Taken, save_rest, take

_READING, _MAPPING, _REVIEW, _DONE = range(4)


class ImportDialog(PlainDialog):
    """Goes forwards and back through its steps; nothing is saved before the last button."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(N_("Take in a table"), raw(display_name(path.name)), N_("Look at the rows"), parent)
        self._desk, self._path = desk, path
        self._review: Review | None = None
        self.stack = QStackedWidget()
        self.mapping = MappingPart()
        self.review = ReviewPart()
        self.working = Working()
        self.without_box = CheckBox(N_("Go on although no backup can be made first"))
        self.done_label = Label("", wrap=True)
        self.rest_button = SecondaryButton(N_("Save the rows that stayed out…"), "save")
        self.back_button = SecondaryButton(N_("Back"), "arrow-left")
        self.back_button.setObjectName("back_button")
        self.box.addButton(self.back_button, QDialogButtonBox.ButtonRole.ActionRole)
        self._build()
        self.back_button.clicked.connect(lambda: self._go(_MAPPING))
        self.rest_button.clicked.connect(self._ask_rest)
        self.mapping.changed.connect(self._forget_error)
        self.review.changed.connect(self._count)
        self.finished.connect(self._forget)
        desk.closing.connect(self.reject)

    def begin(self) -> None:
        """Read the file."""
        path = self._path
        job = self._desk.draw(
            lambda session, tick: read_file(session, path, tick), self._read, self._failed, self.working.progress, _done
        )
        self.working.begin(N_("Reading the file"), job)

    def finish(self) -> None:
        {_MAPPING: self._judge, _REVIEW: self._take, _DONE: self.accept}.get(self.stack.currentIndex(), self.reject)()

    def fit(self) -> None:
        """Keep the size: its parts scroll, and give the room that a sentence needs."""
        self.column.activate()

    def _build(self) -> None:
        done = QWidget()
        column = QVBoxLayout(done)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(12))
        column.addWidget(self.done_label)
        column.addWidget(self.rest_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        for page in (QWidget(), self.mapping, self.review, done):
            self.stack.addWidget(page)
        self.rows.addWidget(self.stack, 1)
        self.rows.addWidget(self.working)
        self.rows.addWidget(self.without_box)
        self.without_box.hide()
        self._go(_READING)

    def _go(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self._forget_error()
        self.without_box.hide()
        show_if(self.back_button, step == _REVIEW)
        show_if(self.done_button, step != _READING)
        show_if(self.cancel_button, step != _DONE)
        self.done_button.setEnabled(True)
        if step == _MAPPING:
            self.done_button.set_words(N_("Look at the rows"))
        elif step == _DONE:
            self.done_button.set_words(N_("Close"))

    def _read(self, sheet: Sheet) -> None:
        self.working.end()
        self.mapping.show_sheet(sheet)
        self._go(_MAPPING)
        self.mapping.kind_box.setFocus()

    def _judge(self) -> None:
        problem = self.mapping.problem()
        if problem:
            self.say(problem)
            return
        sheet, columns = self.mapping.sheet(), self.mapping.value()
        self.done_button.setEnabled(False)
        job = self._desk.draw(
            lambda session, tick: judge(session, sheet, columns, tick),
            self._judged,
            self._failed,
            self.working.progress,
            self._ended,
        )
        self.working.begin(N_("Comparing the rows with who is here"), job)

    def _judged(self, review: Review) -> None:
        self.working.end()
        self._review = review
        self._go(_REVIEW)
        self.review.show_review(review)
        self.review.table.setFocus()

    def _take(self) -> None:
        review, decisions = self._review, dict(self.review.decisions)
        if review is None or not self.review.taken():
            self.say(N_("No row is to be taken in. Decide about some of them, or close this window."))
            return
        with_backup = not self.without_box.value()
        self.done_button.setEnabled(False)
        self.working.begin(N_("Taking the rows in"), None)
        self.working.progress(0, 0)
        self._desk.write(
            lambda session: take(session, review, decisions, with_backup=with_backup),
            self._taken,
            self._refused,
            self._ended,
        )

    def _taken(self, taken: Taken) -> None:
        self.working.end()
        self._desk.changed.emit(ANYTHING)
        self._desk.backups_changed.emit()  # one was made first
        self.done_label.set_words(lambda: _told(taken))
        show_if(self.rest_button, taken.left > 0)
        self._go(_DONE)

    def _refused(self, error: KnownError) -> None:
        self._failed(error)
        if isinstance(error, NoBackupFirstError):
            self.without_box.show()

    def _failed(self, error: KnownError) -> None:
        self.working.end()
        self.show_problem(error)

    def _ended(self) -> None:
        self.working.end()
        self.done_button.setEnabled(True)

    def _count(self) -> None:
        if self.stack.currentIndex() == _REVIEW:
            taken = self.review.taken()
            self.done_button.set_words(lambda: ngettext("Take in {n} row", "Take in {n} rows", taken).format(n=taken))

    def _ask_rest(self) -> None:
        choose_new_file(self, N_("Where should the rows that stayed out go?"), "rows-left.csv", self.take_rest)

    def take_rest(self, target: str) -> None:
        """Write the rows that stayed out, each with its reason."""
        review, decisions = self._review, dict(self.review.decisions)
        if review is not None:
            self._desk.ask(
                lambda session: save_rest(session, review, decisions, Path(target)), self._rest_saved, self.show_problem
            )

    def _rest_saved(self, count: int) -> None:
        self.rest_button.setEnabled(False)
        self.rest_button.set_words(lambda: ngettext("{n} row was saved", "{n} rows were saved", count).format(n=count))

    def _forget_error(self) -> None:
        self.error_label.hide()

    def _forget(self) -> None:
        """Let go of what the file held."""
        self.working.stop()
        self._review = None
        self.mapping.forget()
        self.review.forget()


def _done() -> None:
    """Do nothing at the end of a reading: what came of it was told."""


def _told(taken: Taken) -> str:
    parts = [ngettext("{n} person was added.", "{n} people were added.", taken.people).format(n=taken.people)]
    if taken.households:
        n = taken.households
        parts.append(ngettext("{n} household was added.", "{n} households were added.", n).format(n=n))
    if taken.filled:
        parts.append(
            ngettext("{n} record got what was missing.", "{n} records got what was missing.", taken.filled).format(
                n=taken.filled
            )
        )
    if taken.left:
        parts.append(ngettext("{n} row stayed out.", "{n} rows stayed out.", taken.left).format(n=taken.left))
    parts.append(_("On any later day the whole import can be taken back: under Exchange, Receive."))
    return "\n".join(parts)
