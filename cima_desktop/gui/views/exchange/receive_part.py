"""Taking in what others sent: a file is dropped or chosen, checked, and then waits for a decision (Y4, Y7, Y10)."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cima_desktop.exchange.errors import UnknownSenderError
from cima_desktop.gui.language import bind
from cima_desktop.gui.tasks import Job
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.exchange.arrival_lines import arrival_line
from cima_desktop.gui.views.exchange.arrivals_part import ArrivalsPart
from cima_desktop.gui.views.exchange.drop_zone import DropZone
from cima_desktop.gui.views.exchange.review_dialog import open_review
from cima_desktop.gui.views.exchange.stranger import StrangerCard
from cima_desktop.gui.views.exchange.told_list import ToldList
from cima_desktop.gui.views.records.rows_list import Deed, RowsList
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.dates import show_date
from cima_desktop.gui.widgets.file_dialogs import choose_file
from cima_desktop.gui.widgets.labels import Label
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.i18n import N_, _
from cima_desktop.model.errors import KnownError
from cima_desktop.model.touched import Touched
from cima_desktop.services import arriving, arriving_told
from cima_desktop.services.arriving import Arrival, Received
from cima_desktop.store.bundles import DONE, REFUSED, TAKING, UNDONE

_STEPS = 1000
_STORY = N_(
    "A bundle is a file that another coordinator made for this vault. It is checked first, then you see what it would "
    "change, and nothing is taken in before you say so."
)
_BEFORE = {
    DONE: N_("This bundle was taken in on {day}. Nothing was done again; that would change nothing."),
    REFUSED: N_("On {day} it was decided to take in nothing of this bundle. It can still be taken in, below."),
    UNDONE: N_("This bundle was taken in and taken back, last read on {day}. It can be taken in again, below."),
}


class ReceivePart(QWidget):
    """A place to drop files, what waits, and what was taken in last."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._job: Job | None = None
        self.message_bar = MessageBar()
        self.drop_zone = DropZone()
        self.stranger = StrangerCard(desk)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        bind(self.bar, QWidget.setAccessibleName, N_("Progress"))
        self.reading_label = Label(N_("Checking every byte and every signature…"), "muted", wrap=True)
        self.stop_button = SecondaryButton(N_("Stop"), "x")
        self.stop_button.setObjectName("receive_stop_button")
        self._reading = QWidget()
        self.waiting_list = RowsList()
        self.waiting_label = Label(N_("Waiting for you"), "section")
        self.told_list = ToldList(desk)
        self.arrivals_part = ArrivalsPart(desk)
        self._build()
        self.drop_zone.choose_wanted.connect(self._choose)
        self.drop_zone.dropped.connect(self.take_file)
        self.stop_button.clicked.connect(lambda: self._job and self._job.cancel())
        desk.changed.connect(self._changed)
        desk.closing.connect(self._wipe)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, S(10), 0)
        column.setSpacing(S(10))
        row = QHBoxLayout(self._reading)
        row.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.addWidget(self.reading_label)
        words.addWidget(self.bar)
        row.addLayout(words, 1)
        row.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignBottom)
        for part in (
            Label(_STORY, "muted", wrap=True),
            self.message_bar,
            self.drop_zone,
            self._reading,
            self.stranger,
            self.waiting_label,
            self.waiting_list,
            self.told_list,
            Label(N_("What was decided"), "section"),
            self.arrivals_part,
        ):
            column.addWidget(part)
        column.addStretch(1)
        for part in (self._reading, self.stranger, self.waiting_label):
            part.hide()

    def read(self) -> None:
        """Read what waits and what arrived last."""
        self.desk.ask(arriving.waiting, self._show_waiting, latest="arrivals waiting")
        self.desk.ask(arriving_told.erased_there, self.told_list.show_told, latest="erased there")
        self.arrivals_part.read()

    def take_file(self, path: str) -> None:
        """Read a file that was dropped, chosen, or named when the program was started."""
        if self._job is not None:
            return
        self.message_bar.hide_message()
        self.stranger.hide()
        self.drop_zone.setEnabled(False)
        self.bar.setMaximum(0)
        self._reading.show()
        self._job = self.desk.draw(
            lambda session, tick: arriving.receive(session, Path(path), tick),
            self._received,
            partial(self._refused, path),
            self._progress,
            self._ended,
        )

    def _choose(self) -> None:
        choose_file(self, N_("Choose the bundle that you received"), self.take_file)

    def _progress(self, done: int, total: int) -> None:
        self.bar.setMaximum(_STEPS)
        self.bar.setValue(_STEPS * done // max(1, total))

    def _ended(self) -> None:
        self._job = None
        self._reading.hide()
        self.drop_zone.setEnabled(True)

    def _received(self, received: Received) -> None:
        self.read()
        if received.before in _BEFORE:
            self._say_before(received)
        else:
            self._review(received.arrival)

    def _say_before(self, received: Received) -> None:
        words, day = _BEFORE[received.before], received.arrival.note.at.astimezone().date()
        self.message_bar.say(lambda: _(words).format(day=show_date(day)), "info")

    def _refused(self, path: str, error: KnownError) -> None:
        self.message_bar.show_problem(error)
        if isinstance(error, UnknownSenderError):
            self.stranger.ask(Path(path))

    def _review(self, arrival: Arrival) -> None:
        dialog = open_review(self.desk, arrival.note, self)
        dialog.decided.connect(self.read)

    def _show_waiting(self, found: list[Arrival]) -> None:
        self.waiting_list.show_lines([arrival_line(each, self._look(each)) for each in found])
        self.waiting_label.setVisible(bool(found))

    def _look(self, arrival: Arrival) -> Deed:
        words = N_("Go on") if arrival.note.state == TAKING else N_("Look through")
        return Deed(words=words, run=lambda: self._review(arrival), icon="arrow-right")

    def _changed(self, _touched: Touched) -> None:
        if self.isVisible() and not self.desk.is_closing:
            self.read()

    def _wipe(self) -> None:
        self.waiting_list.show_lines(())
        self.told_list.show_told(())
        self.stranger.hide()
