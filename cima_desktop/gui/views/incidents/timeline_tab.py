"""Everything that happened to an incident, in order; what does not count is shown too, with the reason."""

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.incidents.incident_words import line_of
from cima_desktop.gui.views.records.rows_list import RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.i18n import N_
from cima_desktop.services.alerts import board
from cima_desktop.services.alerts.board import Board


class TimelineTab(Tab):
    """One line for each step, text and release."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.steps_list = RowsList()
        self.column.addWidget(self.steps_list)
        self.empty = self.add_empty(N_("Nothing is noted yet."))
        self.column.addStretch(1)

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: board.board(s, wanted), self._show, latest="incident timeline")

    def clear(self) -> None:
        super().clear()
        self.steps_list.show_lines([])

    def _show(self, known: Board) -> None:
        self.steps_list.show_lines([line_of(known, judged) for judged in known.stands.told])
        self.empty.setVisible(not known.stands.told)
