"""The cases of a person: what they came for, who follows it, and a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from cima_desktop.gui.language import raw
from cima_desktop.gui.views.cases.case_words import row_detail, state_chip, urgency_chip
from cima_desktop.gui.views.desk import Desk
from cima_desktop.gui.views.records.rows_list import Deed, Line, RowsList
from cima_desktop.gui.views.records.tab import Tab
from cima_desktop.gui.widgets.buttons import SecondaryButton
from cima_desktop.gui.widgets.labels import show_if
from cima_desktop.i18n import N_
from cima_desktop.services.consulta import listing
from cima_desktop.services.consulta.listing import CaseRow


class CasesTab(Tab):
    """Open cases first, then closed ones."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cases_list = RowsList()
        self.new_button = SecondaryButton(N_("New case…"), "plus")
        self.new_button.setObjectName("person_new_case_button")
        self.new_button.setEnabled(not desk.is_for_looking)
        self.column.addWidget(self.cases_list)
        self.none_label = self.add_empty(N_("No case of this person."))
        self.column.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self.new_button.clicked.connect(lambda _checked=False: self.desk.open("walk_in", self.record_id))

    def read(self) -> None:
        wanted = self.record_id
        self.desk.ask(lambda s: listing.rows(s, listing.of_person(s, wanted)), self._show, latest="cases tab")

    def clear(self) -> None:
        super().clear()
        self._show(())

    def _show(self, rows: Sequence[CaseRow]) -> None:
        self.cases_list.show_lines([self._line(row) for row in rows])
        show_if(self.none_label, not rows)

    def _line(self, row: CaseRow) -> Line:
        opens = Deed(words=N_("Open"), run=lambda: self.desk.open("case", row.id), icon="arrow-right")
        chips = tuple(chip for chip in (urgency_chip(row), state_chip(row.state)) if chip is not None)
        return Line(
            title=raw(row.number), detail=lambda: row_detail(row), icon="briefcase", chips=chips, deeds=(opens,)
        )
