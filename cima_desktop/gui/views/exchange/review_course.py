"""What a review asks of the vault, one thing at a time: the dry run, single records, and what was decided."""

from PySide6.QtCore import QObject, Signal

from cima_desktop.gui.tasks import Job
from cima_desktop.gui.views.desk import ANYTHING, Desk
from cima_desktop.gui.views.exchange.review_entry import STEP
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import RecordId
from cima_desktop.services import arriving_people, arriving_review, arriving_taking
from cima_desktop.services.arriving_choice import Choice, Entry
from cima_desktop.services.arriving_review import Review
from cima_desktop.services.arriving_taking import HowFar, Taken
from cima_desktop.services.likeness import Like


class Course(QObject):
    """Goes through one arrival; a lock ends it, and what was not decided waits in the vault."""

    read = Signal(object)
    """The `Review`."""
    details = Signal(object, object)
    """An `Entry`, and the `Detail` of some of its records."""
    twins = Signal(object)
    """The people who came, each with those who are here and may be the same; more may follow."""
    progressed = Signal(int, int)
    taken = Signal(object)
    stopped = Signal(object)
    """How far it was taken in when somebody stopped it; None when it was the reading that was stopped."""
    taken_back = Signal()
    refused = Signal()
    """Nothing of it was wanted."""
    failed = Signal(object)

    def __init__(self, desk: Desk, n: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._n = desk, n
        self._job: Job | None = None
        self._review: Review | None = None
        self._twins: dict[RecordId, list[Like]] = {}

    def begin(self) -> None:
        """Compare what came with what is here; nothing is changed."""
        n = self._n
        self._job = self._desk.draw(
            lambda session, tick: arriving_review.review(session, n, tick),
            self._was_read,
            self.failed.emit,
            self.progressed.emit,
            self._ended,
        )

    def ask_how_far(self) -> None:
        """Ask how much of it is in."""
        n = self._n
        self._desk.ask(
            lambda session: arriving_taking.how_far(session, n),
            self._tell_how_far,
            self._tell_failed,
        )

    def _tell_how_far(self, far: HowFar) -> None:  # a method: a signal's `emit` does not say whose it is
        self.stopped.emit(far)

    def _tell_failed(self, error: KnownError) -> None:
        self.failed.emit(error)

    def is_busy(self) -> bool:
        """Tell whether something is being done that can be stopped."""
        return self._job is not None

    def stop(self) -> None:
        """Stop what is being done, after the step it is at."""
        if self._job is not None:
            self._job.cancel()

    def ask_details(self, entry: Entry, start: int) -> None:
        """Ask for the next records of an entry."""
        n, wanted = self._n, entry.rows[start : start + STEP]
        titles = self._review.titles if self._review else {}
        self._desk.ask(
            lambda session: arriving_review.details(session, n, wanted, titles),
            lambda found: self.details.emit(entry, found),
            self._tell_failed,
            latest="review",
        )

    def keep(self, choice: Choice, joins: dict[RecordId, RecordId]) -> None:
        """Keep the ticks for another time."""
        n, kept = self._n, choice.kept_as()
        if not self._desk.is_closing:
            self._desk.write(
                lambda session: arriving_review.keep_ticks(session, n, kept, joins), failed=lambda _error: None
            )

    def take_in(self, choice: Choice | None, joins: dict[RecordId, RecordId], backup: bool) -> None:
        """Take in what is ticked; without a choice, go on with what was decided before."""
        n = self._n
        self._job = self._desk.draw(
            lambda session, tick: arriving_taking.take_in(
                session, n, choice.declined() if choice else (), joins, tick, backup=backup
            ),
            self._was_taken,
            self.failed.emit,
            self.progressed.emit,
            self._ended_taking,
        )

    def take_back(self) -> None:
        """Take back what was taken in of it."""
        n = self._n
        self._desk.do(
            lambda session: arriving_taking.undo(session, n), lambda _touched: self.taken_back.emit(), self.failed.emit
        )

    def refuse(self) -> None:
        """Take in nothing of it."""
        n = self._n
        self._desk.do(
            lambda session: arriving_taking.refuse(session, n), lambda _nothing: self.refused.emit(), self.failed.emit
        )

    def _was_read(self, review: Review) -> None:
        self._review = review
        self.read.emit(review)
        self._look_for_twins(0)

    def _ended(self) -> None:
        job, self._job = self._job, None
        if job is not None and job.cancelled:
            self.stopped.emit(None)

    def _was_taken(self, taken: Taken) -> None:
        self._desk.saved.emit()
        if not self._desk.is_closing:
            self._desk.changed.emit(taken.touched)
            self._desk.backups_changed.emit()
        self.taken.emit(taken)

    def _ended_taking(self) -> None:
        job, self._job = self._job, None
        if job is not None and job.cancelled and not self._desk.is_closing:
            self._desk.changed.emit(ANYTHING)
            self.ask_how_far()

    def _look_for_twins(self, start: int) -> None:
        """Look, a few at a time, whether people who came are here already: other questions get their turn between."""
        review, n = self._review, self._n
        if review is None or start >= len(review.fresh_people):
            return
        some = review.fresh_people[start : start + STEP]
        self._desk.ask(
            lambda session: arriving_people.twins(session, n, some),
            lambda found: self._found_twins(found, start + STEP),
            lambda _error: None,
            latest=f"twins {n}",
        )

    def _found_twins(self, found: dict[RecordId, list[Like]], start: int) -> None:
        if found:
            self._twins |= found
            self.twins.emit(self._twins)
        self._look_for_twins(start)
