"""How the page of the rota is laid out."""

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cima_desktop.gui import icons
from cima_desktop.gui.language import bind
from cima_desktop.gui.tables.record_table import RecordTable
from cima_desktop.gui.theme import S
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.roster.me_box import MeBox
from cima_desktop.gui.views.roster.rota_rows import COLUMNS
from cima_desktop.gui.views.roster.rota_side import RotaSide
from cima_desktop.gui.widgets.buttons import IconButton, SecondaryButton
from cima_desktop.gui.widgets.card import Card
from cima_desktop.gui.widgets.empty_state import EmptyState
from cima_desktop.gui.widgets.flow_layout import FlowLayout
from cima_desktop.gui.widgets.framed import Framed
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.gui.widgets.page import Page
from cima_desktop.gui.widgets.scroll import Scroll
from cima_desktop.i18n import N_

NARROW = 900
LEAST_ROWS, LEAST_SIDE = 230, 260


class RotaFrame(Page):
    """The week on the left with its buttons; on the side, or below where there is little room, what is missing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(N_("Rota"), "rota")
        self.desk = desk
        self.me_box = MeBox(desk)
        self.table = RecordTable(COLUMNS, N_("Shifts of the week"))
        self.table.setObjectName("rota_table")
        self.side = RotaSide(desk)
        self.empty = EmptyState(
            "calendar-clock",
            N_("No shift in this week"),
            N_("Put people down, or copy the week before."),
            N_("New shift"),
        )
        self.new_action = QAction(icons.icon("plus", "accent_text"), "", self)
        bind(self.new_action, QAction.setText, N_("New shift"))
        self.new_action.setEnabled(not desk.is_for_looking)
        self.primary = self.new_action
        self._make_buttons()
        self._build()

    def _make_buttons(self) -> None:
        self.before_button = IconButton("chevron-left", N_("The week before"))
        self.now_button = SecondaryButton(N_("This week"))
        self.after_button = IconButton("chevron-right", N_("The week after"))
        self.copy_button = SecondaryButton(N_("Copy the week before"), "copy")
        self.hours_button = SecondaryButton(N_("Open hours…"), "clock")
        self.print_button = SecondaryButton(N_("For the wall…"), "printer")
        self.change_button = SecondaryButton(N_("Change…"), "pencil")
        self.swap_button = SecondaryButton(N_("Ask somebody to take it…"), "arrow-left-right")
        self.up_button = IconButton("chevron-up", N_("Call earlier (Alt+Up)"))
        self.down_button = IconButton("chevron-down", N_("Call later (Alt+Down)"))
        self.off_button = SecondaryButton(N_("Take off the rota"), "x")
        self.deed_buttons: tuple[QWidget, ...] = (
            self.change_button,
            self.swap_button,
            self.up_button,
            self.down_button,
            self.off_button,
        )

    def _build(self) -> None:
        head = _row(
            self.before_button,
            self.now_button,
            self.after_button,
            self.copy_button,
            self.hours_button,
            self.print_button,
        )
        foot = _row(*self.deed_buttons)
        for part in (self.copy_button, self.hours_button, foot):
            show_if(part, not self.desk.is_for_looking)
        self._framed, self._empty_card = Framed(self.table), Card()
        self._empty_card.body.addWidget(self.empty)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S(10))
        for stretch, widget in ((0, head), (1, self._framed), (1, self._empty_card), (0, foot)):
            column.addWidget(widget, stretch)
        self._empty_card.hide()
        inner = QWidget()
        self._both = QHBoxLayout(inner)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(S(16))
        self._both.addWidget(left, 3)
        self._both.addWidget(self.side, 2)
        self.body.addWidget(self.me_box)
        self.body.addWidget(Scroll(inner), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < S(NARROW)
        self.table.setMinimumHeight(S(LEAST_ROWS) if narrow else 0)
        self.side.setMinimumHeight(S(LEAST_SIDE) if narrow else 0)
        self._both.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_rows(self, has_rows: bool) -> None:
        """Show the week, or that there is nothing in it."""
        self._framed.setVisible(has_rows)
        self._empty_card.setVisible(not has_rows)


def _row(*parts: QWidget) -> QWidget:
    """Return buttons beside each other, in as many lines as they need."""
    row = QWidget()
    flow = FlowLayout(row, S(6))
    for part in parts:
        flow.addWidget(part)
    return row
