"""The desk of Consulta: who waits, what is urgent, what is due, one's own list, and what the last shift left."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.consulta import hand_off_dialogs
from cima_desktop.gui.views.consulta.board_cards import HandOffsCard, MeetingsCard, TasksCard, UrgentCard
from cima_desktop.gui.views.consulta.intake_form import IntakeForm
from cima_desktop.gui.views.consulta.mine_card import MineCard
from cima_desktop.gui.views.consulta.queue_card import QueueCard
from cima_desktop.gui.views.desk import Desk, touches
from cima_desktop.gui.views.roster.me_box import MeBox
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_
from cima_desktop.model.ids import NO_ID, RecordId
from cima_desktop.model.touched import Touched
from cima_desktop.services.consulta import board, handing_off
from cima_desktop.services.consulta.board import Board
from cima_desktop.services.consulta.handing_off import Matter
from cima_desktop.services.consulta.intake import Opened

KINDS_SHOWN = ("visit", "case", "task", "appointment", "hand_off", "worklist_item", "volunteer", "person")
BESIDE = 900


class ConsultaPage(Page):
    """The desk, and the form of a first visit over it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Consulta"), "consulta")
        self.desk = desk
        self.primary = QAction(icons.icon("door-open", "accent_text"), "", self)
        bind(self.primary, QAction.setText, N_("New walk-in"))
        self.primary.triggered.connect(lambda _checked=False: self.begin())
        self.primary.setEnabled(not desk.is_for_looking)
        self.hand_off_button = SecondaryButton(N_("Hand off the shift…"), "corner-down-left")
        self.hand_off_button.setObjectName("hand_off_button")
        self.hand_off_button.clicked.connect(lambda _checked=False: self.write_hand_off())
        self.add_action(self.hand_off_button)
        show_if(self.hand_off_button, not desk.is_for_looking)
        self.me_box = MeBox(desk)
        self.queue_card, self.mine_card = QueueCard(desk), MineCard(desk)
        self.urgent_card, self.tasks_card = UrgentCard(desk), TasksCard(desk)
        self.meetings_card, self.hand_offs_card = MeetingsCard(desk), HandOffsCard(desk)
        self.intake = IntakeForm(desk)
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    def shown(self) -> None:
        self.me_box.read()
        self.read()
        if not self.is_asking():
            self.queue_card.arrive_edit.setFocus()

    def leave(self) -> None:
        self.intake.keep_draft()

    def focus_search(self) -> None:
        """Go to where somebody who came is typed."""
        self._show_board()
        self.queue_card.arrive_edit.setFocus()

    def read(self) -> None:
        """Ask what stands on the desk."""
        all_tasks = self.tasks_card.shows_all()
        self.desk.ask(lambda s: board.read(s, all_tasks=all_tasks), self.show_board, latest="consulta board")

    def show_board(self, found: Board) -> None:
        """Show what stands on the desk."""
        self.queue_card.show_queue(found.queue)
        self.mine_card.show_rows(found.mine)
        self.urgent_card.show_rows(found.urgent)
        self.tasks_card.show_tasks(found.tasks)
        self.meetings_card.show_meetings(found.meetings)
        self.hand_offs_card.show_hand_offs(found.hand_offs)

    def begin(self, visit: str = "") -> None:
        """Ask about somebody who came; of the queue, or not."""
        if self.desk.is_for_looking:
            return
        self.message_bar.hide_message()
        self.stack.setCurrentWidget(self.intake)
        self.set_title(N_("New walk-in"))
        self.hand_off_button.hide()
        self.intake.begin(RecordId(visit) if visit else NO_ID)

    def begin_with(self, _kind: str, visit: str) -> None:
        """Begin a first visit from elsewhere in the window."""
        self.begin(visit)

    def is_asking(self) -> bool:
        """Tell whether the form of a first visit is in sight."""
        return self.stack.currentWidget() is self.intake

    def write_hand_off(self) -> None:
        """Gather what is open, and ask what else the next shift must know."""
        self.desk.ask(handing_off.open_matters, self._write_hand_off)

    def place(self) -> dict[str, object]:
        """Return whether the form of a first visit is in sight, and for which visit of the queue."""
        return {"asking": self.is_asking(), "visit": self.intake.visit}

    def go_to(self, place: Mapping[str, object], ready: Callable[[], object]) -> None:
        """Go back to a place and tell when every field stands there."""
        if not place.get("asking"):
            ready()
            return

        def told() -> None:
            self.intake.ready.disconnect(told)
            ready()

        self.intake.ready.connect(told)
        self.begin(str(place.get("visit") or ""))

    def wipe(self) -> None:
        """Forget everything that is shown, as at a lock."""
        self.show_board(Board())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= S(BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, S(8), 0)
        column.setSpacing(S(16))
        column.addWidget(self.hand_offs_card)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(S(16))
        for cards in ((self.queue_card, self.meetings_card, self.tasks_card), (self.urgent_card, self.mine_card)):
            side = QVBoxLayout()
            side.setSpacing(S(16))
            for card in cards:
                side.addWidget(card)
            side.addStretch(1)
            self._columns.addLayout(side, 1)
        column.addLayout(self._columns)
        column.addStretch(1)
        self.stack.addWidget(Scroll(inner))
        self.stack.addWidget(self.intake)
        self.body.addWidget(self.me_box)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.queue_card.intake_wanted.connect(self.begin)
        self.tasks_card.asked.connect(self.read)
        self.intake.left.connect(self._show_board)
        self.intake.opened.connect(self._opened)
        self.me_box.known.connect(lambda _me: self.read())
        self.desk.changed.connect(self._changed)
        self.desk.closing.connect(self.wipe)

    def _show_board(self) -> None:
        self.stack.setCurrentIndex(0)
        self.set_title(N_("Consulta"))
        show_if(self.hand_off_button, not self.desk.is_for_looking)

    def _opened(self, made: Opened) -> None:
        self._show_board()
        self.desk.open("case", made.case)

    def _write_hand_off(self, matters: list[Matter]) -> None:
        hand_off_dialogs.open_write(self.desk, self, matters)

    def _changed(self, touched: Touched) -> None:
        if touches(touched, *KINDS_SHOWN) and self.isVisible() and not self.desk.is_closing:
            self.read()
