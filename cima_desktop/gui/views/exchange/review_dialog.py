"""What a bundle would change, shown before anything is taken in: all, some or none of it (Y7, Y8).

It can be closed and opened again; the bundle waits in the vault, with the ticks. Taking in goes batch by batch and can
be stopped; then the dialog says what is in, and goes on or takes all of it back.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind, raw
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.review_course import Course
from cima_desktop.gui.views.exchange.review_entry import EntryPane
from cima_desktop.gui.views.exchange.review_head import ReviewHead
from cima_desktop.gui.views.exchange.review_list import ReviewList
from cima_desktop.gui.views.exchange.review_work import WorkPane
from cima_desktop.gui.views.records.two_panes import TwoPanes
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, ngettext
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.services.arriving_choice import Entry
from cima_desktop.services.arriving_review import Detail, Review
from cima_desktop.services.arriving_taking import HowFar
from cima_desktop.services.backups import NoBackupFirstError
from cima_desktop.services.likeness import Like
from cima_desktop.store import BundleNote
from cima_desktop.store.bundles import TAKING

KEEP_MS = 800
"""So long after the last tick the ticks are kept."""
_SURE = N_("Nothing of it is taken in, and it is not asked again. You can still take it in later, from the same page.")


class ReviewDialog(QDialog):
    """Shows what came; `Course` asks the vault."""

    decided = Signal()
    """Something of it was taken in, or taken back, or nothing was wanted."""

    def __init__(self, desk: Desk, n: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course = Course(desk, n, self)
        self._twins: dict[RecordId, list[Like]] = {}
        self._joins: dict[RecordId, RecordId] = {}
        bind(self, QWidget.setWindowTitle, N_("What came"))
        self.setModal(True)
        self.head = ReviewHead()
        self.message_bar = MessageBar()
        self.list = ReviewList()
        self.pane = EntryPane()
        self.panes = TwoPanes(self.list, self.pane, self.list.table)
        self.work = WorkPane()
        self.take_button = PrimaryButton("", "check")
        self.refuse_button = QuietButton(N_("Take in nothing…"), "x")
        self.later_button = SecondaryButton(N_("Decide later"))
        self._stack = QStackedWidget()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(KEEP_MS)
        self._build()
        self._connect_course()
        self._connect_parts()
        desk.closing.connect(self._wipe)

    def begin(self, is_half: bool) -> None:
        """Show the dialog and read what came; of what is half in, only how far."""
        self.work.begin(N_("Comparing with what is here. Nothing is changed."))
        self.open()
        if is_half:
            self.course.ask_how_far()
        else:
            self.course.begin()

    def show_problem(self, error: KnownError) -> None:
        """Say a known error here; where no backup can be made, offer to go on without one."""
        if self.list.choice is not None:
            self._stack.setCurrentIndex(1)
        else:
            self.work.say_failed()
        if isinstance(error, NoBackupFirstError):
            go_on = N_("Go on without a backup")
            self.message_bar.show_problem(error, "warn", go_on, lambda: self._take(backup=False))
        else:
            self.message_bar.show_problem(error)

    def reject(self) -> None:
        """Stop what is being done; otherwise close, and the bundle waits."""
        if self.course.is_busy():
            self.course.stop()
            return
        self._keep()
        super().reject()

    def _build(self) -> None:
        for widget, name in (
            (self.take_button, "review_take_button"),
            (self.refuse_button, "review_refuse_button"),
            (self.later_button, "review_later_button"),
        ):
            widget.setObjectName(name)
            widget.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.refuse_button)
        buttons.addStretch(1)
        buttons.addWidget(self.list.count_label)
        buttons.addWidget(self.later_button)
        buttons.addWidget(self.take_button)
        review = QWidget()
        column = QVBoxLayout(review)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        column.addWidget(self.panes, 1)
        column.addLayout(buttons)
        self._stack.addWidget(self.work)
        self._stack.addWidget(review)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(S(20), S(12), S(20), S(12))
        outer.setSpacing(S(10))
        outer.addWidget(self.head)
        outer.addWidget(self.message_bar)
        outer.addWidget(self._stack, 1)

    def _connect_course(self) -> None:
        course = self.course
        course.read.connect(self._show)
        course.details.connect(self._add)
        course.twins.connect(self._show_twins)
        course.progressed.connect(self.work.tick)
        course.taken.connect(self.work.say_done)
        course.stopped.connect(self._stopped)
        course.taken_back.connect(self.work.say_taken_back)
        course.refused.connect(self.accept)
        course.failed.connect(self.show_problem)
        for signal in (course.taken, course.taken_back, course.refused):
            signal.connect(lambda *_what: self.decided.emit())

    def _connect_parts(self) -> None:
        self.take_button.clicked.connect(self._take)
        self.refuse_button.clicked.connect(
            lambda: self.message_bar.say(_SURE, "warn", N_("Take in nothing"), self.course.refuse)
        )
        self.later_button.clicked.connect(self.reject)
        self.head.note_wanted.connect(lambda words: self.message_bar.say(raw(words)))
        self.list.chosen.connect(self._choose)
        self.list.ticks_changed.connect(self._ticked)
        self.pane.ticked.connect(lambda record, on: self.list.tick([RecordId(record)], on))
        self.pane.more_wanted.connect(self._more)
        self.pane.joined.connect(self._join)
        self.work.stop_wanted.connect(self.reject)
        self.work.close_wanted.connect(self.accept)
        self.work.go_on_wanted.connect(self._take)
        self.work.back_wanted.connect(self._take_back)
        self._clock.timeout.connect(self._keep)
        self.finished.connect(self._wipe)

    def _show(self, review: Review) -> None:
        self._joins = dict(review.joins)
        self.head.show_review(review)
        self.message_bar.show_cautions(review.cautions)
        self.list.show_review(review)
        self._stack.setCurrentIndex(1)
        self._show_count()
        self.list.table.setFocus()

    def _show_twins(self, twins: dict[RecordId, list[Like]]) -> None:
        self._twins = twins
        self.list.show_twins(twins)
        entry = self.pane.entry
        if entry is not None and entry.id in twins:
            self.pane.show_twins(twins[entry.id], self._joins.get(entry.id, NO_ID))

    def _choose(self, entry: Entry | None) -> None:
        if entry is None:
            self.pane.clear()
            return
        self.pane.begin(entry, self._twins.get(entry.id, ()), self._joins.get(entry.id, NO_ID))
        self.panes.show_right()
        self.course.ask_details(entry, 0)

    def _more(self, start: int) -> None:
        if self.pane.entry is not None:
            self.course.ask_details(self.pane.entry, start)

    def _add(self, entry: Entry, found: Sequence[Detail]) -> None:
        if self.list.choice is not None and self.pane.entry is entry:
            self.pane.add(found, self.list.choice)

    def _join(self, came: str, here: str) -> None:
        self._joins = {**self._joins, RecordId(came): RecordId(here)}
        self._clock.start()

    def _ticked(self) -> None:
        self._show_count()
        self._clock.start()

    def _show_count(self) -> None:
        choice = self.list.choice
        if choice is None:
            return
        number = choice.count
        words = lambda: ngettext("Take in {n} record", "Take in {n} records", number).format(n=number)  # noqa: E731
        self.take_button.set_words(words)
        self.take_button.setEnabled(number > 0)
        self.pane.show_ticks(choice)

    def _keep(self) -> None:
        self._clock.stop()
        if self.list.choice is not None:
            self.course.keep(self.list.choice, self._joins)

    def _take(self, _pressed: bool = False, backup: bool = True) -> None:
        if self.course.is_busy():
            return
        self.message_bar.hide_message()
        self._stack.setCurrentWidget(self.work)
        self.work.begin(N_("Taking in what is ticked. If you stop, what is in by then stays until you decide."))
        self.course.take_in(self.list.choice, self._joins, backup)

    def _stopped(self, how_far: HowFar | None) -> None:
        if how_far is None:
            self.reject()
        else:
            self.work.say_stopped(how_far)

    def _take_back(self) -> None:
        self.work.begin(N_("Taking back what came in."), can_stop=False)
        self.course.take_back()

    def _wipe(self) -> None:
        """Forget everything that came, at the end and at a lock."""
        self._clock.stop()
        self.list.clear()
        self.pane.clear()
        self.head.clear()
        if self.isVisible():
            super().reject()


def open_review(desk: Desk, note: BundleNote, near: QWidget) -> ReviewDialog:
    """Show what an arrival would change, as large as the window; of one that is half in, how far it is."""
    window = near.window()
    dialog = ReviewDialog(desk, note.n, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(window.size())
    dialog.begin(note.state == TAKING)
    return dialog
