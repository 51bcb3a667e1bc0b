"""What volunteers were asked to do for the record of a card: rides, child care, bringing something (S4)."""

from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.views.roster.assigned_list import AssignedList
from cima_desktop.gui.widgets.record_picker import References


class AssignedTab(Tab):
    """The list of tasks, with a way to ask somebody more."""

    def __init__(self, desk: Desk, _references: References) -> None:
        super().__init__(desk)
        self.assigned_list = AssignedList(desk, "ride")
        self.column.addWidget(self.assigned_list)
        self.column.addStretch(1)

    def read(self) -> None:
        self.assigned_list.show_about(self.record_id)

    def clear(self) -> None:
        super().clear()
        self.assigned_list.clear()
