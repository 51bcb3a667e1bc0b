"""The papers of a plan: which to make, in which language; then reading, printing and saving them."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui.language import bind
from cima_desktop.gui.tasks import Job, Tick
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.papers.preview import PreviewView
from cima_desktop.gui.views.plans.packet_offers import OfferList
from cima_desktop.gui.widgets.buttons import PrimaryButton, QuietButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.check_list import RadioList
from cima_desktop.gui.widgets.labels import Label, show_if
from cima_desktop.gui.widgets.message_bar import MessageBar
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_, _, ngettext
from cima_desktop.model.choices import DOCUMENT_LANGUAGES
from cima_desktop.model.errors import KnownError
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services import offers, packets
from cima_desktop.services.offers import Offers
from cima_desktop.services.packets import Packet
from cima_desktop.services.session import Session

SIDE_BY_SIDE = "both"


class PacketView(QWidget):
    """Chooses and makes the papers of a plan, then shows them."""

    left = Signal()
    interview_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.plan = NO_ID
        self._offers: Offers | None = None
        self._job: Job | None = None
        self._is_old = False
        self.message_bar = MessageBar()
        self.offer_list = OfferList()
        self.language_list = RadioList([(c.value, c.label) for c in DOCUMENT_LANGUAGES])
        self.language_list.set_value(SIDE_BY_SIDE)
        self.language_list.setObjectName("packet_language")
        self.make_button = PrimaryButton("", "file-check")
        self.make_button.setObjectName("make_button")
        self.cancel_button = SecondaryButton(N_("Cancel"))
        self.back_button = QuietButton(N_("Back to the plan"), "arrow-left")
        self.progress_label = Label("", "muted")
        self.progress_bar = QProgressBar()
        self.progress_bar.setTextVisible(False)
        bind(self.progress_bar, QWidget.setAccessibleName, N_("How many papers are made"))
        self.preview = PreviewView(desk)
        self.rooms = QStackedWidget()
        self._arrange()
        self._connect()
        self._show_progress(False)

    def open(self, plan: RecordId) -> None:
        """Offer the papers of a plan."""
        self.plan, self._is_old = plan, False
        self.rooms.setCurrentIndex(0)
        self.message_bar.hide_message()
        self.desk.ask(lambda session: offers.offers(session, plan), self._show_offers, self._failed, latest="offers")

    def shown(self) -> None:
        """Look again at what is in sight: other pages may have changed what it stands on."""
        if self.rooms.currentWidget() is self.preview:
            self.preview.recheck()
        elif self._is_old and self.plan and self._job is None:
            self.open(self.plan)

    def _changed(self, _touched: Touched) -> None:
        self._is_old = True
        if self.isVisible() and not self.desk.is_closing and self.rooms.currentWidget() is not self.preview:
            self.shown()

    def show_made(self, packet: Packet) -> None:
        """Show papers that were made."""
        self._show_progress(False)
        self.rooms.setCurrentIndex(1)
        self.preview.show_packet(packet)

    def wipe(self) -> None:
        """Forget everything that is shown."""
        self.preview.wipe()
        self.offer_list.show_offers(())
        self._offers = None

    def make(self) -> None:
        """Make the chosen papers."""
        plan, chosen, language = self.plan, self.offer_list.chosen(), self.language_list.value() or SIDE_BY_SIDE
        if not chosen or self._job is not None:
            return
        self._show_progress(True)
        job: Job

        def call(session: Session, tick: Tick) -> Packet:
            return packets.make(session, plan, chosen, language, progress=tick, cancelled=lambda: job.cancelled)

        job = self.desk.draw(call, self._made, self._failed, self._progressed, self._ended)
        self._job = job

    def cancel(self) -> None:
        """Stop making papers; nothing is noted then."""
        if self._job is not None:
            self._job.cancel()

    def _show_offers(self, found: Offers) -> None:
        self._offers = found
        self.offer_list.show_offers(found.offers)
        for fault in found.faults:
            self._failed(fault)
        self._tell()
        self.offer_list.focus_first()

    def _made(self, packet: Packet) -> None:
        if packet.touched is not None:
            self.desk.changed.emit(packet.touched)
        self.show_made(packet)

    def _failed(self, error: KnownError) -> None:
        self.message_bar.show_problem(error)

    def _ended(self) -> None:
        self._job = None
        self._show_progress(False)

    def _progressed(self, done: int, total: int) -> None:
        self.progress_bar.setMaximum(total)
        self.progress_bar.setValue(done)
        self.progress_label.set_words(lambda: _("{done} of {total} papers are made").format(done=done, total=total))

    def _show_progress(self, is_making: bool) -> None:
        for part in (self.progress_bar, self.progress_label, self.cancel_button):
            show_if(part, is_making)
        self.progress_bar.setMaximum(0)
        self.progress_label.set_words(N_("Making the papers…"))
        self.offer_list.setEnabled(not is_making)
        show_if(self.make_button, not is_making)
        if is_making:
            self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        count = len(self.offer_list.chosen())
        self.make_button.set_words(lambda: _make_words(count))
        self.make_button.setEnabled(count > 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._offers is not None:
            self._tell()

    def _connect(self) -> None:
        self.make_button.clicked.connect(self.make)
        self.cancel_button.clicked.connect(self.cancel)
        self.desk.changed.connect(self._changed)
        self.back_button.clicked.connect(self.left)
        self.offer_list.changed.connect(self._tell)
        self.offer_list.step_wanted.connect(self.interview_wanted)
        self.preview.left.connect(lambda: self.open(self.plan) if self.plan else self.left.emit())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._shortcut)
        self.make_button.setToolTip("Ctrl+Enter")

    def _shortcut(self) -> None:
        if self.rooms.currentIndex() == 0:
            self.make()

    def _arrange(self) -> None:
        papers, side = Card(N_("Papers of this plan")), Card(N_("Language of the papers"))
        papers.header.addWidget(self.back_button)
        papers.body.addWidget(self.message_bar)
        papers.body.addWidget(Scroll(self.offer_list), 1)
        side.body.addWidget(self.language_list)
        note = N_(
            "The English text is the one that is signed. Nothing is dated, initialed or signed by the program; the"
            " notary and the family do that by hand."
        )
        side.body.addWidget(Label(note, "small", wrap=True))
        side.body.addStretch(1)
        for part in (self.progress_label, self.progress_bar, self.cancel_button, self.make_button):
            side.body.addWidget(part)
        side.setFixedWidth(S(330))
        choose = QWidget()
        row = QHBoxLayout(choose)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S(16))
        row.addWidget(papers, 1)
        row.addWidget(side)
        self.rooms.addWidget(choose)
        self.rooms.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rooms)


def _make_words(count: int) -> str:
    if not count:
        return _("Choose papers")
    return ngettext("Make {n} paper", "Make {n} papers", count).format(n=count)
